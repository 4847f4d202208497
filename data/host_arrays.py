"""What the law asks of the host of each opening, aligned with the openings of the cohort; for rules and limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import RiskClass
from data.host_papers import HostCheck

UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class HostArrays:
    """Rows aligned with the openings, in the order of ids; a day of 0 means that there is none, -1 unknown."""

    checked: NDArray[np.bool_]  # (m,) whether the site has a check at all
    dismissal: NDArray[np.int32]  # (m,) ordinal of the last dismissal that concerns the opening's task
    short_time_to: NDArray[np.int32]  # (m,) ordinal of the last day of short time that concerns the task
    safety_ok: NDArray[np.int8]  # (m,) 1, 0, -1
    insolvent: NDArray[np.int8]  # (m,) 1, 0, -1
    replaces_staff: NDArray[np.int8]  # (m,) 1, 0, -1
    needs_training: NDArray[np.int8]  # (m,) 1, 0, -1
    is_promoter: NDArray[np.bool_]  # (m,) the programme's promoter is the company itself
    break_min: NDArray[np.int16]  # (m,) minutes, -1 unknown
    declared_risk: NDArray[np.int8]  # (m,) level of RiskClass, -1 not declared

    @classmethod
    def of(cls, records: Records) -> HostArrays:
        """Build the arrays."""
        check_of = {check.site: check for check in records.host_checks}
        checks: list[HostCheck | None] = [check_of.get(opening.site) for opening in records.openings]
        roles = [opening.role for opening in records.openings]
        promoter = records.programme.promoter
        return cls(
            checked=np.array([check is not None for check in checks], dtype=np.bool_),
            dismissal=np.array(
                [
                    _day(check.dismissal_on) if check and _concerns(check.dismissal_roles, role) else 0
                    for check, role in zip(checks, roles, strict=True)
                ],
                dtype=np.int32,
            ),
            short_time_to=np.array(
                [
                    _day(check.short_time_to) if check and _concerns(check.short_time_roles, role) else 0
                    for check, role in zip(checks, roles, strict=True)
                ],
                dtype=np.int32,
            ),
            safety_ok=_tri([check.safety_ok if check else None for check in checks]),
            insolvent=_tri([check.insolvent if check else None for check in checks]),
            replaces_staff=_tri([opening.replaces_staff for opening in records.openings]),
            needs_training=_tri([opening.needs_training for opening in records.openings]),
            is_promoter=np.array(
                [promoter is not None and opening.company == promoter for opening in records.openings], dtype=np.bool_
            ),
            break_min=np.array(
                [UNKNOWN if opening.break_min is None else opening.break_min for opening in records.openings],
                dtype=np.int16,
            ),
            declared_risk=np.array([_risk(check.declared_risk if check else None) for check in checks], dtype=np.int8),
        )


def _concerns(roles: Sequence[str], role: str) -> bool:
    return not roles or role in roles


def _day(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _risk(risk: RiskClass | None) -> int:
    return UNKNOWN if risk is None else risk.level


def _tri(answers: Sequence[bool | None]) -> NDArray[np.int8]:
    return np.array([UNKNOWN if answer is None else int(answer) for answer in answers], dtype=np.int8)

"""What the law asks of the host of each opening, aligned with the openings of the cohort; for rules and limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.call import CourseNeeded, Programme
from data.catalogues import catalogue
from data.codes import RiskClass, Training
from data.encode import masks, tri
from data.host_papers import Convention, HostCheck, Quota

UNKNOWN = -1
# Courses of the specific part, and the class that each covers.
SPECIFIC: Mapping[Training, RiskClass] = {
    Training.SAFETY_LOW: RiskClass.LOW,
    Training.SAFETY_MEDIUM: RiskClass.MEDIUM,
    Training.SAFETY_HIGH: RiskClass.HIGH,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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
    risk: NDArray[np.int8]  # (m,) level of the sector's class, or of the declared one where it is higher
    general_languages: NDArray[np.uint32]  # (m,) mask of Tongue of the safety course, general part
    specific_languages: NDArray[np.uint32]  # (m,) of the specific part, for the class of the site
    quota_papers: Mapping[int, Records]  # row of the company -> quotas, agreements; if it has quotas and openings

    @classmethod
    def none(cls, openings: int) -> HostArrays:
        """Hosts of which nobody wrote anything."""
        unknown = np.full(openings, UNKNOWN, dtype=np.int8)
        return cls(
            checked=np.zeros(openings, dtype=np.bool_),
            dismissal=np.zeros(openings, dtype=np.int32),
            short_time_to=np.zeros(openings, dtype=np.int32),
            safety_ok=unknown,
            insolvent=unknown,
            replaces_staff=unknown,
            needs_training=unknown,
            is_promoter=np.zeros(openings, dtype=np.bool_),
            break_min=unknown.astype(np.int16),
            declared_risk=unknown,
            risk=unknown,
            general_languages=np.zeros(openings, dtype=np.uint32),
            specific_languages=np.zeros(openings, dtype=np.uint32),
            quota_papers={},
        )

    @classmethod
    def of(cls, records: Records) -> HostArrays:
        """Build the arrays."""
        check_of = {check.site: check for check in records.host_checks}
        checks: list[HostCheck | None] = [check_of.get(opening.site) for opening in records.openings]
        roles = [opening.role for opening in records.openings]
        promoter = records.programme.promoter
        sector = {company.id: company.sector for company in records.companies}
        by_sector = {division: _level(catalogue().division(division).risk) for division in set(sector.values())}
        declared = np.array([_risk(check.declared_risk if check else None) for check in checks], dtype=np.int8)
        usual = np.array([by_sector[sector[opening.company]] for opening in records.openings], dtype=np.int8)
        risk = np.maximum(usual, declared)
        spoken = [_languages(records.programme, role, int(level)) for role, level in zip(roles, risk, strict=True)]
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
            safety_ok=tri([check.safety_ok if check else None for check in checks]),
            insolvent=tri([check.insolvent if check else None for check in checks]),
            replaces_staff=tri([opening.replaces_staff for opening in records.openings]),
            needs_training=tri([opening.needs_training for opening in records.openings]),
            is_promoter=np.array(
                [promoter is not None and opening.company == promoter for opening in records.openings], dtype=np.bool_
            ),
            break_min=np.array(
                [UNKNOWN if opening.break_min is None else opening.break_min for opening in records.openings],
                dtype=np.int16,
            ),
            declared_risk=declared,
            risk=risk,
            general_languages=np.array([general for general, _ in spoken], dtype=np.uint32),
            specific_languages=np.array([specific for _, specific in spoken], dtype=np.uint32),
            quota_papers=_quota_papers(records),
        )


def _languages(programme: Programme, role: str, level: int) -> tuple[int, int]:
    """Languages of the programme's safety courses for a role at a class of risk, general and specific part.

    A part that the programme does not give follows the other: who gives it is not known.
    """
    mine = [course for course in programme.training if not course.roles or role in course.roles]
    general = [course for course in mine if course.code is Training.SAFETY_GENERAL]
    specific = [course for course in mine if course.code in SPECIFIC and SPECIFIC[course.code].level >= level]
    return _spoken(general or specific), _spoken(specific or general)


def _spoken(courses: Sequence[CourseNeeded]) -> int:
    return int(masks([{tongue for course in courses for tongue in course.languages}], np.uint32)[0])


def _quota_papers(records: Records) -> Mapping[int, Records]:
    quotas: dict[str, list[Quota]] = defaultdict(list)
    agreed: dict[str, list[Convention]] = defaultdict(list)
    for quota in records.quotas:
        quotas[quota.company].append(quota)
    for paper in records.conventions:
        agreed[paper.company].append(paper)
    hosting = {opening.company for opening in records.openings}
    return {
        row: Records(
            programme=records.programme,
            companies=(company,),
            quotas=tuple(quotas[company.id]),
            conventions=tuple(agreed[company.id]),
        )
        for row, company in enumerate(records.companies)
        if company.id in quotas and company.id in hosting
    }


def _concerns(roles: Sequence[str], role: str) -> bool:
    return not roles or role in roles


def _day(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _level(risk: str) -> int:
    return RiskClass[risk].level


def _risk(risk: RiskClass | None) -> int:
    return UNKNOWN if risk is None else risk.level

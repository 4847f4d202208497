"""The traits and documents that decide eligibility and protection, apart from the cohort.

Only rules of eligibility and protection, intake and fairness studies may load this room: criteria never see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Employment, Regime
from data.cohort import Cohort
from data.encode import masks, pair_keys
from data.pairs import Index, Pairs
from data.records import Candidate, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Rows aligned with `Cohort.candidates`."""

    regime: Regime
    in_call: NDArray[np.bool_]  # (n,) holds a category that the call admits
    in_charge: NDArray[np.int8]  # (n,) 1 yes, 0 no, -1 not written
    out_of_work: NDArray[np.int8]  # (n,) 1 yes, 0 no, -1 not written
    births: tuple[date, ...]
    banned_conditions: NDArray[np.uint16]  # (n,) mask of Condition
    banned_companies: NDArray[np.int64]  # sorted keys candidate * n_companies + company

    @classmethod
    def of(cls, records: Records) -> Eligibility:
        """Build the arrays, rows in the order of ids."""
        people = records.candidates
        companies = {company.id: k for k, company in enumerate(records.companies)}
        return cls(
            regime=records.programme.regime,
            in_call=np.array([admitted(person, records.programme) for person in people], dtype=np.bool_),
            in_charge=_tri([person.in_charge for person in people]),
            out_of_work=_tri(
                [None if p.employment is None else p.employment is not Employment.EMPLOYED for p in people]
            ),
            births=tuple(person.birth_date for person in people),
            banned_conditions=masks((person.banned_conditions for person in people), np.uint16),
            banned_companies=pair_keys([person.banned_companies for person in people], companies),
        )

    def birthdays(self, age: int) -> NDArray[np.int32]:
        """Ordinal of the day on which each candidate completes an age, shape (n,)."""
        return np.array([birthday(birth, age).toordinal() for birth in self.births], dtype=np.int32)


class FullPairs(Pairs):
    """Pairs that also carry the eligibility of their candidates: for rules only."""

    def __init__(self, cohort: Cohort, eligibility: Eligibility, i: Index, j: Index) -> None:
        super().__init__(cohort, i, j)
        self.eligibility = eligibility

    def plain(self) -> Pairs:
        """The same pairs without the protected traits: what criteria get."""
        return Pairs(self.cohort, self.i, self.j)

    def subset(self, keep: NDArray[np.bool_]) -> FullPairs:
        """The pairs where `keep` holds, with what was already computed for them."""
        chosen = FullPairs(self.cohort, self.eligibility, self.i[keep], self.j[keep])
        for name in ("km", "journey_q", "time_slack_q"):
            if name in self.__dict__:
                chosen.__dict__[name] = self.__dict__[name][keep]
        if "_journey" in self.__dict__:
            chosen.__dict__["_journey"] = tuple(part[keep] for part in self._journey)
        return chosen


def admitted(person: Candidate, programme: Programme) -> bool:
    """Whether the person holds a category of the call, with the sex that the call's own wording names."""
    held = set(person.categories)
    return any(call.code in held and (call.sex is None or call.sex is person.sex) for call in programme.categories)


def birthday(birth: date, age: int) -> date:
    """The day on which a person completes an age; who was born on 29 February completes it on 1 March."""
    year = birth.year + age
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _tri(answers: Sequence[bool | None]) -> NDArray[np.int8]:
    return np.array([-1 if answer is None else int(answer) for answer in answers], dtype=np.int8)

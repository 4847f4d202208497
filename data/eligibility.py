"""The traits and documents that decide eligibility and protection, apart from the cohort.

Only rules of eligibility and protection, intake and fairness studies may load this room: criteria never see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.call import Programme
from data.child_cover import birthday as birthday
from data.codes import Employment, Regime
from data.cohort import Cohort
from data.encode import masks, pair_keys, read_only, tri
from data.guards import Guards
from data.host_arrays import HostArrays
from data.legal_papers import LegalPapers
from data.pairs import Index, Pairs
from data.ramp import RampStep
from data.records import Candidate

# What several rules and criteria ask of a pair, computed once by `Pairs`.
SHARED = frozenset({"km", "_journey", "journey_q", "first_day", "_time"})
# numpy counts days from here, ordinals from the year 1.
EPOCH = date(1970, 1, 1).toordinal()

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Rows aligned with `Cohort.candidates`."""

    regime: Regime
    own_months: Bounds  # least and most of the programme itself; None where it says nothing
    own_week_h: Bounds  # likewise, hours of a week
    ramps: Mapping[int, tuple[RampStep, ...]]  # by row of the candidates whose hours grow by steps
    in_call: NDArray[np.bool_]  # (n,) holds a category that the call admits
    in_charge: NDArray[np.int8]  # (n,) 1 yes, 0 no, -1 not written
    out_of_work: NDArray[np.int8]  # (n,) 1 yes, 0 no, -1 not written
    births: NDArray[np.datetime64]  # (n,) days
    banned_conditions: NDArray[np.uint16]  # (n,) mask of Condition
    banned_companies: NDArray[np.int64]  # sorted keys candidate * n_companies + company
    categories: NDArray[np.uint32]  # (n,) mask of Category, in the order of the vocabulary
    school_years: NDArray[np.int8]  # (n,) years of school completed, -1 not written
    guards: Guards  # protections, acts and wishes that concern single pairs
    legal: LegalPapers  # permits, relations, languages, attestations
    hosts: HostArrays  # what the law asks of the host of each opening

    @classmethod
    def of(cls, records: Records) -> Eligibility:
        """Build the arrays, rows in the order of ids."""
        people = records.candidates
        companies = {company.id: k for k, company in enumerate(records.companies)}
        made = cls(
            regime=records.programme.regime,
            own_months=(records.programme.months_min, records.programme.months_max),
            own_week_h=(records.programme.week_h_min, records.programme.week_h_max),
            ramps={k: person.hours_ramp for k, person in enumerate(people) if person.hours_ramp},
            in_call=np.array([admitted(person, records.programme) for person in people], dtype=np.bool_),
            in_charge=tri([person.in_charge for person in people]),
            out_of_work=tri(
                [None if p.employment is None else p.employment is not Employment.EMPLOYED for p in people]
            ),
            births=np.array([person.birth_date for person in people], dtype="datetime64[D]"),
            banned_conditions=masks((person.banned_conditions for person in people), np.uint16),
            banned_companies=pair_keys([person.banned_companies for person in people], companies),
            categories=masks((person.categories for person in people), np.uint32),
            school_years=np.array([-1 if p.school_years is None else p.school_years for p in people], dtype=np.int8),
            guards=Guards.of(records),
            legal=LegalPapers.of(records),
            hosts=HostArrays.of(records),
        )
        for part in (made, made.guards, made.legal, made.hosts):
            read_only(part)
        return made

    def birthdays(self, i: Index, age: Index) -> NDArray[np.int64]:
        """Ordinal of the day on which candidates complete an age, shape of `i`; 29 February counts from 1 March."""
        born = self.births[i]
        month = born.astype("datetime64[M]")
        # The same number of days into the month, so that a day that the year lacks is the first of the next month.
        day = (month + 12 * age).astype("datetime64[D]") + (born - month.astype("datetime64[D]"))
        ordinal: NDArray[np.int64] = day.astype(np.int64) + EPOCH
        return ordinal


class FullPairs(Pairs):
    """Pairs that also carry the eligibility of their candidates: for rules only."""

    def __init__(self, cohort: Cohort, eligibility: Eligibility, i: Index, j: Index) -> None:
        super().__init__(cohort, i, j)
        self.eligibility = eligibility

    def plain(self) -> Pairs:
        """The same pairs without the protected traits, with what was already computed: what criteria get."""
        bare = Pairs(self.cohort, self.i, self.j)
        bare.__dict__.update({name: self.__dict__[name] for name in SHARED if name in self.__dict__})
        return bare

    def subset(self, keep: NDArray[np.bool_]) -> FullPairs:
        """The pairs where `keep` holds, with what was already computed for them."""
        chosen = FullPairs(self.cohort, self.eligibility, self.i[keep], self.j[keep])
        for name in SHARED & set(self.__dict__):
            known = self.__dict__[name]
            chosen.__dict__[name] = tuple(part[keep] for part in known) if isinstance(known, tuple) else known[keep]
        return chosen


def admitted(person: Candidate, programme: Programme) -> bool:
    """Whether the person holds a category of the call, with the sex that the call's own wording names."""
    held = set(person.categories)
    return any(call.code in held and (call.sex is None or call.sex is person.sex) for call in programme.categories)

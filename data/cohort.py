"""One day's records as aligned numpy arrays, without protected traits.

Rows follow the order of ids. What is here may be scored: hours, reach, competences, wishes, functional limits. Age,
sex, category, and protective bans are in `data.eligibility`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.availability import Available
from data.time_arrays import TimeArrays
from data.week import Week
from data.work_arrays import WorkArrays

UNKNOWN = -1
# A capacity or a limit that stops nothing.
NO_LIMIT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateArrays:
    """What the engine knows of the candidates; n rows, sorted by id."""

    ids: tuple[str, ...]
    xyz: NDArray[np.float64]  # (n, 3) unit vector of where the way to work starts, or of its municipality
    point_known: NDArray[np.bool_]  # (n,) whether it is more than a municipality
    modes: NDArray[np.uint8]  # (n,) mask of Mode; walking and the bus where nobody asked
    modes_known: NDArray[np.bool_]  # (n,)
    ceiling_min: NDArray[np.int16]  # (n,) longest journey each way
    week: tuple[Available, ...]
    week_known: NDArray[np.bool_]  # (n,)
    time: TimeArrays  # the same weeks as free hours, and what changes them in the course of the year
    available_from: NDArray[np.int32]  # (n,) proleptic ordinal, -1 unknown
    split_shifts: NDArray[np.int8]  # (n,) split days wanted or not: 1 yes, 0 no, -1 not asked
    interests: NDArray[np.int8]  # (n, roles) 0-3, -1 not named
    interests_known: NDArray[np.bool_]  # (n,)
    competences: NDArray[np.int8]  # (n, competences) 0-5, -1 not assessed
    capacities: NDArray[np.int8]  # (n, items) 0-3, -1 not assessed
    most_allowed: NDArray[np.int8]  # (n, items) 0-3 by prescription, 9 none
    access_needs: NDArray[np.uint16]  # (n,) mask of Access
    certificates: NDArray[np.uint32]  # (n,) mask of Certificate
    italian: NDArray[np.int8]  # (n, 4) CEFR 0-6 by LanguageSkill, -1 not assessed
    tutor_need: NDArray[np.int8]  # (n,) place in Tutoring, -1 not assessed
    goals: NDArray[np.uint16]  # (n,) mask of Goal
    goals_known: NDArray[np.bool_]  # (n,)
    refused_roles: NDArray[np.bool_]  # (n, roles)
    refused_sectors: NDArray[np.bool_]  # (n, 100) by two-digit division
    refused_companies: NDArray[np.int64]  # sorted keys candidate * n_companies + company


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningArrays:
    """What the engine knows of the openings; m rows, sorted by id."""

    ids: tuple[str, ...]
    company: NDArray[np.int32]  # (m,)
    role: NDArray[np.int16]  # (m,) column of the role
    sector: NDArray[np.int16]  # (m,) two-digit division
    seats: NDArray[np.int64]  # (m,)
    xyz: NDArray[np.float64]  # (m, 3) unit vector of the site, or of the municipality
    point_known: NDArray[np.bool_]  # (m,) whether it is the site's own
    start_from: NDArray[np.int32]  # (m,) ordinal
    start_to: NDArray[np.int32]  # (m,) ordinal
    min_age: NDArray[np.int16]  # (m,) 0 none
    days: NDArray[np.int32]  # (m,) from the first day of the internship to the last
    segment_start: NDArray[np.int16]  # (m, s) quarter of the week, padded with 0
    segment_length: NDArray[np.uint8]  # (m, s) quarters, at most a day; 0 is padding
    segment_week: NDArray[np.int8]  # (m, s) 0 every week, 1 week A only, 2 week B only
    alternates: NDArray[np.bool_]  # (m,) whether weeks A and B differ
    shifts: tuple[Week, ...]
    same_shifts: NDArray[np.int64]  # (m,) row of the first opening with the same shifts
    rest_broken: NDArray[np.uint8]  # (m,) mask of what the shifts break, as of `data.rest.Broken`
    split_day: NDArray[np.bool_]  # (m,) whether a long pause splits some day
    bus_slack_q: NDArray[np.uint8]  # (m,) quarters of bus service around every shift
    requirement: NDArray[np.int16]  # (m, r) column of the competence, -1 padding
    required_level: NDArray[np.int8]  # (m, r) 1-5
    required_essential: NDArray[np.bool_]  # (m, r)
    demand: NDArray[np.int8]  # (m, items) 0-3
    demand_known: NDArray[np.bool_]  # (m,)
    demand_essential: NDArray[np.bool_]  # (m, items)
    accommodation: NDArray[np.int8]  # (m, items) levels the host has taken off the demand
    access: NDArray[np.uint16]  # (m,) mask of Access that is there
    access_absent: NDArray[np.uint16]  # (m,) mask of Access that is not there
    required_certificates: NDArray[np.uint32]  # (m,)
    conditions: NDArray[np.uint16]  # (m,) mask of Condition, written or told by demands and hours
    conditions_known: NDArray[np.uint16]  # (m,) mask of Condition of which is known whether it is there
    tutor_h_week: NDArray[np.float32]  # (m,) NaN unknown
    italian: NDArray[np.int8]  # (m, 4) CEFR 1-6 that the task needs, 0 none
    environment: NDArray[np.uint16]  # (m,) mask of Trait
    environment_known: NDArray[np.bool_]  # (m,)
    hire_plan: NDArray[np.int8]  # (m,) place in HirePlan, -1 unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyArrays:
    """What scouting knows of the companies; rows sorted by id; NaN is unknown."""

    ids: tuple[str, ...]
    past_internships: NDArray[np.float32]
    past_completed: NDArray[np.float32]
    past_hired: NDArray[np.float32]
    trained_tutor: NDArray[np.float32]
    social_pact: NDArray[np.float32]
    quality_label: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Candidates, openings and companies of one day, aligned; arrays are read-only."""

    candidates: CandidateArrays
    openings: OpeningArrays
    companies: CompanyArrays
    work: WorkArrays  # limits, accommodations, ways on foot
    roles: tuple[str, ...]  # the columns: those that the records name, in the order of the catalogue
    competences: tuple[str, ...]  # likewise
    near: NDArray[np.int16]  # (competences, k) columns of the neighbours, the closest first, -1 padding
    closeness: NDArray[np.float64]  # (competences, k) of each neighbour, in (0, 1), 0 padding
    travel: Mapping[str, Any]  # practice.travel of the day
    on: int  # ordinal of the day

    @property
    def n_candidates(self) -> int:
        """How many candidates."""
        return len(self.candidates.ids)

    @property
    def n_openings(self) -> int:
        """How many openings."""
        return len(self.openings.ids)

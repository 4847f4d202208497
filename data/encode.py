"""Turn records into the aligned arrays of a cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Cefr, Code, LanguageSkill, Mode
from data.cohort import NO_LIMIT, UNKNOWN, CandidateArrays, Cohort, CompanyArrays, OpeningArrays
from data.columns import (
    asked_competences,
    competence_columns,
    held_competences,
    levels_by_name,
    near_competences,
    role_columns,
)
from data.conditions import conditions_of
from data.free_runs import free_runs_fortnight
from data.home_points import home_points
from data.lawbook import Law
from data.places import places
from data.records import Opening, Site
from data.rest import RestLimits, broken, split_pauses
from data.time_arrays import (
    EVERY_WEEK,
    WEEK_A,
    WEEK_B,
    available_weeks,
    internship_days,
    time_arrays,
)
from data.travel.minutes import unit_vectors
from data.week import DAYS_IT, FORTNIGHT, QUARTERS, QUARTERS_A_DAY, Week, parse_week
from data.work_encode import work_arrays


def build_cohort(records: Records, law: Law) -> Cohort:
    """Build the arrays of one day; the records must be free of faults."""
    companies = {company.id: k for k, company in enumerate(records.companies)}
    competences, roles = competence_columns(records), role_columns(records)
    near, closeness = near_competences(competences)
    cohort = Cohort(
        candidates=_candidates(records, companies, competences, roles, law),
        openings=_openings(records, companies, competences, roles, law),
        companies=_companies(records),
        work=work_arrays(records),
        competences=competences,
        near=near,
        closeness=closeness,
        roles=roles,
        travel=law.table("practice.travel"),
        on=law.on.toordinal(),
    )
    for part in (cohort, cohort.candidates, cohort.candidates.time, cohort.openings, cohort.companies):
        read_only(part)
    return cohort


def read_only(part: Any) -> None:
    """Forbid writing to the arrays of a dataclass."""
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False


def masks(rows: Iterable[Iterable[Code]], dtype: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    """One bit mask a row, shape (n,)."""
    return np.array([sum(code.bit for code in row) for row in rows], dtype=dtype)


def _italian(rows: Sequence[Mapping[LanguageSkill, Cefr] | None], missing: int) -> NDArray[np.int8]:
    levels = [{skill.value: level.level for skill, level in (row or {}).items()} for row in rows]
    return levels_by_name(levels, tuple(skill.value for skill in LanguageSkill), missing)


def _places_in(codes: Sequence[Code | None]) -> NDArray[np.int8]:
    """The place of each code in its vocabulary, shape (n,); -1 where nothing is written."""
    return np.array([UNKNOWN if code is None else list(type(code)).index(code) for code in codes], dtype=np.int8)


def _points(rows: Sequence[Site]) -> NDArray[np.float64]:
    known = places()
    spots = []
    for row in rows:
        if row.lat is not None and row.lon is not None:
            spots.append((row.lat, row.lon))
        else:
            town = known.find(row.municipality)
            spots.append((town.lat, town.lon))
    degrees = np.array(spots, dtype=np.float64).reshape(len(rows), 2)
    return unit_vectors(degrees[:, 0], degrees[:, 1])


def _ordinals(days: Iterable[Any]) -> NDArray[np.int32]:
    return np.array([UNKNOWN if day is None else day.toordinal() for day in days], dtype=np.int32)


def _candidates(
    records: Records, companies: Mapping[str, int], competences: Sequence[str], roles: Sequence[str], law: Law
) -> CandidateArrays:
    people = records.candidates
    weeks = available_weeks(records, law)
    items = tuple(catalogue().items)
    role_column = {role: k for k, role in enumerate(roles)}
    refused_roles = np.zeros((len(people), len(roles)), dtype=np.bool_)
    refused_sectors = np.zeros((len(people), 100), dtype=np.bool_)
    for i, person in enumerate(people):
        refused_roles[i, [role_column[role] for role in person.refused_roles]] = True
        refused_sectors[i, [int(division) for division in person.refused_sectors]] = True
    ceiling = int(law.number("practice.travel_ceiling_min"))
    homes, homes_known = home_points(records, law.on)
    return CandidateArrays(
        ids=tuple(person.id for person in people),
        xyz=homes,
        point_known=homes_known,
        modes=masks((p.modes if p.modes is not None else (Mode.WALK, Mode.BUS) for p in people), np.uint8),
        modes_known=np.array([person.modes is not None for person in people], dtype=np.bool_),
        ceiling_min=np.array([p.max_travel_min or ceiling for p in people], dtype=np.int16),
        week=weeks,
        week_known=np.array([available.week is not None for available in weeks], dtype=np.bool_),
        time=time_arrays(weeks),
        available_from=_ordinals(person.available_from for person in people),
        split_shifts=tri([person.split_shifts for person in people]),
        interests=levels_by_name([person.interests for person in people], roles, UNKNOWN),
        interests_known=np.array([person.interests is not None for person in people], dtype=np.bool_),
        competences=held_competences(people, competences),
        capacities=levels_by_name([person.functional_profile for person in people], items, UNKNOWN),
        most_allowed=levels_by_name([person.prescriptions for person in people], items, NO_LIMIT),
        access_needs=masks((person.access_needs for person in people), np.uint16),
        certificates=masks((person.certificates for person in people), np.uint32),
        italian=_italian([person.italian for person in people], UNKNOWN),
        tutor_need=_places_in([person.tutor_need for person in people]),
        goals=masks((person.goals or () for person in people), np.uint16),
        goals_known=np.array([person.goals is not None for person in people], dtype=np.bool_),
        refused_roles=refused_roles,
        refused_sectors=refused_sectors,
        refused_companies=pair_keys([person.refused_companies for person in people], companies),
    )


def tri(answers: Iterable[bool | None]) -> NDArray[np.int8]:
    """Answers as 1 yes, 0 no, -1 not written, shape (n,)."""
    return np.array([UNKNOWN if answer is None else int(answer) for answer in answers], dtype=np.int8)


def pair_keys(rows: Sequence[Iterable[str]], columns: Mapping[str, int]) -> NDArray[np.int64]:
    """Sorted keys row * len(columns) + column of a sparse relation."""
    keys = [i * len(columns) + columns[name] for i, row in enumerate(rows) for name in row]
    return np.array(sorted(keys), dtype=np.int64)


def _openings(
    records: Records, companies: Mapping[str, int], competences: Sequence[str], roles: Sequence[str], law: Law
) -> OpeningArrays:
    openings = records.openings
    sites = {site.id: site for site in records.sites}
    division = {company.id: int(company.sector) for company in records.companies}
    own_sites = [sites[opening.site] for opening in openings]
    role_column = {role: k for k, role in enumerate(roles)}
    items = tuple(catalogue().items)
    first_with = {opening.shifts: j for j, opening in reversed(tuple(enumerate(openings)))}
    segments = [_segments(opening.shifts) for opening in openings]
    width = max((len(rows) for rows in segments), default=0)
    padded = np.array([rows + [(0, 0, 0)] * (width - len(rows)) for rows in segments], dtype=np.int16).reshape(
        len(openings), width, 3
    )
    requirement, level, essential = asked_competences(openings, competences)
    conditions, conditions_known = conditions_of(openings, law)
    rest = RestLimits.of(law)
    return OpeningArrays(
        ids=tuple(opening.id for opening in openings),
        company=np.array([companies[opening.company] for opening in openings], dtype=np.int32),
        role=np.array([role_column[opening.role] for opening in openings], dtype=np.int16),
        sector=np.array([division[opening.company] for opening in openings], dtype=np.int16),
        seats=np.array([opening.seats for opening in openings], dtype=np.int64),
        xyz=_points(own_sites),
        point_known=np.array([site.lat is not None for site in own_sites], dtype=np.bool_),
        start_from=_ordinals(opening.start_from for opening in openings),
        start_to=_ordinals(opening.start_to for opening in openings),
        min_age=np.array([opening.min_age or 0 for opening in openings], dtype=np.int16),
        days=internship_days(openings),
        segment_start=padded[:, :, 0],
        segment_length=padded[:, :, 1].astype(np.uint8),
        segment_week=padded[:, :, 2].astype(np.int8),
        alternates=np.array([opening.shifts.alternates for opening in openings], dtype=np.bool_),
        shifts=tuple(opening.shifts for opening in openings),
        same_shifts=np.array([first_with[opening.shifts] for opening in openings], dtype=np.int64),
        rest_broken=np.array([broken(opening.shifts, rest).mask for opening in openings], dtype=np.uint8),
        split_day=np.array([bool(split_pauses(opening.shifts, law)) for opening in openings], dtype=np.bool_),
        bus_slack_q=_bus_slack(own_sites, openings, law),
        requirement=requirement,
        required_level=level,
        required_essential=essential,
        demand=levels_by_name([{d.item: d.level for d in o.demands or ()} for o in openings], items, 0),
        demand_known=np.array([opening.demands is not None for opening in openings], dtype=np.bool_),
        demand_essential=levels_by_name(
            [{d.item: int(d.essential) for d in o.demands or ()} for o in openings], items, 0
        )
        == 1,
        accommodation=levels_by_name([opening.accommodations for opening in openings], items, 0),
        access=masks(([f for f, there in s.access.items() if there] for s in own_sites), np.uint16),
        access_absent=masks(([f for f, there in s.access.items() if not there] for s in own_sites), np.uint16),
        required_certificates=masks((opening.required_certificates for opening in openings), np.uint32),
        conditions=conditions,
        conditions_known=conditions_known,
        tutor_h_week=_floats(opening.tutor_h_week for opening in openings),
        italian=_italian([opening.italian for opening in openings], 0),
        environment=masks((opening.environment or () for opening in openings), np.uint16),
        environment_known=np.array([opening.environment is not None for opening in openings], dtype=np.bool_),
        hire_plan=_places_in([opening.hire_plan for opening in openings]),
    )


def _segments(shifts: Week) -> list[tuple[int, int, int]]:
    """(start, length, which weeks) of each shift; more than a day without a break is cut into days that touch."""
    # Free hours are remembered for a few days only (`free_runs`), so that no stretch may be longer.
    pieces = [
        (start + cut, min(QUARTERS_A_DAY, length - cut))
        for start, length in shifts.segments()
        for cut in range(0, length, QUARTERS_A_DAY)
    ]
    if not shifts.alternates:
        return [(start % QUARTERS, length, EVERY_WEEK) for start, length in pieces]
    return [(start % QUARTERS, length, WEEK_A if start % FORTNIGHT < QUARTERS else WEEK_B) for start, length in pieces]


def _bus_slack(sites: Sequence[Site], openings: Sequence[Opening], law: Law) -> NDArray[np.uint8]:
    usual = _usual_bus_hours(law)
    hours = [site.bus_hours if site.bus_hours is not None else usual for site in sites]
    before, after = (runs.reshape(len(sites), FORTNIGHT) for runs in free_runs_fortnight(hours))
    slack = np.zeros(len(sites), dtype=np.uint8)
    for j, opening in enumerate(openings):
        ends = [(start, (start + length) % FORTNIGHT) for start, length in opening.shifts.fortnight_segments()]
        slack[j] = min(min(before[j, start], after[j, end]) for start, end in ends)
    return slack


def _usual_bus_hours(law: Law) -> Week:
    window = law.table("practice.bus_window")
    days = ",".join(DAYS_IT[day - 1] for day in window["weekdays"])
    return parse_week(f"{days} {window['from']}-{window['to']}")


def _floats(values: Iterable[float | None]) -> NDArray[np.float32]:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float32)


def _companies(records: Records) -> CompanyArrays:
    companies = records.companies
    return CompanyArrays(
        ids=tuple(company.id for company in companies),
        past_internships=_floats(company.past_internships for company in companies),
        past_completed=_floats(company.past_completed for company in companies),
        past_hired=_floats(company.past_hired for company in companies),
        trained_tutor=_floats(company.trained_tutor for company in companies),
        social_pact=_floats(company.social_pact for company in companies),
        quality_label=_floats(company.quality_label for company in companies),
    )

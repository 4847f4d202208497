"""Invented markets as arrays, up to a million candidates: what a cohort holds, with the geography of the whole country.

What people can do and what openings ask is drawn row by row from a pool of invented records, so that every row is as
consistent as a record is; where they are is drawn anew: people by the population of the municipalities, companies by
their jobs, which gather in the main towns of the labour market areas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from data.cohort import Cohort
from data.eligibility import Eligibility
from data.encode import build_cohort, read_only
from data.errors import AbbinaError
from data.guards import Guards
from data.host_arrays import HostArrays
from data.labour_areas import LabourAreas, labour_areas
from data.language import marked, say
from data.lawbook import LawBook
from data.legal_papers import LegalPapers
from data.synthetic import invent
from data.synthetic_dice import town_radius
from data.synthetic_taken import taken, taken_work
from data.travel.minutes import unit_vectors

# Invented records from which rows are drawn: enough that no single row is seen everywhere.
POOL_CANDIDATES, POOL_OPENINGS = 3_000, 2_000
MOST_CANDIDATES, MOST_OPENINGS = 1_000_000, 300_000
COMPANIES_PER_OPENING = 60 / 110
# Jobs gather in the main towns: how many a head they have there, against elsewhere.
JOBS_IN_CENTRES = 1.6
PROGRAMME = "prisma-2019"

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Market:
    """An invented market.

    Parameters
    ----------
    cohort, eligibility : aligned arrays, as those of records
    candidate_town, opening_town : int arrays, shape (n,) and (m,)
        Municipality of each, a row of `areas`.
    areas : LabourAreas
    """

    cohort: Cohort
    eligibility: Eligibility
    candidate_town: Rows
    opening_town: Rows
    areas: LabourAreas


def invent_market(
    seed: int, candidates: int, openings: int, progress: Callable[[str], None] = lambda step: None
) -> Market:
    """Invent a market; same seed and sizes, same arrays.

    Parameters
    ----------
    seed : int
        Not negative.
    candidates, openings : int
        At least 1; at most a million and 300,000. A million candidates take about 2.5 GB.
    progress : callable
        Told the name of each step as it begins.

    Raises
    ------
    AbbinaError
        `not_supported`: a size or a seed outside these ranges.
    """
    if not (1 <= candidates <= MOST_CANDIDATES and 1 <= openings <= MOST_OPENINGS and seed >= 0):
        what = say(marked("{n} persone, {m} tirocini, seme {seed}"), n=candidates, m=openings, seed=seed)
        raise AbbinaError("not_supported", what=what)
    progress(say("Campione di persone e aziende"))
    pool, traits = _pool(seed)
    progress(say("Luoghi"))
    areas = labour_areas()
    draw = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, 100))))
    people = _drawn(draw, np.ones(pool.n_candidates), candidates)
    home = _drawn(draw, areas.population, candidates)
    hosts = max(1, round(openings * COMPANIES_PER_OPENING))
    seat_of_company = _drawn(draw, _jobs(areas), hosts)
    host = np.concatenate([np.arange(min(hosts, openings)), _below(draw, hosts, openings - min(hosts, openings))])
    model = _drawn(draw, _with_openings(pool), hosts)
    offered = _own_opening(draw, pool, model[host])
    progress(say("Persone"))
    firms = taken(pool.companies, model, {"ids": _ids("A", hosts)})
    refused = _near_companies(
        draw, _refusals(pool.candidates.refused_companies, pool), people, home, seat_of_company, areas
    )
    banned = _near_companies(draw, _refusals(traits.banned_companies, pool), people, home, seat_of_company, areas)
    located = _scattered(draw, areas, home, pool.candidates.point_known[people])
    persons = taken(
        pool.candidates, people, {"ids": _ids("C", candidates), "xyz": located, "refused_companies": refused}
    )
    progress(say("Tirocini"))
    sites = _scattered(draw, areas, seat_of_company, np.ones(hosts, dtype=np.bool_))[host]
    _, first, alike = np.unique(pool.openings.same_shifts[offered], return_index=True, return_inverse=True)
    made = {"company": host.astype(np.int32), "xyz": sites, "same_shifts": first[alike].astype(np.int64)}
    work = taken(pool.openings, offered, {"ids": _ids("O", openings), **made})
    cohort = replace(
        pool, candidates=persons, openings=work, companies=firms, work=taken_work(pool.work, people, offered)
    )
    eligibility = _eligibility(traits, people, openings, banned)
    for part in (persons, work, firms, eligibility):
        read_only(part)
    return Market(cohort, eligibility, home, seat_of_company[host], areas)


def _pool(seed: int) -> tuple[Cohort, Eligibility]:
    records = invent(PROGRAMME, seed=seed, candidates=POOL_CANDIDATES, openings=POOL_OPENINGS)
    on = records.programme.on
    if on is None:
        raise AbbinaError("not_supported", what=PROGRAMME)
    return build_cohort(records, LawBook.load().in_force(on)), Eligibility.of(records)


def _drawn(draw: np.random.Generator, weight: NDArray[np.float64], count: int) -> Rows:
    """`count` rows, each as often as its weight says."""
    upto = np.cumsum(weight)
    rows: Rows = np.searchsorted(upto, draw.random(count) * upto[-1], side="right")
    return rows


def _below(draw: np.random.Generator, limit: int | Rows, count: int) -> Rows:
    """`count` whole numbers from 0 to below the limit."""
    return (draw.random(count) * limit).astype(np.int64)


def _jobs(areas: LabourAreas) -> NDArray[np.float64]:
    jobs = areas.population.copy()
    jobs[areas.centre] *= JOBS_IN_CENTRES
    return jobs


def _with_openings(pool: Cohort) -> NDArray[np.float64]:
    """1 for companies of the pool that offer something, shape (companies,)."""
    return (np.bincount(pool.openings.company, minlength=len(pool.companies.ids)) > 0).astype(np.float64)


def _own_opening(draw: np.random.Generator, pool: Cohort, company: Rows) -> Rows:
    """One opening of the pool for each row of a company of the pool."""
    order = np.argsort(pool.openings.company, kind="stable")
    count = np.bincount(pool.openings.company, minlength=len(pool.companies.ids))
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    chosen: Rows = order[first[company] + _below(draw, count[company], len(company))]
    return chosen


def _ids(letter: str, count: int) -> tuple[str, ...]:
    width = len(str(count))
    return tuple(f"{letter}{number:0{width}d}" for number in range(1, count + 1))


def _scattered(
    draw: np.random.Generator, areas: LabourAreas, town: Rows, known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Unit vectors of points around the towns, denser near them; the town's own where the point is not known."""
    lat = np.array([place.lat for place in areas.towns])[town]
    lon = np.array([place.lon for place in areas.towns])[town]
    radius = np.array([town_radius(place) for place in areas.towns])[town] * known
    # At 44 degrees north a degree of longitude is 0.72 of one of latitude.
    lat += (draw.random(len(town)) - draw.random(len(town))) * radius
    lon += (draw.random(len(town)) - draw.random(len(town))) * radius / 0.72
    return unit_vectors(lat, lon)


def _refusals(keys: Rows, pool: Cohort) -> Rows:
    """How many companies each person of the pool refuses, shape (n,)."""
    return np.bincount(keys // len(pool.companies.ids), minlength=pool.n_candidates)


def _near_companies(
    draw: np.random.Generator, count: Rows, people: Rows, home: Rows, seat: Rows, areas: LabourAreas
) -> Rows:
    """As many companies of the own labour area as the person of the pool named, as sorted keys without repetition."""
    person = np.repeat(np.arange(len(people)), count[people])
    order = np.argsort(areas.area[seat], kind="stable")
    there = np.bincount(areas.area[seat], minlength=len(areas.centre))
    first = np.concatenate([[0], np.cumsum(there)[:-1]])
    area = areas.area[home[person]]
    person, area = person[there[area] > 0], area[there[area] > 0]
    company = order[first[area] + _below(draw, there[area], len(area))]
    return np.unique(person * len(seat) + company)


def _eligibility(traits: Eligibility, people: Rows, openings: int, banned: Rows) -> Eligibility:
    values = {
        field.name: getattr(traits, field.name)[people]
        for field in fields(traits)
        if isinstance(getattr(traits, field.name), np.ndarray) and field.name != "banned_companies"
    }
    # Papers name places and companies of the sample, which are elsewhere here.
    return replace(
        traits,
        **values,
        banned_companies=banned,
        ramps={},
        guards=Guards.none(len(people), openings),
        legal=LegalPapers.none(len(people)),
        hosts=HostArrays.none(openings),
    )

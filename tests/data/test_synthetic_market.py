"""Invented markets: whole, seeded, where people live, and judged by the same rules as records."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from data.codes import Mode
from data.eligibility import FullPairs
from data.errors import AbbinaError
from data.lawbook import LawBook
from data.programmes import programme
from data.synthetic_market import Market, invent_market
from data.travel.minutes import arc_km
from scoring.rules import RULES

N, M = 5_000, 1_500


@pytest.fixture(scope="module")
def market() -> Market:
    return invent_market(3, N, M)


def every_array(made: Market) -> list[tuple[str, np.ndarray]]:
    parts = (made.cohort.candidates, made.cohort.openings, made.cohort.companies, made.eligibility)
    return [
        (field.name, getattr(part, field.name))
        for part in parts
        for field in fields(part)
        if isinstance(getattr(part, field.name), np.ndarray)
    ]


def test_the_same_seed_gives_the_same_arrays_and_another_seed_others(market: Market) -> None:
    again, other = invent_market(3, N, M), invent_market(4, N, M)
    for (name, array), (_, same) in zip(every_array(market), every_array(again), strict=True):
        assert np.array_equal(array, same, equal_nan=array.dtype.kind == "f"), name
    assert not np.array_equal(market.candidate_town, other.candidate_town)
    assert not np.array_equal(market.cohort.candidates.interests, other.cohort.candidates.interests)


def test_every_array_has_a_row_for_everybody(market: Market) -> None:
    cohort = market.cohort
    sizes = {id(cohort.candidates): N, id(cohort.openings): M, id(cohort.companies): len(cohort.companies.ids)}
    for part in (cohort.candidates, cohort.openings, cohort.companies):
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name != "refused_companies":
                assert len(value) == sizes[id(part)], field.name
    assert list(cohort.candidates.ids) == sorted(set(cohort.candidates.ids))
    assert set(cohort.openings.company.tolist()) <= set(range(len(cohort.companies.ids)))


def test_every_company_offers_something_of_its_own_trade(market: Market) -> None:
    openings = market.cohort.openings
    assert len(np.unique(openings.company)) == len(market.cohort.companies.ids)
    sector: dict[int, int] = {}
    for company, division in zip(openings.company.tolist(), openings.sector.tolist(), strict=True):
        assert sector.setdefault(company, division) == division


def test_people_are_where_people_live(market: Market) -> None:
    areas = market.areas
    share = areas.population / areas.population.sum()
    people = np.bincount(market.candidate_town, minlength=len(areas.towns))
    rome = next(k for k, town in enumerate(areas.towns) if town.name == "Roma")
    assert people[rome] == pytest.approx(N * share[rome], rel=0.25)
    large = areas.population > 50_000
    assert people[large].sum() == pytest.approx(N * share[large].sum(), rel=0.08)
    home = arc_km(market.cohort.candidates.xyz, areas.xyz[market.candidate_town])
    assert home.max() < 5
    assert np.median(home) > 0.3


def test_jobs_gather_in_the_main_towns(market: Market) -> None:
    areas = market.areas
    in_centre = np.isin(market.opening_town, areas.centre).mean()
    assert in_centre > areas.population[areas.centre].sum() / areas.population.sum() + 0.03


def test_refused_companies_are_near_home_and_as_many_as_people_name(market: Market) -> None:
    hosts = len(market.cohort.companies.ids)
    keys = market.cohort.candidates.refused_companies
    assert len(keys) > N / 100
    assert np.array_equal(keys, np.unique(keys))
    area = market.areas.area
    seat = dict(zip(market.cohort.openings.company.tolist(), market.opening_town.tolist(), strict=True))
    for key in keys.tolist():
        person, company = divmod(key, hosts)
        assert area[market.candidate_town[person]] == area[seat[company]]


def test_rules_judge_a_market_as_they_judge_records(market: Market) -> None:
    on = programme("prisma-2019").on
    assert on is not None
    law = LawBook.load().in_force(on)
    draw = np.random.default_rng(0)
    pairs = FullPairs(market.cohort, market.eligibility, draw.integers(0, N, 4_000), draw.integers(0, M, 4_000))
    for rule in RULES:
        allowed = rule.allows(pairs, law)
        assert allowed.shape == (4_000,)
        assert not rule.allows(pairs.subset(~allowed), law).any(), rule.code
    travel = next(rule for rule in RULES if rule.code == "TRAVEL").allows(pairs, law)
    assert not travel[pairs.km > 150].any()


def test_drivers_reach_further_than_walkers(market: Market) -> None:
    modes = market.cohort.candidates.modes
    assert 0.2 < ((modes & Mode.CAR.bit) != 0).mean() < 0.8


@pytest.mark.parametrize(("seed", "people", "openings"), [(-1, 10, 10), (0, 0, 10), (0, 10, 0), (0, 1_000_001, 10)])
def test_sizes_out_of_range_are_refused(seed: int, people: int, openings: int) -> None:
    with pytest.raises(AbbinaError, match=r"seme|persone"):
        invent_market(seed, people, openings)

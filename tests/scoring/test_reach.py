"""The pairs worth judging hold every pair that TRAVEL allows, wherever people live and however they travel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import PAPERS, Records
from data.call import Programme
from data.codes import Mode
from data.cohort import Cohort
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import Law
from data.records import Candidate, Company, Opening, Site
from scoring.reach import reach_km, reachable
from scoring.rules.travel import RULE

HOME = (43.88, 11.10)
NEAR = st.tuples(st.floats(43.6, 44.2), st.floats(10.7, 11.5))
ANYWHERE = st.tuples(st.floats(35.0, 47.5), st.floats(6.0, 19.0))
POINTS = st.one_of(st.just(HOME), NEAR, ANYWHERE)
PEOPLE = st.tuples(
    POINTS, st.one_of(st.none(), st.sets(st.sampled_from(Mode))), st.sampled_from([None, 5, 14, 15, 30, 45, 60, 180])
)


def cohort_of(people: list[tuple[Any, ...]], spots: list[tuple[float, float]], law: Law) -> tuple[Cohort, Eligibility]:
    plain = {
        "seats": 1,
        "shifts": "lun-ven 9:00-13:00",
        "start_from": "2020-10-01",
        "start_to": "2020-12-31",
        "months": 6,
    }
    programme = {"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": []}
    records = Records(
        programme=Programme.model_validate(programme),
        candidates=tuple(
            Candidate.model_validate(
                {"id": f"C{n}", "birth_date": "1990-01-01", "municipality": "Prato", "lat": lat, "lon": lon}
                | {"modes": None if modes is None else sorted(modes), "max_travel_min": ceiling}
            )
            for n, ((lat, lon), modes, ceiling) in enumerate(people)
        ),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=tuple(
            Site.model_validate({"id": f"S{n}", "company": "A", "municipality": "Prato", "lat": lat, "lon": lon})
            for n, (lat, lon) in enumerate(spots)
        ),
        openings=tuple(
            Opening.model_validate({"id": f"T{n}", "company": "A", "site": f"S{n}", "role": "waiter", **plain})
            for n in range(len(spots))
        ),
    )
    return build_cohort(records, law), Eligibility.of(records)


def within(cohort: Cohort, pairs_a_chunk: int = 1000) -> list[tuple[int, int]]:
    chunks = list(reachable(cohort, pairs_a_chunk))
    return [pair for i, j in chunks for pair in zip(i.tolist(), j.tolist(), strict=True)]


def allowed(cohort: Cohort, eligibility: Eligibility, law: Law) -> set[tuple[int, int]]:
    i, j = np.indices((cohort.n_candidates, cohort.n_openings)).reshape(2, -1)
    yes = RULE.allows(FullPairs(cohort, eligibility, i, j), law)
    return set(zip(i[yes].tolist(), j[yes].tolist(), strict=True))


@settings(max_examples=60)
@given(people=st.lists(PEOPLE, min_size=1, max_size=5), spots=st.lists(POINTS, min_size=1, max_size=6))
def test_no_pair_that_travel_allows_is_left_out(people: Any, spots: Any, law: Law) -> None:
    cohort, eligibility = cohort_of(people, spots, law)
    assert allowed(cohort, eligibility, law) <= set(within(cohort))


@settings(max_examples=80)
@given(
    mode=st.sampled_from(Mode),
    ceiling=st.integers(5, 180),
    minutes=st.integers(5, 180),
    bearing=st.floats(0, 2 * np.pi),
    shift=st.sampled_from([-1e-3, -1e-6, 0.0, 1e-9]),
)
def test_a_place_at_the_very_edge_of_the_ceiling_is_within_reach(
    mode: Mode, ceiling: int, minutes: int, bearing: float, shift: float, law: Law
) -> None:
    """Spots are put where the mode takes about a whole number of minutes, a hair before and after."""
    table = law.table("practice.travel")
    about = table["modes"][mode.value]
    road = max(minutes - about["fixed_min"], 0) * about["kmh"] / 60
    if about["max_km"] is not None:
        road = min(road, about["max_km"])
    degrees = (road / table["road_factor"] + shift) / 111.19492664455873
    lat = HOME[0] + degrees * np.cos(bearing)
    lon = HOME[1] + degrees * np.sin(bearing) / np.cos(np.radians(HOME[0]))
    cohort, eligibility = cohort_of([(HOME, {mode}, ceiling)], [(float(lat), float(lon))], law)
    assert allowed(cohort, eligibility, law) <= set(within(cohort))


def test_places_out_of_reach_are_not_judged(law: Law) -> None:
    cohort, _ = cohort_of([(HOME, {Mode.WALK}, 30), (HOME, set(), 180)], [HOME, (45.0, 9.0)], law)
    assert within(cohort) == [(0, 0), (1, 0)]
    assert reach_km(cohort)[0] == pytest.approx(30 / 60 * 4.5 / 1.3, abs=0.02)


@pytest.mark.parametrize("pairs_a_chunk", [1, 7, 1000, 10**9])
def test_pairs_come_in_order_and_once(pairs_a_chunk: int, awkward: Callable[..., Records], law: Law) -> None:
    cohort = build_cohort(awkward(4, 30, 25), law)
    found = within(cohort, pairs_a_chunk)
    assert found == sorted(set(found))
    assert found == within(cohort, 10**9)
    assert 0 < len(found) < 30 * 25


def test_nobody_or_nothing_gives_no_pairs(awkward: Callable[..., Records], law: Law) -> None:
    records = replace(awkward(4, 3, 3), **dict.fromkeys(PAPERS, ()))
    for empty in ({"candidates": (), "children": ()}, {"openings": ()}):
        assert within(build_cohort(replace(records, **empty), law)) == []

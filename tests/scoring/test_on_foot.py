"""How far a person can walk: which modes it leaves, what is asked, and that the reach stays wide enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.codes import Mode
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import LawBook
from scoring.reach import reachable
from scoring.rules import access, travel
from tests.data.paper_records import records

LAW = LawBook.load().in_force(date(2020, 9, 14))
HOME = {"lat": "43,88", "lon": "11,10"}


def pair(person: dict[str, Any], site: dict[str, Any]) -> FullPairs:
    made = records(person={**HOME, **person}, site={"lat": "43,91", "lon": "11,10", **site})
    one = np.zeros(1, dtype=np.int64)
    return FullPairs(build_cohort(made, LAW), Eligibility.of(made), one, one)


@pytest.mark.parametrize(
    ("person", "site", "told"),
    [
        ({"modes": "bus", "max_walk_m": "300"}, {}, True),
        ({"modes": None, "max_walk_m": "300"}, {}, True),
        ({"modes": "bus", "max_walk_m": "300"}, {"bus_stop_m": "200"}, False),
        ({"modes": "bus"}, {}, False),
        ({"modes": "car; bus", "max_walk_m": "300"}, {}, False),
    ],
)
def test_an_unknown_stop_is_to_be_looked_at_by_who_goes_by_bus(
    person: dict[str, Any], site: dict[str, Any], told: bool
) -> None:
    pairs = pair(person, site)
    assert travel.allows(pairs, LAW)[0]
    assert access.allows(pairs, LAW)[0]
    assert bool(access.missing(pairs, LAW)[0]) == told
    said = access.RULE.ask.format(**access.facts(pairs, LAW, 0))
    assert ("quanto dista la fermata" in said) == told


@pytest.mark.parametrize(
    ("person", "site", "kind"),
    [
        ({"modes": "bus", "max_walk_m": "300"}, {"bus_stop_m": "301"}, "WAY_ON_FOOT"),
        ({"modes": "walk", "max_walk_m": "300"}, {"lat": "43,885"}, "WAY_ON_FOOT"),
        ({"modes": "walk"}, {}, "NO_MEANS"),
        ({"modes": "bus"}, {"bus_hours": "mai"}, "NO_MEANS"),
        ({"modes": "walk; bus", "max_walk_m": "300"}, {"bus_hours": "mai", "bus_stop_m": "200"}, "NO_MEANS"),
        ({"modes": "walk; bus", "max_walk_m": "300"}, {"bus_stop_m": "301"}, "WAY_ON_FOOT"),
        ({"modes": "car", "max_travel_min": "5"}, {}, "JOURNEY_TIME"),
    ],
)
def test_each_reason_is_a_kind(person: dict[str, Any], site: dict[str, Any], kind: str) -> None:
    pairs = pair(person, site)
    assert not travel.allows(pairs, LAW)[0]
    assert travel.RULE.kinds_at(pairs, LAW, 0) == (kind,)


def test_who_cannot_walk_from_the_stop_is_helped_by_a_lift() -> None:
    made = records(
        person={**HOME, "modes": "bus", "max_walk_m": "0"}, site={"lat": "43,91", "lon": "11,1", "bus_stop_m": 5}
    )
    one = np.zeros(1, dtype=np.int64)
    pairs = FullPairs(build_cohort(made, LAW), Eligibility.of(made), one, one)
    change = travel.lift(made, pairs, LAW, 0)
    assert change is not None
    after = made.replacing(*change.records)
    assert travel.allows(FullPairs(build_cohort(after, LAW), Eligibility.of(after), one, one), LAW)[0]


@pytest.mark.parametrize("seed", range(3))
def test_ways_on_foot_only_take_modes_away_and_the_reach_misses_nothing(
    awkward: Callable[[int, int, int], Records], seed: int
) -> None:
    before = awkward(seed, 40, 30)
    rng = np.random.default_rng(seed)
    people = [p.model_copy(update={"max_walk_m": int(rng.integers(0, 3000))}) for p in before.candidates]
    sites = [s.model_copy(update={"bus_stop_m": int(rng.integers(0, 3000))}) for s in before.sites]
    after = replace(before, candidates=tuple(people), sites=tuple(sites))
    i, j = np.indices((40, len(before.openings))).reshape(2, -1)
    old, new = (FullPairs(build_cohort(made, LAW), Eligibility.of(made), i, j) for made in (before, after))
    assert (new.travel_min >= old.travel_min).all()
    assert (new.travel_min > old.travel_min).any()
    assert not (new.travel_mode == list(Mode).index(Mode.LIFT))[old.travel_mode != list(Mode).index(Mode.LIFT)].all()
    within = np.zeros((40, len(before.openings)), dtype=np.bool_)
    for rows, columns in reachable(new.cohort, 200):
        within[rows, columns] = True
    assert within[i, j][travel.allows(new, LAW)].all()

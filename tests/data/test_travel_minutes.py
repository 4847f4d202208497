"""Minutes from door to door: distance, each mode, and the fastest one that runs."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.codes import Mode
from data.lawbook import LawBook
from data.travel.minutes import EARTH_KM, NO_MODE, NO_WAY, arc_km, door_to_door, longest_km, mode_minutes, unit_vectors

TABLE: Any = LawBook.load().in_force(date(2020, 9, 14)).table("practice.travel")
POINT = st.tuples(st.floats(35.0, 47.5), st.floats(6.0, 19.0))
EVERY_MODE = sum(mode.bit for mode in Mode)


def haversine_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat, lon), (other_lat, other_lon) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((other_lat - lat) / 2) ** 2
    h += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def vectors(*points: tuple[float, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return unit_vectors(np.array([lat for lat, _ in points]), np.array([lon for _, lon in points]))


def fastest(km: float, modes: int, bus_slack_q: int = 250) -> tuple[int, int]:
    minutes, mode = door_to_door(
        np.array([km]), np.array([modes], dtype=np.uint8), np.array([bus_slack_q], dtype=np.uint8), TABLE
    )
    return int(minutes[0]), int(mode[0])


@settings(max_examples=300)
@given(a=POINT, b=POINT)
def test_distance_is_that_of_the_great_circle_to_a_metre(a: tuple[float, float], b: tuple[float, float]) -> None:
    km = arc_km(vectors(a), vectors(b))[0]
    assert km == pytest.approx(haversine_km(a, b), abs=0.001)
    assert km == arc_km(vectors(b), vectors(a))[0]


def test_the_same_point_is_no_distance_and_a_degree_of_latitude_is_111_km() -> None:
    assert arc_km(vectors((43.0, 11.0)), vectors((43.0, 11.0)))[0] == 0
    assert arc_km(vectors((43.0, 11.0)), vectors((44.0, 11.0)))[0] == pytest.approx(111.195, abs=0.001)


@pytest.mark.parametrize(
    ("mode", "km", "minutes"),
    [
        (Mode.WALK, 0.0, 0),
        (Mode.WALK, 1.0, 18),  # 1.3 km of road at 4.5 km/h: 17.3
        (Mode.BIKE, 4.0, 27),  # 3 and 5.2 km at 13 km/h
        (Mode.BUS, 10.0, 53),  # 14 and 13 km at 20 km/h
        (Mode.CAR, 12.0, 32),  # 6 and 15.6 km at 36 km/h
        (Mode.LIFT, 12.0, 38),
    ],
)
def test_minutes_are_fixed_time_and_road_rounded_up(mode: Mode, km: float, minutes: int) -> None:
    assert mode_minutes(np.array([km]), mode, TABLE).tolist() == [minutes]


@pytest.mark.parametrize(("mode", "longest"), [(Mode.WALK, 2.5 / 1.3), (Mode.BIKE, 6 / 1.3)])
def test_beyond_its_longest_way_a_mode_does_not_go(mode: Mode, longest: float) -> None:
    near, far = mode_minutes(np.array([longest - 1e-6, longest + 1e-6]), mode, TABLE)
    assert near < 60
    assert far == NO_WAY


def test_the_fastest_mode_is_chosen_and_ties_go_to_the_first() -> None:
    order = list(Mode)
    assert fastest(10.0, EVERY_MODE) == (28, order.index(Mode.CAR))
    assert fastest(10.0, EVERY_MODE & ~Mode.CAR.bit) == (34, order.index(Mode.LIFT))
    assert fastest(0.0, EVERY_MODE) == (0, order.index(Mode.WALK))
    tie = {**TABLE, "modes": {**TABLE["modes"], "lift": TABLE["modes"]["car"]}}
    minutes, mode = door_to_door(
        np.array([10.0]), np.array([EVERY_MODE], dtype=np.uint8), np.array([0], dtype=np.uint8), tie
    )
    assert (minutes[0], mode[0]) == (28, order.index(Mode.CAR))


def test_the_bus_must_run_for_the_whole_journey() -> None:
    # 10 km by bus are 53 minutes, four quarters of an hour.
    assert fastest(10.0, Mode.BUS.bit, 4) == (53, list(Mode).index(Mode.BUS))
    assert fastest(10.0, Mode.BUS.bit, 3) == (NO_WAY, NO_MODE)


def test_without_a_mode_nothing_goes() -> None:
    assert fastest(0.0, 0) == (NO_WAY, NO_MODE)


@settings(max_examples=200)
@given(mode=st.sampled_from(Mode), ceiling=st.integers(5, 180), beyond=st.floats(1e-6, 2000))
def test_beyond_the_longest_distance_a_mode_needs_more_than_the_ceiling(
    mode: Mode, ceiling: int, beyond: float
) -> None:
    km = longest_km(mode, np.array([ceiling], dtype=np.int16), TABLE)
    assert mode_minutes(km + beyond, mode, TABLE)[0] > ceiling


@pytest.mark.parametrize("mode", Mode)
def test_just_inside_the_longest_distance_a_mode_keeps_to_the_ceiling(mode: Mode) -> None:
    km = longest_km(mode, np.array([60], dtype=np.int16), TABLE)
    assert mode_minutes(km - 1e-6, mode, TABLE)[0] <= 60

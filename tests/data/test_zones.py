"""Zones on the map, against points sampled along the way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.travel.minutes import arc_km, unit_vectors
from data.zones import Zone

Spot = tuple[float, float]
LATS, LONS = st.floats(43.6, 44.2), st.floats(10.6, 11.6)
SPOTS = st.tuples(LATS, LONS)
KM_A_DEGREE = math.pi / 180 * 6371


def at(*spots: Spot) -> NDArray[np.float64]:
    return unit_vectors(np.array([lat for lat, _ in spots]), np.array([lon for _, lon in spots]))


def sampled(a: Spot, b: Spot, steps: int = 800) -> NDArray[np.float64]:
    """Points of the shortest way from a to b, both ends included."""
    share = np.linspace(0, 1, steps)[:, None]
    points = at(a) * (1 - share) + at(b) * share
    return points / np.sqrt((points * points).sum(axis=1))[:, None]


def nearest(points: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    return float(min(arc_km(points, np.repeat(other[None], len(points), axis=0)).min() for other in others))


def is_round(spot: Spot, corners: list[Spot]) -> bool:
    """Whether the corners go round a spot, by the sum of the angles under which it sees the edges."""
    turned = 0.0
    for (lat, lon), (to_lat, to_lon) in zip(corners, corners[1:] + corners[:1], strict=True):
        there = math.atan2(lat - spot[0], lon - spot[1])
        turned += math.remainder(math.atan2(to_lat - spot[0], to_lon - spot[1]) - there, math.tau)
    return abs(turned) > 1


@given(centre=SPOTS, a=SPOTS, b=SPOTS, radius_km=st.floats(0.1, 20))
def test_a_circle_is_as_far_from_the_way_as_from_its_nearest_point(
    centre: Spot, a: Spot, b: Spot, radius_km: float
) -> None:
    found = Zone.circle(*centre, radius_km).km_from_way(at(a), at(b))[0]
    way = sampled(a, b)
    step = arc_km(way[:1], way[1:2])[0]
    brute = max(nearest(way, at(centre)) - radius_km, 0.0)
    assert found <= brute + 0.002
    assert found >= brute - step


@given(corners=st.lists(SPOTS, min_size=3, max_size=7), a=SPOTS, b=SPOTS)
def test_an_area_is_as_far_from_the_way_as_the_nearest_of_its_points(corners: list[Spot], a: Spot, b: Spot) -> None:
    found = Zone.area(corners).km_from_way(at(a), at(b))[0]
    way = sampled(a, b, 150)
    edges = np.concatenate([sampled(c, d, 150) for c, d in zip(corners, corners[1:] + corners[:1], strict=True)])
    brute = nearest(edges, way)
    # Each step of the way and of an edge is at most as long as the corners are apart, in 150 parts.
    assert brute - 1.5 <= found <= brute + 0.02 or found == 0.0
    if found == 0.0 and brute > 1.5:
        assert is_round(a, corners)


@given(corners=st.lists(SPOTS, min_size=3, max_size=7), spot=SPOTS)
def test_what_the_edge_goes_round_is_inside(corners: list[Spot], spot: Spot) -> None:
    inside = Zone.area(corners).km_from(at(spot))[0] == 0
    edges = [sampled(c, d, 400) for c, d in zip(corners, corners[1:] + corners[:1], strict=True)]
    # Straight lines of the map and of the globe differ by a hair, which decides only at the edge.
    if min(nearest(edge, at(spot)) for edge in edges) > 0.4:
        assert inside == is_round(spot, corners)


@pytest.mark.parametrize(("lat", "lon"), [(46.5, 11.3), (43.88, 11.1), (37.0, 15.2)])
@pytest.mark.parametrize("radius_km", [0.3, 2.0, 30.0])
def test_ten_metres_decide_at_the_radius_all_over_italy(lat: float, lon: float, radius_km: float) -> None:
    for bearing in np.linspace(0, 2 * math.pi, 12):
        for metres, outside in ((-10, False), (10, True)):
            arc = (radius_km + metres / 1000) / 6371
            to = math.asin(
                math.sin(math.radians(lat)) * math.cos(arc)
                + math.cos(math.radians(lat)) * math.sin(arc) * math.cos(bearing)
            )
            across = math.atan2(
                math.sin(bearing) * math.sin(arc) * math.cos(math.radians(lat)),
                math.cos(arc) - math.sin(math.radians(lat)) * math.sin(to),
            )
            spot = at((math.degrees(to), lon + math.degrees(across)))
            assert bool(Zone.circle(lat, lon, radius_km).km_from(spot)[0] > 0) is outside


def test_an_area_that_crosses_itself_holds_both_its_tips_and_one_drawn_twice_has_no_hole() -> None:
    bow = Zone.area([(43.87, 11.09), (43.89, 11.09), (43.87, 11.13), (43.89, 11.13)])
    np.testing.assert_array_equal(bow.km_from(at((43.88, 11.095), (43.88, 11.125), (43.885, 11.11))) == 0, [1, 1, 0])
    ring = [(43.8, 11.0), (43.8, 11.2), (43.9, 11.2), (43.9, 11.0)]
    assert Zone.area([*ring, *ring]).km_from(at((43.85, 11.1)))[0] == 0
    star = [(44.0, 11.0), (43.7, 11.1), (43.9, 10.9), (43.9, 11.1), (43.7, 10.9)]
    assert Zone.area(star).km_from(at((43.85, 11.0)))[0] == 0


def test_corners_may_repeat_lie_on_one_line_or_close_the_ring() -> None:
    ring = [(43.8, 11.0), (43.8, 11.2), (43.9, 11.2), (43.9, 11.0)]
    spots = at((43.85, 11.1), (43.95, 11.1), (43.8, 11.0))
    plain = Zone.area(ring).km_from(spots)
    np.testing.assert_allclose(Zone.area([*ring, ring[0]]).km_from(spots), plain, atol=1e-3)
    np.testing.assert_allclose(Zone.area([ring[0], *ring]).km_from(spots), plain, atol=1e-3)
    line = Zone.area([(43.8, 11.0), (43.85, 11.0), (43.9, 11.0)])
    np.testing.assert_allclose(line.km_from(at((43.95, 11.0), (43.85, 11.0))), [0.05 * KM_A_DEGREE, 0.0], atol=1e-3)


def test_corners_and_edges_belong_to_the_area() -> None:
    ring = [(43.8, 11.0), (43.8, 11.2), (43.9, 11.2), (43.9, 11.0)]
    assert (Zone.area(ring).km_from(at(*ring)) == 0).all()


def test_a_way_through_an_area_without_an_end_in_it_touches() -> None:
    area = Zone.area([(43.8, 11.049), (43.95, 11.049), (43.95, 11.051), (43.8, 11.051)])
    assert area.km_from_way(at((43.88, 11.0)), at((43.88, 11.1)))[0] == 0
    assert area.km_from_way(at((43.97, 11.0)), at((43.97, 11.1)))[0] == pytest.approx(0.02 * KM_A_DEGREE, abs=0.01)


def test_a_pair_alone_gets_the_bits_it_gets_inside() -> None:
    rng = np.random.default_rng(3)
    spots = [
        (float(lat), float(lon)) for lat, lon in zip(rng.uniform(43, 44, 999), rng.uniform(10, 12, 999), strict=True)
    ]
    points = at(*spots)
    for zone in (Zone.circle(43.5, 11.0, 5), Zone.area(spots[:5])):
        together = zone.km_from_way(points, points[::-1])
        for k in (0, 17, 998):
            assert zone.km_from_way(points[k : k + 1], points[::-1][k : k + 1])[0] == together[k]


@given(corners=st.lists(SPOTS, min_size=3, max_size=6), within_km=st.floats(0, 15), seed=st.integers(0, 999))
def test_the_quick_answer_is_that_of_the_distances(corners: list[Spot], within_km: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ends = unit_vectors(rng.uniform(43.2, 44.6, 40), rng.uniform(10.2, 12.0, 40))
    for zone in (Zone.area(corners), Zone.circle(*corners[0], 3.0)):
        for start in (ends[::-1], ends[:1]):
            expected = zone.km_from_way(start, ends) <= within_km
            np.testing.assert_array_equal(zone.is_near_way(start, ends, within_km), expected)


@given(centre=SPOTS, a=SPOTS, b=SPOTS, before=st.floats(0, 15), after=st.floats(0, 15), within_km=st.floats(0, 3))
def test_some_way_is_near_where_one_of_many_is(
    centre: Spot, a: Spot, b: Spot, before: float, after: float, within_km: float
) -> None:
    around = np.array([after])
    for zone in (Zone.circle(*centre, 2.0), Zone.area([centre, (centre[0] + 0.05, centre[1]), (centre[0], 11.7)])):
        found = bool(zone.is_near_some_way(at(a), at(b), (before, around), within_km)[0])
        # Along the way the true one may be as far aside as what is left of either circle.
        share = np.linspace(0, 1, 400)
        wide = before * (1 - share) + after * share
        gap = zone.km_from(sampled(a, b, 400)) - wide
        if gap.min() <= within_km - 0.1:
            assert found
        if gap.min() > within_km + 0.5:
            assert not found


def test_some_way_is_near_whatever_is_between_its_sides() -> None:
    tiny = Zone.circle(43.86, 11.05, 0.01)
    start, end = at((43.88, 11.00)), at((43.88, 11.10))
    assert not tiny.is_near_way(start, end, 0.1)[0]
    assert tiny.is_near_some_way(start, end, (6.0, np.zeros(1)), 0.1)[0]
    assert not tiny.is_near_some_way(start, end, (3.0, np.zeros(1)), 0.1)[0]
    assert tiny.is_near_some_way(start, end, (0.0, np.full(1, 6.0)), 0.1)[0]
    # Where both are one point, what is around it counts alone.
    assert tiny.is_near_some_way(start, start, (6.0, np.full(1, 6.0)), 0.1)[0]
    assert not tiny.is_near_some_way(end, end, (0.5, np.full(1, 4.0)), 0.1)[0]
    assert tiny.is_near_some_way(start, end[:0], (6.0, np.zeros(0)), 0.1).shape == (0,)


def test_some_way_of_a_pair_alone_gets_the_answer_it_gets_inside() -> None:
    rng = np.random.default_rng(4)
    ends, around = unit_vectors(rng.uniform(43.5, 44.3, 300), rng.uniform(10.5, 11.7, 300)), rng.choice([0.0, 6.0], 300)
    zone, start = Zone.area([(43.9, 11.0), (43.95, 11.1), (43.9, 11.1)]), at((43.7, 11.0))
    inside = zone.is_near_some_way(start, ends, (6.0, around), 0.5)
    assert 20 < inside.sum() < 280
    for k in range(300):
        assert zone.is_near_some_way(start, ends[k : k + 1], (6.0, around[k : k + 1]), 0.5)[0] == inside[k]

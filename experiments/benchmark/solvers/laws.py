"""The laws that markets are drawn by.

A zoned market: towns of very different size (Pareto), people and openings scattered around the centre of their town,
openings a little more evenly spread than people; each candidate may go to the nearest 20-80 openings, of the own town
alone (`hard`) or of the whole plane; a share `cross` of the pairs leads to any opening at all. A score is made of
nearness, of the likeness of two profiles of eight competences, and of chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from experiments.benchmark.solvers.instance import MICRO, Instance, Int32, full

SKILLS = 8
# Distance that stands between two towns, so that the nearest of another town are told from the own.
APART, FAR = 10.0, 5.0
NEARNESS = 0.03
BLOCK = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoned:
    """What a zoned market is drawn by.

    Parameters
    ----------
    n, m : candidates and openings
    seats : fewest and most of an opening
    degree : fewest and most pairs of a candidate, before those that fall away
    zones : towns
    cross : share of pairs that lead anywhere
    hard : nobody else leaves the own town
    spread : how far from the centre of a town people live
    seat_shares : probability of each number of seats; None: all the same
    levels : scores are rounded to so many levels above zero
    equal : all scores are one half
    empty : share of candidates without any pair
    """

    n: int
    m: int
    seats: tuple[int, int]
    degree: tuple[int, int] = (20, 80)
    zones: int = 600
    cross: float = 0.01
    hard: bool = True
    spread: float = 0.012
    seat_shares: tuple[float, ...] | None = None
    levels: int | None = None
    equal: bool = False
    empty: float = 0.0


def zoned(name: str, family: str, law: Zoned, rng: np.random.Generator) -> Instance:
    """Draw a zoned market; in blocks of candidates, since a million of them have fifty million pairs."""
    people, openings = _places(law, rng)
    tree = cKDTree(openings.at)
    most = min(law.degree[1], law.m)
    degree = rng.integers(law.degree[0], most + 1, law.n)
    lengths, columns, weights = [], [], []
    for first in range(0, law.n, BLOCK):
        rows = slice(first, min(law.n, first + BLOCK))
        # `k` as a list keeps both arrays two-dimensional, even for one opening.
        distance, near = map(np.asarray, tree.query(people.at[rows], k=range(1, most + 1), workers=-1))
        inside = np.arange(most) < degree[rows, None]
        row = np.repeat(np.arange(rows.start, rows.stop), degree[rows])
        column = near[inside].astype(np.int32)
        crosses = rng.random(len(column)) < law.cross
        column[crosses] = rng.integers(0, law.m, int(crosses.sum()), dtype=np.int32)
        keep = crosses | (distance[inside] <= FAR)
        weight = _scores(law, people, openings, row, column, rng)
        key = row * np.int64(law.m) + column
        key, weight = key[keep], weight[keep]
        order = np.argsort(key, kind="stable")
        key, weight = key[order], weight[order]
        # A pair that leads anywhere may meet one that is there: the first stays.
        single = np.ones(len(key), dtype=np.bool_)
        single[1:] = key[1:] != key[:-1]
        if law.empty:
            nobody = rng.random(rows.stop - rows.start) < law.empty
            single &= ~nobody[key // law.m - rows.start]
        key, weight = key[single], weight[single]
        row = key // law.m
        lengths.append(np.bincount(row - rows.start, minlength=rows.stop - rows.start))
        columns.append((key - row * law.m).astype(np.int32))
        weights.append(weight)
    start = np.zeros(law.n + 1, dtype=np.int64)
    np.cumsum(np.concatenate(lengths), out=start[1:])
    numbers = np.arange(law.seats[0], law.seats[1] + 1)
    seats = rng.choice(numbers, law.m, p=law.seat_shares).astype(np.int32)
    return Instance(name, family, start, np.concatenate(columns), np.concatenate(weights), seats)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Candidates or openings: where they are (`at` holds the town too, if it is hard), and their profiles."""

    place: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    at: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    profile: np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def _places(law: Zoned, rng: np.random.Generator) -> tuple[_Side, _Side]:
    centre = rng.random((law.zones, 2))
    size = rng.pareto(1.2, law.zones) + 0.2
    size /= size.sum()
    spread_out = 0.8 * size + 0.2 / law.zones
    home = np.sort(rng.choice(law.zones, law.n, p=size))
    town = rng.choice(law.zones, law.m, p=spread_out / spread_out.sum())
    sides = []
    for zone in (home, town):
        place = (centre[zone] + rng.normal(0, law.spread, (len(zone), 2))).astype(np.float32)
        at = np.column_stack((place, zone * APART)) if law.hard else place.astype(np.float64)
        profile = rng.random((len(zone), SKILLS), dtype=np.float32)
        profile /= np.linalg.norm(profile, axis=1, keepdims=True)
        sides.append(_Side(place, at, profile))
    return sides[0], sides[1]


def _scores(
    law: Zoned,
    people: _Side,
    openings: _Side,
    row: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    column: Int32,
    rng: np.random.Generator,
) -> Int32:
    distance = np.sqrt(((people.place[row] - openings.place[column]) ** 2).sum(axis=1))
    alike = np.einsum("ij,ij->i", people.profile[row], openings.profile[column])
    score = 0.45 * np.exp(-distance / NEARNESS) + 0.45 * alike + 0.1 * rng.random(len(row))
    weight: Int32 = np.clip(np.rint(score * MICRO), 1, MICRO).astype(np.int32)
    if law.levels:
        weight = np.maximum(1, np.rint(weight / MICRO * law.levels) / law.levels * MICRO).astype(np.int32)
    if law.equal:
        weight[:] = MICRO // 2
    return weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """A square matrix of random scores; `levels` and `equal` as in `Zoned`."""

    n: int
    levels: int | None = None
    equal: bool = False


def dense(name: str, family: str, law: Dense, rng: np.random.Generator) -> Instance:
    """Draw a market where everybody may go everywhere and each opening has one seat."""
    weight = rng.integers(1, MICRO + 1, (law.n, law.n), dtype=np.int32)
    if law.levels:
        weight = (np.ceil(weight / MICRO * law.levels) / law.levels * MICRO).astype(np.int32)
    if law.equal:
        weight[:] = MICRO // 2
    return full(name, family, weight)

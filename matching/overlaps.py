"""Limits of how many at once: which internships of one site or tutor overlap, and one row for each such moment.

Two internships one after the other are never together in a row. On each day the internships that run make a set; only
sets that are not part of another one, with as much under way, need a row, and each is there on a day on which something
starts: what starts later can only be added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.host_papers import Placement
from matching.entries import Ints
from matching.limit import Facts, Held, iso
from matching.rows import Row

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Running:
    """An internship under way: first and last day as ordinals, and what it takes of the limit."""

    first: int
    last: int
    takes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A site or a tutor: how much it carries at once, and what it carries already."""

    code: str
    whole: int
    running: tuple[Running, ...] = ()


def rows_over_time(
    limit: str, facts: Facts, resources: Sequence[Resource], of_pair: Ints, weight: Ints, *, fixed: bool, unit: int = 1
) -> tuple[Held, ...]:
    """One row for each resource and each moment at which more pairs could overlap than it carries.

    Parameters
    ----------
    limit : code of the limit
    resources : those whose limit is known
    of_pair : int64 (n_pairs,), place of the resource of each pair, -1 where it has none or does not count
    weight : int64 (n_pairs,), what each pair takes, 1 or more
    fixed, unit : as of `Row`
    """
    counted = np.flatnonzero(of_pair >= 0)
    ordered = counted[np.argsort(of_pair[counted], kind="stable")]
    edges = np.searchsorted(of_pair[ordered], np.arange(len(resources) + 1))
    made = []
    for k, resource in enumerate(resources):
        pairs = ordered[edges[k] : edges[k + 1]]
        for day, together, taken in _moments(facts.first_day[pairs], facts.last_day[pairs], resource.running):
            some = pairs[together]
            # Where the law is broken already by what is under way, nobody else may start; no proposal can mend it.
            left = max(0, resource.whole - taken)
            if _most_possible(facts, some, weight[some]) > left:
                row = Row(
                    limit=limit, key=f"{resource.code}/{iso(day)}", pair=some, weight=weight[some],
                    most=left, fixed=fixed, unit=unit,
                )  # fmt: skip
                made.append(Held(row=row, whole=resource.whole, taken=taken, subject=resource.code, day=day))
    return tuple(made)


def running_by(
    placements: Sequence[Placement], code_of: Callable[[Placement], str | None], takes: Callable[[Placement], int]
) -> dict[str, tuple[Running, ...]]:
    """What is under way at each site or tutor; `takes` says how much of the limit, 0 where it does not count."""
    found: dict[str, list[Running]] = {}
    for placement in placements:
        code, some = code_of(placement), takes(placement)
        if code is not None and some:
            found.setdefault(code, []).append(
                Running(placement.start_on.toordinal(), placement.end_on.toordinal(), some)
            )
    return {code: tuple(running) for code, running in found.items()}


def place_of(resources: Sequence[Resource], codes: Sequence[str | None]) -> Ints:
    """Place of the resource of each code, -1 where it has none."""
    places: Mapping[str | None, int] = {resource.code: k for k, resource in enumerate(resources)}
    return np.array([places.get(code, -1) for code in codes], dtype=np.int64)


def _moments(first: Ints, last: Ints, running: Sequence[Running]) -> Iterator[tuple[int, Mask, int]]:
    """Days with a set of overlapping pairs that no other day covers: (day, which pairs, taken by what is under way)."""
    begins = np.concatenate([first, np.array([r.first for r in running], dtype=np.int64)])
    ends = np.sort(np.concatenate([last, np.array([r.last for r in running], dtype=np.int64)]))
    starts = np.unique(begins)
    # A day's set is part of the next start's unless something ends in between.
    ended = np.searchsorted(ends, np.append(starts[1:], ends[-1:] + 1)) > np.searchsorted(ends, starts)
    found: list[tuple[int, Mask, int]] = []
    for day in starts[ended].tolist():
        together: Mask = (first <= day) & (last >= day)
        taken = sum(r.takes for r in running if r.first <= day <= r.last)
        while found and _covers(together, taken, found[-1]):
            found.pop()
        if together.any() and not (found and _covers(found[-1][1], found[-1][2], (day, together, taken))):
            found.append((day, together, taken))
    yield from found


def _covers(together: Mask, taken: int, other: tuple[int, Mask, int]) -> bool:
    return taken >= other[2] and not (other[1] & ~together).any()


def _most_possible(facts: Facts, pairs: Ints, weight: Ints) -> int:
    """No choice of these pairs weighs more: by the seats of each opening, and by one opening a person."""
    openings, place, pairs_of = np.unique(facts.opening[pairs], return_inverse=True, return_counts=True)
    heaviest = np.zeros(len(openings), dtype=np.int64)
    np.maximum.at(heaviest, place, weight)
    by_seats = int((np.minimum(facts.seats[openings], pairs_of) * heaviest).sum())
    people, place = np.unique(facts.candidate[pairs], return_inverse=True)
    heaviest = np.zeros(len(people), dtype=np.int64)
    np.maximum.at(heaviest, place, weight)
    return min(by_seats, int(heaviest.sum()))

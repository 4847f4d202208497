"""The pairs of a part once more, sorted by opening: all of them, or those that are nearly as good as what there is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.memory import room
from matching.sparse.part import CLOSED, Int32, Int64, Names, Part, Weights


class Users(NamedTuple):
    """All pairs by opening: those of j lie from start[j] to start[j + 1].

    Attributes
    ----------
    start : array of int64, shape (n_openings + 1,)
    candidate : array of int32, shape (n_pairs,)
    weight : array as `Part.weight`, shape (n_pairs,), or empty where nobody asks for it
    """

    start: Int64
    candidate: Int32
    weight: Weights


class Columns(NamedTuple):
    """The pairs of each opening whose slack was at most `reach` when they were collected.

    Attributes
    ----------
    start : array of int64, shape (n_openings + 1,)
    candidate : array of int32, shape (n_kept,)
    pair : array of uint32, shape (n_kept,)
        Position in the part.
    price : array of int64, shape (n_openings,)
        Prices at that time: what is left out has by now at least `reach` less the fall of its price as slack.
    reach : int
    """

    start: Int64
    candidate: Int32
    pair: Names
    price: Int64
    reach: int


def users(part: Part, *, weights: bool) -> Users:
    """Who can use each opening, with or without what the pairs are worth."""
    n = len(part.opening)
    candidate, weight = room(n, np.int32), room(n if weights else 0, part.weight.dtype)
    return Users(sort_users(part, candidate, weight), candidate, weight)


def columns(part: Part, bonus: int, price: Int64, gain: Int64, reach: int) -> Columns:
    """The pairs by opening, only those with a slack of at most `reach`; all of them from CLOSED on."""
    n = len(part.opening)
    if reach >= CLOSED:
        candidate, pair = room(n, np.int32), room(n, np.uint32)
        start = sort_pairs(part, candidate, pair)
    else:
        kept, till = collected(part, reach + bonus - gain, price)
        candidate, pair = room(len(kept), np.int32), room(len(kept), np.uint32)
        start = sort_kept(part, kept, till, candidate, pair)
    return Columns(start, candidate, pair, price.copy(), reach)


@compiled
def starts(part: Part) -> Int64:
    """Where the pairs of each opening begin once they are sorted by opening, shape (n_openings + 1,)."""
    start = np.zeros(len(part.seats) + 1, np.int64)
    for j in part.opening:
        start[j + 1] += 1
    for j in range(len(part.seats)):
        start[j + 1] += start[j]
    return start


@compiled
def sort_users(part: Part, candidate: Int32, weight: Weights) -> Int64:
    """Fill in candidates, and weights if there is room for them, by opening; returns where each opening begins."""
    start = starts(part)
    at = start[:-1].copy()
    for i in range(len(part.start) - 1):
        for k in range(np.uint64(part.start[i]), np.uint64(part.start[i + 1])):
            j = part.opening[k]
            candidate[at[j]] = i
            if len(weight):
                weight[at[j]] = part.weight[k]
            at[j] += 1
    return start


@compiled
def sort_pairs(part: Part, candidate: Int32, pair: Names) -> Int64:
    """Fill in all pairs by opening; returns where each opening begins."""
    start = starts(part)
    at = start[:-1].copy()
    for i in range(len(part.start) - 1):
        for k in range(np.uint64(part.start[i]), np.uint64(part.start[i + 1])):
            j = part.opening[k]
            candidate[at[j]], pair[at[j]] = i, k
            at[j] += 1
    return start


@compiled
def collected(part: Part, most: Int64, price: Int64) -> tuple[Names, Int64]:
    """The pairs (i, j) with price[j] - weight <= most[i], by candidate.

    Returns
    -------
    kept : array of uint32
        Their positions in the part.
    till : array of int64, shape (n_candidates,)
        Where those of each candidate end in `kept`.
    """
    start, opening, weight = part.start, part.opening, part.weight
    n = len(start) - 1
    # Room for all of them costs nothing as long as it is not written to.
    kept = np.empty(len(opening), np.uint32)
    till = np.empty(n, np.int64)
    met = np.int64(0)
    for i in range(n):
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            # Written always, kept only where the place moves on: a branch would be guessed wrong too often.
            kept[met] = k
            met += price[opening[k]] - np.int64(weight[k]) <= most[i]
        till[i] = met
    return kept[:met], till


@compiled
def sort_kept(part: Part, kept: Names, till: Int64, candidate: Int32, pair: Names) -> Int64:
    """Fill in the collected pairs by opening; returns where each begins: less work than to look at all pairs again."""
    opening, m = part.opening, len(part.seats)
    start = np.zeros(m + 1, np.int64)
    for k in kept:
        start[opening[k] + 1] += 1
    for j in range(m):
        start[j + 1] += start[j]
    at = start[:-1].copy()
    x = 0
    for i in range(len(till)):
        while x < till[i]:
            k = kept[x]
            j = opening[k]
            candidate[at[j]], pair[at[j]] = i, k
            at[j] += 1
            x += 1
    return start

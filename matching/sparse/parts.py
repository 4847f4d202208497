"""Parts of a market that do not touch one another, packed for the cores there are, and arrays of their own for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from matching.sparse.compiled import compiled
from matching.sparse.memory import room
from matching.sparse.part import Flags, Int32, Int64, Names, Part, Positions, Weights

SHORT = 1.1  # so many candidates for each seat: hardly one stays empty
SHARE = 2**16  # pairs for which a thread of their own pays
EACH = 8  # one pair in so many is looked at for a first guess at prices


@compiled
def joined(start: Int64, opening: Positions, n_openings: int) -> Int32:
    """Number of the part of each opening: two are in one part where a chain of pairs joins them.

    Every opening is linked to another of its part with a lower number; links are halved on the way.
    """
    link = np.arange(n_openings).astype(np.int32)
    joins = 0
    for i in range(len(start) - 1):
        root = np.int32(-1)
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            j = np.int32(opening[k])
            if link[j] == root:
                continue
            while link[j] != j:
                link[j] = link[link[j]]
                j = link[j]
            if root < 0:
                root = j
            elif root != j:
                link[max(root, j)] = min(root, j)
                root = np.int32(link[max(root, j)])
                joins += 1
        if joins == n_openings - 1:
            break
    number = np.empty(n_openings, np.int32)
    met = 0
    for one in range(n_openings):
        if link[one] == one:
            number[one] = met
            met += 1
        else:
            number[one] = number[link[one]]
    return number


@compiled
def bins(start: Int64, opening: Positions, number: Int32, most: int, least: int) -> Int32:
    """Bin of each candidate, -1 without pairs: part by part, the largest first, always into the emptiest bin.

    There are `most` bins, or fewer if otherwise there would not be `least` pairs for each beside the largest part.
    """
    size = np.zeros(number.max() + 1, np.int64)
    for i in range(len(start) - 1):
        if start[i] < start[i + 1]:
            size[number[opening[start[i]]]] += start[i + 1] - start[i]
    load = np.zeros(min(most, 1 + (size.sum() - size.max()) // least), np.int64)
    bin_of = np.zeros(len(size), np.int32)
    for p in np.argsort(-size):
        b = np.argmin(load)
        bin_of[p] = b
        load[b] += size[p]
    result = np.full(len(start) - 1, -1, np.int32)
    for i in range(len(result)):
        if start[i] < start[i + 1]:
            result[i] = bin_of[number[opening[start[i]]]]
    return result


@compiled
def first_prices(start: Int64, opening: Positions, weight: Weights, seats: Int64, number: Int32) -> Int64:
    """A guess at the prices of seats: where more candidates than seats are joined, nearly all that a seat is worth.

    There each seat will be taken, and somebody stays out who would pay for it: prices that began at 0 would first have
    to rise past what nearly every pair is worth. The guess is the mean of these weights less twice their deviation.
    """
    n_parts = number.max() + 1
    people, places, met = np.zeros(n_parts, np.int64), np.zeros(n_parts, np.int64), np.zeros(n_parts, np.int64)
    total, squares = np.zeros(n_parts), np.zeros(n_parts)
    for j in range(len(seats)):
        places[number[j]] += seats[j]
    for i in range(len(start) - 1):
        if start[i] < start[i + 1]:
            p = number[opening[start[i]]]
            people[p] += 1
            for k in range(start[i], start[i + 1], EACH):
                met[p] += 1
                total[p] += weight[k]
                squares[p] += np.float64(weight[k]) * np.float64(weight[k])
    guess = np.zeros(n_parts, np.int64)
    for p in range(n_parts):
        if people[p] > SHORT * places[p]:
            mean = total[p] / met[p]
            guess[p] = max(0.0, mean - 2 * np.sqrt(max(0.0, squares[p] / met[p] - mean * mean)))
    return guess[number]


def cut(
    rows: Int64, start: Int64, opening: Positions, weight: Weights, seats: Int64, dtype: DTypeLike
) -> tuple[Part, Int64]:
    """Arrays for some candidates and all openings they can reach, numbered in the order in which they are met.

    `dtype` is the type that the weights should have; the market's own arrays may be of any integers.
    Neighbours in the list of candidates share openings: numbered like this, their prices lie side by side in memory.

    Returns
    -------
    part : Part
    names : array of int64
        Opening of the market behind each opening of the part.
    """
    n_pairs = int((start[rows + 1] - start[rows]).sum())
    return pack(rows, start, opening, weight, seats, room(n_pairs, np.uint32), room(n_pairs, dtype))


@compiled
def pack(
    rows: Int64, start: Int64, opening: Positions, weight: Weights, seats: Int64,
    local_opening: Names, local_weight: Weights,
) -> tuple[Part, Int64]:  # fmt: skip
    """What `cut` returns; there is room for the pairs in the last two arrays."""
    new = np.full(len(seats), -1, np.int32)
    names = np.empty(len(seats), np.int64)
    degree = np.zeros(len(seats), np.int32)
    local_start = np.zeros(len(rows) + 1, np.int64)
    met, at = 0, 0
    for r in range(len(rows)):
        i = rows[r]
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            j = opening[k]
            if new[j] < 0:
                new[j] = met
                names[met] = j
                met += 1
            local_opening[at] = new[j]
            local_weight[at] = weight[k]
            degree[new[j]] += 1
            at += 1
        local_start[r + 1] = at
    room_for = np.empty(met, np.int32)
    first = np.zeros(met + 1, np.int64)
    for j in range(met):
        # One seat more than pairs is never filled, so it costs nothing: as with a million of them.
        room_for[j] = min(seats[names[j]], np.int64(degree[j]) + 1)
        first[j + 1] = first[j] + room_for[j]
    return Part(local_start, local_opening, local_weight, room_for, first), names[:met]


def without(part: Part, here: Flags, there: Flags) -> Part:
    """The same part without the pairs of candidates flagged `here` with openings not flagged `there`."""
    n = len(part.opening)
    return drop(part, here, there, room(n, np.uint32), room(n, part.weight.dtype))


@compiled
def drop(part: Part, here: Flags, there: Flags, kept_opening: Names, kept_weight: Weights) -> Part:
    """What `without` returns; there is room for the pairs in the last two arrays."""
    start, opening, weight, seats, first = part
    kept_start = np.zeros(len(start), np.int64)
    at = 0
    for i in range(len(start) - 1):
        for k in range(start[i], start[i + 1]):
            if not here[i] or there[opening[k]]:
                kept_opening[at] = opening[k]
                kept_weight[at] = weight[k]
                at += 1
        kept_start[i + 1] = at
    return Part(kept_start, kept_opening[:at], kept_weight[:at], seats, first)

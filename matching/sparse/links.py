"""Which price is held by which other, and how far all can move: shortest paths over few pairs (Dijkstra, 1959)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.heap import join_queue, leave_queue
from matching.sparse.part import UNREACHED, Int32, Int64, Part, Settled

NEARBY = 40  # the scale over this: slack up to which pairs count as near
MOST_SLACK = 2**31 - 1  # slack is kept in 32 bits


class Near(NamedTuple):
    """The pairs with little slack of candidates who have a seat elsewhere.

    Attributes
    ----------
    at, other : array of int32, shape (n_near,)
        Where the candidate has a seat, and the opening of the pair.
    slack : array of int32, shape (n_near,)
        By how much the candidate would rather stay.
    below, above : int
        The most slack that was let in of those that hold a price up, and of those that hold it down.
    fall, rise : array of int64, shape (n_openings,)
        How far each price can move if no pair of somebody with a seat holds it back.
    """

    at: Int32
    other: Int32
    slack: Int32
    below: int
    above: int
    fall: Int64
    rise: Int64


def near_pairs(part: Part, bonus: int, settled: Settled, scale: int, few: bool) -> Near:
    """The pairs whose slack is small beside `scale`, the size of what the weights differ by.

    Where weights have a few levels only (`few`) nearly all pairs of a plateau hold a price up: those are left out.
    """
    reach = min(scale // NEARBY + 1, MOST_SLACK)
    fall, rise = settled.price - offered(part, bonus, settled), smallest_gain(part, settled)
    row = np.empty(int(np.diff(part.start).max(initial=0)), np.int64)
    at, other, slack = named(part, bonus, settled, reach, np.zeros_like(fall) if few else fall, rise, row)
    return Near(at, other, slack, 0 if few else reach, reach, fall, rise)


@compiled
def offered(part: Part, bonus: int, settled: Settled) -> Int64:
    """What those who are out would pay at most for a seat of each opening."""
    best = np.zeros(len(part.seats), np.int64)
    for out in range(len(settled.at)):
        if settled.at[out] < 0:
            for k in range(part.start[out], part.start[out + 1]):
                j = part.opening[k]
                best[j] = max(best[j], np.int64(part.weight[k]) + bonus)
    return best


@compiled
def smallest_gain(part: Part, settled: Settled) -> Int64:
    """Of all holders of an opening; 0 with an empty seat."""
    smallest = np.zeros(len(part.seats), np.int64)
    for j in range(len(smallest)):
        if settled.filled[j] == part.seats[j]:
            # Nobody can take an opening without seats, however low its price: it holds nobody back.
            smallest[j] = UNREACHED
            for s in range(part.first[j], part.first[j + 1]):
                smallest[j] = min(smallest[j], settled.gain[settled.holder[s]])
    return smallest


@compiled
def named(
    part: Part, bonus: int, settled: Settled, reach: int, fall: Int64, rise: Int64, close: Int64
) -> tuple[Int32, Int32, Int32]:  # fmt: skip
    """Both openings, and the slack, of pairs with a slack of at most `reach`; not of those that hold no price back.

    `close` is room for the longest row.
    """
    start, opening, weight = part.start, part.opening, part.weight
    price, gain = settled.price, settled.gain
    # Room for all of them costs nothing as long as it is not written to.
    at, other = np.empty(len(opening), np.int32), np.empty(len(opening), np.int32)
    slack = np.empty(len(opening), np.int32)
    furthest = fall.max()
    n = 0
    for i in range(len(gain)):
        here = settled.at[i]
        if here < 0:
            continue
        least, met = gain[i] - bonus, 0
        most = min(reach, max(furthest, rise[here]) - 1)
        if most < 0:
            continue
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            # Written always, kept only where the place moves on: a branch would be guessed wrong too often.
            close[met] = k
            met += least + price[opening[k]] - np.int64(weight[k]) <= most
        for x in range(met):
            k = close[x]
            j = opening[k]
            by = least + price[j] - np.int64(weight[k])
            if j != here and by < max(fall[j], rise[here]):
                at[n], other[n], slack[n] = here, j, by
                n += 1
    return at[:n], other[:n], slack[:n]


@compiled
def links(begin: Int32, end: Int32, slack: Int32, distance: Int64) -> tuple[Int64, Int32, Int32]:
    """Links between openings sorted by where they begin, as (start, end, slack).

    Left out is what cannot lower the distance of its end.
    """
    m = len(distance)
    start = np.zeros(m + 2, np.int64)
    for x in range(len(begin)):
        start[begin[x] + 2] += slack[x] < distance[end[x]]
    for j in range(m):
        start[j + 2] += start[j + 1]
    sorted_end, sorted_slack = np.empty(start[m + 1], np.int32), np.empty(start[m + 1], np.int32)
    for x in range(len(begin)):
        if slack[x] < distance[end[x]]:
            # Where the links of an opening go on, until in the end it is where those of the next one begin.
            place = start[begin[x] + 1]
            sorted_end[place], sorted_slack[place] = end[x], slack[x]
            start[begin[x] + 1] += 1
    return start[:-1], sorted_end, sorted_slack


@compiled
def spread(order: Int64, start: Int64, end: Int32, slack: Int32, distance: Int64, reach: int) -> None:
    """Lower distances along links, as far as `reach`; `order` sorts them as they are before.

    An opening whose distance falls joins a queue, and may stand there more than once: only the first time counts. The
    others come in the order in which they were sorted.
    """
    key, who = np.empty(len(end), np.int64), np.empty(len(end), np.int32)
    done = np.zeros(len(order), np.bool_)
    queued, passed = 0, 0
    while True:
        while passed < len(order) and done[order[passed]]:
            passed += 1
        while queued and done[who[0]]:
            queued -= 1
            leave_queue(key, who, queued)
        if queued and (passed == len(order) or key[0] <= distance[order[passed]]):
            j = np.int64(who[0])
            queued -= 1
            leave_queue(key, who, queued)
        elif passed < len(order):
            j = order[passed]
        else:
            break
        if distance[j] >= reach:
            break
        done[j] = True
        for x in range(start[j], start[j + 1]):
            to = distance[j] + slack[x]
            other = end[x]
            if to < distance[other]:
                distance[other] = to
                if to < reach:
                    join_queue(key, who, queued, to, other)
                    queued += 1

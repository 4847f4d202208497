"""A binary heap of a few offers, and a four-ary heap of openings by distance whose keys may fall."""

from __future__ import annotations

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.part import Int32, Int64


@compiled
def sink_offer(offer: Int64, holder: Int32, base: int, n: int, s: int) -> None:
    """Restore the heap of the n offers from `base` on, the lowest first, after the s-th has grown."""
    moved, who = offer[base + s], holder[base + s]
    while 2 * s + 1 < n:
        child = 2 * s + 1
        if child + 1 < n and offer[base + child + 1] < offer[base + child]:
            child += 1
        if offer[base + child] >= moved:
            break
        offer[base + s], holder[base + s] = offer[base + child], holder[base + child]
        s = child
    offer[base + s], holder[base + s] = moved, who


@compiled
def rise(heap: Int32, place: Int32, distance: Int64, p: int) -> None:
    """Move the opening at p up to where it belongs; `place` says where each opening stands."""
    j = heap[p]
    key = distance[j]
    while p > 0:
        parent = (p - 1) >> 2
        other = heap[parent]
        if distance[other] <= key:
            break
        heap[p], place[other] = other, p
        p = parent
    heap[p], place[j] = j, p


@compiled
def take_first(heap: Int32, place: Int32, distance: Int64, n: int) -> int:
    """Remove the nearest of n openings and return it."""
    first = int(heap[0])
    place[first] = -1
    n -= 1
    if n == 0:
        return first
    j = heap[n]
    key = distance[j]
    p = 0
    while 4 * p + 1 < n:
        child = 4 * p + 1
        least, key_of_least = child, distance[heap[child]]
        for c in range(child + 1, min(child + 4, n)):
            if distance[heap[c]] < key_of_least:
                least, key_of_least = c, distance[heap[c]]
        if key_of_least >= key:
            break
        other = heap[least]
        heap[p], place[other] = other, p
        p = least
    heap[p], place[j] = j, p
    return first


@compiled
def join_queue(key: Int64, who: Int32, n: int, distance: np.int64, opening: int) -> None:
    """Add one to a queue of n: a four-ary heap again, whose keys do not fall and so can lie beside it."""
    p = n
    while p > 0:
        parent = (p - 1) >> 2
        if key[parent] <= distance:
            break
        key[p], who[p] = key[parent], who[parent]
        p = parent
    key[p], who[p] = distance, opening


@compiled
def leave_queue(key: Int64, who: Int32, n: int) -> None:
    """Remove the first of a queue, so that n are left."""
    moved, last = key[n], who[n]
    p = 0
    while 4 * p + 1 < n:
        child = 4 * p + 1
        for c in range(child + 1, min(child + 4, n)):
            if key[c] < key[child]:
                child = c
        if key[child] >= moved:
            break
        key[p], who[p] = key[child], who[child]
        p = child
    key[p], who[p] = moved, last

"""Walks in the residual graph of the tree: what could move, and at what cost.

A walk goes from node to node. It goes up where there is room, down where somebody is, and across with a candidate who
leaves an opening for another, or for `outside`, which holds all who are not proposed. Each step has a cost of 0 or more
under the prices of the nodes (Dijkstra 1959, with potentials). Everything is int64.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from matching.entries import Ints
from matching.nested.tree import LARGEST


class Flow(NamedTuple):
    """Who is where, and the prices; the arrays are changed in place.

    Attributes
    ----------
    parent, child_start, child : arrays of int64
        The tree; children of node v are child[child_start[v] : child_start[v + 1]].
    start, node, weight : arrays of int64, shapes (n_candidates + 1,), (n_pairs,), (n_pairs,)
        Pairs of each candidate: the opening, and the worth.
    room : array of int64, shape (n_nodes,)
        Most that may pass a node. `flow` of them do.
    price : array of int64, shape (n_nodes,)
        What it costs to enter below a node, all the way to `outside`.
    hold : array of int64, shape (n_candidates,)
        Pair of each candidate, -1 where none.
    first, later, sooner : arrays of int64
        Who is at each node, as linked lists of candidates, -1 at the ends.
    dist, via, mover, taken : arrays of int64, shape (n_nodes,)
        Of the last walk: distance, the node before, who moves (-1: nobody, a step in the tree) and to which pair.
    seen : array of int64, shape (n_nodes + 1,)
        Nodes the last walk reached; their number comes last.
    """

    parent: Ints
    child_start: Ints
    child: Ints
    start: Ints
    node: Ints
    weight: Ints
    room: Ints
    flow: Ints
    price: Ints
    hold: Ints
    first: Ints
    later: Ints
    sooner: Ints
    dist: Ints
    via: Ints
    mover: Ints
    taken: Ints
    seen: Ints


def flow_of(parent: Ints, candidate: Ints, node: Ints, weight: Ints, at: Ints, price: Ints, room: Ints) -> Flow:
    """The flow of an assignment: `at` is the opening of each candidate, -1 where none; pairs sorted by candidate."""
    n, size = len(at), len(parent)
    outside = size - 1
    flow = np.bincount(at[at >= 0], minlength=size).astype(np.int64)
    for v in range(int(room.size)):  # children come before their parents
        if v < outside and flow[v]:
            flow[parent[v]] += flow[v]
    flow[outside] = 0
    hold = np.full(n, -1)
    used = np.flatnonzero(at[candidate] == node)
    hold[candidate[used]] = used
    place = np.where(at < 0, outside, at)
    order = np.argsort(place, kind="stable")
    same = place[order[1:]] == place[order[:-1]]
    later, sooner, first = np.full(n, -1), np.full(n, -1), np.full(size, -1)
    later[order[:-1][same]] = order[1:][same]
    sooner[order[1:][same]] = order[:-1][same]
    heads = order[np.concatenate((np.ones(min(n, 1), dtype=np.bool_), ~same))]
    first[place[heads]] = heads
    below = np.argsort(parent[:-1], kind="stable")
    none = [np.full(size, -1) for _ in range(3)]
    return Flow(
        parent=parent,
        child_start=np.searchsorted(parent[:-1][below], np.arange(size + 1)),
        child=below,
        start=np.searchsorted(candidate, np.arange(n + 1)),
        node=node.astype(np.int64),
        weight=weight,
        room=room,
        flow=flow,
        price=price,
        hold=hold,
        first=first,
        later=later,
        sooner=sooner,
        dist=np.full(size, LARGEST),
        via=none[0],
        mover=none[1],
        taken=none[2],
        seen=np.zeros(size + 1, dtype=np.int64),
    )


def walk(flow: Flow, source: int, target: int, within: int) -> int:
    """Distances from `source`, in the nodes' `dist`; nothing beyond `target` or `within` is looked at.

    Where `target` is -1, every node is looked at. Returns the distance of `target`, or -1 where it is not reached.
    """
    parent, child_start, child, room, count = flow.parent, flow.child_start, flow.child, flow.room, flow.flow
    start, node, weight, price, hold = flow.start, flow.node, flow.weight, flow.price, flow.hold
    dist, via, mover, taken, seen = flow.dist, flow.via, flow.mover, flow.taken, flow.seen
    outside = len(parent) - 1
    for k in range(seen[-1]):
        dist[seen[k]] = LARGEST
    seen[0] = source
    n_seen = 1
    dist[source] = 0
    end = within
    heap = [(dist[source], np.int64(source))]
    while len(heap) > 0:
        d, v = heappop(heap)
        if d > dist[v]:
            continue
        if d > end or v == target:
            break
        # Steps in the tree.
        up = v != outside and count[v] < room[v]
        first_child = child_start[v]
        for k in range(first_child - up, child_start[v + 1]):
            to = parent[v] if k < first_child else child[k]
            if k >= first_child and count[to] == 0:
                continue
            reach = d + price[to] - price[v]
            if reach <= end and reach < dist[to]:
                if dist[to] == LARGEST:
                    seen[n_seen] = to
                    n_seen += 1
                dist[to], via[to], mover[to] = reach, v, -1
                if to == target:
                    end = reach
                heappush(heap, (reach, to))
        # Steps with somebody who is here.
        i = flow.first[v]
        while i >= 0:
            base = d
            if v != outside:
                base += weight[hold[i]] - price[v]
                if base <= end and base < dist[outside]:
                    if dist[outside] == LARGEST:
                        seen[n_seen] = outside
                        n_seen += 1
                    dist[outside], via[outside], mover[outside], taken[outside] = base, v, i, -1
                    if target == outside:
                        end = base
                    heappush(heap, (base, np.int64(outside)))
            for k in range(start[i], start[i + 1]):
                to = node[k]
                reach = base - weight[k] + price[to]
                if reach <= end and reach < dist[to]:
                    if dist[to] == LARGEST:
                        seen[n_seen] = to
                        n_seen += 1
                    dist[to], via[to], mover[to], taken[to] = reach, v, i, k
                    if to == target:
                        end = reach
                    heappush(heap, (reach, to))
            i = flow.later[i]
    seen[-1] = n_seen
    if target >= 0 and dist[target] <= within:
        return int(dist[target])
    return -1


def shift(flow: Flow, source: int) -> None:
    """One candidate fewer below `source`, which is too full, along the last walk to `outside`; prices follow."""
    parent, count, hold = flow.parent, flow.flow, flow.hold
    first, later, sooner = flow.first, flow.later, flow.sooner
    outside = len(parent) - 1
    far = flow.dist[outside]
    for k in range(flow.seen[-1]):
        v = flow.seen[k]
        if flow.dist[v] < far:
            flow.price[v] += far - flow.dist[v]
    v = source
    while v != outside:
        count[v] -= 1
        v = parent[v]
    v = outside
    while v != source:
        u, i = flow.via[v], flow.mover[v]
        if i >= 0:
            if sooner[i] >= 0:
                later[sooner[i]] = later[i]
            else:
                first[u] = later[i]
            if later[i] >= 0:
                sooner[later[i]] = sooner[i]
            later[i], sooner[i] = first[v], -1
            if first[v] >= 0:
                sooner[first[v]] = i
            first[v] = i
            hold[i] = flow.taken[v]
        elif parent[u] == v:
            count[u] += 1
        else:
            count[v] -= 1
        v = u

"""What one more seat or one more unit of a cap adds, exactly.

With one more place at a full node, somebody may enter it: the best walk from the nearest full node above (or `outside`)
back to it is worth the difference of their prices less the walk's cost, and no more is possible. From `outside` that
walk costs nothing, because prices are the smallest ones. Nodes below the same full node share one walk.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.entries import Ints
from matching.nested.repair import Worked, repaired
from matching.nested.tree import LARGEST

Progress = Callable[[int, int], None]


def one_more(worked: Worked, progress: Progress | None = None) -> Ints:
    """What one more place at each node adds, the caps of the others unchanged; shape (n_nodes,)."""
    flow, tree = worked.flow, worked.tree
    outside = tree.outside
    full = flow.flow >= flow.room
    full[outside] = False
    stop = full.copy()
    stop[outside] = True
    above = tree.parent.copy()
    while not stop[above].all():
        above = np.where(stop[above], above, tree.parent[above])
    more = np.where(full, np.maximum(flow.price - flow.price[above], 0), 0)
    asked = np.flatnonzero((more > 0) & (above != outside))
    asked = asked[np.argsort(above[asked], kind="stable")]
    ends = np.flatnonzero(np.diff(above[asked])) + 1
    parts = np.split(asked, ends) if len(asked) else []
    for done, nodes in enumerate(parts, start=1):
        out = worked.walk(flow, int(above[nodes[0]]), outside, int(more[nodes].max()))
        cost = np.minimum(flow.dist[nodes], LARGEST if out < 0 else out)
        more[nodes] = np.maximum(more[nodes] - cost, 0)
        if progress is not None:
            progress(done, len(parts))
    return more


def seats_and_rows(
    worked: Worked, start: tuple[Ints, Ints, Ints], progress: Progress | None = None
) -> tuple[Ints, Ints]:
    """What one more seat of each opening, and one more `Row.unit` on each limit, add.

    Parameters
    ----------
    worked : Worked
    start : (at, price, seats)
        What `repaired` was given: where a unit is more than one place, the market is solved again.
    progress : callable or None
    """
    tree, cap, more = worked.tree, worked.cap, one_more(worked, progress)
    m = len(tree.seats)
    # Where a limit of the same opening allows no more, another seat adds nothing.
    seat = np.where(tree.cap_without_seats()[:m] > tree.seats, more[:m], 0)
    row = np.zeros(len(tree.row_node), dtype=np.int64)
    for k in np.flatnonzero((tree.row_node >= 0) & (tree.row_step > 0)).tolist():
        v = tree.row_node[k]
        if more[v] == 0 or tree.row_most[k] > cap[v]:
            continue
        wider = cap.copy()
        wider[v] = min(tree.cap_without_row(k)[v], cap[v] + tree.row_step[k])
        if wider[v] == cap[v] + 1:
            row[k] = more[v]
        elif wider[v] > cap[v]:
            again = repaired(tree, wider, worked.choices, worked.flow.weight, start)
            row[k] = again.total - worked.total
    return seat, row

"""One inequality over the proposed pairs: how every limit of the law or of a programme reaches the solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching import entries
from matching.entries import Ints

LARGEST_WEIGHT = 10**12
LARGEST_SIDE = 10**18


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """`least` <= sum(weight x proposed pair) <= `most`, over some pairs of a problem.

    Attributes
    ----------
    limit : str
        Code of the limit it belongs to, such as `CAP`.
    key : str
        What it is about, unique within the limit, such as `S-012/2026-03`.
    pair : array of int64, shape (k,)
        Positions in the arrays handed to `Problem` (before it sorts them), each at most once.
    weight : array of int64, shape (k,)
        Greater than 0, in the unit of the limit: persons, tenths of a point, cents.
    most : int or None
        None: no upper side. A negative one contradicts itself.
    least : int or None
        None: no lower side.
    fixed : bool
        True: law, nobody may relax it. False: a decision of the project that may be relaxed.
    unit : int
        How much "one more" is when the row is priced: 1 person, or one month's allowance in cents. 1 or more.
    """

    limit: str
    key: str
    pair: Ints
    weight: Ints
    most: int | None
    least: int | None = None
    fixed: bool = False
    unit: int = 1

    @property
    def name(self) -> str:
        """Limit and key together, for messages to programmers."""
        return f"{self.limit} {self.key}"


def read(limits: Sequence[object], n_pairs: int, faults: list[str]) -> tuple[Row, ...]:
    """The rows as clean copies; what is wrong is added to `faults`.

    Parameters
    ----------
    limits : sequence of Row
    n_pairs : int
        Pairs of the problem; positions run from 0 to n_pairs - 1.
    faults : list of str
        One entry a fault, naming the row and what is expected.
    """
    if not isinstance(limits, Sequence):
        faults.append(f"limits is {limits!r}: a list of matching.rows.Row is expected")
        return ()
    clean = []
    names: set[tuple[str, str]] = set()
    for k, row in enumerate(limits):
        if not isinstance(row, Row):
            faults.append(f"limits[{k}] is {row!r}: a matching.rows.Row is expected")
            continue
        where = f"limits[{k}] ({row.name})"
        known = len(faults)
        pair = entries.whole(f"{where} pair", row.pair, None, 0, n_pairs - 1, faults)
        weight = entries.whole(f"{where} weight", row.weight, len(pair), 1, LARGEST_WEIGHT, faults)
        if len(np.unique(pair)) < len(pair) and len(faults) == known:
            faults.append(f"{where} pair: each position is expected once")
        for side, number in (("most", row.most), ("least", row.least), ("unit", row.unit)):
            absent = number is None and side != "unit"
            if not (absent or (_is_whole(number) and abs(int(number or 0)) <= LARGEST_SIDE)):
                faults.append(f"{where} {side} is {number!r}: an integer up to {LARGEST_SIDE} is expected")
            elif side == "unit" and int(number or 0) < 1:
                faults.append(f"{where} unit is {number!r}: 1 or more is expected")
        if row.most is None and row.least is None:
            faults.append(f"{where} has neither most nor least: one is expected")
        if (row.limit, row.key) in names:
            faults.append(f"{where} is listed again: each limit and key once")
        names.add((row.limit, row.key))
        if len(faults) == known:
            most, least = (None if side is None else int(side) for side in (row.most, row.least))
            copy = replace(row, pair=pair, weight=weight, most=most, least=least)
            clean.append(replace(copy, unit=int(row.unit), fixed=bool(row.fixed)))
    return tuple(clean)


def moved(rows: tuple[Row, ...], order: Ints) -> tuple[Row, ...]:
    """The rows over the pairs as a problem sorts them; `order` is the given position of each sorted pair."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    result = []
    for row in rows:
        pair = place[row.pair]
        ascending = np.argsort(pair)
        pair, weight = entries.frozen(pair[ascending]), entries.frozen(row.weight[ascending])
        result.append(replace(row, pair=pair, weight=weight))
    return tuple(result)


def _is_whole(number: object) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)

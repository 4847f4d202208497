"""Ways in which the cells of a table get damaged, whatever file it stands in."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from tests.tools.mutations import PIECES

Rows = list[list[Any]]


class Formula(str):
    """What a spreadsheet would work out."""

    __slots__ = ()


class Broken(str):
    """A formula that failed: `#N/A`."""

    __slots__ = ()


VALUES: list[Any] = [
    *(None, True, False, 0, -1, 7, 1.5, -0.5, 1e300, 45_000, 99_999_999, 3.0, 10**15, ""),
    *(date(2026, 10, 9), date(9999, 12, 31), datetime.fromisoformat("1999-02-03T04:05"), time(8, 30), time(0, 0)),
    *(Formula("=1+1"), Formula("=A1"), Formula("=HYPERLINK(A1)"), Broken("#N/A"), Broken("#REF!"), Broken("#DIV/0!")),
    *("A" * 32_767, "sì; " * 500, "x=1; " * 900, "C" * 201, "lun 8-9; " * 300, "((((", "\n" * 50, "a\nb"),
    *("\x07", "\x1b[31m", "\x7f", "\u200b", "\u00a0", "\u2029", "\ufffe", "e\u0301", "İ", "ß", "￼", "𝟙", "²", "१"),
    *PIECES,
]


def damage_rows(rows: Rows, dice: random.Random) -> None:
    """Damage the cells of a table in one way; there may be fewer rows and columns than before, even none."""
    if not any(rows):
        rows.append([dice.choice(VALUES)])
        return
    dice.choice(_WAYS)(rows, dice)


def _spot(rows: Rows, dice: random.Random) -> tuple[list[Any], int]:
    row = dice.choice([row for row in rows if row])
    return row, dice.randrange(len(row))


def _put(rows: Rows, dice: random.Random) -> None:
    for _ in range(dice.choice([1, 1, 1, 4])):
        row, k = _spot(rows, dice)
        row[k] = dice.choice(VALUES)


def _add(rows: Rows, dice: random.Random) -> None:
    row, k = _spot(rows, dice)
    row[k] = f"{'' if row[k] is None else row[k]}{dice.choice(PIECES)}"


def _swap(rows: Rows, dice: random.Random) -> None:
    (one, i), (two, j) = _spot(rows, dice), _spot(rows, dice)
    one[i], two[j] = two[j], one[i]


def _swap_columns(rows: Rows, dice: random.Random) -> None:
    i, j = (_spot(rows, dice)[1] for _ in range(2))
    for row in rows[dice.choice([0, 1]) :]:
        if max(i, j) < len(row):
            row[i], row[j] = row[j], row[i]


def _rename(rows: Rows, dice: random.Random) -> None:
    head = rows[0]
    if head:
        k = dice.randrange(len(head))
        head[k] = dice.choice([head[k - 1], f"{head[k]}x", None, 7, "codice", "SERVIZI", *VALUES])


def _column(rows: Rows, dice: random.Random) -> None:
    k = _spot(rows, dice)[1]
    is_gone = dice.random() < 0.5
    for row in rows:
        if k < len(row):
            row[k : k + 1] = [] if is_gone else [row[k], row[k]]


def _row(rows: Rows, dice: random.Random) -> None:
    k = dice.randrange(len(rows))
    same, width = list(rows[k]), len(rows[k])
    new = [same, [None] * width, [dice.choice(VALUES) for _ in range(width)], ["Totale", *[7] * (width - 1)], ["x"]]
    rows.insert(dice.randrange(len(rows) + 1), dice.choice(new))


def _gone(rows: Rows, dice: random.Random) -> None:
    k = dice.randrange(len(rows))
    del rows[k : k + dice.choice([1, 1, 1, len(rows)])]


def _blank(rows: Rows, dice: random.Random) -> None:
    for row in rows[dice.choice([0, 0, 1]) :]:
        row[:] = [dice.choice([None, "", " ", "\u00a0"])] * len(row)


def _length(rows: Rows, dice: random.Random) -> None:
    row, k = _spot(rows, dice)
    row[k : k + 1] = dice.choice([[], [row[k], None], ["x"] * 300])


_WAYS: list[Callable[[Rows, random.Random], None]] = [
    *(_put, _put, _put, _put, _add, _swap, _swap_columns, _rename, _column, _row, _gone, _blank, _length),
]

"""Cells and signs as people read them: a number, its interval, a day, a minus that is drawn as one."""

from __future__ import annotations

import math
import re
from datetime import date

from data.language import number, say
from experiments.report.parts import Cell, Column, Interval
from scoring.rule import as_day

NOTHING = "–"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A hyphen before a number, but not inside a code, a day or a range.
MINUS = re.compile(r"(?<![\w.,-])-(?=[\d∞])")
# A number and its unit stand apart, and on one line.
PERCENT = re.compile(r"(?<=\d) ?%")
# What a rounding leaves below zero: nothing.
BELOW_ZERO = re.compile(r"−(0(?:[.,]0+)?)(?![\d.,]*\d)")


def typeset(text: str) -> str:
    """A sentence as it is printed: a minus is drawn as one, zero has none, and no line breaks before a %."""
    return BELOW_ZERO.sub(r"\1", MINUS.sub("−", PERCENT.sub("\u00a0%", text)))


def sentence(text: str) -> str:
    """A title or a label with a capital letter, wherever it was written for the middle of a sentence."""
    return typeset(text[:1].upper() + text[1:])


def told_cell(cell: Cell | Interval, column: Column) -> str:
    """A cell in one line: the number, and its interval in brackets."""
    around = told_around(cell, column)
    return f"{told_value(cell, column)} ({around})" if around else told_value(cell, column)


def told_value(cell: Cell | Interval, column: Column) -> str:
    """A cell as the page shows it, without its interval."""
    if isinstance(cell, Interval):
        return told_value(cell.value, column)
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return NOTHING
    if isinstance(cell, bool):
        return say("sì") if cell else say("no")
    if isinstance(cell, str):
        return as_day(date.fromisoformat(cell).toordinal()) if DAY.fullmatch(cell) else typeset(cell)
    return _number(cell, column) + ("\u00a0%" if column.percent and math.isfinite(cell) else "")


def told_around(cell: Cell | Interval, column: Column) -> str:
    """The interval of a cell, in the unit of its number; empty where there is none."""
    if not isinstance(cell, Interval) or math.isnan(cell.value):
        return ""
    return say("da {low} a {high}", low=_number(cell.low, column), high=_number(cell.high, column))


def _number(value: float, column: Column) -> str:
    scaled = value * 100 if column.percent else value
    if math.isnan(scaled):
        return NOTHING
    if math.isinf(scaled):
        return "∞" if scaled > 0 else "−∞"
    digits = column.digits if column.digits is not None else (None if isinstance(scaled, int) else 3)
    return typeset(number(scaled, digits))

"""What a report is made of: sections with a finding, tables and plots; every sentence in them is already said."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A number that is never shown alone.

    Parameters
    ----------
    value : the point estimate
    low, high : bounds of its interval, of level `level`
    """

    value: float
    low: float
    high: float
    level: float = 0.95

    def __contains__(self, truth: float) -> bool:
        return self.low <= truth <= self.high

    def __post_init__(self) -> None:
        if not (self.low <= self.value <= self.high) and not math.isnan(self.value):
            raise ValueError(f"interval {self.low} to {self.high} does not hold its own value {self.value}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    key : name in CSV and JSON, English, with its unit: `travel_min`
    label : what people read, already said; empty for a column that only CSV and JSON have
    digits : decimals shown on the page; None shows the cell as it is
    percent : shown times 100, with the sign
    more : on the page it stands folded below the table, which would be too wide with it
    """

    key: str
    label: str
    digits: int | None = None
    percent: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns: numbers as numbers, None where there is nothing to say or something is suppressed.

    Parameters
    ----------
    key : name of its CSV file, unique in the report
    title, note : already said; the note stands below
    rows : cells in the order of the columns; an `Interval` takes one cell and three columns of the CSV
    folded : on the page only its title stands, until somebody opens it; the plot with the same key is folded with it
    state : what stands beside the title while it is folded, already said: «allarme possibile»
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | Interval, ...], ...]
    note: str = ""
    folded: bool = False
    state: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.key}: {len(self.columns)} cells are expected, {len(row)} found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot.

    Parameters
    ----------
    key : name of its SVG file, unique in the report; a table with the same key stands below it
    title : already said
    told : what it shows in one or two sentences, for who cannot see it; already said
    draw : draws on the axes that it is given; called in the language of the report
    height : in tenths of the width
    """

    key: str
    title: str
    told: str
    draw: Callable[[Axes], None]
    height: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question of a study and its answer.

    Parameters
    ----------
    key : anchor in the page
    title : the question
    finding : the answer in one sentence with its interval
    paragraphs : how it was found and how to read it
    warnings : what makes the answer weak; shown first
    """

    key: str
    title: str
    finding: str
    paragraphs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()


def as_rows(rows: Sequence[Sequence[Cell | Interval]]) -> tuple[tuple[Cell | Interval, ...], ...]:
    """Rows as a table keeps them."""
    return tuple(tuple(row) for row in rows)

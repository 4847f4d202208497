"""What stands where in a section: each plot above its table, what is long folded, wide tables in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.language import say, say_n
from experiments.report.parts import Cell, Column, Interval, Plot, Section, Table

# A table with more rows hides what comes after it.
LONG_ROWS = 20
# More warnings than these are a wall that nobody reads; one alone is not worth folding.
SHOWN_WARNINGS, MOST_WARNINGS = 3, 4
# Longer words of a plot are for who cannot see it; the caption has its title.
CAPTION_LETTERS = 160
NUMERIC = re.compile(r"[-−+]?\d[\d.,]*( %)?")


@dataclass(frozen=True, slots=True)
class Block:
    """A plot, a table, or a plot above the table with the same key."""

    plot: Plot | None
    table: Table | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of a table that stand beside one another, and whether each holds numbers."""

    columns: tuple[Column, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[Cell | Interval, ...], ...]


def blocks(section: Section) -> list[Block]:
    """Plots that have no table of their own, then tables, each below its plot."""
    plots = {plot.key: plot for plot in section.plots}
    keys = {table.key for table in section.tables}
    alone = [Block(plot, None) for plot in section.plots if plot.key not in keys]
    return [*alone, *(Block(plots.get(table.key), table) for table in section.tables)]


def grids(table: Table) -> tuple[Grid, Grid | None]:
    """The columns that answer the question, and the others beside what names the rows; None where there are none.

    Columns without a label are of CSV and JSON, and one in which nothing is known says nothing.
    """
    kept = [k for k, column in enumerate(table.columns) if column.label and _tells(table, k)]
    first = [k for k in kept if not table.columns[k].more]
    others = [k for k in kept if table.columns[k].more]
    if not others:
        return _grid(table, first), None
    named = first[:1]
    for k in first[1:]:
        if _numeric(table, k):
            break
        named.append(k)
    return _grid(table, first), _grid(table, [*named, *others])


def long(table: Table) -> bool:
    """Whether a table is folded for its length."""
    return len(table.rows) > LONG_ROWS


def caption(plot: Plot) -> str:
    """What stands below the title of a plot, if it is short."""
    return plot.told if len(plot.told) <= CAPTION_LETTERS else ""


def folded_title(table: Table) -> str:
    """What stands where a table is folded."""
    return say_n("{title} ({n} riga)", "{title} ({n} righe)", len(table.rows), title=table.title)


def more_columns() -> str:
    """What stands where the other columns of a table are folded."""
    return say("Altre colonne di questa tabella")


def first_warnings(warnings: Sequence[str]) -> Sequence[str]:
    """The warnings that stand unfolded."""
    return warnings if len(warnings) <= MOST_WARNINGS else warnings[:SHOWN_WARNINGS]


def more_warnings(folded: Sequence[str]) -> str:
    """What stands where the other warnings of a section are folded."""
    return say_n("Un'altra avvertenza", "Altre {n} avvertenze", len(folded))


def _grid(table: Table, kept: Sequence[int]) -> Grid:
    return Grid(
        columns=tuple(table.columns[k] for k in kept),
        right=tuple(_numeric(table, k) for k in kept),
        rows=tuple(tuple(row[k] for k in kept) for row in table.rows),
    )


def _tells(table: Table, k: int) -> bool:
    return not table.rows or any(row[k] is not None for row in table.rows)


def _numeric(table: Table, k: int) -> bool:
    """Whether a column holds numbers, which stand on the right; some may be told in words."""
    return any(_is_number(row[k]) for row in table.rows)


def _is_number(cell: Cell | Interval) -> bool:
    if isinstance(cell, str):
        return NUMERIC.fullmatch(cell) is not None
    return cell is not None and not isinstance(cell, bool)

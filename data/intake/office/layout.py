"""The people, companies or openings that stand in a sheet, whatever stands above, between and below them.

Two layouts: `rows`, one thing a row under a header of one to three rows, and `cards`, a label in one cell and its value
beside it, one thing a block of rows or a sheet. Both give the same: entries with named cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from data.fields import plain
from data.intake.office.skipped_rows import BLANK, SIDE_BY_SIDE, TITLE, Judge, Skipped, Uses
from data.intake.office.workbook import Cell, Grid, as_text

DEEPEST_HEADER = 3
_LABEL_END = " :.…_\t\n"


class Spot(NamedTuple):
    """A cell: its row from 1, as a spreadsheet numbers it, and what is in it."""

    row: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, company or opening: its first row from 1, and its cells by the name of their column or label."""

    row: int
    cells: dict[str, Spot]


@dataclass(slots=True)
class Block:
    """What was read from a sheet, or from a part of it.

    Parameters
    ----------
    names : list of str
        Headers or labels, in order; the second of the same name is `name (2)`.
    entries : list of Entry
    skipped : list of Skipped
        Every other row of the part, blank ones too.
    doubtful : list of Skipped
        Those of them that may be entries all the same: a person must say.
    """

    names: list[str]
    entries: list[Entry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    doubtful: list[Skipped] = field(default_factory=list)


def header_names(grid: Grid, first: int, last: int) -> list[str]:
    """The name of every column under a header in the rows first..last (from 0); empty where there is none.

    Merged cells count for all that they span; upper and lower header are joined by ` / `. A title over all the columns
    is no header.
    """
    width = max((len(row) for row in grid.rows), default=0)
    spread = [_spread(grid, row, lower=row < last) for row in range(first, last + 1)]
    named = sum(any(level[column] for level in spread) for column in range(width))
    parts: list[list[str]] = [[] for _ in range(width)]
    for level in spread:
        most, times = Counter(text for text in level if text).most_common(1)[0] if any(level) else ("", 0)
        for column, text in enumerate(level):
            is_title = text == most and times > 1 and times >= 0.8 * named
            if text and not is_title and text not in parts[column]:
                parts[column].append(text)
    return _numbered([" / ".join(part) for part in parts])


def read_rows(grid: Grid, first: int, last: int, stop: int | None = None, uses: Uses | None = None) -> Block:
    """The rows under a header in the rows first..last (from 0), up to the row `stop` where another table begins."""
    names = header_names(grid, first, last)
    block = Block([name for name in names if name])
    end = len(grid.rows) if stop is None else stop
    title = _title_above(grid, last, end) if stop is not None else end
    judge = Judge(grid, names, (first, last), uses or Uses())
    grid = _filled_down(grid, last)
    for number in range(last + 1, end):
        row = grid.rows[number]
        why, is_doubtful = judge.verdict(number, row)
        text = next((as_text(cell) for cell in row if as_text(cell)), "")
        if number >= title and text:
            why, is_doubtful = TITLE, False
        if not why:
            named = zip(names, row, strict=False)
            cells = {name: Spot(number + 1, cell) for name, cell in named if name and as_text(cell)}
            block.entries.append(Entry(number + 1, cells))
            continue
        block.skipped.append(Skipped(number + 1, why, text))
        if is_doubtful:
            block.doubtful.append(block.skipped[-1])
    return block


def _title_above(grid: Grid, header: int, end: int) -> int:
    """Where the title of the table that begins at `end` begins: lines of one cell, apart from the table above."""
    first = end
    while first > header + 1 and sum(bool(as_text(cell)) for cell in grid.rows[first - 1]) < 2:
        first -= 1
    blank = (row for row in range(first, end) if not any(as_text(cell) for cell in grid.rows[row]))
    return next(blank, end)


def _filled_down(grid: Grid, header: int) -> Grid:
    """The sheet with what is merged over several rows under the header said on each of them."""
    tall = [span for span in grid.merged if span[0] > header and span[2] > span[0]]
    if not tall:
        return grid
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, _ in tall:
        for number in range(top, min(bottom + 1, len(rows))):
            rows[number][left] = rows[top][left]
    return Grid(grid.name, rows, grid.merged, grid.hidden)


def find_header(grid: Grid, names: Collection[str], first: int, depth: int) -> int | None:
    """The first row (from 0) of a header of `depth` rows with all the names: where it is expected, or elsewhere."""
    starts = [first, *(row for row in range(max(0, len(grid.rows) - depth + 1)) if row != first)]
    wanted = {plain(name) for name in names}
    for row in starts:
        if row + depth <= len(grid.rows) and wanted <= {
            plain(name) for name in header_names(grid, row, row + depth - 1)
        }:
            return row
    return None


def label_of(cell: Cell) -> str:
    """A label without the colon, dots or underscores after it; empty for a cell that is no text."""
    return " ".join(cell.split()).strip(_LABEL_END) if isinstance(cell, str) else ""


def read_cards(grid: Grid, labels: Collection[str], starts: str = "") -> Block:
    """The cards of a sheet: the value of a label stands right of it, or in the same cell after a colon.

    Parameters
    ----------
    grid : Grid
    labels : collection of str
        The labels that may stand in it.
    starts : str
        The label with which every card begins; empty if the sheet is one card.
    """
    known = {plain(label): label for label in labels}
    block = Block(list(labels))
    entry: Entry | None = None if starts else Entry(1, {})
    entries = [] if entry is None else [entry]
    for number, row in enumerate(grid.rows):
        found = list(_labelled(row, known))
        if sum(plain(label) == plain(starts) for label, _ in found) > 1:
            # The cells of one person would be read as those of the person beside.
            block.doubtful.append(Skipped(number + 1, SIDE_BY_SIDE, ""))
        for label, cell in found:
            if starts and plain(label) == plain(starts):
                entry = Entry(number + 1, {})
                entries.append(entry)
            if entry is not None:
                times = sum(name == label or name.startswith(f"{label} (") for name in entry.cells)
                entry.cells[label if not times else f"{label} ({times + 1})"] = Spot(number + 1, cell)
        if entry is None or not found:
            texts = [as_text(cell) for cell in row if as_text(cell)]
            block.skipped.append(Skipped(number + 1, TITLE if texts else BLANK, texts[0] if texts else ""))
    block.entries = [entry for entry in entries if any(as_text(spot.cell) for spot in entry.cells.values())]
    # What ends with a colon is a label, even one that nobody named.
    others = [label_of(cell) for row in grid.rows for cell in row if str(cell).rstrip().endswith(":")]
    named = [name for entry in block.entries for name in entry.cells]
    block.names = list(dict.fromkeys([*block.names, *named, *(name for name in others if plain(name) not in known)]))
    return block


def _labelled(row: list[Cell], known: dict[str, str]) -> Iterator[tuple[str, Cell]]:
    """The known labels of a row, each with its value or None."""
    column = 0
    while column < len(row):
        cell = row[column]
        column += 1
        label = known.get(plain(label_of(cell)))
        if label is not None:
            while column < len(row) and not as_text(row[column]):
                column += 1
            value = row[column] if column < len(row) else None
            if plain(label_of(value)) in known:
                value = None
            else:
                column += 1
            yield label, value
        elif isinstance(cell, str) and ":" in cell:
            before, _, after = cell.partition(":")
            label = known.get(plain(label_of(before)))
            if label is not None and after.strip():
                yield label, after.strip()


def _spread(grid: Grid, row: int, *, lower: bool) -> list[str]:
    """The texts of a header row, a merged one in all the columns that it spans."""
    width = max((len(cells) for cells in grid.rows), default=0)
    texts = [" ".join(as_text(cell).split()) for cell in grid.rows[row]]
    texts += [""] * (width - len(texts))
    spans = [span for span in grid.merged if span[0] <= row <= span[2]]
    for top, left, _, right in spans:
        origin = " ".join(as_text(grid.rows[top][left]).split()) if top < len(grid.rows) else ""
        for column in range(left, min(right + 1, width)):
            texts[column] = origin
    if not spans and not grid.merged and lower:
        # A file that says nothing of merged cells: an upper header counts up to the next one.
        below = [as_text(cell) for cell in grid.rows[row + 1]]
        for column in range(1, width):
            if not texts[column] and column < len(below) and below[column] and below[column - 1]:
                texts[column] = texts[column - 1]
    return texts


def _numbered(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[plain(name)] += 1
        times = seen[plain(name)]
        numbered.append(f"{name} ({times})" if name and times > 1 else name)
    return numbered

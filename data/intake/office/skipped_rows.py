"""Which rows of a sheet are no person, company or opening: totals, titles, notes, legends; never for a name alone.

Surnames and companies are called Somma, Media, Legenda, Fonte. So a word decides nothing where the rest of the row
holds what an entry holds, and a row that might be either is doubtful, for a person to settle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import NamedTuple

from data.fields import plain
from data.intake.office.workbook import Cell, Grid, as_text
from data.language import marked

BLANK = marked("vuota")
SIDE_BY_SIDE = marked("due schede una accanto all'altra: mettile una sotto l'altra")
TITLE = marked("titolo o nota")
TOTAL = marked("totale")
REPEATED = marked("intestazione ripetuta")
NUMBER_ONLY = marked("solo il numero progressivo")
LEGEND = marked("legenda")
_TOTAL = re.compile(r"(?:sub ?)?tot(?:ale|ali)?\b|somma\b|media\b")
# These words are also names.
_NAME_TOO = re.compile(r"(?:somma|media)\b")
_LEGEND = re.compile(r"legenda\b")
_LEGEND_OF = re.compile(r"legenda(?: (?:dei|delle|degli|di|colori|simboli|sigle|codici|abbreviazioni)\b.*)?")
_NOTE = re.compile(r"\s*(?:\*|n\.? ?b\.?[ :]|nota\b|aggiornat|fonte\b|firma\b)", re.IGNORECASE)
_SURE_NOTE = re.compile(r"\s*(?:\*|n\.? ?b\.?[ :]|aggiornat|\w+\s*:)", re.IGNORECASE)
_NUMBER = re.compile(r"[€ ]*-?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:[.,]\d+)?[€% ]*")


class Skipped(NamedTuple):
    """A row that holds no entry: its number from 1, why, and its first text, which may be somebody's name."""

    row: int
    why: str
    text: str


class Verdict(NamedTuple):
    """Why a row holds no entry, empty if it does; and whether it might hold one all the same."""

    why: str
    is_doubtful: bool = False


ENTRY = Verdict("")


def _reads_nothing(_name: str, _cell: Cell) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Uses:
    """What a mapping takes from the columns of a sheet; nothing while there is no mapping yet.

    Parameters
    ----------
    used : frozenset of str
        Columns it takes, as `plain` makes them.
    required : frozenset of str
        Those of them without which there is no entry.
    reads : callable
        Whether a cell under a column reads as what that column must hold: a date, a municipality, hours.
    """

    used: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    reads: Callable[[str, Cell], bool] = _reads_nothing


class Judge:
    """Judges the rows under one header from top to bottom; it remembers whether a legend has begun.

    Parameters
    ----------
    grid : Grid
    names : list of str
        Header of each column, or empty.
    header : (int, int)
        First and last row of the header, from 0.
    uses : Uses
    """

    def __init__(self, grid: Grid, names: Sequence[str], header: tuple[int, int], uses: Uses) -> None:
        first, last = header
        self._names, self._uses = names, uses
        self._levels = [[as_text(cell) for cell in grid.rows[row]] for row in range(first, last + 1)]
        headed = {(left, right) for top, left, _, right in grid.merged if first <= top <= last}
        # Where the header is as wide, a merged cell is the value under it.
        self._wide = {
            top for top, left, _, right in grid.merged if top > last and right > left and (left, right) not in headed
        }
        self._is_legend = False

    def verdict(self, number: int, row: Sequence[Cell]) -> Verdict:
        """Whether the row (its number from 0) holds an entry."""
        filled = [(column, cell) for column, cell in enumerate(row) if as_text(cell)]
        if not filled:
            return Verdict(BLANK)
        if self._is_header(filled):
            return Verdict(REPEATED)
        cells = {plain(self._names[column]): cell for column, cell in filled if self._names[column]}
        is_full = len(cells) > 1 and bool(self._uses.required) and self._uses.required <= set(cells)
        legend = self._legend(filled, cells, is_full)
        if legend is not None:
            return legend
        if not cells:
            return Verdict(TITLE)
        if _TOTAL.match(plain(as_text(filled[0][1]))) and all(_is_number(cell) for _, cell in filled[1:]):
            return self._total(filled, is_full)
        return self._alone(number, *filled[0]) if len(filled) == 1 else ENTRY

    def _is_header(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        return any(
            2 * sum(column < len(level) and as_text(cell) == level[column] for column, cell in filled) > len(filled)
            for level in self._levels
        )

    def _legend(self, filled: Sequence[tuple[int, Cell]], cells: dict[str, Cell], is_full: bool) -> Verdict | None:
        if is_full and (not self._is_legend or len(self._uses.required) > 1):
            self._is_legend = False
            return None
        if self._is_legend:
            return Verdict(LEGEND, any(self._uses.reads(name, cell) for name, cell in cells.items()))
        text = as_text(filled[0][1])
        if not _LEGEND.match(plain(text)):
            return None
        is_sure = _LEGEND_OF.fullmatch(plain(text)) is not None or ":" in text
        reads = any(self._uses.reads(name, cell) for name, cell in cells.items())
        self._is_legend = is_sure and not reads
        return Verdict(LEGEND, reads or not is_sure)

    def _total(self, filled: Sequence[tuple[int, Cell]], is_full: bool) -> Verdict:
        text = plain(as_text(filled[0][1]))
        is_name = _NAME_TOO.match(text) is not None
        if is_full and is_name:
            return ENTRY
        is_sure = not is_name or (_NAME_TOO.fullmatch(text) is not None and len(filled) > 1)
        return Verdict(TOTAL, is_full or not is_sure)

    def _alone(self, number: int, column: int, cell: Cell) -> Verdict:
        """Of a row with one filled cell."""
        text = as_text(cell)
        is_used = plain(self._names[column]) in self._uses.used
        if number in self._wide:
            return Verdict(TITLE)
        if _NOTE.match(text):
            return Verdict(TITLE, is_used and _SURE_NOTE.match(text) is None)
        return Verdict(NUMBER_ONLY, is_used) if text.isdigit() else ENTRY


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None
    return isinstance(cell, (int, float, timedelta, time)) and not isinstance(cell, bool)

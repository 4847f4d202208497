"""Where the tables and cards of a sheet are, and which of our fields a header may mean."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from data.fields import plain
from data.intake.columns import OFFICE_FILES, columns_of
from data.intake.office.layout import DEEPEST_HEADER, Block, header_names, label_of, read_cards, read_rows
from data.intake.office.words import Spoken, spoken_headers
from data.intake.office.workbook import Grid, as_text

# Beyond so many rows nobody puts a title.
_LOWEST_HEADER = 400
_LEAST_KNOWN = 2
_LIKE = 0.87
_LONGEST_HEADER = 80
_CHILD = (re.compile(r"\bfigli[oa]?\b\D*(\d)"), re.compile(r"(\d)[oa]? ?figli[oa]\b"), re.compile(r"\bminore (\d)\b"))


@dataclass(frozen=True, slots=True)
class Found:
    """A table or the cards of a sheet.

    Parameters
    ----------
    layout : str
        `rows` or `cards`.
    start, depth : int
        Of rows: first row of the header, from 0, and how many rows it has.
    card_starts : str
        Of cards: the label with which each begins.
    block : Block
    """

    layout: str
    start: int
    depth: int
    card_starts: str
    block: Block


def find_blocks(grid: Grid) -> list[Found]:
    """What a sheet holds, from top to bottom; nothing if no header and no labels are recognised."""
    tables = _tables(grid)
    cards = _cards(grid)
    widest = max((sum(map(is_known, names)) for _, _, names in tables), default=0)
    if cards is not None and sum(map(is_known, cards.block.names)) > widest:
        return [cards]
    starts = sorted(start for start, _, _ in tables)
    return [
        Found("rows", start, depth, "", read_rows(grid, start, start + depth - 1, _next(starts, start)))
        for start, depth, _ in sorted(tables)
    ]


def _next(starts: list[int], after: int) -> int | None:
    return min((start for start in starts if start > after), default=None)


def _tables(grid: Grid) -> list[tuple[int, int, list[str]]]:
    windows = []
    for start in range(min(len(grid.rows), _LOWEST_HEADER)):
        if not any(isinstance(cell, str) and is_known(cell) for cell in grid.rows[start]):
            continue
        for depth in range(1, DEEPEST_HEADER + 1):
            for first in {start, start - depth + 1}:
                if first < 0 or first + depth > len(grid.rows) or _cuts(grid, first, first + depth):
                    continue
                names = header_names(grid, first, first + depth - 1)
                known, named = sum(map(is_known, names)), sum(map(bool, names))
                cells = [cell for row in grid.rows[first : first + depth] for cell in row if as_text(cell)]
                typed = sum(not isinstance(cell, str) for cell in cells)
                longest = max(len(as_text(cell)) for cell in cells)
                # Some cells are labels, with the values of a card between them.
                labels = {as_text(cell).endswith(":") for cell in cells}
                if len(labels) == 1 and known >= _LEAST_KNOWN and 2 * known >= named and longest < 200:
                    windows.append((known - 0.4 * (depth - 1) - 0.5 * typed + 0.05 * named, -first, depth, names))
    chosen: list[tuple[int, int, list[str]]] = []
    for score, before, depth, names in sorted(windows, reverse=True):
        first = -before
        apart = all(first + depth <= start or first >= start + deep for start, deep, _ in chosen)
        is_new = all(_alike(names, others) < 0.5 for _, _, others in chosen)
        if apart and is_new and (not chosen or score > _LEAST_KNOWN + 1):
            chosen.append((first, depth, names))
    return chosen


def _cuts(grid: Grid, first: int, end: int) -> bool:
    """Whether a header in the rows first..end-1 would cut merged cells in two."""
    return any(top < edge <= bottom for top, _, bottom, _ in grid.merged for edge in (first, end))


def _alike(names: list[str], others: list[str]) -> float:
    """How many of the names are others' too: a header repeated further down, or a piece of one."""
    mine, theirs = [
        {part for name in side for part in map(plain, name.split(" / ")) if part} for side in (names, others)
    ]
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _cards(grid: Grid) -> Found | None:
    """Labels that stand one below another, each with a value beside it."""
    places: list[tuple[int, int, str]] = []
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            label = label_of(cell)
            beside = any(as_text(other) for other in row[column + 1 :])
            if label and len(label) < 60 and (beside or str(cell).rstrip().endswith(":")):
                places.append((number, column, label))
            elif ":" in label and is_known(label_of(label.partition(":")[0])):
                places.append((number, column, label_of(label.partition(":")[0])))
    by_column = Counter(column for _, column, label in places if is_known(label))
    wide = {column for column, times in by_column.items() if times >= _LEAST_KNOWN + 1}
    labels = [label for _, column, label in places if column in wide]
    times = Counter(map(plain, labels))
    names = list(
        {plain(label): label for label in reversed(labels) if is_known(label) or times[plain(label)] > 1}.values()
    )
    names.reverse()
    if sum(map(is_known, names)) <= _LEAST_KNOWN:
        return None
    most = max(times[plain(name)] for name in names)
    repeated = [label for label in labels if times[plain(label)] == most and most > 1]
    starts = repeated[0] if repeated else ""
    return Found("cards", 0, 0, starts, read_cards(grid, names, starts))


def is_known(header: str) -> bool:
    """Whether a header means a field of one of our tables, or something that is never imported."""
    return bool(header) and len(header) < _LONGEST_HEADER and (bool(_sure(header)) or child_of(header) is not None)


def child_of(header: str) -> tuple[int, str] | None:
    """Of a header about one child: which, and the rest of it, as `figlio 2 nascita` is (2, `nascita`)."""
    asked = plain(header[:_LONGEST_HEADER])
    for pattern in _CHILD:
        if found := pattern.search(asked):
            return int(found[1]), " ".join((asked[: found.start()] + " " + asked[found.end() :]).split())
    return None


@lru_cache(maxsize=10_000)
def meanings(header: str) -> tuple[Spoken, ...]:
    """The fields that a header may mean, surest first; also where it is not quite written as they are."""
    if found := _sure(header):
        return found
    words = sorted({entry.words for entry in _vocabulary()})
    for asked in _asked(header):
        close = difflib.get_close_matches(asked[:_LONGEST_HEADER], words, n=1, cutoff=_LIKE) if len(asked) > 3 else []
        if close:
            return tuple(entry for entry in _vocabulary() if entry.words == close[0])
    return ()


@lru_cache(maxsize=10_000)
def _sure(header: str) -> tuple[Spoken, ...]:
    """The fields whose words a header says, or holds."""
    for asked in _asked(header):
        exact = tuple(entry for entry in _vocabulary() if entry.words == asked)
        if exact:
            return exact
        held = [entry for entry in _vocabulary() if len(entry.words) > 3 and f" {entry.words} " in f" {asked} "]
        if held:
            longest = max(len(entry.words) for entry in held)
            return tuple(entry for entry in held if len(entry.words) == longest)
    return ()


def _asked(header: str) -> list[str]:
    """The lowest part of a header, the whole of it, then the parts above."""
    parts = [plain(part) for part in re.sub(r" \(\d+\)$", "", header).split(" / ")]
    return [asked for asked in (parts[-1], " ".join(parts), *parts[-2::-1]) if asked and len(asked) < _LONGEST_HEADER]


@cache
def _vocabulary() -> tuple[Spoken, ...]:
    own = [
        Spoken(file, column.field if column.record != "sites" else f"sites.{column.field}", plain(name))
        for file in OFFICE_FILES
        for column in columns_of(file)
        for name in (column.it, column.en)
    ]
    return (*own, *spoken_headers())

"""The rows of our own tables from the sheets of an office, as its mapping says; and where each value was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase

from data.errors import AbbinaError
from data.fields import plain
from data.intake.cells import NONE
from data.intake.columns import Column, column_of
from data.intake.faults import RowFault, shown
from data.intake.office.drawn import Drawn, Gathered, SheetReport, Unnumbered, Written, name_child
from data.intake.office.layout import (
    Block,
    Entry,
    Spot,
    find_header,
    header_names,
    label_of,
    read_cards,
    read_rows,
)
from data.intake.office.mapping import OfficeMap, Plan, Source
from data.intake.office.private import is_private
from data.intake.office.sheet_names import sheet_label, sheets_asked
from data.intake.office.skipped_rows import Uses
from data.intake.office.spoken_cells import is_unknown, spoken, spoken_day, yes_or_no
from data.intake.office.workbook import Cell, Grid, as_text, place
from data.language import say
from data.places import places
from data.week import parse_week

# Kind of our column -> what raises, or gives nothing, for a text that is no such thing.
_READ_BACK: Mapping[str, Callable[[str], object]] = {
    "day": date.fromisoformat,
    "municipality": lambda text: places().find(text),
    "week": lambda text: parse_week(text).hours,
}


def gather(books: Mapping[str, list[Grid]], office: OfficeMap, gathered: Gathered, faults: list[RowFault]) -> None:
    """Draw the rows of our tables from the sheets that a mapping names.

    Parameters
    ----------
    books : mapping of str
        Name of a file -> its sheets.
    office : OfficeMap
    gathered : Gathered
        Gets the rows, and what was read of each sheet.
    faults : list of RowFault
        Gets what the mapping names and no sheet has, and the rows of which nobody can tell whether they are entries.
    """
    found = [(plan, file, grid) for plan in office.plans for file, grid in _sheets(plan, books, office, faults)]
    heads: dict[tuple[str, str], list[int]] = {}
    starts: list[int | None] = []
    for plan, file, grid in found:
        start = _start(plan, place(file, sheet_label(books[file], grid, plan.about.sheet)), grid, office, faults)
        starts.append(start)
        if start is not None:
            heads.setdefault((file, grid.name), []).append(start)
    for (plan, file, grid), start in zip(found, starts, strict=True):
        if start is None:
            continue
        block = _block(plan, grid, start, heads[file, grid.name])
        sheet = place(file, sheet_label(books[file], grid, plan.about.sheet))
        for entry in block.entries:
            _draw(plan, entry, sheet, gathered)
        for row, why, _ in block.doubtful:
            expected = say(
                "Non si capisce se qui c'è una voce da leggere o no ({why}): completa la riga, o cancellala.",
                why=say(why),
            )
            faults.append(RowFault(sheet, row, "", "", expected))
        named = {plain(name) for name in (*plan.columns(), *plan.about.left_out)}
        unnamed = tuple(name for name in block.names if plain(name) not in named)
        gathered.reports.append(SheetReport(sheet, plan.about.table, len(block.entries), tuple(block.skipped), unnamed))


def _sheets(
    plan: Plan, books: Mapping[str, list[Grid]], office: OfficeMap, faults: list[RowFault]
) -> Iterator[tuple[str, Grid]]:
    about = plan.about
    pairs = [
        (file, grid)
        for file, grids in books.items()
        if file == about.file or fnmatchcase(file.lower(), about.file.lower())
        for grid in sheets_asked(about.sheet, grids, [other.about.sheet for other in office.plans])
    ]
    if not pairs:
        row, name = office.place((*plan.path, "sheet"))
        names = [grid.name for grids in books.values() for grid in grids]
        near = "".join(
            get_close_matches(about.sheet, [name for name in names if not is_private(name)], n=1, cutoff=0.5)
        )
        expected = say("il nome di un foglio dei file che importi")
        faults.append(RowFault(office.file, row, name, shown(about.sheet), expected, near))
    yield from pairs


def _start(plan: Plan, sheet: str, grid: Grid, office: OfficeMap, faults: list[RowFault]) -> int | None:
    """The row (from 0) where a sheet's table begins; None, and faults, where a column that is needed is missing."""
    needed = plan.columns()
    first, depth = plan.about.header_rows
    if plan.about.layout == "cards":
        there = [label_of(part) for row in grid.rows for cell in row for part in _label_parts(cell)]
        start: int | None = 0
        missing = [name for name in needed if plain(name) not in {plain(label) for label in there}]
        if plan.about.card_starts:
            # Where nobody has a third child, no card has its label.
            missing = [name for name in missing if "children" not in needed[name]]
        elif len(missing) < len(needed):
            # A sheet that is one card may lack what others have.
            missing = []
    else:
        start = find_header(grid, needed, first, depth)
        there = header_names(grid, first, min(first + depth, len(grid.rows)) - 1) if first < len(grid.rows) else []
        missing = [name for name in needed if start is None and plain(name) not in {plain(name) for name in there}]
        if start is None and not missing:
            missing = list(needed)
    for name in missing:
        row, key = office.place(needed[name])
        near = "".join(get_close_matches(name, [head for head in there if head], n=1, cutoff=0.5))
        expected = say("una colonna che c'è in {sheet}", sheet=sheet)
        faults.append(RowFault(office.file, row, key, shown(name), expected, near))
    return None if missing else start


def _label_parts(cell: Cell) -> list[str]:
    return [cell, cell.partition(":")[0]] if isinstance(cell, str) else []


def _block(plan: Plan, grid: Grid, start: int, heads: list[int]) -> Block:
    if plan.about.layout == "cards":
        labels = [name for name in (*plan.columns(), *plan.about.left_out) if not name.endswith(")")]
        return read_cards(
            grid, list(dict.fromkeys([*labels, *filter(None, [plan.about.card_starts])])), plan.about.card_starts
        )
    _, depth = plan.about.header_rows
    stop = min((head for head in heads if head > start), default=None)
    return read_rows(grid, start, start + depth - 1, stop, _uses(plan))


def _uses(plan: Plan) -> Uses:
    """What the plan takes from the columns, for who judges whether a row is an entry."""
    required = {source.column for column, source in plan.fields.items() if column.required and source.column}
    if plan.about.make_code is not None:
        required.update(plan.about.make_code.known_by)
    typed = {
        plain(source.column): (column, source)
        for column, source in plan.fields.items()
        if source.column and column.kind in _READ_BACK
    }

    def reads(name: str, cell: Cell) -> bool:
        if name not in typed or not isinstance(cell, (str, date)):
            return False
        column, source = typed[name]
        try:
            return bool(_READ_BACK[column.kind](spoken(column, cell, source.reading())))
        except (AbbinaError, ValueError):
            return False

    return Uses(frozenset(map(plain, plan.columns())), frozenset(map(plain, required)), reads)


def _draw(plan: Plan, entry: Entry, sheet: str, gathered: Gathered) -> None:
    about = plan.about
    cells = _by_plain(entry)
    drawn = Drawn(sheet, entry.row)
    for column, text in plan.constants.items():
        drawn.cells[column] = text
    for column, source in plan.fields.items():
        _take(drawn, column, source, cells)
    gathered.rows[f"{about.table}.csv"].append(drawn)
    children: dict[int, Drawn] = {}
    for k, child in enumerate(plan.children, 1):
        row = Drawn(sheet, entry.row)
        for column, source in child.items():
            _take(row, column, source, cells)
        if any(row.cells.values()):
            children[k] = row
    gathered.rows["children.csv"] += children.values()
    code = column_of(about.table, "id")
    if about.make_code is not None and not drawn.cells.get(code):
        known_by = about.make_code.known_by
        # However a birth is written, the person is the same.
        parts = [as_text(cells[plain(name)].cell) for name in known_by if plain(name) in cells]
        who = " | ".join(spoken_day(part, is_birth=True) for part in parts)
        drawn.written[code] = Written(known_by[0] if known_by else "", entry.row, "")
        gathered.unnumbered.append(Unnumbered(drawn, about.table, about.make_code, who, children))
    else:
        for k, row in children.items():
            name_child(row, drawn.cells.get(code, ""), k)


def _by_plain(entry: Entry) -> dict[str, Spot]:
    return {plain(name): spot for name, spot in entry.cells.items()}


def _take(drawn: Drawn, column: Column, source: Source, cells: Mapping[str, Spot]) -> None:
    spots = {name: cells[plain(name)] for name in source.columns if plain(name) in cells}
    reading = source.reading()
    if source.flags:
        texts = {name: as_text(spot.cell) for name, spot in spots.items()}
        said = _ticked(column, source, texts)
        # What is no tick is what may be wrong.
        odd = [name for name, text in texts.items() if yes_or_no(text) is None and text and not text.isdigit()]
        spots = {name: spots[name] for name in odd[:1]} or spots
    elif source.pattern is not None:
        texts = {name: as_text(spot.cell) for name, spot in spots.items()}
        said = source.filled({name: text for name, text in texts.items() if not is_unknown(text)})
    else:
        said = None
    cell: Cell = said if said is not None else next((spot.cell for spot in spots.values()), None)
    text = spoken(column, cell, reading)
    if text:
        drawn.cells[column] = text
    # Of several cells, all that was made of them is shown.
    name, spot = next(iter(spots.items()), (source.columns[0], None))
    shown_text = said if said is not None and len(spots) > 1 else as_text(spot.cell) if spot is not None else ""
    drawn.written[column] = Written(name, spot.row if spot is not None else drawn.row, shown_text)


def _ticked(column: Column, source: Source, texts: Mapping[str, str]) -> str:
    """A list from columns that are ticked, or graded; empty where nobody said anything."""
    entries: list[str] = []
    answered = False
    for name, code in source.flags.items():
        text = texts.get(name, "")
        if not text or is_unknown(text):
            continue
        answer = yes_or_no(text)
        answered = True
        if column.kind.startswith("levels") and text.isdigit():
            entries.append(f"{code}={text}")
        elif column.kind == "features" and answer is not None:
            entries.append(f"{code}={'sì' if answer else 'no'}")
        elif answer is not False:
            entries.append(code if answer else text)
    return "; ".join(entries) or (NONE["it"] if answered else "")

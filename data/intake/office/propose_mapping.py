"""A mapping proposed from the headers of a sheet and from what stands under them; a person corrects it."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.fields import plain
from data.intake.columns import OFFICE_FILES, Column, column_of, columns_of
from data.intake.office.layout import Block, Spot
from data.intake.office.mapping import READ
from data.intake.office.private import TAX_CODE, cut, is_contact
from data.intake.office.propose_mapping_layout import Found, child_of, find_blocks, meanings
from data.intake.office.propose_mapping_values import Odd, not_understood, reads, share
from data.intake.office.spoken_cells import Reading, is_unknown, key_of, spoken, spoken_day, yes_or_no
from data.intake.office.words import words_of
from data.intake.office.workbook import Grid, as_text
from data.language import marked, say

TABLES = tuple(file.removesuffix(".csv") for file in OFFICE_FILES)
PREFIXES = {"candidates": "P", "children": "F", "companies": "A", "openings": "O", "services": "S"}
# Table -> what people call it.
NAMES = {
    "candidates": marked("persone"),
    "children": marked("figli"),
    "companies": marked("aziende e sedi"),
    "openings": marked("offerte di tirocinio"),
    "services": marked("servizi"),
}
# Reason why a column is never imported -> what people read of it.
REASONS = {
    "name": marked("dice chi è la persona: non entra mai"),
    "tax_code": marked("codice fiscale o partita IVA: non entra mai"),
    "contact": marked("recapito: non entra mai"),
    "address": marked("indirizzo: basta il comune"),
    "health": marked("salute: non entra mai; qui servono solo capacità e prescrizioni"),
    "origin": marked("origine o documenti: non entrano mai"),
    "notes": marked("note libere: possono dire cose che non servono"),
    "money": marked("dati economici: non servono"),
    "counter": marked("solo un numero di riga"),
    "derived": marked("si ricava da altri dati"),
    "": marked("non riconosciuta: se serve, spostala in fields"),
}
_ADMITTED_BY = ("categories", "in_charge", "employment")
# Cells of a column that are tried, to see whether it can be a field that its header does not name.
_SAMPLE = 40


@dataclass(slots=True)
class Guess:
    """One field of a proposed mapping: its columns, and the values that still lack a translation.

    Parameters
    ----------
    column : Column
    headers : list of str
    flags : dict
        Header -> code, where a column is ticked.
    odd : Odd
        What nobody here understands.
    """

    column: Column
    headers: list[str]
    flags: dict[str, str] = field(default_factory=dict)
    odd: Odd = field(default_factory=Odd)

    @property
    def missing(self) -> list[str]:
        """Values that a person translates in the mapping."""
        return self.odd.values

    @property
    def read(self) -> str:
        """How a mapping names this way of reading."""
        return READ.get(self.column.kind.partition(":")[0], "list")


@dataclass(slots=True)
class Proposal:
    """What is proposed for one table of one sheet.

    Parameters
    ----------
    file, sheet, table : str
    found : Found
    fields : list of Guess
    children : dict
        Number of the child -> its fields.
    left_out : dict
        Header -> reason, a key of `REASONS`.
    code_from : list of str, optional
        Columns that say who it is, where there is no code.
    alike : list of str
        Names of all sheets of the file that it stands for, where they are several; never written or shown.
    n_found : int
        How many people, companies ... its sheets hold.
    """

    file: str
    sheet: str
    table: str
    found: Found
    fields: list[Guess] = field(default_factory=list)
    children: dict[int, list[Guess]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    code_from: list[str] | None = None
    alike: list[str] = field(default_factory=list)
    n_found: int = 0

    def unsaid(self) -> list[Column]:
        """Of people, the fields without which nobody can be admitted and for which no column was found."""
        given = {guess.column for guess in self.fields}
        wanted = [column_of("candidates", name) for name in _ADMITTED_BY] if self.table == "candidates" else []
        return [column for column in wanted if column not in given]

    def lacking(self) -> list[Column]:
        """Required fields for which no column was found."""
        given = {guess.column for guess in self.fields}
        return [
            column
            for column in columns_of(f"{self.table}.csv")
            if column.required
            and column.record != "sites"
            and column.field != "id"
            and column not in given
            and (column.record, column.field) != ("openings", "site")
        ]


def propose_for(file: str, grid: Grid) -> list[Proposal]:
    """What a sheet seems to hold; empty if nothing in it is recognised."""
    proposals: list[Proposal] = []
    for found in find_blocks(grid):
        if not found.block.entries:
            continue
        points = {table: _points(table, found.block) for table in TABLES}
        table = max(TABLES, key=lambda name: points[name])
        if points[table] < 2:
            continue
        proposals.append(_proposal(file, grid.name, table, found))
        if table == "openings" and points["companies"] >= 2 and _has(found.block, "companies", "sector"):
            # Companies and what they offer on the same rows.
            proposals.insert(len(proposals) - 1, _proposal(file, grid.name, "companies", found))
    return proposals


def _points(table: str, block: Block) -> float:
    """How many fields of a table the headers mean; those that must be there count more."""
    fields = {entry.field for name in block.names for entry in meanings(name) if entry.file == f"{table}.csv"}
    must = sum(
        column.required and column.record != "sites" and column.field in fields for column in columns_of(f"{table}.csv")
    )
    # Names of people stand on many sheets; where hardly anything else is said, the sheet is of people.
    of_people = any(
        entry.field in ("name", "health") for name in block.names for entry in meanings(name) if not entry.file
    )
    hint = {"children": -0.5, "candidates": 1.0 if of_people else 0.0}
    return len(fields) + 0.5 * must + hint.get(table, 0.0)


def _has(block: Block, table: str, name: str) -> bool:
    return any(
        entry.file == f"{table}.csv" and entry.field == name for header in block.names for entry in meanings(header)
    )


def _proposal(file: str, sheet: str, table: str, found: Found) -> Proposal:
    proposal = Proposal(file, sheet, table, found, n_found=len(found.block.entries))
    values = _values(found.block)
    taken: dict[Column, Guess] = {}
    names: list[str] = []
    for header in found.block.names:
        reason = _private(header, table, values[header])
        child = child_of(header) if table == "candidates" else None
        if child is not None and reason != "name":
            _add_child(proposal, *child, header, values[header])
        elif reason:
            proposal.left_out[header] = reason
            names += [header] if reason == "name" else []
        elif (guess := _guess(table, header, values[header])) is None:
            proposal.left_out[header] = ""
        elif guess.column not in taken:
            taken[guess.column] = guess
        elif guess.flags and taken[guess.column].flags:
            taken[guess.column].flags |= guess.flags
        else:
            proposal.left_out[header] = ""
    _by_values(proposal, taken, values)
    proposal.fields = sorted(taken.values(), key=lambda guess: columns_of(f"{table}.csv").index(guess.column))
    if column_of(table, "id") not in taken:
        title = [guess.headers[0] for guess in proposal.fields if guess.column.field in ("name", "birth_date")]
        proposal.code_from = {"openings": [], "companies": title}.get(table, [*names, *title])
    return proposal


def _values(block: Block) -> dict[str, list[Spot]]:
    return {name: [entry.cells[name] for entry in block.entries if name in entry.cells] for name in block.names}


def _private(header: str, table: str, cells: list[Spot]) -> str:
    """Why a column is never imported; empty if it may be."""
    texts = [text for spot in cells if (text := cut(as_text(spot.cell)))]
    if any(TAX_CODE.fullmatch(text) for text in texts):
        return "tax_code"
    meant = meanings(header)
    if not any(entry.file == f"{table}.csv" for entry in meant):
        reason = next((entry.field for entry in meant if not entry.file), "")
        if reason:
            return reason
    return "contact" if 2 * sum(map(is_contact, texts)) > len(texts) else ""


def _guess(table: str, header: str, cells: list[Spot]) -> Guess | None:
    ticked = _ticked(table, header, cells)
    if ticked is not None:
        return ticked
    for entry in meanings(header):
        if entry.file == f"{table}.csv":
            record, _, name = entry.field.rpartition(".")
            column = column_of(record or table, name)
            return Guess(column, [header], odd=not_understood(column, cells))
    return None


def _ticked(table: str, header: str, cells: list[Spot]) -> Guess | None:
    """A column with a tick for each person or place that has what its header says."""
    texts = [text for spot in cells if not is_unknown(text := cut(as_text(spot.cell)))]
    odd = [text for text in texts if yes_or_no(text) is None]
    if 2 * len(odd) >= len(texts):
        return None
    for column in columns_of(f"{table}.csv"):
        kind, _, vocabulary = column.kind.partition(":")
        if kind == "codes":
            for part in reversed(header.split(" / ")):
                code = words_of(vocabulary).get(key_of(part)) or (part if reads(column, part) else None)
                fits = all(reads(column, spoken(column, text, Reading())) for text in odd)
                if code is not None and fits and plain(part) != plain(column.it):
                    return Guess(column, [header], {header: code})
    return None


def _add_child(proposal: Proposal, number: int, rest: str, header: str, cells: list[Spot]) -> None:
    child = proposal.children.setdefault(number, [])
    if rest in ("nome", "nome e cognome", "cognome e nome", "sesso"):
        proposal.left_out[header] = "name"
        return
    birth = column_of("children", "birth_date")
    column = next(
        (column_of("children", entry.field) for entry in meanings(rest) if rest and entry.file == "children.csv"), None
    )
    if (
        column is None
        and share(
            [spot.cell for spot in cells], lambda text: spoken_day(text, is_birth=True) != text or text[:4].isdigit()
        )
        > 0.5
    ):
        column = birth
    if column is None or any(guess.column == column for guess in child):
        proposal.left_out[header] = ""
    else:
        child.append(Guess(column, [header], odd=not_understood(column, cells)))


def _by_values(proposal: Proposal, taken: dict[Column, Guess], values: dict[str, list[Spot]]) -> None:
    """Fields that no header names, from columns whose values can be nothing else."""
    for name, kind in (
        ("municipality", "municipality"),
        ("birth_date", "day"),
        ("availability", "week"),
        ("shifts", "week"),
    ):
        column = next((c for c in columns_of(f"{proposal.table}.csv") if c.field == name and c.record != "sites"), None)
        if column is None or column in taken:
            continue
        for header in [header for header, reason in proposal.left_out.items() if not reason]:
            texts = [text for spot in values[header] if (text := cut(as_text(spot.cell)))][:_SAMPLE]
            good = [text for text in texts if reads(column, spoken(column, text, Reading()))]
            is_birth = kind != "day" or all("1940" < spoken(column, text, Reading())[:4] < "2012" for text in good)
            if len(good) >= 2 and len(good) >= 0.8 * len(texts) and is_birth:
                taken[column] = Guess(column, [header], odd=not_understood(column, values[header]))
                del proposal.left_out[header]
                break


def reason_told(reason: str) -> str:
    """Why a column is left out, for people."""
    return say(REASONS[reason])

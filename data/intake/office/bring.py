"""From an office's workbooks and its mapping to records: all of them, or all faults at the cells that people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from data.bundle import TABLES, Records
from data.call import Programme
from data.errors import AbbinaError
from data.fields import plain
from data.intake.columns import Column, column_of, columns_of, find_column
from data.intake.crossing import cross_check
from data.intake.faults import BadRecords, RowFault, shown
from data.intake.office.codes_made import MadeCodes
from data.intake.office.gather import Drawn, Gathered, RowOf, SheetReport, Written, gather
from data.intake.office.mapping_read import read_mapping
from data.intake.office.workbook import Grid, read_workbook
from data.intake.sheet import Line, Sheet
from data.intake.tables import Tables, build
from data.language import say
from data.places import places

_TAX_CODE = re.compile(r"\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+39|0039)?\s*[03]\d{1,3}[\s/.-]?\d{5,8}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of an office's workbooks: the records, and what was read of each sheet."""

    records: Records
    reports: tuple[SheetReport, ...]


def bring_books(paths: Iterable[Path], mappings: Iterable[Path], programme: Programme, codes: MadeCodes) -> Brought:
    """Read workbooks as the mappings say.

    Parameters
    ----------
    paths : iterable of Path
        Workbooks of different names.
    mappings : iterable of Path
        Together they say what the workbooks hold.
    programme : Programme
    codes : MadeCodes
        Gets the codes that are made.

    Raises
    ------
    BadRecords
        With every fault of the workbooks, of the mappings, and of the cells; nothing is written.
    """
    faults: list[RowFault] = []
    books: dict[str, list[Grid]] = {}
    for path in paths:
        if path.name in books:
            faults.append(RowFault(path.name, 0, "", "", say("un file con un nome diverso dagli altri")))
        books[path.name] = read_workbook(path, faults)
    offices = [read_mapping(mapping, faults) for mapping in mappings]
    if faults:
        raise BadRecords(faults)
    gathered = Gathered()
    for office in offices:
        if office is not None:
            gather(books, office, codes, gathered, faults)
    faults += _complete(gathered, codes)
    # Of a company that nobody knows, neither the code nor the place of work can be right.
    told = {(fault.file, fault.row) for fault in faults}
    company = (column_of("openings", "company"), column_of("openings", "site"))
    tables, others = _records(gathered)
    faults += [fault for fault, column in others if (fault.file, fault.row) not in told or column not in company]
    if faults:
        raise BadRecords(sorted(faults, key=lambda fault: (fault.file, fault.row)))
    records = Records(programme=programme, **{table: tuple(rows) for table, rows in tables.records.items()})
    return Brought(records, tuple(gathered.reports))


def _complete(gathered: Gathered, codes: MadeCodes) -> list[RowFault]:
    """Put codes in the place of names, and one row for each place of work; faults for names that nobody has."""
    faults: list[RowFault] = []
    _places_of_work(gathered)
    company, site = column_of("openings", "company"), column_of("openings", "site")
    named = column_of("companies", "name")
    by_name = _company_names(gathered)
    names = {plain(row.cells.get(named, "")): row.cells.get(named, "") for row in gathered.rows["companies.csv"]}
    sites = _sites(gathered)
    for row in gathered.rows["openings.csv"]:
        known = row.cells.get(company, "")
        row.cells[company] = by_name.get(plain(known), known)
        if known and plain(known) not in by_name:
            where = row.written.get(company, Written(company.it, row.row, known))
            near = get_close_matches(plain(known), by_name, n=1, cutoff=0.6)
            expected = say("il nome o il codice di un'azienda che c'è")
            faults.append(
                RowFault(row.sheet, where.row, where.header, shown(known), expected, names.get("".join(near), ""))
            )
        here = sites.get(row.cells[company], {})
        wanted = row.cells.get(site, "")
        if not wanted and len(set(here.values())) == 1:
            row.cells[site] = next(iter(here.values()))
        elif wanted:
            row.cells[site] = here.get(plain(wanted)) or here.get(plain(_municipality(wanted))) or wanted
    people = codes.known_by("candidates")
    parent = column_of("children", "candidate")
    for row in gathered.rows["children.csv"]:
        known = row.cells.get(parent, "")
        row.cells[parent] = people.get(plain(known), known)
    for name in ("refused_companies", "banned_companies"):
        column = column_of("candidates", name)
        for row in gathered.rows["candidates.csv"]:
            listed = [part.strip() for part in row.cells.get(column, "").split(";")]
            if any(listed):
                row.cells[column] = "; ".join(by_name.get(plain(part), part) for part in listed)
    return faults


def _company_names(gathered: Gathered) -> dict[str, str]:
    code, name = column_of("companies", "id"), column_of("companies", "name")
    rows = gathered.rows["companies.csv"]
    names = {plain(row.cells.get(name, "")): row.cells.get(code, "") for row in rows}
    return {**names, **{plain(row.cells.get(code, "")): row.cells.get(code, "") for row in rows}}


def _places_of_work(gathered: Gathered) -> None:
    """Number the places of work of each company where the office has no codes; say each once, each company in full."""
    code, site = column_of("companies", "id"), column_of("sites", "id")
    town = column_of("sites", "municipality")
    first: dict[str, Drawn] = {}
    known: dict[str, dict[tuple[str, str], str]] = {}
    kept: list[Drawn] = []
    for row in gathered.rows["companies.csv"]:
        key = row.cells.get(code, "")
        is_new = key not in first
        whole = first.setdefault(key, row)
        if not is_new:
            # An office writes the company's particulars on the first of its rows, and its name as it comes.
            for column, text in whole.cells.items():
                if column.record == "companies":
                    same = plain(row.cells.get(column, text)) == plain(text)
                    row.cells[column] = text if same else row.cells[column]
        here = known.setdefault(key, {})
        mark = (plain(row.cells.get(site, "")), plain(row.cells.get(town, "")))
        if any(mark) and mark not in here:
            written = row.cells.get(site, "")
            is_code = _CODE.fullmatch(written) is not None and any(letter.isdigit() for letter in written)
            here[mark] = row.cells[site] = written if is_code else f"{key}-{len(here) + 1}"
        elif not is_new:
            # The same company at the same place again, or no place at all: nothing new is said, or only of the company.
            row.cells = _of_company(row)
            if row.cells == _of_company(whole):
                continue
        kept.append(row)
    gathered.rows["companies.csv"] = kept


def _of_company(row: Drawn) -> dict[Column, str]:
    return {column: text for column, text in row.cells.items() if column.record == "companies"}


def _sites(gathered: Gathered) -> dict[str, dict[str, str]]:
    """Company -> what its places of work are called -> their codes; a town with two of them calls neither."""
    code, site = column_of("companies", "id"), column_of("sites", "id")
    found: dict[str, dict[str, str]] = {}
    for row in gathered.rows["companies.csv"]:
        key = row.cells.get(site, "")
        if not key:
            continue
        names = found.setdefault(row.cells.get(code, ""), {})
        names[plain(key)] = key
        written = row.written.get(site)
        if written is not None and written.text:
            names[plain(written.text)] = key
        towns = plain(_municipality(row.cells.get(column_of("sites", "municipality"), "")))
        names[towns] = key if names.get(towns, key) == key else ""
    return found


def _municipality(text: str) -> str:
    try:
        return places().find(text).label
    except AbbinaError:
        return text


def _records(gathered: Gathered) -> tuple[Tables, list[tuple[RowFault, Column | None]]]:
    """The records, and every fault with our column."""
    sheets: dict[str, Sheet] = {}
    origin: dict[tuple[str, int], Drawn] = {}
    tables = Tables({table: [] for table in TABLES})
    faults: list[tuple[RowFault, Column | None]] = []
    for file, rows in gathered.rows.items():
        columns = {column: column.name_told for column in columns_of(file)}
        sheet = Sheet(file, headers=columns)
        for k, row in enumerate(rows, 2):
            number = RowOf(k, f"{row.row} ({row.sheet})")
            origin[file, k] = row
            sheet.lines.append(Line(number, {column: row.cells.get(column, "") for column in columns}))
            faults.extend((fault, None) for fault in _private(row))
        sheets[file] = sheet
        build(sheet, tables)
    cross_check(tables, sheets)
    for file, sheet in sheets.items():
        faults.extend((_where_written(fault, file, origin), find_column(file, fault.column)) for fault in sheet.faults)
    return tables, faults


def _where_written(fault: RowFault, file: str, origin: Mapping[tuple[str, int], Drawn]) -> RowFault:
    row = origin.get((file, int(fault.row)))
    if row is None:
        return fault
    column = find_column(file, fault.column)
    written = row.written.get(column) if column is not None else None
    if written is None:
        return RowFault(row.sheet, row.row, fault.column, fault.value, fault.expected, fault.nearest)
    value = shown(written.text or fault.value)
    return RowFault(row.sheet, written.row, written.header or fault.column, value, fault.expected, fault.nearest)


def _private(row: Drawn) -> list[RowFault]:
    """What would tell in a code or a title who somebody is."""
    faults = []
    for column, text in row.cells.items():
        if column.kind in ("id", "ids", "text"):
            found = _TAX_CODE.search(text) or (_PHONE.fullmatch(text) if column.kind != "ids" else None)
            if found is not None:
                written = row.written.get(column)
                header, number = (written.header, written.row) if written is not None else (column.name_told, row.row)
                expected = say("un codice o un titolo senza codici fiscali e numeri di telefono")
                faults.append(RowFault(row.sheet, number, header, "…", expected))
    return faults

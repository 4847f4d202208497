"""Write records as a cohort folder that `read_folder` turns back into the same records, and spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.bundle import Records
from data.intake.cells import write_cell
from data.intake.columns import FILES, PROGRAMME_FILE, Column, Language, column_of, columns_of
from data.intake.faults import BadRecords, RowFault
from data.intake.fresh import fresh_folder
from data.intake.programme import write_programme
from data.records import Site


def write_folder(records: Records, path: Path, language: Language = "it") -> Path:
    """Write a cohort folder: semicolons, UTF-8 with its mark, codes and keys instead of labels; whole or not at all.

    Parameters
    ----------
    records : Records
    path : Path
        A folder that does not exist or is empty. It is closed to everybody but its owner.
    language : {"it", "en"}
        Of the headers, days and decimals.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    BadRecords
        The records contradict each other, so that they could not be read back.
    AbbinaError
        `folder_not_empty` or `already_exists`.
    """
    faults = [
        RowFault(f"{fault.table}.csv", 0, column_of(fault.table, fault.field).it, fault.value, fault.expected)
        for fault in records.faults()
    ]
    if faults:
        raise BadRecords(faults)
    with fresh_folder(path) as draft:
        fill_folder(records, draft, language)
    return path


def fill_folder(records: Records, folder: Path, language: Language) -> None:
    """Write the files of a cohort folder into a folder that exists."""
    for file in FILES:
        (folder / file).write_bytes(csv_bytes(file, _rows(records, file, language), language))
    (folder / PROGRAMME_FILE).write_bytes(write_programme(records.programme).encode())


def csv_bytes(file: str, rows: Iterator[list[str]], language: Language) -> bytes:
    """A file of the folder, with its headers."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([column.header(language) for column in columns_of(file)])
    writer.writerows(rows)
    return lines.getvalue().encode("utf-8-sig")


def _rows(records: Records, file: str, language: Language) -> Iterator[list[str]]:
    if FILES[file] == ("companies", "sites"):
        sites: dict[str, list[Site]] = {}
        for site in records.sites:
            sites.setdefault(site.company, []).append(site)
        for company in records.companies:
            for here in sites.get(company.id, (None,)):
                yield _cells(file, {"companies": company, "sites": here}, language)
    else:
        table = FILES[file][0]
        for record in records.table(table):
            yield _cells(file, {table: record}, language)


def _cells(file: str, held: dict[str, Any], language: Language) -> list[str]:
    def cell(column: Column) -> str:
        record = held[column.record]
        return "" if record is None else write_cell(column, getattr(record, column.field), language)

    return [cell(column) for column in columns_of(file)]

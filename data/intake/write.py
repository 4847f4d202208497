"""Write records as a cohort folder that `read_folder` turns back into the same records, and spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.bundle import Records
from data.intake.cells import write_cell
from data.intake.columns import FILES, PROGRAMME_FILE, Language, column_of, columns_of
from data.intake.faults import BadRecords, RowFault, shown_in
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
    refuse_contradictions(records)
    with fresh_folder(path) as draft:
        fill_folder(records, draft, language)
    return path


def refuse_contradictions(records: Records) -> None:
    """Raise `BadRecords` if records contradict each other: nothing is written that could not be read back."""
    file_of = {table: file for file, tables in FILES.items() for table in tables}
    faults = [
        RowFault(
            file_of[fault.table],
            0,
            column_of(fault.table, fault.field).name_told,
            shown_in(fault.field, fault.value, fault.table),
            fault.expected,
        )
        for fault in records.faults()
    ]
    if faults:
        raise BadRecords(faults)


def fill_folder(records: Records, folder: Path, language: Language) -> None:
    """Write the files of a cohort folder into a folder that exists."""
    for file in FILES:
        (folder / file).write_bytes(csv_bytes(file, _cells(records, file, language), language))
    (folder / PROGRAMME_FILE).write_bytes(write_programme(records.programme).encode())


def csv_bytes(file: str, rows: Iterator[list[str]], language: Language) -> bytes:
    """A file of the folder, with its headers."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([column.header(language) for column in columns_of(file)])
    writer.writerows(rows)
    return lines.getvalue().encode("utf-8-sig")


def values_of(records: Records, file: str) -> Iterator[list[Any]]:
    """The rows of a file, each with the value of every one of its columns; the company of each of its sites again."""
    columns = columns_of(file)
    for held in _held(records, file):
        yield [getattr(held.get(column.record), column.field, None) for column in columns]


def _held(records: Records, file: str) -> Iterator[dict[str, Any]]:
    """Table -> record, for each row of a file."""
    if FILES[file] != ("companies", "sites"):
        (table,) = FILES[file]
        yield from ({table: record} for record in records.table(table))
        return
    sites: dict[str, list[Site]] = {}
    for site in records.sites:
        sites.setdefault(site.company, []).append(site)
    for company in records.companies:
        if company.id not in sites:
            yield {"companies": company}
        for site in sites.get(company.id, ()):
            yield {"companies": company, "sites": site}


def _cells(records: Records, file: str, language: Language) -> Iterator[list[str]]:
    columns = columns_of(file)
    for values in values_of(records, file):
        yield [write_cell(column, value, language) for column, value in zip(columns, values, strict=True)]

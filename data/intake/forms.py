"""A cohort in any of its forms: a folder of tables (CSV or workbooks), one workbook, one JSON file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from data.bundle import Records
from data.intake.book.form import BOOK_FILE
from data.intake.book.read import read_book
from data.intake.book.write import book_bytes
from data.intake.columns import FILES, PROGRAMME_FILE, Language
from data.intake.faults import BadRecords, RowFault
from data.intake.fresh import fresh_folder
from data.intake.fresh_file import write_fresh
from data.intake.json_file import JSON_FILE, json_bytes, read_json
from data.intake.office.workbook import SUFFIXES
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.language import marked, say

_OTHER = marked("una cartella, un foglio di calcolo ({books}) o un file .json")
_BOTH = marked("una forma sola della coorte: nella cartella ci sono anche {others}")


class Form(StrEnum):
    """How a cohort is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def read_records(path: Path) -> Records:
    """The records of a cohort, whichever its form.

    Parameters
    ----------
    path : Path
        A folder as `read_folder` takes it, a folder with nothing of the kind but `coorte.xlsx` or `coorte.json`, a
        workbook as `book_bytes` writes it (also .ods), or a JSON file as `json_bytes` writes it.

    Raises
    ------
    BadRecords
        With every fault at once. Nothing is ever changed on disk.
    """
    if path.is_dir():
        return read_records(whole) if (whole := _whole(path)) is not None else read_folder(path)
    if path.suffix.lower() == ".json":
        return read_json(path)
    if path.suffix.lower() in SUFFIXES:
        return read_book(path)
    if path.is_file():
        raise BadRecords([RowFault(path.name, 0, "", "", say(_OTHER, books=", ".join(SUFFIXES)))])
    return read_folder(path)


def write_records(records: Records, path: Path, language: Language = "it", form: Form | None = None) -> Path:
    """Write a cohort that `read_records` turns back into the same records; whole or not at all.

    Parameters
    ----------
    records : Records
    path : Path
        A new file .xlsx or .json, or a folder that does not exist or is empty.
    language : {"it", "en"}
        Of headings, days, decimals and words; JSON has none.
    form : Form, optional
        Inside a folder: tables (the usual form), or `coorte.xlsx` or `coorte.json` alone.

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
    by_name = {".xlsx": Form.XLSX, ".json": Form.JSON}.get(path.suffix.lower())
    if by_name is not None and not path.is_dir():
        return write_fresh(path, form_bytes(records, by_name, language))
    if form in (None, Form.CSV):
        return write_folder(records, path, language)
    name, content = file_name(form), form_bytes(records, form, language)
    with fresh_folder(path) as draft:
        (draft / name).write_bytes(content)
    return path


def form_bytes(records: Records, form: Form, language: Language) -> bytes:
    """The one file of a cohort in the form of a workbook or of JSON."""
    return json_bytes(records) if form is Form.JSON else book_bytes(records, language)


def file_name(form: Form) -> str:
    """The name of that file inside a folder."""
    return JSON_FILE if form is Form.JSON else BOOK_FILE


def _whole(folder: Path) -> Path | None:
    """The one file of a folder that holds the whole cohort; None where there are tables, or nothing."""
    try:
        present = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return None
    whole = [name for name in (BOOK_FILE, JSON_FILE) if name in present]
    stems = {Path(file).stem for file in FILES}
    tables = [name for name in present if name == PROGRAMME_FILE or Path(name).stem in stems]
    if not whole:
        return None
    if len(whole) > 1 or tables:
        others = ", ".join([*whole[1:], *tables])
        raise BadRecords([RowFault(whole[0], 0, "", "", say(_BOTH, others=others))])
    return folder / whole[0]

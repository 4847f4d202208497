"""Read a cohort folder whole: all records, or all of its faults at once and nothing else."""

from __future__ import annotations

import difflib
from pathlib import Path

from data.bundle import TABLES, Records
from data.intake.columns import FILES, MAY_MISS, PROGRAMME_FILE
from data.intake.crossing import cross_check
from data.intake.expected import FieldFault, faults_of
from data.intake.faults import BadRecords, RowFault
from data.intake.programme import read_programme
from data.intake.sheet import Sheet, read_sheet
from data.intake.tables import Tables, build

__all__ = ["FieldFault", "faults_of", "read_folder"]


def read_folder(path: Path) -> Records:
    """The records of a cohort folder.

    Every file is read to its end before anything is said. Checks between the cells of one row come when each of its
    cells can be read. Files of other names are left alone.

    Parameters
    ----------
    path : Path
        A folder with `candidates.csv`, `companies.csv`, `openings.csv`, `programme.yaml` and, unless there are none,
        `children.csv` and `services.csv`; the columns are in `columns.csv`.

    Raises
    ------
    BadRecords
        With every fault, in the order of files, rows and columns. Nothing is ever changed on disk.
    """
    if not path.is_dir():
        raise BadRecords([RowFault(str(path), 0, "", "", "una cartella con i file della coorte: qui non c'è")])
    try:
        present = sorted(entry.name for entry in path.iterdir())
    except OSError:
        raise BadRecords([RowFault(str(path), 0, "", "", "una cartella che si può leggere")]) from None
    sheets = {file: _sheet(path, file, present) for file in FILES}
    tables = Tables({table: [] for table in TABLES})
    for sheet in sheets.values():
        build(sheet, tables)
    cross_check(tables, sheets)
    faults = [fault for sheet in sheets.values() for fault in sorted(sheet.faults, key=lambda fault: fault.row)]
    programme = None
    if PROGRAMME_FILE in present:
        programme = read_programme(path / PROGRAMME_FILE, faults)
    else:
        faults.append(_missing(PROGRAMME_FILE, present))
    if faults or programme is None:
        raise BadRecords(faults)
    return Records(programme=programme, **{table: tuple(rows) for table, rows in tables.records.items()})


def _sheet(folder: Path, file: str, present: list[str]) -> Sheet:
    if file in present:
        return read_sheet(folder / file)
    missing = _missing(file, present)
    if file in MAY_MISS and not missing.nearest:
        return Sheet(file)
    return Sheet(file, whole=False, faults=[missing])


def _missing(file: str, present: list[str]) -> RowFault:
    # `children (1).csv` beside no `children.csv` is a mistake, not a service without children.
    others = [name for name in present if name not in FILES and name != PROGRAMME_FILE]
    close = difflib.get_close_matches(file, others, n=1, cutoff=0.75)
    return RowFault(file, 0, "", "", "un file con questo nome: nella cartella non c'è", close[0] if close else "")

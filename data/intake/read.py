"""Read a cohort folder whole: all records, or all of its faults at once and nothing else."""

from __future__ import annotations

import difflib
from pathlib import Path

from data.bundle import TABLES, Records
from data.fields import plain
from data.intake.book.form import TABS, holder_of
from data.intake.book.grid_sheet import grid_sheet, told_as
from data.intake.columns import FILES, MAY_MISS, PROGRAMME_FILE
from data.intake.crossing import cross_check
from data.intake.expected import FieldFault, faults_of
from data.intake.faults import BadRecords, RowFault
from data.intake.office.workbook import SUFFIXES, Grid, place, read_workbook
from data.intake.programme import read_programme
from data.intake.sheet import Sheet, read_sheet
from data.intake.tables import Tables, build
from data.language import marked, say, spoken

__all__ = ["FieldFault", "faults_of", "read_folder"]

# Names of so few letters are like many others.
_SHORT = 5
_NO_FOLDER = marked("una cartella con i file della coorte: qui non c'è")
_NO_ACCESS = marked("una cartella che si può leggere")
_NO_FILE = marked("un file con questo nome: nella cartella non c'è")
_TWICE = marked("un file solo per questa tabella: nella cartella c'è anche {others}")
_MANY_TABS = marked("un file con un foglio solo, oppure con un foglio che si chiama «{name}»")


def read_folder(path: Path) -> Records:
    """The records of a cohort folder.

    Every file is read to its end before anything is said. Checks between the cells of one row come when each of its
    cells can be read. Files of other names are left alone.

    Parameters
    ----------
    path : Path
        A folder with `candidates.csv`, `companies.csv`, `openings.csv`, `programme.yaml` and, unless there are none,
        `children.csv`, `services.csv` and the papers of `PAPER_FILES`; the columns are in `columns.csv`. Any table can
        be a workbook instead: `candidates.xlsx`.

    Raises
    ------
    BadRecords
        With every fault, in the order of files, rows and columns. Nothing is ever changed on disk.
    """
    if not path.is_dir():
        raise BadRecords([RowFault(str(path), 0, "", "", say(_NO_FOLDER))])
    try:
        present = sorted(entry.name for entry in path.iterdir())
    except OSError:
        raise BadRecords([RowFault(str(path), 0, "", "", say(_NO_ACCESS))]) from None
    sheets: dict[str, Sheet] = {}
    names: dict[str, str] = {}
    for file in FILES:
        sheets[file], names[file] = _sheet(path, file, present)
    tables = Tables({table: [] for table in TABLES})
    for sheet in sheets.values():
        build(sheet, tables)
    cross_check(tables, sheets)
    faults = [fault for file, sheet in sheets.items() for fault in told_as(sheet, names[file])]
    programme = None
    if PROGRAMME_FILE in present:
        programme = read_programme(path / PROGRAMME_FILE, faults)
    else:
        faults.append(_missing(PROGRAMME_FILE, present))
    if faults or programme is None:
        raise BadRecords(faults)
    return Records(programme=programme, **{table: tuple(rows) for table, rows in tables.records.items()})


def _sheet(folder: Path, file: str, present: list[str]) -> tuple[Sheet, str]:
    """The rows of a table and the name under which its faults are told."""
    here = [name for name in _names(file) if name in present]
    if len(here) > 1:
        twice = RowFault(file, 0, "", "", say(_TWICE, others=", ".join(here[1:])))
        return Sheet(file, whole=False, faults=[twice]), here[0]
    if here == [file]:
        return read_sheet(folder / file), file
    if here:
        return _book_sheet(folder / here[0], file)
    missing = _missing(file, present)
    if file in MAY_MISS and not missing.nearest:
        return Sheet(file), file
    return Sheet(file, whole=False, faults=[missing]), file


def _book_sheet(path: Path, file: str) -> tuple[Sheet, str]:
    """The table in a workbook: its sheet of that name, or the only one that is filled in."""
    faults: list[RowFault] = []
    grids = read_workbook(path, faults)
    if faults:
        return Sheet(file, whole=False, faults=faults), path.name
    filled = [grid for grid in grids if grid.rows]
    named = [grid for grid in filled if holder_of(grid.name) == file]
    if len(named or filled) > 1:
        expected = say(_MANY_TABS, name=TABS[file][spoken()])
        return Sheet(file, whole=False, faults=[RowFault(file, 0, "", "", expected)]), path.name
    grid = next(iter(named or filled), Grid("", []))
    return grid_sheet(file, grid), place(path.name, grid.name) if grid.name else path.name


def _names(file: str) -> list[str]:
    return [file, *(file.replace(".csv", suffix) for suffix in SUFFIXES)]


def _missing(file: str, present: list[str]) -> RowFault:
    # `children (1).csv` beside no `children.csv` is a mistake, not a service without children; `bambini.csv` too.
    known = {name for known in FILES for name in _names(known)} | {PROGRAMME_FILE}
    others = [name for name in present if name not in known and Path(name).suffix.lower() in (".csv", *SUFFIXES)]
    titles = {plain(title) for title in TABS[file].values()}
    named = [name for name in others if plain(Path(name).stem) in titles]
    return RowFault(file, 0, "", "", say(_NO_FILE), next(iter([*named, *_like(file, others)]), ""))


def _like(file: str, others: list[str]) -> list[str]:
    stem = Path(file).stem
    if len(stem) < _SHORT:
        return [name for name in others if plain(Path(name).stem).startswith(stem)]
    return difflib.get_close_matches(file, others, n=1, cutoff=0.75)

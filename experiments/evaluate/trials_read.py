"""Public trials of programmes for people far from work, read from CSV files that the project does not own."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.errors import AbbinaError
from data.intake.faults import BadRecords, RowFault, shown
from data.language import say
from experiments.lists import Floats, Ints

NSW = (
    "nsw74demo.csv",
    "trt",
    ("age", "educ", "black", "hisp", "marr", "nodeg", "re74", "re75"),
    ("re78",),
)
PSID = ("nsw74psid1.csv", *NSW[1:])
# Everything known when people were assigned; `...mis` marks what was not written down.
JOB_CORPS = (
    "job-corps.csv",
    "assignment",
    (
        "female",
        "age",
        "white",
        "black",
        "hispanic",
        "educ",
        "educmis",
        "geddegree",
        "hsdegree",
        "english",
        "cohabmarried",
        "haschild",
        "everwkd",
        "mwearn",
        "hhsize",
        "hhsizemis",
        "educmum",
        "educmummis",
        "educdad",
        "educdadmis",
        "welfarechild",
        "welfarechildmis",
        "health",
        "healthmis",
        "smoke",
        "smokemis",
        "alcohol",
        "alcoholmis",
    ),
    ("pworky4", "earny4"),
)
_SHOWN_FAULTS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """People who got a programme and people who did not.

    Parameters
    ----------
    treated : int64 (n,), 1 who got it
    covariates : shape (n, K), known before; in the order of `names`
    names : columns of the covariates
    outcomes : column -> shape (n,)
    """

    treated: Ints
    covariates: Floats
    names: tuple[str, ...]
    outcomes: dict[str, Floats]

    def column(self, name: str) -> Floats:
        """One covariate, shape (n,)."""
        return np.asarray(self.covariates[:, self.names.index(name)])


def read_trial(folder: Path, layout: tuple[str, str, tuple[str, ...], tuple[str, ...]]) -> Trial:
    """A trial from its file.

    Parameters
    ----------
    folder : of the public trials
    layout : file, column of who got it, covariates, outcomes: `NSW`, `PSID` or `JOB_CORPS`

    Raises
    ------
    BadRecords
        A column is missing, or a cell is not a number: all of them, with file, row and column.
    AbbinaError
        `bad_study`: no such file, or nobody on one of the two sides.
    """
    name, arm, covariates, outcomes = layout
    wanted = (arm, *covariates, *outcomes)
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise AbbinaError("bad_study", why=say("il file {file} non si può leggere", file=name)) from None
    header = rows[0] if rows else []
    if missing := [column for column in wanted if column not in header]:
        expected = say("questa colonna nella prima riga")
        raise BadRecords(RowFault(name, 1, column, "", expected) for column in missing)
    table = _numbers(name, rows, header, wanted)
    treated = table[:, 0]
    if not len(table) or not np.isin(treated, (0, 1)).all() or len(np.unique(treated)) < 2:
        why = say("nel file {file} la colonna «{column}» deve avere sia 0 sia 1", file=name, column=arm)
        raise AbbinaError("bad_study", why=why)
    end = 1 + len(covariates)
    found = {column: table[:, end + k] for k, column in enumerate(outcomes)}
    return Trial(treated.astype(np.int64), table[:, 1:end], covariates, found)


def _numbers(name: str, rows: list[list[str]], header: list[str], wanted: tuple[str, ...]) -> Floats:
    """The wanted columns as numbers, shape (n, columns)."""
    places = [header.index(column) for column in wanted]
    faults: list[RowFault] = []
    table: list[list[float]] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [row[place] if place < len(row) else "" for place in places]
        table.append([_number(cell) for cell in cells])
        if row and not all(map(math.isfinite, table[-1])):
            bad = [(c, cell) for c, cell in zip(wanted, cells, strict=True) if not math.isfinite(_number(cell))]
            faults.extend(RowFault(name, number, column, shown(cell), say("un numero")) for column, cell in bad)
        if not row:
            table.pop()
    if faults:
        raise BadRecords(faults[:_SHOWN_FAULTS])
    return np.array(table, dtype=np.float64).reshape(-1, len(wanted))


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan

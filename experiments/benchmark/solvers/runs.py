"""Every single run, as it is kept: one row of `solvers.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pydantic import TypeAdapter

OK, WRONG = "ok", "WRONG"
FILE = "solvers.csv"


@dataclass(frozen=True, slots=True)
class Run:
    """One run; seconds and MB are 0 where there is no answer.

    `verdict` is `ok`, `WRONG: ...` (a matching that is not one, or not the best), `timeout` or `failed: ...`.
    """

    scale: str
    family: str
    instance: str
    n: int
    m: int
    pairs: int
    solver: str
    ours: bool
    objective: str
    run: int
    prep_s: float
    solve_s: float
    added_mb: float
    value: int
    placements: int
    verdict: str

    @property
    def total_s(self) -> float:
        """Preparation and solving."""
        return self.prep_s + self.solve_s

    @property
    def right(self) -> bool:
        """The best assignment, and a valid one."""
        return self.verdict == OK


def write_runs(path: Path, runs: Iterable[Run]) -> None:
    """Write the table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=[one.name for one in fields(Run)])
        writer.writeheader()
        for run in runs:
            row = asdict(run)
            row |= {name: round(row[name], 6) for name in ("prep_s", "solve_s", "added_mb")}
            writer.writerow(row)


_READ = TypeAdapter(Run)


def read_runs(path: Path) -> list[Run]:
    """Read it back.

    Raises
    ------
    ValueError
        A row or the head is not as `write_runs` leaves it.
    """
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != [one.name for one in fields(Run)]:
            raise ValueError(path.name)
        return [_READ.validate_python(row) for row in reader]

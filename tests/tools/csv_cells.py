"""One cell of a CSV file, written as a person would."""

from __future__ import annotations

import csv
import io
from pathlib import Path


def put(path: Path, row: int, header: str, value: str) -> None:
    """Write one cell; row 1 is the header."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    rows[row - 1][rows[0].index(header)] = value
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")

"""Write a report: one page that fetches nothing, a CSV file a table, an SVG file a plot, and everything as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data.intake.cells import shielded
from data.intake.closed_file import write_closed
from data.language import marked, say, say_n, spoken
from experiments.report import layout
from experiments.report.cells import sentence, told_around, told_value, typeset
from experiments.report.draw import svg
from experiments.report.parts import Cell, Interval, Section, Table

PAGE, JSON_FILE = marked("studio.html"), "study.json"
TABLES, PLOTS = marked("tabelle"), marked("grafici")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report.

    Parameters
    ----------
    title : already said
    finding : the answer of the whole study in one sentence with its interval
    facts : what the run was frozen to, label -> value
    sections : in the order in which they are read
    verdict : `True` if everything that was to be reached was reached, None where nothing was
    """

    title: str
    finding: str
    facts: Mapping[str, str]
    sections: tuple[Section, ...]
    verdict: bool | None = None


def write_report(report: Report, out: Path, manifest: str = "") -> list[Path]:
    """Write the report into a folder, which is made if needed; the same report gives the same bytes.

    Returns
    -------
    list of Path
        The page first.
    """
    files: dict[Path, str] = {out / say(PAGE): page(report), out / JSON_FILE: to_json(report)}
    for section in report.sections:
        files |= {out / say(TABLES) / f"{table.key}.csv": to_csv(table) for table in section.tables}
        files |= {out / say(PLOTS) / f"{plot.key}.svg": svg(plot) for plot in section.plots}
    if manifest:
        files[out / "manifest.json"] = manifest
    for path, text in files.items():
        write_closed(path, text.encode())
    return list(files)


def page(report: Report) -> str:
    """The page."""
    text: str = (
        _environment()
        .get_template("report.html")
        .render(report=report, language=spoken(), style=(HERE / "study.css").read_text(encoding="utf-8"))
    )
    return text


def to_csv(table: Table) -> str:
    """A table for a spreadsheet: semicolons, numbers in full, an interval as three columns."""
    wide = [any(isinstance(row[k], Interval) for row in table.rows) for k in range(len(table.columns))]
    header: list[str] = []
    for column, spread in zip(table.columns, wide, strict=True):
        header += [column.key, f"{column.key}_low", f"{column.key}_high"] if spread else [column.key]
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in table.rows:
        cells: list[str] = []
        for cell, spread in zip(row, wide, strict=True):
            cells += [_plain(part) for part in _three(cell)] if spread else [_plain(_one(cell))]
        writer.writerow(cells)
    return "\ufeff" + lines.getvalue()


def to_json(report: Report) -> str:
    """Everything but the plots, numbers in full."""
    content = {
        "title": report.title,
        "finding": report.finding,
        "verdict": report.verdict,
        "facts": dict(report.facts),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "finding": section.finding,
                "warnings": list(section.warnings),
                "paragraphs": list(section.paragraphs),
                "tables": [_table(table) for table in section.tables],
                "plots": [{"key": plot.key, "title": plot.title, "told": plot.told} for plot in section.plots],
            }
            for section in report.sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def _table(table: Table) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        content: dict[str, Any] = {}
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, Interval):
                value, low, high = map(_finite, _three(cell))
                content[column.key] = {"value": value, "low": low, "high": high, "level": cell.level}
            else:
                content[column.key] = _finite(_one(cell))
        rows.append(content)
    return {"key": table.key, "title": table.title, "note": table.note, "rows": rows}


def _three(cell: Cell | Interval) -> tuple[Cell, Cell, Cell]:
    return (cell.value, cell.low, cell.high) if isinstance(cell, Interval) else (cell, None, None)


def _one(cell: Cell | Interval) -> Cell:
    return cell.value if isinstance(cell, Interval) else cell


def _finite(cell: Cell) -> Cell:
    """JSON knows neither infinity nor what is not a number."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _plain(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str):
        return shielded(cell)
    return repr(cell) if isinstance(cell, float) else str(cell).lower() if isinstance(cell, bool) else str(cell)


@cache
def _environment() -> Environment:
    # Any: the extension adds its methods to the environment when it is made.
    env: Any = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(say, say_n, newstyle=True)
    env.filters |= {"typeset": typeset, "sentence": sentence, "value": told_value, "around": told_around}
    env.filters |= {"blocks": layout.blocks, "grids": layout.grids, "long": layout.long, "caption": layout.caption}
    env.filters |= {"folded_title": layout.folded_title, "first_warnings": layout.first_warnings}
    env.filters["more_warnings"] = layout.more_warnings
    env.filters["svg"] = lambda plot: Markup(svg(plot))
    env.globals["more_columns"] = layout.more_columns
    made: Environment = env
    return made

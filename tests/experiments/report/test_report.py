"""A report is a page that fetches nothing, tables that spreadsheets open, and JSON: same numbers, same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from matplotlib.axes import Axes

from data.language import speaking
from experiments.report.draw import svg
from experiments.report.parts import Column, Interval, Plot, Section, Table
from experiments.report.write import Report, page, told_cell, write_report


def line(ax: Axes) -> None:
    ax.plot([0, 0.5, 1], [0, 0.25, 1], color="#0066cc")
    ax.set_xlabel("quota")


TABLE = Table(
    key="values",
    title="Valori & <altro>",
    columns=(Column("rule", "regola"), Column("gain", "guadagno", 1, percent=True), Column("n", "n")),
    rows=(("pesi <di oggi>", Interval(0.031, -0.02, 0.08), 12), ("=cmd()", None, None)),
    note="Una nota.",
)
PLOT = Plot(key="curve", title="Curva", told='Sale "piano" & poi forte', draw=line)
REPORT = Report(
    title="Uno studio",
    finding="Niente di sicuro.",
    facts={"Seme": "0"},
    sections=(
        Section(key="first", title="Prima", finding="Così.", warnings=("Poco.",), tables=(TABLE,), plots=(PLOT,)),
    ),
    verdict=False,
)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_report(REPORT, tmp_path / name, "{}\n") for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert [path.name for path in first] == ["studio.html", "study.json", "values.csv", "curve.svg", "manifest.json"]


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    text = page(REPORT)
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', text)
    outside = set(re.findall(r"https?://[^\"' )]+", text))
    assert outside <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}, outside


def test_what_is_written_in_a_table_cannot_become_markup() -> None:
    text = page(REPORT)
    assert "pesi &lt;di oggi&gt;" in text
    assert "<di oggi>" not in text
    assert 'aria-label="Sale &quot;piano&quot; &amp; poi forte"' in text


def test_an_interval_is_three_columns_of_the_sheet_and_one_cell_of_the_page(tmp_path: Path) -> None:
    sheet = write_report(REPORT, tmp_path)[2].read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    assert rows[0] == ["rule", "gain", "gain_low", "gain_high", "n"]
    assert rows[1] == ["pesi <di oggi>", "0.031", "-0.02", "0.08", "12"]
    # A cell that a spreadsheet would run is shielded; one that is missing is empty.
    assert rows[2] == ["'=cmd()", "", "", "", ""]
    assert "3,1 % (da −2,0 % a 8,0 %)" in page(REPORT)


def test_json_holds_the_numbers_in_full_and_the_level_of_intervals(tmp_path: Path) -> None:
    content = json.loads(write_report(REPORT, tmp_path)[1].read_text())
    assert content["verdict"] is False
    row = content["sections"][0]["tables"][0]["rows"][0]
    assert row["gain"] == {"value": 0.031, "low": -0.02, "high": 0.08, "level": 0.95}


def test_numbers_speak_the_language_of_the_reader() -> None:
    column = Column("x", "x", 2)
    assert told_cell(1.5, column) == "1,50"
    with speaking("en"):
        assert told_cell(1.5, column) == "1.50"
        assert told_cell(Interval(1, 0, 2), column) == "1.00 (0.00 to 2.00)"
    assert told_cell(float("nan"), column) == "–"
    assert told_cell(float("inf"), column) == "∞"


def test_a_plot_says_what_it_shows_and_its_ids_are_its_own() -> None:
    drawn = svg(PLOT)
    assert 'role="img"' in drawn
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert ids
    assert all(name.startswith("curve-") for name in ids)
    used = re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', drawn)
    assert set(used) <= set(ids)
    assert ">0,2<" in drawn


def test_an_interval_that_does_not_hold_its_value_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Interval(3, 0, 2)


def test_a_row_of_the_wrong_length_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="cells"):
        Table(key="t", title="t", columns=TABLE.columns, rows=(("one",),))

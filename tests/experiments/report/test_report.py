"""A report is a page that fetches nothing, tables that spreadsheets open, and JSON: same numbers, same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.axes import Axes

from data.language import speaking
from experiments.report.cells import sentence, told_cell, typeset
from experiments.report.draw import svg
from experiments.report.layout import blocks, grids
from experiments.report.parts import Column, Interval, Plot, Section, Table
from experiments.report.write import Report, page, write_report


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
    assert '3,1\u00a0% <span class="around">da −2,0 a 8,0</span>' in page(REPORT)


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
        assert told_cell(Interval(1, 0, 2), column) == "1.00 (from 0.00 to 2.00)"
    assert told_cell(float("nan"), column) == "–"
    assert told_cell(float("inf"), column) == "∞"


def test_a_minus_is_drawn_as_one_and_zero_has_none_but_codes_and_ranges_keep_their_hyphen() -> None:
    assert typeset("da -7,8 a (-0,5), -0,0 e -∞; 16-17 anni, O-046, 2026-4, 2025-01-08-U1") == (
        "da −7,8 a (−0,5), 0,0 e −∞; 16-17 anni, O-046, 2026-4, 2025-01-08-U1"
    )
    assert typeset("14,04% di 3 %, %") == "14,04\u00a0% di 3\u00a0%, %"
    column = Column("x", "x", 1, percent=True)
    assert told_cell(-0.0001, column) == "0,0\u00a0%"
    assert told_cell(Interval(-0.05, -0.06, -0.0001), column) == "−5,0\u00a0% (da −6,0 a 0,0)"
    assert told_cell(float("-inf"), column) == "−∞"
    assert sentence("peso, con -1") == "Peso, con −1"


def test_a_day_is_written_as_people_write_it() -> None:
    assert told_cell("2024-05-09", Column("day", "giorno")) == "9/5/2024"
    assert told_cell("2024-05-09-U1", Column("round", "giornata")) == "2024-05-09-U1"


def wide(rows: int, *, folded: bool = False, state: str = "") -> Table:
    return Table(
        key="curve",
        title="larga",
        columns=(
            Column("code", ""),
            Column("rule", "regola"),
            Column("how", "metodo"),
            Column("gain", "guadagno", 2),
            Column("nothing", "niente"),
            Column("n", "quante", more=True),
        ),
        rows=tuple(("c", f"r{k}", "m", 0.5, None, k) for k in range(rows)),
        folded=folded,
        state=state,
    )


def test_the_other_columns_of_a_wide_table_stand_folded_beside_what_names_the_rows() -> None:
    first, others = grids(wide(2))
    assert [column.key for column in first.columns] == ["rule", "how", "gain"]
    assert first.right == (False, False, True)
    assert others is not None
    assert [column.key for column in others.columns] == ["rule", "how", "n"]
    assert others.rows == (("r0", "m", 0), ("r1", "m", 1))
    assert grids(TABLE)[1] is None


def shown(table: Table, *warnings: str) -> str:
    section = Section(key="s", title="s", finding="f", warnings=warnings, tables=(table,), plots=(PLOT,))
    return page(Report(title="t", finding="f", facts={}, sections=(section,)))


def test_a_plot_stands_above_the_table_with_its_key_and_others_before() -> None:
    other = Plot(key="alone", title="a", told="a", draw=line)
    section = Section(key="s", title="s", finding="f", tables=(TABLE, wide(1)), plots=(PLOT, other))
    keys = [(block.plot and block.plot.key, block.table and block.table.key) for block in blocks(section)]
    assert keys == [("alone", None), (None, "values"), ("curve", "curve")]


def test_a_long_table_is_folded_below_its_plot_and_a_folded_one_with_it() -> None:
    long = shown(wide(21))
    assert "<summary>Larga (21 righe)</summary>" in long
    assert long.index("<figure>") < long.index("<summary>Larga")
    assert "Larga (20 righe)" not in shown(wide(20))
    folded = shown(wide(2, folded=True, state="da guardare"))
    assert "<summary>Larga: <strong>da guardare</strong></summary>" in folded
    assert folded.index("<summary>Larga") < folded.index("<figure>")


def test_of_many_warnings_the_first_are_shown_and_the_others_are_folded() -> None:
    many = shown(wide(1), *"abcde")
    assert many.index("<li>c</li>") < many.index("<summary>Altre 2 avvertenze</summary>") < many.index("<li>d</li>")
    assert "avvertenze" not in shown(wide(1), *"abcd")
    assert "<strong>Attenzione.</strong> a</p>" in shown(wide(1), "a")


def test_the_page_can_be_read_aloud() -> None:
    text = page(REPORT)
    assert '<html lang="it">' in text
    assert text.count("<h1>") == 1
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert not re.findall(r"<th(?! scope=| *ead)[ >]", text)
    anchors, ids = set(re.findall(r'href="#([^"]+)"', text)), re.findall(r'\bid="([^"]+)"', text)
    assert anchors <= set(ids)
    assert len(ids) == len(set(ids))


def test_long_words_of_a_plot_are_for_who_cannot_see_it() -> None:
    told = "Molte parole. " * 20
    section = Section(key="s", title="s", finding="f", plots=(replace(PLOT, told=told),))
    assert page(Report(title="t", finding="f", facts={}, sections=(section,))).count(told) == 1


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

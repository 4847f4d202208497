"""What `abbina map` never writes or says: free words about people, names, tax codes, names of sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from rich.console import Console

from api.verbs import map as verb
from data.intake.columns import column_of
from data.intake.office.layout import Spot
from data.intake.office.private import EMAIL, PHONE, TAX_CODE, is_contact, is_like_a_name, is_private
from data.intake.office.propose_mapping import propose_for
from data.intake.office.propose_mapping_sheets import propose_map
from data.intake.office.propose_mapping_values import not_understood
from data.intake.office.propose_mapping_yaml import mapping_text
from data.intake.office.sheet_names import sheet_label, sheets_asked
from data.intake.office.spoken_cells import Reading, spoken
from data.intake.office.workbook import Cell, Grid

HEADERS = ["Codice", "Nato il", "Comune", "Da evitare", "Orario", "Obiettivi", "Stato occupazionale", "Patente"]
ROWS = [
    ["A1", "1/2/90", "Prato", "ex marito Gino Verdi", "lun-ven 8-13", "smettere di bere", "in bilico", "B"],
    ["A2", "1/2/91", "Prato", "picchiata dal marito", "SerD mar 15-16", "smettere di bere", "disoccupata", "B"],
    ["A3", "1/2/92", "Prato", "picchiata dal marito", "mattina", "", "disoccupata", "RSSMRA85C52G999X"],
    ["A4", "1/2/93", "casa di Anna Neri", "", "SerD mar 15-16", "", "in bilico", "B"],
]
SECRETS = ("Verdi", "picchiata", "SerD", "bere", "Neri", "RSSMRA", "Rossi", "Bianchi", "Gialli")


def spots(*texts: str) -> list[Spot]:
    return [Spot(row, text) for row, text in enumerate(texts, 2)]


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def card(code: str, *more: list[str]) -> list[list[str]]:
    labels = [["SCHEDA"], ["Codice:", code], ["Nato il:", "1/2/90"], ["Comune:", "Prato"], ["Mezzi:", "bus"]]
    return [*labels, *more]


def map_of(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setattr(verb, "Console", lambda: Console(width=240))
    out = path.with_suffix(".yaml")
    verb.map_file([path], out)
    return out.read_text(encoding="utf-8"), capsys.readouterr().out


def test_free_words_about_people_are_neither_written_nor_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text, told = map_of(book(tmp_path / "a.xlsx", {"Elenco": [HEADERS, *ROWS]}), capsys, monkeypatch)
    for secret in SECRETS:
        assert secret not in text
        assert secret not in told
    assert "# 3 valori da leggere: righe 2, 3, 4;" in text
    assert "3 valori da leggere: righe 2, 3, 4" in told
    assert "        in bilico:\n" in text
    assert "        mattina:\n" in text


def test_a_value_is_shown_where_it_repeats_or_the_column_is_of_codes() -> None:
    column = column_of("candidates", "employment")
    assert not_understood(column, spots("in bilico", "disoccupata")).values == ["in bilico"]
    once = not_understood(column, spots("in bilico", "poi vedremo che cosa fare", "disoccupata"))
    assert (once.values, once.rows) == ([], [2, 3])
    twice = not_understood(column, spots("in bilico", "poi vedremo che cosa fare", "in bilico"))
    assert (twice.values, twice.rows) == (["in bilico"], [3])


@pytest.mark.parametrize("name", ["Gino Verdi", "ex Gino", "VERDI GINO", "Verdi G.", "d'accordo con D'Elia"])
def test_a_name_is_not_shown_however_often_it_is_written(name: str) -> None:
    assert is_like_a_name(name)
    assert not_understood(column_of("candidates", "employment"), spots(name, name, name)).values == []


@pytest.mark.parametrize("field", ["banned_conditions", "refused_roles", "goals", "access_needs"])
def test_fields_of_protection_and_health_never_show_a_value(field: str) -> None:
    odd = not_understood(column_of("candidates", field), spots("parola", "parola", "parola"))
    assert (odd.values, odd.rows) == ([], [2, 3, 4])


def test_operators_are_told_by_their_rows() -> None:
    odd = not_understood(column_of("candidates", "caseload"), spots("Paola", "OP1", "Paola"))
    assert (odd.values, odd.rows) == ([], [2, 4])


def test_hours_show_only_words_of_the_week() -> None:
    odd = not_understood(column_of("candidates", "availability"), spots("SerD mar", "SerD mar", "turni 6-2", "sera"))
    assert (odd.values, odd.rows) == (["turni 6-2", "sera"], [2, 3])


def test_tax_codes_with_letters_for_digits_are_known() -> None:
    for code in ("RSSMRA85C52G999X", "RSSMRAURC5NGVVVX", "rssmra85c52g99vx", "RSS MRA 85C52 G999X"):
        assert TAX_CODE.fullmatch(code)
        assert is_private(f"cf {code}")
    assert not TAX_CODE.search("disoccupata di lunga durata")
    cells: list[list[Cell]] = [["Codice", "Nato il", "Comune", "Altro"], ["A1", "1/2/90", "Prato", "RSSMRAURC5NGVVVX"]]
    (proposal,) = propose_for("a.xlsx", Grid("F", cells))
    assert proposal.left_out == {"Altro": "tax_code"}


def test_telephones_and_addresses_are_known_and_dates_and_hours_are_not() -> None:
    for text in ("333 1234567", "+39 0574 123456", "0574/123456", "333 12 34 567", "a.b@example.org"):
        assert is_contact(text)
    for text in ("03/04/1980", "01.02.90", "3.4.1985", "8:00-13:00", "59100", "2026-12-31"):
        assert not is_contact(text)
    assert PHONE.search("chiamare 3331234567 dopo")
    assert EMAIL.search("scrivere a a@example.org")


def test_very_long_cells_end_soon() -> None:
    for long in ("a" * 40_000, "0 " * 20_000, "1" + " " * 40_000 + "x", "+39" + " " * 40_000, "Prato" + "," * 40_000):
        assert is_private(long)
        assert not is_contact(long)
        rows: list[list[Cell]] = [
            ["Codice", "Nato il", "Comune", "Mezzi", "Orario", "Altro"],
            ["A1", "1/2/90", long, long, long, long],
        ]
        (proposal,) = propose_for("a.xlsx", Grid("F", rows))
        assert long[:50] not in mapping_text([proposal])
        for name in ("municipality", "modes", "availability", "interests"):
            assert spoken(column_of("candidates", name), long, Reading())


def test_names_of_sheets_that_are_people_are_neither_written_nor_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = {
        "Legenda": [["x vuol dire sì"]],
        "Rossi Maria": card("C1", ["Stato occupazionale:", "in bilico"]),
        "Rossi Ugo": card("C2", ["Figlio 1 nato il:", "3/4/2020"]),
        "Bianchi": card("C3", ["Stato occupazionale:", "parla con Anna"]),
        "Gialli": [],
    }
    text, told = map_of(book(tmp_path / "schede.xlsx", sheets), capsys, monkeypatch)
    assert '- sheet: "*"\n' in text
    assert text.count("- sheet:") == 1
    assert "Figlio 1 nato il" in text
    assert "3 trovati" in told
    assert "2 valori da leggere: fogli 2, 4" in told
    assert "[foglio 1]: non capito" in told
    assert "[foglio 5]: vuoto" in told
    for secret in (*SECRETS, "Ugo", "Anna"):
        assert secret not in text
        assert secret not in told


def test_the_only_sheet_with_the_name_of_a_person_is_not_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text, told = map_of(book(tmp_path / "scheda.xlsx", {"Rossi Maria": card("C1")}), capsys, monkeypatch)
    assert '- sheet: "*"\n' in text
    assert "[foglio 1]" in told
    assert "Rossi" not in text + told


def test_a_second_kind_of_sheet_is_named_only_if_its_name_is_no_persons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    companies = [["Ragione sociale", "Cod. ATECO", "Comune sede"], ["Forno", "10", "Prato"]]
    sheets = {"Rossi Maria": card("C1"), "Neri Ida": card("C2"), "AZIENDE": companies, "Verdi Ugo": companies}
    path = book(tmp_path / "a.xlsx", {name: sheets[name] for name in ("Rossi Maria", "Neri Ida", "AZIENDE")})
    text, _ = map_of(path, capsys, monkeypatch)
    assert '- sheet: "*"\n' in text
    assert "- sheet: AZIENDE\n" in text
    other = {name: sheets[name] for name in ("Rossi Maria", "Neri Ida", "Verdi Ugo")}
    text, told = map_of(book(tmp_path / "b.xlsx", other), capsys, monkeypatch)
    assert "[foglio 3]: di un altro tipo" in told
    assert "Verdi" not in text + told


def test_a_star_stands_for_the_sheets_that_are_seen_and_that_no_other_entry_names() -> None:
    grids = [Grid("Rossi", []), Grid("liste", [], hidden=True), Grid("AZIENDE", []), Grid("Neri", [])]
    assert [grid.name for grid in sheets_asked("*", grids, ["*", "Aziende"])] == ["Rossi", "Neri"]
    assert [grid.name for grid in sheets_asked("aziende", grids, [])] == ["AZIENDE"]
    assert [grid.name for grid in sheets_asked("liste", grids, [])] == ["liste"]
    assert [sheet_label(grids, grid, "*") for grid in grids] == [
        "foglio 1",
        "foglio nascosto 1",
        "foglio 2",
        "foglio 3",
    ]
    assert sheet_label(grids, grids[2], "aziende") == "AZIENDE"


def test_what_admits_a_person_is_offered_as_a_comment() -> None:
    rows: list[list[Cell]] = [["Codice", "Nato il", "Comune", "In carico"], ["A1", "1/2/90", "Prato", "sì"]]
    text = mapping_text(propose_map({"a.xlsx": [Grid("F", rows)]}))
    assert "  # constants:  # senza questi dati nessuno è ammesso" in text
    assert "  #   categorie: " in text
    assert "  #   condizione occupazionale: UNEMPLOYED\n" in text
    assert "  #   in carico" not in text

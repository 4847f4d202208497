"""A VINIL-like assessment feeds the fields of people by a written mapping, and nothing else of it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Cefr, Goal, LanguageSkill, Tutoring
from data.intake.columns import column_of
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.json_file import json_bytes
from data.intake.vinil.bring import import_vinil, value_told
from data.intake.vinil.items import CAPACITY, find_items, read_mark, vinil_items
from data.records import Candidate

HEADING = "persona;voce;operatore;autovalutazione;evidenza;ruolo;data"
DAY = "10/09/2026"


def write(path: Path, *rows: str, heading: str = HEADING) -> Path:
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return path


def row(person: str, item: str, operator: str, own: str = "", on: str = DAY) -> str:
    return f"{person};{item};{operator};{own};observation;educatore;{on}"


def person(records: Records, key: str) -> Candidate:
    return next(candidate for candidate in records.candidates if candidate.id == key)


def faults(path: Path) -> list[RowFault]:
    with pytest.raises(BadRecords) as caught:
        import_vinil(example_records(), path)
    assert all(caught.value.lines())
    return list(caught.value.faults)


def test_every_item_feeds_a_field_that_exists_or_none() -> None:
    keys = {
        "functional_profile": set(catalogue().items),
        "competences": set(catalogue().competences),
        "italian": {skill.value for skill in LanguageSkill},
        "goals": {goal.value for goal in Goal},
        "tutor_need": {""},
        "": {""},
    }
    for item in vinil_items().values():
        assert item.key in keys[item.field], item
        assert item.area == item.code[0]
        assert item.expected
        if item.field == "functional_profile":
            assert item.icf == catalogue().items[item.key].icf
    assert {item.area for item in vinil_items().values()} == set("PSHWGT")
    assert {goal.value for goal in Goal} == {item.key for item in vinil_items().values() if item.field == "goals"}


@pytest.mark.parametrize(("qualifier", "capacity"), [(0, 3), (1, 2), (2, 2), (3, 1), (4, 0)])
def test_a_problem_becomes_what_can_still_be_done(tmp_path: Path, qualifier: int, capacity: int) -> None:
    path = write(tmp_path / "v.csv", row("C003", "H_PO2", str(qualifier)))
    assert person(import_vinil(example_records(), path).records, "C003").functional_profile == {"PO2": capacity}
    assert CAPACITY[qualifier] == capacity


@pytest.mark.parametrize("value", ["", "8", "9"])
def test_what_is_not_assessed_changes_nothing(tmp_path: Path, value: str) -> None:
    path = write(tmp_path / "v.csv", row("C002", "AC1", value, "0"), row("C001", "W_WORK_IN_TEAMS", value))
    imported = import_vinil(example_records(), path)
    assert imported.records == example_records()
    assert imported.changes == ()


def test_every_field_is_fed_and_the_rest_is_kept(tmp_path: Path) -> None:
    before = person(example_records(), "C001")
    path = write(
        tmp_path / "v.csv",
        row("C001", "d430", "1"),
        row("C001", "W_MEET_COMMITMENTS", "4"),
        row("C001", "p_italian_listening", "a2"),
        row("C001", "G_RHYTHM", "sì"),
        row("C001", "G_CALM", "no"),
        row("C001", "T_TUTORING", "molto alta"),
    )
    imported = import_vinil(example_records(), path)
    after = person(imported.records, "C001")
    assert after == before.model_copy(
        update={
            "functional_profile": {"AC1": 2},
            "competences": {"meet_commitments": 4, "prepare_food": 2, "work_in_teams": 3},
            "italian": {LanguageSkill.LISTENING: Cefr.A2},
            "goals": (Goal.RHYTHM,),
            "tutor_need": Tutoring.VERY_HIGH,
            "assessed_on": date(2026, 9, 10),
        }
    )
    assert imported.records.replacing(before) == example_records()
    told = [
        (change.field, change.key, value_told(change.before), value_told(change.after)) for change in imported.changes
    ]
    assert told == [
        ("functional_profile", "AC1", "—", "2"),
        ("competences", "meet_commitments", "—", "4"),
        ("italian", "listening", "—", "A2"),
        ("goals", "RHYTHM", "—", "sì"),
        ("goals", "CALM", "—", "no"),
        ("tutor_need", "", "—", "molto alta"),
        ("assessed_on", "", "15/05/2026", "10/09/2026"),
    ]


def test_a_goal_that_is_no_more_leaves_the_others(tmp_path: Path) -> None:
    records = example_records()
    records = records.replacing(person(records, "C003").model_copy(update={"goals": (Goal.RHYTHM, Goal.TRADE)}))
    path = write(tmp_path / "v.csv", row("C003", "G_RHYTHM", "no"), row("C003", "G_CALM", "x"))
    assert person(import_vinil(records, path).records, "C003").goals == (Goal.TRADE, Goal.CALM)


def test_the_operator_counts_and_a_difference_of_two_steps_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "v.csv",
        row("C003", "H_AC1", "3", "1"),
        row("C003", "H_AC2", "2", "1"),
        row("C003", "P_ITALIAN_SPEAKING", "A1", "B1"),
        row("C003", "S_HOUSING", "4", "1"),
        row("C003", "W_MANAGE_TIME", "4", "9"),
    )
    imported = import_vinil(example_records(), path)
    assert person(imported.records, "C003").functional_profile == {"AC1": 1, "AC2": 2}
    assert [(one.item.code, one.operator, one.own) for one in imported.differences] == [
        ("H_AC1", "3", "1"),
        ("P_ITALIAN_SPEAKING", "A1", "B1"),
        ("S_HOUSING", "4", "1"),
    ]
    assert [item.code for item in imported.unused] == ["S_HOUSING"]


def test_no_word_of_other_columns_is_copied(tmp_path: Path) -> None:
    path = write(
        tmp_path / "v.csv",
        row("C003", "H_AC1", "2", "3") + ";F20 diagnosi segreta;parole sue",
        heading=HEADING + ";diagnosi;note",
    )
    imported = import_vinil(example_records(), path)
    assert imported.unread == ("diagnosi", "note")
    text = json_bytes(imported.records).decode() + repr(imported.changes) + repr(imported.differences)
    for word in ("segreta", "parole", "F20", "educatore", "observation"):
        assert word not in text


def test_the_last_of_two_assessments_counts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "v.csv",
        row("C003", "H_AC1", "4", on="01/06/2026"),
        row("C003", "H_AC1", "0", on="01/09/2026"),
        row("C003", "H_AC1", "3", on="01/07/2026"),
        row("C003", "H_PO2", "1", on="01/05/2026"),
    )
    after = person(import_vinil(example_records(), path).records, "C003")
    assert after.functional_profile == {"AC1": 3, "PO2": 2}
    assert after.assessed_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("line", "column", "expected", "nearest"),
    [
        (row("C009", "H_AC1", "2"), "persona", "persona della coorte", "C00"),
        (row("", "H_AC1", "2"), "persona", "obbligatorio", ""),
        (row("C001", "H_AC11", "2"), "voce", "conosciuta", "H_AC1"),
        (row("C001", "d240", "2"), "voce", "H_MR5, H_AC4", ""),
        (row("C001", "", "2"), "voce", "obbligatorio", ""),
        (row("C001", "H_AC1", "5"), "operatore", "qualificatore ICF", ""),
        (row("C001", "H_AC1", "2.5"), "operatore", "qualificatore ICF", ""),
        (row("C001", "H_AC1", "2", "poco"), "autovalutazione", "qualificatore ICF", ""),
        (row("C001", "W_MANAGE_TIME", "0"), "operatore", "da 1 a 5", ""),
        (row("C001", "P_ITALIAN_READING", "Z9"), "operatore", "QCER", ""),
        (row("C001", "T_TUTORING", "tanto"), "operatore", "molto alta", ""),
        (row("C001", "G_CALM", "forse"), "operatore", "sì oppure no", ""),
        (row("C001", "H_AC1", "2", on="31/02/2026"), "data", "31/12/2026", ""),
        (row("C001", "H_AC1", "2", on=""), "data", "obbligatorio", ""),
        (row("C001", "H_AC1", "2", on="14/05/2026"), "data", "15/05/2026", ""),
    ],
)
def test_a_wrong_cell_is_told(tmp_path: Path, line: str, column: str, expected: str, nearest: str) -> None:
    (fault,) = faults(write(tmp_path / "v.csv", row("C003", "H_PO2", "1"), line))
    assert (fault.file, fault.row, fault.column) == ("v.csv", 3, column)
    assert expected in fault.expected
    assert (nearest in fault.nearest) if nearest else not fault.nearest


def test_rows_that_contradict_each_other_are_told_and_the_same_row_twice_is_not(tmp_path: Path) -> None:
    same = row("C003", "H_AC1", "2")
    assert import_vinil(example_records(), write(tmp_path / "a.csv", same, same)).changes
    (fault,) = faults(write(tmp_path / "b.csv", same, row("C003", "d430", "3")))
    assert (fault.row, fault.column) == (3, "voce")
    assert "riga 2" in fault.expected


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    told = faults(write(tmp_path / "v.csv", row("C009", "x", "?", on="?"), row("C001", "H_AC1", "7")))
    assert [(fault.row, fault.column) for fault in told] == [(2, "voce"), (2, "data"), (3, "operatore")]


@pytest.mark.parametrize(
    ("heading", "column"), [("persona;voce;operatore", "data"), ("persona;persona;voce;operatore;data", "persona")]
)
def test_wrong_headings_are_told(tmp_path: Path, heading: str, column: str) -> None:
    (fault,) = faults(write(tmp_path / "v.csv", "C001;C001;H_AC1;2;x", heading=heading))
    assert (fault.row, fault.column) == (1, column)


@pytest.mark.parametrize("content", [b"", b"\n\n", b'persona;voce\n"x', b"\xff\xfe"])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v.csv"
    path.write_bytes(content)
    assert faults(path)
    assert faults(tmp_path / "nulla.csv")
    assert faults(tmp_path / "nulla.xlsx")


def test_a_workbook_reads_like_its_csv(tmp_path: Path) -> None:
    rows = [row("C003", "H_AC1", "2", "3"), row("C001", "W_MANAGE_TIME", "3")]
    expected = import_vinil(example_records(), write(tmp_path / "v.csv", *rows))
    path = tmp_path / "v.xlsx"
    with Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Valutazioni")
        for k, line in enumerate([HEADING, *rows]):
            for c, cell in enumerate(line.split(";")):
                is_day = k > 0 and c == 6
                sheet.write(k, c, date(2026, 9, 10) if is_day else int(cell) if cell.isdecimal() else cell)
    assert import_vinil(example_records(), path) == expected


def test_icf_codes_and_short_codes_mean_our_items() -> None:
    assert [item.code for item in find_items(" d160 ")] == ["H_MR2"]
    assert [item.code for item in find_items("ac1")] == ["H_AC1"]
    assert [item.code for item in find_items("h-ac1")] == ["H_AC1"]
    assert find_items("FA1") == []
    mark = read_mark(vinil_items()["S_HOUSING"], "0")
    assert mark is None
    assert column_of("candidates", "functional_profile").kind == "levels:items"

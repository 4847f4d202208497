"""The table that people fill: what it says, and every way in which it comes back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.bundle import TABLES
from data.codes import Access
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.update.answers import answers_csv, read_answers
from data.intake.update.compare import Review, compare
from data.intake.update.told import Told
from data.language import Language, speaking

KNOWN = example_records()


def reviewed() -> Review:
    """Five proposals: a field of a person, two of an opening, a company now named like a formula."""
    person, opening, company = KNOWN.candidates[0], KNOWN.openings[0], KNOWN.companies[0]
    return compare(
        KNOWN,
        KNOWN.replacing(
            person.model_copy(update={"competences": person.competences | {"prepare_food": 4}}),
            opening.model_copy(update={"seats": 3, "months": 9}),
            company.model_copy(update={"name": "=1+1"}),
        ),
    )


REVIEW = reviewed()


def table(review: Review = REVIEW) -> list[dict[str, str]]:
    text = answers_csv(review).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def saved(path: Path, rows: list[dict[str, str]], separator: str = ";", encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table()[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding=encoding, newline="")
    return path


def answered(answers: list[str]) -> list[dict[str, str]]:
    return [row | {"conferma": answer} for row, answer in zip(table(), answers, strict=True)]


def refused(path: Path, review: Review = REVIEW) -> list[str]:
    with pytest.raises(BadRecords) as error:
        read_answers(path, review)
    return error.value.lines()


def test_the_table_says_what_changes_in_words_with_an_empty_answer() -> None:
    rows = table()
    assert [row["conferma"] for row in rows] == ["", "", "", "", ""]
    person = rows[0]
    assert (person["dato"], person["che cosa"], person["campo"]) == ("persona", "cambia", "competenze")
    assert person["prima"].endswith("2 (e 1 voce uguale)")
    assert person["dopo"].endswith("4 (e 1 voce uguale)")
    assert "prepare_food" not in person["prima"]


@pytest.mark.parametrize(("language", "other"), [("it", "en"), ("en", "it")])
def test_headers_are_of_the_language_spoken_and_either_is_read_back(
    tmp_path: Path, language: Language, other: Language
) -> None:
    with speaking(language):
        written = answers_csv(REVIEW).decode("utf-8-sig")
    first = written.splitlines()[0].split(";")
    assert [("conferma" in first, "impronta" in first), ("confirm" in first, "fingerprint" in first)] == (
        [(True, True), (False, False)] if language == "it" else [(False, False), (True, True)]
    )
    path = tmp_path / "r.csv"
    path.write_text(written.replace("1;;", "1;yes;").replace("2;;", "2;sì;").replace("3;;", "3;no;"), encoding="utf-8")
    with speaking(other):
        assert read_answers(path, REVIEW) == {1: 2, 2: 3}


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    cells = [cell for row in table() for cell in row.values()]
    assert "'=1+1" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_answers_come_back_whatever_the_spreadsheet_saved(tmp_path: Path, separator: str, encoding: str) -> None:
    path = saved(tmp_path / "r.csv", answered(["sì", "no", "", " SI ", ""]), separator, encoding)
    assert read_answers(path, REVIEW) == {1: 2, 4: 5}


def test_rows_in_another_order_and_missing_rows_are_fine(tmp_path: Path) -> None:
    rows = answered(["sì", "sì", "no", "sì", ""])
    path = saved(tmp_path / "r.csv", [rows[3], rows[0]])
    assert read_answers(path, REVIEW) == {4: 2, 1: 3}


def test_every_wrong_answer_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    rows = answered(["forse", "sì", "sì", "no", ""])
    rows[1]["impronta"] = "r1-2"
    lines = refused(saved(tmp_path / "r.csv", [*rows, rows[2] | {"conferma": "no"}]))
    assert len(lines) == 3
    assert "riga 2" in lines[0]
    assert "«forse»" in lines[0]
    assert "riga 3" in lines[1]
    assert "riga 7" in lines[2]
    assert "riga 4" in lines[2]


def test_a_row_that_stands_twice_with_one_answer_counts_once(tmp_path: Path) -> None:
    rows = answered(["sì", "", "", "", ""])
    assert read_answers(saved(tmp_path / "r.csv", [*rows, rows[0]]), REVIEW) == {1: 2}


def test_a_review_of_other_files_is_refused_in_one_line(tmp_path: Path) -> None:
    path = saved(tmp_path / "r.csv", answered(["sì", "sì", "sì", "sì", "sì"]))
    seats = KNOWN.openings[0].model_copy(update={"seats": 4})
    (line,) = refused(path, compare(KNOWN, KNOWN.replacing(seats)))
    assert "questi due gruppi di file" in line


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"conferma\n",
        b"conferma;conferma;impronta\n",
        b'conferma;impronta\n"s;x\n',
        b"\xff\xfe1",
        b"PK\x03\x04\x00",
        b"\n\n\n",
        b'conferma;impronta\n"a"b;c\n',
    ],
)
def test_a_file_that_is_no_review_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    assert all(line.startswith("r.csv") for line in refused(path))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv")
    assert refused(tmp_path)


def test_values_are_told_in_words() -> None:
    told = Told(KNOWN, KNOWN)
    opening, person = KNOWN.openings[0], KNOWN.candidates[0]
    assert told.value("openings", "company", opening.company) == "A001 (Mensa Esempio)"
    assert told.value("candidates", "birth_date", date(1988, 4, 12)) == "12/04/1988"
    assert told.value("candidates", "municipality", person.municipality) == "Prato (PO)"
    assert told.value("candidates", "availability", person.availability) == "lun-ven 8:30-14:30"
    assert told.value("candidates", "in_charge", True) == "sì"
    assert told.value("candidates", "busy", None) == "non indicato"
    assert told.value("candidates", "refused_roles", ()) == "nessuna voce"
    assert told.value("candidates", "lat", 43.883333) == "43,883333"
    assert told.value("candidates", "modes", person.modes) == "a piedi; in autobus"
    assert told.value("sites", "access", {Access.STEP_FREE: True}) == "ingresso senza gradini sì"
    assert "essenziale" in told.value("openings", "demands", opening.demands)
    assert " ≤ 1" in told.value("candidates", "prescriptions", {"AC1": 1})


def test_every_field_of_every_record_can_be_told() -> None:
    told = Told(KNOWN, KNOWN)
    for table_name in TABLES:
        for row in KNOWN.table(table_name):
            for name in type(row).model_fields:
                assert told.value(table_name, name, getattr(row, name))
    programme = KNOWN.programme
    assert all(told.value("programme", name, getattr(programme, name)) for name in type(programme).model_fields)


def test_a_change_of_the_programme_is_proposed_too() -> None:
    title = KNOWN.programme.model_copy(update={"title": "Altro titolo"})
    (row,) = table(compare(KNOWN, replace(KNOWN, programme=title)))
    assert (row["dato"], row["campo"], row["dopo"]) == ("programma", "title", "Altro titolo")

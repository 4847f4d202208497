"""The empty folder describes every field, and its example can be read; folders are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.bundle import TABLES, Records
from data.call import Programme
from data.codes import Access, Category, Code
from data.errors import AbbinaError
from data.intake import fresh
from data.intake.cells import NONE
from data.intake.columns import FILES, PROGRAMME_FILE, Language, all_columns, column_of, columns_of
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.guide import accepted
from data.intake.programme import read_programme
from data.intake.read import read_folder
from data.intake.template import write_template
from data.intake.write import write_folder
from data.language import speaking
from data.records import Candidate, Company, Opening


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_example_is_read_without_an_error(tmp_path: Path, language: Language) -> None:
    example = {"it": "esempio", "en": "example"}[language]
    records = read_folder(write_template(tmp_path / "vuota", language) / example)
    with speaking(language):
        assert records == example_records()
    counts = {table: len(records.table(table)) for table in TABLES}
    assert counts == {
        "candidates": 3, "children": 2, "companies": 2, "sites": 3, "openings": 3, "services": 1,
        "commitments": 2, "acts": 1, "prescriptions": 1, "accommodations": 1, "protections": 2, "documents": 3,
        "relations": 1, "host_checks": 3, "quotas": 1, "conventions": 2, "tutors": 3, "placements": 1,
    }  # fmt: skip


def test_the_empty_tables_are_right_and_only_the_programme_is_to_fill_in(tmp_path: Path) -> None:
    folder = write_template(tmp_path / "vuota")
    with pytest.raises(BadRecords) as caught:
        read_folder(folder)
    assert [(fault.file, fault.column) for fault in caught.value.faults] == [
        (PROGRAMME_FILE, "code"),
        (PROGRAMME_FILE, "title"),
        (PROGRAMME_FILE, "regime"),
        (PROGRAMME_FILE, "categories"),
    ]


def test_every_field_of_every_record_has_a_column_and_every_column_a_field() -> None:
    fields = {(table, field) for table, kind in TABLES.items() for field in kind.model_fields}
    fields |= {("programme", field) for field in Programme.model_fields}
    # The row of a site is that of its company.
    assert {(column.record, column.field) for column in all_columns()} == fields - {("sites", "company")}
    assert column_of("sites", "company") == column_of("companies", "id")


def test_the_description_names_every_column_and_every_code(tmp_path: Path) -> None:
    text = (write_template(tmp_path / "vuota") / "COLONNE.md").read_text(encoding="utf-8")
    for column in all_columns():
        row = next(line for line in text.splitlines() if line.startswith(f"| {column.it} | {column.en} | "))
        assert "|  |" not in row
    for vocabulary in (Category, Access):
        names: type[Code] = vocabulary
        for member in names:
            assert f"- `{member.value}` {member.it}\n" in text
    assert "- `kitchen_assistant` assistente di cucina\n" in text
    assert "- `food_hygiene` " in text
    assert "- `AC1` " in text
    assert "`nessuna`" in text


def test_the_description_says_the_limits_of_the_record() -> None:
    assert accepted(column_of("candidates", "max_travel_min")) == "numero intero, da 5 a 180"
    assert accepted(column_of("sites", "lat")).endswith("da 35 a 47,5")
    assert "[Sex](#sex)" in accepted(column_of("candidates", "sex"))


@pytest.mark.parametrize("file", FILES)
def test_the_example_of_every_column_is_a_valid_cell(tmp_path: Path, file: str) -> None:
    folder = write_folder(example_records(), tmp_path / "coorte")
    columns = columns_of(file)
    lines = (folder / file).read_text(encoding="utf-8-sig").splitlines()
    cells = ['"{}"'.format(column.example.replace('"', '""')) for column in columns]
    if file == "companies.csv":
        lines = lines[:1]
    (folder / file).write_text("\n".join([*lines[:1], ";".join(cells)]), encoding="utf-8")
    told: set[str] = set()
    try:
        read_folder(folder)
    except BadRecords as error:
        told = {fault.expected for fault in error.faults}
    # Other rows may name what this row has replaced.
    assert told <= {"un codice che esiste"}


def test_the_example_of_every_key_of_the_programme_is_valid(tmp_path: Path) -> None:
    path = tmp_path / PROGRAMME_FILE
    path.write_text("\n".join(f"{column.en}: {column.example}" for column in columns_of(PROGRAMME_FILE)), "utf-8")
    faults: list[RowFault] = []
    assert read_programme(path, faults) is not None
    assert faults == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "coorte").mkdir()
    (tmp_path / "coorte" / "mio.txt").write_text("mio")
    for write in (lambda path: write_folder(example_records(), path), write_template):
        with pytest.raises(AbbinaError) as caught:
            write(tmp_path / "coorte")
        assert caught.value.code == "folder_not_empty"
        with pytest.raises(AbbinaError) as caught:
            write(tmp_path / "coorte" / "mio.txt")
        assert caught.value.code == "already_exists"
    assert [path.name for path in tmp_path.rglob("*")] == ["coorte", "mio.txt"]


def test_an_empty_folder_is_filled_and_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "coorte").mkdir()
    assert read_folder(write_folder(example_records(), tmp_path / "coorte")) == example_records()
    assert read_folder(write_folder(example_records(), tmp_path / "a" / "b")) == example_records()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "coorte"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(entry: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(fresh, "_to_disk", full)
    with pytest.raises(OSError, match="no space"):
        write_folder(example_records(), tmp_path / "coorte")
    assert list(tmp_path.iterdir()) == []


def test_records_that_contradict_each_other_are_not_written(tmp_path: Path) -> None:
    opening = example_records().openings[0].model_copy(update={"site": "Z"})
    with pytest.raises(BadRecords) as caught:
        write_folder(example_records().replacing(opening), tmp_path / "coorte")
    assert [(fault.file, fault.column, fault.value) for fault in caught.value.faults] == [("openings.csv", "sede", "Z")]
    assert list(tmp_path.iterdir()) == []


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write_folder(example_records(), tmp_path / name) for name in ("uno", "due"))
    for entry in one.iterdir():
        assert entry.read_bytes() == (two / entry.name).read_bytes()


def test_text_that_a_spreadsheet_would_calculate_is_shielded(tmp_path: Path) -> None:
    records = example_records()
    company = Company(id="A001", name='=HYPERLINK("x")', sector="56")
    opening = records.openings[0].model_copy(update={"title": "'+39"})
    changed = records.replacing(company, opening)
    folder = write_folder(changed, tmp_path / "coorte")
    assert "\"'=HYPERLINK(" in (folder / "companies.csv").read_text(encoding="utf-8-sig")
    assert ";''+39;" in (folder / "openings.csv").read_text(encoding="utf-8-sig")
    assert read_folder(folder) == changed
    for file in FILES:
        for cell in (folder / file).read_text(encoding="utf-8-sig").replace("\n", ";").split(";"):
            assert not cell.strip().strip('"').startswith(("=", "+", "-", "@"))


def test_none_is_written_apart_from_not_asked(tmp_path: Path) -> None:
    records = Records(
        programme=example_records().programme,
        candidates=(
            Candidate(id="C1", birth_date="2000-01-01", municipality="Prato", competences={}, modes=(), busy="mai"),
            Candidate(id="C2", birth_date="2000-01-01", municipality="Prato"),
        ),
    )
    folder = write_folder(records, tmp_path / "coorte", "en")
    text = (folder / "candidates.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text[1].count(NONE["en"]) == 2
    assert text[1].count("never") == 1
    assert "none" not in text[2]
    assert read_folder(folder) == records
    assert Opening.model_fields["demands"].default is None

"""The papers of a person in every form: optional, told cell by cell when wrong, and never a name in clear repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from data.bundle import HOST_PAPERS, PAPERS, Records
from data.intake.book.form import TABS
from data.intake.book.write import book_bytes
from data.intake.cells import ramp_text
from data.intake.columns import PAPER_FILES
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.forms import read_records
from data.intake.guide import guide
from data.intake.json_file import json_bytes
from data.intake.office.workbook import read_workbook
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.ramp import parse_ramp
from data.week import parse_week
from tests.tools.csv_cells import put

NAME = "Nome Inventato"
WITHOUT: Any = dict.fromkeys((*PAPERS, *HOST_PAPERS), ())


def plain_records() -> Records:
    """The example without papers, and without what names them."""
    known = example_records()
    people = (person.model_copy(update={"promoter_tutor": None}) for person in known.candidates)
    openings = (opening.model_copy(update={"tutor": None}) for opening in known.openings)
    return replace(known, candidates=tuple(people), openings=tuple(openings), **WITHOUT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(example_records(), tmp_path / "cohort")


def faults(path: Path) -> list[RowFault]:
    with pytest.raises(BadRecords) as caught:
        read_records(path)
    assert all(NAME not in line for line in caught.value.lines())
    assert all(NAME not in f"{fault.value}{fault.expected}{fault.nearest}" for fault in caught.value.faults)
    return list(caught.value.faults)


def test_a_folder_of_before_there_were_papers_reads_as_ever(tmp_path: Path) -> None:
    folder = write_folder(plain_records(), tmp_path / "before")
    for file in PAPER_FILES:
        (folder / file).unlink()
    assert read_folder(folder) == plain_records()


def test_a_workbook_and_a_json_of_before_read_as_ever(tmp_path: Path) -> None:
    before = plain_records()
    (tmp_path / "a.xlsx").write_bytes(book_bytes(before))
    tabs = {TABS[file]["it"] for file in PAPER_FILES}
    with Workbook(str(tmp_path / "b.xlsx"), {"default_date_format": "dd/mm/yyyy"}) as book:
        for grid in read_workbook(tmp_path / "a.xlsx", []):
            if grid.name not in tabs:
                sheet = book.add_worksheet(grid.name)
                for number, row in enumerate(grid.rows):
                    sheet.write_row(number, 0, [cell if cell is not None else "" for cell in row])
    assert read_records(tmp_path / "b.xlsx") == before
    content = json.loads(json_bytes(before))
    (tmp_path / "c.json").write_text(json.dumps({k: v for k, v in content.items() if k not in WITHOUT}))
    assert read_records(tmp_path / "c.json") == before


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("impegni.csv", "commitments.csv"),
        ("Tutele.csv", "protections.csv"),
        ("acts (1).csv", "acts.csv"),
        ("documenti.csv", "documents.csv"),
        ("Adattamenti.xlsx", "accommodations.csv"),
        ("Rapporti precedenti.csv", "relations.csv"),
        ("host_checks (1).csv", "host_checks.csv"),
        ("Quote L. 68.csv", "quotas.csv"),
        ("convenzioni.csv", "conventions.csv"),
        ("tirocini in corso.xlsx", "placements.csv"),
    ],
)
def test_a_file_of_papers_under_another_name_is_not_taken_for_none(folder: Path, name: str, file: str) -> None:
    (folder / file).rename(folder / name)
    (fault,) = faults(folder)
    assert (fault.file, fault.nearest) == (file, name)


@pytest.mark.parametrize("name", ["dati.csv", "costs.csv", "documents.pdf", "documents"])
def test_other_files_beside_no_papers_are_left_alone(tmp_path: Path, name: str) -> None:
    folder = write_folder(plain_records(), tmp_path / "before")
    for file in PAPER_FILES:
        (folder / file).unlink()
    if "." in name:
        (folder / name).write_text("x")
    else:
        (folder / name).mkdir()
    assert read_folder(folder).acts == ()


CELLS = [
    ("commitments.csv", 2, "persona", "C009", "un codice che esiste"),
    ("commitments.csv", 2, "orario", "mai", "almeno un orario occupato"),
    ("commitments.csv", 2, "valido fino al", "01/09/2026", "un giorno dal 14/09/2026 in poi"),
    ("acts.csv", 2, "comuni permessi", "Prato; Pratto", "non esiste"),
    ("acts.csv", 2, "aziende permesse", "A009", "un codice che esiste"),
    ("prescriptions.csv", 2, "limiti", "AC1=1", "voce<=livello"),
    ("prescriptions.csv", 2, "scritta da", "dottore", "uno dei valori ammessi"),
    ("accommodations.csv", 2, "tirocinio", "O009", "un codice che esiste"),
    ("accommodations.csv", 2, "stato", "boh", "proposto, chiesto, concesso"),
    ("accommodations.csv", 2, "risposta del", "01/08/2026", "un giorno dal 20/08/2026 in poi"),
    ("protections.csv", 3, "raggio in km", "", "un punto o un comune con il raggio in km"),
    ("protections.csv", 3, "raggio in km", "0", "un numero più grande di 0"),
    ("protections.csv", 3, "area", "43,88 11,10; 43,89 11,12", "almeno tre punti"),
    ("protections.csv", 2, "aziende controllate", "A001; A00X", "un codice che esiste"),
    ("documents.csv", 2, "percentuale", "101", "un numero non più grande di 100"),
    ("documents.csv", 2, "titolo di soggiorno", "visto", "uno dei valori ammessi"),
    ("documents.csv", 3, "tirocinio", "O009", "un codice che esiste"),
    ("documents.csv", 4, "classe di rischio", "altissimo", "basso, medio, alto"),
    ("documents.csv", 2, "ricevuta di rinnovo", "forse", "sì oppure no"),
    ("relations.csv", 2, "azienda", "A009", "un codice che esiste"),
    ("relations.csv", 2, "tipo", "amicizia", "uno dei valori ammessi"),
    ("relations.csv", 2, "fino al", "01/02/2023", "un giorno dal 01/03/2023 in poi"),
    ("relations.csv", 2, "giorni", "5001", "un numero non più grande di 5000"),
    ("host_checks.csv", 3, "sede", "A009-1", "un codice che esiste"),
    ("host_checks.csv", 3, "sede", "A001-1", "una riga sola per ogni sede"),
    ("host_checks.csv", 2, "tirocinanti di prima assunti", "5", "non più grande dei tirocinanti di prima (4)"),
    ("host_checks.csv", 2, "tirocinanti di prima", "", "anche il numero dei tirocinanti di prima"),
    ("host_checks.csv", 2, "mansioni del licenziamento", "regina", "non esiste"),
    ("quotas.csv", 2, "provincia", "Pratto", "non esiste"),
    ("quotas.csv", 2, "base di computo", "", "un valore: qui è obbligatorio"),
    ("conventions.csv", 3, "tipo", "art. 99", "uno dei valori ammessi"),
    ("conventions.csv", 3, "valida fino al", "01/01/2026", "un giorno dal 01/03/2026 in poi"),
    ("tutors.csv", 2, "al massimo", "101", "un numero non più grande di 100"),
    ("tutors.csv", 3, "disponibile fino al", "31/08/2026", "un giorno dal 01/09/2026 in poi"),
    ("placements.csv", 2, "fine", "31/05/2026", "un giorno dal 01/06/2026 in poi"),
    ("placements.csv", 2, "tutor aziendale", "TA2", "un tutor dell'azienda A001"),
    ("placements.csv", 2, "tutor del promotore", "TA1", "un tutor dell'ente promotore"),
    ("openings.csv", 2, "tutor aziendale", "TA2", "un tutor dell'azienda A001"),
    ("candidates.csv", 4, "altre lingue", "klingon", "uno dei valori ammessi"),
    ("candidates.csv", 2, "sostegni al reddito", "mancia", "uno dei valori ammessi"),
    ("candidates.csv", 2, "anni di scuola", "31", "un numero non più grande di 30"),
    ("candidates.csv", 2, "ore crescenti", "poi 5x5; 2 sett. 4x3", "scrivilo per ultimo"),
    ("companies.csv", 2, "persone (nomi sigillati)", NAME, "un nome sigillato"),
]


@pytest.mark.parametrize(("file", "row", "column", "value", "expected"), CELLS)
def test_a_wrong_cell_of_a_paper_is_told_at_its_place(
    folder: Path, file: str, row: int, column: str, value: str, expected: str
) -> None:
    put(folder / file, row, column, value)
    told = [fault for fault in faults(folder) if (fault.file, fault.row, fault.column) == (file, row, column)]
    assert len(told) == 1
    assert expected in told[0].expected


def test_faults_of_all_papers_come_at_once(folder: Path) -> None:
    for file, row, column, value, _ in CELLS[::3]:
        put(folder / file, row, column, value)
    assert len({fault.file for fault in faults(folder)}) == len({file for file, *_ in CELLS[::3]})


def test_italian_decimals_and_english_words_are_read(folder: Path) -> None:
    put(folder / "protections.csv", 3, "raggio in km", "2,5")
    put(folder / "protections.csv", 3, "area", "43,88 11,10; 43,89 11,12; 43,87 11,13")
    put(folder / "candidates.csv", 2, "ore crescenti", "2 weeks 4x3; then 5x5")
    put(folder / "commitments.csv", 2, "orario", "A: lun 15-17 | B: mar 15-17")
    records = read_folder(folder)
    assert records.protections[1].radius_km == 2.5
    assert records.protections[1].area == ((43.88, 11.1), (43.89, 11.12), (43.87, 11.13))
    assert records.candidates[0].hours_ramp == parse_ramp("2 sett. 4x3; poi 5x5")
    assert records.commitments[0].hours == parse_week("A: lun 15-17 | B: mar 15-17")
    assert records.commitments[0].hours.alternates


@pytest.mark.parametrize("text", ["1 sett. 2x0.25; 12 sett. 5x3.75; poi 5x5", "poi 4x6", "3 sett. 1x2"])
def test_a_ramp_is_written_in_both_languages_and_read_back(text: str) -> None:
    steps = parse_ramp(text)
    assert parse_ramp(ramp_text(steps, "it")) == parse_ramp(ramp_text(steps, "en")) == steps
    assert "sett" not in ramp_text(steps, "en")


@pytest.mark.parametrize("value", [NAME, f"{NAME} " * 2000, f"={NAME}", f"{'ab' * 32}; {NAME}"])
def test_a_name_in_clear_is_refused_and_nowhere_repeated_in_tables(folder: Path, value: str) -> None:
    put(folder / "protections.csv", 2, "nome sigillato", value)
    put(folder / "companies.csv", 2, "persone (nomi sigillati)", value)
    hidden = [fault for fault in faults(folder) if fault.value]
    assert {fault.value for fault in hidden} == {"(nascosto)"}
    assert {fault.file for fault in hidden} == {"protections.csv", "companies.csv"}


def test_a_name_in_clear_on_the_second_row_of_a_company_is_not_repeated(folder: Path) -> None:
    put(folder / "companies.csv", 3, "persone (nomi sigillati)", NAME)
    assert [fault.row for fault in faults(folder)] == [3]
    put(folder / "companies.csv", 3, "persone (nomi sigillati)", "ab" * 32)
    (fault,) = faults(folder)
    assert "ab" * 32 not in fault.line()


def test_a_name_in_clear_is_not_repeated_from_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book_bytes(example_records()))
    with Workbook(str(tmp_path / "b.xlsx"), {"default_date_format": "dd/mm/yyyy"}) as book:
        for grid in read_workbook(tmp_path / "a.xlsx", []):
            sheet = book.add_worksheet(grid.name)
            for number, row in enumerate(grid.rows):
                cells = [cell if cell is not None else "" for cell in row]
                if grid.name == "Tutele" and number == 1:
                    cells[grid.rows[0].index("nome sigillato")] = NAME
                sheet.write_row(number, 0, cells)
    (fault,) = faults(tmp_path / "b.xlsx")
    assert (fault.file, fault.column, fault.value) == ("b.xlsx [Tutele]", "nome sigillato", "(nascosto)")


@pytest.mark.parametrize(
    ("spoil", "pointer"),
    [
        (lambda c: c["protections"][0].update(person=NAME), "/protections/0/person"),
        (lambda c: c["protections"][0].update(person=[NAME]), "/protections/0/person"),
        (lambda c: c["protections"][0].update(persn=NAME), "/protections/0/persn"),
        (lambda c: c["companies"][0].update(people=NAME), "/companies/0/people"),
        (lambda c: c["companies"][0].update(people=[NAME]), "/companies/0/people"),
        (lambda c: c["companies"][0].update(people=7), "/companies/0/people"),
        (lambda c: c["protections"][1].update(area=7), "/protections/1/area"),
        (lambda c: c["candidates"][0].update(hours_ramp=[]), "/candidates/0/hours_ramp"),
        (lambda c: c.update(acts=None), "/acts"),
    ],
)
def test_a_wrong_value_in_json_is_told_at_its_pointer_without_a_name(
    tmp_path: Path, spoil: Callable[[Any], object], pointer: str
) -> None:
    content = json.loads(json_bytes(example_records()))
    spoil(content)
    (tmp_path / "coorte.json").write_text(json.dumps(content))
    assert [fault.column for fault in faults(tmp_path / "coorte.json")] == [pointer]


def test_the_guide_says_who_holds_which_file() -> None:
    text = guide()
    assert "## Chi tiene quali file" in text
    assert all(f"`{file}`" in text for file in PAPER_FILES)


def test_files_of_papers_are_closed_to_others(folder: Path) -> None:
    assert all((folder / file).stat().st_mode & 0o077 == 0 for file in PAPER_FILES)

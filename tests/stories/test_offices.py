"""Three offices hand over the spreadsheets that they keep, with the mappings that a newcomer wrote in ten minutes."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import pytest

from data.codes import Certificate, ChildCare, Condition, Employment, LanguageSkill, Mode
from data.intake.faults import BadRecords
from data.intake.office.bring import Brought, bring_books
from data.intake.office.codes_made import MadeCodes
from data.intake.office.propose_mapping_yaml import mapping_text, propose_map
from data.intake.office.skipped_rows import LEGEND, TITLE, TOTAL
from data.intake.office.workbook import read_workbook
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.lawbook import LawBook
from data.programmes import programme
from matching.propose import propose
from scoring.weights import load_weights
from tests.stories.office_books import cards, caseload, scouting

MAPPINGS = [Path(__file__).parent / "mappings" / f"{name}.yaml" for name in ("caseload", "cards", "scouting")]
BOOKS = (caseload, cards, scouting)


def bring(folder: Path, *, wrong: bool = False, codes: MadeCodes | None = None) -> Brought:
    books = [make(folder, wrong=wrong) for make in BOOKS]
    return bring_books(books, MAPPINGS, programme("prisma-2019"), codes or MadeCodes())


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    return bring(tmp_path_factory.mktemp("offices"))


def test_the_caseload_is_read_person_by_person(brought: Brought) -> None:
    people = {person.id: person for person in brought.records.candidates}
    assert [key for key in people if key.startswith("U")] == [f"U-10{k}" for k in range(1, 8)]
    births = {key: person.birth_date for key, person in people.items()}
    assert births["U-101"] == date(1985, 3, 12)
    assert births["U-102"] == date(1975, 11, 3)
    assert births["U-103"] == date(1999, 2, 20)
    assert births["U-104"] == date(1968, 9, 7)
    assert births["U-105"] == date(1990, 5, 7)
    assert births["U-106"] == date(2004, 1, 1)
    assert {people[f"U-10{k}"].municipality for k in (1, 2, 5, 7)} == {"100005"}
    assert people["U-103"].municipality == "100003"
    assert str(people["U-102"].availability) == "lun-sab 6:00-20:00"
    assert str(people["U-103"].availability) == "lun-ven 8:00-13:00"
    assert str(people["U-107"].availability) == "lun, mer, ven 8:00-13:00"
    assert people["U-104"].employment is Employment.INACTIVE
    assert people["U-105"].certificates == (Certificate.DRIVING_B,)
    assert {people["U-101"].caseload, people["U-104"].caseload} == {"OP1", "OP2"}


def test_a_tick_is_yes_and_an_empty_cell_or_a_question_is_not_known(brought: Brought) -> None:
    people = {person.id: person for person in brought.records.candidates}
    assert people["U-101"].modes == (Mode.BIKE, Mode.CAR)
    assert people["U-104"].modes is None
    assert people["U-106"].modes == ()
    assert people["U-103"].in_charge is None
    assert people["U-103"].employment is None
    assert people["U-106"].availability is None


def test_the_cards_are_read_with_the_children_of_each_person(brought: Brought) -> None:
    amina, bruno, carla = (person for person in brought.records.candidates if person.id.startswith("P"))
    assert (amina.birth_date, amina.municipality, amina.max_travel_min) == (date(1991, 4, 2), "100005", 45)
    assert amina.interests == {"building_cleaner": 2, "kitchen_assistant": 2}
    assert amina.banned_conditions == (Condition.NIGHT,)
    assert amina.italian is not None
    assert amina.italian[LanguageSkill.LISTENING].value == "A2"
    assert (bruno.modes, bruno.max_travel_min, bruno.banned_conditions) == ((Mode.CAR,), 60, ())
    assert (carla.modes, carla.interests, carla.assessed_on) == (None, None, None)
    assert carla.availability is not None
    assert carla.availability.hours == 11
    assert [(child.candidate, child.birth_date, child.care) for child in brought.records.children] == [
        (amina.id, date(2021, 2, 14), ChildCare.INFANZIA),
        (amina.id, date(2017, 9, 10), ChildCare.PRIMARIA_PIENO),
        (carla.id, date(2024, 6, 5), ChildCare.NIDO),
    ]


def test_companies_and_openings_find_each_other_by_name(brought: Brought) -> None:
    records = brought.records
    names = {company.id: company.name for company in records.companies}
    assert [(o.id, names[o.company], o.role, o.seats, str(o.shifts), o.months) for o in records.openings] == [
        ("OFF1", "Mensa La Pieve srl", "kitchen_assistant", 2, "lun-ven 9:00-14:00", 6),
        ("OFF2", "Mensa La Pieve srl", "dishwasher", 1, "mar-sab 12:00-16:00", 6),
        ("OFF3", "Forno Elba", "baker", 1, "lun-sab 5:00-9:00", 6),
        ("OFF4", "Magazzini Tre Querce", "warehouse_worker", 2, "lun-ven 6:00-14:00", 8),
        ("OFF5", "Coop Verde Alto", "garden_labourer", 1, "lun-ven 7:00-12:00", 6),
    ]
    assert [o.start_to for o in records.openings][:3] == [date(2027, 1, 31), date(2027, 2, 28), date(2026, 12, 31)]
    assert [o.tutor_h_week for o in records.openings] == [10, None, 7.5, 5, None]
    assert [(c.sector, c.staff, c.trained_tutor, c.past_completed) for c in records.companies] == [
        ("56", 14, True, 3),
        ("10", 6, False, None),
        ("52", 35, None, 2),
        ("81", 8, True, 1),
    ]
    assert [site.municipality for site in records.sites] == ["100005", "100003", "100005", "100006"]


def test_no_name_telephone_tax_code_or_note_comes_in(brought: Brought, tmp_path: Path) -> None:
    folder = write_folder(brought.records, tmp_path / "cohort")
    text = "".join(file.read_text(encoding="utf-8-sig") for file in folder.iterdir())
    for private in ("Bianchi", "Amina", "BNCDAA", "333", "0574", "Galcianese", "Pistoiese", "nonna", "Rossi", "Pia"):
        assert private not in text


def test_every_row_that_is_no_person_is_told_with_its_reason(brought: Brought) -> None:
    report = brought.reports[0]
    assert (report.entries, report.unnamed) == (7, ())
    assert [(skipped.row, skipped.why) for skipped in report.skipped if skipped.text] == [
        (10, TITLE),
        (15, TOTAL),
        (17, LEGEND),
        (18, LEGEND),
        (19, LEGEND),
    ]
    assert [report.entries for report in brought.reports] == [7, 3, 4, 5]


def test_a_proposal_comes_of_what_the_offices_keep(brought: Brought, tmp_path: Path) -> None:
    records = read_folder(write_folder(brought.records, tmp_path / "cohort"))
    assert records == brought.records
    found = propose(records, LawBook.load(), load_weights(records.programme.weights), on=date(2026, 11, 22))
    assert found.summary.candidates == 10
    assert found.summary.placed + found.summary.unplaced == 10
    assert found.summary.placed >= 2
    assert found.proof.kind == "proved"


def test_wrong_cells_are_told_all_at_once_where_the_office_wrote_them(tmp_path: Path) -> None:
    with pytest.raises(BadRecords) as raised:
        bring(tmp_path, wrong=True)
    told = {(fault.file.partition(" [")[2][:-1], fault.row, fault.column): fault for fault in raised.value.faults}
    assert {where: fault.value for where, fault in told.items()} == {
        ("Elenco utenti", 6, "Disponibilità"): "quando può",
        ("Elenco utenti", 7, "Nato/a il"): "30/02/75",
        ("Elenco utenti", 8, "Residenza / Comune"): "Montemurllo",
        ("Schede", 12, "Figlio 2 nato il"): "10/9",
        ("Schede", 18, "Nata/o il"): "novembre 1975",
        ("Schede", 30, "Mezzi"): "elicottero",
        ("OFFERTE", 3, "N. posti"): "due",
        ("OFFERTE", 5, "Azienda"): "Forno Elbba",
        ("OFFERTE", 7, "Inizio dal"): "appena possibile",
    }
    assert told["OFFERTE", 5, "Azienda"].nearest == "Forno Elba"
    assert told["Elenco utenti", 8, "Residenza / Comune"].nearest == "Montemurlo (PO)"


def test_next_month_the_same_person_gets_the_same_code(tmp_path: Path) -> None:
    codes = MadeCodes()
    codes.saw("P007")
    assert codes.code("candidates", "P", "BRUNO T. | 1975-11-03", keep=True) == "P008"
    brought = bring(tmp_path, codes=codes)
    births = {person.id: person.birth_date for person in brought.records.candidates if person.id.startswith("P")}
    assert births == {"P008": date(1975, 11, 3), "P009": date(1991, 4, 2), "P010": date(1999, 2, 20)}


@pytest.mark.parametrize(("mapping", "make"), list(zip(MAPPINGS, BOOKS, strict=True)))
def test_a_newcomer_has_few_lines_to_change_in_what_is_proposed(tmp_path: Path, mapping: Path, make: object) -> None:
    assert callable(make)
    path = make(tmp_path)
    proposed = mapping_text(propose_map({path.name: read_workbook(path, [])})).splitlines()
    edited = mapping.read_text(encoding="utf-8").splitlines()
    changed = [line for line in difflib.ndiff(proposed, edited) if line.startswith("+ ")]
    assert 0 <= len(edited) - len(proposed) <= 4
    assert 1 <= len(changed) <= 8

"""Companies, openings and refusals find each other by name, on one sheet, on several, or one under another."""

from __future__ import annotations

from pathlib import Path

from data.intake.columns import column_of
from tests.data.test_mapping import HEAD, ONE, PEOPLE, bring, faults_of

FIRMS = """version: "2026-1"
sheets:
- sheet: Tutto
  table: companies
  make_code: {prefix: A, from: [Azienda]}
  fields: {nome: Azienda, settore: ATECO, comune della sede: Comune}
- sheet: Tutto
  table: openings
  make_code: {prefix: O}
  constants: {inizio dal: 1/1/2027, inizio entro: 31/3/2027, durata in mesi: "6", posti: "1"}
  fields: {azienda: Azienda, sede: Comune, mansione: Mansione, turni: Orario}
"""


def test_companies_and_openings_on_the_same_rows_make_each_company_and_place_once(tmp_path: Path) -> None:
    rows = [
        ["Azienda", "ATECO", "Comune", "Mansione", "Orario"],
        ["Forno", "10", "Prato", "fornaio", "lun-ven 5-9"],
        ["Forno", "", "Vaiano", "lavapiatti", "lun-ven 9-13"],
        ["FORNO", "10", "Prato", "pulizie", "lun-ven 14-18"],
        ["Bar Uno", "56", "Prato", "barista", "lun-ven 7-12"],
    ]
    records = bring(tmp_path, FIRMS, Tutto=rows).records
    assert [(company.id, company.name) for company in records.companies] == [("A001", "Forno"), ("A002", "Bar Uno")]
    assert [(site.id, site.municipality) for site in records.sites] == [
        ("A001-1", "100005"),
        ("A001-2", "100006"),
        ("A002-1", "100005"),
    ]
    assert [opening.site for opening in records.openings] == ["A001-1", "A001-2", "A001-1", "A002-1"]


def test_two_tables_under_one_another_are_read_each_to_its_end(tmp_path: Path) -> None:
    text = """version: "2026-1"
sheets:
- sheet: T
  table: companies
  make_code: {prefix: A}
  fields: {nome: Ditta, settore: ATECO, comune della sede: Dove}
- sheet: T
  table: openings
  header: "9"
  constants: {inizio dal: 1/1/2027, inizio entro: 31/3/2027, durata in mesi: "6"}
  fields: {codice: Rif, azienda: Ditta, mansione: Mansione, posti: Posti, turni: Orario}
"""
    rows = [
        ["Ditta", "ATECO", "Dove"],
        ["Forno", "10", "Prato"],
        ["Bar Uno", "56", "Vaiano"],
        ["Totale", 2],
        [],
        ["OFFERTE"],
        ["Rif", "Ditta", "Mansione", "Posti", "Orario"],
        ["X1", "bar uno", "barista", 1, "lun-ven 7-12"],
    ]
    brought = bring(tmp_path, text, T=rows)
    assert [company.name for company in brought.records.companies] == ["Forno", "Bar Uno"]
    assert [(opening.id, opening.company, opening.site) for opening in brought.records.openings] == [
        ("X1", "A002", "A002-1")
    ]
    assert [report.entries for report in brought.reports] == [2, 1]


def test_companies_that_a_person_refuses_are_found_by_name(tmp_path: Path) -> None:
    people = PEOPLE.partition("sheets:\n")[2] + "    aziende rifiutate: Non vuole\n"
    rows = [["Azienda", "ATECO", "Comune", "Mansione", "Orario"], ["Bar Uno", "56", "Prato", "barista", "lun 7-12"]]
    refusals = [[*HEAD, "Non vuole"], [*ONE, "bar uno"], ["A2", *ONE[1:], "Bar Due"]]
    brought = bring(tmp_path, FIRMS + people, Tutto=rows, Persone=refusals[:2])
    assert brought.records.candidates[0].refused_companies == ("A001",)
    (fault,) = faults_of(tmp_path, FIRMS + people, Tutto=rows, Persone=refusals)
    assert (fault.row, fault.column, fault.value) == (3, "Non vuole", "Bar Due")


TWINS = """version: "2026-1"
sheets:
- sheet: Aziende
  table: companies
  fields: {codice: Cod, nome: Azienda, settore: ATECO, comune della sede: Comune}
- sheet: Offerte
  table: openings
  make_code: {prefix: O}
  constants: {inizio dal: 1/1/2027, inizio entro: 31/3/2027, durata in mesi: "6", posti: "1"}
  fields: {azienda: Azienda, sede: Comune, mansione: Mansione, turni: Orario}
"""
TWO_FIRMS = [
    ["Cod", "Azienda", "ATECO", "Comune"],
    ["Z1", "Edil Rossi srl", "41", "Prato"],
    ["Z2", "EDIL ROSSI SRL", "43", "Vaiano"],
    ["Z3", "Bar Uno", "56", "Prato"],
]
OFFERS = ["Azienda", "Comune", "Mansione", "Orario"]


def test_of_two_companies_with_one_name_the_opening_is_of_the_one_in_its_town(tmp_path: Path) -> None:
    rows = [OFFERS, *(["Edil Rossi srl", town, "barista", "lun 7-12"] for town in ("Vaiano", "Prato", "vaiano (PO)"))]
    records = bring(tmp_path, TWINS, Aziende=TWO_FIRMS, Offerte=rows).records
    assert [(opening.company, opening.site) for opening in records.openings] == [
        ("Z2", "Z2-1"),
        ("Z1", "Z1-1"),
        ("Z2", "Z2-1"),
    ]


def test_an_opening_that_may_be_of_two_companies_is_told_with_both(tmp_path: Path) -> None:
    rows = [OFFERS, *(["Edil Rossi srl", town, "barista", "lun 7-12"] for town in ("", "Cantagallo"))]
    found = faults_of(tmp_path, TWINS, Aziende=TWO_FIRMS, Offerte=rows)
    assert [(fault.row, fault.column, fault.value) for fault in found] == [
        (2, "Azienda", "Edil Rossi srl"),
        (3, "Azienda", "Edil Rossi srl"),
    ]
    assert all("più aziende con questo nome: Z1, Z2" in fault.expected for fault in found)


def test_a_protection_by_name_holds_for_every_company_of_that_name(tmp_path: Path) -> None:
    people = PEOPLE.partition("sheets:\n")[2] + "    aziende rifiutate: Non vuole\n    aziende da escludere: Mai\n"
    named = people.replace("aziende da escludere", column_of("candidates", "banned_companies").it)
    rows = [
        [*HEAD, "Non vuole", "Mai"],
        [*ONE, "Bar Uno", "edil rossi srl"],
        ["A2", *ONE[1:], "Edil Rossi srl; Z3", ""],
    ]
    offers = [OFFERS, ["Bar Uno", "Prato", "barista", "lun 7-12"]]
    first, second = bring(tmp_path, TWINS + named, Aziende=TWO_FIRMS, Offerte=offers, Persone=rows).records.candidates
    assert (first.refused_companies, first.banned_companies) == (("Z3",), ("Z1", "Z2"))
    assert second.refused_companies == ("Z1", "Z2", "Z3")


def test_a_company_called_as_another_ones_code_is_never_taken_for_it(tmp_path: Path) -> None:
    firms = [*TWO_FIRMS, ["Z4", "Z3", "56", "Vaiano"]]
    (fault,) = faults_of(tmp_path, TWINS, Aziende=firms, Offerte=[OFFERS, ["Z3", "", "barista", "lun 7-12"]])
    assert "Z3, Z4" in fault.expected

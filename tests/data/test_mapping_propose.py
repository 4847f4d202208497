"""What is proposed for a sheet: fields by header and by value, what stays out and why, what a person has to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.intake.columns import columns_of
from data.intake.faults import RowFault
from data.intake.office.bring import bring_books
from data.intake.office.codes_made import MadeCodes
from data.intake.office.mapping_read import read_mapping
from data.intake.office.propose_mapping import Proposal, propose_for
from data.intake.office.propose_mapping_sheets import propose_map
from data.intake.office.propose_mapping_yaml import mapping_text
from data.intake.office.words import spoken_headers, words_of
from data.intake.office.workbook import Grid, read_workbook
from data.programmes import programme


def grid(*rows: list[Any], name: str = "Foglio") -> Grid:
    width = max(len(row) for row in rows)
    return Grid(name, [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows])


def fields_of(proposal: Proposal) -> dict[str, str]:
    return {guess.column.it: ", ".join(guess.flags or guess.headers) for guess in proposal.fields}


PEOPLE = grid(
    ["Cognome", "Nome", "Nato il", "Dove sta", "Diagnosi", "Colore", "C.I.", "Recapito vario"],
    ["Verdi", "Anna", "1/2/90", "Prato", "x", "blu", "RSSMRA85C52G999X", "333 1234567"],
    ["Neri", "Ugo", "3/4/80", "Vaiano", "y", "rosso", "", "0574 123456"],
    ["Gialli", "Ida", "5/6/70", "Montemurlo", "", "", "", "333 7654321"],
)


def test_what_says_who_somebody_is_or_of_what_illness_stays_out_with_the_reason() -> None:
    (proposal,) = propose_for("a.xlsx", PEOPLE)
    assert proposal.left_out == {
        "Cognome": "name",
        "Nome": "name",
        "Diagnosi": "health",
        "Colore": "",
        "C.I.": "tax_code",
        "Recapito vario": "contact",
    }
    assert proposal.code_from == ["Cognome", "Nome", "Nato il"]


def test_a_column_of_municipalities_is_found_by_its_values() -> None:
    (proposal,) = propose_for("a.xlsx", PEOPLE)
    assert fields_of(proposal) == {"data di nascita": "Nato il", "comune": "Dove sta"}


def test_ticked_columns_become_one_list_and_odd_values_wait_for_a_translation() -> None:
    sheet = grid(
        ["Codice", "Nato il", "Comune", "Auto", "Bici", "Stato occupazionale", "Orario"],
        ["A1", "1/2/90", "Prato", "x", "", "disoccupata", "mattina"],
        ["A2", "1/2/91", "Prato", "", "sì", "in bilico", "lun mer mattina"],
    )
    (proposal,) = propose_for("a.xlsx", sheet)
    assert fields_of(proposal)["mezzi"] == "Auto, Bici"
    missing = {guess.column.it: guess.missing for guess in proposal.fields if guess.missing}
    assert missing == {"condizione occupazionale": ["in bilico"], "disponibilità": ["mattina"]}


def test_what_must_be_there_and_is_not_is_asked_as_a_constant() -> None:
    sheet = grid(
        ["Azienda", "Mansione", "N. posti", "Orario"],
        ["Forno", "fornaio", "1", "lun-ven 5-9"],
        ["Bar", "barista", "1", "lun-ven 7-12"],
    )
    (proposal,) = propose_for("a.xlsx", sheet)
    assert proposal.table == "openings"
    assert [column.it for column in proposal.lacking()] == ["inizio dal", "inizio entro", "durata in mesi"]
    assert "  constants:\n    inizio dal:\n" in mapping_text([proposal])


def test_companies_and_their_openings_on_the_same_rows_are_proposed_twice() -> None:
    sheet = grid(
        ["Ragione sociale", "Cod. ATECO", "Comune sede", "Mansione", "N. posti", "Orario", "Inizio dal", "Entro il"],
        ["Forno", "10", "Prato", "fornaio", "1", "lun-ven 5-9", "1/1/27", "31/1/27"],
    )
    assert [proposal.table for proposal in propose_for("a.xlsx", sheet)] == ["companies", "openings"]


def test_sheets_with_a_card_each_are_proposed_together_and_imported(tmp_path: Path) -> None:
    path = tmp_path / "Schede.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for number, birth in enumerate(("1/2/90", "3 aprile 1985", "5.6.70"), 1):
            sheet = book.add_worksheet(f"Scheda {number}")
            sheet.write_row(0, 0, ["SCHEDA PERSONALE"])
            for row, (label, value) in enumerate(
                {"Codice:": f"C{number}", "Nato il:": birth, "Comune:": "Prato", "Mezzi:": "bus"}.items(), 2
            ):
                sheet.write_row(row, 0, [label, value])
    (proposal,) = propose_map({path.name: read_workbook(path, [])})
    assert (proposal.sheet, proposal.found.layout, proposal.found.card_starts) == ("*", "cards", "")
    (tmp_path / "m.yaml").write_text(mapping_text([proposal]), encoding="utf-8")
    found = bring_books([path], [tmp_path / "m.yaml"], programme("prisma-2019"), MadeCodes()).records.candidates
    assert [(person.id, str(person.birth_date)) for person in found] == [
        ("C1", "1990-02-01"),
        ("C2", "1985-04-03"),
        ("C3", "1970-06-05"),
    ]


def test_a_sheet_of_something_else_is_not_proposed() -> None:
    assert propose_for("a.xlsx", grid(["spesa", "euro"], ["pane", 2], ["latte", 1])) == []


_HEADERS = st.sampled_from([entry.words for entry in spoken_headers()] + ["", "a: b", '"x', "[", "- y", "#", "*", "&"])
_CELLS = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["x", "no", "Prato", "1/2/90", "lun-ven 8-13"]))


@given(st.lists(_HEADERS, min_size=1, max_size=9), st.lists(st.lists(_CELLS, max_size=9), max_size=5))
def test_whatever_is_proposed_is_a_mapping_in_which_only_the_gaps_are_wrong(
    tmp_path_factory: pytest.TempPathFactory, headers: list[str], rows: list[list[Any]]
) -> None:
    sheet = grid(headers, *rows, name="Elenco: n. 1")
    proposals = propose_map({"a & b.xlsx": [sheet]})
    if not proposals:
        return
    path = tmp_path_factory.mktemp("m") / "m.yaml"
    path.write_text(mapping_text(proposals), encoding="utf-8")
    faults: list[RowFault] = []
    read_mapping(path, faults)
    assert {fault.column.split(".")[1] for fault in faults} <= {"constants", "fields", "children"}, faults
    assert not [fault for fault in faults if "YAML" in fault.expected]


def test_the_words_of_offices_lead_to_fields_and_codes_that_exist() -> None:
    for entry in spoken_headers():
        if entry.file:
            record, _, name = entry.field.rpartition(".")
            table = record or entry.file.removesuffix(".csv")
            assert any((column.record, column.field) == (table, name) for column in columns_of(entry.file)), entry
    assert words_of("Mode")["macchina"] == "car"
    assert words_of("nothing") == {}

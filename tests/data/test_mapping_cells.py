"""What offices write in a cell: dates, yes and no, hours, places, lists; and never more than they wrote."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.columns import column_of
from data.intake.office.spoken_cells import Reading, is_unknown, spoken, spoken_day, yes_or_no
from data.intake.office.spoken_place import spoken_place
from data.intake.office.spoken_week import spoken_week
from data.intake.office.words import spoken_headers
from data.intake.office.workbook import Cell
from data.week import parse_week


def said(table: str, field: str, cell: Cell, reading: Reading | None = None) -> str:
    return spoken(column_of(table, field), cell, reading or Reading())


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/3/85", "1985-03-12"),
        ("12.03.1985", "1985-03-12"),
        ("12-3-1985", "1985-03-12"),
        ("12 marzo 1985", "1985-03-12"),
        ("12-mar-85", "1985-03-12"),
        ("1° gennaio 05", "2005-01-01"),
        ("nata il 3 set. '71", "1971-09-03"),
        ("1/1/29", "2029-01-01"),
        ("1/1/30", "1930-01-01"),
        ("31118", "1985-03-12"),
        ("2026-12-31 08:30", "2026-12-31"),
        ("1985", "1985"),
        ("marzo 1985", "marzo 1985"),
        ("10/9", "10/9"),
    ],
)
def test_a_birth_as_offices_write_it(written: str, day: str) -> None:
    assert spoken_day(written, is_birth=True) == day


def test_two_digits_of_a_year_that_is_no_birth_are_of_this_century() -> None:
    assert said("openings", "start_to", "31/1/85") == "2085-01-31"
    assert said("candidates", "birth_date", "31/1/85") == "1985-01-31"


@given(
    st.dates(date(1930, 1, 1), date(2029, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%d-%m-%Y", "%Y-%m-%d"])
)
def test_every_day_of_a_hundred_years_is_read_back(day: date, form: str) -> None:
    assert said("candidates", "birth_date", day.strftime(form)) == day.isoformat()


@pytest.mark.parametrize(
    "written", ["n.d.", "N.D.", "nd", "?", "-", "/", "da verificare", "Da  Verificare", "in attesa"]
)
def test_not_known_is_never_no(written: str) -> None:
    assert is_unknown(written)
    assert yes_or_no(written) is None
    assert said("candidates", "in_charge", written) == ""
    assert said("candidates", "modes", written) == ""


@pytest.mark.parametrize(("written", "answer"), [("sì", True), ("SI", True), ("x", True), ("X", True), ("✓", True)])
def test_yes_in_many_ways(written: str, answer: bool) -> None:
    assert yes_or_no(written) is answer
    assert yes_or_no("no") is yes_or_no("NO") is yes_or_no("✗") is False


def test_an_empty_cell_is_not_known_unless_the_mapping_says_otherwise() -> None:
    assert said("candidates", "in_charge", None) == ""
    assert said("candidates", "in_charge", None, Reading(if_blank="no")) == "no"


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("lun-ven 8-13", "lun-ven 8-13"),
        ("dal lunedì al venerdì dalle 8.30 alle 13.00", "lun-ven 8:30-13"),
        ("L-V 8-13", "lun-ven 8-13"),
        ("Lu-Ve 8.00-14.00\nSa 9-12", "lun-ven 8-14; sab 9-12"),
        ("lun.-ven. 8:30/12:30", "lun-ven 8:30-12:30"),
        ("lunedì e mercoledì ore 9-12, venerdì 14-18", "lun, mer 9-12; ven 14-18"),
        ("mar gio 9-12 e 14-16", "mar, gio 9-12, 14-16"),
        ("lun mer ven mattina", "lun, mer, ven 8-13"),
        ("mattina", "lun-ven 8-13"),
    ],
)
def test_hours_as_offices_write_them(written: str, week: str) -> None:
    reading = Reading({"mattina": "lun-ven 8:00-13:00"})
    assert parse_week(said("candidates", "availability", written, reading)) == parse_week(week)


@pytest.mark.parametrize(
    "written", ["lun-ven 8-13 no mer", "lun-ven 8-13 tranne sabato", "part time", "dalle 8 alle 13"]
)
def test_hours_that_say_more_than_we_understand_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="«"):
        parse_week(spoken_week(written, {}))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("PRATO (PO)", "Prato (PO)"),
        ("Prato PO", "Prato (PO)"),
        ("59100 Prato", "Prato (PO)"),
        ("Via Roma 3, 59100 Prato (PO)", "Prato (PO)"),
        ("Iolo (Prato)", "Prato (PO)"),
        ("Firenze, Prato", "Firenze, Prato"),
        ("Castro", "Castro"),
        ("via Roma 3", "via Roma 3"),
    ],
)
def test_a_place_alone_or_in_an_address(written: str, place: str) -> None:
    assert spoken_place(written) == place


@pytest.mark.parametrize(
    ("table", "field", "cell", "text"),
    [
        ("candidates", "modes", "bus, bici e macchina", "bus; bike; car"),
        ("candidates", "modes", "nessuno", "nessuna"),
        ("candidates", "certificates", "B / muletto", "DRIVING_B; FORKLIFT"),
        ("candidates", "max_travel_min", "1h30", "90"),
        ("candidates", "max_travel_min", "mezz'ora", "30"),
        ("candidates", "max_travel_min", time(0, 45), "45"),
        ("candidates", "max_travel_min", "1 ora", "60"),
        ("candidates", "max_travel_min", 45.0, "45"),
        ("openings", "tutor_h_week", "7,5 ore/sett.", "7,5"),
        ("openings", "tutor_h_week", timedelta(minutes=90), "1.5"),
        ("openings", "seats", "n. 2 posti", "2"),
        ("openings", "seats", "due", "due"),
        ("openings", "months", "6 mesi", "6"),
        ("companies", "sector", 56.1, "56.1"),
        ("companies", "sector", "I 56.10.11 Ristoranti", "56.10.11"),
        ("openings", "role", "add. magazzino", "warehouse_worker"),
    ],
)
def test_numbers_codes_and_lists(table: str, field: str, cell: Cell, text: str) -> None:
    assert said(table, field, cell) == text


def test_the_mapping_translates_a_whole_cell_or_one_entry_of_it() -> None:
    reading = Reading({"ape": "car", "boh forse": "?"})
    assert said("candidates", "modes", "Ape, bus", reading) == "car; bus"
    assert said("candidates", "modes", "Boh... forse", reading) == ""


def test_entries_without_a_level_get_the_one_of_the_mapping() -> None:
    assert (
        said("candidates", "interests", "pulizie, cucina=3", Reading(level=2))
        == "building_cleaner=2; kitchen_assistant=3"
    )


@given(st.text(max_size=40), st.sampled_from(["day", "week", "modes", "place", "travel"]))
def test_no_text_stops_the_reading(text: str, kind: str) -> None:
    fields = {
        "day": "birth_date",
        "week": "availability",
        "modes": "modes",
        "place": "municipality",
        "travel": "max_travel_min",
    }
    assert isinstance(said("candidates", fields[kind], text), str)


def test_each_way_to_head_a_column_is_written_once_for_each_file() -> None:
    seen = [(entry.file, entry.words) for entry in spoken_headers()]
    assert len(seen) == len(set(seen))

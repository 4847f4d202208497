"""A cell that doubts itself is not known; what a mapping says in full is not said again."""

from __future__ import annotations

import pytest

from data.intake.columns import column_of
from data.intake.office.spoken_cells import Reading, key_of, spoken, yes_or_no


@pytest.mark.parametrize("written", ["no?", "no ?", "sì?", "SI ??", "x (?)", "?"])
def test_a_doubt_is_never_a_yes_or_a_no(written: str) -> None:
    assert yes_or_no(written) is None
    assert spoken(column_of("candidates", "in_charge"), written, Reading()) == ""


def test_a_certain_answer_stays_one() -> None:
    assert spoken(column_of("candidates", "in_charge"), "no", Reading()) == "no"
    assert spoken(column_of("candidates", "in_charge"), "X", Reading()) == "sì"
    assert spoken(column_of("openings", "title"), "Aiuto in cucina?", Reading()) == "Aiuto in cucina?"


def test_a_translated_day_is_not_translated_again() -> None:
    reading = Reading(values={key_of("gio"): "gio 7:00-20:00"})
    assert spoken(column_of("candidates", "busy"), "gio", reading) == "gio 7:00-20:00"


def test_parts_of_prescriptions_are_translated_one_by_one() -> None:
    reading = Reading(values={key_of("no scale"): "LO2<=0", key_of("postazione seduta"): "PO2<=1"})
    said = spoken(column_of("candidates", "prescriptions"), "no scale, postazione seduta", reading)
    assert said == "LO2<=0; PO2<=1"


def test_a_bare_year_is_no_birth_date() -> None:
    assert spoken(column_of("candidates", "birth_date"), 1985, Reading()) == "1985"

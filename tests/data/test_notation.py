"""The short notations of one cell: what they say, and what is refused with which sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.notation import Demand, parse_demands, parse_flags, parse_levels, parse_restrictions, split_list


def test_lists_are_separated_by_semicolons_or_else_by_commas() -> None:
    assert split_list(" a ; b,c ;; ") == ["a", "b,c"]
    assert split_list("a, b,,c") == ["a", "b", "c"]
    assert split_list(" ") == []


def test_levels_are_read_with_labels_and_blanks() -> None:
    assert parse_levels("igiene=3; lavorare in gruppo = 4", 0, 5) == {"igiene": 3, "lavorare in gruppo": 4}
    assert parse_levels("a=1, b=2", 0, 5) == {"a": 1, "b": 2}
    assert parse_levels("a=1; a=1", 0, 5) == {"a": 1}
    assert parse_levels("", 0, 5) == {}


def test_demands_are_read_with_their_marks_in_order() -> None:
    assert parse_demands("po2=3!; AC1=1~; FA3 = 2 !~") == (
        Demand("AC1", 1, adaptable=True),
        Demand("FA3", 2, essential=True, adaptable=True),
        Demand("PO2", 3, essential=True),
    )


@given(st.integers(0, 3), st.booleans(), st.booleans())
def test_a_demand_says_itself(level: int, essential: bool, adaptable: bool) -> None:
    demand = Demand("AC1", level, essential, adaptable)
    assert parse_demands(str(demand)) == (demand,)


def test_restrictions_are_read() -> None:
    assert parse_restrictions("AC1<=1; sl2 ≤ 0") == {"AC1": 1, "SL2": 0}


def test_flags_are_read_and_a_bare_name_means_yes() -> None:
    assert parse_flags("ascensore=sì; rampa; bagno = No") == {"ascensore": True, "rampa": True, "bagno": False}


def levels(text: str) -> dict[str, int]:
    return parse_levels(text, 0, 5)


@pytest.mark.parametrize(
    ("read", "text", "part"),
    [
        (levels, "igiene", "voce=livello"),
        (levels, "=3", "voce=livello"),
        (levels, "a=b", "voce=livello"),
        (levels, "a=1=2", "voce=livello"),
        (levels, "a=6", "il livello va da 0 a 5"),
        (levels, "a=-1", "il livello va da 0 a 5"),
        (levels, "a=" + "9" * 5000, "voce=livello"),
        (levels, "a=1; a=2", "due livelli diversi"),
        (levels, "a" + " " * 100_000 + "b", "voce=livello"),
        (parse_demands, "AC1=4", "il livello va da 0 a 3"),
        (parse_demands, "AC1=1?", "voce=livello da 0 a 3"),
        (parse_demands, "AC1=" + "9" * 5000, "voce=livello da 0 a 3"),
        (parse_demands, "AC1=1; ac1=2", "due volte in modo diverso"),
        (parse_restrictions, "AC1=1", "voce<=livello"),
        (parse_restrictions, "AC1<=4", "il livello va da 0 a 3"),
        (parse_restrictions, "AC1<=1; AC1<=2", "due limiti diversi"),
        (parse_flags, "rampa=forse", "sì oppure no"),
        (parse_flags, "rampa=sì; rampa=no", "due risposte diverse"),
    ],
)
def test_what_is_not_understood_is_said(read: Callable[[str], Any], text: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        read(text)

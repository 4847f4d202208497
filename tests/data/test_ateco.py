"""ATECO codes of any edition lead to the division of 2007 that records are kept in, or are refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator

import ateco
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ateco import EDITIONS, code_label, division, old_divisions, read_sector, risk_class
from data.catalogue_files import divisions
from data.catalogues import catalogue
from data.errors import AbbinaError, NotFound
from data.records import Company

DIVISIONS = divisions()


def codes(edition: str) -> Iterator[str]:
    """Every code of an edition, without the letters of the sections."""
    for digits in range(100):
        waiting = [f"{digits:02}"]
        while waiting:
            code = waiting.pop()
            if ateco.validate(code, edition=edition):
                yield code
                dot = "." if len(code) in (2, 5) else ""
                waiting += [f"{code}{dot}{digit}" for digit in range(10)] if len(code) < 8 else []


def answer(text: str) -> str:
    """The division, or the code of the refusal."""
    try:
        return read_sector(text)
    except AbbinaError as error:
        return error.code


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("81", "81"), (" 81.21 ", "81"), ("81.21.00", "81"), ("812100", "81"), ("8121", "81"), ("81.2", "81"),
        ("1", "01"), ("1.11", "01"), ("01.1", "01"), ("45", "45"), ("45.20", "45"),
        ("95.31", "45"), ("95.31 (2025)", "45"), ("ATECO 2025: 95.31", "45"), ("95", "95"), ("95.11", "95"),
        ("96.10", "96"), ("56.11", "56"), ("56.10", "56"), ("14.21", "14"), ("41.00", "41"),
        ("46.71 (2025)", "45"), ("46.71 (2007)", "46"), ("2007 46.71", "46"), ("46.89", "46"),
    ],
)  # fmt: skip
def test_a_code_of_any_edition_leads_to_its_division_of_2007(text: str, old: str) -> None:
    assert read_sector(text) == old


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("46.71", ("45 vendita e riparazione di veicoli (ATECO 2025)", "46 commercio all'ingrosso (ATECO 2007)")),
        ("84.11.20", ("82 servizi di ufficio e alle imprese (ATECO 2025)", "84 amministrazione pubblica (ATECO 2007)")),
        ("73.30", ("47 ", "70 ", "74 ")),
    ],
)
def test_a_code_that_means_different_things_is_not_guessed(text: str, choices: tuple[str, ...]) -> None:
    with pytest.raises(AbbinaError) as refused:
        read_sector(text)
    assert refused.value.code == "ambiguous"
    assert all(choice in refused.value.text("it") for choice in choices)


@pytest.mark.parametrize(
    ("text", "near"),
    [("81.99", ("81",)), ("95.31 (2007)", ("95",)), ("04", None), ("00", None), ("", ()), ("N", ()), ("xx", ()),
     ("²", ()), ("١", ()), ("81,21", ("81",)), ("81.21.00.1", ("81",)), ("9" * 400, ("99",))],
)  # fmt: skip
def test_a_code_that_no_edition_has_is_refused_with_the_nearest_division(
    text: str, near: tuple[str, ...] | None
) -> None:
    with pytest.raises(NotFound) as refused:
        read_sector(text)
    assert near is None or refused.value.facts["near"] == near


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}", fullmatch=True))
def test_whatever_is_written_is_a_division_or_a_refusal(text: str) -> None:
    assert answer(text) in {*catalogue().divisions, "not_found", "ambiguous"}


@pytest.mark.parametrize("edition", ["2007", "2022"])
def test_an_old_code_never_leads_to_another_division_than_its_own(edition: str) -> None:
    for code in codes(edition):
        elsewhere = set(old_divisions(code, "2025")) - {code[:2]}
        assert answer(code) == ("ambiguous" if elsewhere else code[:2])


def test_every_new_code_leads_somewhere() -> None:
    listed = list(codes("2025"))
    assert len(listed) > 3000
    assert all(old_divisions(code, "2025") for code in listed)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_table_of_risk_has_the_divisions_of_the_edition_and_no_other(edition: str) -> None:
    kept = "2007" if edition == "2022" else edition
    official = {f"{digits:02}" for digits in range(100) if ateco.validate(f"{digits:02}", edition=edition)}
    assert {code for known, code in DIVISIONS if known == kept} == official


def test_the_risk_of_a_division_is_that_of_its_edition() -> None:
    assert division("45", "2007").risk == "LOW"
    with pytest.raises(NotFound, match="2025"):
        division("45", "2025")
    assert "veicoli" in division("95.31", "2025").label
    assert "veicoli" not in division("95", "2022").label
    assert (risk_class("10.71", "2025"), risk_class("81.21", "2007"), risk_class("88", "2022")) == (
        "HIGH",
        "LOW",
        "MEDIUM",
    )


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        division("81", "2002")
    assert refused.value.facts["near"] == EDITIONS


def test_a_code_says_what_it_is_called_in_its_edition() -> None:
    assert code_label("95.31", "2025") == "Riparazione e manutenzione di autoveicoli"
    with pytest.raises(NotFound):
        code_label("95.31", "2007")


def test_the_labels_of_the_divisions_of_an_edition_are_used_once() -> None:
    for edition in ("2007", "2025"):
        for field in ("label_it", "label_en"):
            labels = [getattr(entry, field) for (known, _), entry in DIVISIONS.items() if known == edition]
            assert len(set(labels)) == len(labels)


def test_a_company_may_write_the_code_of_its_own_papers() -> None:
    assert Company(id="A", name="Officina", sector="95.31").sector == "45"
    with pytest.raises(ValueError, match="può essere: 45"):
        Company(id="A", name="Auto", sector="46.71")

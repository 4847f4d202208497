"""Sentences, plurals and numbers in the language spoken."""

from __future__ import annotations

from contextvars import copy_context

import pytest

from data.language import marked, number, say, say_n, speaking, spoken

FAULTS = marked("Errori da correggere: {count}. Nulla è stato cambiato.")


def test_italian_is_spoken_unless_somebody_chooses() -> None:
    assert spoken() == "it"
    assert say(FAULTS, count=2) == "Errori da correggere: 2. Nulla è stato cambiato."


def test_a_language_is_spoken_to_the_end_of_its_block_and_no_longer() -> None:
    with speaking("en"):
        assert say(FAULTS, count=2) == "Errors to correct: 2. Nothing was changed."
        with speaking("it"):
            assert spoken() == "it"
        assert spoken() == "en"
    assert spoken() == "it"


def test_an_error_ends_the_block_too() -> None:
    with pytest.raises(RuntimeError), speaking("en"):
        raise RuntimeError
    assert spoken() == "it"


def test_others_at_work_at_the_same_time_keep_their_language() -> None:
    elsewhere = copy_context()
    with speaking("en"):
        assert elsewhere.run(spoken) == "it"


def test_the_plural_follows_the_number() -> None:
    one, many = "{n} persona su {candidates} ha una proposta", "{n} persone su {candidates} hanno una proposta"
    told = {n: say_n(one, many, n, candidates=9) for n in (0, 1, 2)}
    assert [told[n].split()[1] for n in told] == ["persone", "persona", "persone"]
    with speaking("en"):
        assert say_n(one, many, 1, candidates=9) == "1 person out of 9 has a proposal"
        assert say_n(one, many, 0, candidates=9) == "0 people out of 9 have a proposal"


def test_what_has_no_translation_is_said_in_italian() -> None:
    with speaking("en"):
        assert say("Frase che non esiste: {n}.", n=1) == "Frase che non esiste: 1."


def test_braces_in_facts_and_in_sentences_without_facts_stay() -> None:
    assert say("{part}") == "{part}"
    assert say("«{part}»: scrivi sì oppure no", part="{0}") == "«{0}»: scrivi sì oppure no"
    assert say("") == ""


@pytest.mark.parametrize(
    ("value", "digits", "italian", "english"),
    [
        (7.5, None, "7,5", "7.5"),
        (30.0, None, "30", "30"),
        (0.1 + 0.2, None, "0,3", "0.3"),
        (500_000, None, "500000", "500000"),
        (2_000_000, None, "2000000", "2000000"),
        (0.535833, 6, "0,535833", "0.535833"),
        (2, 1, "2,0", "2.0"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, digits: int | None, italian: str, english: str) -> None:
    assert number(value, digits) == italian
    with speaking("en"):
        assert number(value, digits) == english

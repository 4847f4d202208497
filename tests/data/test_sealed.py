"""Sealed names: one form for one name, another key another seal, and a key that is kept."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import AbbinaError
from data.papers import Protection
from data.sealed import normal_name, read_key, seal

KEY = bytes(range(32))


@pytest.mark.parametrize(
    "written",
    [
        "Nicolò D'Angelo",
        "NICOLO' D’ANGELO",
        "D'Angelo   Nicolò",
        "d' angelo nicolo`",
        "Nicolo\u0300 D\u02bcAngelo",
        "\tD'Angelo, Nicolò\n",
    ],
)
def test_one_name_however_it_is_written(written: str) -> None:
    assert normal_name(written) == "dangelo nicolo"


@pytest.mark.parametrize(
    "spellings",
    [
        ["Anna De Luca", "anna deluca", "DeLuca Anna", "De Luca, Anna", "Luca Anna De"],
        ["Di Marco Ugo", "Ugo Dimarco", "UGO DI MARCO"],
        ["Degl' Innocenti Ugo", "Ugo Degl\u2019Innocenti", "ugo deglinnocenti"],
        ["O' Brien Ann", "Ann O'Brien", "ann obrien"],
        ["N' Diaye Awa", "Awa N'Diaye", "Ndiaye Awa"],
        ["Maria De La Cruz", "maria delacruz", "De la Cruz Maria"],
        ["Łukasz Đurić", "lukasz duric"],
        ["Søren Ægir Œuf Groß", "soren aegir oeuf gross"],
        ["Işıl", "ISIL", "isil"],
        [
            "dott. Ugo Neri",
            "Dott.ssa Ugo Neri",
            "dott.ssa  UGO NERI",
            "Sig. Ugo Neri",
            "sig.ra Neri Ugo",
            "avv. Ugo Neri",
        ],
        ["Ugo Neri (titolare)", "Ugo Neri [socio]", "ing. Ugo Neri", "Ugo Neri"],
    ],
)
def test_one_name_in_all_the_ways_in_which_people_write_it(spellings: list[str]) -> None:
    assert len({normal_name(written) for written in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Anna De Luca", "Anna Luca"),
        ("Ugo Di Marco", "Ugo Da Marco"),
        ("Anna Rossi", "Anna Russo"),
        ("Anna Rossi", "Anna Maria Rossi"),
        ("Anna Rossi", "Annarossi"),
        ("RSSNNA80A41H501X", "RSSNNA80A41H501Y"),
    ],
)
def test_different_names_have_different_seals(one: str, another: str) -> None:
    assert seal(one, KEY) != seal(another, KEY)


@pytest.mark.parametrize("written", ["rssnna80a41h501x", " RSS NNA 80A41 H501X ", "RSSNNA80A41H501X"])
def test_a_codice_fiscale_is_known_by_its_form(written: str) -> None:
    assert normal_name(written) == "RSSNNA80A41H501X"


def test_the_letters_that_stand_for_digits_in_a_codice_fiscale_are_kept() -> None:
    assert normal_name("rssnna80a41h50mx") == "RSSNNA80A41H50MX"


def test_other_alphabets_count() -> None:
    assert normal_name("Ли  Ван") == "ван ли"
    assert normal_name("王伟") == "王伟"
    assert normal_name("Müller-Groß") == "gross muller"


@pytest.mark.parametrize("nothing", ["", "  ", "--", "12 34", "Nicol\udcf2 Rossi"])
def test_nothing_and_damaged_letters_are_refused_without_a_word_of_them(nothing: str) -> None:
    with pytest.raises(ValueError, match=r"^a name has letters$"):
        seal(nothing, KEY)


@given(name=st.text(max_size=40))
def test_every_text_has_one_form_or_none_whatever_its_case_and_blanks(name: str) -> None:
    once = normal_name(name)
    assert normal_name(f"  {name}  ") == once
    if once and once.islower():
        assert normal_name(" ".join(reversed(once.split()))) == once


def test_the_seal_is_what_records_take_and_scrypt_with_the_key_as_salt() -> None:
    made = seal("Anna Rossi", KEY)
    assert made == hashlib.scrypt(b"anna rossi", salt=KEY, n=16384, r=8, p=1, dklen=32).hex()
    row = {"id": "X", "candidate": "P", "kind": "AVOID_PERSON", "person": made}
    assert Protection.model_validate(row).person == made


def test_another_key_gives_another_seal() -> None:
    assert seal("Anna Rossi", KEY) != seal("Anna Rossi", bytes(32))


def test_a_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sigillo.chiave"
    key, is_new = read_key(path)
    assert (len(key), is_new) == (32, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == (key, False)
    assert read_key(tmp_path / "another.chiave")[0] != key
    assert [file.name for file in path.parent.iterdir()] == ["sigillo.chiave"]


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff" * 64, b"g" * 64, b"0" * 63])
def test_a_damaged_key_is_told_and_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sigillo.chiave"
    path.write_bytes(content)
    with pytest.raises(AbbinaError) as told:
        read_key(path)
    assert "64" in told.value.text("it")
    assert path.read_bytes() == content


def test_a_folder_is_not_a_key(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError) as told:
        read_key(tmp_path)
    assert "leggere" in told.value.text("it")


@pytest.mark.parametrize("inside", ["sigillo.chiave", "keys/sigillo.chiave"])
def test_a_key_never_lies_with_the_data(tmp_path: Path, inside: str) -> None:
    (tmp_path / "programme.yaml").touch()
    (tmp_path / "candidates.csv").touch()
    with pytest.raises(AbbinaError) as told:
        read_key(tmp_path / inside)
    assert "insieme ai dati" in told.value.text("it")
    assert not (tmp_path / inside).exists()


def test_who_comes_second_keeps_the_key_of_who_came_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sigillo.chiave"
    first, _ = read_key(path)
    monkeypatch.setattr(Path, "exists", lambda self: False)
    assert read_key(path) == (first, False)
    assert [file.name for file in tmp_path.iterdir()] == ["sigillo.chiave"]


PIECES = ["d", "el", "la", "de", "r", "sig", "ra", "ssa", "dott", "anna", "luca", "o", "n", "dr", "m"]


@given(words=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_the_form_of_a_form_is_the_same_form(words: list[str]) -> None:
    once = normal_name(" ".join(words))
    assert normal_name(once) == once
    assert normal_name(" ".join(reversed(once.split()))) == once

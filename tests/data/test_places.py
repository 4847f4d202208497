"""The catalogue of municipalities and the search for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import AbbinaError, NotFound
from data.places import Place, Places, normal, places


def place(istat: str, name: str, province: str) -> Place:
    return Place(istat, name, province, "Toscana", 43.0, 11.0, 1000, "town")


def test_italy_has_7901_municipalities_with_distinct_codes_in_order() -> None:
    codes = [one.istat for one in places()]
    assert len(codes) == len(places()) == 7901
    assert codes == sorted(set(codes))
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_every_point_lies_inside_the_box_of_italy() -> None:
    outside = [one for one in places() if not (35.4 < one.lat < 47.1 and 6.6 < one.lon < 18.6)]
    assert outside == []


def test_residents_are_those_of_italy_and_nobody_is_missing() -> None:
    assert 58e6 < sum(one.population for one in places()) < 60e6
    assert min(one.population for one in places()) > 0


def test_points_are_towns_with_few_exceptions() -> None:
    kinds = [one.point for one in places()]
    assert set(kinds) == {"town", "inner"}
    assert kinds.count("inner") == 1


def test_name_and_province_are_unique_and_cleanly_written() -> None:
    labels = {one.label for one in places()}
    assert len(labels) == len(places())
    assert [label for label in labels if not label.isprintable() or "?" in label] == []


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Prato", 43.88, 11.10),
        ("Firenze", 43.78, 11.25),
        ("Pisa", 43.71, 10.40),
        ("Colle di Val d'Elsa", 43.42, 11.12),
        ("Massa", 44.04, 10.14),
        ("Castro (LE)", 40.01, 18.43),
        ("Castro (BG)", 45.80, 10.07),
        ("Moransengo-Tonengo", 45.11, 8.02),
    ],
)
def test_known_towns_stand_where_they_stand(name: str, lat: float, lon: float) -> None:
    found = places().find(name)
    assert found.lat == pytest.approx(lat, abs=0.02)
    assert found.lon == pytest.approx(lon, abs=0.02)


def test_the_province_of_prato_has_its_seven_municipalities() -> None:
    names = [one.name for one in places().in_province("po")]
    assert names == ["Cantagallo", "Carmignano", "Montemurlo", "Poggio a Caiano", "Prato", "Vaiano", "Vernio"]


def test_naples_is_a_province_and_not_a_missing_value() -> None:
    assert places().find("Napoli").province == "NA"


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(NotFound) as caught:
        places().in_province("XX")
    assert caught.value.facts["key"] == "XX"


@pytest.mark.parametrize("text", ["100005", "PRATO", " prato ", "Prato (PO)", "prato(po)"])
def test_a_municipality_is_found_by_code_or_name(text: str) -> None:
    assert places().find(text).istat == "100005"


def test_a_code_that_lost_its_leading_zero_is_understood() -> None:
    assert places().find("48017").label == "Firenze (FI)"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("colle di val d’elsa", "Colle di Val d'Elsa (SI)"),
        ("Colle di Val d Elsa", "Colle di Val d'Elsa (SI)"),
        ("castelfranco piandisco", "Castelfranco Piandiscò (AR)"),
        ("castelfranco piandisco'", "Castelfranco Piandiscò (AR)"),
        ("MONTECATINI TERME", "Montecatini-Terme (PT)"),
        ("vols am schlern", "Fiè allo Sciliar/Völs am Schlern (BZ)"),
        ("Bozen", "Bolzano/Bozen (BZ)"),
        ("bolzano", "Bolzano/Bozen (BZ)"),
        ("Reggio nell'Emilia", "Reggio nell'Emilia (RE)"),
    ],
)
def test_case_accents_and_apostrophes_do_not_matter(text: str, label: str) -> None:
    assert places().find(text).label == label


@pytest.mark.parametrize("name", ["Samone", "Livo", "Peglio", "Castro", "San Teodoro", "Calliano"])
def test_homonyms_are_not_guessed(name: str) -> None:
    with pytest.raises(AbbinaError) as caught:
        places().find(name)
    assert caught.value.code == "ambiguous"
    choices = str(caught.value.facts["choices"]).split(", ")
    assert len(choices) == 2
    for label in choices:
        found = places().find(label)
        assert found.label == label
        assert places().find(name, found.province.lower()) == found


def test_the_sentence_names_the_choices() -> None:
    with pytest.raises(AbbinaError) as caught:
        places().find("castro")
    assert caught.value.text() == "Comune «castro» può essere: Castro (BG), Castro (LE)."


def test_an_unknown_name_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(NotFound) as caught:
        places().find("Montemurllo")
    assert "Montemurlo (PO)" in caught.value.text()
    assert places().nearest_names("Montemurllo")[0] == "Montemurlo (PO)"
    assert len(places().nearest_names("Monte", n=2)) == 2


def test_a_name_in_the_wrong_province_is_refused_with_the_right_one() -> None:
    for text, province in (("Prato", "FI"), ("Prato (FI)", None), ("Prato (PO)", "FI"), ("100005", "FI")):
        with pytest.raises(NotFound) as caught:
            places().find(text, province)
        assert "Prato (PO)" in caught.value.text()


@pytest.mark.parametrize("text", ["", "  ", "'", "0", "999999", "(PO)", "qqqqqqqq"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(NotFound):
        places().find(text)


def test_every_municipality_is_found_by_its_label_and_by_its_code() -> None:
    wrong = [one for one in places() if places().find(one.label) != one or places().find(one.istat) != one]
    assert wrong == []


def test_the_order_of_the_source_does_not_matter() -> None:
    listed = [place("000002", "Borgo", "AA"), place("000001", "Castello", "BB")]
    assert [one.istat for one in Places(listed)] == [one.istat for one in Places(listed[::-1])] == ["000001", "000002"]


def test_half_of_a_double_name_never_wins_over_a_whole_one() -> None:
    small = Places([place("000001", "Alto/Corvara", "AA"), place("000002", "Corvara", "BB")])
    with pytest.raises(AbbinaError) as caught:
        small.find("Corvara")
    assert caught.value.facts["choices"] == "Alto/Corvara (AA), Corvara (BB)"


@given(st.text())
def test_normal_names_are_stable_and_plain(text: str) -> None:
    once = normal(text)
    assert normal(once) == normal(text.strip()) == once
    assert all(letter.isascii() and (letter.isalnum() or letter == " ") for letter in once)

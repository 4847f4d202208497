"""Labour areas: every municipality has one, its main town is in it and is drawn to itself."""

from __future__ import annotations

import numpy as np

from data.labour_areas import AREAS, labour_areas


def test_every_municipality_belongs_to_one_area_and_every_area_holds_its_main_town() -> None:
    known = labour_areas()
    assert len(known.centre) == AREAS
    assert len(known.area) == len(known.towns)
    assert set(known.area.tolist()) == set(range(AREAS))
    assert np.array_equal(known.area[known.centre], np.arange(AREAS))


def test_areas_have_the_sizes_of_real_ones() -> None:
    known = labour_areas()
    people = np.bincount(known.area, known.population)
    named = {known.towns[row].name: k for k, row in enumerate(known.centre)}
    # Published areas: Milan and Rome above three million, a median near fifty thousand.
    assert 2.5e6 < people[named["Milano"]] < 4.5e6
    assert 2.5e6 < people[named["Roma"]] < 4.5e6
    assert 25_000 < np.median(people) < 75_000
    assert {"Prato", "Firenze", "Massa", "Poggibonsi", "Siena"} <= set(named)


def test_a_suburb_belongs_to_its_city() -> None:
    known = labour_areas()
    row = {town.label: k for k, town in enumerate(known.towns)}
    for suburb, city in (("Montemurlo (PO)", "Prato (PO)"), ("Scandicci (FI)", "Firenze (FI)")):
        assert known.towns[known.centre[known.area[row[suburb]]]].label == city


def test_fewer_areas_are_larger_ones() -> None:
    few = labour_areas(20)
    assert len(few.centre) == 20
    assert few.towns[few.centre[0]].name == "Roma"

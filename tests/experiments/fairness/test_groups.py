"""Monitoring groups: everybody once, bands as the domain reference has them, what is missing apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from data.bundle import Records
from data.codes import Category, DocumentKind, Permit, Sex
from data.papers import Document
from data.synthetic import invent
from experiments.fairness.groups import NOT_WRITTEN, Grouping, band_of, by_citizenship, groupings

ON = date(2019, 11, 4)


@pytest.fixture(scope="module")
def records() -> Records:
    return invent("prisma-2019", 0)


def _of(found: tuple[Grouping, ...], key: str) -> Grouping:
    return next(one for one in found if one.key == key)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        (date(2003, 11, 5), "UNDER_16"),
        (date(2003, 11, 4), "16_17"),
        (date(2001, 11, 5), "16_17"),
        (date(2001, 11, 4), "18_29"),
        (date(1989, 11, 5), "18_29"),
        (date(1989, 11, 4), "30_54"),
        (date(1964, 11, 5), "30_54"),
        (date(1964, 11, 4), "55_PLUS"),
    ],
)
def test_a_band_begins_on_the_birthday(birth: date, band: str) -> None:
    assert band_of(birth, ON) == band


def test_who_is_born_on_29_february_grows_older_on_1_march() -> None:
    assert band_of(date(2000, 2, 29), date(2018, 2, 28)) == "16_17"
    assert band_of(date(2000, 2, 29), date(2018, 3, 1)) == "18_29"


def test_everybody_is_in_one_group_of_each_trait_but_of_categories(records: Records) -> None:
    for one in groupings(records, ON):
        assert one.member.shape == (len(one), len(records.candidates))
        assert one.member.any(axis=1).all(), one.key
        assert one.member.any(axis=0).all(), one.key
        assert one.apart is ("category" not in one.key), one.key


def test_what_is_not_written_is_a_group_of_its_own_and_last(records: Records) -> None:
    first = records.candidates[0]
    changed = records.replacing(first.model_copy(update={"sex": None, "categories": ()}))
    for key in ("sex", "category", "disability"):
        grouping = _of(groupings(changed, ON), key)
        assert grouping.codes[-1] == NOT_WRITTEN
        assert grouping.labels[-1] == "non scritto"
        assert grouping.member[-1, 0]


def test_crossings_are_the_intersections_that_somebody_is_in(records: Records) -> None:
    found = groupings(records, ON)
    sex, age, both = (_of(found, key) for key in ("sex", "age", "sex*age"))
    assert both.member.sum() == len(records.candidates)
    women, adults = sex.codes.index(Sex.F.value), age.codes.index("30_54")
    row = both.codes.index("F*30_54")
    assert np.array_equal(both.member[row], sex.member[women] & age.member[adults])
    assert "category*disability" not in {one.key for one in found}


def test_disability_is_read_from_the_categories(records: Records) -> None:
    first = records.candidates[0]
    changed = records.replacing(first.model_copy(update={"categories": (Category.DISABILITY_L68,)}))
    grouping = _of(groupings(changed, ON), "disability")
    assert np.flatnonzero(grouping.member[grouping.codes.index("YES")]).tolist() == [0]


def test_citizenship_is_a_group_only_where_a_document_says_it(records: Records) -> None:
    assert by_citizenship(records) is None
    people = [person.id for person in records.candidates[:3]]
    papers = [
        Document(id=f"P{k}", candidate=person, kind=DocumentKind.PERMIT, permit=permit)
        for k, (person, permit) in enumerate(
            zip([*people, people[2]], (Permit.EU_CITIZEN, Permit.WORK, Permit.WORK, Permit.EU_CITIZEN), strict=True)
        )
    ]
    found = by_citizenship(records.replacing(*papers))
    assert found is not None
    assert found.codes == ("EU", "OTHER", NOT_WRITTEN)
    assert found.member[:, :3].tolist() == [[True, False, True], [False, True, False], [False, False, False]]

"""The room of protected traits: who is admitted, who is old enough, what is not written."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.availability import age_on
from data.bundle import Records
from data.call import Programme
from data.codes import Condition, Sex
from data.eligibility import Eligibility, admitted, birthday
from data.records import Candidate, Company

CALL = Programme.model_validate(
    {
        "code": "p",
        "title": "p",
        "regime": "TIS_TUSCANY",
        "categories": [{"code": "LONE_PARENT", "sex": "F"}, {"code": "HOUSING_EMERGENCY"}],
    }
)


def person(**given: Any) -> Candidate:
    return Candidate.model_validate({"id": "P", "birth_date": "1990-05-10", "municipality": "Prato", **given})


@pytest.mark.parametrize(
    ("categories", "sex", "expected"),
    [
        ("LONE_PARENT", Sex.F, True),
        ("LONE_PARENT", Sex.M, False),
        ("LONE_PARENT", Sex.X, False),
        ("LONE_PARENT", None, False),
        ("HOUSING_EMERGENCY", None, True),
        ("LONE_PARENT; HOUSING_EMERGENCY", Sex.M, True),
        ("EX_PRISONER", Sex.F, False),
        ("", Sex.F, False),
    ],
)
def test_sex_counts_only_where_the_call_names_it(categories: str, sex: Sex | None, expected: bool) -> None:
    assert admitted(person(categories=categories, sex=sex), CALL) is expected


@given(birth=st.dates(date(1940, 1, 1), date(2010, 12, 31)), age=st.integers(0, 70))
def test_a_birthday_is_the_first_day_of_that_age(birth: date, age: int) -> None:
    day = birthday(birth, age)
    assert age_on(birth, day) == age
    assert age == 0 or age_on(birth, date.fromordinal(day.toordinal() - 1)) == age - 1


def test_who_was_born_on_29_february_completes_the_year_on_1_march() -> None:
    assert birthday(date(2004, 2, 29), 17) == date(2021, 3, 1)
    assert birthday(date(2004, 2, 29), 20) == date(2024, 2, 29)


def test_rows_follow_the_ids_and_what_is_not_written_stays_unknown() -> None:
    people = (
        person(id="C", in_charge="sì", employment="EMPLOYED", categories="HOUSING_EMERGENCY"),
        person(id="A", in_charge="no", employment="INACTIVE", banned_companies="Z", banned_conditions="NIGHT"),
        person(id="B"),
    )
    companies = tuple(Company(id=key, name=key, sector="56") for key in ("Z", "Y"))
    found = Eligibility.of(Records(programme=CALL, candidates=people, companies=companies))
    assert found.in_charge.tolist() == [0, -1, 1]
    assert found.out_of_work.tolist() == [1, -1, 0]
    assert found.in_call.tolist() == [False, False, True]
    assert found.banned_conditions.tolist() == [Condition.NIGHT.bit, 0, 0]
    # Row 0 of the people, row 1 of the two companies.
    assert found.banned_companies.tolist() == [1]
    assert found.birthdays(np.arange(3), np.full(3, 16)).tolist() == [date(2006, 5, 10).toordinal()] * 3
    assert found.births.tolist() == [date(1990, 5, 10)] * 3


@given(
    births=st.lists(st.dates(date(1940, 1, 1), date(2010, 12, 31)), min_size=1, max_size=5),
    ages=st.lists(st.integers(0, 70), min_size=5, max_size=5),
)
def test_birthdays_of_many_are_those_of_each(births: list[date], ages: list[int]) -> None:
    births = [*births, date(2004, 2, 29)]
    people = tuple(person(id=f"P{n}", birth_date=birth) for n, birth in enumerate(births))
    found = Eligibility.of(Records(programme=CALL, candidates=people))
    rows = np.arange(len(births)).repeat(5)
    days = found.birthdays(rows, np.array(ages * len(births)))
    assert days.tolist() == [birthday(birth, age).toordinal() for birth in births for age in ages]


def test_nobody_gives_empty_arrays() -> None:
    found = Eligibility.of(Records(programme=CALL))
    assert found.births.shape == found.in_call.shape == (0,)


def test_the_arrays_are_read_only() -> None:
    found = Eligibility.of(Records(programme=CALL, candidates=(person(),)))
    with pytest.raises(ValueError, match="read-only"):
        found.in_call[0] = True
    assert not np.asarray(found.in_call).any()

"""A column that a new file leaves out ends nothing, and reserved values are never written in a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.page.review import render_review
from data.bundle import Records
from data.codes import Access, Category, Condition, Sex
from data.intake.example import example_records
from data.intake.update.answers import answers_csv
from data.intake.update.apply import applied
from data.intake.update.compare import Kind, Review, compare
from data.intake.update.notes import notes

EXAMPLE = example_records()
COMPANY, OTHER = (row.id for row in EXAMPLE.companies[:2])
PERSON = EXAMPLE.candidates[0].model_copy(
    update={
        "prescriptions": {"AC1": 1},
        "banned_conditions": (Condition.NIGHT,),
        "banned_companies": (COMPANY,),
        "access_needs": (Access.STEP_FREE,),
    }
)
KNOWN = EXAMPLE.replacing(PERSON)


def told(**changed: Any) -> Review:
    return compare(KNOWN, KNOWN.replacing(PERSON.model_copy(update=changed)))


def all_of(review: Review) -> Records:
    return applied(review, {n: n + 1 for n, change in enumerate(review.changes, 1) if change.unless is None})


def test_a_file_without_the_columns_of_protections_proposes_nothing_and_says_so_once_each() -> None:
    bare: dict[str, Any] = {
        "prescriptions": {},
        "banned_conditions": (),
        "banned_companies": (),
        "goals": None,
        "tutor_need": None,
    }
    review = compare(KNOWN, replace(KNOWN, candidates=tuple(p.model_copy(update=bare) for p in KNOWN.candidates)))
    assert review.changes == ()
    assert all_of(review) == KNOWN
    (line,) = [line for line in notes(review) if "«prescrizioni»" in line]
    having = sum(bool(person.prescriptions) for person in KNOWN.candidates)
    assert f"per {having} person" in line
    assert line in render_review(review)


@pytest.mark.parametrize("field", sorted(type(PERSON).model_fields))
def test_no_missing_value_of_a_person_is_an_answer(field: str) -> None:
    default = type(PERSON).model_fields[field].get_default(call_default_factory=True)
    if not type(PERSON).model_fields[field].is_required():
        review = told(**{field: default})
        assert review.changes == ()
        assert bool(notes(review)) == bool(getattr(PERSON, field) is not None and getattr(PERSON, field) != default)


def test_an_explicit_none_is_an_answer_where_missing_is_something_else() -> None:
    review = told(interests={})
    assert [change.key.field for change in review.changes] == ["interests"]
    assert all_of(review).candidates[0].interests == {}


@pytest.mark.parametrize(
    ("field", "new", "result"),
    [
        ("prescriptions", {"AC1": 3, "AC2": 2}, {"AC1": 1, "AC2": 2}),
        ("prescriptions", {"AC1": 0}, {"AC1": 0}),
        ("banned_companies", (OTHER,), tuple(sorted((COMPANY, OTHER)))),
    ],
)
def test_protections_only_grow_or_become_stricter(field: str, new: Any, result: Any) -> None:
    review = told(**{field: new})
    assert [change.key.field for change in review.changes] == [field]
    assert getattr(all_of(review).candidates[0], field) == result


def test_a_protection_that_shrinks_is_kept_and_noted() -> None:
    review = told(prescriptions={"AC1": 3})
    assert review.changes == ()
    assert any("«prescrizioni»" in line and "1 persona" in line for line in notes(review))


def test_a_town_that_changes_without_its_point_says_that_the_point_is_the_old_one() -> None:
    placed = next(person for person in KNOWN.candidates if person.lat is not None)
    moved = placed.model_copy(update={"municipality": "048017", "lat": None, "lon": None})
    review = compare(KNOWN, KNOWN.replacing(moved))
    assert [change.key.field for change in review.changes] == ["municipality"]
    assert "latitudine e longitudine" in answers_csv(review).decode()


def test_reserved_values_stand_neither_in_the_table_nor_on_the_page() -> None:
    categories = (Category.TRAFFICKING_VICTIM, Category.HOUSING_EMERGENCY)
    assert not set(categories) & set(PERSON.categories)
    sex = next(member for member in Sex if member is not PERSON.sex)
    review = told(categories=categories, sex=sex, banned_companies=(COMPANY, OTHER), functional_profile={"AC1": 2},
                  access_needs=(Access.STEP_FREE, Access.ELEVATOR), prescriptions={"AC1": 1, "AC2": 2})  # fmt: skip
    assert len(review.changes) == 6
    table, page = answers_csv(review).decode(), render_review(review)
    assert table.count("riservato: ") == 6
    for text in (table, page):
        assert "riservato: cambia" in text
        for value in (*categories, *PERSON.categories, sex, Access.ELEVATOR):
            assert value.label not in text
        assert f"{OTHER} (" not in text


def test_what_is_added_to_nothing_is_said_to_be_added() -> None:
    known = EXAMPLE.replacing(PERSON.model_copy(update={"prescriptions": {}}))
    table = answers_csv(compare(known, KNOWN)).decode()
    assert "riservato: si aggiunge" in table


def test_what_is_known_of_a_child_is_reserved_too() -> None:
    child = KNOWN.children[0]
    review = compare(KNOWN, KNOWN.replacing(child.model_copy(update={"birth_date": date(2019, 2, 3)})))
    kinds = [change.key.kind for change in review.changes]
    assert kinds == [Kind.SAME, Kind.CHANGED]
    for text in (answers_csv(review).decode(), render_review(review)):
        assert "03/02/2019" not in text
        assert f"{child.birth_date:%d/%m/%Y}" not in text

"""skills_and_learning: held, learnable, near, never assessed; Italian only where the task needs it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from data.catalogues import catalogue
from data.codes import Cefr
from data.encode import build_cohort
from data.lawbook import Law
from data.pairs import Pairs
from data.synthetic import invent
from scoring.criteria.skills_and_learning import CRITERION
from scoring.weights import Weights, load_weights

NUMBERS = load_weights("2026-2").settings["skills_and_learning"]
WASH = {"operate_dishwasher": {"wash_dishes": 0.8, "clean_kitchen": 0.4}}


def grade(pairs: Pairs, **changed: float) -> float:
    return float(CRITERION.grades(pairs, {**NUMBERS, **changed})[0])


def said(pairs: Pairs, **changed: float) -> str:
    numbers = {**NUMBERS, **changed}
    return CRITERION.sentence(CRITERION.facts(pairs, numbers, 0))


def test_what_is_near_makes_up_for_part_of_what_lacks(alone: Callable[..., Pairs], near: Callable[..., None]) -> None:
    near(WASH)
    asked = {"essential": "operate_dishwasher=2"}
    lacking = alone({"competences": "operate_dishwasher=0; wash_dishes=2"}, asked)
    assert grade(lacking) == pytest.approx(0.8 * 0.5)
    assert grade(lacking, neighbour_credit=0) == 0
    unseen = alone({"competences": "wash_dishes=1"}, asked)
    # Half of the level of the neighbour; the rest stays in the middle between yes and no.
    assert grade(unseen) == pytest.approx(0.5 + 0.5 * 0.8 * 0.5 * 0.5)
    assert np.isnan(grade(unseen, neighbour_credit=0))
    learnable = alone({"competences": "operate_dishwasher=0; wash_dishes=2"}, {**asked, "tutor_h_week": "5"})
    assert grade(learnable) == pytest.approx(0.6 + 0.4 * 0.8 * 0.5)
    held = alone({"competences": "operate_dishwasher=2; wash_dishes=5"}, asked)
    assert grade(held) == 1


def test_the_sentence_names_what_is_near_and_still_what_lacks(
    alone: Callable[..., Pairs], near: Callable[..., None]
) -> None:
    near(WASH)
    asked = {"essential": "operate_dishwasher=2; wash_dishes=1"}
    pairs = alone({"competences": "operate_dishwasher=0; wash_dishes=2; clean_kitchen=2"}, asked)
    hand, machine = (catalogue().competence(key).label for key in ("wash_dishes", "operate_dishwasher"))
    told = said(pairs)
    assert told == f"1 su 2 richieste; sa fare una cosa vicina: {hand} per {machine}; manca: {machine}; " + (
        "ore di tutor non indicate"
    )
    assert "vicina" not in said(pairs, neighbour_credit=0)
    unseen = alone({"competences": "wash_dishes=2"}, {"essential": "operate_dishwasher=1"})
    assert said(unseen) == f"0 su 1 richieste; sa fare una cosa vicina: {hand} per {machine}; non valutate: {machine}"
    assert CRITERION.facts(unseen, NUMBERS, 0)["unknown_share"] == 1
    assert said(unseen, neighbour_credit=0) == "competenze richieste non ancora valutate"


def test_the_neighbour_that_counts_most_is_the_one_that_is_named(
    alone: Callable[..., Pairs], near: Callable[..., None]
) -> None:
    near(WASH)
    # Little of the closest, much of the farther one.
    pairs = alone({"competences": "wash_dishes=1; clean_kitchen=5"}, {"essential": "operate_dishwasher=5"})
    assert grade(pairs) == pytest.approx(0.5 + 0.5 * 0.5 * 0.4)
    assert catalogue().competence("clean_kitchen").label in said(pairs)


@pytest.mark.parametrize("closeness", [0.05, 0.5, 0.95])
def test_to_be_able_to_do_more_never_lowers_a_grade(
    closeness: float, crowd: Callable[..., Pairs], near: Callable[..., None]
) -> None:
    near({"operate_dishwasher": {"wash_dishes": closeness}})
    levels, washed = [None, *range(6)], range(6)
    people: list[dict[str, Any]] = []
    for level, more in product(levels, washed):
        own = {} if level is None else {"operate_dishwasher": level}
        people.append({"competences": {"wash_dishes": more, "clean_kitchen": 1, **own}})
    offers = [
        {"essential": {"operate_dishwasher": need}, "nice": {"clean_kitchen": 1}, "tutor_h_week": hours}
        for need, hours in product(range(1, 6), [None, 0, 2, 5])
    ]
    found = CRITERION.grades(crowd(people, offers), NUMBERS).reshape(len(levels), len(washed), len(offers))
    assert (np.diff(found, axis=1) >= 0).all()
    # Never assessed is neither below nor above the levels: it is left out here.
    assert (np.diff(found[1:], axis=0) >= 0).all()
    assert (found[1:] <= found[-1]).all()
    assert (found[0] <= found[-1]).all()
    assert (found[-1] == 1).all()


def test_neighbours_held_by_nobody_change_nothing(law: Law, near: Callable[..., None]) -> None:
    records = invent(candidates=30, openings=20, seed=4)
    i, j = np.indices((30, 20)).reshape(2, -1)
    near({})
    before = CRITERION.grades(Pairs(build_cohort(records, law), i, j), NUMBERS)
    named = build_cohort(records, law).competences
    unnamed = [key for key in catalogue().competences if key not in named]
    assert unnamed
    near({key: dict.fromkeys(unnamed, 0.9) for key in named})
    after = CRITERION.grades(Pairs(build_cohort(records, law), i, j), NUMBERS)
    assert before.tobytes() == after.tobytes()


def test_italian_counts_only_where_the_task_needs_it(alone: Callable[..., Pairs]) -> None:
    skilled = {"competences": "make_beds=3"}
    for spoken in (None, "A0", "C2", "ascolto=B1"):
        silent = alone({**skilled, "italian": spoken}, {"essential": "make_beds=2"})
        assert grade(silent) == 1
        assert "italiano" not in said(silent)
        assert np.isnan(grade(alone({"italian": spoken}, {"italian": "A0"})))


@pytest.mark.parametrize(
    ("spoken", "hours", "expected"),
    [
        ("B1", None, 1),
        ("A2", None, 1),
        ("A1", None, 0.5),
        ("A1", "5", (1 + 0.6) / 2),
        # One level at most, however many hours.
        ("A0", "40", 0.6 / 2),
        ("A0", "1,5", 0),
        ("ascolto=A2", None, (1 + 0.5) / 2),
    ],
)
def test_italian_is_held_learnable_or_unknown_as_competences_are(
    spoken: str, hours: str | None, expected: float, alone: Callable[..., Pairs]
) -> None:
    pairs = alone({"italian": spoken}, {"italian": "ascolto=A2; parlato=A2", "tutor_h_week": hours})
    assert grade(pairs) == pytest.approx(expected)
    # As one essential competence beside another one that is not there at all.
    both = alone(
        {"italian": spoken, "competences": "make_beds=0"},
        {"italian": "ascolto=A2; parlato=A2", "essential": "make_beds=5", "tutor_h_week": None},
    )
    alone_now = grade(alone({"italian": spoken}, {"italian": "ascolto=A2; parlato=A2"}))
    assert grade(both) == pytest.approx(alone_now / 2)


def test_the_sentence_says_which_italian_is_there_lacks_or_was_never_assessed(alone: Callable[..., Pairs]) -> None:
    pairs = alone(
        {"italian": "ascolto=A2; parlato=A1; lettura=A0"},
        {"italian": "ascolto=A2; parlato=A2; lettura=B1; scrittura=A1", "tutor_h_week": "2", "nice": "make_beds=1"},
    )
    beds = catalogue().competence("make_beds").label
    assert said(pairs) == (
        "1 su 5 richieste; si impara con il tutor: italiano A2 (parlato); manca: italiano B1 (lettura); "
        f"non valutate: {beds}, italiano A1 (scrittura)"
    )
    # The competence wholly, and one of the four skills that are one competence together.
    assert CRITERION.facts(pairs, NUMBERS, 0)["unknown_share"] == pytest.approx((1 + 1 / 4) / 2)
    unasked = alone({"italian": None}, {"italian": "A2"})
    assert said(unasked) == "competenze richieste non ancora valutate"


def test_more_italian_never_lowers_a_grade(crowd: Callable[..., Pairs]) -> None:
    people = [{"italian": {"speaking": level}, "competences": "make_beds=1"} for level in Cefr]
    offers = [
        {"italian": {"speaking": need, "writing": "A1"}, "tutor_h_week": hours, "nice": "make_beds=3"}
        for need, hours in product(Cefr, [None, 0, 2, 5])
    ]
    found = CRITERION.grades(crowd(people, offers), NUMBERS).reshape(len(people), len(offers))
    assert (np.diff(found, axis=0) >= 0).all()
    assert (found[-1] > found[0]).sum() == len(offers) - 4
    # Hours of the tutor, too, only help.
    assert (np.diff(found.reshape(len(people), len(Cefr), 4)[:, :, 1:], axis=2) >= 0).all()


def test_a_set_from_before_neighbours_and_italian_does_not_know_them(
    alone: Callable[..., Pairs], near: Callable[..., None], weights: Weights
) -> None:
    near(WASH)
    first: Any = load_weights("2026-1").settings["skills_and_learning"]
    asked = {"essential": "operate_dishwasher=2", "italian": "B2"}
    pairs = alone({"competences": "operate_dishwasher=0; wash_dishes=2", "italian": "A0"}, asked)
    machine = catalogue().competence("operate_dishwasher").label
    assert CRITERION.grades(pairs, first).tolist() == [0]
    assert CRITERION.sentence(CRITERION.facts(pairs, first, 0)) == (
        f"0 su 1 richieste; manca: {machine}; ore di tutor non indicate"
    )
    assert "italiano" in said(pairs)

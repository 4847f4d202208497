"""Inverse optimisation: the set of weights under which recorded assignments are the best ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.optimize import linprog
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from data.errors import AbbinaError
from experiments.learn import inverse_told
from experiments.learn.inverse import InverseWeights, holds
from experiments.learn.inverse_again import draw_again
from experiments.learn.inverse_rounds import Floats, Ints, Round, best
from experiments.learn.inverse_set import least_score
from experiments.learn.inverse_worlds import World, invent_round, learn

BOTH = ("score", "placements_then_score")


def drawn(
    seed: int, n: int, m: int, criteria: int, objective: str = "score", floor: float = 0.0, noise: float = 0.0
) -> tuple[Round, Floats]:
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.full(criteria, 2.0))
    candidate, opening = np.nonzero(rng.random((n, m)) < 0.8)
    grades = rng.beta(2.0, 2.0, size=(len(candidate), criteria))
    bare = Round(
        candidate=candidate,
        opening=opening,
        grades=grades,
        seats=rng.integers(1, 3, size=m),
        opening_of=np.full(n, -1),
    )
    seen = replace(bare, grades=np.clip(grades + noise * rng.normal(size=grades.shape), 0.0, 1.0))
    return replace(bare, opening_of=best(seen, weights, objective, floor)), weights


def every_assignment(one: Round) -> list[Ints]:
    """All of them, by trying everything: at most a handful of candidates."""
    ways = [[-1, *one.opening[one.candidate == i].tolist()] for i in range(len(one.opening_of))]
    made = (np.array(way) for way in product(*ways))
    return [way for way in made if (np.bincount(way[way >= 0], minlength=len(one.seats)) <= one.seats).all()]


def sum_of_grades(one: Round, opening_of: Ints) -> Floats:
    sent = opening_of[one.candidate] == one.opening
    return np.asarray(one.grades[sent].sum(axis=0))


def bounds_by_listing(rounds: list[Round], objective: str) -> tuple[Floats, Floats]:
    """Least and largest weights with one row for every assignment there is."""
    rows = []
    for one in rounds:
        placed = int((one.opening_of >= 0).sum())
        rows += [
            sum_of_grades(one, other) - sum_of_grades(one, one.opening_of)
            for other in every_assignment(one)
            if objective == "score" or (other >= 0).sum() == placed
        ]
    criteria = rounds[0].grades.shape[1]
    found = []
    for sign in (1.0, -1.0):
        ends = [
            linprog(sign * np.eye(criteria)[k], np.array(rows), np.zeros(len(rows)), np.ones((1, criteria)), [1.0])
            for k in range(criteria)
        ]
        found.append(np.array([sign * end.fun for end in ends]))
    return found[0], found[1]


@pytest.mark.parametrize("objective", BOTH)
@pytest.mark.parametrize("seed", range(6))
def test_bounds_equal_those_of_listing_every_assignment(objective: str, seed: int) -> None:
    rounds = [drawn(seed, 4, 3, 3, objective)[0]]
    truth = drawn(seed, 4, 3, 3)[1]
    more, _ = drawn(seed + 100, 4, 3, 3, objective)
    rounds.append(replace(more, opening_of=best(more, truth, objective)))
    low, high = bounds_by_listing(rounds, objective)
    fitted = InverseWeights(objective, tolerance=0.0).fit(rounds)
    assert not fitted.empty_
    np.testing.assert_allclose(fitted.low_, low, atol=1e-6)
    np.testing.assert_allclose(fitted.high_, high, atol=1e-6)


@pytest.mark.parametrize(("objective", "floor"), [("score", 0.0), ("score", 0.5), (BOTH[1], 0.0), (BOTH[1], 0.5)])
def test_true_weights_are_never_shut_out_and_the_middle_belongs_to_the_set(objective: str, floor: float) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        one, truth = drawn(seed, 12, 9, 5, objective, floor)
        rounds = [one] + [
            replace(more, opening_of=best(more, truth, objective, floor))
            for more in (drawn(int(rng.integers(10**6)), 12, 9, 5)[0] for _ in range(4))
        ]
        fitted = InverseWeights(objective, floor).fit(rounds)
        assert not fitted.empty_
        assert fitted.slack_ == 0.0
        assert (fitted.low_ <= truth + 1e-8).all()
        assert (truth <= fitted.high_ + 1e-8).all()
        assert holds(rounds, truth, objective, floor)
        if floor == 0.0:
            assert holds(rounds, fitted.weights_, objective)
            assert holds(rounds, fitted.widest_, objective)
            assert not holds(rounds, np.roll(truth, 1), objective)
        assert fitted.weights_.sum() == pytest.approx(1.0)


def test_a_floor_narrows_the_set_by_what_was_placed_under_it() -> None:
    one = Round(
        candidate=np.array([0]),
        opening=np.array([0]),
        grades=np.array([[0.9, 0.1]]),
        seats=np.array([1]),
        opening_of=np.array([0]),
    )
    fitted = InverseWeights("score", floor=0.5, tolerance=0.0).fit([one])
    assert fitted.low_ == pytest.approx([0.5, 0.0])
    assert fitted.high_ == pytest.approx([1.0, 0.5])


def test_the_margin_is_what_any_other_choice_of_one_person_costs() -> None:
    # One person, two openings: the first is better by 0.4 on the first criterion, worse by 0.2 on the second.
    one = Round(
        candidate=np.array([0, 0]),
        opening=np.array([0, 1]),
        grades=np.array([[0.8, 0.5], [0.4, 0.7]]),
        seats=np.array([1, 1]),
        opening_of=np.array([0]),
    )
    fitted = InverseWeights("score", tolerance=0.0).fit([one])
    # 0.4 w - 0.2 (1 - w) >= 0 from w = 1/3 on; the margin is largest at w = 1.
    assert fitted.low_ == pytest.approx([1 / 3, 0.0])
    assert fitted.high_ == pytest.approx([1.0, 2 / 3])
    assert fitted.margin_ == pytest.approx(0.4)
    assert fitted.weights_ == pytest.approx([2 / 3, 1 / 3])
    assert fitted.untold() == [(0, 1)]


def test_criteria_that_are_always_alike_are_never_told_apart() -> None:
    rng = np.random.default_rng(4)
    rounds, truth = [], np.array([0.2, 0.5, 0.3])
    for _ in range(40):
        one = invent_round(rng, truth, 10, 8)
        twin = replace(one, grades=one.grades[:, [0, 1, 1]])
        rounds.append(replace(twin, opening_of=best(twin, truth, "score")))
    fitted = InverseWeights("score").fit(rounds)
    # The twins share 0.8 in any way, so that each may also weigh less than the first.
    assert fitted.untold() == [(0, 1), (0, 2), (1, 2)]
    assert fitted.gap_low_[1, 2] == pytest.approx(-0.8, abs=0.05)
    assert fitted.gap_high_[1, 2] == pytest.approx(0.8, abs=0.05)
    assert fitted.high_[0] - fitted.low_[0] < 0.05
    section = inverse_told.told(fitted, ["a", "b", "c"])
    assert section.tables[1].rows[-1][:2] == ("b", "c")
    assert "3 su 3" in section.warnings[0]


@pytest.mark.parametrize("objective", BOTH)
def test_where_nothing_explains_them_slack_is_what_the_assignments_lose_at_least(objective: str) -> None:
    rounds = [drawn(seed, 4, 3, 2, objective, noise=0.4)[0] for seed in range(3)]
    fitted = InverseWeights(objective, allowance=0.0).fit(rounds)
    assert fitted.empty_
    assert fitted.margin_ < 0.0
    first = np.linspace(0.0, 1.0, 2001)
    weights = np.vstack([first, 1.0 - first])
    losses = np.zeros(len(first))
    for one in rounds:
        made = one.opening_of
        rivals = [a for a in every_assignment(one) if objective == "score" or (a >= 0).sum() == (made >= 0).sum()]
        gains = np.array([sum_of_grades(one, a) - sum_of_grades(one, made) for a in rivals])
        losses += (gains @ weights).max(axis=0)
    assert fitted.slack_ == pytest.approx(losses.min(), abs=2e-3)
    assert fitted.slack_ <= losses.min() + 1e-9
    assert fitted.weights_[0] == pytest.approx(first[int(np.argmin(losses))], abs=2e-3)


def test_noisy_assignments_give_an_empty_set_an_interval_by_rounds_and_a_warning() -> None:
    rng = np.random.default_rng(1)
    truth = np.array([0.5, 0.3, 0.2])
    rounds = []
    for _ in range(12):
        one = invent_round(rng, truth, 10, 8)
        blurred = replace(one, grades=np.clip(one.grades + rng.normal(scale=0.08, size=one.grades.shape), 0.0, 1.0))
        rounds.append(replace(one, opening_of=best(blurred, truth, "score")))
    fitted = InverseWeights("score").fit(rounds)
    assert fitted.empty_
    assert 0.0 < fitted.slack_share_ < 0.05
    assert np.isnan(fitted.widest_).all()
    again = draw_again(rounds, fitted, seed=2, draws=20)
    assert (again.low <= again.value).all()
    assert (again.value <= again.high).all()
    assert (again.high - again.low > 0.0).any()
    assert np.abs(again.value - truth).sum() < 0.3
    section = inverse_told.told(fitted, ["a", "b", "c"], again)
    assert section.finding.startswith("Nessun insieme di pesi spiega tutte le assegnazioni")
    assert "discussi" in section.warnings[0]
    assert section.tables[-1].key == "inverse_again"
    with pytest.raises(AbbinaError) as caught:
        draw_again(rounds[:4], fitted, seed=2)
    assert "ne servono almeno 5" in caught.value.text("it")


def test_a_person_without_a_place_who_wanted_a_free_seat_is_not_the_best_assignment() -> None:
    one = Round(
        candidate=np.array([0]),
        opening=np.array([0]),
        grades=np.array([[0.5, 0.7]]),
        seats=np.array([1]),
        opening_of=np.array([-1]),
    )
    fitted = InverseWeights("score").fit([one])
    assert fitted.empty_
    assert fitted.slack_ == pytest.approx(0.5)


def test_least_score_is_the_least_over_the_box_and_the_simplex() -> None:
    rng = np.random.default_rng(3)
    grades, low, high = rng.random((20, 4)), np.array([0.1, 0.0, 0.2, 0.05]), np.array([0.5, 0.3, 0.6, 0.4])
    wanted = [
        linprog(row, A_eq=np.ones((1, 4)), b_eq=[1.0], bounds=list(zip(low, high, strict=True))).fun for row in grades
    ]
    np.testing.assert_allclose(least_score(grades, low, high), wanted, atol=1e-9)


def test_every_fault_of_the_rounds_is_told_at_once() -> None:
    good, _ = drawn(0, 4, 3, 3)
    grades = good.grades.copy()
    grades[1, 2] = np.nan
    grades[0, 0] = 1.5
    crowded = np.zeros(4, dtype=np.int64)
    with pytest.raises(AbbinaError) as caught:
        InverseWeights().fit([replace(good, grades=grades), replace(good, opening_of=crowded)])
    told = caught.value.text("it")
    assert "giornata 1: coppia 0, criterio 0: «1.5»" in told
    assert "giornata 1: coppia 1, criterio 2: «nan»" in told
    assert "giornata 2: tirocinio 0: 4 persone per" in told
    for wrong in (
        replace(good, grades=good.grades[:, :2]),
        replace(good, opening_of=np.full(4, 7)),
        replace(good, opening=np.zeros_like(good.opening)),
    ):
        with pytest.raises(AbbinaError) as caught:
            InverseWeights().fit([good, wrong])
        assert "giornata 2: " in caught.value.text("it")
        assert "giornata 1: " not in caught.value.text("it")
    twice = np.concatenate([[0], np.arange(len(good.candidate))])
    doubled = replace(good, candidate=good.candidate[twice], opening=good.opening[twice], grades=good.grades[twice])
    with pytest.raises(AbbinaError) as caught:
        InverseWeights().fit([doubled])
    assert "compare due volte" in caught.value.text("it")
    with pytest.raises(AbbinaError) as caught:
        InverseWeights().fit([])
    assert "almeno una giornata" in caught.value.text("it")
    with pytest.raises(AbbinaError) as caught:
        InverseWeights("best").fit([good])
    assert "placements_then_score" in caught.value.text("it")


def test_the_estimator_keeps_its_parameters_and_says_when_it_is_not_fitted() -> None:
    estimator = InverseWeights("score", floor=0.2)
    assert clone(estimator).get_params() == {"objective": "score", "floor": 0.2, "tolerance": 1e-6, "allowance": 0.05}
    with pytest.raises(NotFittedError):
        estimator.predict([])
    with pytest.raises(NotFittedError):
        estimator.untold()


def test_a_market_of_real_size_is_read_whole() -> None:
    rng = np.random.default_rng(0)
    truth = rng.dirichlet(np.full(9, 2.0))
    rounds = []
    for _ in range(2):
        candidate, opening = np.nonzero(rng.random((197, 110)) < 0.2)
        bare = Round(
            candidate=candidate,
            opening=opening,
            grades=rng.beta(2.0, 2.0, size=(len(candidate), 9)),
            seats=rng.integers(1, 3, size=110),
            opening_of=np.full(197, -1),
        )
        rounds.append(replace(bare, opening_of=best(bare, truth, BOTH[1])))
    fitted = InverseWeights().fit(rounds)
    assert not fitted.empty_
    assert (fitted.low_ <= truth + 1e-8).all()
    assert (truth <= fitted.high_ + 1e-8).all()
    assert float((fitted.high_ - fitted.low_).mean()) < 0.1
    assert np.mean([(a == b.opening_of).mean() for a, b in zip(fitted.predict(rounds), rounds, strict=True)]) > 0.99


def test_more_rounds_narrow_the_set_and_the_section_names_the_heaviest_criterion() -> None:
    few, many = learn(World(seed=5, sizes=(1, 15), held_out=10, criteria=4))
    assert many.width < few.width / 3
    assert many.pairs >= few.pairs
    assert few.inside
    assert many.within
    rng = np.random.default_rng(2)
    rounds = [invent_round(rng, np.array([0.6, 0.3, 0.1]), 12, 9) for _ in range(10)]
    section = inverse_told.told(InverseWeights("score").fit(rounds), ["interessi", "viaggio", "orario"])
    assert "Le assegnazioni di 10 giornate" in section.finding
    assert "«interessi»" in section.finding
    assert section.warnings == ()
    for plot in section.plots:
        plot.draw(Figure().add_subplot())

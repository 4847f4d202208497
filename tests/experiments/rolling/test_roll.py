from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.rolling.arrivals import POLICIES, Arrivals, Rows
from experiments.rolling.roll import hindsight, roll
from experiments.rolling.world import Law, invented
from matching.problem import Problem
from matching.solver import solve


def drawn_arrivals(seed, n=14, m=5, **more):
    rng = np.random.default_rng(seed)
    i, j = np.nonzero(rng.random((n, m)) < 0.6)
    problem = Problem(n, m, i, j, rng.random(len(i)), rng.integers(0, 4, m), floor=0.2)
    settings = {
        "order": rng.permutation(n),
        "batch": int(rng.integers(1, 6)),
        "opens": rng.integers(0, 4, m),
        "patience": int(rng.integers(0, 3)),
    }
    return Arrivals(problem=problem, **(settings | more))


@given(st.integers(0, 10_000), st.sampled_from(POLICIES))
def test_seats_floor_announcements_and_patience_hold_and_hindsight_is_never_exceeded(seed, policy):
    arrivals = drawn_arrivals(seed)
    problem, best = arrivals.problem, hindsight(arrivals)
    worth = {(i, j): v for i, j, v in zip(problem.candidate, problem.opening, problem.value_micro, strict=True)}
    for rolled in (roll(arrivals, policy, seed), best):
        at = rolled.opening_of
        assert (np.bincount(at[at >= 0], minlength=5) <= problem.seats).all()
        placed = np.flatnonzero(at >= 0)
        assert (arrivals.opens[at[placed]] <= arrivals.arrives[placed] + arrivals.patience).all()
        values = [worth[i, at[i]] for i in placed]
        assert min(values, default=problem.floor_micro) >= problem.floor_micro
        assert (rolled.placements, rolled.score_micro) == (len(placed), sum(values))
        assert rolled.worth_micro <= best.worth_micro


@given(st.integers(0, 10_000), st.sampled_from(POLICIES), st.booleans())
def test_nothing_that_arrives_later_changes_what_was_decided_before(seed, policy, with_past):
    arrivals = drawn_arrivals(seed, opens=None, patience=0, batch=4)
    past = Rows.of(arrivals.problem) if with_past else None
    problem, later = arrivals.problem, arrivals.arrives >= 2
    other = np.where(later[problem.candidate], 1.2 - problem.value, problem.value)
    changed = Problem(
        problem.n_candidates, problem.n_openings, problem.candidate, problem.opening, other, problem.seats, 0.2
    )
    one = roll(Arrivals(problem=problem, order=arrivals.order, batch=4, past=past), policy, seed)
    two = roll(Arrivals(problem=changed, order=arrivals.order, batch=4, past=past), policy, seed)
    assert one.opening_of[~later].tolist() == two.opening_of[~later].tolist()


@given(st.integers(0, 10_000), st.sampled_from(["batch", "bid_prices"]))
def test_where_all_arrive_together_nothing_is_lost(seed, policy):
    arrivals = drawn_arrivals(seed, batch=14, opens=None, patience=0)
    rolled = roll(arrivals, policy, seed)
    assert rolled.score_micro == hindsight(arrivals).score_micro == solve(arrivals.problem, "score").score_micro


def test_a_seat_with_a_price_is_kept_for_who_needs_it_more():
    problem = Problem(2, 1, [0, 1], [0, 0], [0.3, 0.9], [1])
    past = Rows.of(Problem(1, 1, [0], [0], [0.9], [1]))
    arrivals = Arrivals(problem=problem, order=np.arange(2), batch=1, past=past)
    assert roll(arrivals, "batch", 0).opening_of.tolist() == [0, -1]
    assert roll(arrivals, "greedy", 0).opening_of.tolist() == [0, -1]
    assert roll(arrivals, "bid_prices", 0).opening_of.tolist() == [-1, 0]


def test_greedy_takes_one_after_the_other_and_batch_all_who_are_there():
    problem = Problem(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [0.9, 0.8, 0.9, 0.1], [1, 1])
    arrivals = Arrivals(problem=problem, order=np.array([0, 1]), batch=2)
    assert roll(arrivals, "greedy", 0).opening_of.tolist() == [0, 1]
    assert roll(arrivals, "batch", 0).opening_of.tolist() == [1, 0]
    turned = Arrivals(problem=problem, order=np.array([1, 0]), batch=2)
    assert roll(turned, "greedy", 0).opening_of.tolist() == [1, 0]


def test_at_random_every_free_opening_has_its_chance():
    problem = Problem(1, 3, [0, 0, 0], [0, 1, 2], [0.9, 0.2, 0.1], [1, 1, 1])
    arrivals = Arrivals(problem=problem, order=np.array([0]))
    assert {int(roll(arrivals, "random", seed).opening_of[0]) for seed in range(40)} == {0, 1, 2}


@pytest.mark.parametrize("policy", ["greedy", "batch", "bid_prices"])
def test_who_waits_long_enough_gets_an_opening_that_is_announced_later(policy):
    problem = Problem(2, 1, [0], [0], [0.5], [1])
    for patience, place in ((0, -1), (1, -1), (2, 0)):
        arrivals = Arrivals(problem=problem, order=np.arange(2), batch=1, opens=np.array([2]), patience=patience)
        assert roll(arrivals, policy, 0).opening_of[0] == place
        assert hindsight(arrivals).opening_of[0] == place


def test_placements_can_come_first():
    problem = Problem(2, 2, [0, 0, 1], [0, 1, 0], [0.9, 0.3, 0.5], [1, 1])
    for placement_micro, placements in ((0, 1), (1_000_000, 2)):
        arrivals = Arrivals(problem=problem, order=np.arange(2), batch=2, placement_micro=placement_micro)
        for rolled in (hindsight(arrivals), roll(arrivals, "batch", 0), roll(arrivals, "bid_prices", 0)):
            assert rolled.placements == placements
            assert rolled.worth_micro == rolled.score_micro + placements * placement_micro


def test_an_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="bid_prices"):
        roll(drawn_arrivals(0), "oracle", 0)


@pytest.mark.parametrize(
    "wrong",
    [{"order": np.zeros(14)}, {"batch": 0}, {"futures": 0}, {"patience": -1}, {"opens": np.array([0])}],
)
def test_arrivals_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        drawn_arrivals(0, **wrong)


def test_a_world_follows_its_law():
    arrivals = invented(Law(seats_share=1.1), 4)
    problem = arrivals.problem
    assert (problem.n_candidates, problem.n_openings, int(problem.seats.sum())) == (200, 15, 220)
    assert len(problem.candidate) / 3_000 == pytest.approx(0.7, abs=0.04)
    assert (problem.value < 1).all()
    assert len(arrivals.past) == 1_000
    assert arrivals.batches == 20
    assert not arrivals.opens.any()
    # An opening is as good to the past as to those who come now: the law of both is the same.
    now = np.bincount(problem.opening, problem.value) / np.bincount(problem.opening)
    then = np.bincount(arrivals.past.opening, arrivals.past.value_micro / 1e6) / np.bincount(arrivals.past.opening)
    assert np.corrcoef(now, then)[0, 1] > 0.9


def test_openings_arrive_over_the_first_three_quarters():
    opens = np.concatenate([invented(Law(announced_late=0.6), seed).opens for seed in range(20)])
    assert (opens > 0).mean() == pytest.approx(0.6, abs=0.12)
    assert 12 <= opens.max() < 15

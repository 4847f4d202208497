"""What can move a proposal."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from experiments.robust.case import Case, case_from
from experiments.robust.disturb import Answered, AnyWeights, Missing, Moved, Noise, Together, in_millionths
from scoring.weights import GRID

SHARES = np.array([500_000, 300_000, 200_000])


def case(seed: int = 0, n: int = 30, m: int = 20) -> Case:
    rng = np.random.default_rng(seed)
    i, j = np.indices((n, m)).reshape(2, -1)
    known = rng.random((n * m, 3)) < 0.7
    grades = np.where(known, 0.05 + 0.9 * rng.random((n * m, 3)), 0.5)
    return case_from(
        grades, SHARES, candidate=i, opening=j, seats=np.ones(m, dtype=np.int64), n_candidates=n, known=known
    )


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=9))
def test_weights_in_millionths_sum_to_one_million_and_stay_near(weights: list[float]) -> None:
    exact = np.array(weights) / sum(weights)
    whole = in_millionths(np.array(weights))
    assert whole.sum() == GRID
    assert np.abs(whole / GRID - exact).max() <= 1 / GRID + 1e-12


def test_moved_weights_stay_within_what_was_asked_and_grades_as_they_are() -> None:
    rng, market = np.random.default_rng(1), case()
    ratio = []
    for _ in range(500):
        grades, shares = Moved(0.2).drawn(market, market.grades, market.shares, rng)
        assert grades is market.grades
        ratio.append(shares / SHARES)
    # Summed to 1 again, a weight can move by the ratio of the two ends.
    assert np.min(ratio) > 0.8 / 1.2
    assert np.max(ratio) < 1.2 / 0.8
    assert np.min(ratio) < 0.85
    assert np.max(ratio) > 1.15


def test_any_weights_are_uniform_over_the_simplex() -> None:
    rng, market = np.random.default_rng(2), case()
    drawn = np.array([AnyWeights().drawn(market, market.grades, SHARES, rng)[1] for _ in range(4_000)]) / GRID
    assert np.abs(drawn.mean(axis=0) - 1 / 3).max() < 0.015
    # Marginals of a uniform point on the triangle are beta(1, 2): variance 1/18.
    assert np.abs(drawn.var(axis=0) - 1 / 18).max() < 0.005


def test_noise_moves_only_what_is_known_by_as_much_as_was_asked_partly_shared_in_a_candidate() -> None:
    rng, market = np.random.default_rng(3), case(n=200, m=50)
    drawn, shares = Noise(0.01, shared=0.75, of=(1.0, 2.0, 0.0)).drawn(market, market.grades, SHARES, rng)
    assert (shares == SHARES).all()
    moved = drawn - market.grades
    assert (moved[~market.known] == 0).all()
    sd = [moved[market.known[:, k], k].std() for k in range(3)]
    assert np.allclose(sd, [0.01, 0.02, 0.0], rtol=0.06)
    first = np.where(market.known[:, 0], moved[:, 0], np.nan).reshape(200, 50)
    assert 0.65 < np.nanvar(np.nanmean(first, axis=1)) / np.nanvar(first) < 0.85
    assert ((drawn >= 0) & (drawn <= 1)).all()


def test_a_missing_field_goes_for_all_pairs_of_the_candidate_and_becomes_neutral() -> None:
    rng, market = np.random.default_rng(4), case(n=300)
    drawn, _ = Missing(0.3).drawn(market, market.grades, SHARES, rng)
    gone = (drawn != market.grades) & market.known
    assert (drawn[gone] == 0.5).all()
    fields = np.array([gone.reshape(300, 20, 3)[i, market.known.reshape(300, 20, 3)[i, :, 0], 0] for i in [0]])[0]
    assert fields.all() or not fields.any()
    assert abs(gone.sum() / market.known.sum() - 0.3) < 0.05
    single, _ = Missing(0.3, field=False).drawn(market, market.grades, SHARES, rng)
    assert abs(((single != market.grades) & market.known).sum() / market.known.sum() - 0.3) < 0.02
    whole, _ = Missing(1.0).drawn(market, market.grades, SHARES, rng)
    assert (whole == 0.5).all()


def test_answers_fill_only_what_lacks_in_one_criterion_with_grades_that_were_seen_there() -> None:
    rng, market = np.random.default_rng(5), case()
    drawn, _ = Answered(1).drawn(market, market.grades, SHARES, rng)
    lacks = ~market.known[:, 1]
    assert (drawn[:, [0, 2]] == market.grades[:, [0, 2]]).all()
    assert (drawn[~lacks, 1] == market.grades[~lacks, 1]).all()
    assert np.isin(drawn[lacks, 1], market.grades[~lacks, 1]).all()
    assert (market.grades[lacks, 1] == 0.5).all()


def test_several_disturbances_follow_one_another() -> None:
    market = case()
    both = Together((Moved(0.2), Missing(0.5)))
    grades, shares = both.drawn(market, market.grades, SHARES, np.random.default_rng(6))
    assert (grades != market.grades).any()
    assert (shares != SHARES).any()
    assert both.size == 0.5
    assert both.told() == "pesi spostati fino a ±20 %; 50 % dei dati delle persone cancellati"

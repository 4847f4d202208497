"""Bounds from any prices whatever, against every choice there is."""

from __future__ import annotations

import numpy as np

from matching.mip_bound import bound_of, rounded
from matching.mip_model import market_of
from matching.pricing import relaxed
from tests.matching.limited_cases import draw


def choices_of(case, market):
    """Every choice that keeps the rows, as columns."""
    problem = case.problem()
    pairs = zip(problem.candidate[market.pair].tolist(), problem.opening[market.pair].tolist(), strict=True)
    at = {pair: k for k, pair in enumerate(pairs)}
    for chosen in case.choices():
        if not any(over or under for over, under in case.excess(chosen)):
            yield [at[pair] for pair in chosen]


def test_no_choice_is_worth_more_than_any_prices_allow_nor_has_pairs_beyond_its_room():
    rng = np.random.default_rng(97)
    used = 0
    for _ in range(150):
        case = draw(rng, 4, 3)
        market = market_of(case.problem())
        if not len(market.pair):
            continue
        unit = float(market.value.max()) or 1.0
        seat, row = rng.normal(0, unit, len(market.seats)), rng.normal(0, unit / 20, market.n_rows)
        if rng.random() < 0.5 and not ((market.most < 0) | (market.most < market.least)).any():
            prices = relaxed(market, market.value, np.arange(len(market.pair))).prices
            market_now = relaxed(market, market.value, np.arange(len(market.pair))).market
        else:
            prices, market_now = rounded(market, market.value, seat, row), market
        bound = bound_of(market_now, market.value, prices)
        for chosen in choices_of(case, market):
            worth = int(market.value[chosen].sum())
            assert worth <= bound.steps
            # What is worth one step more than something has no pair with more slack than the room above it.
            if chosen:
                used += 1
                slack = int(bound.slack[chosen].max())
                assert worth * bound.scale <= bound.total - slack
                assert slack <= bound.room(worth - 1)
                assert bound.room(worth - 1) == bound.total - worth * bound.scale
    assert used > 300


def test_rows_that_follow_from_others_are_kept_by_every_choice():
    rng = np.random.default_rng(98)
    added = 0
    for _ in range(300):
        case = draw(rng, 5, 3)
        market = market_of(case.problem())
        if not len(market.pair) or ((market.most < 0) | (market.most < market.least)).any():
            continue
        answer = relaxed(market, market.value, np.arange(len(market.pair)))
        if not len(answer.cuts.most):
            continue
        added += 1
        for chosen in choices_of(case, market):
            assert (answer.market.sums(np.array(chosen, dtype=np.int64)) <= answer.market.most).all()
    assert added > 20

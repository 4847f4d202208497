from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from matplotlib.figure import Figure

from experiments.evaluate.baselines import BASELINES, compare, under
from experiments.evaluate.baselines_market import Market, Placed
from experiments.evaluate.baselines_told import told
from experiments.material import Round
from matching.invented import invented
from matching.problem import Problem
from matching.rows import Row
from matching.solver import solve
from scoring.scorecard import parts
from scoring.weights import GRID

ONE_AT_MOST = Row(limit="CAP", key="x", pair=np.array([0]), weight=np.array([1]), most=1)


def drawn_market(seed, n=12, m=8, criteria=3):
    rng = np.random.default_rng(seed)
    i, j = np.nonzero(rng.random((n, m)) < 0.6)
    grades = rng.random((len(i), criteria))
    score = grades @ [0.5, 0.3, 0.2]
    problem = Problem(n, m, i, j, score, rng.integers(1, 3, m), floor=0.3, seed=seed)
    history, arrival = np.full(n, -1), np.arange(n)
    return Market(problem=problem, grades=grades, interest=problem.value_micro, arrival=arrival, history=history)


@pytest.fixture(scope="module")
def real_round():
    known = invented(["prisma-2019"], 0)[0]
    card = known.card
    raw = parts(card.pairs(card.candidate, card.opening.astype(np.int64)).plain(), card.weights)[1].T
    neutral = np.array([card.weights.neutral[one.code] for one in card.weights.criteria])
    history = solve(Market.of(_round(known, raw, neutral, None), 0).problem, "score").opening_of
    return _round(known, raw, neutral, history)


def _round(known, raw, neutral, history):
    return Round(
        name="r1",
        office="o1",
        on=date(2024, 1, 8),
        records=known.records,
        card=known.card,
        grades=np.where(np.isnan(raw), neutral, raw),
        known=~np.isnan(raw),
        decided=np.zeros(0, dtype=np.int64),
        history=np.full(known.card.cohort.n_candidates, -1) if history is None else history,
    )


def test_every_baseline_gives_probabilities_within_the_seats():
    market = drawn_market(0)
    problem = market.problem
    for one in BASELINES:
        placed = one.place(market)
        assert (placed.probability >= 0).all()
        assert np.bincount(problem.candidate, placed.probability).max() <= 1 + 1e-9
        assert (np.bincount(problem.opening, placed.probability, 8) <= problem.seats + 1e-9).all()
        assert not placed.probability[problem.value_micro < problem.floor_micro].any()
        assert (placed.opening_of is None) == one.code.startswith("lottery")


def test_no_baseline_places_more_people_or_as_many_with_more_score_than_todays_weights():
    for seed in range(10):
        market = drawn_market(seed)
        played = {one.code: one.place(market) for one in BASELINES}
        best = played.pop("todays_weights")
        for placed in played.values():
            assert placed.placements <= best.placements + 1e-9
            if placed.placements == best.placements:
                assert placed.score(market) <= best.score(market) + 1e-9


def test_todays_weights_are_what_the_solver_proposes(real_round):
    market = Market.of(real_round, 7)
    today = {one.code: one for one in BASELINES}["todays_weights"].place(market)
    assert today.opening_of.tolist() == solve(market.problem).opening_of.tolist()


def test_the_same_weights_give_the_same_scores_as_the_card(real_round):
    market = Market.of(real_round, 0)
    weights = real_round.card.weights
    shares = np.array([weights.shares[one.code] for one in weights.criteria]) / GRID
    assert market.score_micro(shares).tolist() == real_round.card.total.tolist()
    assert market.score_micro(3 * shares).tolist() == real_round.card.total.tolist()


def test_the_candidates_of_a_round_prefer_by_what_they_wish(real_round):
    market = Market.of(real_round, 0)
    column = [one.code for one in real_round.card.weights.criteria].index("interest")
    assert market.preferred.tolist() == np.rint(real_round.grades[:, column] * GRID).astype(int).tolist()


def test_other_weights_choose_other_pairs_of_the_same_ones():
    problem = Problem(1, 3, [0, 0, 0], [0, 1, 2], [0.6, 0.7, 0.1], [1, 1, 1], floor=0.5)
    market = Market(problem=problem, grades=np.array([[1.0, 0.2], [0.4, 1.0], [9.0, 9.0]]) / 9)
    assert under(market, np.array([1.0, 0.0])).opening_of.tolist() == [0]
    # The third is the best by any weights, and below today's floor.
    assert under(market, np.array([0.0, 1.0])).opening_of.tolist() == [1]


def test_history_outside_what_is_possible_is_counted_and_has_no_probability():
    problem = Problem(3, 2, [0, 1], [0, 1], [0.9, 0.2], [1, 2], floor=0.5)
    placed = Placed.certain(Market(problem=problem), np.array([0, 1, 1]))
    assert placed.probability.tolist() == [1, 0]
    assert (placed.placements, placed.elsewhere) == (3, 2)


def test_a_baseline_that_lacks_its_data_is_an_empty_cell_and_still_printed():
    market = Market(problem=drawn_market(1).problem)
    found = compare([market, market])
    section = told(found, 0)
    cells = {row[0]: row[2] for row in section.tables[0].rows}
    assert list(cells) == [one.code for one in BASELINES]
    assert [code for code, cell in cells.items() if cell is None] == ["history", "equal_weights"]


def test_the_report_says_share_interval_and_range_of_one_lottery():
    section = told(compare([drawn_market(seed) for seed in range(6)]), 0)
    table, meanings = section.tables
    share = {row[0]: row[2] for row in table.rows}
    assert (share["todays_weights"].value, share["todays_weights"].low) == (1, 1)
    assert 0.5 < share["lottery_uniform"].value < share["lottery"].value < 1
    assert share["lottery"].low < share["lottery"].value < share["lottery"].high
    assert "un singolo sorteggio ne dà quasi sempre tra il" in section.finding
    assert meanings.rows[0][0] == "Le decisioni prese"
    assert not section.warnings
    section.plots[0].draw(Figure().subplots())


def test_few_rounds_and_decisions_outside_are_warned_of():
    market = drawn_market(2)
    strange = Market(problem=market.problem, grades=market.grades, history=np.zeros(12, dtype=np.int64))
    warned = " ".join(told(compare([strange]), 0).warnings)
    assert "solo 1 giornate" in warned
    assert "Di 1 giornate non si sa in che ordine sono arrivate le persone" in warned
    assert "Di 1 giornate non si conoscono i desideri" in warned
    assert "decisioni riguardano abbinamenti che oggi non sono possibili" in warned


def test_where_nothing_is_possible_that_is_the_finding():
    section = told(compare([Market(problem=Problem(2, 1, [], [], [], [1]))]), 0)
    assert "nessun abbinamento è possibile" in section.finding
    section.plots[0].draw(Figure().subplots())


def test_the_same_markets_give_the_same_numbers():
    one, two = (compare([drawn_market(seed) for seed in range(3)]) for _ in range(2))
    assert one.score.tobytes() == two.score.tobytes()
    assert one.drawn.tobytes() == two.drawn.tobytes()
    assert not math.isnan(one.score.sum())


@pytest.mark.parametrize(
    "wrong",
    [
        {"grades": np.zeros((2, 3))},
        {"interest": np.zeros(2)},
        {"arrival": np.array([0, 0])},
        {"history": np.zeros(3)},
        {"problem": Problem(2, 1, [0], [0], [1], [1], limits=[ONE_AT_MOST])},
    ],
)
def test_a_market_that_does_not_fit_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        Market(**({"problem": Problem(2, 1, [0], [0], [1], [1])} | wrong))


def test_grades_are_needed_for_other_weights():
    with pytest.raises(ValueError, match="grades are needed"):
        under(Market(problem=drawn_market(0).problem), np.ones(3))


def test_no_market_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        compare([])

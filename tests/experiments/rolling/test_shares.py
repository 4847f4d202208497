from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.stats import ttest_1samp

from data.errors import AbbinaError
from experiments.parallel import Workers
from experiments.rolling.arrivals import POLICIES
from experiments.rolling.shares import Shares, in_orders, in_worlds
from experiments.rolling.told import told
from experiments.rolling.world import Law
from matching.problem import Problem

SMALL = Law(candidates=24, openings=4, batch=4, past=60)


def test_the_mean_has_the_interval_of_student():
    worth = np.random.default_rng(0).random((12, len(POLICIES)))
    shares = Shares(key="k", label="l", worth=worth, placements=worth[::-1] / 2)
    theirs = ttest_1samp(worth[:, 2], 0).confidence_interval(0.95)
    mine = shares.mean("batch")
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high))
    assert shares.mean("batch", "placements").value == pytest.approx(mine.value / 2)


def test_worlds_do_not_depend_on_workers_and_more_worlds_begin_with_the_same():
    few, many = in_worlds("k", "l", SMALL, 1, 2), in_worlds("k", "l", SMALL, 1, 3, workers=Workers(jobs=2))
    assert few.worth.tobytes() == many.worth[:2].tobytes()
    assert (many.worth <= 1).all()


def test_seats_with_a_price_come_nearer_to_hindsight_than_the_others():
    shares = in_worlds("k", "l", SMALL, 0, 12)
    means = [float(shares.of(policy).mean()) for policy in POLICIES]
    assert means == sorted(means)


def test_a_real_round_is_rolled_in_drawn_orders():
    rng = np.random.default_rng(0)
    problem = Problem(12, 3, *np.divmod(np.arange(36), 3), rng.random(36), [3, 3, 3])
    shares = in_orders("k", "l", problem, 0, 4, batch=3)
    assert shares.worth.shape == (4, len(POLICIES))
    assert len(np.unique(shares.of("greedy"))) > 1
    assert (shares.worth <= 1).all()


def test_a_round_in_which_nothing_is_possible_is_refused():
    with pytest.raises(AbbinaError) as error:
        in_orders("k", "l", Problem(2, 1, [0, 1], [0, 0], [0.4, 0.4], [1], floor=0.5), 0, 2)
    assert "nessun abbinamento" in error.value.text("it")


def test_the_report_says_both_shares_with_their_intervals():
    worth = np.array([[0.5, 0.8, 0.88, 0.97], [0.6, 0.82, 0.9, 0.99]])
    section = told([Shares(key="a", label="Posti per tutti", worth=worth, placements=worth)])
    assert section.finding.startswith(
        "Posti per tutti: decidendo con il meglio per chi c'è oggi si raggiunge il 89,0 %"
    )
    assert "pensando anche a chi verrà il 98,0 %" in section.finding
    (table,) = section.tables
    assert [row[4] for row in table.rows] == [0.5, 0.8, 0.88, 0.97]
    section.plots[0].draw(Figure().subplots())


def test_a_single_order_has_no_interval_and_no_figure_in_its_finding():
    section = told([Shares(key="a", label="A", worth=np.full((1, 4), 0.9), placements=np.full((1, 4), 0.9))])
    assert section.finding == "A: con un solo ordine di arrivo non si può dire quanto si perde."
    section.plots[0].draw(Figure().subplots())

from __future__ import annotations

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.evaluate.overlap import Level, ess, overlap_of, worse


def test_equal_weights_count_all_and_one_heavy_weight_counts_one() -> None:
    assert ess(np.full(50, 3.0)) == pytest.approx(50)
    assert ess(np.array([1.0, 0, 0, 0])) == pytest.approx(1)
    assert ess(np.array([1.0, 2.0])) == pytest.approx(9 / 5)


def test_many_even_weights_are_a_good_overlap_and_nothing_is_said() -> None:
    found = overlap_of(np.ones(500), unseen=np.zeros(500))
    assert found.level is Level.GOOD
    assert found.sentences() == ()


def test_a_rule_that_the_past_rarely_followed_is_weak_then_bad() -> None:
    weight = np.zeros(2000)
    weight[:80] = 25.0
    assert overlap_of(weight, unseen=np.zeros(2000)).level is Level.WEAK
    weight[20:] = 0
    found = overlap_of(weight, unseen=np.zeros(2000))
    assert found.level is Level.BAD
    assert any("ne contano circa 20" in sentence for sentence in found.sentences())


def test_one_decision_that_holds_the_weight_is_said() -> None:
    weight = np.ones(500)
    weight[0] = 200.0
    found = overlap_of(weight, unseen=np.zeros(500))
    assert found.level is Level.BAD
    assert any("Una sola decisione pesa il 28,6 %" in sentence for sentence in found.sentences())


def test_choices_that_the_past_never_took_are_counted_and_said() -> None:
    unseen = np.zeros(500)
    unseen[:20] = 0.5
    found = overlap_of(np.ones(500), unseen=unseen)
    assert (found.unseen_units, found.unseen) == (0.04, 0.02)
    assert found.level is Level.WEAK
    assert any("4,0 % dei casi" in sentence for sentence in found.sentences())


def test_where_only_the_chosen_probability_is_known_that_is_said() -> None:
    found = overlap_of(np.ones(500))
    assert np.isnan(found.unseen)
    assert any("solo di ciò che fu scelto" in sentence for sentence in found.sentences())


def test_weights_that_do_not_average_one_cast_doubt_on_the_probabilities() -> None:
    found = overlap_of(np.full(500, 2.0), unseen=np.zeros(500))
    assert found.level is Level.WEAK
    assert any("media 2,00 invece di 1" in sentence for sentence in found.sentences())


def test_weights_that_lack_what_is_never_seen_cast_no_doubt_on_the_probabilities() -> None:
    weight, unseen = np.full(1000, 0.6), np.full(1000, 0.4)
    found = overlap_of(weight, unseen=unseen)
    assert not found.off
    assert not any("probabilità con cui si decideva" in sentence for sentence in found.sentences())
    assert overlap_of(np.full(1000, 1.0), unseen=unseen).off


def test_of_two_rules_the_one_that_the_past_speaks_less_of_is_the_worse() -> None:
    good, bad = overlap_of(np.ones(1000), unseen=np.zeros(1000)), overlap_of(np.ones(1000), unseen=np.full(1000, 0.4))
    assert good.level is Level.GOOD
    assert bad.level is Level.BAD
    assert worse(good, bad) is worse(bad, good) is bad


def test_cut_weights_are_said() -> None:
    found = overlap_of(np.ones(500), unseen=np.zeros(500), cut_at=10.0)
    assert found.level is Level.WEAK
    assert any("tagliati" in sentence for sentence in found.sentences())


def test_a_rule_that_the_past_never_followed_has_no_estimate() -> None:
    with pytest.raises(AbbinaError) as error:
        overlap_of(np.zeros(10))
    assert error.value.code == "bad_study"


def test_each_level_has_a_word() -> None:
    assert [level.label for level in Level] == ["buona", "debole", "insufficiente"]

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, check_cv, cross_val_score

from data.errors import AbbinaError
from experiments.evaluate.splits import ByOffice, ByTime, ByTimeAndOffice, told_folds

DAY_0 = 739_000


def calendar(offices: int, rounds: int, each: int = 4, apart: int = 30):
    """Every office has a round every `apart` days; rows in the order of office and round."""
    rows = [
        (office, office * rounds + k, DAY_0 + apart * k)
        for office in range(offices)
        for k in range(rounds)
        for _ in range(each)
    ]
    return np.array(rows)


def test_the_past_grows_and_each_round_is_measured_once_after_its_origin():
    groups = calendar(offices=2, rounds=8)
    folds = ByTime(3).folds(groups)
    assert [fold.origin for fold in folds] == [DAY_0 + 60, DAY_0 + 120, DAY_0 + 180]
    assert [fold.rounds for fold in folds] == [(4, 4), (8, 4), (12, 4)]
    assert [len(fold.train) for fold in folds] == [16, 32, 48]
    for fold in folds:
        assert groups[fold.train, 2].max() < fold.origin <= groups[fold.test, 2].min()
    measured = np.concatenate([fold.test for fold in folds])
    assert len(np.unique(measured)) == len(measured)


def test_a_round_under_way_on_the_origin_is_on_neither_side():
    groups = np.array([(0, 0, 10), (0, 1, 18), (0, 1, 25), (0, 2, 20), (0, 2, 30)])
    (fold,) = ByTime(origins=(20,)).folds(groups)
    assert fold.train.tolist() == [0]
    assert fold.test.tolist() == [3, 4]


def test_the_gap_leaves_out_rounds_whose_end_is_too_near():
    groups = calendar(offices=1, rounds=6)
    origin = (DAY_0 + 90,)
    (near,), (gap,) = ByTime(origins=origin).folds(groups), ByTime(origins=origin, gap_days=45).folds(groups)
    assert (near.rounds, gap.rounds) == ((3, 3), (2, 3))


def test_each_office_takes_its_turn_with_all_the_others_on_the_other_side():
    groups = calendar(offices=3, rounds=2)
    folds = ByOffice().folds(groups)
    assert [fold.office for fold in folds] == [0, 1, 2]
    for fold in folds:
        assert set(groups[fold.test, 0]) == {fold.office}
        assert set(groups[fold.train, 0]) == {0, 1, 2} - {fold.office}
        assert fold.rounds == (4, 2)


def test_both_at_once_learns_from_the_past_of_other_offices_alone():
    groups = calendar(offices=3, rounds=4)
    folds = ByTimeAndOffice(n_splits=2).folds(groups)
    assert len(folds) == 6
    for fold in folds:
        assert set(groups[fold.test, 0]) == {fold.office}
        assert fold.office not in groups[fold.train, 0]
        assert groups[fold.train, 2].max() < fold.origin <= groups[fold.test, 2].min()


def test_an_office_without_later_rounds_gives_no_fold():
    groups = np.array([(0, 0, 10), (1, 1, 10), (0, 2, 20), (0, 3, 30)])
    folds = ByTimeAndOffice(origins=(15, 25)).folds(groups)
    assert [(fold.origin, fold.office) for fold in folds] == [(15, 0), (25, 0)]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 40), st.integers(0, 20)),
        min_size=6,
        max_size=60,
    ),
    st.integers(1, 3),
    st.integers(0, 10),
)
def test_no_round_is_ever_on_both_sides(drawn, n_splits, gap_days):
    # A round belongs to one office, and lasts some days.
    groups = np.array([(office, office * 10 + round_, first + 1 + days) for office, round_, first, days in drawn])
    for splitter in (ByTime(n_splits, gap_days=gap_days), ByOffice(), ByTimeAndOffice(n_splits, gap_days=gap_days)):
        try:
            folds = splitter.folds(groups)
        except AbbinaError:
            # Too little to split: what is said then has tests of its own.
            continue
        for fold in folds:
            train, test = set(groups[fold.train, 1]), set(groups[fold.test, 1])
            assert not train & test
            assert (len(train), len(test)) == fold.rounds
            assert min(fold.rounds) > 0


def test_they_speak_the_protocol_of_scikit_learn():
    groups = calendar(offices=3, rounds=4, each=6)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(len(groups), 2)), np.arange(len(groups)) % 2
    for splitter, count in ((ByTime(2), 2), (ByOffice(), 3), (ByTimeAndOffice(2), 6)):
        assert check_cv(splitter) is splitter
        assert splitter.get_n_splits(x, y, groups) == count == len(list(splitter.split(x, y, groups)))
        assert len(cross_val_score(LogisticRegression(), x, y, groups=groups, cv=splitter)) == count
        search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=splitter).fit(x, y, groups=groups)
        assert search.n_splits_ == count


@pytest.mark.parametrize(
    ("splitter", "groups", "said"),
    [
        (ByTime(3), calendar(offices=1, rounds=3), "servono più giornate, in giorni diversi: qui ce ne sono 3"),
        (ByTime(2), np.array([(0, k, 10) for k in range(9)]), "servono più giornate, in giorni diversi"),
        (ByTime(origins=(5,)), np.array([(0, 0, 10), (0, 1, 20)]), "0 prima, 2 dopo"),
        (ByOffice(), calendar(offices=1, rounds=3), "ne servono almeno due"),
        (ByOffice(), np.array([(0, 0, 10), (1, 0, 10)]), "1 giornate stanno da entrambe le parti"),
        (ByTime(), np.zeros((0, 3), dtype=int), "nessuna decisione"),
    ],
)
def test_too_few_rounds_or_offices_are_said(splitter, groups, said):
    with pytest.raises(AbbinaError) as error:
        splitter.folds(groups)
    assert error.value.code == "bad_study"
    assert said in error.value.text("it")


def test_no_fold_left_is_said():
    # The only round of the other office is under way on the origin.
    groups = np.array([(0, 0, 10), (0, 1, 20), (1, 2, 12), (1, 2, 16)])
    with pytest.raises(AbbinaError) as error:
        ByTimeAndOffice(origins=(13,)).folds(groups)
    assert "nessun ufficio" in error.value.text("it")
    assert len(ByTimeAndOffice(origins=(17,)).folds(groups)) == 1


@pytest.mark.parametrize("groups", [np.zeros((3, 2), dtype=int), np.zeros((3, 3)), [1, 2, 3]])
def test_groups_of_another_shape_are_refused(groups):
    with pytest.raises(ValueError, match="office, round, day"):
        ByTime().folds(groups)


@pytest.mark.parametrize("splitter", [ByTime(0), ByTime(origins=()), ByTime(origins=(20, 10)), ByTime(origins=(9, 9))])
def test_origins_that_make_no_sense_are_refused(splitter):
    with pytest.raises(ValueError, match="expected"):
        splitter.folds(calendar(offices=1, rounds=4))


def test_the_report_says_the_sizes_of_both_sides():
    table = told_folds(ByTimeAndOffice(1).folds(calendar(offices=2, rounds=4)), ("Prato", "Pistoia"))
    assert table.rows == (("2024-06-23", "Prato", 2, 8, 2, 8), ("2024-06-23", "Pistoia", 2, 8, 2, 8))

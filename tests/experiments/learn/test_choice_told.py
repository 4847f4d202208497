from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from data.errors import AbbinaError
from data.language import speaking
from experiments.learn import held_out_told
from experiments.learn.choice_told import label_of, study_choices, surest, told, widest_cluster
from experiments.learn.choice_worlds import ChoiceLaw, choices
from experiments.learn.held_out import EARLIER, _folds, held_out, mean_by_cluster
from experiments.lists import Lists
from experiments.report.draw import svg
from experiments.report.parts import Interval
from scoring.criteria import CRITERIA

CODES = tuple(criterion.code for criterion in CRITERIA[:4])
WEIGHTS = np.array([0.6, 0.2, 0.15, 0.05])
TODAY = dict(zip(CODES, (0.1, 0.3, 0.3, 0.3), strict=True))


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(AbbinaError) as caught:
        yield
    assert caught.value.code == "bad_study"


def made(
    decisions: int = 1_200, offices: int = 4, rounds: int = 10, position: float = 0.5, scale: float = 20.0
) -> Lists:
    law = ChoiceLaw(decisions=decisions, criteria=4, offices=offices, rounds=rounds, position=position, scale=scale)
    return replace(choices(law, WEIGHTS, np.random.default_rng(0)), criteria=CODES)


def test_the_finding_names_the_criterion_farthest_from_today_with_its_interval() -> None:
    study = study_choices(made(), TODAY)
    section = told(study)
    own = study.learned.weights[0]
    assert label_of(CODES[0]) in section.finding
    assert f"{100 * own.value:.1f}".replace(".", ",") in section.finding
    assert "oggi il peso è 10,0 %" in section.finding
    odds = [
        f"{100 * float(np.exp(one)):.0f}" for one in (study.learned.position[0].low, study.learned.position[0].high)
    ]
    assert f"tra {odds[0]} e {odds[1]}" in section.paragraphs[1]
    assert [row[0] for row in section.tables[0].rows] == list(CODES)
    assert section.tables[0].rows[0][4] is False
    assert "<svg" in svg(section.plots[0])


def test_where_today_is_not_contradicted_the_finding_says_so() -> None:
    section = told(study_choices(made(150), dict(zip(CODES, WEIGHTS.tolist(), strict=True))))
    assert "non smentiscono" in section.finding
    assert "tutti i criteri" in section.plots[0].told


def test_what_weakens_the_answer_is_said_first() -> None:
    lists = made(300)
    grades, known, chosen = lists.grades.copy(), lists.known.copy(), lists.chosen.copy()
    grades[:, 3] = 0.5
    grades[:, 1] = 1 - grades[:, 1]
    known[:, 3] = False
    chosen[:9] = -1
    study = study_choices(replace(lists, grades=grades, known=known, chosen=chosen), TODAY)
    said = " ".join(told(study).warnings)
    assert study.blind == (CODES[3],)
    assert f"non si impara il peso di: {label_of(CODES[3])}" in said
    assert f"vanno contro: {label_of(CODES[1])}" in said
    assert "9 decisioni senza una scelta" in said
    assert "25,0 %" in said
    # Today's weights are compared over what can be learned.
    assert study.today == pytest.approx([0.1 / 0.7, 0.3 / 0.7, 0.3 / 0.7])


def test_a_list_of_one_option_is_not_counted_among_the_decisions() -> None:
    lists = made(200)
    keep = np.r_[0, np.arange(5, len(lists.grades))]
    rows = {name: getattr(lists, name)[keep] for name in ("grades", "known", "rank", "drawn")}
    chosen = np.r_[0, lists.chosen[1:]]
    study = study_choices(replace(lists, start=np.r_[0, lists.start[1:] - 4], chosen=chosen, **rows), TODAY)
    assert (study.model.n_decisions_, study.alone) == (199, 1)
    assert any("una sola opzione" in warning for warning in told(study).warnings)


def test_what_surely_counts_most_is_told_by_its_lower_bound() -> None:
    learned = study_choices(made(200), TODAY).learned
    vague = replace(learned, weights=(Interval(0.3, 0.2, 0.4), Interval(0.4, 0.0, 0.8), *learned.weights[2:]))
    assert surest(vague) == (Interval(0.3, 0.2, 0.4), CODES[0])


def test_decisions_are_alike_within_offices_only_where_there_are_enough() -> None:
    assert widest_cluster(made(200, offices=12, rounds=2)) == "office"
    assert widest_cluster(made(200, offices=3, rounds=2)) == "round"
    assert widest_cluster(made(200, offices=1, rounds=1)) == "decision"


def test_weights_of_today_that_count_nothing_are_refused() -> None:
    with refused():
        study_choices(made(100), {"strange": 1.0})


def test_offices_are_held_out_whole_and_later_days_follow_earlier_ones() -> None:
    lists = made()
    folds = _folds(lists, "office")
    assert np.array_equal(np.sum(folds, axis=0), np.ones(len(lists)))
    for fold in folds:
        assert not set(lists.office[fold]) & set(lists.office[~fold])
    (later,) = _folds(lists, "time")
    assert lists.day[later].min() > lists.day[~later].max()
    assert (~later).mean() == pytest.approx(EARLIER, abs=0.05)


def test_learned_weights_foretell_better_than_wrong_ones_and_the_true_ones_are_not_beaten() -> None:
    lists = made()
    for by in ("office", "time"):
        found = held_out(lists, by, {"today": np.array([0.1, 0.3, 0.3, 0.3]), "true": WEIGHTS})
        rows = {row.weights: row for row in found.rows}
        assert list(rows) == ["learned", "equal", "today", "true"]
        for rival in ("equal", "today"):
            gain = rows[rival].gain
            assert gain is not None
            assert gain.low > 0
            assert rows["learned"].right.value > rows[rival].right.value
        gain = rows["true"].gain
        assert gain is not None
        assert gain.high < 0.01
        assert rows["learned"].gain is None
        assert found.chance == pytest.approx(0.2)
        assert found.clusters == (4 if by == "office" else 12)


def test_a_mean_by_cluster_is_the_mean_of_its_clusters() -> None:
    rng = np.random.default_rng(0)
    value, cluster = rng.normal(size=60), np.repeat(np.arange(12), 5)
    own = mean_by_cluster(value, cluster)
    means = value.reshape(12, 5).mean(axis=1)
    # Clusters of one size: Student's interval of their means.
    error = means.std(ddof=1) / np.sqrt(12)
    assert own.value == pytest.approx(means.mean())
    assert own.high - own.value == pytest.approx(2.200985 * error, rel=1e-6)
    with refused():
        mean_by_cluster(value, np.zeros(60, dtype=np.int64))


def test_the_section_of_choices_held_out_says_what_could_not_be_tried() -> None:
    section = held_out_told.told(made(offices=1, rounds=10), TODAY)
    assert "meglio di quelli di oggi" in section.finding
    assert "giornate successive" in section.finding
    assert len(section.warnings) == 1
    assert "almeno due uffici" in section.warnings[0]
    both = held_out_told.told(made(), TODAY)
    assert len(both.tables[0].rows) == 6
    assert "<svg" in svg(both.plots[0])
    with refused():
        held_out_told.told(made(offices=1, rounds=1), TODAY)


def test_sentences_can_be_said_in_english_too() -> None:
    with speaking("en"):
        assert told(study_choices(made(200), TODAY)).finding

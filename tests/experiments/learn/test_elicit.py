"""Weights from pairwise comparisons of experts: known tables, gaps, faults, agreement."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from data.errors import AbbinaError
from data.intake.faults import BadRecords
from experiments.learn import elicit_told
from experiments.learn.comparisons import read_comparisons
from experiments.learn.elicit import Elicited, concordance
from experiments.learn.pairwise import (
    METHODS,
    Floats,
    consistency_index,
    consistency_ratio,
    eigenvector,
    log_least_squares,
    random_index,
    worst,
)

# Saaty 1980: brightness of four chairs, judged by two people. Weights and largest eigenvalue as published.
CHAIRS = (
    ([[1, 5, 6, 7], [1 / 5, 1, 4, 6], [1 / 6, 1 / 4, 1, 4], [1 / 7, 1 / 6, 1 / 4, 1]], (0.61, 0.24, 0.10, 0.05), 4.39),
    ([[1, 4, 6, 7], [1 / 4, 1, 3, 4], [1 / 6, 1 / 3, 1, 2], [1 / 7, 1 / 4, 1 / 2, 1]], (0.62, 0.22, 0.10, 0.06), 4.10),
)
# Saaty 1977: wealth of seven nations.
NATIONS = (
    (1, 4, 9, 6, 6, 5, 5),
    (1 / 4, 1, 7, 5, 5, 3, 4),
    (1 / 9, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 7, 1 / 5),
    (1 / 6, 1 / 5, 5, 1, 1, 1 / 3, 1 / 3),
    (1 / 6, 1 / 5, 5, 1, 1, 1 / 3, 1 / 3),
    (1 / 5, 1 / 3, 7, 3, 3, 1, 2),
    (1 / 5, 1 / 4, 5, 3, 3, 1 / 2, 1),
)
# Alonso and Lamata 2006, from 100,000 tables each.
PUBLISHED = {3: 0.5245, 4: 0.8815, 5: 1.1086, 6: 1.2479, 7: 1.3417, 8: 1.4056, 9: 1.4499, 10: 1.4854}


def table_of(weights: Floats) -> Floats:
    return np.asarray(weights[:, None] / weights)


def written(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "confronti.csv"
    path.write_text("\n".join(("expert;criterion;against;ratio", *rows)) + "\n", encoding="utf-8")
    return path


@given(st.lists(st.floats(0.05, 1.0), min_size=2, max_size=9), st.sampled_from(sorted(METHODS)))
@settings(max_examples=60, deadline=None)
def test_a_table_without_contradictions_gives_its_weights_back(drawn: list[float], method: str) -> None:
    weights = np.array(drawn) / sum(drawn)
    table = table_of(weights)
    np.testing.assert_allclose(METHODS[method](table), weights, atol=1e-9)
    assert consistency_ratio(table) == pytest.approx(0.0, abs=1e-9)
    if len(drawn) > 2:
        # One comparison less: the others say the same.
        table[0, 1] = table[1, 0] = np.nan
        np.testing.assert_allclose(METHODS[method](table), weights, atol=1e-9)
        assert worst(table, method) is None


@pytest.mark.parametrize(("rows", "weights", "largest"), CHAIRS)
def test_the_chairs_of_saaty_come_out_as_published(
    rows: list[list[float]], weights: tuple[float, ...], largest: float
) -> None:
    table = np.array(rows)
    np.testing.assert_allclose(eigenvector(table), weights, atol=0.0101)
    assert 4 + 3 * consistency_index(table) == pytest.approx(largest, abs=0.006)


def test_the_nations_of_saaty_come_out_as_published() -> None:
    table = np.array(NATIONS)
    np.testing.assert_allclose(eigenvector(table), (0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094), atol=0.0006)
    assert 7 + 6 * consistency_index(table) == pytest.approx(7.608, abs=0.0005)
    assert consistency_ratio(table) == pytest.approx(0.08, abs=0.006)


def test_on_a_full_table_logarithmic_least_squares_are_geometric_means_of_rows() -> None:
    table = np.array(NATIONS)
    means = np.exp(np.log(table).mean(axis=1))
    np.testing.assert_allclose(log_least_squares(table), means / means.sum(), atol=1e-12)


@pytest.mark.parametrize(("size", "published"), PUBLISHED.items())
def test_random_tables_have_the_published_index(size: int, published: float) -> None:
    assert random_index(np.ones((size, size), dtype=np.bool_)) == pytest.approx(published, abs=0.015)


def test_gaps_lower_the_index_of_random_tables_and_a_tree_has_none() -> None:
    known = np.ones((5, 5), dtype=np.bool_)
    known[0, 1] = known[1, 0] = False
    assert 0.5 < random_index(known) < random_index(np.ones((5, 5), dtype=np.bool_))
    tree = np.eye(5, dtype=np.bool_)
    tree[0] = tree[:, 0] = True
    assert random_index(tree) == 0.0


@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_spoilt_comparison_is_found_with_the_value_that_mends_it(method: str) -> None:
    table = table_of(np.array([0.4, 0.2, 0.2, 0.1, 0.1]))
    table[1, 3], table[3, 1] = 1 / 5, 5.0
    mend = worst(table, method)
    assert mend is not None
    assert (mend.criterion, mend.against, mend.on_scale) == (1, 3, 2.0)
    assert mend.better == pytest.approx(2.0)
    assert mend.ratio_after == pytest.approx(0.0, abs=1e-9)
    assert consistency_ratio(table) > 0.10


def test_weights_of_a_group_are_geometric_means_and_intervals_hold_them() -> None:
    voices = np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.6, 0.3, 0.1]])
    fitted = Elicited().fit(np.array([table_of(one) for one in voices]))
    means = voices.prod(axis=0) ** (1 / 3)
    np.testing.assert_allclose(fitted.weights_, means / means.sum(), atol=1e-12)
    np.testing.assert_allclose(fitted.expert_weights_, voices, atol=1e-12)
    assert (fitted.low_ < fitted.weights_).all()
    assert (fitted.weights_ < fitted.high_).all()
    pair = np.sqrt(voices[1] * voices[2])
    np.testing.assert_allclose(fitted.without_[0], pair / pair.sum(), atol=1e-12)
    assert fitted.score_of([[1.0, 1.0, 1.0]]) == pytest.approx([1.0])


def test_experts_who_agree_leave_no_interval_and_one_alone_leaves_it_unknown() -> None:
    table = table_of(np.array([0.5, 0.3, 0.2]))
    same = Elicited().fit(np.array([table, table, table]))
    np.testing.assert_allclose(same.high_ - same.low_, 0.0, atol=1e-12)
    assert same.concordance_ == pytest.approx(1.0)
    alone = Elicited().fit(table)
    assert np.isnan(alone.low_).all()
    assert np.isnan(alone.concordance_)
    section = elicit_told.told(alone, ["a", "b", "c"])
    assert "non si sa" in section.finding
    assert "una persona sola" in section.warnings[0]


def test_concordance_is_kendalls() -> None:
    # Kendall 1948: ranks 1 2 3, 1 3 2, 2 1 3: sums 4 6 8, so W = 12 x 8 / (9 x 24).
    assert concordance(np.array([[1.0, 2.0, 3.0], [1.0, 3.0, 2.0], [2.0, 1.0, 3.0]])) == pytest.approx(96 / 216)
    assert concordance(np.array([[1.0, 2.0], [2.0, 1.0]])) == pytest.approx(0.0)
    assert np.isnan(concordance(np.full((2, 3), 0.5)))


def test_a_file_is_read_with_gaps_fractions_commas_and_both_sides_of_a_pair(tmp_path: Path) -> None:
    path = written(tmp_path, "E1;a;b;3", "E1;b;a;0,33", "", "E1;c;b;1/2", "E2;a;b;2", "E2;b;c;1", "E2;a;c;2,5")
    read = read_comparisons(path)
    assert read.experts == ("E1", "E2")
    assert read.criteria == ("a", "b", "c")
    assert read.tables[0, 0, 1] == 3.0
    assert read.tables[0, 1, 2] == 2.0
    assert np.isnan(read.tables[0, 0, 2])
    fitted = Elicited().fit(read)
    assert fitted.redundant_.tolist() == [0, 1]
    assert fitted.expert_weights_[0] == pytest.approx([0.6667, 0.2222, 0.1111], abs=1e-4)
    section = elicit_told.told(fitted, ["A", "B", "C"])
    assert "il minimo dei confronti" in section.warnings[0]
    assert section.tables[1].rows[0] == ("E1", *[None] * 7)
    for plot in section.plots:
        plot.draw(Figure().add_subplot())


def test_italian_headers_are_read_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("rapporto;contro;criterio;esperto\n4;b;a;E1\n", encoding="utf-8")
    assert read_comparisons(path).tables[0, 0, 1] == 4.0


def test_every_fault_of_a_file_is_told_at_once_with_its_cell(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "E1;a;b;3",
        "E1;b;a;3",
        "E1;b;c;0",
        "E1;a;c;nan",
        "E1;a;a;1",
        "E1;a;tragitto;12",
        ";a;b;-2",
        "E1;b;viaggo;2",
        "E1;a;b;1/0",
    )
    with pytest.raises(BadRecords) as caught:
        read_comparisons(path, ["a", "b", "c", "viaggio"])
    faults = {(fault.row, fault.column): fault for fault in caught.value.faults}
    assert set(faults) == {
        (3, "ratio"), (4, "ratio"), (5, "ratio"), (6, "against"), (7, "against"), (7, "ratio"), (8, "expert"),
        (8, "ratio"), (9, "against"), (10, "ratio"),
    }  # fmt: skip
    assert all(fault.file == "confronti.csv" for fault in caught.value.faults)
    assert "la riga 2 dice già 0,333333" in faults[3, "ratio"].expected
    assert faults[4, "ratio"].value == "0"
    assert faults[9, "against"].nearest == "viaggio"
    assert "da 1/9 a 9" in faults[7, "ratio"].line()


def test_criteria_that_an_expert_links_to_no_other_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "E1;a;b;3", "E1;b;c;2", "E1;c;d;1", "E2;a;b;3", "E2;c;d;2")
    with pytest.raises(BadRecords) as caught:
        read_comparisons(path)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (5, "expert", "E2")
    assert "(a, b)" in fault.expected
    assert "(c, d)" in fault.expected


@pytest.mark.parametrize("text", ["", "expert;criterion;ratio\nE1;a;3\n", "expert;criterion;against;ratio\n"])
def test_a_file_without_columns_or_rows_is_a_fault_and_no_traceback(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRecords):
        read_comparisons(path)
    with pytest.raises(BadRecords):
        read_comparisons(tmp_path / "manca.csv")


@given(st.text(alphabet='E1ab;/3,"\n \x00', max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_gives_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "c.csv"
    path.write_text("expert;criterion;against;ratio\n" + text, encoding="utf-8", newline="")
    told: list[str] = []
    try:
        Elicited().fit(read_comparisons(path))
    except BadRecords as error:
        told = error.lines()
    assert all(line.startswith("c.csv") for line in told)


def test_bad_tables_name_table_row_column_value_and_what_is_expected() -> None:
    table = table_of(np.array([0.5, 0.3, 0.2]))
    spoilt = table.copy()
    spoilt[0, 1], spoilt[1, 1], spoilt[2, 0] = 3.0, 2.0, 0.0
    loose = np.eye(3)
    loose[loose == 0.0] = np.nan
    half = table.copy()
    half[0, 2] = np.nan
    with pytest.raises(BadRecords) as caught:
        Elicited().fit(np.array([table, spoilt, loose, half]))
    faults = {(fault.file, fault.row, fault.column): fault for fault in caught.value.faults}
    assert set(faults) == {
        ("Tabella 2", 1, "2"), ("Tabella 2", 2, "2"), ("Tabella 2", 3, "1"), ("Tabella 3", 0, ""),
        ("Tabella 4", 1, "3"),
    }  # fmt: skip
    assert "circa 1,66667" in faults["Tabella 2", 1, "2"].expected
    assert faults["Tabella 2", 3, "1"].value == "0.0"
    for wrong in (np.ones((2, 3)), np.ones((1, 1)), np.ones(3)):
        with pytest.raises(AbbinaError):
            Elicited().fit(wrong)
    with pytest.raises(AbbinaError):
        Elicited("best").fit(table)


def test_the_estimator_keeps_its_parameters_and_says_when_it_is_not_fitted() -> None:
    assert clone(Elicited("eigenvector", level=0.9)).get_params() == {"method": "eigenvector", "level": 0.9}
    with pytest.raises(NotFittedError):
        Elicited().score_of([[1.0]])


def test_the_section_names_the_first_criterion_with_its_interval_and_who_contradicts_themselves() -> None:
    voices = [table_of(np.array(one)) for one in ([0.5, 0.3, 0.1, 0.1], [0.6, 0.2, 0.1, 0.1], [0.5, 0.2, 0.2, 0.1])]
    voices[0][1, 3], voices[0][3, 1] = 1 / 7, 7.0
    fitted = Elicited().fit(np.array(voices))
    section = elicit_told.told(fitted, ["interessi", "viaggio", "orario", "tutor"])
    assert "«interessi»" in section.finding
    assert "(da " in section.finding
    assert section.warnings[0].startswith("1 persona si contraddice")
    assert section.tables[1].rows[0][3] == "viaggio rispetto a tutor"
    assert section.tables[1].rows[1][3] is None
    for plot in section.plots:
        plot.draw(Figure().add_subplot())

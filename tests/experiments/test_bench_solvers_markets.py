from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.benchmark.solvers.families import GROWTH, Scale, draw, names, scale_of
from experiments.benchmark.solvers.files import no_markets, read_costs, read_markets
from experiments.benchmark.solvers.instance import MICRO, Instance
from experiments.benchmark.solvers.laws import Dense, Zoned, dense, zoned

LAW = Zoned(n=400, m=200, seats=(1, 3), degree=(4, 10), zones=5)


def drawn(law: Zoned = LAW, seed: int = 1) -> Instance:
    return zoned("market", "family", law, np.random.default_rng(seed))


def test_a_market_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    one, same, other = draw("A0", 3), draw("A0", 3), draw("A0", 4)
    assert (one.weight == same.weight).all()
    assert (one.opening == same.opening).all()
    assert one.pairs != other.pairs or (one.weight != other.weight).any()


def test_two_markets_of_one_seed_have_streams_of_their_own() -> None:
    assert draw("A0", 3).weight[:10].tolist() != draw("A1", 3).weight[:10].tolist()


def test_pairs_are_sorted_and_single_within_a_candidate() -> None:
    market = drawn()
    for i in range(market.n):
        row = market.opening[market.start[i] : market.start[i + 1]]
        assert (np.diff(row) > 0).all()
    assert market.weight.min() >= 1
    assert market.weight.max() <= MICRO
    assert market.seats.min() >= 1
    assert market.seats.max() <= 3


def test_blocks_of_candidates_leave_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.benchmark.solvers.laws.BLOCK", 37)
    market = drawn()
    assert market.n == 400
    assert len(market.opening) == len(market.weight) == market.start[-1]
    assert (np.diff(market.start) > 0).mean() > 0.9


def test_in_hard_zones_the_market_falls_apart_and_with_cross_pairs_it_does_not() -> None:
    assert len(set(_parts(drawn(replace(LAW, cross=0.0))))) >= 3
    assert len(set(_parts(drawn(replace(LAW, cross=0.3))))) == 1


def _parts(market: Instance) -> list[int]:
    """Part of each candidate who has a pair, by joining until nothing changes."""
    row = market.candidates()
    label = np.arange(market.n)
    while True:
        least = np.full(market.m, market.n)
        np.minimum.at(least, market.opening, label[row])
        new = label.copy()
        np.minimum.at(new, row, least[market.opening])
        if (new == label).all():
            return list(map(int, label[np.diff(market.start) > 0]))
        label = new


def test_levels_equal_scores_and_empty_rows_are_as_their_names_say() -> None:
    assert set(drawn(replace(LAW, levels=3)).weight.tolist()) <= {1, 333_333, 666_666, 666_667, MICRO}
    assert set(drawn(replace(LAW, equal=True)).weight.tolist()) == {MICRO // 2}
    nobody = (np.diff(drawn(replace(LAW, empty=0.3)).start) == 0).mean()
    assert 0.2 < nobody < 0.4


def test_a_dense_market_allows_every_pair() -> None:
    market = dense("B", "B", Dense(n=20), np.random.default_rng(0))
    assert market.square is not None
    assert market.pairs == 400
    assert (market.weight.reshape(20, 20) == market.square).all()
    assert (market.opening.reshape(20, 20) == np.arange(20)).all()


def test_every_size_has_markets_and_every_market_its_size() -> None:
    for scale in Scale:
        if scale not in (Scale.FILES, Scale.ALL):
            assert names(scale)
            assert {scale_of(name) for name in names(scale)} == {scale}
    everything = names(Scale.ALL)
    assert len(set(everything)) == len(everything)
    assert [f"G{n}" for n in GROWTH] == list(names(Scale.GROWTH))


def test_a_part_of_a_market_keeps_its_pairs_and_seats() -> None:
    market = drawn()
    rows = np.array([3, 5, 200])
    columns = np.unique(np.concatenate([market.opening[market.start[i] : market.start[i + 1]] for i in rows]))
    renumbered = np.full(market.m, -1, dtype=np.int32)
    renumbered[columns] = np.arange(len(columns))
    part = market.part(rows, columns, renumbered)
    assert (part.n, part.m) == (3, len(columns))
    assert (part.seats == market.seats[columns]).all()
    for k, i in enumerate(rows):
        here, there = slice(part.start[k], part.start[k + 1]), slice(market.start[i], market.start[i + 1])
        assert (columns[part.opening[here]] == market.opening[there]).all()
        assert (part.weight[here] == market.weight[there]).all()


def test_the_bonus_is_more_than_any_sum_of_scores() -> None:
    market = drawn()
    assert market.bonus() > min(market.n, market.all_seats) * int(market.weight.max())


def test_a_file_of_costs_becomes_a_market_where_everybody_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "assign2.txt"
    path.write_text(" 2\n 4 1\n 3 9\n", encoding="ascii")
    market, nothing = read_costs(path)
    assert market.weight.tolist() == [6, 9, 7, 1]
    assert nothing == 10
    path.write_text(" 2\n 4 1\n 3\n", encoding="ascii")
    with pytest.raises(ValueError, match="reshape"):
        read_costs(path)


def test_published_files_are_read_and_flows_through_nodes_are_told_apart(test_data: Path) -> None:
    folder = test_data / "assignment"
    markets = list(read_markets(folder))
    assert [market.n for market, _ in markets] == [100, 200, 300, 400]
    assert {nodes for _, _, nodes in no_markets(folder)} == {49}
    assert len(no_markets(folder)) == 6

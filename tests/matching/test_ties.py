"""Equally good assignments: which is taken, and what must have no part in it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from matching import Problem, solve, ties

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


def all_equal(n, m, **options):
    i, j = np.divmod(np.arange(n * m), m)
    return Problem(n, m, i, j, np.full(n * m, 0.5), np.ones(m, dtype=int), **options)


@BOTH
def test_shuffled_records_with_their_ids_get_the_same_answer(objective):
    rng = np.random.default_rng(31)
    for _ in range(150):
        n, m = rng.integers(1, 14, 2)
        i, j = np.nonzero(rng.random((n, m)) < 0.6)
        value = rng.integers(0, 3, len(i)) / 2
        seats = rng.integers(0, 3, m)
        previous = rng.integers(-1, m, n)
        people, places = [f"c{k}" for k in range(n)], [f"o{k}" for k in range(m)]
        options = {"seed": 7, "previous": previous, "candidate_ids": people, "opening_ids": places}
        answer = solve(Problem(n, m, i, j, value, seats, **options), objective)

        p, q, rows = rng.permutation(n), rng.permutation(m), rng.permutation(len(i))
        new_i, new_j = np.argsort(p), np.argsort(q)
        shuffled = solve(
            Problem(
                n,
                m,
                new_i[i][rows],
                new_j[j][rows],
                value[rows],
                seats[q],
                seed=7,
                previous=np.append(new_j, -1)[previous[p]],
                candidate_ids=[people[k] for k in p],
                opening_ids=[places[k] for k in q],
            ),
            objective,
        )
        assert np.append(new_j, -1)[answer.opening_of].tolist() == shuffled.opening_of[new_i].tolist()
        assert answer.seat_price[q].tolist() == shuffled.seat_price.tolist()


def test_the_seed_and_the_ids_decide_and_nothing_else():
    first = solve(all_equal(6, 3, seed=1)).opening_of.tolist()
    assert first == solve(all_equal(6, 3, seed=1)).opening_of.tolist()
    assert any(first != solve(all_equal(6, 3, seed=s)).opening_of.tolist() for s in range(2, 6))
    renamed = all_equal(6, 3, seed=1, candidate_ids=list("uvwxyz"))
    other = all_equal(6, 3, seed=1, candidate_ids=list("abcdef"))
    assert solve(renamed).opening_of.tolist() != solve(other).opening_of.tolist()


def test_a_second_draw_decides_where_the_first_is_equal_by_accident(monkeypatch):
    monkeypatch.setattr(ties, "SUM_BITS", 7)  # leaves one bit for each of six candidates: equal sums are the rule
    people = list("uvwxyz")
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(6)
        answer = solve(all_equal(6, 3, seed=seed, candidate_ids=people)).opening_of
        shuffled = solve(all_equal(6, 3, seed=seed, candidate_ids=[people[k] for k in order])).opening_of
        assert shuffled.tolist() == answer[order].tolist()


def test_over_many_seeds_each_candidate_is_drawn_about_equally_often():
    drawn = sum((solve(all_equal(6, 3, seed=s)).opening_of >= 0).astype(int) for s in range(300))
    assert drawn.sum() == 900
    assert drawn.min() > 110  # 150 expected, standard deviation 9
    assert drawn.max() < 190


@BOTH
def test_an_equally_good_previous_assignment_is_kept_whole_under_any_seed(objective):
    before = solve(all_equal(7, 5, seed=1), objective).opening_of
    for seed in range(2, 12):
        assert solve(all_equal(7, 5, seed=seed, previous=before), objective).opening_of.tolist() == before.tolist()


def test_as_many_previous_pairs_are_kept_as_any_equally_good_assignment_keeps():
    rng = np.random.default_rng(32)
    for _ in range(60):
        n, m = 5, 4
        i, j = np.nonzero(rng.random((n, m)) < 0.7)
        value = rng.integers(1, 3, len(i)) / 2
        previous = rng.integers(-1, m, n)
        problem = Problem(n, m, i, j, value, np.ones(m, dtype=int), previous=previous)
        worth = dict(zip(zip(i.tolist(), j.tolist(), strict=True), value.tolist(), strict=True))
        best = (0, 0.0, 0)
        for at in itertools.product(range(-1, m), repeat=n):
            pairs = [(c, o) for c, o in enumerate(at) if o >= 0]
            if len({o for _, o in pairs}) == len(pairs) and all(pair in worth for pair in pairs):
                kept = sum(previous[c] == o for c, o in pairs)
                best = max(best, (len(pairs), sum(worth[pair] for pair in pairs), kept))
        answer = solve(problem)
        kept = int(((answer.opening_of == previous) & (previous >= 0)).sum())
        assert (answer.placements, answer.score, kept) == best


def test_previous_never_outweighs_a_better_assignment():
    problem = Problem(2, 1, candidate=[0, 1], opening=[0, 0], value=[0.5, 0.500001], seats=[1], previous=[0, -1])
    assert solve(problem).opening_of.tolist() == [-1, 0]

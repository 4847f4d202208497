"""The checker of limited assignments accepts right answers and refuses each way of being wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.errors import Contradiction, NotProved
from matching import bounded, limited, solve
from matching.certificate import check as check_open
from tests.matching.limited_cases import Limited, PlainRow, draw

PAIRS = {(0, 0): 900_000, (0, 1): 500_000, (1, 0): 400_000, (2, 1): 700_000, (3, 1): 650_000}
ROWS = [
    PlainRow({(0, 0): 20, (0, 1): 20, (1, 0): 15, (2, 1): 15, (3, 1): 15}, most=40),
    PlainRow(dict.fromkeys(PAIRS, 1), most=3),
    PlainRow({(1, 0): 1, (3, 1): 1}, most=None, least=1),
]
PROBLEM = Limited(4, PAIRS, [1, 2], ROWS).problem()


@pytest.fixture
def checked(monkeypatch):
    """The answer, with what the checker was given."""
    given = []
    real = bounded.check

    def recorded(*arguments):
        given.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(limited.bounded, "check", recorded)

    def of(problem=PROBLEM, objective="placements_then_score"):
        given.clear()
        answer = solve(problem, objective)
        return answer, *given[0][2:]

    return of


def test_the_example_is_as_described(checked):
    answer, bound, _ = checked()
    assert answer.opening_of.tolist() == [0, -1, -1, 1]
    assert (answer.placements, answer.score_micro) == bound == (2, 1_550_000)
    assert answer.certificate.bound == bound
    assert answer.certificate.lp_bound >= bound
    assert (answer.certificate.kind, answer.certificate.gap) == ("bounded", 0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"opening_of": [9, -1, -1, 1]}, "candidate 0 is at an opening that does not exist"),
        ({"opening_of": [0, 1, -1, 1]}, "candidate 1 is in a pair that is forbidden"),
        ({"opening_of": [0, 0, -1, 1]}, "opening 0 has more candidates than seats"),
        ({"opening_of": [0, -1, 1, 1]}, r"limit 0 \(R 000\) is 50, more than 40"),
        ({"opening_of": [0, -1, 1, -1]}, r"limit 2 \(R 002\) is 0, less than 1"),
        ({"opening_of": [0, -1, -1, -1]}, "less than 1"),
        ({"opening_of": [0, -1, -1]}, "int64 of shape"),
        ({"placements": 3}, "claimed"),
        ({"score_micro": 1_550_001}, "claimed"),
        ({"objective": "luck"}, "unknown objective"),
    ],
)
def test_one_wrong_entry_is_refused_with_its_place(checked, change, why):
    answer, bound, witnesses = checked()
    if "opening_of" in change:
        change = {"opening_of": np.array(change["opening_of"], dtype=np.int64)}
    with pytest.raises(NotProved, match=why):
        bounded.check(PROBLEM, replace(answer, **change), bound, witnesses)


@pytest.mark.parametrize("bound", [(1, 1_550_000), (2, 1_549_999), (9, 1_550_000), (2, 10**9)])
def test_a_bound_below_the_answer_or_above_duality_is_refused(checked, bound):
    answer, _, witnesses = checked()
    with pytest.raises(NotProved, match="objective"):
        bounded.check(PROBLEM, answer, bound, witnesses)


def test_an_open_search_states_its_gap(checked):
    answer, _, witnesses = checked()
    lp = answer.certificate.lp_bound
    loose = replace(witnesses[1], seat=witnesses[1].seat + witnesses[1].scale * 1_000)
    opened = bounded.check(PROBLEM, answer, (2, 1_551_000), (witnesses[0], loose))
    assert opened.gap == 1_000
    assert opened.lp_bound[1] > lp[1]


def test_wrong_prices_make_the_bound_worse_or_are_refused_but_never_make_it_better(checked):
    rng = np.random.default_rng(95)
    seen = 0
    for _ in range(30):
        case = draw(rng)
        for objective in ("placements_then_score", "score"):
            try:
                answer, bound, witnesses = checked(case.problem(), objective)
            except (Contradiction, IndexError):  # no assignment, or the open market's answer stands
                continue
            seen += 1
            lead = 0 if objective == "placements_then_score" else 1
            for which, side in ((0, lead), (1, 1 - lead)):
                witness = witnesses[which]
                noise = rng.integers(-2, 3, len(witness.limit)) * witness.scale
                wrong = replace(
                    witness,
                    seat=np.abs(witness.seat + rng.integers(0, 3, len(witness.seat)) * witness.scale),
                    limit=witness.limit + noise,
                )
                both = (wrong, witnesses[1]) if which == 0 else (witnesses[0], wrong)
                try:
                    certificate = bounded.check(case.problem(), answer, bound, both)
                except NotProved:
                    continue
                assert certificate.lp_bound[side] >= bound[side]
    assert seen > 10


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda w: {"seat": w.seat - 1 - w.seat}, "negative price"),
        (lambda w: {"seat": w.seat[:1]}, "wrong shape"),
        (lambda w: {"scale": 0}, "wrong shape, kind or sign"),
        (lambda w: {"kept": -1}, "wrong shape, kind or sign"),
        (lambda w: {"limit": np.array([0, -1, 0])}, "a side that it does not have"),
        (lambda w: {"limit": np.array([0, 0, 1])}, "a side that it does not have"),
        (lambda w: {"seat": w.seat + 2**62}, "too large"),
    ],
)
def test_prices_that_prove_nothing_are_refused(checked, change, why):
    answer, bound, witnesses = checked()
    with pytest.raises(NotProved, match=why):
        bounded.check(PROBLEM, answer, bound, (witnesses[0], replace(witnesses[1], **change(witnesses[1]))))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        # At most two of the four with points: true of limit 0, whose lightest three weigh 45.
        (bounded.Implied(0, np.array([0, 2, 3, 4]), np.array([1, 1, 1, 1]), 2, 1), None),
        (bounded.Implied(0, np.array([0, 2, 3, 4]), np.array([1, 1, 1, 1]), 1, 1), "does not"),
        (bounded.Implied(0, np.array([0, 2, 3, 4]), np.array([2, 1, 1, 1]), 2, 1), "does not"),
        (bounded.Implied(2, np.array([2]), np.array([1]), 2, 1), "beyond its limit"),
        (bounded.Implied(7, np.array([2]), np.array([1]), 2, 1), "names no limit"),
        (bounded.Implied(0, np.array([2, 2]), np.array([1, 1]), 2, 1), "a pair twice"),
        (bounded.Implied(0, np.array([2]), np.array([1]), 2, -1), "negative price"),
    ],
)
def test_a_row_said_to_follow_from_a_limit_is_shown_to(checked, row, why):
    answer, bound, witnesses = checked()
    both = (witnesses[0], replace(witnesses[1], implied=(row,)))
    if why is None:
        bounded.check(
            PROBLEM, answer, bound, (witnesses[0], replace(witnesses[1], implied=(*witnesses[1].implied, row)))
        )
        return
    with pytest.raises(NotProved, match=why):
        bounded.check(PROBLEM, answer, bound, both)


def test_the_proof_of_the_open_market_refuses_an_answer_that_breaks_a_limit():
    open_market = Limited(4, PAIRS, [1, 2], [])
    with pytest.raises(NotProved, match="limit 0"):
        check_open(PROBLEM, solve(open_market.problem()))

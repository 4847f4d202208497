"""Lifting is real: of 10,000 random refused pairs of every invented cohort, each becomes possible as it was told."""

from __future__ import annotations

import numpy as np
import pytest

from data.lawbook import LawBook
from data.programmes import programme_codes
from data.synthetic import invent
from scoring.lifting import merged
from scoring.rule import Change
from scoring.rules import RULES
from scoring.scorecard import refused
from tests.contracts.worlds import World

# Of each programme; drawn with as many more as are refused for good (age by law, a requirement of the call).
PAIRS, DRAWN = 2_000, 2_400
# Pairs side by side in one cohort: as many as keep it small.
AT_ONCE = 500


def drawn(world: World, count: int, seed: int) -> list[int]:
    """Refused pairs at random, half of them so that every rule's own are among them."""
    rng = np.random.default_rng(seed)
    against = refused(world.all_pairs, world.law)
    each = [np.flatnonzero(row) for row in against if row.any()]
    # A rule that refuses little would hardly be seen in a plain draw.
    own = np.concatenate([rng.permutation(found)[: count // 2 // len(each)] for found in each])
    rest = np.setdiff1d(np.flatnonzero(against.any(axis=0)), own)
    own = np.unique(own)
    chosen: list[int] = np.concatenate([own, rng.choice(rest, count - len(own), replace=False)]).tolist()
    return chosen


def told(world: World) -> list[list[Change] | None]:
    """The changes named for each pair of a number with itself; None where a refusal names none: nothing may lift it."""
    changes: list[list[Change] | None] = [[] for _ in range(world.cohort.n_candidates)]
    for rule in RULES:
        for k in np.flatnonzero(~rule.allows(world.own_pairs, world.law)).tolist():
            change = rule.lift(world.records, world.own_pairs, world.law, k)
            own = changes[k]
            changes[k] = None if own is None or change is None else [*own, change]
    return changes


@pytest.mark.parametrize("code", programme_codes())
def test_applying_the_changes_that_are_named_makes_the_pair_possible(code: str) -> None:
    records = invent(code, candidates=150, openings=80)
    assert records.programme.on is not None
    world = World(records, LawBook.load().in_force(records.programme.on))
    pairs = drawn(world, DRAWN, seed=7)
    assert len(set(pairs)) == DRAWN
    lifted = 0
    for first in range(0, len(pairs), AT_ONCE):
        before = world.separate(pairs[first : first + AT_ONCE])
        changes = told(before)
        # Every record but companies and services is one pair's own, so that no pair is lifted by another's change.
        rows = merged(before.records, [change for own in changes for change in own or ()])
        after = World(before.records.replacing(*rows), before.law)
        assert after.records.faults() == []
        still = refused(after.own_pairs, after.law)
        open_to = np.array([own is not None for own in changes])
        wrong = np.flatnonzero(still.any(axis=0) & open_to)
        assert [
            (
                [rule.code for rule, no in zip(RULES, still[:, k], strict=True) if no],
                [change.sentence for change in changes[k] or ()],
            )
            for k in wrong
        ] == []
        lifted += int(open_to.sum())
    assert lifted >= PAIRS

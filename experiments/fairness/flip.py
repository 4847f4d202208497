"""Flip audit: change one trait of a person, judge again, and look whether anything moved that must not.

A total never depends on a trait. Whether a pair is allowed may, where the law or the call says so: such pairs are
counted apart, with the rule and its source. Everybody is changed at once, because the row of one person holds nothing
of another. Where nobody's pairs, scores and limits differ the problem is the same to the last number, and so is the
proposal; some of those who differ are then changed alone, and the whole proposal is made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.bundle import Records
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import Law
from data.records import Row
from experiments.fairness.flip_traits import TRAITS, Trait, flips
from experiments.lists import Ints, Mask
from experiments.parallel import Progress
from matching.limit import Facts
from matching.limits import held_by
from matching.problem import Problem
from matching.propose import problem_of
from matching.solver import solve
from scoring.rules import RULES
from scoring.scorecard import ScoreCard, judge, refused
from scoring.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Flipped:
    """What changing one trait did.

    Parameters
    ----------
    trait : which
    people : how many were changed, each alone in effect
    pairs : pairs of theirs that were judged
    totals_changed : pairs allowed before and after whose score differs; anything but 0 is a defect
    allowed_changed : pairs whose answer differs
    by_rule : rule -> pairs that it refuses now and did not, or the reverse
    limits_changed : limit -> people whose change alters a row of it
    again, moved : for how many of those whose pairs or limits differ the proposal was made again with this change
        alone, and in how many it is another one
    unexpected : rules, limits, or `TOTAL`, that read the trait though no law says so
    """

    trait: Trait
    people: int
    pairs: int
    totals_changed: int
    allowed_changed: int
    by_rule: Mapping[str, int]
    limits_changed: Mapping[str, int]
    again: int
    moved: int
    unexpected: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing depends on the trait but what the law says."""
        return not self.unexpected


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judged:
    card: ScoreCard
    problem: Problem


@dataclass(frozen=True, slots=True)
class _Service:
    law: Law
    weights: Weights
    seed: int


def flip_audit(
    records: Records,
    law: Law,
    weights: Weights,
    *,
    traits: Sequence[Trait] = TRAITS,
    seed: int = 0,
    again: int = 5,
    progress: Progress | None = None,
) -> tuple[Flipped, ...]:
    """Change each trait of every candidate, and say what moved.

    Parameters
    ----------
    records : free of faults
    law, weights : of the proposal
    again : most proposals that are made again for one trait
    progress : called with (traits done, of all)
    """
    before = _judged(records, _Service(law, weights, seed))
    made = []
    for k, trait in enumerate(traits):
        made.append(_audited(records, _Service(law, weights, seed), trait, before, again))
        if progress is not None:
            progress(k + 1, len(traits))
    return tuple(made)


def _audited(records: Records, service: _Service, trait: Trait, before: _Judged, again: int) -> Flipped:
    changed = dict(flips(records, trait, service.law.on))
    rows = [row for one in changed.values() for row in one]
    after = _judged(records.replacing(*rows), service) if rows else before
    who = np.array([person.id in changed for person in records.candidates], dtype=np.bool_)
    own, other = _grid(before.card), _grid(after.card)
    both = (own >= 0) & (other >= 0)
    totals = both & (own != other)
    answers = (own >= 0) != (other >= 0)
    by_rule = _by_rule(before.card, after.card, service.law, who)
    limits = _limits(before, after, own, other)
    differ = totals.any(axis=1) | answers.any(axis=1)
    touched = {records.candidates[i].id for i in np.flatnonzero(differ).tolist()}.union(*limits.values())
    tried = sorted(touched & set(changed))[:again]
    unexpected = (set(by_rule) | set(limits)) - set(trait.legal)
    return Flipped(
        trait=trait,
        people=int(who.sum()),
        pairs=int(who.sum()) * before.card.cohort.n_openings,
        totals_changed=int(totals.sum()),
        allowed_changed=int(answers.sum()),
        by_rule=by_rule,
        limits_changed={limit: len(people) for limit, people in sorted(limits.items())},
        again=len(tried),
        moved=_moved(records, service, [changed[one] for one in tried], before),
        unexpected=(*sorted(unexpected), *(("TOTAL",) if totals.any() else ())),
    )


def _judged(records: Records, service: _Service) -> _Judged:
    cohort = build_cohort(records, service.law)
    card = judge(cohort, Eligibility.of(records), service.law, service.weights)
    rows = [held.row for held in held_by(Facts.of(records, card))]
    return _Judged(card=card, problem=problem_of(card, service.seed, rows))


def _grid(card: ScoreCard) -> Ints:
    """Total of each pair, -1 where it is not allowed; shape (n_candidates, n_openings)."""
    grid = np.full((card.cohort.n_candidates, card.cohort.n_openings), -1, dtype=np.int64)
    grid[card.candidate, card.opening] = card.total
    return grid


def _by_rule(before: ScoreCard, after: ScoreCard, law: Law, who: Mask) -> dict[str, int]:
    """Pairs that each rule answers otherwise; every rule is asked about every pair of the people changed."""
    m = before.cohort.n_openings
    i = np.repeat(np.flatnonzero(who), m)
    j = np.tile(np.arange(m), int(who.sum()))
    if not len(i):
        return {}
    changed = (refused(before.pairs(i, j), law) != refused(after.pairs(i, j), law)).sum(axis=1)
    return {rule.code: int(count) for rule, count in zip(RULES, changed, strict=True) if count}


def _limits(before: _Judged, after: _Judged, own: Ints, other: Ints) -> dict[str, set[str]]:
    """Whose pairs count otherwise in the rows of each limit; of pairs that are allowed both before and after."""
    one, two = _weights(before.problem), _weights(after.problem)
    # Who is no longer allowed can take a row away with them: then only rows on both sides can be compared.
    keys = one.keys() | two.keys() if np.array_equal(own >= 0, other >= 0) else one.keys() & two.keys()
    names = before.card.cohort.candidates.ids
    found: dict[str, set[str]] = {}
    for key in keys:
        mine, theirs = one.get(key, {}), two.get(key, {})
        for i, j in mine.keys() | theirs.keys():
            if min(own[i, j], other[i, j]) >= 0 and mine.get((i, j)) != theirs.get((i, j)):
                found.setdefault(key[0], set()).add(names[i])
    return found


def _weights(problem: Problem) -> dict[tuple[str, str], dict[tuple[int, int], tuple[int, int | None, int | None]]]:
    """What each pair counts in each row, with the sides of the row."""
    found = {}
    for row in problem.limits:
        pairs = zip(problem.candidate[row.pair].tolist(), problem.opening[row.pair].tolist(), strict=True)
        sides = [(weight, row.most, row.least) for weight in row.weight.tolist()]
        found[(row.limit, row.key)] = dict(zip(pairs, sides, strict=True))
    return found


def _moved(records: Records, service: _Service, changed: Sequence[tuple[Row, ...]], before: _Judged) -> int:
    """In how many cases the proposal is another one."""
    if not changed:
        return 0
    proposed = solve(before.problem).opening_of
    alone = (_judged(records.replacing(*rows), service).problem for rows in changed)
    return sum(not np.array_equal(solve(problem).opening_of, proposed) for problem in alone)

"""E10: group rates, quotas, leximin and envy are exact; intervals of small groups hold what they promise."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import binom

from data.errors import AbbinaError, Contradiction
from data.language import marked, number, say
from experiments.fairness.brute import Every, every, small_problem
from experiments.fairness.envy import envy, in_order
from experiments.fairness.exact import gap_of, least_gap, with_largest_gap, with_least_rates
from experiments.fairness.intervals import clopper_pearson, score_ratio, wilson
from experiments.fairness.leximin import leximin
from experiments.fairness.rates import difference, rate_of, ratio
from experiments.lists import Mask
from experiments.parallel import Workers, seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Interval, Table
from matching.problem import Problem

LARGEST_QUOTA, LARGEST_LEXIMIN = 7, 6
GAPS, LEAST = (0.0, 0.1, 0.25), (0.25, 0.5)
SIZES = (5, 10, 20, 50)
RATES = np.linspace(0.02, 0.98, 49)
RATIOS = ((5, 20), (10, 30), (20, 80))
Counted = Callable[[int, int], Interval]


def measure(asked: Asked) -> Proved:
    """Hold every number against another library or against every possible assignment.

    Raises
    ------
    AbbinaError
        `not_supported`: fairlearn is not installed.
    """
    worlds = asked.worlds or PROOF.worlds
    own = seeds(asked.seed, 4 * worlds)
    parts = [own[k * worlds : (k + 1) * worlds] for k in range(4)]
    # Found out before hours of work; tables are drawn in this process because pandas is slow to load.
    metrics = _fairlearn()
    far = float(np.max([_distance(seed, metrics) for seed in parts[0]]))
    workers, progress = asked.workers, asked.progress
    quotas = spread(quota_errors, parts[1], workers=workers, progress=progress)
    worst_off = spread(leximin_error, parts[2], workers=workers, progress=progress)
    unfair = spread(justified_envy, parts[3], workers=workers, progress=progress)
    exact, score = _coverage(clopper_pearson), _coverage(wilson)
    ratios = _ratio_coverage(workers)
    return Proved(
        gates=(
            Gate(what=say("Distanza più grande dai numeri di fairlearn"), value=far, most=1e-12, digits=15),
            Gate(what=say("Quote esatte diverse dalla prova di tutti i casi"), value=sum(quotas), most=0, digits=0),
            Gate(
                what=say("Profili leximin diversi dalla prova di tutti i casi"), value=sum(worst_off), most=0, digits=0
            ),
            Gate(what=say("Casi di invidia giustificata con una precedenza"), value=sum(unfair), most=0, digits=0),
            Gate(
                what=say("Copertura più bassa dell'intervallo esatto, gruppi da 5 a 50"),
                value=min(low for low, _ in exact.values()),
                least=0.95,
            ),
            Gate(
                what=say("Copertura più bassa di Wilson, accanto"),
                value=min(low for low, _ in score.values()),
            ),
            Gate(
                what=say("Copertura più bassa del rapporto di Koopman, accanto"),
                value=min(low for low, _ in ratios.values()),
            ),
        ),
        paragraphs=(
            say(
                "Tabelle: {n}; mercati fino a {quota} persone per le quote: {n}, ognuno con {kinds} domande; mercati"
                " fino a {worst} persone per il leximin: {n}; mercati per l'invidia: {n}.",
                n=worlds,
                quota=LARGEST_QUOTA,
                worst=LARGEST_LEXIMIN,
                kinds=2 * (len(GAPS) + len(LEAST)) + 1,
            ),
            say(
                "La copertura è calcolata su tutti gli esiti possibili, senza estrazioni: {n} valori veri per gruppo.",
                n=number(len(RATES)),
            ),
        ),
        tables=(_coverage_table(exact, score), _ratio_table(ratios)),
    )


def quota_errors(seed: int) -> int:
    """How many quotas of one small market are not what trying everything says; also those not proved."""
    problem = small_problem(seed, LARGEST_QUOTA, ties=seed % 3 > 0)
    group = np.random.default_rng([seed, 1]).random(problem.n_candidates) < 0.5
    known = every(problem)
    gaps = np.array([abs(gap_of(at, group)) for at in known.at], dtype=object)
    wrong = 0
    for objective in ("placements_then_score", "score"):
        for gap in GAPS:
            fair = with_largest_gap(problem, group, gap, objective)
            wanted = known.best(objective, (gaps <= Fraction(repr(gap))).astype(np.bool_))
            wrong += (fair.placements, fair.score_micro) != wanted or not fair.exact
        wrong += sum(_least_rate_differs(problem, known, group, least, objective) for least in LEAST)
    most = int(known.placements.max())
    found = least_gap(problem, group, most)
    reachable = gaps[known.placements >= most]
    return int(wrong) + int(found is None or found[0] != min(reachable))


def _least_rate_differs(problem: Problem, known: Every, group: Mask, least: float, objective: str) -> bool:
    member = np.stack((group, ~group))
    keep = np.ones(len(known.at), dtype=np.bool_)
    for one in member:
        keep &= known.placed_of(one) >= math.ceil(least * int(one.sum()))
    wanted = known.best(objective, keep)
    try:
        fair = with_least_rates(problem, member, (least, least), objective)
    except Contradiction:
        return wanted is not None
    return bool((fair.placements, fair.score_micro) != wanted or not fair.exact)


def leximin_error(seed: int) -> int:
    """1 where the leximin profile is not the largest of all."""
    problem = small_problem(seed, LARGEST_LEXIMIN, ties=seed % 3 > 0)
    return int(not np.array_equal(leximin(problem).profile, every(problem).leximin()))


def justified_envy(seed: int) -> int:
    """Cases of justified envy, and seats left empty that somebody wants, where everybody chose in order of priority."""
    problem = small_problem(seed, 40 if seed % 2 else LARGEST_QUOTA)
    priority = np.random.default_rng([seed, 2]).permutation(problem.n_candidates).astype(np.int64)
    found = envy(problem, in_order(problem, priority), priority[problem.candidate])
    return int(found.justified.sum() + found.empty.sum())


def _fairlearn() -> Any:
    try:
        return import_module("fairlearn.metrics")
    except ImportError:
        raise AbbinaError("not_supported", what=say("fairlearn non è installato: pip install abbina[proof]")) from None


def _distance(seed: int, metrics: Any) -> float:
    """Largest distance between our numbers of a random table and those of `MetricFrame`."""
    rng = np.random.default_rng(seed)
    n, groups = int(rng.integers(4, 200)), int(rng.integers(2, 6))
    of = np.concatenate((np.arange(groups), rng.integers(0, groups, max(0, n - groups))))
    happened = rng.random(len(of)) < rng.uniform(0.05, 0.95)
    frame = metrics.MetricFrame(
        metrics=metrics.selection_rate, y_true=happened, y_pred=happened, sensitive_features=of.astype(str)
    )
    people, events = np.bincount(of, minlength=groups), np.bincount(of[happened], minlength=groups)
    rate, overall = rate_of(events, people), float(happened.mean())
    pairs = [*zip(rate.tolist(), frame.by_group.to_numpy().tolist(), strict=True)]
    pairs += [(float(rate.min()), frame.group_min()), (float(rate.max()), frame.group_max())]
    pairs += [(overall, frame.overall)]
    pairs += [(difference(rate), frame.difference()), (difference(rate, overall), frame.difference("to_overall"))]
    if events.any():
        pairs += [(ratio(rate), frame.ratio()), (ratio(rate, overall), frame.ratio("to_overall"))]
    # Not a number on one side alone is a difference, not nothing.
    return float(np.max([abs(ours - float(theirs)) for ours, theirs in pairs]))


def _coverage(interval: Counted) -> dict[int, tuple[float, float]]:
    """Least and mean probability over true rates that the interval holds the true one, by size of the group."""
    found = {}
    for people in SIZES:
        spans = [interval(x, people) for x in range(people + 1)]
        likely = binom.pmf(np.arange(people + 1)[:, None], people, RATES[None, :])
        held = np.array([[span.low <= rate <= span.high for rate in RATES] for span in spans])
        covered = (likely * held).sum(axis=0)
        found[people] = float(covered.min()), float(covered.mean())
    return found


def _ratio_coverage(workers: Workers) -> dict[tuple[int, int], tuple[float, float]]:
    """The same for a true ratio of four fifths."""
    return dict(zip(RATIOS, spread(_ratio_covered, RATIOS, workers=workers), strict=True))


def _ratio_covered(sizes: tuple[int, int]) -> tuple[float, float]:
    small, large = sizes
    rates, true = np.linspace(0.1, 0.9, 9), 0.8
    covered, possible = np.zeros(len(rates)), np.zeros(len(rates))
    for x, y in product(range(small + 1), range(1, large + 1)):
        span = score_ratio(x, small, y, large)
        likely = binom.pmf(x, small, true * rates) * binom.pmf(y, large, rates)
        covered += likely * (span.low <= true <= span.high)
        possible += likely
    # Where nothing happened in the other group there is no ratio and no alarm.
    share = covered / possible
    return float(share.min()), float(share.mean())


def _coverage_table(exact: dict[int, tuple[float, float]], score: dict[int, tuple[float, float]]) -> Table:
    return Table(
        key="coverage_rates",
        title=say("Quante volte l'intervallo contiene la percentuale vera"),
        columns=(
            Column("people", say("Persone nel gruppo")),
            Column("exact_least", say("Clopper-Pearson, almeno"), 3),
            Column("exact_mean", say("Clopper-Pearson, in media"), 3),
            Column("wilson_least", say("Wilson, almeno"), 3),
            Column("wilson_mean", say("Wilson, in media"), 3),
        ),
        rows=tuple((people, *exact[people], *score[people]) for people in SIZES),
    )


def _ratio_table(ratios: dict[tuple[int, int], tuple[float, float]]) -> Table:
    return Table(
        key="coverage_ratios",
        title=say("Quante volte l'intervallo di Koopman contiene un rapporto vero di 0,8"),
        columns=(
            Column("people", say("Persone nel gruppo")),
            Column("others", say("Altre persone")),
            Column("least", say("Almeno"), 3),
            Column("mean", say("In media"), 3),
        ),
        rows=tuple((*sizes, *found) for sizes, found in ratios.items()),
    )


PROOF = Proof(
    code="E10",
    title=marked("Gruppi, quote e invidia: numeri esatti"),
    question=marked("I numeri sui gruppi, le quote e il meglio per chi sta peggio sono esatti?"),
    source="fairlearn MetricFrame; every assignment of small markets; exact binomial coverage",
    worlds=1000,
    measure=measure,
)

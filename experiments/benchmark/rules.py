"""How fast the rules judge pairs, and whether their memory stays flat: every rule asked about every pair.

The main job asks less (a pair that one rule refuses is not shown to the next), so this is the dearest way to run them.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.cohort import Cohort
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import LawBook
from data.pairs import Index
from data.synthetic import invent
from scoring.rules import RULES
from scoring.scorecard import PAIRS_A_CHUNK

# People and openings whose product is ten million; the smaller market shows how memory grows.
SIZES = ((1_000, 400), (2_500, 1_000), (5_000, 2_000))


@dataclass(frozen=True, slots=True)
class RulesMeasured:
    """Seconds of all rules over all pairs, by rule, and peak memory of the process before and after."""

    candidates: int
    openings: int
    pairs: int
    rules_s: float
    slowest: str
    slowest_s: float
    refused: int
    before_mb: int
    peak_mb: int


def measure_rules(size: tuple[int, int]) -> RulesMeasured:
    """Ask every rule about every pair of a cohort of this size, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (size,))


def _measure(size: tuple[int, int]) -> RulesMeasured:
    records = invent(candidates=size[0], openings=size[1])
    assert records.programme.on is not None
    law = LawBook.load().in_force(records.programme.on)
    cohort, eligibility = build_cohort(records, law), Eligibility.of(records)
    before, seconds, refused = _peak_mb(), {rule.code: 0.0 for rule in RULES}, 0
    for i, j in _chunks(cohort):
        pairs = FullPairs(cohort, eligibility, i, j)
        free = np.ones(len(pairs), dtype=np.bool_)
        for rule in RULES:
            start = time.perf_counter()
            free &= rule.allows(pairs, law)
            seconds[rule.code] += time.perf_counter() - start
        refused += int((~free).sum())
    slowest = max(seconds, key=lambda code: seconds[code])
    return RulesMeasured(
        candidates=cohort.n_candidates,
        openings=cohort.n_openings,
        pairs=cohort.n_candidates * cohort.n_openings,
        rules_s=sum(seconds.values()),
        slowest=slowest,
        slowest_s=seconds[slowest],
        refused=refused,
        before_mb=before,
        peak_mb=_peak_mb(),
    )


def _chunks(cohort: Cohort) -> Iterator[tuple[Index, Index]]:
    """All pairs, candidate by candidate, in chunks like those of the main job."""
    rows, m = max(1, PAIRS_A_CHUNK // cohort.n_openings), cohort.n_openings
    for first in range(0, cohort.n_candidates, rows):
        people = np.arange(first, min(first + rows, cohort.n_candidates), dtype=np.int64)
        yield np.repeat(people, m), np.tile(np.arange(m, dtype=np.int64), len(people))


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

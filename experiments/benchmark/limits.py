"""How long the exact assignment under limits takes, beside the plain programme over all pairs where that is bearable.

The market is invented, with every kind of limit: trainees of a site month by month (overlapping intervals; some do not
count), three a company tutor, points of support a tutor, twenty a promoter tutor, one budget over everything, a number
of placements funded, and two groups that must be present. Each measurement runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from matching.entries import Ints
from matching.mip_highs import INFINITE, minimise
from matching.mip_model import NO_LEAST, NO_MOST, market_of
from matching.pricing import side_of
from matching.problem import Problem
from matching.residual import Bools
from matching.rows import Row
from matching.solver import solve

# Tenths of a point that one tutor may support, and what people need: low, medium, high, very high.
CEILING = 40
POINTS, SHARES = (10, 15, 20, 30), (0.4, 0.3, 0.2, 0.1)


@dataclass(frozen=True, slots=True)
class LimitsSize:
    """One market: how many candidates and openings, allowed openings each, and which limits.

    `tutors` a site share its openings, so that points of support bind often; None: each opening has its own.
    """

    candidates: int
    openings: int
    each: int
    everything: bool = True
    plain: bool = False
    seed: int = 0
    tutors: int | None = None
    nodes: int | None = None


# The programme's own size with its funded placements and caps; the same with everything; a size that the plain
# programme bears, side by side; and the goal.
LIMITS_SWEEP = (
    LimitsSize(197, 110, 40, everything=False, plain=True),
    LimitsSize(197, 110, 40, plain=True),
    LimitsSize(1_000, 400, 40, plain=True),
    LimitsSize(5_000, 2_000, 40),
)


@dataclass(frozen=True, slots=True)
class LimitsMeasured:
    """Seconds of the answer with its check and prices, by the clock and of the processor; of the plain programme the
    latter, since both run on one thread and a busy machine is slow for either; and what was found."""

    candidates: int
    openings: int
    pairs: int
    limits: int
    binding: int
    placed: int
    score_micro: int
    gap: int
    lp_gap_micro: int
    prices_exact: bool
    solve_s: float
    solve_cpu_s: float
    plain_cpu_s: float | None
    peak_mb: int


def measure_limits(size: LimitsSize) -> LimitsMeasured:
    """Solve one market, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (size,))


def _measure(size: LimitsSize) -> LimitsMeasured:
    problem = invented_market(size)
    start, cpu = time.perf_counter(), time.process_time()
    answer = solve(problem, nodes=size.nodes)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    plain_s = None
    if size.plain:
        start = time.process_time()
        plain = _plain(problem)
        plain_s = time.process_time() - start
        assert plain == (answer.placements, answer.score_micro), plain
    proof = answer.certificate
    return LimitsMeasured(
        candidates=size.candidates,
        openings=size.openings,
        pairs=len(problem.candidate),
        limits=len(problem.limits),
        binding=len(answer.binding),
        placed=answer.placements,
        score_micro=answer.score_micro,
        gap=proof.gap or 0,
        lp_gap_micro=0 if proof.lp_bound is None else proof.lp_bound[1] - answer.score_micro,
        prices_exact=answer.prices_exact and bool(answer.row_value_exact.all()),
        solve_s=seconds,
        solve_cpu_s=cpu,
        plain_cpu_s=plain_s,
        peak_mb=peak_mb,
    )


def _plain(problem: Problem) -> tuple[int, int]:
    """The same by two programmes over all pairs, one after the other, with the same settings of HiGHS."""
    market = market_of(problem, spare=None)
    size = len(market.pair)
    one, column = np.ones(size), np.arange(size)
    people = csr_array((one, (market.candidate, column)), shape=(market.n_candidates, size))
    seats = csr_array((one, (market.opening, column)), shape=(len(market.seats), size))
    none = np.full(market.n_candidates + len(market.seats) + 1, -INFINITE)
    low = np.concatenate((none, side_of(market.least, NO_LEAST, -INFINITE)))
    most = side_of(market.most, NO_MOST, INFINITE)
    high = np.concatenate((np.ones(market.n_candidates), market.seats, np.array([float(size)]), most))
    total = csr_array(one.reshape(1, -1))
    table = csc_array(vstack((people, seats, total, market.table), format="csc"))
    first = minimise(-one, one, low, high, table, size)
    assert first.x is not None
    low[len(none) - 1] = float(first.x.sum())
    second = minimise(-market.value.astype(np.float64), one, low, high, table, size)
    assert second.x is not None
    return int(first.x.sum()), int(market.value[second.x == 1].sum())


def invented_market(size: LimitsSize) -> Problem:
    """A market of this size; the same for the same seed."""
    rng = np.random.default_rng(size.seed)
    n, m = size.candidates, size.openings
    i, j = _allowed(rng, n, m, size.each)
    liking = rng.normal(0.6, 0.1, n)[i] + rng.normal(0, 0.08, m)[j] + rng.normal(0, 0.1, len(i))
    value = np.rint(np.clip(liking, 0.3, 1.0) * 1e6).astype(np.int64)
    seats = rng.choice([1, 2, 3], m, p=[0.6, 0.3, 0.1])
    site = rng.integers(0, m // 3, m)
    first, months = rng.integers(0, 12, m), rng.choice([2, 3, 4, 6], m)
    counts = rng.random(n) >= 0.3
    heads = Heads(i, j)
    rows = _caps(heads, site, first, months, rng.choice([1, 2, 3, 5], m // 3, p=[0.35, 0.35, 0.2, 0.1]), counts)
    funded = int(min(int(seats.sum()), n) * 0.68) if n > 500 else 97
    rows.append(heads.row("FUNDED", "all", np.arange(len(i)), most=funded))
    if size.everything:
        rows += _everything(rng, heads, months, funded, site, size.tutors)
    return Problem.on_grid(n, m, i, j, value, seats, limits=rows)


def _allowed(rng: np.random.Generator, n: int, m: int, each: int) -> tuple[Ints, Ints]:
    """Of each candidate some openings near home, in one of eight zones, and a few anywhere."""
    size = m // 8
    home = rng.integers(0, 8, n)
    mine = []
    for i in range(n):
        near = home[i] * size + rng.integers(0, size, 3 * each)
        mine.append(rng.permutation(np.unique(np.concatenate((near, rng.integers(0, m, each // 10)))))[:each])
    return np.repeat(np.arange(n), [len(one) for one in mine]), np.concatenate(mine)


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The pairs of a market, and rows over some of them."""

    i: Ints
    j: Ints

    def row(self, limit: str, key: str, pair: Ints, most: int, weight: Ints | None = None, unit: int = 1) -> Row:
        """At most so much over these pairs; heads, unless weighted."""
        each = np.ones(len(pair), dtype=np.int64) if weight is None else weight
        return Row(limit=limit, key=key, pair=pair, weight=each, most=most, unit=unit)


def _caps(heads: Heads, site: Ints, first: Ints, months: Ints, cap: Ints, counts: Bools) -> list[Row]:
    rows = []
    for s in range(len(cap)):
        here = np.flatnonzero(site == s)
        for t in np.unique(first[here]).tolist():
            active = here[(first[here] <= t) & (t < first[here] + months[here])]
            pair = np.flatnonzero(np.isin(heads.j, active) & counts[heads.i])
            if len(pair):
                rows.append(heads.row("CAP", f"{s}/{t}", pair, int(cap[s])))
    return rows


def _tutors(rng: np.random.Generator, site: Ints, each: int | None) -> Ints:
    """Tutor of each opening: its own, or one of the tutors of its site by turns."""
    own = rng.permutation(len(site))
    if each is None:
        return own
    turn = np.array([int((site[:j] == s).sum()) for j, s in enumerate(site.tolist())])
    return np.unique(site * each + turn % each, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _everything(
    rng: np.random.Generator, heads: Heads, months: Ints, funded: int, site: Ints, tutors: int | None
) -> list[Row]:
    n, m = int(heads.i.max()) + 1, len(months)
    points = rng.choice(POINTS, n, p=SHARES)
    promoter, group = rng.integers(0, max(1, n // 22), n), rng.integers(0, 3, n)
    tutor = _tutors(rng, site, tutors)
    rows = []
    for t in range(int(tutor.max()) + 1):
        pair = np.flatnonzero(tutor[heads.j] == t)
        if len(pair):
            rows.append(heads.row("TUTOR", str(t), pair, 3))
            rows.append(heads.row("POINTS", str(t), pair, CEILING, points[heads.i[pair]]))
    rows += [heads.row("PROMOTER", str(p), np.flatnonzero(promoter[heads.i] == p), 20) for p in range(promoter.max())]
    cents = rng.choice([300, 400, 500], m) * months * 100
    budget = int(cents.mean() * funded * 0.9)
    rows.append(heads.row("BUDGET", "all", np.arange(len(heads.i)), budget, cents[heads.j], unit=50_000))
    for g in (0, 1):
        pair = np.flatnonzero(group[heads.i] == g)
        one = np.ones(len(pair), dtype=np.int64)
        rows.append(Row(limit="GROUP", key=str(g), pair=pair, weight=one, most=None, least=int(funded * 0.35)))
    return rows

"""`python -m experiments.benchmark.solvers.worker`: runs inside the peers' environment, and tells what happens.

The plan comes as one line of JSON on standard input; events go as lines of JSON to standard output, to which foreign
libraries cannot write.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from experiments.benchmark.solvers.adapters.base import OBJECTIVES, library
from experiments.benchmark.solvers.child import LOAD_LIMIT_S, TIMEOUT, Outcome, run_once
from experiments.benchmark.solvers.families import Scale, draw, names, scale_of
from experiments.benchmark.solvers.files import no_markets, read_markets
from experiments.benchmark.solvers.instance import Instance
from experiments.benchmark.solvers.laws import Dense, Zoned, dense, zoned
from experiments.benchmark.solvers.plan import Plan
from experiments.benchmark.solvers.postponed import postpone_highs
from experiments.benchmark.solvers.referee import Referee
from experiments.benchmark.solvers.roster import Entry, chosen

HOUSE = Path(__file__).parents[3]
LARGE, RUNS, RUNS_LARGE = 150_000, 5, 3


def run(plan: Plan, tell: Callable[..., None]) -> None:
    """Run a plan; `tell` is called with the name of each event and its facts."""
    _ours_stand_first()
    postpone_highs()
    tiny = small_markets()
    asked = chosen(plan.peers)
    seconds, entries = _warm(asked, tiny, Path(plan.libraries))
    tell("warm", seconds=seconds, left_out=[entry.name for entry in asked if entry not in entries])
    if plan.warm_only:
        return
    tell("versions", versions=_versions(entries, Path(plan.libraries)))

    def told(solver: str, number: int, outcome: Outcome) -> None:
        tell("run", solver=solver, number=number, seconds=outcome.prep_s + outcome.solve_s, why=outcome.why)

    referee = Referee(entries, tiny, plan.limit_s, Path(plan.libraries), told)
    for market in _markets(plan):
        start = time.perf_counter()
        instance = market.make()
        sizes = {"n": instance.n, "m": instance.m, "pairs": instance.pairs, "seats": instance.all_seats}
        tell("drawn", instance=instance.name, seconds=time.perf_counter() - start, **sizes)
        for objective in plan.objectives:
            count = plan.runs or (RUNS_LARGE if instance.n > LARGE else RUNS)
            rows = referee.compare(instance, market.scale, objective, count, market.optimum)
            tell("compared", runs=[asdict(row) for row in rows])
    if plan.data and _with_files(plan):
        for name, passing, nodes in no_markets(Path(plan.data)):
            tell("no_market", name=name, passing=passing, nodes=nodes)


@dataclass(frozen=True, slots=True)
class _Market:
    """How to make a market: one at a time stands in memory."""

    make: Callable[[], Instance]
    scale: str
    optimum: int | None = None


def _markets(plan: Plan) -> Iterator[_Market]:
    for scale in plan.scales:
        for name in names(Scale(scale)):
            if not plan.only or name in plan.only:
                yield _Market(partial(draw, name, plan.seed), scale_of(name))
    if plan.data and _with_files(plan):
        for instance, optimum in read_markets(Path(plan.data)):
            yield _Market(partial(_same, instance), Scale.FILES, optimum)


def _with_files(plan: Plan) -> bool:
    return Scale.FILES in plan.scales or Scale.ALL in plan.scales


def _same(instance: Instance) -> Instance:
    return instance


def small_markets() -> dict[bool, list[Instance]]:
    """Sparse (False) and square (True) markets, small but of many kinds: what is warmed up takes every way there is."""
    usual = Zoned(n=300, m=150, seats=(1, 3), degree=(4, 10), zones=3, hard=False, cross=0.05, spread=0.05)
    laws = (usual, replace(usual, m=60, seats=(1, 1)), replace(usual, equal=True), replace(usual, hard=True, cross=0.0))
    rng = np.random.default_rng(5)
    squares = (Dense(n=60), Dense(n=320), Dense(n=60, levels=3), Dense(n=60, equal=True))
    return {
        False: [zoned("tiny", "tiny", law, rng) for law in laws],
        True: [dense("tiny", "tiny", law, rng) for law in squares],
    }


def larger_markets() -> list[Instance]:
    """Markets for our own solvers, which take other ways from a thousand candidates on: compiled before any fork."""
    rng = np.random.default_rng(6)
    usual = Zoned(n=4_000, m=2_000, seats=(1, 3), degree=(10, 30), zones=16)
    laws = (usual, replace(usual, cross=0.0), replace(usual, m=1_000, seats=(1, 1)), replace(usual, levels=3))
    squares = (Dense(n=1_100), Dense(n=1_100, levels=3), Dense(n=300))
    return [
        *(zoned("tiny", "tiny", law, rng) for law in laws),
        *(dense("tiny", "tiny", law, rng) for law in squares),
    ]


def _warm(
    entries: Sequence[Entry], tiny: Mapping[bool, Sequence[Instance]], libraries: Path
) -> tuple[dict[str, float], tuple[Entry, ...]]:
    """Make everything ready in the process that will be forked.

    Each of our own solvers is compiled in a child first, which can be ended when it takes too long; the time is told,
    be it to compile or to load from the cache. One that fails there is not loaded here: its runs will tell why.

    Returns
    -------
    tuple
        Seconds by solver, and who may run at all.
    """
    seconds, ready = {}, []
    more = larger_markets()
    for entry in entries:
        with contextlib.suppress(ImportError):
            library(entry.early or "numpy")
        if not entry.ours:
            ready.append(entry)
            continue
        markets = [market for market in (*tiny[False], *tiny[True], *more) if entry.bears(market)]
        start = time.perf_counter()
        outcomes = [run_once(entry, markets[0], markets, one, LOAD_LIMIT_S, libraries) for one in OBJECTIVES]
        seconds[entry.name] = time.perf_counter() - start
        if all(not outcome.why for outcome in outcomes):
            solver = entry.make()
            for market in markets:
                for objective in OBJECTIVES:
                    solver.solve(solver.prep(market, objective))
        if all(outcome.why != TIMEOUT for outcome in outcomes):
            ready.append(entry)
    return seconds, tuple(ready)


def _versions(entries: Sequence[Entry], libraries: Path) -> dict[str, str]:
    """Version of each library that takes part, wherever it stands."""
    found = {"numpy": version("numpy"), "scipy": version("scipy")}
    for entry in entries:
        where = [str(libraries / entry.folder)] if entry.folder else sys.path
        for name in entry.packages:
            for one in distributions(name=name, path=where):
                found[name] = one.version
    return dict(sorted(found.items()))


def _ours_stand_first() -> None:
    """There is a foreign package called `matching`: measured is ours, or nothing."""
    spec = find_spec("matching")
    if spec is None or not Path(spec.origin or "").is_relative_to(HOUSE):
        raise SystemExit(f"matching: {spec}")


def main() -> None:
    """Read the plan, keep standard output to ourselves, run."""
    plan = TypeAdapter(Plan).validate_json(sys.stdin.readline())
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as events:
        os.dup2(2, 1)

        def tell(event: str, **facts: Any) -> None:
            events.write(json.dumps({"event": event, **facts}) + "\n")
            events.flush()

        run(plan, tell)


if __name__ == "__main__":
    main()

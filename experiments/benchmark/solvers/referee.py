"""Round robin: run 1 of every solver, then run 2; all on one market, whose best value is known at the end only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from experiments.benchmark.solvers.check import Checked, check
from experiments.benchmark.solvers.child import TIMEOUT, Outcome, run_once
from experiments.benchmark.solvers.instance import Instance
from experiments.benchmark.solvers.roster import Entry
from experiments.benchmark.solvers.runs import OK, WRONG, Run

SUBOPTIMAL = "suboptimal"
Told = Callable[[str, int, Outcome], None]


@dataclass(frozen=True, slots=True)
class Referee:
    """Lets solvers run on one market after another.

    Parameters
    ----------
    entries : who takes part
    tiny : sparse (False) and square (True) markets; every child solves those of one kind before its clock starts
    limit_s : of each run
    libraries : folder of the libraries that stand apart
    told : called after each run with solver, number of the run and outcome
    slow : (family, objective, solver) that met the limit: not tried again, here and on larger markets of the family
    """

    entries: Sequence[Entry]
    tiny: Mapping[bool, Sequence[Instance]]
    limit_s: float
    libraries: Path
    told: Told
    slow: set[tuple[str, str, str]] = field(default_factory=set)

    def compare(
        self, instance: Instance, scale: str, objective: str, runs: int, optimum: int | None = None
    ) -> list[Run]:
        """All runs on one market; `optimum` is its best value, where somebody else has published it."""
        rows, checked = [], []
        tiny = self.tiny[instance.square is not None]
        for number in range(1, runs + 1):
            for entry in self._ready(instance, objective):
                outcome = run_once(entry, instance, tiny, objective, self.limit_s, self.libraries)
                self.told(entry.name, number, outcome)
                if outcome.why == TIMEOUT:
                    self.slow.add((instance.family, objective, entry.name))
                found = None if outcome.opening_of is None else check(instance, outcome.opening_of)
                checked.append(found)
                rows.append(
                    Run(
                        scale=scale,
                        family=instance.family,
                        instance=instance.name,
                        n=instance.n,
                        m=instance.m,
                        pairs=instance.pairs,
                        solver=entry.name,
                        ours=entry.ours,
                        objective=objective,
                        run=number,
                        prep_s=outcome.prep_s,
                        solve_s=outcome.solve_s,
                        added_mb=outcome.added_mb,
                        value=0 if found is None else found.value,
                        placements=0 if found is None else found.placements,
                        verdict=outcome.why,
                    )
                )
        verdicts = judged(checked, objective, optimum)
        return [replace(row, verdict=verdict or row.verdict) for row, verdict in zip(rows, verdicts, strict=True)]

    def _ready(self, instance: Instance, objective: str) -> Iterator[Entry]:
        for entry in self.entries:
            if (instance.family, objective, entry.name) not in self.slow and entry.bears(instance):
                yield entry


def judged(found: Sequence[Checked | None], objective: str, optimum: int | None = None) -> list[str]:
    """The verdict on each matching, empty where there is none: the best valid one that anybody found is the measure."""
    valid = [one.rank(objective) for one in found if one is not None and not one.fault]
    best = max(valid, default=(0, 0))
    if optimum is not None:
        best = max(best, (optimum, 0))
    verdicts = []
    for one in found:
        if one is None:
            verdicts.append("")
        elif one.fault:
            verdicts.append(f"{WRONG}: {one.fault}")
        else:
            verdicts.append(OK if one.rank(objective) == best else f"{WRONG}: {SUBOPTIMAL}")
    return verdicts

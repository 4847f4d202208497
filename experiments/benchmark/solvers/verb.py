"""`abbina bench solvers`: what is asked, what is shown, what is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from data.language import say
from experiments.benchmark.solvers.adapters.base import LEXICOGRAPHIC, OBJECTIVES, SCORE
from experiments.benchmark.solvers.environment import NotBuilt, build
from experiments.benchmark.solvers.families import Scale, names
from experiments.benchmark.solvers.files import OPTIMA, ORLIB
from experiments.benchmark.solvers.machine import this_machine
from experiments.benchmark.solvers.outer import Broken, Event, Measured, compile_times, follow
from experiments.benchmark.solvers.plan import Plan
from experiments.benchmark.solvers.plots import growth_svg, ratios_svg
from experiments.benchmark.solvers.roster import ROSTER, chosen
from experiments.benchmark.solvers.runs import FILE, read_runs, write_runs
from experiments.benchmark.solvers.summary import goals, growth, races
from experiments.benchmark.solvers.tables import goal_said, growth_said, in_markdown, on_console, seconds

FACTS, PAGE, LOG = "solvers.json", "solvers.md", "solvers.log"
GROWTH_PLOT, RATIOS_PLOT = "solvers-growth.svg", "solvers-ratios.svg"
# For `--objective`.
BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What stood on the command line; see the help of `abbina bench`."""

    scales: Sequence[Scale]
    seed: int
    peers: Sequence[str]
    runs: int | None
    objective: str
    limit_s: float
    data: Path | None
    environment: Path | None
    source: Path | None
    only: Sequence[str]
    compile_times: bool


def bench_solvers(asked: Asked, out: Path, console: Console) -> None:
    """Measure, or take what was measured before; show and write."""
    if asked.source is not None:
        facts = asked.source.with_name(FACTS)
        machine = json.loads(facts.read_text(encoding="utf-8")).get("told", "") if facts.exists() else ""
        try:
            measured = Measured(runs=read_runs(asked.source))
        except (OSError, ValueError):
            raise typer.BadParameter(say("{file} non è una tabella di questa misura", file=asked.source)) from None
    else:
        machine = this_machine().said()
        measured = _measure(asked, out, console)
    _show(measured, out, console, machine)


def _measure(asked: Asked, out: Path, console: Console) -> Measured:
    folder = (asked.environment or out / "peers").absolute()
    plan = _plan(asked, folder)
    cold: dict[str, float] = {}
    try:
        with console.status(say("Preparo l'ambiente dei solutori…")) as status:
            python = build(
                folder, lambda step: status.update(say("Preparo l'ambiente dei solutori: {step}", step=step))
            )
            if asked.compile_times:
                status.update(say("Compilo…"))
                cold, _ = compile_times(replace(plan, warm_only=True), python, out / LOG)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            measured = follow(plan, python, folder / "numba", out / LOG, _Followed(progress, plan, out / FILE))
    except (NotBuilt, Broken) as error:
        console.print(say("La misura si è fermata. Le ultime righe:"))
        console.print(str(error), highlight=False, markup=False)
        raise typer.Exit(1) from None
    _write_facts(out / FACTS, plan, measured, cold)
    return measured


def _plan(asked: Asked, folder: Path) -> Plan:
    """What is asked, once every name in it is known."""
    try:
        chosen(asked.peers)
    except KeyError as error:
        known = ", ".join(entry.name for entry in ROSTER)
        told = say("{name} non c'è tra i solutori: {known}", name=error.args[0], known=known)
        raise typer.BadParameter(told) from None
    if asked.objective not in (*OBJECTIVES, BOTH):
        raise typer.BadParameter(say("uno di questi: {choices}", choices=", ".join((*OBJECTIVES, BOTH))))
    if Scale.FILES in asked.scales and (asked.data is None or not (asked.data / ORLIB / OPTIMA).is_file()):
        raise typer.BadParameter(
            say("per i file serve --data, la cartella che contiene {path}", path=f"{ORLIB}/{OPTIMA}")
        )
    return Plan(
        scales=tuple(scale.value for scale in asked.scales),
        seed=asked.seed,
        objectives=OBJECTIVES if asked.objective == BOTH else (asked.objective,),
        peers=tuple(asked.peers),
        runs=asked.runs,
        limit_s=asked.limit_s,
        libraries=str(folder),
        data=None if asked.data is None else str(asked.data.absolute()),
        only=tuple(asked.only),
    )


class _Followed:
    """Shows where the measure is, and writes what there is of it after each market."""

    def __init__(self, progress: Progress, plan: Plan, path: Path) -> None:
        drawn = [name for scale in plan.scales for name in names(Scale(scale)) if not plan.only or name in plan.only]
        self.progress, self.path, self.market = progress, path, ""
        self.task = progress.add_task(say("Compilo…"), total=len(drawn) * len(plan.objectives) or None)

    def __call__(self, event: Event, measured: Measured) -> None:
        match event["event"]:
            case "drawn":
                self.market = event["instance"]
                self.progress.update(self.task, description=self.market)
            case "run":
                told = f"{self.market}: {event['solver']} {event['number']}"
                self.progress.update(self.task, description=told)
            case "compared":
                write_runs(self.path, measured.runs)
                self.progress.advance(self.task)


def _write_facts(path: Path, plan: Plan, measured: Measured, cold: dict[str, float]) -> None:
    machine = this_machine()
    asked = {name: value for name, value in asdict(plan).items() if name not in ("libraries", "data", "warm_only")}
    facts = {
        "told": machine.said(),
        "machine": machine.to_json(),
        "asked": asked,
        "versions": measured.versions,
        "compiled_from_nothing_s": cold,
        "ready_s": measured.warm_s,
        "left_out": measured.left_out,
        "no_markets": [dict(zip(("file", "passing", "nodes"), one, strict=True)) for one in measured.no_markets],
    }
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _show(measured: Measured, out: Path, console: Console, machine: str) -> None:
    """Tables, sentences and plots from single runs: the same files from the same runs."""
    all_races = races(measured.runs)
    reached = goals(all_races)
    curves = growth(all_races, SCORE) or growth(all_races, LEXICOGRAPHIC)
    for table in on_console(all_races):
        console.print(table)
        console.print()
    for goal in reached:
        console.print(goal_said(goal))
    for curve in curves:
        console.print(growth_said(curve))
    for name, passing, nodes in measured.no_markets:
        console.print(
            say(
                "{file}: non è un'assegnazione, ma un flusso che passa per {passing} nodi su {nodes}. Non è risolto.",
                file=name,
                passing=passing,
                nodes=nodes,
            )
        )
    for name in measured.left_out:
        console.print(say("{solver}: non è stato pronto in tempo, e non ha corso.", solver=name))
    for name, ready_s in measured.warm_s.items():
        console.print(say("{solver}: pronto in {time}, prima che il tempo parta.", solver=name, time=seconds(ready_s)))
    written = [FILE, PAGE, RATIOS_PLOT]
    write_runs(out / FILE, measured.runs)
    (out / PAGE).write_text(in_markdown(all_races, reached, curves, machine), encoding="utf-8")
    (out / RATIOS_PLOT).write_text(ratios_svg(all_races), encoding="utf-8")
    if curves:
        written.append(GROWTH_PLOT)
        (out / GROWTH_PLOT).write_text(growth_svg(curves), encoding="utf-8")
    console.print("\n".join(str(out / name) for name in written), highlight=False)

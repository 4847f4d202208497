"""`abbina bench [growth | rules | suggestions | limits | studies | solvers]`: measure on this machine."""

from __future__ import annotations

import csv
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from data.language import marked, number, say
from experiments.benchmark.exact import INSTANCES
from experiments.benchmark.exact_told import bench_exact
from experiments.benchmark.growth import LONG_SWEEP, SWEEP, Measured, Size, measure
from experiments.benchmark.limits import LIMITS_SWEEP, measure_limits
from experiments.benchmark.plot import growth_svg
from experiments.benchmark.rules import SIZES, measure_rules
from experiments.benchmark.solvers.families import Scale
from experiments.benchmark.solvers.roster import DEFAULT
from experiments.benchmark.solvers.verb import Asked, bench_solvers
from experiments.benchmark.studies import measure_studies
from experiments.suggestions.measure import asked, methods
from experiments.suggestions.measure import measure as measure_hits
from experiments.suggestions.plot import hits_svg

HELP = {
    "bench": marked(
        "Misura, su questo computer, tempo e memoria del calcolo o delle regole, o quanto sono giusti i suggerimenti."
    )
}
# Of the bootstrap of a study.
DECISIONS, DRAWS = 10_000, 200
TITLE = marked("Secondi per passo; peer: assegna / scipy densa sugli stessi posti")


class What(StrEnum):
    """What can be measured."""

    GROWTH = "growth"
    RULES = "rules"
    SUGGESTIONS = "suggestions"
    LIMITS = "limits"
    STUDIES = "studies"
    SOLVERS = "solvers"
    EXACT = "exact"


def bench(
    what: Annotated[What, typer.Argument(help=say("Che cosa misurare."))] = What.GROWTH,
    out: Annotated[Path, typer.Option(help=say("Dove scrivere tabella e grafico."))] = Path("out/bench"),
    long: Annotated[bool, typer.Option("--long", help=say("Fino a 20.000 persone."))] = False,
    scheduler: Annotated[
        str | None, typer.Option(help=say("Per gli studi: indirizzo di uno scheduler di Dask."))
    ] = None,
    size: Annotated[
        list[Scale] | None, typer.Option(help=say("Per i solutori: quali mercati. Si può ripetere."))
    ] = None,
    seed: Annotated[int, typer.Option(help=say("Per i solutori e la prova di esattezza: il seme dei mercati."))] = 0,
    peers: Annotated[
        list[str] | None,
        typer.Option(help=say("Per i solutori: i nomi di chi confrontare, «default» o «all». Si può ripetere.")),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(min=1, help=say("Per i solutori: quante volte ciascuno; altrimenti 5, o 3 sui grandi.")),
    ] = None,
    objective: Annotated[str, typer.Option(help=say("Per i solutori: score, placements_then_score o both."))] = "score",
    time_limit: Annotated[
        float, typer.Option(min=0.1, help=say("Per i solutori: secondi al massimo per ogni volta."))
    ] = 60.0,
    market: Annotated[
        list[str] | None, typer.Option(help=say("Per i solutori: solo questi mercati. Si può ripetere."))
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help=say("Per i solutori: la cartella dei file con l'ottimo pubblicato."))
    ] = None,
    env: Annotated[
        Path | None,
        typer.Option(help=say("Per i solutori: dove sta il loro ambiente; altrimenti accanto alla tabella.")),
    ] = None,
    compile_times: Annotated[
        bool, typer.Option("--compile-times", help=say("Per i solutori: misura anche la prima compilazione."))
    ] = False,
    source: Annotated[
        Path | None, typer.Option("--from", help=say("Per i solutori: rifai tabella e grafici da questo file."))
    ] = None,
    instances: Annotated[
        int, typer.Option(min=1, help=say("Per la prova di esattezza: quanti mercati a caso."))
    ] = INSTANCES,
) -> None:
    """Measure how time and memory grow with people, or how often suggestions of competences are right."""
    out.mkdir(parents=True, exist_ok=True)
    console = Console()
    if what is What.SUGGESTIONS:
        _suggestions(out, console)
    elif what is What.RULES:
        _rules(out, console)
    elif what is What.LIMITS:
        _limits(out, console)
    elif what is What.STUDIES:
        _studies(out, console, scheduler)
    elif what is What.EXACT:
        bench_exact(instances, seed, out, console)
    elif what is What.SOLVERS:
        asked = Asked(
            scales=size or (Scale.TEN_K,),
            seed=seed,
            peers=peers or (DEFAULT,),
            runs=runs,
            objective=objective,
            limit_s=time_limit,
            data=data,
            environment=env,
            source=source,
            only=market or (),
            compile_times=compile_times,
        )
        bench_solvers(asked, out, console)
    else:
        _growth(out, console, LONG_SWEEP if long else SWEEP)


def _suggestions(out: Path, console: Console) -> None:
    rows = []
    with console.status(say("Misuro…")) as status:
        for name, way in methods().items():
            status.update(name)
            rows.append(measure_hits(name, way))
    _write(out / "suggestions.csv", [asdict(row) for row in rows])
    (out / "suggestions.svg").write_text(hits_svg(rows), encoding="utf-8")
    table = Table(title=say("Suggerimenti giusti su {n} frasi", n=len(asked())), title_justify="left", box=None)
    for name in (say("metodo"), say("primo"), say("tra i primi 5"), say("ms a frase")):
        table.add_column(name, justify="left" if name == say("metodo") else "right")
    for row in rows:
        first, among = _share(row.hit_1, row.low_1, row.high_1), _share(row.hit_5, row.low_5, row.high_5)
        table.add_row(row.method, first, among, number(row.ms, 1))
    console.print(table)
    console.print(say("Tra parentesi l'intervallo al 95 %. Un metodo che non è installato non c'è."))
    console.print(f"{out / 'suggestions.csv'}\n{out / 'suggestions.svg'}", highlight=False)


def _share(share: float, low: float, high: float) -> str:
    return f"{number(share * 100, 1)} % ({number(low * 100, 0)}-{number(high * 100, 0)})"


def _rules(out: Path, console: Console) -> None:
    rows = []
    with console.status(say("Misuro…")) as status:
        for size in SIZES:
            status.update(say("Misuro {n} persone…", n=size[0]))
            rows.append(measure_rules(size))
    _write(out / "rules.csv", [asdict(row) for row in rows])
    title = say("Ogni regola su ogni coppia: secondi, e memoria prima e al massimo")
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    names = (
        say("persone"),
        say("tirocini"),
        say("coppie"),
        say("secondi"),
        say("la più lenta"),
        "MB",
        say("MB al massimo"),
    )
    for name in names:
        table.add_column(name, justify="right")
    for row in rows:
        slowest = f"{row.slowest} {number(row.slowest_s, 2)}"
        sizes = (row.candidates, row.openings, row.pairs)
        table.add_row(*map(str, sizes), number(row.rules_s, 2), slowest, str(row.before_mb), str(row.peak_mb))
    console.print(table)
    console.print(f"{out / 'rules.csv'}", highlight=False)


def _limits(out: Path, console: Console) -> None:
    rows = []
    with console.status(say("Misuro…")) as status:
        for size in LIMITS_SWEEP:
            status.update(say("Misuro {n} persone…", n=size.candidates))
            rows.append(measure_limits(size))
    _write(out / "limits.csv", [asdict(row) for row in rows])
    table = Table(title=say("Il calcolo esatto con i limiti"), title_justify="left", box=None, padding=(0, 1, 0, 0))
    for name in (
        say("persone"), say("tirocini"), say("coppie"), say("limiti"), say("pieni"), say("secondi"), "gap", "peer",
    ):  # fmt: skip
        table.add_column(name, justify="right")
    for row in rows:
        sizes = (row.candidates, row.openings, row.pairs, row.limits, row.binding)
        peer = number(row.plain_cpu_s, 2) if row.plain_cpu_s else "–"
        table.add_row(*map(str, sizes), number(row.solve_cpu_s, 2), str(row.gap), peer)
    console.print(table)
    console.print(f"{out / 'limits.csv'}", highlight=False)


def _studies(out: Path, console: Console, scheduler: str | None) -> None:
    with console.status(say("Misuro…")):
        rows = measure_studies(DECISIONS, DRAWS, scheduler)
    _write(out / "studies.csv", [asdict(row) for row in rows])
    title = say("{n} decisioni ricampionate {m} volte: secondi", n=DECISIONS, m=DRAWS)
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for name in (say("processi"), say("la prima volta"), say("con i processi pronti"), say("un processo solo")):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row.where, number(row.first_s, 2), number(row.again_s, 2), number(row.serial_s, 2))
    console.print(table)
    console.print(say("Ogni volta i numeri sono gli stessi, fino all'ultima cifra."))
    console.print(f"{out / 'studies.csv'}", highlight=False)


def _growth(out: Path, console: Console, sweep: tuple[Size, ...]) -> None:
    rows: list[Measured] = []
    with console.status(say("Misuro…")) as status:
        for size in sweep:
            status.update(say("Misuro {n} persone…", n=size.candidates or 197))
            rows.append(measure(size))
            console.print(_line(rows[-1]), highlight=False)
    _write(out / "growth.csv", [asdict(row) for row in rows])
    (out / "growth.svg").write_text(growth_svg(rows), encoding="utf-8")
    console.print(_table(rows))
    console.print(f"{out / 'growth.csv'}\n{out / 'growth.svg'}", highlight=False)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _line(row: Measured) -> str:
    return f"{row.candidates} x {row.openings}: {number(row.total_s, 2)} s, {row.peak_mb} MB"


def _table(rows: list[Measured]) -> Table:
    table = Table(title=say(TITLE), title_justify="left", box=None, padding=(0, 1, 0, 0))
    for name in (
        say("persone"), say("tirocini"), say("coppie"), say("matrici"), say("valuta"), say("assegna"), say("spiega"),
        say("tutto"), "MB", "peer",
    ):  # fmt: skip
        table.add_column(name, justify="right")
    for row in rows:
        ratio = number(row.solve_s / row.peer_s, 2) if row.peer_s else "–"
        seconds = (row.cohort_s, row.judge_s, row.solve_s, row.explain_s, row.total_s)
        sizes = (row.candidates, row.openings, row.allowed)
        table.add_row(*map(str, sizes), *(number(s, 3) for s in seconds), str(row.peak_mb), ratio)
    return table

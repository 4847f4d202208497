"""`abbina bench`: measure the main job on this machine, size by size."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from experiments.benchmark.growth import LONG_SWEEP, SWEEP, Measured, measure
from experiments.benchmark.plot import growth_svg

TITLE = "Secondi per passo; peer: assegna / scipy densa sugli stessi posti"


def bench(
    out: Annotated[Path, typer.Option(help="Dove scrivere tabella e grafico.")] = Path("out/bench"),
    long: Annotated[bool, typer.Option("--long", help="Fino a 20.000 persone.")] = False,
) -> None:
    """Misura quanto tempo e quanta memoria servono, al crescere delle persone."""
    console = Console()
    rows: list[Measured] = []
    with console.status("Misuro…") as status:
        for size in LONG_SWEEP if long else SWEEP:
            status.update(f"Misuro {size.candidates or 197} persone…")
            rows.append(measure(size))
            console.print(_line(rows[-1]), highlight=False)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "growth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(asdict(rows[0])))
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    (out / "growth.svg").write_text(growth_svg(rows), encoding="utf-8")
    console.print(_table(rows))
    console.print(f"{out / 'growth.csv'}\n{out / 'growth.svg'}", highlight=False)


def _line(row: Measured) -> str:
    return f"{row.candidates} x {row.openings}: {row.total_s:.2f} s, {row.peak_mb} MB"


def _table(rows: list[Measured]) -> Table:
    table = Table(title=TITLE, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for name in (
        "persone", "tirocini", "coppie", "matrici", "valuta", "assegna", "spiega", "tutto", "MB", "peer",
    ):  # fmt: skip
        table.add_column(name, justify="right")
    for row in rows:
        ratio = f"{row.solve_s / row.peer_s:.2f}" if row.peer_s else "–"
        seconds = (row.cohort_s, row.judge_s, row.solve_s, row.explain_s, row.total_s)
        sizes = (row.candidates, row.openings, row.allowed)
        table.add_row(*map(str, sizes), *(f"{s:.3f}" for s in seconds), str(row.peak_mb), ratio)
    return table

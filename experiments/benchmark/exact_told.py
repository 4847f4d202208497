"""`abbina bench exact`: every core against independent judges, told as a table and written as CSV and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table

from data.language import marked, number, say
from experiments.benchmark.exact import ExactRow, measure_exact
from experiments.benchmark.exact_prices import PriceRow, measure_prices

FILE, PRICES, FAILURES = "exact.csv", "exact_prices.csv", "exact_failures.json"
QUESTIONS = 1_000  # of prices, in each family
NONE_WRONG = marked("Nessuna differenza.")


def bench_exact(instances: int, seed: int, out: Path, console: Console) -> None:
    """Draw, solve, compare, tell; what did not hold is listed with the seed that shows it again."""
    with Bar(console=console, transient=True) as bar:
        markets = bar.add_task(say("Mercati a caso…"), total=None)
        rows = measure_exact(instances, seed, lambda done, of_all: bar.update(markets, completed=done, total=of_all))
        questions = bar.add_task(say("Domande sui prezzi…"), total=None)
        prices = measure_prices(
            QUESTIONS, seed, lambda done, of_all: bar.update(questions, completed=done, total=of_all)
        )
    _write(out / FILE, rows)
    _write(out / PRICES, prices)
    wrong = [asdict(failure) for row in rows for failure in row.failures]
    wrong += [asdict(failure) for row in prices for failure in row.failures]
    (out / FAILURES).write_text(json.dumps(wrong, indent=1) + "\n", encoding="utf-8")
    table = Table(title=say("Ogni calcolo contro giudici indipendenti"), title_justify="left", box=None)
    for name in (say("forma"), say("mercati"), say("risposte"), say("prezzi"), say("differenze")):
        table.add_column(name, justify="left" if name == say("forma") else "right")
    for row in rows:
        table.add_row(row.shape, *map(number, (row.instances, row.answers, row.prices, len(row.failures))))
    console.print(table)
    table = Table(title=say("Prezzi contro il calcolo rifatto"), title_justify="left", box=None)
    for name in (
        say("famiglia"), say("un posto in più"), say("un posto in meno"), say("una persona in meno"), say("differenze"),
    ):  # fmt: skip
        table.add_column(name, justify="left" if name == say("famiglia") else "right")
    for asked in prices:
        table.add_row(asked.family, *map(number, (asked.one_more, asked.one_fewer, asked.leaves, len(asked.failures))))
    console.print(table)
    if not wrong:
        console.print(say(NONE_WRONG))
    console.print("\n".join(str(out / name) for name in (FILE, PRICES, FAILURES)), highlight=False)


def _write(path: Path, rows: Sequence[ExactRow | PriceRow]) -> None:
    content = [asdict(row) | {"failures": len(row.failures)} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(content[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(content)

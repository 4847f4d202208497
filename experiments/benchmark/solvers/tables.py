"""The tables for people, on the console and in Markdown, from the same cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table

from data.language import marked, number, say
from experiments.benchmark.solvers.adapters.base import LEXICOGRAPHIC, SCORE
from experiments.benchmark.solvers.families import Scale
from experiments.benchmark.solvers.runs import WRONG
from experiments.benchmark.solvers.summary import Cell, Goal, Growth, Race, by_table

OBJECTIVE_SAID = {
    SCORE: marked("il punteggio più alto"),
    LEXICOGRAPHIC: marked("prima il numero di posti dati, poi il punteggio"),
}
GROUP_SAID = {
    "sparse": marked("poche coppie"),
    "ties": marked("molti pari merito"),
    Scale.DENSE: marked("tutte le coppie"),
    Scale.MILLION: marked("un milione di persone"),
    Scale.REAL: marked("grandezza reale"),
    Scale.GROWTH: marked("crescita"),
    Scale.FILES: marked("file con l'ottimo pubblicato"),
}
MISSING = "–"
Rows = list[list[str]]


def seconds(value: float) -> str:
    """A time as people read it."""
    if value < 0.0095:
        return f"{number(value * 1e3, 1)} ms"
    return f"{number(value * 1e3, 0)} ms" if value < 1 else f"{number(value, 1 if value >= 10 else 2)} s"


def cell_said(cell: Cell | None, *, in_full: bool = True) -> str:
    """Median time, in full with preparation in brackets; what went wrong comes first."""
    if cell is None:
        return MISSING
    time = f"{seconds(cell.total_s)} ({seconds(cell.prep_s)})" if in_full else seconds(cell.total_s)
    if cell.right:
        return time
    if cell.verdict.startswith(WRONG):
        return f"{WRONG} {time}"
    return say("troppo lento") if cell.verdict == "timeout" else say("fallito")


def table_rows(races: Sequence[Race], *, in_full: bool = True) -> tuple[list[str], Rows]:
    """Head and rows: one row a solver, one column a market, most memory last; then how many times faster we are."""
    head = [say("solutore"), *(race.instance for race in races), say("MB in più")]
    solvers = list(dict.fromkeys(name for race in races for name in race.cells))
    rows = []
    for name in solvers:
        cells = [race.cells.get(name) for race in races]
        most = max(cell.added_mb for cell in cells if cell)
        rows.append([name, *(cell_said(cell, in_full=in_full) for cell in cells), number(most, 0)])
    ratios = [race.ratio for race in races]
    if any(ratios):
        rows.append([say("noi, rispetto al migliore"), *map(_times, ratios), ""])
        rows.append([say("il migliore degli altri"), *(race.best_peer or MISSING for race in races), ""])
    return head, rows


def _times(ratio: float | None) -> str:
    return MISSING if ratio is None else f"{number(ratio, 2)}×"


def title(scale: str, objective: str, *, in_full: bool = True) -> str:
    """What a table shows."""
    which = say(OBJECTIVE_SAID[objective])
    if in_full:
        return say(
            "{scale}, {objective}: tempo mediano, di cui tra parentesi la preparazione", scale=scale, objective=which
        )
    return say("{scale}, {objective}: tempo mediano, preparazione compresa", scale=scale, objective=which)


def goal_said(goal: Goal) -> str:
    """One line a group of markets."""
    return say(
        "{group}, {objective}: media geometrica {mean} volte più veloci del migliore, al minimo {least} ({where}).",
        group=say(GROUP_SAID[goal.group]),
        objective=say(OBJECTIVE_SAID[goal.objective]),
        mean=number(goal.mean, 2),
        least=number(goal.least, 2),
        where=goal.where,
    )


def growth_said(curve: Growth) -> str:
    """One line a solver."""
    known = curve.exponent is not None
    power = number(curve.exponent or 0.0, 2) if known else MISSING
    return say("{solver}: il tempo cresce come le persone elevate a {power}.", solver=curve.solver, power=power)


def on_console(races: Sequence[Race]) -> Iterable[Table]:
    """Tables for the screen."""
    for scale, objective, some in by_table(races):
        head, rows = table_rows(some, in_full=False)
        shown = title(scale, objective, in_full=False)
        table = Table(title=shown, title_justify="left", box=None, padding=(0, 1, 0, 0))
        for k, name in enumerate(head):
            table.add_column(name, justify="right" if k else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
        yield table


def in_markdown(races: Sequence[Race], goals: Iterable[Goal], curves: Iterable[Growth], machine: str) -> str:
    """The same, for a page."""
    lines = [machine, ""] if machine else []
    for scale, objective, some in by_table(races):
        head, rows = table_rows(some)
        lines += [title(scale, objective), "", _line(head), _line(["---", *("---:" for _ in head[1:])])]
        lines += [*map(_line, rows), ""]
    lines += [f"- {goal_said(goal)}" for goal in goals]
    lines += [f"- {growth_said(curve)}" for curve in curves]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

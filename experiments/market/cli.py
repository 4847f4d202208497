"""`abbina market`: an invented market as arrays, with a table and a map of where people and openings are."""

from __future__ import annotations

import csv
import time
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from data.cohort import CandidateArrays, CompanyArrays, OpeningArrays
from data.eligibility import Eligibility
from data.language import marked, number, say
from data.synthetic_market import MOST_CANDIDATES, MOST_OPENINGS, Market, invent_market
from experiments.market.plot import map_svg

HELP = {"market": marked("Inventa un mercato intero come matrici: fino a un milione di persone e 300.000 tirocini.")}
HEADER = (marked("Area"), marked("Comuni"), marked("Abitanti"), marked("Persone"), marked("Tirocini"), marked("Posti"))
LARGEST = 10
GIB = 1024**3


class Area(NamedTuple):
    """One labour area of a market."""

    main_town: str
    municipalities: int
    residents: int
    candidates: int
    openings: int
    seats: int


def market(
    candidates: Annotated[int, typer.Option(min=1, max=MOST_CANDIDATES, help=say("Quante persone."))] = MOST_CANDIDATES,
    openings: Annotated[int, typer.Option(min=1, max=MOST_OPENINGS, help=say("Quanti tirocini."))] = MOST_OPENINGS,
    seed: Annotated[int, typer.Option(min=0, help=say("Stesso seme, stesso mercato."))] = 0,
    out: Annotated[Path, typer.Option(help=say("Dove scrivere tabella e mappa."))] = Path("out/market"),
    save: Annotated[bool, typer.Option("--save", help=say("Scrive anche le matrici (mercato.npz)."))] = False,
) -> None:
    """Invent a market of any size as arrays; write its areas as a table and a map, and the arrays if asked."""
    console = Console()
    start = time.perf_counter()
    with console.status(say("Invento…")) as status:
        made = invent_market(seed, candidates, openings, progress=lambda step: status.update(f"{step}…"))
    seconds = time.perf_counter() - start
    rows = areas(made)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / say("aree.csv"), out / say("mercato.svg")]
    with files[0].open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([say(name) for name in HEADER])
        writer.writerows(rows)
    files[1].write_text(map_svg(made), encoding="utf-8")
    if save:
        files.append(out / say("mercato.npz"))
        np.savez(files[-1], allow_pickle=False, **arrays(made))
    console.print(_table(rows[:LARGEST]))
    told = say(
        "{n} persone, {m} tirocini, {posti} posti in {aree} aree: {secondi} s, {memoria} GB di matrici.",
        n=candidates,
        m=openings,
        posti=int(made.cohort.openings.seats.sum()),
        aree=len(rows),
        secondi=number(seconds, 1),
        memoria=number(sum(part.nbytes for part in arrays(made).values()) / GIB, 2),
    )
    console.print(told, highlight=False)
    for written in files:
        console.print(f"  {written}", markup=False, highlight=False, soft_wrap=True)


def areas(made: Market) -> list[Area]:
    """One row a labour area: main town, municipalities, residents, people, openings, seats; most people first."""
    known, count = made.areas, len(made.areas.centre)
    home, work = known.area[made.candidate_town], known.area[made.opening_town]
    people, offers = np.bincount(home, minlength=count), np.bincount(work, minlength=count)
    seats = np.bincount(work, made.cohort.openings.seats, minlength=count)
    towns, residents = np.bincount(known.area, minlength=count), np.bincount(known.area, known.population, count)
    columns = (towns, residents, people, offers, seats)
    return [
        Area(known.towns[known.centre[k]].label, *(int(column[k]) for column in columns))
        for k in np.lexsort((np.arange(count), -people)).tolist()
    ]


def arrays(made: Market) -> dict[str, np.ndarray[Any, Any]]:
    """Every array of the market by name, for instance `openings.seats`."""
    parts: dict[str, CandidateArrays | OpeningArrays | CompanyArrays | Eligibility] = {
        "candidates": made.cohort.candidates,
        "openings": made.cohort.openings,
        "companies": made.cohort.companies,
        "eligibility": made.eligibility,
    }
    named: dict[str, np.ndarray[Any, Any]] = {
        f"{name}.{field.name}": getattr(part, field.name)
        for name, part in parts.items()
        for field in fields(part)
        if isinstance(getattr(part, field.name), np.ndarray)
    }
    return named | {"candidate_town": made.candidate_town, "opening_town": made.opening_town}


def _table(rows: list[Area]) -> Table:
    table = Table(title=say("Le aree più grandi"), title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column(say(HEADER[0]))
    for name in HEADER[1:]:
        table.add_column(say(name), justify="right")
    for area, *counts in rows:
        table.add_row(area, *map(str, counts))
    return table

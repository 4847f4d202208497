"""Render a proposal as one readable, printable page in Italian, with nothing to fetch from anywhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from api.page.summary import headline
from matching.proposal import Proposal, ProposedPair, State

ROOMS = Path(__file__).parents[1]
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
STATES = {State.SOLID: "solid", State.OPEN: "open", State.NEEDS_OPINION: "needs"}
NO_CASELOAD = "Tutte le persone"


def render(proposal: Proposal) -> str:
    """The page; same proposal, same bytes."""
    caseloads: dict[str, list[ProposedPair]] = defaultdict(list)
    for pair in proposal.placed:
        caseloads[f"Operatore {pair.caseload}" if pair.caseload else NO_CASELOAD].append(pair)
    return _template().render(
        proposal=proposal,
        told=proposal.summary,
        headline=headline(proposal.summary),
        made=proposal.made,
        caseloads=sorted(caseloads.items()),
        style=(ROOMS / "static" / "proposal.css").read_text(encoding="utf-8"),
    )


@cache
def _template() -> Template:
    env = Environment(
        loader=FileSystemLoader(ROOMS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(day=day, points=points, state=STATES.__getitem__, fill=fill, h=hours, span=span)
    return env.get_template("proposal.html")


def day(value: date) -> str:
    """A day in words: 4 novembre 2019."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def span(first: date, last: date) -> str:
    """A window of days, as short as it can be said."""
    if first == last:
        return f"il {day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"tra il {first.day} e il {day(last)}"
    return f"tra il {first.day} {MONTHS[first.month - 1]} e il {day(last)}"


def points(micro: int) -> str:
    """A score on the grid with an Italian comma."""
    return f"{micro / 1_000_000:.6f}".replace(".", ",")


def fill(grade: float) -> str:
    """Width of a bar in per cent, for the drawing only."""
    return f"{grade * 100:.1f}"


def hours(value: float) -> str:
    """Hours without needless decimals."""
    return f"{value:g}".replace(".", ",")

"""Render a proposal as one readable, printable page in its own language, with nothing to fetch from anywhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import get_month_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from api.page.limits import core_told, limits_told, proof_told
from api.page.summary import SHOWN_SUM, groups_told, headline, how_many
from data.codes import Viewer
from data.language import number, say, say_n, speaking, spoken
from matching.bands import told as counted
from matching.proposal import Proposal, ProposedPair, State

ROOMS = Path(__file__).parents[1]
STATES = {State.SOLID: "solid", State.OPEN: "open", State.NEEDS_OPINION: "needs"}


def render(proposal: Proposal) -> str:
    """The page in the language of the proposal; same proposal, same bytes."""
    with speaking(proposal.made.language):
        caseloads: dict[str, list[ProposedPair]] = defaultdict(list)
        for pair in proposal.placed:
            whose = say("Operatore {code}", code=pair.caseload) if pair.caseload else say("Tutte le persone")
            caseloads[whose].append(pair)
        return _template().render(
            proposal=proposal,
            told=proposal.summary,
            headline=headline(proposal.summary),
            how_many=how_many(proposal.summary),
            made=proposal.made,
            states=State,
            groups=groups_told(proposal.groups),
            limits=limits_told(proposal.limits),
            proof=proof_told(proposal.proof),
            core=core_told(proposal.proof),
            scout=proposal.made.viewer == Viewer.SCOUT.value,
            exactly=proposal.made.viewer == Viewer.CASE_MANAGER.value,
            heading_sum=say(SHOWN_SUM if proposal.made.viewer == Viewer.SCOUT.value else "Somma"),
            caseloads=sorted(caseloads.items()),
            style=(ROOMS / "static" / "proposal.css").read_text(encoding="utf-8"),
        )


@cache
def _template() -> Template:
    # Any: the extension adds its methods to the environment when it is made.
    env: Any = Environment(
        loader=FileSystemLoader(ROOMS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    # Sentences are said when the page is made, not when the template is read: one template serves every language.
    env.install_gettext_callables(say, say_n, newstyle=True)
    env.filters.update(day=day, points=points, state=STATES.__getitem__, fill=fill, h=number, span=span)
    env.globals["counted"] = counted
    page: Template = env.get_template("proposal.html")
    return page


def day(value: date) -> str:
    """A day in words: 4 novembre 2019."""
    return f"{value.day} {_month(value)} {value.year}"


def span(first: date, last: date) -> str:
    """The window of days in which something starts, as short as it can be said."""
    if first == last:
        return say("inizio il {day}", day=day(first))
    known = (first.year, first.month) == (last.year, last.month)
    begin = str(first.day) if known else f"{first.day} {_month(first)}"
    return say("inizio tra il {first} e il {last}", first=begin, last=day(last))


def points(micro: int) -> str:
    """A score on the grid, with its six decimals."""
    return number(micro / 1_000_000, 6)


def fill(grade: float) -> str:
    """Width of a bar in per cent, for the drawing only."""
    return f"{grade * 100:.1f}"


def _month(value: date) -> str:
    return str(get_month_names("wide", locale=spoken())[value.month])

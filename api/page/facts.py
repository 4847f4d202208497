"""What the terminal says of a programme: its public facts, and its targets beside the proposal."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from rich.console import Console
from rich.table import Table

from data.call import CourseNeeded, Programme
from data.catalogues import catalogue
from data.language import marked, number, say
from data.lawbook import LawBook
from data.places import places
from matching.proposal import Proposal

# What targets and results count; others are shown under the name that the programme's file gives them.
COUNTED = {
    "in_charge": marked("persone in carico"),
    "placements": marked("inserimenti"),
    "average_months": marked("mesi in media"),
    "average_week_h": marked("ore settimanali in media"),
    "hires": marked("assunzioni"),
    "permanent_hires": marked("assunzioni a tempo indeterminato"),
    "courses": marked("corsi"),
}
NOT_SAID = marked("non detto dal programma")


def print_programme(call: Programme, why: str, proposal: Proposal, console: Console) -> None:
    """Print the facts of a programme and its figures beside those proposed.

    Parameters
    ----------
    call : Programme
        As shipped, with its own note.
    why : str
        Which sizes of the invented cohort are public and which assumed.
    proposal : Proposal
    console : Console
    """
    console.print(f"\n{say(call.title)}", style="bold", highlight=False, markup=False)
    facts = _plain_table()
    for name, fact in facts_of(call):
        facts.add_row(name, fact)
    console.print(facts, highlight=False, markup=False)
    figures = figures_of(call, proposal)
    if figures:
        table = _plain_table(
            say("Numeri del programma"), say("obiettivo"), say("esito pubblicato"), say("proposti qui")
        )
        for row in figures:
            table.add_row(*row)
        console.print()
        console.print(table, highlight=False, markup=False)
    for text in (why, call.note):
        if text:
            console.print(f"\n{say(text)}", style="dim", highlight=False, markup=False)


def facts_of(call: Programme) -> list[tuple[str, str]]:
    """What the programme is: name and fact, in the order in which people read them."""
    named = [places().find(istat).name for istat in call.municipalities]
    named += [say("provincia di {province}", province=province) for province in call.provinces]
    law = LawBook.load().in_force(call.on) if call.on else None
    week_h = call.week_h(law) if law else (call.week_h_min, call.week_h_max)
    own_week_h = call.week_h_min is not None or call.week_h_max is not None
    months = (call.months_min, call.months_max)
    courses = "; ".join(_course(course) for course in call.training)
    services = ", ".join(service.label for service in call.services)
    return [
        (say("Territorio"), ", ".join(named) or say(NOT_SAID)),
        (say("Periodo"), _period(call)),
        (say("Regime"), call.regime.label),
        (say("Ore settimanali"), _range(*week_h) if own_week_h else _usual(*week_h)),
        (say("Mesi"), _range(*months) if any(months) else say(NOT_SAID)),
        (say("Corsi prima dell'inizio"), courses or say(NOT_SAID)),
        (say("Servizi"), services or say(NOT_SAID)),
    ]


def figures_of(call: Programme, proposal: Proposal) -> list[tuple[str, str, str, str]]:
    """What is counted, target, published result, figure of this proposal; a dash where there is none."""
    placed = [pair.opening for pair in proposal.placed]
    here = {"in_charge": number(proposal.summary.candidates), "placements": number(len(placed))}
    if placed:
        here["average_months"] = number(fmean(opening.months for opening in placed), 1)
        here["average_week_h"] = number(fmean(opening.hours_week for opening in placed), 1)
    keys = dict.fromkeys([*call.targets, *call.results])
    return [
        (
            say(COUNTED[key]) if key in COUNTED else key,
            _figure(call.targets.get(key)),
            _figure(call.results.get(key)),
            here.get(key, "–"),
        )
        for key in keys
    ]


def _plain_table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=bool(heads))
    for place, head in enumerate(heads or ("", "")):
        table.add_column(head, justify="right" if heads and place else "left", overflow="fold")
    return table


def _period(call: Programme) -> str:
    if call.period_from is None or call.period_to is None:
        return say(NOT_SAID)
    return say("dal {first} al {last}", first=f"{call.period_from:%d/%m/%Y}", last=f"{call.period_to:%d/%m/%Y}")


def _range(least: float | None, most: float | None) -> str:
    if least is not None and least == most:
        return number(least)
    if least is not None and most is not None:
        return say("da {least} a {most}", least=number(least), most=number(most))
    if least is not None:
        return say("almeno {least}", least=number(least))
    return say("al massimo {most}", most=number(most)) if most is not None else say(NOT_SAID)


def _usual(least: float | None, most: float | None) -> str:
    return say("{usual} (di solito: il programma non lo dice)", usual=_range(least, most))


def _course(course: CourseNeeded) -> str:
    name = course.code.label
    if course.hours is not None:
        name = say("{course} ({hours} ore)", course=name, hours=number(course.hours))
    return say("{course}: {roles}", course=name, roles=_roles(course.roles)) if course.roles else name


def _roles(keys: Iterable[str]) -> str:
    return ", ".join(catalogue().role(key).label for key in keys)


def _figure(value: int | None) -> str:
    return "–" if value is None else number(value)

"""The plan of what is due before each proposed internship starts: a page to print and a table, from a proposal."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from babel.dates import get_day_names
from rich.console import Console

from api.page.render import day
from api.page.template import style, template
from data.bundle import Records
from data.errors import NotFound
from data.intake.cells import shielded
from data.intake.closed_file import write_closed
from data.language import marked, say, say_n, speaking, spoken
from data.lawbook import Law
from matching.proposal import Proposal, ProposedPair, TaskSaid
from scoring.gates import GATES

HEADER = (
    marked("persona"), marked("operatore"), marked("tirocinio"), marked("mansione"), marked("azienda"),
    marked("primo_giorno"), marked("entro"), marked("in_ritardo"), marked("fatto"), marked("chi"),
    marked("cosa"), marked("descrizione"), marked("norma"),
)  # fmt: skip
# The parameters that close the provision of a task.
KEYS = re.compile(r" \([a-z0-9_., ]+\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of thing that somebody has to do in a week: on which day for whom."""

    who: str
    title: str
    days: tuple[tuple[date | None, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A week of the calendar before the starts, or what is late, or what comes later, or has no day."""

    title: str
    lines: tuple[Line, ...]
    late: bool = False
    weekly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A parameter of the law that the plan rests on."""

    title: str
    source: str
    verify: bool


def render_plan(proposal: Proposal, law: Law, notes: Sequence[str] = ()) -> str:
    """The page in the language of the proposal; same proposal, same bytes.

    Parameters
    ----------
    proposal : Proposal
    law : of the day of the proposal
    notes : what else there is to say once, in the language of the proposal
    """
    with speaking(proposal.made.language):
        return template("plan.html", day=day, short=_short, weekday=_weekday, provision=_provision).render(
            proposal=proposal,
            made=proposal.made,
            told=summary(proposal.placed),
            notes=notes,
            stretches=calendar(proposal.placed),
            numbers=_numbers(proposal.placed, law),
            style=style("proposal.css") + style("plan.css"),
        )


def plan_csv(proposal: Proposal) -> str:
    """The tasks of every pair as a table, in the language of the proposal."""
    with speaking(proposal.made.language):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([say(name) for name in HEADER])
        writer.writerows(
            [shielded(cell) for cell in _row(pair, task)] for pair in proposal.placed for task in pair.tasks
        )
        # The mark makes spreadsheets read the file as UTF-8.
        return "\ufeff" + text.getvalue()


def write_page(proposal: Proposal, law: Law, out: Path, notes: Sequence[str] = ()) -> Path:
    """Write the page alone, `piano.html` in Italian; the folder is made if needed."""
    with speaking(proposal.made.language):
        path = out / say("piano.html")
    write_closed(path, render_plan(proposal, law, notes).encode())
    return path


def write_plan(proposal: Proposal, law: Law, out: Path, notes: Sequence[str] = ()) -> list[Path]:
    """Write the page and the table, `piano.html` and `piano.csv` in Italian."""
    page = write_page(proposal, law, out, notes)
    with speaking(proposal.made.language):
        table = out / say("piano.csv")
    write_closed(table, plan_csv(proposal).encode())
    return [page, table]


def only(proposal: Proposal, candidates: Sequence[str]) -> Proposal:
    """The proposal with the pairs of some people; everybody's where none is named.

    Raises
    ------
    NotFound
        Somebody has no proposal.
    """
    if not candidates:
        return proposal
    placed = {pair.candidate: pair for pair in proposal.placed}
    for code in candidates:
        if code not in placed:
            raise NotFound(marked("Persona con una proposta"), code)
    return proposal.model_copy(update={"placed": tuple(placed[code] for code in dict.fromkeys(candidates))})


def notes_of(records: Records, placed: Sequence[ProposedPair]) -> tuple[str, ...]:
    """What is said once of the whole plan: offers of which nobody wrote when they were last asked about."""
    named = {pair.opening.id for pair in placed}
    undated = sum(opening.id in named and opening.updated_on is None for opening in records.openings)
    if not undated:
        return ()
    one = marked(
        "Per {n} tirocinio proposto non è scritto quando l'offerta è stata aggiornata: chiedere se vale ancora."
    )
    many = marked(
        "Per {n} tirocini proposti non è scritto quando l'offerta è stata aggiornata: chiedere se valgono ancora."
    )
    return (say_n(one, many, undated),)


def summary(placed: Sequence[ProposedPair]) -> str:
    """The answer in one line: how much is to be done, how much of it is late."""
    tasks = [task for pair in placed for task in pair.tasks]
    left = [task for task in tasks if not task.done]
    told = say_n("{n} cosa da fare", "{n} cose da fare", len(left))
    people = say_n("per {n} persona", "per {n} persone", len(placed))
    late = sum(task.late for task in left)
    done = say_n("{n} è già fatta", "{n} sono già fatte", len(tasks) - len(left))
    if not late:
        return say("{todo} {people}; {done}.", todo=told, people=people, done=done)
    behind = say_n("{n} in ritardo", "{n} in ritardo", late)
    return say("{todo} {people}, {late}; {done}.", todo=told, people=people, late=behind, done=done)


def print_tasks(tasks: Sequence[TaskSaid], console: Console) -> None:
    """Print what is due before one internship starts, the first due first; nothing where there is nothing."""
    if not tasks:
        return
    console.print("\n" + say("Prima di iniziare"), style="bold")
    for task in tasks:
        when = say("fatto") if task.done else _short(task.due) or say("giorno da chiedere")
        late = f" ({say('in ritardo')})" if task.late else ""
        line = f"  {'✓' if task.done else '□'} {when}{late}  {task.title}: {task.sentence} ({task.who})"
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def calendar(placed: Iterable[ProposedPair]) -> tuple[Stretch, ...]:
    """What is left to do: what is late, week by week what comes before a start, what comes later, what has no day.

    In each, by who does it.
    """
    late: list[tuple[str, TaskSaid]] = []
    later: list[tuple[str, TaskSaid]] = []
    undated: list[tuple[str, TaskSaid]] = []
    weeks: dict[date, list[tuple[str, TaskSaid]]] = defaultdict(list)
    for pair in placed:
        for task in pair.tasks:
            if task.done:
                continue
            if task.due is None:
                undated.append((pair.candidate, task))
            elif task.late:
                late.append((pair.candidate, task))
            elif pair.first_day is not None and task.due >= pair.first_day:
                later.append((pair.candidate, task))
            else:
                weeks[task.due - timedelta(days=task.due.weekday())].append((pair.candidate, task))
    found = [
        Stretch(title=say("In ritardo"), late=True, lines=_lines(late)),
        *(Stretch(title=_week(monday), weekly=True, lines=_lines(tasks)) for monday, tasks in sorted(weeks.items())),
        Stretch(title=say("Dopo l'inizio"), lines=_lines(later)),
        Stretch(title=say("Giorno da chiedere"), lines=_lines(undated)),
    ]
    return tuple(stretch for stretch in found if stretch.lines)


def _lines(tasks: Iterable[tuple[str, TaskSaid]]) -> tuple[Line, ...]:
    grouped: dict[tuple[str, str], dict[date | None, list[str]]] = {}
    for person, task in tasks:
        grouped.setdefault((task.who, task.title), {}).setdefault(task.due, []).append(person)
    lines = [
        Line(
            who=who,
            title=title,
            days=tuple(
                (due, tuple(dict.fromkeys(people)))
                for due, people in sorted(days.items(), key=lambda one: one[0] or date.max)
            ),
        )
        for (who, title), days in grouped.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.who, line.days[0][0] or date.max, line.title)))


def _numbers(placed: Iterable[ProposedPair], law: Law) -> tuple[Number, ...]:
    there = {task.gate for pair in placed for task in pair.tasks}
    keys = sorted({key for gate in GATES if gate.code in there for key in gate.keys} & set(law.keys()))
    verify = set(law.to_verify())
    return tuple(Number(title=law.title(key), source=law.source(key), verify=key in verify) for key in keys)


def _row(pair: ProposedPair, task: TaskSaid) -> tuple[str, ...]:
    return (
        pair.candidate,
        pair.caseload or "",
        pair.opening.id,
        pair.opening.role,
        pair.opening.company,
        _short(pair.first_day),
        _short(task.due),
        say("sì") if task.late else "",
        say("sì") if task.done else "",
        task.who,
        task.title,
        task.sentence,
        task.law,
    )


def _week(monday: date) -> str:
    last = monday + timedelta(days=6)
    same = (monday.year, monday.month) == (last.year, last.month)
    first = str(monday.day) if same else day(monday)
    return say("Settimana dal {first} al {last}", first=first, last=day(last))


def _short(value: date | None) -> str:
    return "" if value is None else f"{value:%d/%m/%Y}"


def _weekday(value: date) -> str:
    """A day of a week that is named already: `lun 6/11`."""
    return f"{get_day_names('abbreviated', locale=spoken())[value.weekday()]} {value.day}/{value.month:02d}"


def _provision(text: str) -> str:
    return KEYS.sub("", text)

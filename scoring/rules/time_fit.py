"""TIME_FIT: shift and journeys lie inside the hours in which the person is free (domain reference H11, 5.4, 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import and_, or_

from data.availability import Limit
from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.pair_time import Lack
from data.papers import Act, Commitment
from data.records import Row
from data.week import Week, told_hours, told_week
from scoring.rule import Change, Facts, Mask, Rule, Unknown, as_day, person_and_opening, together
from scoring.time_kinds import KINDS, kinds_of
from scoring.time_ways import Case, partial_fit, seats


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether every shift with its journeys is free time, shape (n,).

    Own hours never asked do not refuse. Children refuse where their cover fails on too large a share of the days, a
    commitment with days where it clashes on more than `practice.absence_days_max`, an act on whatever day.
    """
    most = law.number("practice.uncovered_share_max") * pairs.openings.days[pairs.j]
    allowed: Mask = (pairs.time_slack_q >= 0) & (pairs.uncovered_days_if_free <= most)
    return allowed


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the person's hours were never asked, and would matter, shape (n,)."""
    return ~pairs.candidates.week_known[pairs.i] & allows(pairs, law)


def stopping(pairs: FullPairs, law: Law, k: int) -> tuple[Lack, ...]:
    """What stops pair k: no absences to agree on, and children only where their cover fails on too many days."""
    found = tuple(lack for lack in pairs.lacking(k) if not lack.absence)
    uncovered = sum(lack.last - lack.first + 1 for lack in found if lack.kind is Limit.CHILDREN)
    most = law.number("practice.uncovered_share_max") * int(pairs.openings.days[pairs.j[k]])
    return tuple(lack for lack in found if lack.kind is not Limit.CHILDREN or uncovered > most)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What the pair needs, which hours are not free and when, and whether it is the children's cover that lacks."""
    found = stopping(pairs, law, k)
    lacking = "; ".join(_told(found, int(pairs.first_day[k]), int(pairs.last_day[k])))
    return {
        "need": told_week(pairs.needed(k)),
        "lacking": lacking or say("nessuna"),
        "why": say(" (figli non affidati)") if any(lack.kind is Limit.CHILDREN for lack in found) else "",
        "journey_min": int(pairs.journey_q[k]) * 15,
    }


def days_told(first: int, last: int) -> str:
    """Days from an ordinal to another, or the one day."""
    if first == last:
        return say("il {day}", day=as_day(first))
    return say("dal {first} al {last}", first=as_day(first), last=as_day(last))


def spans_told(days: Iterable[tuple[int, int]]) -> str:
    """Stretches of days in order; those that touch are one."""
    spans: list[tuple[int, int]] = []
    for first, last in days:
        if spans and spans[-1][1] + 1 >= first:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return together([days_told(first, last) for first, last in spans])


def hours_and_days(found: Iterable[Lack], without: Week) -> Iterator[str]:
    """The hours that lack, save some, with their days."""
    days: dict[Week, list[tuple[int, int]]] = {}
    for lack in sorted(found, key=lambda lack: (lack.first, lack.last, told_week(lack.hours))):
        if lack.hours - without:
            days.setdefault(lack.hours - without, []).append((lack.first, lack.last))
    for hours, spans in days.items():
        yield say("{hours} ({days})", hours=told_hours(hours), days=spans_told(spans))


def _told(found: Iterable[Lack], first: int, last: int) -> Iterator[str]:
    """The hours that lack throughout, then those of some days only; whose they are is not told.

    Few days are not told: they stop a pair only by an act, and so would show that there is one. Without them the hours
    read like those that the person keeps. Whoever reads many refusals of one person can still see that hours count for
    the openings of some days only, and if no commitment of those days is known guess why.
    """
    found = tuple(found)
    throughout = [lack.hours for lack in found if lack.few or (lack.first, lack.last) == (first, last)]
    children = [lack for lack in found if lack.kind is Limit.CHILDREN]
    if children and sum(lack.last - lack.first + 1 for lack in children) == last - first + 1:
        throughout.append(reduce(and_, (lack.hours for lack in children)))
    always = reduce(or_, throughout, Week())
    if always:
        yield told_hours(always)
    yield from hours_and_days(found, always)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The way that asks least: slightly other shifts, else a seat for the children, else hours that people free."""
    found, case = stopping(pairs, law, k), Case.of(records, pairs, law, k)
    firm = tuple(lack for lack in found if lack.kind is not Limit.CHILDREN)
    children = len(firm) < len(found)
    wishes, rows = _freed(records, pairs, k, found)
    freed = Change(
        say("Possibile se {wishes}.", wishes=together(wishes)),
        say("persona e servizi per i figli") if children else say("persona, con chi la segue"),
        rows,
    )
    ways = [*partial_fit(case)]
    if children:
        also, more = _freed(records, pairs, k, firm) if firm else ((), ())
        ways += seats(case, also, more)
    first, *others = map(_with_act, (*ways, freed))
    return replace(first, other=tuple(others))


def _with_act(way: Change) -> Change:
    """The way with what only the case manager reads: that an authority has to widen its act."""
    acts = [row for row in way.records if isinstance(row, Act) and row.hours is not None]
    return replace(way, held=say(NEW_ACT)) if acts else way


def _freed(records: Records, pairs: FullPairs, k: int, found: Sequence[Lack]) -> tuple[Sequence[str], tuple[Row, ...]]:
    """The person frees the hours that lack, commitments move, acts widen, and somebody covers the children."""
    person, _ = person_and_opening(records, pairs, k)
    first, last = int(pairs.first_day[k]), int(pairs.last_day[k])
    hours = {kind: reduce(or_, (lack.hours for lack in found if lack.kind is kind), Week()) for kind in Limit}
    own, uncovered = hours[Limit.OWN] | (hours[Limit.COMMITMENT] & (person.busy or Week())), hours[Limit.CHILDREN]
    freed = {
        "availability": person.availability | own if person.availability is not None else None,
        "busy": person.busy - own if person.busy else None,
        "other_carers": (person.other_carers or Week()) | uncovered if uncovered else person.other_carers,
    }
    papers = tuple(_moved(records, lack, first, last) for lack in found if lack.paper is not None)
    # In the same words: who reads them must not learn that some hours are those of an act.
    own |= hours[Limit.COMMITMENT] | hours[Limit.ACT]
    wishes = [say("la persona è libera anche: {week}", week=told_hours(own))] if own else []
    wishes += [say("i figli sono affidati: {week}", week=told_hours(uncovered))] if uncovered else []
    return wishes, (person.model_copy(update=freed), *papers)


def _moved(records: Records, lack: Lack, first: int, last: int) -> Row:
    """The act with wider hours, or the commitment without those of the internship or outside of its days."""
    if lack.kind is Limit.ACT:
        act: Act = next(act for act in records.acts if act.id == lack.paper)
        return act.model_copy(update={"hours": (act.hours or Week()) | lack.hours})
    taken: Commitment = next(taken for taken in records.commitments if taken.id == lack.paper)
    if taken.hours - lack.hours:
        return taken.model_copy(update={"hours": taken.hours - lack.hours})
    if taken.valid_from is None or taken.valid_from.toordinal() < first:
        return taken.model_copy(update={"valid_to": date.fromordinal(first - 1)})
    after = date.fromordinal(last + 1)
    until = None if taken.valid_to is None else max(taken.valid_to, after)
    return taken.model_copy(update={"valid_from": after, "valid_to": until})


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Codes of the kinds that stop pair k."""
    return kinds_of(stopping(pairs, law, k), pairs.needed(k))


NEW_ACT = marked("Fra queste ore ce ne sono di non permesse da un atto: prima serve un nuovo atto dell'autorità.")

RULE = Rule(
    code="TIME_FIT",
    title=marked("Orario"),
    law=marked(
        "Orari della persona e dei suoi figli; practice.childcare, practice.school_calendar, practice.school_trip_min, "
        "practice.child_alone_age, practice.uncovered_share_max, practice.absence_days_max, "
        "practice.partial_fit_max_share"
    ),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Orario non compatibile{why}: con il viaggio serve {need}; non libero {lacking}."),
    ask=marked("Chiedere gli orari della persona: con il viaggio serve {need}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=KINDS,
    at=at,
)

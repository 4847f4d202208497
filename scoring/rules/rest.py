"""REST: the shifts leave eleven hours a day, a day off a week, and no day too long (domain reference H10)."""

from __future__ import annotations

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, number, say
from data.lawbook import Law
from data.rest import LONG_DAY, NO_DAY_OFF, SHORT_REST, RestLimits, WorkingDay, broken, circle_of, longest_rest
from data.rest_trim import trimmed
from data.week import FORTNIGHT, QUARTERS_A_DAY, clock, told_week
from data.week_text import days_told
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, nothing_missing, person_and_opening, together

# As many as are read; a week that breaks the same thing every day is told by its first days.
_TOLD = 3

KINDS = (
    Kind(
        code="REST_DAY",
        title=marked("Undici ore di riposo"),
        asks=marked(
            "Dopo ogni giorno di lavoro restano 11 ore di riposo di seguito, entro 24 ore da quando è iniziato?"
        ),
        why=marked(
            "Chi lavora ha diritto a 11 ore di riposo di seguito ogni 24 ore (D.Lgs. 66/2003 art. 7). La norma è per "
            "chi lavora: qui vale per analogia anche per i tirocini. La pausa di un orario spezzato non è riposo."
        ),
        since=marked("29 aprile 2003"),
        who=marked("L'azienda, che cambia i turni."),
    ),
    Kind(
        code="REST_WEEK",
        title=marked("Un giorno libero"),
        asks=marked("Ogni settimana ha un giorno libero, cioè 24 ore di seguito oltre alle 11 del riposo giornaliero?"),
        why=marked(
            "Chi lavora ha diritto a 24 ore di riposo di seguito ogni settimana, di regola la domenica, da sommare al "
            "riposo giornaliero (D.Lgs. 66/2003 art. 9). Qui vale per analogia. Se le settimane si alternano si conta "
            "su due settimane insieme."
        ),
        since=marked("29 aprile 2003; la media su 14 giorni dal 2008"),
        who=marked("L'azienda, che cambia i turni."),
    ),
    Kind(
        code="HOURS_DAY",
        title=marked("Ore al giorno"),
        asks=marked("Nessun giorno ha più di 8 ore di tirocinio?"),
        why=marked("È una scelta di questo progetto: un tirocinio non chiede più di una giornata intera di lavoro."),
        since=marked("Sempre, in questo progetto"),
        who=marked("L'azienda, che cambia i turni."),
    ),
)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the opening's shifts break nothing, shape (n,); a property of the opening, computed once for each."""
    whole: Mask = pairs.openings.rest_broken[pairs.j] == 0
    return whole


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What is broken and where, in words."""
    shifts, limits = pairs.openings.shifts[pairs.j[k]], RestLimits.of(law)
    found = broken(shifts, limits)
    two = circle_of(shifts) == FORTNIGHT
    told = [_short(day, limits, two) for day in found.short[:_TOLD]]
    if found.days_off is not None:
        hours = number((limits.rest + limits.day_off) / 4)
        lacking = marked("manca un giorno libero: servono {hours} ore di riposo di seguito ogni settimana")
        if two:
            lacking = marked(
                "in due settimane mancano giorni liberi: ne servono 2, di {hours} ore di riposo di seguito"
            )
        told.append(say(lacking, hours=hours))
    if found.long:
        days = [
            say("{day} {hours} ore", day=_day(day, two), hours=number(worked / 4)) for day, worked in found.long[:_TOLD]
        ]
        told.append(say("più di {most} ore al giorno ({days})", most=number(limits.day / 4), days=together(days)))
    return {"broken": "; ".join(told) or say("nulla"), "shifts": told_week(shifts)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The kinds that stop pair k."""
    mask = int(pairs.openings.rest_broken[pairs.j[k]])
    bits = (SHORT_REST, NO_DAY_OFF, LONG_DAY)
    return tuple(kind.code for kind, bit in zip(KINDS, bits, strict=True) if mask & bit)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company shortens the shifts until they leave the rest that is due.

    None where too few hours would be left for the programme: which other ones there is work in, only the company knows.
    """
    _, offer = person_and_opening(records, pairs, k)
    left = trimmed(offer.shifts, RestLimits.of(law))
    least = pairs.eligibility.own_week_h[0] or 0
    if any(cut.hours < min(least, today.hours) for cut, today in ((left.a, offer.shifts.a), (left.b, offer.shifts.b))):
        return None
    return Change(
        say("Possibile con turni più corti: {week}.", week=told_week(left)),
        say("azienda, con lo scouter"),
        (offer.model_copy(update={"shifts": left}),),
    )


def _short(day: WorkingDay, limits: RestLimits, two: bool) -> str:
    """The longest rest after the beginning of a working day, which is too short."""
    start, end = longest_rest(day)
    rest, least = number((end - start) / 4), number(limits.rest / 4)
    if start == end:
        return say(
            "da {start} non c'è riposo nelle 24 ore (ne servono {least})", start=_begins(day.start, two), least=least
        )
    if end < day.end:
        return say(
            "fra {start} e {end} restano {rest} ore (ne servono {least})",
            start=_ends(start, two),
            end=_begins(end, two),
            rest=rest,
            least=least,
        )
    return say(
        "il lavoro che inizia {start} finisce {end}: nelle 24 ore ne restano {rest} di riposo (ne servono {least})",
        start=_begins(day.start, two),
        end=_ends(start, two),
        rest=rest,
        least=least,
    )


def _begins(quarter: int, two: bool) -> str:
    """When work begins; `two`: in which of the two weeks that alternate."""
    return f"{_day(quarter // QUARTERS_A_DAY, two)} {clock(quarter % QUARTERS_A_DAY)}"


def _ends(quarter: int, two: bool) -> str:
    """When work ends: midnight is of the day before."""
    return f"{_day((quarter - 1) // QUARTERS_A_DAY, two)} {clock((quarter - 1) % QUARTERS_A_DAY + 1)}"


def _day(day: int, two: bool) -> str:
    name = days_told()[day % 7]
    if not two:
        return name
    return say(marked("{day} pari") if day // 7 % 2 else marked("{day} dispari"), day=name)


RULE = Rule(
    code="REST",
    title=marked("Riposo"),
    law=marked(
        "D.Lgs. 66/2003 artt. 7 e 9, per analogia: work_time.rest_h, work_time.weekly_rest_h, work_time.day_max_h"
    ),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("I turni non lasciano il riposo dovuto: {broken}."),
    ask=marked("Verificare i turni: {shifts}."),
    lift=lift,
    unknown=Unknown.REFUSES,
    kinds=KINDS,
    at=at,
)

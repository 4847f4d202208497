"""TRAVEL: the place can be reached in the person's own time, with the person's own means (reference H12, 5.6)."""

from __future__ import annotations

from data.bundle import Records
from data.codes import Mode
from data.eligibility import FullPairs
from data.language import marked, number, say
from data.lawbook import Law
from data.records import LONGEST_JOURNEY_MIN
from data.travel.minutes import NO_MODE, mode_minutes
from scoring.rule import Change, Facts, Mask, Rule, Unknown, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the fastest usable mode keeps to the personal ceiling, shape (n,)."""
    return pairs.travel_min <= pairs.candidates.ceiling_min[pairs.i]


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether nobody asked how the person travels, shape (n,); then on foot and by bus."""
    return ~pairs.candidates.modes_known[pairs.i]


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """Minutes and mode, or that no mode of the person runs at those hours."""
    minutes, mode = int(pairs.travel_min[k]), int(pairs.travel_mode[k])
    ceiling = int(pairs.candidates.ceiling_min[pairs.i[k]])
    if mode == NO_MODE:
        how = say("nessun mezzo della persona arriva a quegli orari")
    else:
        how = say("servono {minutes} minuti {mode}", minutes=minutes, mode=list(Mode)[mode].label)
    return {"how": how, "ceiling": ceiling, "km": number(pairs.km[k], 1)}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """A lift, where it is quick enough; else a longer journey, which only the person can accept."""
    person, _ = person_and_opening(records, pairs, k)
    ceiling = int(pairs.candidates.ceiling_min[pairs.i[k]])
    by_lift = int(mode_minutes(pairs.km[k : k + 1], Mode.LIFT, law.table("practice.travel"))[0])
    modes = person.modes if person.modes is not None else (Mode.WALK, Mode.BUS)
    with_lift = tuple(mode for mode in Mode if mode in modes or mode is Mode.LIFT)
    if by_lift <= ceiling:
        changed = person.model_copy(update={"modes": with_lift})
        lifted = say("Possibile con un passaggio ({minutes} minuti).", minutes=by_lift)
        return Change(lifted, say("persona, servizio o azienda"), (changed,))
    minutes, longer = int(pairs.travel_min[k]), marked("Possibile se la persona accetta {minutes} minuti di viaggio.")
    if minutes > LONGEST_JOURNEY_MIN:
        minutes, modes = by_lift, with_lift
        longer = marked("Possibile se la persona accetta {minutes} minuti di viaggio con un passaggio.")
    if minutes > LONGEST_JOURNEY_MIN:
        return None
    changed = person.model_copy(update={"modes": modes, "max_travel_min": minutes})
    return Change(say(longer, minutes=minutes), say("persona"), (changed,))


RULE = Rule(
    code="TRAVEL",
    title=marked("Viaggio"),
    law=marked("Limite scelto dalla persona; practice.travel, practice.travel_ceiling_min, practice.bus_window"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Sede non raggiungibile negli orari: {how}, il limite è {ceiling} ({km} km)."),
    ask=marked("Chiedere con quali mezzi si muove la persona: considerati: a piedi e in autobus ({how})."),
    lift=lift,
    unknown=Unknown.STANDS_IN,
)

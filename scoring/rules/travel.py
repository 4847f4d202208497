"""TRAVEL: the place can be reached in the person's own time, with the person's own means (reference H12, 5.6)."""

from __future__ import annotations

from data.bundle import Records
from data.codes import Mode
from data.eligibility import FullPairs
from data.language import marked, number, say
from data.lawbook import Law
from data.records import LONGEST_JOURNEY_MIN
from data.travel.minutes import NO_MODE, mode_minutes
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening

JOURNEY, ON_FOOT, NO_MEANS = "JOURNEY_TIME", "WAY_ON_FOOT", "NO_MEANS"


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the fastest usable mode keeps to the personal ceiling, shape (n,)."""
    return pairs.travel_min <= pairs.candidates.ceiling_min[pairs.i]


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether nobody asked how the person travels, shape (n,); then on foot and by bus."""
    return ~pairs.candidates.modes_known[pairs.i]


def _on_foot(pairs: FullPairs, k: int) -> Mode | None:
    """The mode that falls away because the way on foot is too long for the person: the bus first, then walking."""
    i, j, work = pairs.i[k : k + 1], pairs.j[k : k + 1], pairs.cohort.work
    own = pairs.candidates.modes[i]
    left = work.usable(own, i, j, pairs.km[k : k + 1] * pairs.cohort.travel["road_factor"])
    lost = int(own[0] & ~left[0])
    return next((mode for mode in (Mode.BUS, Mode.WALK) if lost & mode.bit), None)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """Minutes and mode, or why no mode of the person gets there."""
    minutes, mode = int(pairs.travel_min[k]), int(pairs.travel_mode[k])
    ceiling = int(pairs.candidates.ceiling_min[pairs.i[k]])
    stops, lost = at(pairs, law, k)[0], _on_foot(pairs, k)
    metres = {
        "stop": int(pairs.cohort.work.bus_stop_m[pairs.j[k]]),
        "most": int(pairs.cohort.work.max_walk_m[pairs.i[k]]),
    }
    if stops == ON_FOOT and lost is Mode.BUS:
        how = say("la fermata dista {stop} metri e la persona ne può camminare {most}; di viaggio", **metres)
    elif stops == ON_FOOT:
        how = say("a piedi la strada supera i metri che la persona può camminare ({most}); di viaggio", **metres)
    elif stops == NO_MEANS:
        how = say("nessun mezzo della persona arriva a quegli orari")
    else:
        how = say("servono {minutes} minuti {mode}", minutes=minutes, mode=list(Mode)[mode].label)
        if lost is Mode.BUS:
            sentence = marked(
                "{how} (in autobus no: la fermata dista {stop} metri e la persona ne può camminare {most})"
            )
            how = say(sentence, how=how, **metres)
    return {"how": how, "ceiling": ceiling, "km": number(pairs.km[k], 1)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Too long, too far on foot, or nothing that goes at those hours."""
    if pairs.travel_mode[k] != NO_MODE:
        return (JOURNEY,)
    lost, buses = _on_foot(pairs, k), bool(pairs.candidates.modes[pairs.i[k]] & Mode.BUS.bit)
    # Who walks and takes the bus is stopped by the hours of the bus that is left, not by the way on foot.
    return (ON_FOOT,) if lost is Mode.BUS or (lost is Mode.WALK and not buses) else (NO_MEANS,)


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
    refusal=marked("Sede non raggiungibile negli orari: {how}, il limite è {ceiling} minuti ({km} km)."),
    ask=marked("Chiedere con quali mezzi si muove la persona: considerati: a piedi e in autobus ({how})."),
    lift=lift,
    unknown=Unknown.STANDS_IN,
    kinds=(
        Kind(
            code=JOURNEY,
            title=marked("Durata del viaggio"),
            asks=marked("Il viaggio, con il mezzo più rapido che la persona usa, sta dentro il suo limite di minuti?"),
            why=marked("Il limite lo sceglie la persona; se non lo dice, se ne usa uno usuale."),
            since=marked("da quando Abbina propone"),
            who=marked("un passaggio da parte di qualcuno, o la persona se accetta un viaggio più lungo"),
        ),
        Kind(
            code=ON_FOOT,
            title=marked("Tratto a piedi"),
            asks=marked("La fermata, o la sede per chi va a piedi, è alla distanza che la persona può camminare?"),
            why=marked(
                "L'autobus serve solo a chi può arrivare dalla fermata alla sede. Se la distanza della fermata non è "
                "scritta, l'autobus si conta e la si fa verificare."
            ),
            since=marked("da quando Abbina propone"),
            who=marked("un passaggio da parte di qualcuno"),
        ),
        Kind(
            code=NO_MEANS,
            title=marked("Mezzi a quegli orari"),
            asks=marked("Almeno un mezzo della persona arriva in tempo per il turno e riporta a casa dopo?"),
            why=marked(
                "Senza orari ufficiali si conta sull'autobus solo nelle ore usuali o in quelle scritte per la sede."
            ),
            since=marked("da quando Abbina propone"),
            who=marked("un passaggio da parte di qualcuno, o altri orari di lavoro"),
        ),
    ),
    at=at,
)

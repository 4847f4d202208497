"""TRAVEL: the place can be reached in the person's own time, with the person's own means (reference H12, 5.6)."""

from __future__ import annotations

from data.bundle import Records
from data.codes import Mode
from data.eligibility import FullPairs
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
        how = "nessun mezzo della persona arriva a quegli orari"
    else:
        how = f"servono {minutes} minuti {list(Mode)[mode].it}"
    return {"how": how, "ceiling": ceiling, "km": f"{pairs.km[k]:.1f}".replace(".", ",")}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """A lift, where it is quick enough; else a longer journey, which only the person can accept."""
    person, _ = person_and_opening(records, pairs, k)
    ceiling = int(pairs.candidates.ceiling_min[pairs.i[k]])
    by_lift = int(mode_minutes(pairs.km[k : k + 1], Mode.LIFT, law.table("practice.travel"))[0])
    modes = person.modes if person.modes is not None else (Mode.WALK, Mode.BUS)
    with_lift = tuple(mode for mode in Mode if mode in modes or mode is Mode.LIFT)
    if by_lift <= ceiling:
        changed = person.model_copy(update={"modes": with_lift})
        return Change(f"Possibile con un passaggio ({by_lift} minuti).", "persona, servizio o azienda", (changed,))
    minutes, how = int(pairs.travel_min[k]), ""
    if minutes > LONGEST_JOURNEY_MIN:
        minutes, how, modes = by_lift, " con un passaggio", with_lift
    if minutes > LONGEST_JOURNEY_MIN:
        return None
    changed = person.model_copy(update={"modes": modes, "max_travel_min": minutes})
    return Change(f"Possibile se la persona accetta {minutes} minuti di viaggio{how}.", "persona", (changed,))


RULE = Rule(
    code="TRAVEL",
    title="Viaggio",
    law="Limite scelto dalla persona; practice.travel, practice.travel_ceiling_min, practice.bus_window",
    allows=allows,
    missing=missing,
    facts=facts,
    refusal="Sede non raggiungibile negli orari: {how}, il limite è {ceiling} ({km} km).",
    ask="Chiedere con quali mezzi si muove la persona: considerati: a piedi e in autobus ({how}).",
    lift=lift,
    unknown=Unknown.STANDS_IN,
)

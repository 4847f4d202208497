"""ACCESS: the place has what the person needs to get in and work there (domain reference H14)."""

from __future__ import annotations

from data.bundle import Records
from data.codes import Access
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Mask, Rule, Unknown, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether nothing needed is known to be absent, shape (n,)."""
    open_to: Mask = (pairs.candidates.access_needs[pairs.i] & pairs.openings.access_absent[pairs.j]) == 0
    return open_to


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether something needed was never looked at on the spot, and all the rest is there, shape (n,)."""
    unsure: Mask = (pairs.candidates.access_needs[pairs.i] & ~pairs.openings.access[pairs.j]) != 0
    return unsure & allows(pairs, law)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What is absent, and what nobody has looked at."""
    need = int(pairs.candidates.access_needs[pairs.i[k]])
    there, absent = int(pairs.openings.access[pairs.j[k]]), int(pairs.openings.access_absent[pairs.j[k]])
    return {
        "absent": ", ".join(feature.label for feature in Access if need & absent & feature.bit) or say("nulla"),
        "unseen": ", ".join(feature.label for feature in Access if need & ~(there | absent) & feature.bit)
        or say("nulla"),
    }


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company makes the place accessible."""
    person, offer = person_and_opening(records, pairs, k)
    site = next(record for record in records.sites if record.id == offer.site)
    wanting = [feature for feature in person.access_needs if site.access.get(feature) is False]
    if not wanting:
        return None
    mended = site.model_copy(update={"access": {**site.access, **dict.fromkeys(wanting, True)}})
    return Change(
        say("La sede va resa accessibile: {features}.", features=", ".join(feature.label for feature in wanting)),
        say("azienda (contributi: fondo regionale disabili, INAIL)"),
        (mended,),
    )


RULE = Rule(
    code="ACCESS",
    title=marked("Accessibilità"),
    law=marked("D.Lgs. 216/2003 art. 3 c. 3-bis; L. 68/1999 art. 10"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Sede non accessibile: manca {absent}."),
    ask=marked("Verificare sul posto prima di proporre: {unseen}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
)

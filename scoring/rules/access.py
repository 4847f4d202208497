"""ACCESS: the place and the way to it have what the person needs to get in and work there (domain reference H14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Access, Mode
from data.cohort import UNKNOWN
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.pairs import Index
from scoring.accommodating import COMPANY, first_and_last, granted, with_state
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening

SITE, WAY = "ACCESS_SITE", "ACCESS_WAY"
WAY_FEATURES = (Access.STEP_FREE_WAY, Access.GUIDED_WAY, Access.LIT_WAY)


def _without(pairs: FullPairs, lacking: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """What lacks, less what was granted to the person there."""
    work = pairs.cohort.work
    some: Index = np.flatnonzero(lacking)
    i, j = pairs.i[some], pairs.j[some]
    place, row = work.lightened(i, j, pairs.first_day[some], pairs.last_day[some])
    np.bitwise_and.at(lacking, some[place], ~work.agreements.features[row])
    return lacking


def _absent(pairs: FullPairs) -> NDArray[np.uint16]:
    """Mask of what is needed, known to be absent, and not granted, shape (n,)."""
    return _without(pairs, pairs.candidates.access_needs[pairs.i] & pairs.openings.access_absent[pairs.j])


def _unseen(pairs: FullPairs) -> NDArray[np.uint16]:
    """Mask of what is needed and that nobody looked at, shape (n,)."""
    looked_at = pairs.openings.access | pairs.openings.access_absent
    return _without(pairs, pairs.candidates.access_needs[pairs.i] & ~looked_at[pairs.j])


def _stop_unknown(pairs: FullPairs) -> Mask:
    """Whether the person goes by bus, walks only so far, and nobody knows how far the stop is, shape (n,)."""
    work = pairs.cohort.work
    asks: Mask = (work.max_walk_m[pairs.i] != UNKNOWN) & (work.bus_stop_m[pairs.j] == UNKNOWN)
    if asks.any():
        asks &= pairs.travel_mode == list(Mode).index(Mode.BUS)
    return asks


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether nothing needed is known to be absent, shape (n,)."""
    open_to: Mask = _absent(pairs) == 0
    return open_to


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether something needed was never looked at on the spot, and all the rest is there, shape (n,)."""
    unsure: Mask = (_unseen(pairs) != 0) | _stop_unknown(pairs)
    return unsure & allows(pairs, law)


def _labels(mask: int) -> list[str]:
    return [feature.label for feature in Access if mask & feature.bit]


def _one(pairs: FullPairs, k: int) -> FullPairs:
    return FullPairs(pairs.cohort, pairs.eligibility, pairs.i[k : k + 1], pairs.j[k : k + 1])


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What is absent, how far its accommodation has come, and what nobody has looked at."""
    one = _one(pairs, k)
    absent, unseen = int(_absent(one)[0]), _labels(int(_unseen(one)[0]))
    if _stop_unknown(one)[0]:
        unseen.append(say("quanto dista la fermata"))
    told = with_state(", ".join(_labels(absent)), one, 0, features=absent) if absent else say("nulla")
    return {"absent": told, "unseen": ", ".join(unseen) or say("nulla")}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The place, the way to it, or both."""
    absent = int(_absent(_one(pairs, k))[0])
    way = sum(feature.bit for feature in WAY_FEATURES)
    return tuple(code for code, mask in ((SITE, ~way), (WAY, way)) if absent & mask)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company grants an accommodation to this person, or makes the place accessible to everybody."""
    one = _one(pairs, k)
    absent = int(_absent(one)[0])
    if not absent:
        return None
    person, offer = person_and_opening(records, pairs, k)
    site = next(record for record in records.sites if record.id == offer.site)
    wanting = tuple(feature for feature in Access if absent & feature.bit)
    names = ", ".join(feature.label for feature in wanting)
    adapted = granted(records, (person, offer), "ACCESS", features=wanting, days=first_and_last(one, 0))
    mended = site.model_copy(update={"access": {**site.access, **dict.fromkeys(wanting, True)}})
    way = any(feature in WAY_FEATURES for feature in wanting)
    for_everybody = Change(
        say("La sede e il percorso vanno resi accessibili a tutti: {features}.", features=names)
        if way
        else say("La sede va resa accessibile a tutti: {features}.", features=names),
        say("azienda, con il Comune per il percorso") if way else say(COMPANY),
        (mended,),
    )
    asked = say("Accomodamento da chiedere all'azienda per questa persona: {features}.", features=names)
    return Change(asked, say(COMPANY), (adapted,), other=(for_everybody,))


_WHY = marked(
    "Chi ospita deve rendere il lavoro accessibile dove è ragionevole (D.Lgs. 216/2003 art. 3 c. 3-bis; L. 68/1999 "
    "art. 10). Ciò che nessuno ha guardato non ferma: si verifica sul posto."
)
_SINCE = marked("dal 2013 (D.L. 76/2013)")
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
    kinds=(
        Kind(
            code=SITE,
            title=marked("Accesso alla sede"),
            asks=marked("La sede ha ciò che serve alla persona per entrare e lavorare?"),
            why=_WHY,
            since=_SINCE,
            who=marked("l'azienda, con un accomodamento o adattando la sede"),
        ),
        Kind(
            code=WAY,
            title=marked("Percorso dalla fermata"),
            asks=marked("Il percorso dalla fermata alla sede ha ciò che serve alla persona?"),
            why=_WHY,
            since=_SINCE,
            who=marked("l'azienda, per esempio con un accompagnamento; il Comune, sistemando il percorso"),
        ),
    ),
    at=at,
)

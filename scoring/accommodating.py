"""Accommodations of one pair, as the rules about tasks and places tell them and ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from data.accommodations import new_id
from data.bundle import Records
from data.codes import Access, AccommodationStatus
from data.eligibility import FullPairs
from data.language import marked, say
from data.pairs import Index
from data.papers import Accommodation
from data.records import Candidate, Opening
from scoring.rule import as_day

# What an accommodation that does not count says of itself, the most hopeful first.
ORDER = (
    AccommodationStatus.REQUESTED,
    AccommodationStatus.PROPOSED,
    AccommodationStatus.REFUSED,
    AccommodationStatus.GRANTED,
    AccommodationStatus.IN_PLACE,
)
NOT_ENOUGH = marked("{what} (l'accomodamento già concesso non basta)")
HAS_ENDED = marked("{what} (l'accomodamento concesso è finito il {day})")
ENDS = marked("{what} (l'accomodamento concesso finisce il {day}, prima della fine del tirocinio)")
WITH_REASON = marked("{what} (l'azienda ha rifiutato l'accomodamento: il motivo è nella scheda)")
WITHOUT_REASON = marked("{what} (l'azienda ha rifiutato l'accomodamento senza scrivere il motivo)")
TOLD = {
    AccommodationStatus.REQUESTED: marked("{what} (accomodamento già chiesto: si aspetta la risposta dell'azienda)"),
    AccommodationStatus.PROPOSED: marked(
        "{what} (accomodamento proposto: va chiesto all'azienda e si aspetta la risposta)"
    ),
    AccommodationStatus.REFUSED: WITH_REASON,
    AccommodationStatus.GRANTED: NOT_ENOUGH,
    AccommodationStatus.IN_PLACE: NOT_ENOUGH,
}
COMPANY = marked("azienda (L. 104/1992 art. 5-bis; contributi: fondo regionale disabili, INAIL)")


def state(pairs: FullPairs, k: int, items: Index | None = None, features: int = 0) -> AccommodationStatus | None:
    """How far the accommodation of pair k for some items (columns) or features (mask) has come; None: never asked."""
    found = _about(pairs, k, items, features)
    return None if found is None else list(AccommodationStatus)[pairs.cohort.work.agreements.status[found]]


def with_state(what: str, pairs: FullPairs, k: int, items: Index | None = None, features: int = 0) -> str:
    """What blocks, and how far its accommodation has come; never the company's words, which may tell of the person."""
    found = _about(pairs, k, items, features)
    if found is None:
        return what
    agreements = pairs.cohort.work.agreements
    status = list(AccommodationStatus)[agreements.status[found]]
    refused, last = status is AccommodationStatus.REFUSED, int(agreements.last[found])
    if agreements.counts[found] and last < pairs.last_day[k]:
        return say(HAS_ENDED if last < pairs.cohort.on else ENDS, what=what, day=as_day(last))
    return say(WITHOUT_REASON if refused and not agreements.reasoned[found] else TOLD[status], what=what)


def _about(pairs: FullPairs, k: int, items: Index | None, features: int) -> int | None:
    agreements = pairs.cohort.work.agreements
    _, rows = pairs.cohort.work.agreed(pairs.i[k : k + 1], pairs.j[k : k + 1])
    about = (agreements.features[rows] & features) != 0
    if items is not None:
        about |= (agreements.uplift[rows][:, items] > 0).any(axis=1)
    statuses = list(AccommodationStatus)
    near = sorted((ORDER.index(statuses[agreements.status[row]]), int(row)) for row in rows[about])
    return near[0][1] if near else None


def granted(
    records: Records,
    pair: tuple[Candidate, Opening],
    kind: str,
    *,
    items: Mapping[str, int] | None = None,
    features: tuple[Access, ...] = (),
    days: tuple[int, int],
) -> Accommodation:
    """The accommodation that takes away what blocks, as the company would have granted it.

    Parameters
    ----------
    records : of the day
    pair : whose accommodation
    kind : ends the code of a new one
    items : item -> levels that still have to come off the demand
    features : what still has to be accessible
    days : first and last of the internship, ordinals
    """
    items = items or {}
    person, offer = pair
    own = [a for a in records.accommodations if a.candidate == person.id and a.opening == offer.id]
    about = [a for a in own if set(a.items) & set(items) or set(a.features) & set(features)]
    if not about:
        code = new_id(person.id, offer.id, kind, {a.id for a in records.accommodations})
        made = {"id": code, "candidate": person.id, "opening": offer.id, "status": AccommodationStatus.GRANTED}
        return Accommodation.model_validate({**made, "items": dict(items), "features": features})
    old = min(about, key=lambda a: (ORDER.index(a.status), a.id))
    whole = holds(old, days)
    # What already counts is not counted again.
    base = old.items if old.counts and whole else {}
    levels = {item: max(old.items.get(item, 0), base.get(item, 0) + most) for item, most in items.items()}
    kept = (old.valid_from, old.valid_to) if whole else (None, None)
    return Accommodation.model_validate(
        {
            **old.model_dump(),
            "items": {**old.items, **levels},
            "features": {*old.features, *features},
            "status": AccommodationStatus.GRANTED,
            "reason": None,
            "valid_from": kept[0],
            "valid_to": kept[1],
        }
    )


def holds(paper: Accommodation, days: tuple[int, int]) -> bool:
    """Whether it is valid on every day between the two."""
    begins = paper.valid_from is None or paper.valid_from.toordinal() <= days[0]
    return begins and (paper.valid_to is None or paper.valid_to.toordinal() >= days[1])


def first_and_last(pairs: FullPairs, k: int) -> tuple[int, int]:
    """Ordinals of the first and the last day of the internship of pair k."""
    return int(pairs.first_day[k]), int(pairs.last_day[k])

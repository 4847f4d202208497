"""The papers of an invented cohort, a table each with a stream of its own.

Which paper a person has follows the call, the hours and the limits on the card, and now and then nothing at all, so
that holding a paper tells no category.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, TypeVar

from data.papers import Accommodation, Act, Commitment, Document, Prescription, Protection
from data.records import Opening, Row, Site
from data.synthetic_dice import Dice, keyed
from data.synthetic_documents import documents
from data.synthetic_guards import protections
from data.synthetic_legal import courses, with_permits
from data.synthetic_people import Person, World
from data.synthetic_times import acts, commitments
from data.synthetic_work import accommodations, prescriptions

R = TypeVar("R", bound=Row)


class Papers(TypedDict):
    """The tables of papers."""

    commitments: tuple[Commitment, ...]
    acts: tuple[Act, ...]
    prescriptions: tuple[Prescription, ...]
    accommodations: tuple[Accommodation, ...]
    protections: tuple[Protection, ...]
    documents: tuple[Document, ...]


def papers(
    seed: int, persons: Sequence[Person], world: World, openings: Sequence[Opening], sites: Sequence[Site]
) -> Papers:
    """Invent every paper of a cohort.

    Parameters
    ----------
    seed : int
        The cohort's; the streams are 13 to 18, 26 and 27.
    persons : sequence of Person
    world : World
    openings, sites : sequences
        What has to be adapted, and where the places are from which a person keeps away.
    """
    adapted = accommodations(Dice(seed, 16), persons, openings, sites, world.on)
    return {
        "commitments": _numbered("I", Commitment, commitments(Dice(seed, 13), persons, world.on)),
        "acts": _numbered("P", Act, acts(Dice(seed, 14), persons, world)),
        "prescriptions": _numbered("R", Prescription, prescriptions(Dice(seed, 15), persons, world.on)),
        "accommodations": _numbered("M", Accommodation, adapted),
        "protections": _numbered("T", Protection, protections(Dice(seed, 17), persons, world, sites)),
        "documents": _documents(seed, persons, world.on),
    }


def _documents(seed: int, persons: Sequence[Person], on: date) -> tuple[Document, ...]:
    """What proves categories, and the courses that people have done."""
    proofs = with_permits(Dice(seed, 26), _numbered("D", Document, documents(Dice(seed, 18), persons, on)), on)
    held = _numbered("DC", Document, courses(Dice(seed, 27), [person.candidate for person in persons], on))
    return proofs + held


def _numbered(letter: str, kind: type[R], rows: Iterable[Mapping[str, Any]]) -> tuple[R, ...]:
    listed = list(rows)
    return tuple(
        kind.model_validate({"id": keyed(letter, place + 1, len(listed), 3), **row}) for place, row in enumerate(listed)
    )

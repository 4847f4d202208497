"""What speaks for two papers of a person being the same: their code within the person, else what they say."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from data.intake.update.evidence import SAME_CODE, Evidence
from data.intake.update.pairs import Pairing
from data.language import marked

# Beside the person and the opening: the fields that say what a paper is.
_SAYS = (
    "hours",
    "items",
    "features",
    "municipalities",
    "companies",
    "company",
    "person",
    "area",
    "radius_km",
    "permit",
    "risk",
    "days",
    "role",
)


class Papers:
    """How two papers are compared: within one person, by kind and opening, then by what they say.

    Parameters
    ----------
    candidates, openings : Mapping
        Code in the new files -> known code.
    """

    enough = 60
    same_code = SAME_CODE

    def __init__(self, candidates: Mapping[str, str], openings: Mapping[str, str]) -> None:
        self._candidates, self._openings = candidates, openings

    def known_keys(self, paper: Any) -> Iterable[Hashable]:
        """Only papers of one person, of one kind, for one opening are compared."""
        yield paper.candidate, getattr(paper, "kind", None), getattr(paper, "opening", None)

    def new_keys(self, paper: Any) -> Iterable[Hashable]:
        """As `known_keys`, under the known codes."""
        opening = getattr(paper, "opening", None)
        yield (
            self._candidates.get(paper.candidate, ("new", paper.candidate)),
            getattr(paper, "kind", None),
            None if opening is None else self._openings.get(opening, ("new", opening)),
        )

    def doubtful(self, known: Any, new: Any) -> bool:
        """Whether one code may stand for two papers: another person, opening, or kind where both name one."""
        kinds = getattr(known, "kind", None), getattr(new, "kind", None)
        other = None not in kinds and kinds[0] != kinds[1]
        opening = getattr(new, "opening", None)
        moved = opening is not None and known.opening != self._openings.get(opening)
        return other or moved or known.candidate != self._candidates.get(new.candidate)

    def evidence(self, known: Any, new: Any) -> Iterator[Evidence]:
        """What two papers agree on; never what they say."""
        if known.candidate == self._candidates.get(new.candidate):
            yield Evidence(marked("la persona è la stessa"), 30)
        if getattr(known, "kind", None) is not None and known.kind == new.kind:
            yield Evidence(marked("il tipo è uguale"), 10)
        if getattr(known, "opening", None) is not None and known.opening == self._openings.get(new.opening):
            yield Evidence(marked("il tirocinio è lo stesso"), 20)
        names = [name for name in _SAYS if name in type(known).model_fields]
        # A secret address says nothing beside its kind.
        says = getattr(known, "kind", None) is not None or any(getattr(known, name) for name in names)
        if says and all(getattr(known, name) == getattr(new, name) for name in names):
            yield Evidence(marked("quello che dice è uguale"), 30)
        if (known.valid_from or known.valid_to) and (known.valid_from, known.valid_to) == (
            new.valid_from,
            new.valid_to,
        ):
            yield Evidence(marked("le date di validità sono uguali"), 10)


def within_persons(pairing: Pairing, known: Iterable[Any], new: Iterable[Any], people: Mapping[str, str]) -> Pairing:
    """The pairs within one person: a paper never goes to another person because their codes are the same."""
    before = {paper.id: paper.candidate for paper in known}
    after = {paper.id: people.get(paper.candidate) for paper in new}
    return replace(pairing, links=tuple(link for link in pairing.links if before[link.known] == after[link.new]))

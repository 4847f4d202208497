"""What speaks for two papers of a host being the same: whose they are, then what tells one from another there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from data.bundle import Records
from data.intake.update.evidence import SAME_ROW_CODE, Evidence
from data.language import marked
from data.references import REFERENCES

_COMPANY = Evidence(marked("l'azienda è la stessa"), 40)
_SITE = Evidence(marked("la sede è la stessa"), 40)
_PROMOTER = Evidence(marked("tutti e due sono dell'ente promotore"), 40)
_FOLLOWS = Evidence(marked("segue almeno una stessa persona o uno stesso tirocinio"), 20)
# Table -> the field of whose paper it is, and what tells it from the others there with the sentence for each.
_TELLS: Mapping[str, tuple[str, Mapping[str, Evidence]]] = {
    "host_checks": ("site", {}),
    "quotas": ("company", {"province": Evidence(marked("la provincia è la stessa"), 20)}),
    "conventions": (
        "company",
        {
            "kind": Evidence(marked("il tipo è uguale"), 10),
            "valid_from": Evidence(marked("il primo giorno è uguale"), 10),
            "valid_to": Evidence(marked("l'ultimo giorno è uguale"), 10),
        },
    ),
    "tutors": ("company", {}),
    "placements": (
        "site",
        {
            "start_on": Evidence(marked("il primo giorno è uguale"), 10),
            "end_on": Evidence(marked("l'ultimo giorno è uguale"), 10),
        },
    ),
}
# Table -> points from which two papers under different codes are asked about: all that tells them apart is equal.
_ENOUGH = {"host_checks": 40, "quotas": 60, "conventions": 70, "tutors": 60, "placements": 60}
# Table -> fields of which another value may mean that one code stands for two papers; days may be corrected.
_OTHER_PAPER = {"quotas": ("province",), "conventions": ("kind",), "placements": ("start_on",)}


class HostPapers:
    """How two papers of a host are compared.

    Parameters
    ----------
    table : str
        One of `data.bundle.HOST_PAPERS`.
    owners : Mapping
        Code of a company, or of a site, in the new files -> its known code.
    """

    same_code = SAME_ROW_CODE

    def __init__(self, table: str, owners: Mapping[str, str]) -> None:
        self._owner, self._tells = _TELLS[table]
        self.enough = _ENOUGH[table]
        self._other = _OTHER_PAPER.get(table, ())
        self._owners = owners

    def known_keys(self, paper: Any) -> Iterable[Hashable]:
        """Only papers of one company, or of one site, are compared."""
        yield getattr(paper, self._owner)

    def new_keys(self, paper: Any) -> Iterable[Hashable]:
        """As `known_keys`, under the known code."""
        yield self._meant(paper)

    def doubtful(self, known: Any, new: Any) -> bool:
        """Whether one code may stand for two papers: another company or site, or another paper of the same."""
        other = any(getattr(known, name) != getattr(new, name) for name in self._other)
        return other or getattr(known, self._owner) != self._meant(new)

    def evidence(self, known: Any, new: Any) -> Iterator[Evidence]:
        """What two papers agree on."""
        owner = getattr(known, self._owner)
        if owner is not None and owner == self._meant(new):
            yield _SITE if self._owner == "site" else _COMPANY
        yield from (told for name, told in self._tells.items() if getattr(known, name) == getattr(new, name))

    def _meant(self, paper: Any) -> Hashable:
        owner = getattr(paper, self._owner)
        # A tutor of the promoter is of no company.
        return None if owner is None else self._owners.get(owner, ("new", owner))


class Tutors(HostPapers):
    """How two tutors are compared: within one company or the promoter, by whom and what they follow.

    Parameters
    ----------
    known, new : Records
    known_of : Mapping
        Table -> code in the new files -> known code, of companies, candidates and openings.
    """

    def __init__(self, known: Records, new: Records, known_of: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__("tutors", known_of["companies"])
        self._known = _followed(known, {})
        self._new = _followed(new, known_of)

    def evidence(self, known: Any, new: Any) -> Iterator[Evidence]:
        """What two tutors agree on."""
        yield from super().evidence(known, new)
        if known.company is None and new.company is None:
            yield _PROMOTER
        if self._known.get(known.id, set()) & self._new.get(new.id, set()):
            yield _FOLLOWS


def _followed(records: Records, known_of: Mapping[str, Mapping[str, str]]) -> dict[str, set[tuple[str, str]]]:
    """Tutor -> the candidates and openings that name the tutor, under their known codes."""
    followed: dict[str, set[tuple[str, str]]] = {}
    for (table, field), target in REFERENCES.items():
        if target == "tutors" and table in ("candidates", "openings"):
            codes = known_of.get(table)
            for record in records.table(table):
                code = record.id if codes is None else codes.get(record.id)
                tutor = getattr(record, field)
                if tutor is not None and code is not None:
                    followed.setdefault(tutor, set()).add((table, code))
    return followed

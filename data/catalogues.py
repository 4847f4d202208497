"""The catalogues in use: the shipped ones, or those that the official ESCO files extend (`data.esco.extend`).

Competences, roles, items of the functional profile, ATECO divisions, ISCO groups, and what links them; where each line
comes from is said in `reference/ROLES.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from data import catalogue_files as files
from data.catalogue_files import REFERENCE
from data.entries import Competence, Division, FunctionalItem, IscoGroup, Role
from data.errors import AbbinaError, NotFound
from data.language import marked, say
from data.naming import DENIED, near_keys, near_names, own_names, plain_name

__all__ = [
    "REFERENCE",
    "Catalogue",
    "Competence",
    "Division",
    "FunctionalItem",
    "IscoGroup",
    "Role",
    "catalogue",
    "shipped_catalogue",
    "use_catalogue",
]

COMPETENCE, ROLE = marked("Competenza"), marked("Ruolo")
ITEM, DIVISION, ISCO = marked("Voce funzionale"), marked("Divisione ATECO"), marked("Gruppo ISCO")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogues, each by key in file order, and the names that people may write for a key.

    Parameters
    ----------
    competences, roles, items, divisions, isco : Mapping
        Key or code -> entry. Divisions are those of ATECO 2007, which records are kept in.
    role_names, competence_names : Mapping
        Key, label or ESCO id without case and accents -> key.
    relations : Mapping
        Role -> competence -> `essential` or `optional`: what the role needs. No levels: those are in the role.
    neighbours : Mapping
        Competence -> neighbour -> closeness in (0, 1), the nearest first; the same both ways. Has every competence.
    shared_names : Mapping
        Name that several competences have, so that it names none -> their keys.
    denied_names : Mapping
        Name of a skill of ESCO that may be asked of nobody -> why, a key of `naming.DENIED`.
    """

    competences: Mapping[str, Competence]
    roles: Mapping[str, Role]
    items: Mapping[str, FunctionalItem]
    divisions: Mapping[str, Division]
    isco: Mapping[str, IscoGroup]
    role_names: Mapping[str, str]
    competence_names: Mapping[str, str]
    relations: Mapping[str, Mapping[str, str]]
    neighbours: Mapping[str, Mapping[str, float]]
    shared_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denied_names: Mapping[str, str] = field(default_factory=dict)

    def competence(self, key: str) -> Competence:
        """The competence of a key; `NotFound` names the nearest keys."""
        return _pick(self.competences, COMPETENCE, key)

    def role(self, key: str) -> Role:
        """The role of a key; `NotFound` names the nearest keys."""
        return _pick(self.roles, ROLE, key)

    def item(self, code: str) -> FunctionalItem:
        """The item of the functional profile of a code such as `AC1`; `NotFound` names the nearest codes."""
        return _pick(self.items, ITEM, code)

    def division(self, code: str) -> Division:
        """The ATECO 2007 division of two digits; `NotFound` names the nearest codes."""
        return _pick(self.divisions, DIVISION, code)

    def isco_group(self, code: str) -> IscoGroup:
        """The ISCO-08 group of one to four digits; `NotFound` names the nearest codes."""
        return _pick(self.isco, ISCO, code)

    def resolve_role(self, text: str) -> str:
        """The key of a role from its key or a label, Italian (also `addetta alle pulizie`) or English.

        Case, accents and punctuation do not matter; `NotFound` names the nearest labels.
        """
        name = plain_name(text)
        if name in self.role_names:
            return self.role_names[name]
        raise NotFound(ROLE, text, near=(self.roles[key].label for key in near_names(name, self.role_names)))

    def resolve_competence(self, text: str) -> str:
        """The key of a competence from its key, a label or its ESCO id, as `resolve_role` does.

        Raises
        ------
        AbbinaError
            `not_found`; `ambiguous` if several competences have that name.
        ValueError
            It stands for the person's health, body, religion or ideas, or judges her; the sentence says which.
        """
        name = plain_name(text)
        if name in self.competence_names:
            return self.competence_names[name]
        if name in self.shared_names:
            choices = (f"{self.competences[key].label} ({key})" for key in self.shared_names[name])
            raise AbbinaError("ambiguous", what=COMPETENCE, key=text, choices=", ".join(choices))
        if name in self.denied_names:
            raise ValueError(say(DENIED[self.denied_names[name]], name=text.strip()))
        near = near_names(name, self.competence_names)
        raise NotFound(COMPETENCE, text, near=(self.competences[key].label for key in near))


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogues of `data/reference`, read once, whatever is in use.

    Raises
    ------
    AbbinaError
        `bad_reference`: a file lacks a column, repeats a key, names what does not exist, or gives one name to two keys.
    """
    competences, roles = files.competences(), files.roles()
    divisions = {code: entry for (edition, code), entry in files.divisions().items() if edition == "2007"}
    return Catalogue(
        competences=competences,
        roles=roles,
        items=files.items(),
        divisions=MappingProxyType(divisions),
        isco=files.isco_groups(),
        role_names=own_names("roles.csv", roles.values()),
        competence_names=own_names("competences.csv", competences.values()),
        relations=files.relations(roles, competences),
        neighbours=files.neighbours(competences),
        denied_names={
            plain_name(name): reason for short, (label, reason) in files.denied().items() for name in (short, label)
        },
    )


class _InUse:
    """The catalogue that this process uses, when it is not the shipped one."""

    other: Catalogue | None = None


def catalogue() -> Catalogue:
    """The catalogue in use: the shipped one unless this process extended it."""
    return _InUse.other or shipped_catalogue()


def use_catalogue(other: Catalogue | None) -> None:
    """Let this process use another catalogue from now on; with None, again the shipped one."""
    _InUse.other = other


def _pick(entries: Mapping[str, T], what: str, key: str) -> T:
    if key in entries:
        return entries[key]
    raise NotFound(what, key, near=near_keys(key, entries))

"""Extending the catalogue by every skill of ESCO, so that cells may name any of them by label, other label or id.

What is shipped keeps its key, its labels and its names; any other skill has its ESCO id as key. Skills that may be
asked of nobody (`reference/esco_denied.csv`) are left out, and their names are remembered to say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from data.catalogue_files import RELATIONS, denied, nearest_first
from data.catalogues import Catalogue, shipped_catalogue, use_catalogue
from data.entries import Competence, IscoGroup
from data.esco.closeness import Closeness
from data.esco.model import Esco
from data.naming import plain_name

KIND = "esco"


def extend_catalogue(esco: Esco) -> Catalogue:
    """Use the shipped catalogue and every skill of `esco` from now on in this process; `use_catalogue(None)` undoes it.

    Neighbours are worked out when they are asked for.
    """
    extended = extended_catalogue(esco)
    use_catalogue(extended)
    return extended


def extended_catalogue(esco: Esco) -> Catalogue:
    """The shipped catalogue with every skill and ISCO group of `esco`; nothing is put in use."""
    shipped = shipped_catalogue()
    own = {competence.esco: key for key, competence in shipped.competences.items()}
    keys = tuple(own.get(short, short) for short in esco.skills.ids)
    denied_ids = denied()
    competences = dict(shipped.competences)
    for key, label, english in zip(keys, esco.skills.labels, esco.skills.labels_en, strict=True):
        if key not in competences and key not in denied_ids:
            competences[key] = Competence(key, KIND, label, english, key)
    names = dict(shipped.competence_names)
    for short, key in zip(esco.skills.ids, keys, strict=True):
        if key in competences:
            names.setdefault(plain_name(short), key)
    denied_names = dict(shipped.denied_names)
    for name, skill in zip(esco.names, esco.name_skill.tolist(), strict=True):
        if keys[skill] in competences:
            names.setdefault(name, keys[skill])
        else:
            denied_names[name] = denied_ids[keys[skill]][1]
    shared: dict[str, tuple[str, ...]] = {}
    for name, skills in esco.shared.items():
        allowed = tuple(keys[skill] for skill in skills if keys[skill] in competences)
        if allowed and name not in names:
            shared[name] = allowed
        elif not allowed:
            denied_names[name] = denied_ids[keys[skills[0]]][1]
    isco = dict(shipped.isco)
    for code, label, english in zip(esco.isco.ids, esco.isco.labels, esco.isco.labels_en, strict=True):
        isco.setdefault(code, IscoGroup(code, label, english))
    return replace(
        shipped,
        competences=MappingProxyType(competences),
        isco=MappingProxyType(dict(sorted(isco.items()))),
        competence_names=MappingProxyType(names),
        relations=_relations(esco, keys, shipped, competences),
        neighbours=_Neighbours(esco, keys, shipped, competences),
        shared_names=MappingProxyType(shared),
        denied_names=MappingProxyType(denied_names),
    )


def _relations(
    esco: Esco, keys: tuple[str, ...], shipped: Catalogue, allowed: Mapping[str, Competence]
) -> Mapping[str, Mapping[str, str]]:
    """The shipped relations of the roles, and after them those with skills that are not shipped."""
    place = {short: k for k, short in enumerate(esco.occupations.ids)}
    tables: dict[str, Mapping[str, str]] = {}
    for role, entry in shipped.roles.items():
        needed = dict(shipped.relations[role])
        rows = esco.relations[esco.relations[:, 0] == place.get(entry.esco, -1)]
        for _, skill, essential in rows.tolist():
            if keys[skill] in allowed:
                needed.setdefault(keys[skill], RELATIONS[0] if essential else RELATIONS[1])
        tables[role] = MappingProxyType(needed)
    return MappingProxyType(tables)


class _Neighbours(Mapping[str, Mapping[str, float]]):
    """Neighbours of each competence, worked out when asked; between shipped ones those of the shipped file."""

    def __init__(
        self, esco: Esco, keys: tuple[str, ...], shipped: Catalogue, allowed: Mapping[str, Competence]
    ) -> None:
        self._esco, self._keys, self._shipped = esco, keys, shipped
        self._place = {key: k for k, key in enumerate(keys)}
        self._all = allowed
        self._transversal = {key for key, one in shipped.competences.items() if one.kind == "transversal"}
        self._measure: Closeness | None = None
        self._known: dict[str, Mapping[str, float]] = {}

    def __getitem__(self, key: str) -> Mapping[str, float]:
        if key not in self._known:
            self._known[key] = MappingProxyType(nearest_first(self._near(key)))
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def _near(self, key: str) -> dict[str, float]:
        if key not in self._all:
            raise KeyError(key)
        shipped = self._shipped.neighbours
        near = dict(shipped.get(key, {}))
        if key in self._place and key not in self._transversal:
            if self._measure is None:
                self._measure = Closeness(self._esco)
            for place, closeness in self._measure.near(self._place[key]).items():
                other = self._keys[place]
                if (
                    other in self._all
                    and (key not in shipped or other not in shipped)
                    and other not in self._transversal
                ):
                    near[other] = closeness
        return near

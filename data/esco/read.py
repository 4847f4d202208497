"""Reading the official ESCO tables into one `Esco`, surviving their warts and counting them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data.esco.model import Esco, Named, Wart, index_table
from data.esco.tables import Table, choose_version, pick, read_rows, shown_version
from data.naming import plain_name

URI, LABEL, OTHERS = "conceptUri", "preferredLabel", "altLabels"
FALLBACK = "en"
SKILL_GROUP = "SkillGroup"


@dataclass(slots=True)
class _Entry:
    """One concept while it is read: its label in each language, its other labels, its kind."""

    kind: str
    labels: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def read_esco(tables: Sequence[Table], language: str, version: str | None = None) -> Esco:
    """Read the tables of one version; labels in `language`, else in English, else in whatever language there is.

    Raises
    ------
    AbbinaError
        `not_found`: no such version; `bad_reference`: a table cannot be read or lacks a column.
    """
    return _Reading(tables, language, choose_version(tables, version)).esco()


class _Reading:
    def __init__(self, tables: Sequence[Table], language: str, version: tuple[int, ...]) -> None:
        self.tables = tables
        self.version = version
        self.language = language
        others = sorted({table.language for table in tables} - {language, FALLBACK, ""})
        self.languages = tuple(dict.fromkeys((language, FALLBACK, *others, "")))
        self.counted: Counter[tuple[str, str]] = Counter()

    def esco(self) -> Esco:
        skills = self._concepts("skills", URI, "skillType")
        occupations = self._concepts("occupations", URI, "iscoGroup")
        isco = self._concepts("ISCOGroups", "code", "code")
        named = self._named(skills)
        names, shared = _names(named, skills)
        self._count("untyped_skills", sum(not entry.kind for entry in skills.values()))
        self._count("shared_names", len(shared))
        members = self._named(occupations)
        return Esco(
            version=shown_version(self.version),
            language=self.language,
            skills=named,
            occupations=members,
            isco=self._named(isco),
            names=tuple(names),
            name_skill=np.array(list(names.values()), dtype=np.int32),
            shared=shared,
            relations=self._relations(members, named),
            broader=self._broader(named),
            warts=tuple(
                Wart(kind, n, language=self.language, other=other) for (kind, other), n in self.counted.items() if n
            ),
        )

    def _count(self, kind: str, n: int, other: str = "") -> None:
        self.counted[kind, other] += n

    def _table(self, name: str) -> Table | None:
        found = pick(self.tables, name, self.version, self.languages)
        if found is None and not self.version:
            # Files without a version may stand beside others that have one.
            found = pick(self.tables, name, None, self.languages)
        if found is None:
            self.counted["missing_tables", name] += 1
        return found

    def _concepts(self, name: str, key: str, kind: str) -> dict[str, _Entry]:
        """Concepts by id: all of the version, in whatever language asked; labels at last of other versions."""
        base = self._table(name)
        if base is None:
            return {}
        entries: dict[str, _Entry] = {}
        own = {table.language for table in self.tables if table.name == name and table.version == self.version}
        used: list[Table] = []
        for language in (base.language, self.language, FALLBACK):
            # A label of another version is better than one that the reader cannot understand.
            table = pick(self.tables, name, self.version if language in own else None, (language,))
            if table is not None and table not in used:
                used.append(table)
                self._add(entries, table, key, kind)
        return entries

    def _add(self, entries: dict[str, _Entry], table: Table, key: str, kind: str) -> None:
        same_version = table.version == self.version
        seen: set[str] = set()
        added = 0
        for identity, label, others, found in read_rows(table, (key, LABEL), (OTHERS, kind)):
            short = identity.rpartition("/")[2]
            if not short or short in seen:
                self._count("repeated_rows" if short else "broken_rows", 1)
                continue
            seen.add(short)
            if short not in entries and not same_version:
                continue
            entry = entries.setdefault(short, _Entry(found))
            entry.kind = entry.kind or found
            if label:
                entry.labels[table.language] = label
                entry.others += [label, *others.splitlines()]
                added += 1
        if not same_version:
            self._count("labels_from_other_version", added, shown_version(table.version) or table.shown)

    def _named(self, entries: Mapping[str, _Entry]) -> Named:
        ids = sorted(entries)
        labels = []
        for short in ids:
            spoken = entries[short].labels
            language = next((code for code in self.languages if spoken.get(code)), None)
            # Without any label it can still be named by its id.
            labels.append(spoken[language] if language is not None else short)
            if language is None:
                self._count("broken_rows", 1)
            elif language != self.language:
                self._count("labels_from_other_language", 1, language)
        english = [entries[short].labels.get(FALLBACK) or label for short, label in zip(ids, labels, strict=True)]
        kinds = [entries[short].kind for short in ids]
        return Named(tuple(ids), tuple(labels), tuple(english), tuple(kinds))

    def _relations(self, occupations: Named, skills: Named) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        table = self._table("occupationSkillRelations")
        if table is None:
            return index_table([], 3)
        row_of, column_of = _places(occupations.ids), _places(skills.ids)
        found: dict[tuple[int, int], int] = {}
        for occupation, relation, skill in read_rows(table, ("occupationUri", "relationType", "skillUri")):
            pair = (row_of.get(occupation.rpartition("/")[2], -1), column_of.get(skill.rpartition("/")[2], -1))
            if min(pair) < 0:
                self._count("dangling_relations", 1)
            else:
                found[pair] = max(found.get(pair, 0), int(relation == "essential"))
        return index_table([(*pair, essential) for pair, essential in found.items()], 3)

    def _broader(self, skills: Named) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        table = self._table("broaderRelationsSkillPillar")
        if table is None:
            return index_table([], 2)
        column_of = _places(skills.ids)
        listed = self._table("skillGroups")
        groups = {uri for (uri,) in read_rows(listed, (URI,))} if listed else None
        links: list[tuple[str, str]] = []
        for kind, concept, broader in read_rows(table, ("conceptType", URI, "broaderUri")):
            if kind == SKILL_GROUP:
                continue
            short, above = concept.rpartition("/")[2], broader.rpartition("/")[2]
            known = above in column_of or groups is None or broader in groups
            if short in column_of and known and above:
                links.append((short, above if above in column_of else broader))
            else:
                self._count("dangling_broader", 1)
        concepts = {above for _, above in links if above not in column_of}
        place = {**column_of, **{uri: len(column_of) + k for k, uri in enumerate(sorted(concepts))}}
        return index_table([(column_of[short], place[above]) for short, above in links], 2)


def _places(ids: Iterable[str]) -> dict[str, int]:
    return {short: k for k, short in enumerate(ids)}


def _names(skills: Named, entries: Mapping[str, _Entry]) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Name -> skill, and the names of several skills; a label goes before another's other label."""
    taken: dict[str, int] = {}
    shared: dict[str, tuple[int, ...]] = {}
    preferred = [(plain_name(label), k) for k, label in enumerate(skills.labels)]
    english = [(plain_name(label), k) for k, label in enumerate(skills.labels_en)]
    others = [(plain_name(label), k) for k, short in enumerate(skills.ids) for label in entries[short].others]
    for rank in (preferred, english, others):
        holders: dict[str, list[int]] = {}
        for name, k in rank:
            if name and name not in taken and name not in shared and k not in holders.setdefault(name, []):
                holders[name].append(k)
        taken.update({name: found[0] for name, found in holders.items() if len(found) == 1})
        shared.update({name: tuple(found) for name, found in holders.items() if len(found) > 1})
    return taken, shared

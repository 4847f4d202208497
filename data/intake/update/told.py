"""The values of records in people's words, and only where two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from data.bundle import PAPERS, Records
from data.catalogues import catalogue
from data.codes import Access, Cefr, Code, LanguageSkill
from data.intake.cells import ramp_text
from data.intake.columns import column_of
from data.intake.update.compare import PROGRAMME, Kind
from data.intake.update.missing import is_reserved
from data.intake.update.references import OTHERS, REFERENCES
from data.language import marked, number, say, say_n, spoken
from data.notation import Demand
from data.places import places
from data.records import Record
from data.week import Week, told_week

# Table -> heading, one of its records, and the same one.
TABLE_WORDS = {
    "candidates": (marked("Persone"), marked("persona"), marked("la stessa persona")),
    "children": (marked("Figli"), marked("figlio o figlia"), marked("lo stesso figlio o la stessa figlia")),
    "openings": (marked("Tirocini"), marked("tirocinio"), marked("lo stesso tirocinio")),
    "companies": (marked("Aziende"), marked("azienda"), marked("la stessa azienda")),
    "sites": (marked("Sedi"), marked("sede"), marked("la stessa sede")),
    "services": (marked("Servizi"), marked("servizio"), marked("lo stesso servizio")),
    "commitments": (marked("Impegni"), marked("impegno"), marked("lo stesso impegno")),
    "acts": (marked("Atti di autorità"), marked("atto di un'autorità"), marked("lo stesso atto")),
    "prescriptions": (marked("Prescrizioni"), marked("prescrizione"), marked("la stessa prescrizione")),
    "accommodations": (marked("Adattamenti"), marked("adattamento"), marked("lo stesso adattamento")),
    "protections": (marked("Tutele"), marked("tutela"), marked("la stessa tutela")),
    "documents": (marked("Documenti"), marked("documento"), marked("lo stesso documento")),
    "relations": (marked("Rapporti precedenti"), marked("rapporto precedente"), marked("lo stesso rapporto")),
    "host_checks": (marked("Controlli delle sedi"), marked("controllo di una sede"), marked("lo stesso controllo")),
    "quotas": (marked("Quote L. 68"), marked("prospetto L. 68"), marked("lo stesso prospetto")),
    "conventions": (marked("Convenzioni"), marked("convenzione"), marked("la stessa convenzione")),
    "tutors": (marked("Tutor"), marked("tutor"), marked("lo stesso tutor")),
    "placements": (marked("Tirocini in corso"), marked("tirocinio in corso"), marked("lo stesso tirocinio in corso")),
    PROGRAMME: (marked("Programma"), marked("programma"), ""),
}
KIND_WORDS = {
    Kind.SAME: marked("forse {same}"),
    Kind.NEW: marked("si aggiunge"),
    Kind.CHANGED: marked("cambia"),
    Kind.VANISHED: marked("si toglie"),
}
# Table -> fields that say in short which record it is.
_SHORT = {
    "candidates": ("birth_date", "municipality", "caseload"),
    "children": ("candidate",),
    "openings": ("company", "role", "title", "shifts"),
    "companies": ("name", "sector"),
    "sites": ("company", "municipality"),
    "services": ("name", "kind", "municipality"),
    **dict.fromkeys(PAPERS, ("candidate",)),
    "accommodations": ("candidate", "opening"),
    "host_checks": ("site",),
    "quotas": ("company", "province"),
    "conventions": ("company", "kind"),
    "tutors": ("company",),
    "placements": ("site", "start_on", "end_on"),
}


_NAMED = ("companies", "services")


class Told:
    """Says records in words.

    Parameters
    ----------
    known, new : Records
        Where the names of companies and services are found, by code: known ones first.
    """

    def __init__(self, known: Records, new: Records) -> None:
        here, there = (
            {(table, row.id): row.name for table in _NAMED for row in records.table(table)} for records in (known, new)
        )
        self._known, self._new = there | here, here | there

    def record(self, table: str, record: Any, *, new: bool = False) -> str:
        """A record in short; one of the new files names what its codes stand for there."""
        said = [
            self._told(table, name, getattr(record, name), self._new if new else self._known)
            for name in _SHORT[table]
            if getattr(record, name) is not None
        ]
        return " · ".join(said)

    def before_and_after(self, table: str, field: str, before: Any, after: Any) -> tuple[str, str]:
        """Two values of a field; of two collections only the entries that differ; of reserved ones none."""
        if is_reserved(table, field):
            nothing = before is None or (isinstance(before, (tuple, Mapping)) and not before)
            return say("riservato"), say("riservato: si aggiunge") if nothing else say("riservato: cambia")
        if isinstance(before, Mapping) and isinstance(after, Mapping) and before and after:
            alike = {key for key in before.keys() & after.keys() if before[key] == after[key]}
            if alike:
                return (
                    self._rest(table, field, {k: v for k, v in before.items() if k not in alike}, len(alike)),
                    self._rest(table, field, {k: v for k, v in after.items() if k not in alike}, len(alike)),
                )
        if isinstance(before, tuple) and isinstance(after, tuple) and set(before) & set(after):
            alike = set(before) & set(after)
            return (
                self._rest(table, field, tuple(x for x in before if x not in alike), len(alike)),
                self._rest(table, field, tuple(x for x in after if x not in alike), len(alike)),
            )
        return self.value(table, field, before), self.value(table, field, after)

    def _rest(self, table: str, field: str, value: Any, alike: int) -> str:
        others = say_n("(e {n} voce uguale)", "(e {n} voci uguali)", n=alike)
        return f"{self.value(table, field, value)} {others}" if value else others

    def value(self, table: str, field: str, value: Any) -> str:
        """A value of a field."""
        return self._told(table, field, value, self._known)

    def _told(self, table: str, field: str, value: Any, names: Mapping[tuple[str, str], str]) -> str:
        if value is None:
            return say("non indicato")
        if table == PROGRAMME:
            return _plain(value)
        if isinstance(value, Mapping):
            kind = column_of(table, field).kind
            mark = " ≤ " if kind == "limits" else " "
            told = "; ".join(f"{_named(kind, key)}{mark}{_plain(level)}" for key, level in value.items())
            return told or say("nessuna voce")
        if column_of(table, field).kind == "ramp":
            return ramp_text(value, spoken())
        if isinstance(value, tuple):
            return "; ".join(self._one(table, field, entry, names) for entry in value) or say("nessuna voce")
        return self._one(table, field, value, names)

    def _one(self, table: str, field: str, value: Any, names: Mapping[tuple[str, str], str]) -> str:
        if isinstance(value, Demand):
            extra = [say("essenziale")] * value.essential + [say("adattabile")] * value.adaptable
            told = f"{catalogue().item(value.item).label} {value.level}"
            return f"{told} ({', '.join(extra)})" if extra else told
        if not isinstance(value, str) or isinstance(value, StrEnum):
            return _plain(value)
        target = REFERENCES.get((table, field))
        if target is not None:
            code = value.removesuffix(OTHERS)
            if code != value:
                return say("{code} del file nuovo ({name})", code=code, name=self._new.get((target, code), code))
            name = names.get((target, value))
            return f"{value} ({name})" if name else value
        return _named(column_of(table, field).kind, value)


def kind_told(table: str, kind: Kind) -> str:
    """What is proposed for a record of a table."""
    return say(KIND_WORDS[kind], same=say(TABLE_WORDS[table][2]))


def field_told(table: str, field: str) -> str:
    """The name of a field as its file's header says it."""
    return column_of(table, field).header(spoken())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return say("sì") if value else say("no")
    if isinstance(value, Code):
        return value.label
    if isinstance(value, Week):
        return told_week(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return number(value, None if value == round(value, 3) and abs(value) < 1000 else 6)
    if isinstance(value, Record):
        parts = [(name, getattr(value, name)) for name in type(value).model_fields]
        return ", ".join(_plain(part) for _, part in parts if part not in (None, ()))
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_plain(entry)}" for key, entry in value.items()) or say("nessuna voce")
    if isinstance(value, tuple):
        return "; ".join(map(_plain, value)) or say("nessuna voce")
    return str(value)


def _named(kind: str, key: Any) -> str:
    """The label of a key of a catalogue or a vocabulary."""
    family = kind.partition(":")[2] or kind
    if isinstance(key, (Access, LanguageSkill, Cefr)):
        return key.label
    if family in ("roles", "role"):
        return catalogue().role(key).label
    if family == "competences":
        return catalogue().competence(key).label
    if family in ("items", "limits"):
        return catalogue().item(key).label
    if family in ("divisions", "division"):
        return f"{key} {catalogue().division(key).label}"
    if family == "municipality":
        return places().find(key).label
    return str(key)

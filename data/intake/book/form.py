"""The form of a cohort in one workbook: its sheets, and the small tables of what a public call lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from data.call import CallCategory, CourseNeeded, GroupNeeded
from data.fields import plain
from data.intake.columns import FILES, PROGRAMME_FILE, Column, Language, columns_of, model
from data.records import Record

BOOK_FILE = "coorte.xlsx"
# What a tab holds: a file of the folder, the programme's single values, or one of its lists.
Held = str

TABS: dict[Held, dict[Language, str]] = {
    PROGRAMME_FILE: {"it": "Programma", "en": "Programme"},
    "categories": {"it": "Bando - categorie", "en": "Call - categories"},
    "groups_needed": {"it": "Bando - gruppi", "en": "Call - groups"},
    "training": {"it": "Bando - corsi", "en": "Call - courses"},
    "targets": {"it": "Bando - obiettivi", "en": "Call - targets"},
    "results": {"it": "Bando - risultati", "en": "Call - results"},
    "candidates.csv": {"it": "Persone", "en": "People"},
    "children.csv": {"it": "Bambini", "en": "Children"},
    "companies.csv": {"it": "Aziende e sedi", "en": "Companies and sites"},
    "openings.csv": {"it": "Tirocini", "en": "Openings"},
    "services.csv": {"it": "Servizi", "en": "Services"},
    "commitments.csv": {"it": "Impegni", "en": "Commitments"},
    "acts.csv": {"it": "Atti di autorità", "en": "Acts of authorities"},
    "prescriptions.csv": {"it": "Prescrizioni", "en": "Prescriptions"},
    "accommodations.csv": {"it": "Adattamenti", "en": "Accommodations"},
    "protections.csv": {"it": "Tutele", "en": "Protections"},
    "documents.csv": {"it": "Documenti", "en": "Documents"},
    "relations.csv": {"it": "Rapporti precedenti", "en": "Earlier relations"},
    "host_checks.csv": {"it": "Controlli delle sedi", "en": "Checks of sites"},
    "quotas.csv": {"it": "Quote L. 68", "en": "Quotas L. 68"},
    "conventions.csv": {"it": "Convenzioni", "en": "Agreements"},
    "tutors.csv": {"it": "Tutor", "en": "Tutors"},
    "placements.csv": {"it": "Tirocini in corso", "en": "Internships under way"},
}
README_TAB: dict[Language, str] = {"it": "Leggimi", "en": "Read me"}
LISTS_TAB: dict[Language, str] = {"it": "Elenchi", "en": "Lists"}
MUST_HAVE = (PROGRAMME_FILE, "categories", "candidates.csv", "companies.csv", "openings.csv")
# Headers of the programme's sheet.
NAME: dict[Language, str] = {"it": "nome", "en": "name"}
VALUE: dict[Language, str] = {"it": "valore", "en": "value"}
MEANING: dict[Language, str] = {"it": "che cosa dice", "en": "what it says"}


class Target(Record):
    """A number with its name."""

    name: str
    value: int


_MODELS: dict[str, type[Record]] = {
    "categories": CallCategory,
    "groups_needed": GroupNeeded,
    "training": CourseNeeded,
    "targets": Target,
    "results": Target,
}


@dataclass(frozen=True, slots=True)
class Part(Column):
    """A column of one of the programme's lists; `record` is the field of the programme that holds the list."""

    @property
    def required(self) -> bool:
        """Whether every row needs a value here."""
        return _MODELS[self.record].model_fields[self.field].is_required()

    @property
    def default(self) -> Any:
        """The value of an empty cell."""
        return _MODELS[self.record].model_fields[self.field].get_default(call_default_factory=True)


def _part(record: str, field: str, it: str, en: str, kind: str, example: str) -> Part:
    # What each says is in the note of the field of the programme that holds the list.
    told = {"meaning": "", "missing": "", "meaning_en": "", "missing_en": ""}
    return Part(record=record, field=field, it=it, en=en, kind=kind, example=example, example_en=example, **told)


def _numbers(record: str) -> tuple[Part, ...]:
    return (
        _part(record, "name", "nome", "name", "text", "placements"),
        _part(record, "value", "numero", "number", "whole", "20"),
    )


LISTED: dict[Held, tuple[Part, ...]] = {
    "categories": (
        _part("categories", "code", "categoria", "category", "code:Category", "LONE_PARENT"),
        _part("categories", "sex", "sesso", "sex", "code:Sex", "F"),
        _part("categories", "evidence", "prova chiesta", "evidence", "text", "Certificato"),
    ),
    "groups_needed": (
        _part("groups_needed", "categories", "categorie", "categories", "codes:Category", "DISABILITY_L68"),
        _part("groups_needed", "at_least", "almeno", "at_least", "whole", "1"),
    ),
    "training": (
        _part("training", "code", "corso", "course", "code:Training", "SAFETY_GENERAL"),
        _part("training", "hours", "ore", "hours", "decimal", "4"),
        _part("training", "roles", "mansioni", "roles", "roles", "kitchen_assistant"),
        _part("training", "languages", "lingue", "languages", "codes:Tongue", "en"),
    ),
    "targets": _numbers("targets"),
    "results": _numbers("results"),
}
# Lists of the programme that are names, each with its number.
NUMBERS = ("targets", "results")


def columns_in(held: Held) -> tuple[Column, ...]:
    """The columns of a tab; of the programme's own, one for each of its rows."""
    if held in LISTED:
        return LISTED[held]
    return tuple(column for column in columns_of(held) if held in FILES or column.field not in LISTED)


def holder_of(tab: str) -> Held | None:
    """What a tab of this name holds, in either language or under the name of the file; None for others."""
    return _holders().get(plain(tab))


@cache
def _holders() -> dict[str, Held]:
    return {
        plain(name): held for held, known in TABS.items() for name in (*known.values(), held, held.partition(".")[0])
    }


def limits(column: Column) -> tuple[float | None, float | None, int | None]:
    """The least and the greatest number that a column takes, and the most characters; None where there is no limit."""
    schema = _schema(_MODELS[column.record] if isinstance(column, Part) else model(column.record))[column.field]
    choices = [schema, *schema.get("anyOf", [])]

    def first(*names: str) -> Any:
        return next((choice[name] for choice in choices for name in names if name in choice), None)

    return first("minimum", "exclusiveMinimum"), first("maximum"), first("maxLength")


@cache
def _schema(kind: type[Record]) -> dict[str, Any]:
    properties: dict[str, Any] = kind.model_json_schema()["properties"]
    return properties

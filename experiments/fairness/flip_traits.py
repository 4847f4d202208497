"""The records with one trait of a candidate changed and nothing else: another sex, citizenship, category, adult age."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from data.bundle import Records
from data.codes import Category, DocumentKind, Permit, Sex
from data.eligibility import admitted
from data.language import marked
from data.papers import Document
from data.records import Candidate, Row
from experiments.fairness.groups import AGE, CATEGORY, CITIZENSHIP, SEX, band_of

# The other band of adults, by a year of birth so many years away.
OTHER_BAND = {"18_29": -20, "30_54": -27, "55_PLUS": 30}
FLIPPED_PAPER = "flip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A trait that must not count, and where the law lets it decide.

    Parameters
    ----------
    key : as in `groups`
    title : marked
    changed : (records, candidate, day) -> the changed rows, or none where the trait cannot be changed fairly
    legal : code of a rule or of a limit of the whole assignment -> why it may read the trait, marked
    """

    key: str
    title: str
    changed: Callable[[Records, Candidate, date], tuple[Row, ...]]
    legal: Mapping[str, str]


def flips(records: Records, trait: Trait, on: date) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Each candidate whose trait can be changed, with the changed rows."""
    for person in records.candidates:
        rows = trait.changed(records, person, on)
        if rows:
            yield person.id, rows


def _other_sex(records: Records, person: Candidate, on: date) -> tuple[Row, ...]:
    if person.sex is None:
        return ()
    other = Sex.F if person.sex is Sex.M else Sex.M
    return (person.model_copy(update={"sex": other}),)


def _other_category(records: Records, person: Candidate, on: date) -> tuple[Row, ...]:
    """One category more fortunate or less, within the same eligibility: the first of the call that is not held."""
    if not admitted(person, records.programme):
        return ()
    for call in records.programme.categories:
        changed = person.model_copy(update={"categories": (call.code,)})
        # Minors and disability are facts of their own, not other words for the same eligibility.
        free = call.code not in _FACTS and call.code not in person.categories
        if free and not _FACTS & set(person.categories) and admitted(changed, records.programme):
            return (changed,)
    return ()


def _other_citizenship(records: Records, person: Candidate, on: date) -> tuple[Row, ...]:
    """A long-term permit in place of citizenship, or citizenship in place of any other permit."""
    papers = [d for d in records.documents if d.candidate == person.id and d.kind is DocumentKind.PERMIT]
    citizen = any(paper.permit is Permit.EU_CITIZEN for paper in papers)
    other = Permit.EU_CITIZEN if papers and not citizen else Permit.LONG_TERM
    if papers:
        plain = {"permit": other, "valid_to": None, "valid_from": None, "applied_on": None}
        return tuple(paper.model_copy(update=plain) for paper in papers)
    return (Document(id=f"{FLIPPED_PAPER}-{person.id}", candidate=person.id, kind=DocumentKind.PERMIT, permit=other),)


def _other_adult_age(records: Records, person: Candidate, on: date) -> tuple[Row, ...]:
    years = OTHER_BAND.get(band_of(person.birth_date, on))
    if years is None:
        return ()
    # The first of a month exists in every year.
    moved = person.birth_date.replace(day=1, year=person.birth_date.year + years)
    return (person.model_copy(update={"birth_date": moved}),)


_FACTS = frozenset(
    {
        Category.MINOR_16_PLUS,
        Category.UNACCOMPANIED_MINOR_16_PLUS,
        Category.DISABILITY_L68,
        Category.MENTAL_HEALTH_CERTIFIED,
        Category.DETAINED_OR_RESTRICTED,
        Category.EXTERNAL_PENAL_EXECUTION,
    }
)
_BY_CATEGORY = marked("la durata e le ripetizioni ammesse dipendono dalla categoria di legge")
TRAITS: tuple[Trait, ...] = (
    Trait(
        key=SEX,
        title=marked("Sesso registrato"),
        changed=_other_sex,
        legal={"ELIG": marked("l'avviso del programma nomina il sesso in una delle sue categorie")},
    ),
    Trait(
        key=CITIZENSHIP,
        title=marked("Cittadinanza o titolo di soggiorno"),
        changed=_other_citizenship,
        legal={"PERMIT": marked("il titolo di soggiorno deve permettere il tirocinio")},
    ),
    Trait(
        key=CATEGORY,
        title=marked("Categoria, con gli stessi requisiti"),
        changed=_other_category,
        legal={
            "DURATION": _BY_CATEGORY,
            "LONGEST": _BY_CATEGORY,
            "PRIOR_REL": _BY_CATEGORY,
            "CAP": marked("la legge non conta alcune categorie nel numero massimo di tirocinanti"),
            "GROUPS": marked("il programma chiede persone di alcune categorie"),
            "BUDGET": marked("la durata ammessa cambia la spesa"),
        },
    ),
    Trait(
        key=AGE,
        title=marked("Età, da adulta ad adulta"),
        changed=_other_adult_age,
        legal={
            "AGE": marked("l'azienda chiede un'età minima per il compito"),
            "MINOR": marked("le norme sui minori valgono sotto i 18 anni"),
            "PERMIT": marked("un titolo per minore età finisce con la maggiore età"),
        },
    ),
)

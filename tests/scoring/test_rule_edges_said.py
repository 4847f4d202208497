"""What a rule says of a pair that it refuses, by kind, and each way out with the records it changes.

The cases are for a jurist to read, in `edges/`, one file a rule; each starts from the pair of `tests/law/plain.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from data.bundle import TABLES, Records
from data.codes import Viewer
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.language import say
from data.lawbook import Law
from data.lawfile import StrictLoader
from scoring.rule import Change, refuse
from scoring.rules import rule
from tests.law.test_cases import BOOK, FIELDS, PLAIN, records_of

Case = Mapping[str, Any]
FILES = sorted(Path(__file__).with_name("edges").glob("*.yaml"))
READ = [yaml.load(file.read_text(encoding="utf-8"), StrictLoader) for file in FILES]
CASES = [
    pytest.param(found["rule"], case, id=f"{found['rule']}: {case['name']}")
    for found in READ
    for case in found["cases"]
]

MINOR = {"birth_date": "01/06/2003", "school_years": "10"}
OTHER = [{"id": "B", "name": "Altra Prova", "sector": "56"}]
CHECKED = {"checked_on": "01/09/2020", "safety_ok": "sì", "insolvent": "no"}


def law_of(case: Case) -> Law:
    return BOOK.in_force(case.get("day", PLAIN["day"]))


def pair_of(records: Records, law: Law) -> FullPairs:
    only = np.zeros(1, dtype=np.int64)
    return FullPairs(build_cohort(records, law), Eligibility.of(records), only, only)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_the_refusal_names_what_stops_the_pair_and_who_can_change_it(code: str, case: Case) -> None:
    records, law, known = records_of(case), law_of(case), rule(code)
    pairs = pair_of(records, law)
    assert not known.allows(pairs, law)[0]
    assert list(known.kinds_at(pairs, law, 0)) == case["kinds"]
    assert refuse(known, pairs, law, 0, Viewer.CASE_MANAGER).sentence == case["says"]
    change = known.lift(records, pairs, law, 0)
    ways = () if change is None else (change, *change.other)
    assert [told(records, way) for way in ways] == case["ways"]
    for way in ways:
        after = records.replacing(*way.records)
        assert after.faults() == []
        assert known.allows(pair_of(after, law), law)[0], way.sentence


def told(records: Records, way: Change) -> dict[str, Any]:
    """A way out as the cases write it."""
    held = {"held": way.held} if way.held else {}
    return {"says": way.sentence, "who": way.who, **held, "changed": dict(_changed(records, way))}


def _changed(records: Records, way: Change) -> Iterator[tuple[str, dict[str, Any]]]:
    """Record -> field -> the value that it has after the change; all that is written in a new record."""
    before = {(kind, row.id): row for table, kind in TABLES.items() for row in records.table(table)}
    for row in way.records:
        old = before.get((type(row), row.id))
        if old is None:
            yield row.id, row.model_dump(mode="json", exclude_defaults=True)
            continue
        known = old.model_dump(mode="json")
        yield row.id, {name: value for name, value in row.model_dump(mode="json").items() if value != known[name]}


def test_every_case_is_written_as_expected() -> None:
    names = [case["name"] for found in READ for case in found["cases"]]
    assert len(names) == len(set(names)) > 100
    for found in READ:
        for case in found["cases"]:
            assert set(case) - FIELDS == {"kinds", "says", "ways"}, case["name"]


@pytest.mark.parametrize(
    ("code", "case", "question"),
    [
        ("ELIG", {"person": {"in_charge": ""}}, "Da verificare: presa in carico da verificare."),
        ("ELIG", {"person": {"employment": ""}}, "Da verificare: stato di non occupazione da verificare."),
        ("ELIG", {"person": {"in_charge": "no"}}, None),
        ("ELIG", {"person": {"employment": "EMPLOYED"}}, None),
        (
            "START",
            {"person": {"available_from": ""}},
            "Chiedere da quando la persona è disponibile: l'inizio è entro il 31/12/2020.",
        ),
        ("START", {}, None),
        (
            "ACCESS",
            {"person": {"access_needs": "step_free; elevator"}, "site": {"access": "elevator=sì; parking=no"}},
            "Verificare sul posto prima di proporre: ingresso senza gradini.",
        ),
        (
            "ACCESS",
            {"person": {"modes": "bus", "max_walk_m": "300", "access_needs": "elevator"}, "site": {"lat": "43,91"}},
            "Verificare sul posto prima di proporre: ascensore, quanto dista la fermata.",
        ),
        ("ACCESS", {"person": {"access_needs": "elevator"}, "site": {"access": "elevator=sì"}}, None),
        # Whoever is stopped for sure is asked nothing more.
        (
            "ACCESS",
            {"person": {"access_needs": "step_free; elevator"}, "site": {"access": "elevator=no"}},
            None,
        ),
        (
            "SPLIT",
            {"opening": {"shifts": "lun-ven 9:00-12:00, 13:00-15:00"}},
            "Chiedere se la persona accetta un orario spezzato: c'è una pausa lunga lun-ven 12:00-13:00.",
        ),
        ("SPLIT", {"person": {"split_shifts": "sì"}, "opening": {"shifts": "lun 9:00-12:00, 13:00-15:00"}}, None),
        (
            "TIME_FIT",
            {"person": {"availability": ""}},
            "Chiedere gli orari della persona: con il viaggio serve lun-ven 8:45-13:15.",
        ),
        ("TIME_FIT", {}, None),
        ("TIME_FIT", {"person": {"availability": ""}, "children": [{"id": "F", "care": "NONE"}]}, None),
        (
            "TRAVEL",
            {"person": {"modes": ""}, "site": {"lat": "43,91"}},
            "Chiedere con quali mezzi si muove la persona: considerati: a piedi e in autobus (servono 28 minuti in "
            "autobus).",
        ),
        ("TRAVEL", {}, None),
        ("MINOR", {"person": {**MINOR, "school_years": ""}, "opening": {"conditions": "MACHINERY"}}, None),
        (
            "MINOR",
            {"person": MINOR, "opening": {"shifts": "lun-ven 8:00-14:00"}},
            "La persona è minorenne all'inizio (compie 18 anni il 1/6/2021): chiedere all'azienda quanto dura la pausa "
            "(servono 60 minuti ogni 4,5 ore di seguito); chiedere se nel lavoro ci sono: presenza o servizio di "
            "alcolici, lavoro in quota e macchine pericolose.",
        ),
        ("MINOR", {}, None),
        (
            "HOST_OK",
            {"programme": {"regime": "ORD_TUSCANY"}},
            "Verificare con l'azienda, prima dell'inizio: sicurezza, licenziamenti, cassa integrazione e procedure di "
            "crisi della sede, se il tirocinante prenderebbe il posto di qualcuno e se il compito richiede di imparare "
            "qualcosa.",
        ),
        # Whether there is something to learn matters only where an internship is for that.
        (
            "HOST_OK",
            {"host_checks": [{"checked_on": "01/09/2020"}], "opening": {"replaces_staff": "no"}},
            "Verificare con l'azienda, prima dell'inizio: se la sede è in regola con la sicurezza e se ci sono "
            "procedure di crisi.",
        ),
        ("HOST_OK", {"host_checks": [CHECKED], "opening": {"replaces_staff": "no"}}, None),
        ("HOST_OK", {"opening": {"replaces_staff": "sì"}}, None),
        (
            "PRIOR_REL",
            {"companies": OTHER, "relations": [{"kind": "OCCASIONAL"}, {"kind": "INTERNSHIP", "company": "B"}]},
            "Chiedere alla persona quanti giorni di lavoro occasionale ha fatto per questa azienda; per quale mansione "
            "era il tirocinio di prima.",
        ),
        ("PRIOR_REL", {}, None),
        (
            "PERMIT",
            {"documents": [{"kind": "PERMIT"}, {"kind": "PERMIT", "permit": "ASYLUM_REQUEST"}]},
            "Chiedere, prima di proporre: di che tipo è il titolo di soggiorno; quando è stata fatta la richiesta di "
            "asilo.",
        ),
        ("PERMIT", {"documents": [{"kind": "PERMIT", "permit": "WORK"}, {"kind": "PERMIT"}]}, None),
        (
            "LANG_SAFETY",
            {},
            "Chiedere se la persona capisce un corso di sicurezza in italiano (almeno A2, ascolto), o in quale altra "
            "lingua.",
        ),
        ("LANG_SAFETY", {"person": {"italian": "A2"}}, None),
    ],
)
def test_what_nobody_wrote_is_asked_where_it_matters_and_nowhere_else(
    code: str, case: Case, question: str | None
) -> None:
    law = law_of(case)
    pairs, known = pair_of(records_of(case), law), rule(code)
    asks = bool(known.missing(pairs, law)[0])
    assert (say(known.ask, **known.facts(pairs, law, 0)) if asks else None) == question

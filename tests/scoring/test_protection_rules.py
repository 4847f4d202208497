"""BAN, PROTECT, AUTHORITY and REFUSAL: what they ask, what lifts them, and which kind stops a pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.guards import Guards
from data.language import say, speaking
from data.lawbook import LawBook
from data.records import Row
from scoring.rule import Change
from scoring.rules import RULES, rule
from scoring.scorecard import refused
from tests.law.test_cases import records_of

LAW = LawBook.load().in_force(date(2020, 9, 14))
SEAL = "a" * 64
ZONE = {"kind": "AVOID_ZONE", "lat": "43,88", "lon": "11,10", "radius_km": 1}
BESIDE = {"kind": "AVOID_ZONE", "lat": "43,86", "lon": "11,05", "radius_km": 0.5}
NOWHERE = {"lat": None, "lon": None}
AVOID = {"kind": "AVOID_PERSON", "person": SEAL}
OTHER = [{"id": "B", "name": "Altra Prova", "sector": "56"}]
HIDDEN = ("BAN", "PROTECT", "AUTHORITY", "REFUSAL")


def one(records: Records) -> FullPairs:
    only = np.zeros(1, dtype=np.int64)
    return FullPairs(build_cohort(records, LAW), Eligibility.of(records), only, only)


def stops(records: Records) -> list[str]:
    return [known.code for known, no in zip(RULES, refused(one(records), LAW)[:, 0], strict=True) if no]


def change_of(code: str, records: Records) -> Change:
    change = rule(code).lift(records, one(records), LAW, 0)
    assert change is not None
    return change


def asks(code: str, case: Mapping[str, Any]) -> str | None:
    pairs = one(records_of(case))
    known = rule(code)
    return say(known.ask, **known.facts(pairs, LAW, 0)) if known.missing(pairs, LAW)[0] else None


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        ({"protections": [{"kind": "NO_PUBLIC_CONTACT"}]}, "contatto con il pubblico"),
        ({"protections": [{"kind": "NO_PUBLIC_CONTACT"}], "opening": {"demands": "AC1=1"}}, None),
        (
            {"protections": [{"kind": "SUBSTANCE_BAN"}], "opening": {"demands": "AC1=1"}},
            "presenza o servizio di alcolici, presenza di farmaci",
        ),
        ({"protections": [{"kind": "SUBSTANCE_BAN"}], "opening": {"conditions": "PUBLIC_CONTACT"}}, None),
        ({"protections": [{"kind": "SUBSTANCE_BAN", "valid_to": "30/09/2020"}]}, None),
        ({"person": {"banned_conditions": "NIGHT"}}, None),
        ({"person": {"banned_conditions": "HEIGHTS"}}, "lavoro in quota"),
        ({"person": {"banned_conditions": "HEIGHTS", "banned_companies": "A"}}, None),
        ({}, None),
    ],
)
def test_what_nobody_wrote_about_the_work_is_asked_where_it_matters(case: Mapping[str, Any], asked: str | None) -> None:
    told = asks("BAN", case)
    assert told == (asked and f"Chiedere all'azienda, senza dire perché, se nel lavoro c'è: {asked}.")


@pytest.mark.parametrize(
    ("acts", "until"),
    [
        ([{"municipalities": "Prato", "valid_to": "31/12/2020"}], "31/12/2020"),
        ([{"municipalities": "Prato", "valid_to": "31/03/2021"}], "31/3/2021"),
        ([{"municipalities": "Prato", "valid_to": "01/04/2021"}], None),
        ([{"municipalities": "Prato"}], None),
        ([{"municipalities": "Prato", "valid_to": "30/09/2020"}], None),
        ([{"municipalities": "Pistoia", "valid_to": "31/12/2020"}], None),
        ([{"hours": "lun-ven 7:00-20:00", "valid_to": "31/12/2020"}], "31/12/2020"),
        ([{"hours": "lun-ven 7:00-20:00", "valid_to": "31/12/2020"}, {"municipalities": "Prato"}], "31/12/2020"),
        (
            [
                {"municipalities": "Prato", "valid_to": "31/12/2020"},
                {"companies": "A", "valid_from": "01/01/2021"},
            ],
            None,
        ),
    ],
)
def test_an_act_that_ends_before_the_internship_is_told(acts: list[Mapping[str, str]], until: str | None) -> None:
    told = asks("AUTHORITY", {"acts": acts})
    assert (told is None) == (until is None)
    assert until is None or f"vale fino al {until}," in str(told)


@pytest.mark.parametrize(
    ("person", "tutor", "asked"),
    [
        (
            {"tutor_wish": "F", "tutor_wish_firm": "sì"},
            None,
            "chi sarà il tutor in azienda (la persona vorrebbe: donna)",
        ),
        ({"tutor_wish": "F"}, None, "chi sarà il tutor in azienda (la persona vorrebbe: donna)"),
        ({"tutor_wish": "F"}, "M", "se va bene anche questo tutor (la persona preferirebbe: donna)"),
        ({"tutor_wish": "F", "tutor_wish_firm": "sì"}, "M", None),
        ({"tutor_wish": "F"}, "F", None),
        ({"tutor_wish": "F", "refused_companies": "A"}, "M", None),
        ({}, "M", None),
    ],
)
def test_a_wish_for_a_tutor_is_talked_about(person: Mapping[str, str], tutor: str | None, asked: str | None) -> None:
    told = asks("REFUSAL", {"person": person, "opening": {"tutor_sex": tutor}})
    assert told == (asked and f"Chiedere {asked}.")


LIFTED = [
    ("PROTECT", {"protections": [ZONE]}, "Zona da rivedere", ("PROTECT_SITE",)),
    ("PROTECT", {"protections": [{**ZONE, "radius_km": 0.4, "lat": "43,887"}]}, "Zona da rivedere", ("PROTECT_WAY",)),
    ("PROTECT", {"protections": [ZONE, ZONE]}, "Zona da rivedere", ("PROTECT_SITE",)),
    ("PROTECT", {"protections": [{**ZONE, "valid_from": "01/01/2021"}]}, "Zona da rivedere", ("PROTECT_SITE",)),
    ("PROTECT", {"protections": [AVOID]}, "Verifica manuale", ("PROTECT_CHECK",)),
    ("PROTECT", {"protections": [AVOID], "company": {"people": SEAL}}, "tutela finisce", ("PROTECT_PERSON",)),
    (
        "PROTECT",
        {"protections": [AVOID, ZONE, {**AVOID, "person": "b" * 64}], "company": {"people": SEAL}},
        "Verifica manuale",
        ("PROTECT_SITE", "PROTECT_PERSON"),
    ),
    ("PROTECT", {"protections": [ZONE], "site": NOWHERE}, "punto esatto della sede", ("PROTECT_SITE",)),
    ("PROTECT", {"protections": [BESIDE], "person": NOWHERE}, "punto di ritrovo", ("PROTECT_WAY",)),
    ("PROTECT", {"protections": [BESIDE, ZONE], "person": NOWHERE}, "a mano", ("PROTECT_SITE",)),
    (
        "PROTECT",
        {"protections": [{**ZONE, "area": "43.86 11.04; 43.87 11.04; 43.87 11.06"}], "person": NOWHERE},
        "Zona da rivedere",
        ("PROTECT_SITE",),
    ),
    ("BAN", {"protections": [{"kind": "NO_PUBLIC_CONTACT"}]}, "senza dire perché", ("BAN_PUBLIC",)),
    ("BAN", {"person": {"banned_conditions": "HEIGHTS; ISOLATED_WORK"}}, "SL4=0", ("BAN_ALONE", "BAN_DANGER")),
    (
        "BAN",
        {"person": {"banned_conditions": "HEIGHTS"}, "opening": {"demands": "AC5=1"}},
        "Da rivedere solo con la persona",
        ("BAN_DANGER",),
    ),
    ("BAN", {"person": {"banned_conditions": "MEDICINES"}}, "presenza di farmaci", ("BAN_SUBSTANCES",)),
    (
        "BAN",
        {"protections": [{"kind": "SUBSTANCE_BAN"}], "person": {"banned_conditions": "MACHINERY"}},
        "SL4=0",
        ("BAN_SUBSTANCES", "BAN_DANGER"),
    ),
    ("BAN", {"protections": [{"kind": "AVOID_HOST", "company": "A"}]}, "case manager", ("BAN_COMPANY",)),
    (
        "BAN",
        {
            "protections": [{"kind": "NO_PUBLIC_CONTACT"}, {"kind": "SUBSTANCE_BAN"}],
            "person": {"banned_conditions": "NIGHT; MACHINERY; PUBLIC_CONTACT", "banned_companies": "A"},
            "opening": {"demands": "SL4=1; SL5=1", "conditions": "MEDICINES"},
        },
        "case manager",
        ("BAN_PUBLIC", "BAN_SUBSTANCES", "BAN_DANGER", "BAN_COMPANY"),
    ),
    ("AUTHORITY", {"acts": [{"municipalities": "Pistoia"}]}, "questa azienda", ("AUTHORITY_PLACE",)),
    (
        "AUTHORITY",
        {"acts": [{"municipalities": "Pistoia"}, {"companies": "B"}], "companies": OTHER},
        "questa azienda",
        ("AUTHORITY_PLACE",),
    ),
    (
        "REFUSAL",
        {"person": {"tutor_wish": "F", "tutor_wish_firm": "sì"}, "opening": {"tutor_sex": "M"}},
        "cambia idea",
        ("REFUSAL_TUTOR",),
    ),
    (
        "REFUSAL",
        {
            "person": {"tutor_wish": "F", "tutor_wish_firm": "sì", "refused_sectors": "56", "refused_companies": "A"},
            "opening": {"tutor_sex": "M"},
        },
        "cambia idea",
        ("REFUSAL_SECTOR", "REFUSAL_COMPANY", "REFUSAL_TUTOR"),
    ),
]


@pytest.mark.parametrize(("code", "case", "sentence", "kinds"), LIFTED)
def test_every_change_that_is_named_lifts_the_refusal(
    code: str, case: Mapping[str, Any], sentence: str, kinds: tuple[str, ...]
) -> None:
    records = records_of(case)
    assert stops(records) == [code]
    assert rule(code).kinds_at(one(records), LAW, 0) == kinds
    change = change_of(code, records)
    assert sentence in change.sentence
    for way in (change, *change.other):
        lifted = records.replacing(*way.records)
        assert lifted.faults() == []
        assert stops(lifted) == []
        assert all(_read_again(row) == row for row in way.records)


def _read_again(row: Row) -> Row:
    return type(row).model_validate(row.model_dump(mode="json"))


def test_places_and_tutors_can_be_lifted_in_two_ways() -> None:
    place = change_of("AUTHORITY", records_of({"acts": [{"municipalities": "Pistoia"}]}))
    tutor = records_of({"person": {"tutor_wish": "F", "tutor_wish_firm": "sì"}, "opening": {"tutor_sex": "M"}})
    assert "comune di Prato (PO)" in place.other[0].sentence
    assert "donna" in change_of("REFUSAL", tutor).other[0].sentence


def test_only_ending_the_protection_lifts_a_name_that_is_there() -> None:
    records = records_of({"protections": [{**AVOID, "checked_companies": "A"}], "company": {"people": SEAL}})
    (ended,) = change_of("PROTECT", records).records
    assert ended.model_dump()["valid_to"] == date(2020, 9, 13)
    assert ended.model_dump()["checked_companies"] == ("A",)


def test_a_check_that_nobody_made_is_missing_and_a_name_that_is_there_is_not() -> None:
    unchecked = one(records_of({"protections": [AVOID]}))
    found = one(records_of({"protections": [AVOID], "company": {"people": SEAL}}))
    assert rule("PROTECT").missing(unchecked, LAW).tolist() == [True]
    both = one(records_of({"protections": [AVOID, ZONE]}))
    assert rule("PROTECT").missing(found, LAW).tolist() == [False]
    assert rule("PROTECT").missing(both, LAW).tolist() == [False]
    nearby = {"kind": "AVOID_ZONE", "area": "43.893 11.05; 43.93 11.05; 43.93 11.15; 43.893 11.15"}
    vague = {"protections": [nearby], "site": NOWHERE}
    assert rule("PROTECT").missing(one(records_of(vague)), LAW).tolist() == [True]
    assert rule("PROTECT").missing(one(records_of({"protections": [BESIDE], "person": NOWHERE})), LAW).tolist() == [
        True
    ]


def test_a_check_by_hand_keeps_the_protection_and_names_the_company() -> None:
    for case in (
        {"protections": [ZONE], "site": NOWHERE},
        {"protections": [BESIDE], "person": NOWHERE},
        {"protections": [{"kind": "ISOLATION_BAN"}]},
    ):
        records = records_of(case)
        (code,) = stops(records)
        (checked,) = change_of(code, records).records
        assert checked.model_dump()["checked_companies"] == ("A",)
        assert checked.model_dump()["valid_to"] is None


def test_a_home_whose_address_is_secret_changes_no_answer_and_no_word() -> None:
    case = {"protections": [{"kind": "ADDRESS_SECRET", "lat": "43,86", "lon": "11,02"}, ZONE]}
    told = []
    for home in ({"lat": "43,90", "lon": "11,05"}, {"lat": "43,60", "lon": "11,50"}, {"lat": None, "lon": None}):
        pairs = one(records_of({**case, "person": home}))
        words = [[known.facts(pairs, LAW, 0), known.missing(pairs, LAW).tolist()] for known in RULES]
        told.append((refused(pairs, LAW).tobytes(), repr(words)))
    assert told[0] == told[1] == told[2]


def test_kinds_have_names_of_their_own_and_say_everything_without_a_name_of_anybody() -> None:
    kinds = [kind for known in RULES if known.code in HIDDEN for kind in known.kinds]
    assert len({kind.code for kind in kinds}) == len(kinds) == 15
    for kind in kinds:
        assert all(text.strip() for text in (kind.title, kind.asks, kind.why, kind.since, kind.who))
        assert kind.asks.endswith("?")


def test_cohorts_without_papers_are_refused_nothing() -> None:
    records = records_of({"protections": [ZONE], "acts": [{"municipalities": "Pistoia"}]})
    pairs = one(records)
    bare = replace(pairs.eligibility, guards=Guards.none(1, 1))
    free = FullPairs(pairs.cohort, bare, pairs.i, pairs.j)
    for code in HIDDEN:
        known = rule(code)
        assert known.allows(free, LAW).all()
        assert not known.missing(free, LAW).any()
        with speaking("en"):
            known.facts(free, LAW, 0)

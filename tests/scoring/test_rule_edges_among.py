"""What a rule says of a pair does not depend on the pairs beside it; of one that nothing stops it gives no reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import LawBook
from data.records import Candidate, Opening
from scoring.rule import Rule
from scoring.rules import RULES, rule
from tests.contracts.conftest import varied
from tests.contracts.worlds import World
from tests.law.test_cases import BOOK, PLAIN, records_of

# No maximum of an ordinary internship was in the register before 1/2/2012.
BEFORE_THE_LAW = {
    "day": date(2012, 1, 31),
    "programme": {"regime": "ORD_TUSCANY"},
    "person": {"available_from": "31/01/2012"},
    "opening": {"start_from": "01/03/2012", "start_to": "31/03/2012"},
}


@pytest.fixture(scope="module")
def world() -> World:
    return World(varied(), LawBook.load().in_force(date(2019, 11, 4)))


@pytest.mark.parametrize("known", RULES, ids=lambda known: known.code)
def test_a_pair_among_others_is_told_as_it_is_alone(known: Rule, world: World) -> None:
    pairs, law = world.all_pairs, world.law
    refused = np.flatnonzero(~known.allows(pairs, law))
    # The last pair of all has no neighbour on one side. That every rule refuses somebody is asserted by the contracts.
    for k in {*refused[:: max(1, len(refused) // 15)].tolist(), *refused[-1:].tolist()}:
        alone = world.pairs(pairs.i[k : k + 1], pairs.j[k : k + 1])
        assert known.facts(pairs, law, k) == known.facts(alone, law, 0)
        assert known.kinds_at(pairs, law, k) == known.kinds_at(alone, law, 0)
        assert known.lift(world.records, pairs, law, k) == known.lift(world.records, alone, law, 0)


@pytest.mark.parametrize("known", RULES, ids=lambda known: known.code)
def test_every_kind_that_is_named_is_one_of_the_rule(known: Rule, world: World) -> None:
    codes = {kind.code for kind in known.kinds}
    refused = np.flatnonzero(~known.allows(world.all_pairs, world.law))
    for k in refused[:: max(1, len(refused) // 50)]:
        named = known.kinds_at(world.all_pairs, world.law, k)
        assert named
        assert len(set(named)) == len(named)
        assert set(named) <= codes


@pytest.mark.parametrize(
    ("code", "case", "facts"),
    [
        ("ELIG", {}, {"doubts": ""}),
        ("START", {}, {"available_from": "14/9/2020", "last_start": "31/12/2020"}),
        ("START", {"person": {"available_from": ""}}, {"available_from": "non indicata", "last_start": "31/12/2020"}),
        ("CERT", {}, {"titles": ""}),
        ("ACCESS", {}, {"absent": "nulla", "unseen": "nulla"}),
        ("AUTHORITY", {}, {"place": "Prato (PO)", "until": ""}),
        ("REFUSAL", {}, {"what": "", "asked": ""}),
        ("BAN", {}, {"what": "", "asked": ""}),
        ("PROTECT", {}, {"what": ""}),
        ("REST", {}, {"broken": "nulla", "shifts": "lun-ven 9:00-13:00"}),
        ("SPLIT", {}, {"pauses": "nessuna"}),
        ("FUNCTION", {}, {"items": "compiti non descritti", "question": "farsi descrivere i compiti"}),
        ("FUNCTION", {"opening": {"demands": "AC1=1"}}, {"question": "nulla"}),
        ("TIME_FIT", {}, {"need": "lun-ven 8:45-13:15", "lacking": "nessuna", "why": "", "journey_min": 15}),
        ("TRAVEL", {}, {"how": "servono 6 minuti in auto", "ceiling": 60, "km": "0,0"}),
        ("AGE", {}, {"age": 16, "reached": "10/5/2006", "last_start": "31/12/2020"}),
        ("DURATION", {}, {"months": 6, "limits": "nulla"}),
        ("LONGEST", {}, {"months": 6, "most": "24"}),
        ("LONGEST", BEFORE_THE_LAW, {"months": 6, "most": "senza limite"}),
        ("HOURS", {}, {"hours": "20 ore a settimana", "limits": "nulla"}),
        (
            "HOURS",
            {"programme": {"week_h_min": "18", "week_h_max": "30"}, "person": {"hours_ramp": "2 sett. 4x3"}},
            {"hours": "20 ore a settimana", "limits": "da 18 a 30"},
        ),
        ("MINOR", {}, {"adult_age": 18, "of_age": "10/5/2008", "broken": "nulla", "asked": "nulla"}),
        ("HOST_OK", {"opening": {"needs_training": "no"}}, {"what": ""}),
        ("PRIOR_REL", {}, {"what": "", "asked": ""}),
        ("PERMIT", {}, {"what": "", "asked": ""}),
        # Somebody has looked at this permit and written that it is enough.
        (
            "PERMIT",
            {"documents": [{"kind": "PERMIT", "permit": "OTHER"}, {"kind": "CLEARANCE", "permit": "OTHER"}]},
            {"what": ""},
        ),
        ("LANG_SAFETY", {}, {"level": "A2", "skill": "ascolto"}),
    ],
)
def test_of_a_pair_that_nothing_stops_the_facts_hold_no_reason(
    code: str, case: dict[str, Any], facts: dict[str, Any]
) -> None:
    records, law, known = records_of(case), BOOK.in_force(case.get("day", PLAIN["day"])), rule(code)
    only = np.zeros(1, dtype=np.int64)
    pairs = FullPairs(build_cohort(records, law), Eligibility.of(records), only, only)
    assert known.allows(pairs, law)[0]
    told = known.facts(pairs, law, 0)
    assert {name: told[name] for name in facts} == facts


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("REFUSAL", {"refused_companies": "A"}),
        ("REFUSAL", {"refused_roles": "kitchen_assistant"}),
        ("REFUSAL", {"refused_sectors": "56"}),
        ("BAN", {"banned_companies": "A"}),
        ("BAN", {"banned_conditions": "ALCOHOL"}),
    ],
)
def test_a_no_keeps_away_who_said_it_and_nobody_else(code: str, own: dict[str, str]) -> None:
    person = {**PLAIN["person"], "categories": "HOUSING_EMERGENCY"}
    records = records_of(
        {"opening": {"conditions": "ALCOHOL"}, "companies": [{"id": "B", "name": "B", "sector": "47"}]}
    )
    others = [Candidate.model_validate({**person, "id": key}) for key in ("O", "R")]
    records = records.replacing(*others, Candidate.model_validate({**person, "id": "Q", **own}))
    assert [row.id for row in records.candidates] == ["O", "P", "Q", "R"]
    law, everybody = BOOK.in_force(PLAIN["day"]), np.arange(4)
    pairs = FullPairs(build_cohort(records, law), Eligibility.of(records), everybody, np.zeros(4, dtype=np.int64))
    assert rule(code).allows(pairs, law).tolist() == [True, True, False, True]


def test_a_company_is_asked_only_what_its_own_offer_does_not_say() -> None:
    checked = {"checked_on": "01/09/2020", "safety_ok": "sì", "insolvent": "no"}
    records = records_of({"opening": {"replaces_staff": "no"}, "host_checks": [checked]})
    records = records.replacing(Opening.model_validate({**PLAIN["opening"], "id": "U"}))
    law, nobody_else = BOOK.in_force(PLAIN["day"]), np.zeros(2, dtype=np.int64)
    pairs = FullPairs(build_cohort(records, law), Eligibility.of(records), nobody_else, np.arange(2))
    assert rule("HOST_OK").missing(pairs, law).tolist() == [False, True]

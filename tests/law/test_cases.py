"""The rules on cases that a jurist can read; each file holds the cases of one rule, on both its sides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from data.bundle import Records
from data.call import Programme
from data.codes import Viewer
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.host_papers import Convention, HostCheck, Placement, Quota, Tutor
from data.lawbook import LawBook
from data.lawfile import StrictLoader
from data.papers import Accommodation, Act, Commitment, Document, Prescription, Protection, Relation
from data.records import Candidate, Child, Company, Opening, Service, Site
from scoring.rule import refuse
from scoring.rules import RULES, rule
from scoring.scorecard import refused, surviving

HERE = Path(__file__).parent
# Papers are of the person P; accommodations are for the opening T, relations with the company A.
PAPERS = {
    "commitments": Commitment,
    "acts": Act,
    "prescriptions": Prescription,
    "accommodations": Accommodation,
    "protections": Protection,
    "documents": Document,
    "relations": Relation,
}
# Papers of the company A, or of its site S; a tutor without company is the promoter's.
HOST_PAPERS = {
    "host_checks": HostCheck,
    "quotas": Quota,
    "conventions": Convention,
    "tutors": Tutor,
    "placements": Placement,
}
WHOSE = {
    **{table: {"candidate": "P"} for table in PAPERS},
    "accommodations": {"candidate": "P", "opening": "T"},
    "relations": {"candidate": "P", "company": "A"},
    "host_checks": {"site": "S"},
    "placements": {"site": "S"},
    "quotas": {"company": "A"},
    "conventions": {"company": "A"},
    "tutors": {},
}
FIELDS = {
    "name",
    "day",
    "programme",
    "person",
    "company",
    "companies",
    "site",
    "opening",
    "children",
    "services",
    *PAPERS,
    *HOST_PAPERS,
}


def read(name: str) -> Any:
    return yaml.load((HERE / name).read_text(encoding="utf-8"), StrictLoader)


PLAIN = read("plain.yaml")
BOOK = LawBook.load()
FILES = {
    content["rule"]: content["cases"]
    for content in map(read, sorted(p.name for p in HERE.glob("*.yaml")))
    if "rule" in content
}
CASES = [pytest.param(code, case, id=f"{code}: {case['name']}") for code, cases in FILES.items() for case in cases]


def over(plain: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {**PLAIN[plain], **given}


def _paper(table: str, k: int, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": f"{table[:2]}{k}", **WHOSE[table], **given}


def records_of(case: Mapping[str, Any]) -> Records:
    records = Records(
        programme=Programme.model_validate(over("programme", case.get("programme", {}))),
        candidates=(Candidate.model_validate(over("person", case.get("person", {}))),),
        children=tuple(Child.model_validate(over("child", child)) for child in case.get("children", ())),
        companies=(
            Company.model_validate(over("company", case.get("company", {}))),
            *(Company.model_validate(other) for other in case.get("companies", ())),
        ),
        sites=(Site.model_validate(over("site", case.get("site", {}))),),
        openings=(Opening.model_validate(over("opening", case.get("opening", {}))),),
        services=tuple(Service.model_validate(over("service", service)) for service in case.get("services", ())),
        **{
            table: tuple(kind.model_validate(_paper(table, k, paper)) for k, paper in enumerate(case.get(table, ())))
            for table, kind in (PAPERS | HOST_PAPERS).items()
        },
    )
    assert records.faults() == []
    return records


@pytest.mark.parametrize(("code", "case"), CASES)
def test_the_rule_answers_as_the_jurist_expects(code: str, case: dict[str, Any]) -> None:
    law = BOOK.in_force(case.get("day", PLAIN["day"]))
    records = records_of(case)
    only = np.zeros(1, dtype=np.int64)
    pairs = FullPairs(build_cohort(records, law), Eligibility.of(records), only, only)
    against = [known.code for known, no in zip(RULES, refused(pairs, law)[:, 0], strict=True) if no]
    assert against == ([] if case["allowed"] else [code])
    assert len(surviving(pairs, law)) == case["allowed"]
    if not case["allowed"]:
        assert case["says"] in refuse(rule(code), pairs, law, 0, Viewer.CASE_MANAGER).sentence


def test_every_rule_has_cases_on_both_sides() -> None:
    assert set(FILES) == {known.code for known in RULES}
    for code, cases in FILES.items():
        assert {case["allowed"] for case in cases} == {True, False}, code


def test_every_case_is_written_as_expected() -> None:
    names = [case["name"] for cases in FILES.values() for case in cases]
    assert len(names) == len(set(names))
    for cases in FILES.values():
        for case in cases:
            assert set(case) - FIELDS == ({"allowed"} if case["allowed"] else {"allowed", "says"}), case["name"]

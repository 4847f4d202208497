"""The check of the papers, and that it is their only reader: the percentage decides nothing anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.codes import DocumentKind, Permit, Viewer
from data.documents import PaperFinding, needed_documents, paper_check
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.papers import Document
from data.synthetic import invent
from data.synthetic_documents import PROVES
from matching.propose import propose
from scoring.scorecard import judge
from scoring.weights import load_weights
from tests.data.paper_records import records

ROOT = Path(__file__).parents[2]
BOOK = LawBook.load()
ON = date(2020, 9, 14)
# Rooms that decide; none may name a document.
BLIND = ("cohort", "encode", "eligibility", "pairs", "work_arrays", "work_encode", "guards", "time_arrays", "alerts")
# Where the records of one person are cut out, every table is handed on as it is.
HANDED_ON = re.compile(r"documents=tuple\(paper for paper in records\.documents if paper\.candidate == \w+\)")
BLIND_WORD = re.compile(r"percentage|\bDocument\b|\.documents\b")
# Rooms of the law: they read permits, courses, attestations and clearances, and tell what is due before the start.
OF_LAW = re.compile(
    r"scoring/(gate|held|legal_\w+|gates/\w+|rules/(permit|lang_safety|prior_rel|longest))\.py|matching/(tasks|example_legal|example_length)\.py"
)
# Papers that only prove a category: what these rooms read, and what the plan before the start asks for, is left out.
PROOFS = sorted(set(PROVES.values()) - {DocumentKind.PERMIT})


def check(categories: str, *documents: dict[str, Any]) -> tuple[PaperFinding, ...]:
    made = records(person={"categories": categories}, documents=list(documents))
    return paper_check(made, BOOK.in_force(ON))


def codes(categories: str, *documents: dict[str, Any]) -> list[str]:
    return [finding.code for finding in check(categories, *documents)]


def test_what_proves_a_category_is_asked_for() -> None:
    assert [finding.sentence for finding in check("LONE_PARENT")] == [
        "P: manca stato di famiglia (persona sola con figli a carico)."
    ]
    assert codes("LONE_PARENT", {"kind": "FAMILY_STATUS"}) == []
    assert codes("LONE_PARENT", {"kind": "ISEE"}) == ["MISSING"]
    assert codes("LONE_PARENT; HOUSING_EMERGENCY", {"kind": "FAMILY_STATUS"}) == ["MISSING"]


def test_one_of_several_papers_is_enough() -> None:
    assert (
        "attestazione del servizio sanitario oppure certificazione L. 68/1999" in check("AUTISM_SPECTRUM")[0].sentence
    )
    for kind in ("HEALTH_ATTESTATION", "L68_CERTIFICATE"):
        assert codes("AUTISM_SPECTRUM", {"kind": kind}) == []


def test_a_category_that_no_paper_proves_asks_for_nothing() -> None:
    assert codes("WEAK_LABOUR_MARKET") == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"valid_to": "2020-09-14"}, []),
        ({"valid_to": "2020-09-13"}, ["EXPIRED"]),
        ({"valid_from": "2020-09-14"}, []),
        ({"valid_from": "2020-09-15"}, ["NOT_YET"]),
    ],
)
def test_a_paper_holds_on_its_days(days: dict[str, str], expected: list[str]) -> None:
    assert codes("LONE_PARENT", {"kind": "FAMILY_STATUS", **days}) == expected


def test_an_expired_paper_beside_a_valid_one_is_no_matter() -> None:
    assert codes("LONE_PARENT", {"kind": "FAMILY_STATUS", "valid_to": "2019-01-01"}, {"kind": "FAMILY_STATUS"}) == []


@pytest.mark.parametrize(("percentage", "expected"), [(45, ["BELOW_LEAST"]), (46, []), (100, []), (None, [])])
def test_a_certificate_under_the_threshold_is_to_be_looked_at(percentage: int | None, expected: list[str]) -> None:
    found = check("DISABILITY_L68", {"kind": "L68_CERTIFICATE", "percentage": percentage})
    assert [finding.code for finding in found] == expected
    assert all("45" not in finding.sentence for finding in found)


def test_the_threshold_is_of_the_law_book_and_to_be_verified() -> None:
    law = BOOK.in_force(ON)
    assert law.number("l68.least_percentage") == 46
    assert "l68.least_percentage" in law.to_verify()
    # Before the law there is no threshold, and nothing fails.
    paper = {"kind": "L68_CERTIFICATE", "percentage": 10}
    made = records(person={"categories": "DISABILITY_L68"}, documents=[paper])
    assert paper_check(made, BOOK.in_force(date(1999, 1, 1))) == ()


def test_every_needed_paper_is_one_of_the_vocabulary() -> None:
    assert needed_documents()
    assert all(kinds and set(kinds) <= set(DocumentKind) for kinds in needed_documents().values())


def parts_of(value: Any, name: str = "") -> dict[str, Any]:
    """Everything inside an object, down to arrays and plain values, by name."""
    if isinstance(value, np.ndarray):
        return {name: (value.dtype, value.shape, value.tobytes())}
    if isinstance(value, tuple | list):
        inside = {str(k): entry for k, entry in enumerate(value)}
    elif isinstance(value, Mapping):
        inside = {repr(key): entry for key, entry in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        inside = {field.name: getattr(value, field.name) for field in fields(value)}
    elif type(value).__module__.startswith(("data.", "scoring.")) and hasattr(value, "__dict__"):
        inside = vars(value)
    else:
        return {name: repr(value)}
    return {key: entry for label, part in inside.items() for key, entry in parts_of(part, f"{name}.{label}").items()}


def with_papers(records: Records, seed: int) -> Records:
    """Documents of every kind, with days, percentages and permits drawn at random."""
    rng = np.random.default_rng(seed)
    papers = []
    for person in records.candidates:
        kind, permit = rng.choice(PROOFS), rng.choice([*Permit, None])
        row = {"id": f"{person.id}-{seed}", "candidate": person.id, "kind": kind, "permit": permit}
        row |= {"percentage": int(rng.integers(0, 101)), "valid_to": f"20{rng.integers(10, 30)}-12-31"}
        papers.append(Document.model_validate(row))
    return replace(records, documents=tuple(papers))


def test_no_paper_that_proves_a_category_changes_an_array_a_judgement_or_a_proposal() -> None:
    bare = replace(invent("perla", candidates=40, openings=25), documents=())
    on = bare.programme.on or ON
    law, weights = BOOK.in_force(on), load_weights(bare.programme.weights)

    def made(of: Records) -> dict[str, Any]:
        cohort, eligibility = build_cohort(of, law), Eligibility.of(of)
        card = judge(cohort, eligibility, law, weights)
        return parts_of((cohort, eligibility, card.start, card.opening, card.total))

    def told(of: Records, viewer: Viewer) -> str:
        proposal = propose(of, BOOK, weights, on=on, viewer=viewer)
        same = {"inputs_sha256": "", "counts_sha256": None}
        return proposal.model_copy(update={"made": proposal.made.model_copy(update=same)}).to_json()

    others = [with_papers(bare, seed) for seed in (1, 2)]
    assert others[0].digest() != others[1].digest() != bare.digest()
    before = made(bare)
    assert len(before) > 100
    assert not [name for name, value in before.items() if " object at " in str(value)]
    for other in others:
        after = made(other)
        assert set(after) == set(before)
        assert [name for name in before if before[name] != after[name]] == []
    for viewer in Viewer:
        first = told(bare, viewer)
        assert all(told(other, viewer) == first for other in others)


def test_no_room_that_decides_names_a_document_but_those_of_the_law_and_none_the_percentage() -> None:
    rooms = [ROOT / "data" / f"{name}.py" for name in BLIND]
    rooms += [*(ROOT / "scoring").rglob("*.py"), *(ROOT / "matching").rglob("*.py")]
    rooms = [room for room in rooms if room.exists()]
    assert len(rooms) > 60
    texts = {room.relative_to(ROOT).as_posix(): room.read_text(encoding="utf-8") for room in rooms}
    named = [room for room, text in texts.items() if BLIND_WORD.search(HANDED_ON.sub("", text))]
    assert [room for room in named if not OF_LAW.fullmatch(room)] == []
    assert [room for room in named if "percentage" in texts[room]] == []

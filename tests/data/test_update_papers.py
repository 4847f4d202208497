"""Papers between two months: matched within their person, reserved, and never ended by a comparison."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.page.review import render_review
from data.bundle import PAPERS, Records
from data.codes import Benefit, Sex, Tongue
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.update.answers import advice, answers_csv
from data.intake.update.apply import applied
from data.intake.update.compare import Kind, Review, compare
from data.intake.update.missing import KEPT
from data.intake.update.notes import notes
from data.papers import Protection

KNOWN = example_records()
PERSON, ZONE = KNOWN.protections
WITHOUT: Any = dict.fromkeys(PAPERS, ())


def all_of(review: Review) -> Records:
    chosen = [n for n, change in enumerate(review.changes, 1) if change.unless is None and not change.taken]
    return applied(review, {n: n + 1 for n in chosen})


def kinds(review: Review) -> list[tuple[str, str, str]]:
    return [(change.key.table, change.key.kind.value, change.key.field) for change in review.changes]


def test_missing_files_of_papers_end_nothing_that_protects_and_say_so() -> None:
    review = compare(KNOWN, replace(KNOWN, **WITHOUT))
    assert set(kinds(review)) == {("accommodations", "vanished", ""), ("documents", "vanished", "")}
    after = all_of(review)
    assert all(after.table(table) == KNOWN.table(table) for table in KEPT)
    told = [line for line in notes(review) if "valido fino al" in line]
    assert [line.split(":")[0] for line in told] == ["Impegni", "Atti di autorità", "Prescrizioni", "Tutele"]
    assert (
        "Rapporti precedenti: 1 riga nota manca nel file nuovo e resta. Per farla finire, scrivi «fino al»"
        in "".join(notes(review))
    )
    assert "2 righe note mancano" in told[0]
    assert all(line in render_review(review) for line in told)


@pytest.mark.parametrize(
    ("table", "changed", "kept"),
    [
        ("protections", {"radius_km": 1.0}, True),
        ("protections", {"radius_km": 9.0}, False),
        ("protections", {"valid_to": date(2027, 1, 1)}, True),
        ("protections", {"municipality": "100005"}, False),
        ("acts", {"valid_to": date(2027, 1, 1)}, True),
        ("acts", {"valid_to": None}, True),
        ("acts", {"valid_to": date(2028, 1, 1)}, False),
        ("acts", {"municipalities": ()}, True),
        ("prescriptions", {"items": {"AC1": 2}}, True),
        ("prescriptions", {"items": {"AC1": 0}}, False),
        ("prescriptions", {"author": None}, True),
        ("relations", {"valid_to": date(2023, 7, 1)}, False),
        ("relations", {"role": None}, True),
        ("commitments", {"valid_from": date(2026, 12, 1)}, True),
        ("commitments", {"valid_from": date(2026, 1, 1)}, False),
    ],
)
def test_what_would_protect_less_is_not_even_proposed(table: str, changed: dict[str, Any], kept: bool) -> None:
    row = ZONE if table == "protections" else KNOWN.table(table)[0]
    after = row.model_copy(update=changed)
    review = compare(KNOWN, KNOWN.replacing(after))
    expected = KNOWN if kept else KNOWN.replacing(after)
    assert all_of(review) == expected
    assert bool(review.changes) is not kept
    assert bool(notes(review)) is kept


def test_values_of_papers_stand_nowhere_in_a_review() -> None:
    new = KNOWN.replacing(
        PERSON.model_copy(update={"person": "ab" * 32}),
        ZONE.model_copy(update={"radius_km": 77.0}),
        KNOWN.acts[0].model_copy(update={"municipalities": ("047014",)}),
        KNOWN.documents[0].model_copy(update={"percentage": 67}),
        KNOWN.relations[0].model_copy(update={"days": 4321}),
        KNOWN.placements[0].model_copy(update={"cap_exempt": True}),
        KNOWN.companies[0].model_copy(update={"people": ("cd" * 32,)}),
        KNOWN.candidates[0].model_copy(update={"tutor_wish": Sex.F, "tutor_wish_firm": True}),
        KNOWN.candidates[2].model_copy(update={"languages": (Tongue.UR,), "benefits": (Benefit.NASPI,)}),
    )
    review = compare(KNOWN, new)
    assert len(review.changes) == 11
    for text in (answers_csv(review).decode(), render_review(review)):
        assert "ab" * 32 not in text
        assert "cd" * 32 not in text
        assert "5b1e07c4" not in text
        for value in ("77", "Pistoia", "67", "donna", "4321", "sì;", "urdu", "indennità"):
            assert f";{value}" not in text
            assert f">{value}" not in text


def test_a_paper_that_lost_its_code_is_asked_about_within_its_person() -> None:
    renamed = {
        table: tuple(row.model_copy(update={"id": f"Z{row.id}"}) for row in KNOWN.table(table)) for table in PAPERS
    }
    review = compare(KNOWN, replace(KNOWN, **renamed))
    asked = {c.key.known: c.key.new for c in review.changes if c.key.kind is Kind.SAME}
    assert asked == {row.id: f"Z{row.id}" for table in PAPERS for row in KNOWN.table(table)}
    assert all_of(review) == KNOWN
    # Without a yes the known ones stay.
    assert applied(review, {}) == KNOWN


def test_a_paper_never_goes_to_another_person_under_its_code() -> None:
    other = ZONE.model_copy(update={"candidate": "C001"})
    review = compare(KNOWN, KNOWN.replacing(other))
    (change,) = review.changes
    assert (change.key.kind, change.taken) == (Kind.NEW, True)
    assert "un altro codice" in advice(review, change)
    with pytest.raises(BadRecords):
        applied(review, {1: 2})
    assert any("Tutele" in line for line in notes(review))


def test_a_paper_of_another_kind_under_a_known_code_is_asked_about() -> None:
    other = ZONE.model_copy(update={"kind": PERSON.kind, "person": "ab" * 32})
    assert kinds(compare(KNOWN, KNOWN.replacing(other)))[0] == ("protections", "same", "")


def test_the_papers_of_a_person_go_only_with_the_person_and_that_is_said_before() -> None:
    stay = [person for person in KNOWN.candidates if person.id != "C003"]
    papers: Any = {table: tuple(row for row in KNOWN.table(table) if row.candidate != "C003") for table in PAPERS}
    review = compare(KNOWN, replace(KNOWN, candidates=tuple(stay), **papers))
    (change,) = review.changes
    assert "3 carte" in advice(review, change)
    assert applied(review, {}) == KNOWN
    after = applied(review, {1: 2})
    assert after == replace(KNOWN, candidates=tuple(stay), **papers)
    assert after.faults() == []


def test_a_company_that_somebody_must_avoid_is_counted_when_it_changes_its_name() -> None:
    host = {"id": "TU9", "candidate": "C003", "kind": "AVOID_HOST", "company": "A001"}
    known = KNOWN.replacing(Protection.model_validate(host))
    renamed = known.companies[0].model_copy(update={"name": "Tutt'altro nome"})
    review = compare(known, known.replacing(renamed))
    assert any("1 persona ha questa azienda" in advice(review, change) for change in review.changes)

"""Companies, sites, openings and services whose codes moved to other rows: asked, and never taken for one another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.bundle import HOST_PAPERS, PAPERS, Records
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.update.answers import advice, answers_csv
from data.intake.update.apply import applied
from data.intake.update.compare import Kind, Review, compare
from data.records import Candidate, Company, Opening, Service, Site
from data.synthetic import invent

EXAMPLE = example_records()
BAKERY, BAR, BUILDER = ("Forno Due", "56"), ("Bar Uno", "56"), ("Aedilia srl", "41")


def month(*hosts: tuple[str, str], banned: str = "") -> Records:
    """Companies numbered by their rows, each with a site and an opening numbered likewise; one person bans one."""
    code = {name: f"A{n:03}" for n, (name, _) in enumerate(hosts, 1)}
    companies = tuple(Company(id=code[name], name=name, sector=sector) for name, sector in hosts)
    site, opening = EXAMPLE.sites[0], EXAMPLE.openings[0].model_copy(update={"tutor": None})
    person = EXAMPLE.candidates[0].model_copy(
        update={"banned_companies": (code[banned],) if banned else (), "refused_companies": (), "promoter_tutor": None}
    )
    return replace(
        EXAMPLE,
        candidates=(person,),
        children=(),
        **dict.fromkeys((*PAPERS, *HOST_PAPERS), ()),
        companies=companies,
        sites=tuple(
            site.model_copy(update={"id": f"S{n:03}", "company": row.id}) for n, row in enumerate(companies, 1)
        ),
        openings=tuple(
            opening.model_copy(update={"id": f"O{n:03}", "company": row.id, "site": f"S{n:03}"})
            for n, row in enumerate(companies, 1)
        ),
    )


NOVEMBER = month(BAKERY, BAR, banned="Forno Due")
DECEMBER = month(BUILDER, BAKERY, BAR, banned="Forno Due")


def asked(review: Review, table: str) -> dict[str, str]:
    return {c.key.known: c.key.new for c in review.changes if c.key.table == table and c.key.kind is Kind.SAME}


def yes(review: Review, *kinds: Kind) -> dict[int, int]:
    return {n: n + 1 for n, c in enumerate(review.changes, 1) if c.key.kind in kinds and not c.taken and not c.unless}


def test_codes_that_moved_down_a_row_are_traced_by_evidence_and_asked() -> None:
    review = compare(NOVEMBER, DECEMBER)
    assert asked(review, "companies") == {"A001": "A002", "A002": "A003"}
    assert asked(review, "sites") == {"S001": "S002", "S002": "S003"}
    assert asked(review, "openings") == {"O001": "O002", "O002": "O003"}
    assert not [c for c in review.changes if c.key.kind is Kind.CHANGED]


def test_with_yes_every_reference_follows_and_a_ban_stays_with_its_company() -> None:
    review = compare(NOVEMBER, DECEMBER)
    assert applied(review, yes(review, Kind.SAME, Kind.CHANGED)) == NOVEMBER
    assert applied(review, {}) == NOVEMBER


def test_nothing_under_a_doubted_code_is_applied_without_its_yes() -> None:
    taller = DECEMBER.openings[1].model_copy(update={"seats": 9})
    review = compare(NOVEMBER, DECEMBER.replacing(taller))
    (seats,) = [n for n, c in enumerate(review.changes, 1) if c.key.field == "seats"]
    with pytest.raises(BadRecords):
        applied(review, {seats: 5})
    result = applied(review, yes(review, Kind.SAME, Kind.CHANGED))
    assert result == NOVEMBER.replacing(NOVEMBER.openings[0].model_copy(update={"seats": 9}))


def test_a_ban_of_another_company_under_a_known_code_is_never_taken_for_the_known_one() -> None:
    review = compare(NOVEMBER, month(BUILDER, BAKERY, BAR, banned="Aedilia srl"))
    (ban,) = [n for n, c in enumerate(review.changes, 1) if c.key.field == "banned_companies"]
    with pytest.raises(BadRecords):
        applied(review, {ban: 2})


def test_a_company_that_took_the_row_of_one_that_left_is_only_asked() -> None:
    review = compare(NOVEMBER, month(BUILDER, BAR))
    assert asked(review, "companies") == {"A001": "A001"}
    fields = [n for n, c in enumerate(review.changes, 1) if c.key.kind is Kind.CHANGED and c.key.known != "C001"]
    assert fields
    for number in fields:
        with pytest.raises(BadRecords):
            applied(review, {number: 2})


def test_a_site_and_an_opening_of_a_doubted_company_wait_for_its_question() -> None:
    new = month(BUILDER, BAR)
    new = new.replacing(new.openings[0].model_copy(update={"seats": 9}), new.sites[0].model_copy(update={"lat": 43.9}))
    review = compare(NOVEMBER, new)
    waiting = [n for n, c in enumerate(review.changes, 1) if c.key.table in ("sites", "openings")]
    assert waiting
    for number in waiting:
        with pytest.raises(BadRecords):
            applied(review, {number: 2})


def test_a_rename_of_a_banned_company_says_how_many_persons_it_touches_and_not_who() -> None:
    renamed = NOVEMBER.companies[0].model_copy(update={"name": "Panificio Vecchio"})
    review = compare(NOVEMBER, NOVEMBER.replacing(renamed))
    told = [advice(review, c) for c in review.changes if c.key.table == "companies"]
    assert len(told) == 2
    assert all("attenzione: 1 persona" in words and NOVEMBER.candidates[0].id not in words for words in told)
    free = compare(month(BAKERY, BAR), month(BAKERY, BAR).replacing(renamed))
    assert not any("attenzione" in advice(free, c) for c in free.changes)


def test_a_record_of_the_new_file_is_shown_with_the_names_it_has_there() -> None:
    table = answers_csv(compare(NOVEMBER, DECEMBER)).decode()
    (row,) = [line for line in table.splitlines() if ";O001;O002;" in line]
    assert row.count("(Forno Due)") == 2


def test_two_sites_of_one_company_in_one_town_that_exchange_codes_are_told_apart_by_their_points() -> None:
    first = NOVEMBER.sites[0].model_copy(update={"lat": 43.88, "lon": 11.1})
    second = first.model_copy(update={"id": "S009", "lat": 43.9, "lon": 11.05})
    known = replace(NOVEMBER, sites=(first, second, NOVEMBER.sites[1]))
    swapped = (first.model_copy(update={"id": "S009"}), second.model_copy(update={"id": first.id}), NOVEMBER.sites[1])
    new = replace(known, sites=swapped)
    assert asked(compare(known, new), "sites") == {"S001": "S009", "S009": "S001"}


COHORT = invent(candidates=10, openings=8, seed=4)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("companies", {"name": "Tutt'altra ditta"}),
        ("companies", {"sector": "03"}),
        ("sites", {"municipality": "045010"}),
        ("openings", {"role": "other"}),
        ("services", {"name": "Tutt'altro servizio"}),
    ],
)
def test_a_known_code_is_asked_about_when_what_identifies_it_differs(table: str, changed: dict[str, Any]) -> None:
    row: Company | Site | Opening | Service | Candidate = COHORT.table(table)[0]
    if "role" in changed:
        changed = {"role": next(o.role for o in COHORT.openings if o.role != getattr(row, "role", ""))}
    review = compare(COHORT, COHORT.replacing(row.model_copy(update=changed)))
    assert asked(review, table) == {row.id: row.id}

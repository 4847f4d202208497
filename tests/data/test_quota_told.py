"""A company's state in words: leads first, what to do next, nothing of any person."""

from __future__ import annotations

from datetime import date

import pytest

from data.bundle import Records
from data.call import Programme
from data.host_papers import Quota
from data.language import speaking
from data.lawbook import LawBook
from data.quota import QuotaState
from data.quota_told import NEXT_STEP, ORDER, quota_told, quotas_told
from data.records import Company

TODAY = date(2026, 11, 1)
LAW = LawBook.load().in_force(TODAY)


def records(*rows: dict[str, object]) -> Records:
    firms = sorted({str(row["company"]) for row in rows} | {"Z"})
    return Records(
        programme=Programme.model_validate({"code": "T", "title": "T", "regime": "TIS_TUSCANY", "categories": []}),
        companies=tuple(
            Company.model_validate({"id": firm, "name": f"Ditta {firm}", "sector": "10"}) for firm in firms
        ),
        quotas=tuple(Quota.model_validate({"id": f"Q{n}", **row}) for n, row in enumerate(rows)),
    )


def test_every_state_has_its_place_and_a_next_step() -> None:
    assert set(ORDER) == set(QuotaState) == set(NEXT_STEP)


def test_leads_come_first_and_companies_in_order_last() -> None:
    told = quotas_told(
        records(
            {"company": "A", "base": 20, "employed": 1},
            {"company": "B", "base": 20, "employed": 0},
            {"company": "C", "base": 20, "employed": 0, "request_on": "2026-10-01"},
        ),
        LAW,
    )
    assert [line.company.id for line in told] == ["C", "B", "Z", "A"]


def test_a_deadline_is_told_where_the_request_was_not_made() -> None:
    row = {"company": "A", "base": 20, "employed": 0, "as_of": "2026-10-01"}
    missing = quota_told(records(row).companies[0], records(row), LAW)
    assert "La richiesta di avviamento va fatta entro il 30/11/2026." in missing.sentences
    asked = {**row, "request_on": "2026-10-20"}
    made = quota_told(records(asked).companies[0], records(asked), LAW)
    assert not any("entro il" in sentence for sentence in made.sentences)


@pytest.mark.parametrize(
    ("as_of", "asks"),
    [("2025-12-31", False), ("2025-10-01", False), ("2025-09-30", True), ("2024-12-31", True)],
)
def test_an_old_picture_is_asked_anew(as_of: str, asks: bool) -> None:
    held = records({"company": "A", "base": 20, "employed": 1, "as_of": as_of})
    told = quota_told(held.companies[0], held, LAW)
    assert any("chiederne uno nuovo" in sentence for sentence in told.sentences) is asks


@pytest.mark.parametrize(
    ("employed", "said"),
    [
        (None, "Art. 18: 1 posto dovuto; non si sa se è coperto."),
        (0, "Art. 18: manca 1 persona."),
        (1, "Art. 18: i posti dovuti sono coperti."),
    ],
)
def test_the_categories_of_article_18_are_told_apart(employed: int | None, said: str) -> None:
    held = records({"company": "A", "base": 60, "employed": 4, "art18_employed": employed, "as_of": "2026-10-01"})
    assert quota_told(held.companies[0], held, LAW).sentences[-1] == said


def test_exemptions_beyond_the_share_are_said_not_to_count() -> None:
    held = records({"company": "A", "base": 70, "employed": 1, "exempt_units": 4, "as_of": "2026-10-01"})
    assert "1 posto di esonero è oltre il massimo e non conta." in quota_told(held.companies[0], held, LAW).sentences


def test_whoever_wrote_nothing_is_asked_with_the_number_of_the_law() -> None:
    held = records({"company": "A", "base": 20, "employed": 1})
    unknown = quota_told(held.companies[1], held, LAW)
    assert unknown.step == "Chiedere all'azienda il prospetto informativo, se ha almeno 15 dipendenti."
    assert unknown.sentences == ()
    with speaking("it"):
        assert unknown.state == "non si sa"

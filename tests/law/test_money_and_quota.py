"""The quota of L. 68/1999 and the allowance of both regimes, on cases that a jurist can read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.allowance import month_cents, month_of
from data.bundle import Records
from data.call import Programme
from data.host_papers import Convention, Quota
from data.lawbook import LawBook
from data.lawfile import StrictLoader
from data.quota import art3_due, art18_due, compliance
from data.records import Company

HERE = Path(__file__).parent
BOOK = LawBook.load()
TODAY = date(2026, 11, 1)


def read(name: str) -> Any:
    return yaml.load((HERE / name).read_text(encoding="utf-8"), StrictLoader)


QUOTA, MONEY = read("quota.yaml"), read("allowance.yaml")


def named(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def call(**values: Any) -> Programme:
    return Programme.model_validate({"code": "T", "title": "T", "regime": "TIS_TUSCANY", "categories": [], **values})


@named(QUOTA["due"])
def test_how_many_are_due(case: dict[str, Any]) -> None:
    law = BOOK.in_force(TODAY)
    assert (art3_due(case["base"], law), art18_due(case["base"], law)) == (case["art3"], case["art18"])


@named(QUOTA["companies"])
def test_where_a_company_stands(case: dict[str, Any]) -> None:
    quotas = [{"id": f"Q{n}", "company": "A1", **row} for n, row in enumerate(case["quotas"])]
    agreed = [{"id": f"V{n}", "company": "A1", **row} for n, row in enumerate(case.get("conventions", ()))]
    records = Records(
        programme=call(),
        companies=(
            Company.model_validate(
                {"id": "A1", "name": "A", "sector": case.get("sector", "10"), "staff": case.get("staff")}
            ),
        ),
        quotas=tuple(Quota.model_validate(row) for row in quotas),
        conventions=tuple(Convention.model_validate(row) for row in agreed),
    )
    found = compliance("A1", records, BOOK.in_force(TODAY))
    assert found.state.name == case["state"]
    assert found.blocks is case["blocks"]
    assert found.is_lead is case.get("lead", case["state"] == "ON_THE_WAY")
    for name in ("due", "covered", "uncovered", "uncovered18", "exempt_over"):
        if name in case:
            assert getattr(found, name) == case[name], name
    if "request_by" in case:
        assert found.request_by == date.fromisoformat(case["request_by"])


@named(MONEY["cases"])
def test_a_month_of_allowance(case: dict[str, Any]) -> None:
    own = {"allowance_eur_hour": case.get("own_hour"), "allowance_eur_month": case.get("own_month")}
    month = month_of(call(regime=case["regime"], **own), BOOK.in_force(case["day"]), case["done_h"], case["planned_h"])
    assert month.cents == round(case["eur"] * 100)
    assert month.unpaid_h == Fraction(case.get("unpaid_h", 0))
    assert month.tier == case.get("tier", "hours")


@named(MONEY["cost"])
def test_what_a_month_costs_the_programme(case: dict[str, Any]) -> None:
    programme = call(regime=case["regime"], allowance_by_host=case.get("by_host"))
    assert month_cents(programme, case["week_h"], BOOK.in_force(TODAY)) == case["cents"]


def test_where_no_amount_is_in_force_nothing_is_made_up() -> None:
    assert month_cents(call(regime="TIS_TUSCANY"), 25, BOOK.in_force(date(1999, 1, 1))) is None

from __future__ import annotations

from datetime import date

import pytest

from data.codes import Category, Regime, Sex
from data.errors import NotFound
from data.programmes import programme, programme_codes


def test_the_shipped_programme_says_whom_its_call_admits() -> None:
    call = programme("prisma-2019")
    assert "prisma-2019" in programme_codes()
    assert (call.regime, call.provinces, call.on, call.weights) == (
        Regime.TIS_TUSCANY,
        ("PO",),
        date(2019, 11, 4),
        "2026-1",
    )
    assert call.targets == {"in_charge": 194, "placements": 97}
    assert {category.code: category.sex for category in call.categories} == {
        Category.LONE_PARENT: Sex.F,
        Category.MULTIPROBLEM_FAMILY: None,
        Category.SINGLE_INCOME_HOUSEHOLD: None,
        Category.RECEPTION_FACILITY: None,
        Category.HOUSING_EMERGENCY: None,
        Category.TRAFFICKING_VICTIM: None,
        Category.VIOLENCE_VICTIM: None,
    }
    assert all(category.evidence for category in call.categories)
    assert call.source
    assert not call.invented


def test_every_shipped_programme_is_named_as_its_file() -> None:
    assert [programme(code).code for code in programme_codes()] == list(programme_codes())


def test_an_unknown_programme_is_refused_with_the_nearest_code() -> None:
    with pytest.raises(NotFound) as refusal:
        programme("prisma-2018")
    assert "prisma-2019" in refusal.value.text("it")

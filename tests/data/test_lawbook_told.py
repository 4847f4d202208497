"""What the law book says of itself: its version, its sources, and what is wrong where it is asked wrongly."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from data.errors import AbbinaError, NotFound
from data.lawbook import Law, LawBook
from data.lawfile import Dated, Parameter, Source

DAY = dt.date(2026, 11, 21)


def parameter(key: str, value: Any, **given: Any) -> Parameter:
    told = {"title": "Titolo", "unit": "years", "source": (Source("Legge art. 1", "S1"),), "verify": True}
    dated = (Dated(dt.date(2020, 1, 1), value),)
    return Parameter(**{"key": key, **told, "last_checked": DAY, "values": dated, **given})


def law(*parameters: Parameter) -> Law:
    return LawBook(parameters).in_force(DAY)


def test_sources_are_told_in_one_line_in_their_order() -> None:
    two = (Source("Legge regionale 1", "S1"), Source("Prassi", "GK-M"))
    assert law(parameter("act.age", 1, source=two)).source("act.age") == "Legge regionale 1 [S1]; Prassi [GK-M]"


def test_anybody_can_compute_the_version_from_the_values() -> None:
    found = law(parameter("act.b", "perché"), parameter("act.a", {"y": 1, "x": [2.5, True]}))
    canonical = '{"act.a": {"x": [2.5, true], "y": 1}, "act.b": "perché"}'
    assert found.version == hashlib.sha256(canonical.encode()).hexdigest()[:12]


def test_the_order_in_which_a_table_is_written_does_not_change_the_version() -> None:
    assert law(parameter("act.a", {"x": 1, "y": 2})) == law(parameter("act.a", {"y": 2, "x": 1}))


def test_a_value_that_cannot_be_written_down_has_no_version() -> None:
    with pytest.raises(ValueError, match="JSON"):
        _ = law(parameter("act.a", float("inf"))).version


def test_a_law_is_equal_to_a_law_with_the_same_values_and_to_nothing_else() -> None:
    one, same, other = (law(parameter("act.a", value)) for value in (1, 1, 2))
    assert one == same
    assert hash(one) == hash(same)
    assert hash(one) != hash(other)
    assert one != other
    assert one != one.version


def test_an_unknown_parameter_is_named_with_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        law(parameter("act.min_age", 16)).number("act.minage")
    assert caught.value.text() == NotFound("Parametro", "act.minage", near=["act.min_age"]).text()
    assert "Parametro" in caught.value.text()
    assert "act.minage" in caught.value.text()


def test_who_asks_for_the_wrong_kind_of_value_reads_which_parameter_it_was() -> None:
    found = law(parameter("act.number", 16), parameter("act.table", [1]), parameter("act.flag", value=True))
    for ask, key in ((found.table, "act.number"), (found.number, "act.table"), (found.number, "act.flag")):
        with pytest.raises(AbbinaError) as caught:
            ask(key)
        assert caught.value.code == "bad_reference"
        assert caught.value.facts["file"] == key


def test_a_value_not_in_force_is_named_with_its_days() -> None:
    dated = (Dated(dt.date(2020, 1, 1), 1, dt.date(2020, 12, 31)), Dated(dt.date(2030, 1, 1), 2))
    with pytest.raises(AbbinaError) as caught:
        law(parameter("act.age", None, values=dated)).get("act.age")
    assert caught.value.code == "not_in_force"
    assert dict(caught.value.facts) == {
        "key": "act.age",
        "on": "2026-11-21",
        "dates": "2020-01-01–2020-12-31, 2030-01-01–…",
    }


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError) as caught:
        LawBook.load(tmp_path)
    assert caught.value.facts["file"] == tmp_path.name

"""What has to be followed up, who may read it, and that nothing of the person is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.alerts import Alert, alerts
from data.codes import Viewer
from data.lawbook import LawBook
from tests.data.paper_records import records

BOOK = LawBook.load()
ITEM = {"items": "AC1=1"}


def found(on: date = date(2020, 9, 14), **given: Any) -> dict[str, Alert]:
    made = alerts(records(**given), BOOK.in_force(on))
    return {alert.code: alert for alert in made}


def test_nothing_to_follow_up_is_nothing() -> None:
    assert found() == {}


def test_a_refusal_without_a_reason_raises_an_alert() -> None:
    alert = found(accommodations=[{**ITEM, "status": "REFUSED"}])["REFUSED_WITHOUT_REASON"]
    assert alert.record == "a0"
    assert "tirocinio T" in alert.sentence
    assert "senza scrivere il motivo" in alert.sentence
    assert found(accommodations=[{**ITEM, "status": "REFUSED", "reason": "costa"}]) == {}


@pytest.mark.parametrize(("asked_on", "late"), [("2020-08-15", False), ("2020-08-14", True)])
def test_an_answer_is_awaited_thirty_days(asked_on: str, late: bool) -> None:
    told = found(accommodations=[{**ITEM, "status": "REQUESTED", "asked_on": asked_on}])
    assert ("UNANSWERED" in told) == late
    if late:
        assert "31 giorni" in told["UNANSWERED"].sentence


def test_a_request_without_its_day_is_told() -> None:
    assert "manca il giorno" in found(accommodations=[{**ITEM, "status": "REQUESTED"}])["UNANSWERED"].sentence


@pytest.mark.parametrize(("times", "told"), [(1, False), (2, True), (3, True)])
def test_a_company_that_refuses_often_is_told_with_its_count_only(times: int, told: bool) -> None:
    rows = [{**ITEM, "status": "REFUSED", "reason": "ragione segreta"}] * times
    alert = found(accommodations=rows).get("HOST_REFUSES")
    assert (alert is not None) == told
    if alert is not None:
        assert f"rifiutato {times} accomodamenti" in alert.sentence
        assert "segreta" not in alert.sentence


@pytest.mark.parametrize(
    ("valid_to", "told"),
    [("2020-09-13", False), ("2020-09-14", True), ("2021-06-29", True), ("2021-06-30", False), (None, False)],
)
def test_a_prescription_that_ends_within_the_programme_is_told(valid_to: str | None, told: bool) -> None:
    call = {"period_from": "2020-01-01", "period_to": "2021-06-30"}
    row = {"items": "AC1<=1", "author": "SPECIALIST", "valid_to": valid_to}
    assert ("PRESCRIPTION_EXPIRES" in found(call=call, prescriptions=[row])) == told
    assert found(call=call, prescriptions=[{**row, "author": "PERSON"}]) == {}


def test_without_an_end_of_the_programme_the_longest_internship_ends_it() -> None:
    # Six months from the last day to start: 31 December 2020 to 1 July 2021.
    for valid_to, told in (("2021-06-30", True), ("2021-07-02", False)):
        row = {"items": "AC1<=1", "author": "SPECIALIST", "valid_to": valid_to}
        assert ("PRESCRIPTION_EXPIRES" in found(prescriptions=[row])) == told


def test_a_scout_reads_only_what_a_company_can_answer() -> None:
    rows = [{**ITEM, "status": "REFUSED"}, {**ITEM, "status": "REFUSED"}, {**ITEM, "status": "REQUESTED"}]
    limits = [{"items": "AC1<=1", "author": "SPECIALIST", "valid_to": "2020-12-31"}]
    told = found(accommodations=rows, prescriptions=limits)
    assert len(told) == 4
    scout = {code for code, alert in told.items() if Viewer.SCOUT in alert.shown_to}
    assert scout == {"REFUSED_WITHOUT_REASON", "UNANSWERED"}
    assert all({Viewer.CASE_MANAGER, Viewer.ORIENTATOR} <= alert.shown_to for alert in told.values())


def test_no_alert_tells_what_was_limited_or_asked() -> None:
    rows = [{**ITEM, "status": "REFUSED", "reason": "mal di schiena"}, {**ITEM, "status": "REFUSED"}]
    limits = [{"items": "AC1<=1", "author": "HEALTH_SERVICE", "valid_to": "2020-12-31"}]
    for alert in found(accommodations=rows, prescriptions=limits).values():
        for word in ("schiena", "pesi", "AC1", "salute"):
            assert word not in alert.sentence


ENDED = {"items": "AC1<=1", "author": "SPECIALIST", "valid_to": "2020-09-13"}


@pytest.mark.parametrize(
    ("others", "asked_about"),
    [
        ([], "p0"),
        ([{"items": "PO2<=1", "author": "SPECIALIST"}], "p0"),
        ([{"items": "AC1<=2", "author": "SPECIALIST"}], None),
        ([{"items": "AC1<=2", "author": "PERSON"}], "p0"),
        ([{**ENDED, "valid_to": "2020-09-01"}], "p0"),
        ([{"items": "AC1<=2", "author": "SPECIALIST", "valid_from": "2020-12-01"}], None),
    ],
)
def test_limits_that_ended_and_that_nothing_replaced_are_asked_about(
    others: list[dict[str, str]], asked_about: str | None
) -> None:
    told = found(prescriptions=[ENDED, *others]).get("PRESCRIPTION_ENDED")
    assert (told and told.record) == asked_about
    if told is not None:
        assert "scaduta il 13/09/2020: chiedere se vale ancora" in told.sentence
        assert Viewer.SCOUT not in told.shown_to


def test_a_limit_on_the_card_goes_on_when_a_paper_on_it_ends() -> None:
    assert found(prescriptions=[ENDED], person={"prescriptions": "AC1<=1"}) == {}
    assert found(prescriptions=[{**ENDED, "author": "PERSON"}]) == {}

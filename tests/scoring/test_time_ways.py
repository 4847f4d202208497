"""Every way that is named to make hours fit does so."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.call import Programme
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import LawBook
from data.papers import Act, Commitment, Protection
from data.records import Candidate, Child, Company, Opening, Service, Site
from data.shift_cuts import cuts
from data.week import parse_week
from scoring.rule import Change
from scoring.rules import time_fit

LAW = LawBook.load().in_force(date(2020, 9, 14))
HERE = {"municipality": "Prato", "lat": "43,88", "lon": "11,10"}


def records(
    person: dict[str, Any] | None = None,
    opening: dict[str, Any] | None = None,
    children: tuple[dict[str, Any], ...] = (),
    services: tuple[dict[str, Any], ...] = (),
    **more: Any,
) -> Records:
    return Records(
        programme=Programme.model_validate(
            {"code": "casi", "title": "Casi", "regime": "TIS_TUSCANY", "categories": [{"code": "LONE_PARENT"}]}
            | {"week_h_min": "10"}
            | more.pop("programme", {})
        ),
        candidates=(
            Candidate.model_validate(
                {"id": "P", "birth_date": "10/05/1990", "modes": "car", "availability": "lun-ven 7:00-20:00"}
                | HERE
                | (person or {})
            ),
        ),
        children=tuple(
            Child.model_validate({"id": f"F{k}", "candidate": "P", "birth_date": "20/03/2012"} | child)
            for k, child in enumerate(children)
        ),
        companies=(Company.model_validate({"id": "A", "name": "Mensa Prova", "sector": "56"}),),
        sites=(Site.model_validate({"id": "S", "company": "A"} | HERE | more.pop("site", {})),),
        openings=(
            Opening.model_validate(
                {"id": "T", "company": "A", "site": "S", "role": "waiter", "seats": "1", "months": "6"}
                | {"shifts": "lun-ven 9:00-13:00", "start_from": "01/10/2020", "start_to": "31/12/2020"}
                | (opening or {})
            ),
        ),
        services=tuple(
            Service.model_validate(
                {"id": f"D{k}", "kind": "DOPOSCUOLA", "name": f"Doposcuola {k}", "municipality": "Prato", "seats": "3"}
                | service
            )
            for k, service in enumerate(services)
        ),
        **more,
    )


def judged(given: Records) -> FullPairs:
    assert given.faults() == []
    only = np.zeros(1, dtype=np.int64)
    return FullPairs(build_cohort(given, LAW), Eligibility.of(given), only, only)


def ways(given: Records) -> tuple[Change, ...]:
    """Every way named for the only pair, which is refused; each is carried out and makes it possible."""
    pairs = judged(given)
    assert not time_fit.allows(pairs, LAW)[0]
    first = time_fit.lift(given, pairs, LAW, 0)
    assert first is not None
    found = (first, *first.other)
    for way in found:
        after = given.replacing(*way.records)
        assert time_fit.allows(judged(after), LAW)[0], way.sentence
        assert way.sentence
        assert way.who
    return found


def told(given: Records) -> list[str]:
    return [way.sentence for way in ways(given)]


def test_a_later_start_is_the_first_way_where_little_lacks() -> None:
    assert told(records({"availability": "lun-ven 9:15-20:00"}))[0] == (
        "Possibile se il turno iniziasse alle 9:30 (oggi 9:00)."
    )


def test_an_earlier_end_likewise() -> None:
    assert told(records({"availability": "lun-ven 7:00-13:00"}))[0] == (
        "Possibile se il turno finisse alle 12:45 (oggi 13:00)."
    )


def test_a_day_less_is_named_where_one_day_is_never_free() -> None:
    given = records({"availability": "lun-gio 7:00-20:00"}, {"shifts": "lun-ven 9:00-14:00"})
    assert told(given)[0] == "Possibile senza il turno di ven."


def test_both_ends_are_cut_where_both_lack() -> None:
    assert told(records({"availability": "lun-ven 9:00-13:00"}))[0] == "Possibile se il turno fosse lun-ven 9:15-12:45."


def test_no_more_than_a_quarter_of_the_hours_is_cut() -> None:
    a_quarter = records({"availability": "lun-ven 9:45-20:00"})
    assert "iniziasse alle 10:00" in told(a_quarter)[0]
    assert told(records({"availability": "lun-ven 10:00-20:00"})) == [
        "Possibile se la persona è libera anche: lun-ven 8:45-10:00."
    ]


def test_the_least_weekly_hours_of_the_call_hold() -> None:
    given = {"availability": "lun-ven 9:15-20:00"}
    holds = records(given, programme={"week_h_min": "17,5"})
    assert "iniziasse" in told(holds)[0]
    assert len(told(records(given, programme={"week_h_min": "18"}))) == 1


def test_the_least_weekly_hours_hold_in_each_of_two_weeks() -> None:
    person = {"availability": "A: lun-ven 9:15-20:00 | B: sempre"}
    offer = {"shifts": "A: lun-ven 9:00-13:00 | B: lun-ven 9:00-16:00"}
    assert "iniziasse alle 9:30" in told(records(person, offer, programme={"week_h_min": "17,5"}))[0]
    # A mean of the two weeks would still be enough.
    assert len(told(records(person, offer, programme={"week_h_min": "19,5"}))) == 1


def test_shifts_that_break_the_rest_are_not_cut_twice() -> None:
    given = records({"availability": "lun-ven 9:15-20:00"}, {"shifts": "lun-ven 9:00-18:00"})
    assert len(told(given)) == 1


def test_a_shorter_shift_that_no_bus_serves_is_not_named() -> None:
    by_bus = {"modes": "bus", "availability": "lun-ven 7:00-12:45", "lat": "43,91"}
    served = records(by_bus, opening={"shifts": "lun-ven 9:00-13:00"})
    assert "finisse" in told(served)[0]
    rare = records(
        by_bus, opening={"shifts": "lun-ven 9:00-13:00"}, site={"bus_hours": "lun-ven 7:00-9:00, 13:00-14:00"}
    )
    assert not any("finisse" in sentence for sentence in told(rare))


CHILD = {"care": "SECONDARIA_1", "birth_date": "20/03/2009"}


def test_a_free_seat_closes_the_gap_and_is_taken() -> None:
    given = records(opening={"shifts": "lun-ven 14:00-17:00"}, children=(CHILD,), services=({"seats": "1"},))
    found = ways(given)
    assert found[0].sentence == "Possibile con un posto in «Doposcuola 0» (posti liberi: 1)."
    assert found[0].who == "servizio che concede il posto"
    child, service = found[0].records
    assert isinstance(child, Child)
    assert isinstance(service, Service)
    assert (child.services, service.seats) == (("D0",), 0)


@pytest.mark.parametrize(
    "service",
    [
        {"seats": "0"},
        {"municipality": "Vernio"},
        {"age_to": "10"},
        {"age_from": "12"},
        {"kind": "COURSE"},
        {"hours": "lun-gio 13:30-18:00"},
        {"hours": "lun-ven 13:30-17:00"},
        {"open_from": "01/09/2020", "open_to": "31/10/2020"},
    ],
)
def test_a_seat_that_is_not_there_or_does_not_help_is_not_named(service: dict[str, str]) -> None:
    given = records(opening={"shifts": "lun-ven 14:00-17:00"}, children=(CHILD,), services=(service,))
    assert not any("posto" in sentence for sentence in told(given))


def test_seats_that_nobody_counted_have_to_be_asked_and_come_last() -> None:
    given = records(
        opening={"shifts": "lun-ven 14:00-17:00"}, children=(CHILD,), services=({"seats": ""}, {"seats": "2"})
    )
    assert told(given)[:2] == [
        "Possibile con un posto in «Doposcuola 1» (posti liberi: 2).",
        "Possibile con un posto in «Doposcuola 0» (posti da verificare).",
    ]


@pytest.mark.parametrize(
    ("papers", "named"),
    [
        ([], "Prato"),
        ([{"kind": "ADDRESS_SECRET"}], None),
        ([{"kind": "ADDRESS_SECRET", "valid_from": "2030-01-01"}], None),
        ([{"kind": "ADDRESS_SECRET", "valid_to": "2020-09-13"}], "Prato"),
        ([{"kind": "ADDRESS_SECRET", "municipality": "Montemurlo"}], "Montemurlo"),
        ([{"kind": "ADDRESS_SECRET"}, {"kind": "MEET_POINT", "municipality": "Montemurlo"}], "Montemurlo"),
        ([{"kind": "ADDRESS_SECRET"}, {"kind": "MEET_POINT", "lat": "43,88", "lon": "11,10"}], None),
    ],
)
def test_services_never_tell_the_municipality_of_a_secret_home(papers: list[dict[str, str]], named: str | None) -> None:
    given = records(
        opening={"shifts": "lun-ven 14:00-17:00"},
        children=(CHILD,),
        services=({"name": "di Prato"}, {"name": "di Montemurlo", "municipality": "Montemurlo"}),
        protections=tuple(
            Protection.model_validate({"id": f"X{k}", "candidate": "P", **paper}) for k, paper in enumerate(papers)
        ),
    )
    sentences = " ".join(told(given))
    assert {town for town in ("Prato", "Montemurlo") if f"«di {town}»" in sentences} == ({named} if named else set())


def test_two_children_need_two_seats() -> None:
    afternoon = {"shifts": "lun-ven 14:00-17:00"}
    found = ways(records(opening=afternoon, children=(CHILD, CHILD), services=({"seats": "2"},)))
    assert found[0].sentence == "Possibile con 2 posti in «Doposcuola 0» (posti liberi: 2)."
    assert [row.seats for row in found[0].records if isinstance(row, Service)] == [0]
    one_left = records(opening=afternoon, children=(CHILD, CHILD), services=({"seats": "1"},))
    assert not any("posto" in sentence for sentence in told(one_left))


def test_two_services_together_close_a_gap_that_none_closes_alone() -> None:
    given = records(
        opening={"shifts": "lun-ven 8:00-17:00"},
        children=({"care_hours": "lun-ven 8:30-13:30", "care": "PRIMARIA_NORMALE"},),
        services=({"kind": "PRE_SCUOLA", "hours": "lun-ven 7:15-8:30"}, {}),
    )
    assert told(given)[0] == (
        "Possibile con un posto in «Doposcuola 0» (posti liberi: 3) e un posto in «Doposcuola 1» (posti liberi: 3)."
    )


def test_a_seat_and_own_hours_are_named_in_one_breath() -> None:
    given = records(
        {"availability": "lun-ven 7:00-15:00"},
        {"shifts": "lun-ven 14:00-17:00"},
        children=(CHILD,),
        services=({},),
    )
    assert told(given)[0] == (
        "Possibile con un posto in «Doposcuola 0» (posti liberi: 3), se la persona è libera anche: lun-ven 15:00-17:15."
    )


TIMES = st.tuples(st.integers(12, 60), st.integers(8, 40)).map(
    lambda span: (
        f"{span[0] // 4}:{span[0] % 4 * 15:02d}-{(span[0] + span[1]) // 4 % 24}:{(span[0] + span[1]) % 4 * 15:02d}"
    )
)
DAYS = st.sampled_from(["lun-ven", "lun-sab", "lun,mer,ven", "mar-gio", "gio-dom"])
HOURS = st.builds("{} {}".format, DAYS, TIMES)
WEEKS = st.one_of(HOURS, st.builds("A: {} | B: {}".format, HOURS, HOURS))
CHILDREN = st.fixed_dictionaries(
    {
        "care": st.sampled_from(["NIDO", "INFANZIA", "PRIMARIA_NORMALE", "SECONDARIA_1", "NONE"]),
        "birth_date": st.sampled_from(["20/03/2019", "20/03/2013", "10/12/2006"]),
    }
)
SERVICES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["DOPOSCUOLA", "PRE_SCUOLA", "LUDOTECA", "POST_SCUOLA", "NIDO"]),
        "seats": st.sampled_from(["0", "1", "5", ""]),
        "hours": st.one_of(st.just(""), WEEKS),
    }
)
DATES = st.sampled_from(["", "01/11/2020", "20/12/2020"])


@settings(max_examples=80)
@given(
    st.fixed_dictionaries({"availability": WEEKS, "modes": st.sampled_from(["car", "bus", "walk"])}),
    st.fixed_dictionaries({"shifts": WEEKS}),
    st.lists(CHILDREN, max_size=3),
    st.lists(SERVICES, max_size=4),
    st.one_of(st.none(), st.tuples(HOURS, DATES)),
    st.one_of(st.none(), st.tuples(WEEKS, DATES)),
    st.sampled_from(["43,88", "43,91", "43,99"]),
)
def test_every_way_that_is_named_makes_the_pair_possible(
    person: dict[str, Any],
    opening: dict[str, Any],
    children: list[dict[str, Any]],
    services: list[dict[str, Any]],
    commitment: tuple[str, str] | None,
    act: tuple[str, str] | None,
    lat: str,
) -> None:
    papers: dict[str, Any] = {}
    if commitment is not None:
        row = {"id": "C", "candidate": "P", "hours": commitment[0], "valid_from": commitment[1]}
        papers["commitments"] = (Commitment.model_validate(row),)
    if act is not None:
        row = {"id": "A", "candidate": "P", "hours": act[0], "valid_to": act[1]}
        papers["acts"] = (Act.model_validate(row),)
    given = records({**person, "lat": lat}, opening, tuple(children), tuple(services), **papers)
    # `ways` carries out each way and judges again.
    assert time_fit.allows(judged(given), LAW)[0] or ways(given)


@given(WEEKS.map(parse_week), st.sampled_from([0.0, 0.1, 0.25, 1.0]))
def test_cuts_only_take_hours_away_and_never_more_than_the_share(shifts: Any, share: float) -> None:
    lost = []
    for cut in cuts(shifts, share):
        assert cut.shifts
        assert cut.shifts != shifts
        assert not cut.shifts - shifts
        lost.append(shifts.hours - cut.shifts.hours)
    assert lost == sorted(lost)
    assert all(hours <= share * shifts.hours + 1e-9 for hours in lost)

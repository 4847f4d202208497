"""The arrays of time against a slow judge that goes quarter by quarter and day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.availability import Limit
from data.bundle import Records
from data.call import Programme
from data.codes import ChildCare, ServiceKind
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.few_days import falling
from data.lawbook import LawBook
from data.papers import Act, Commitment
from data.records import Candidate, Child, Company, Opening, Service, Site
from data.week import Week, parse_week
from scoring.rules import rule
from tests.data.slow_time import SlowTime, pairs_of

ON = date(2020, 9, 14)
LAW = LawBook.load().in_force(ON)
CALL = Programme.model_validate({"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": []})
HOME = {"municipality": "Prato", "lat": "43,88", "lon": "11,1"}
MOST = 8

OWN = st.sampled_from(
    [None, "lun-ven 7:00-20:00", "lun-sab 6:00-22:00", "sempre", "A: lun-ven 6:00-14:30 | B: lun-ven 13:00-22:00"]
)
TAKEN = st.sampled_from(
    ["mar 10:00-11:30", "lun,mer 18:00-20:00", "A: gio 9:00-10:00 | B: mai", "ven 15:00-16:00", "dom 22:00-2:00"]
)
WINDOWS = st.sampled_from(["tutti 7:00-19:00", "lun-ven 8:30-13:30", "A: sempre | B: lun-ven 12:00-20:00", "sempre"])
SHIFTS = st.sampled_from(
    [
        "lun-ven 9:00-13:00",
        "lun-ven 14:00-18:00",
        "lun-ven 9:00-12:00, 15:00-17:00",
        "A: lun-ven 8:00-13:00 | B: lun-ven 14:00-19:00",
        "A: dom 22:00-5:00 | B: sab 22:00-5:00",
        "dom 22:00-4:00",
        "mar,gio 9:30-12:00",
    ]
)
CARERS = st.sampled_from([None, None, "lun-ven 7:00-9:00, 13:00-20:00", "sempre", "A: lun-ven 6:00-20:00 | B: mai"])
CARE_HOURS = st.sampled_from([None, None, None, "lun-ven 7:30-18:00", "A: lun-ven 8:00-17:00 | B: lun-ven 8:00-13:00"])
HOURS = st.sampled_from([None, None, "lun-ven 7:30-18:30"])


@st.composite
def days(draw: Any) -> dict[str, date | None]:
    ends = [ON + timedelta(days=draw(st.integers(-60, 800))) if draw(st.booleans()) else None for _ in range(2)]
    if None not in ends:
        ends.sort(key=lambda day: day or ON)
    return {"first": ends[0], "last": ends[1]}


@st.composite
def valid(draw: Any) -> dict[str, date | None]:
    if draw(st.booleans()):
        # Few days: those on which nothing really clashes, absences to agree on, and a little more than these.
        first = ON + timedelta(days=draw(st.integers(-10, 500)))
        return {"valid_from": first, "valid_to": first + timedelta(days=draw(st.integers(0, 60)))}
    between = draw(days())
    return {"valid_from": between["first"], "valid_to": between["last"]}


@st.composite
def worlds(draw: Any) -> Records:
    services = []
    for k in range(2):
        open_on = draw(days())
        services.append(
            Service.model_validate(
                {
                    "id": f"V{k}",
                    "kind": draw(st.sampled_from(list(ServiceKind))),
                    "name": "V",
                    "municipality": "Prato",
                    "hours": draw(HOURS),
                    "open_from": open_on["first"],
                    "open_to": open_on["last"],
                }
            )
        )
    people, children = [], []
    commitments: list[Commitment] = []
    acts: list[Act] = []
    for k in range(3):
        ready = draw(st.none() | st.integers(-30, 400))
        people.append(
            Candidate.model_validate(
                {
                    "id": f"P{k}",
                    "birth_date": "1990-05-10",
                    "modes": "car",
                    "availability": draw(OWN),
                    "busy": draw(st.none() | TAKEN),
                    "other_carers": draw(CARERS),
                    "available_from": None if ready is None else ON + timedelta(days=ready),
                    **HOME,
                }
            )
        )
        for c in range(draw(st.integers(0, 2)) if k else 0):
            # Some turn fourteen in the course of the year.
            born = ON - timedelta(days=draw(st.integers(13 * 365, 14 * 366) | st.integers(400, 12 * 365)))
            children.append(
                Child.model_validate(
                    {
                        "id": f"F{k}{c}",
                        "candidate": f"P{k}",
                        "birth_date": born,
                        "care": draw(st.none() | st.sampled_from(list(ChildCare))),
                        "care_hours": draw(CARE_HOURS),
                        "services": draw(st.sampled_from(["", "", "V0", "V0; V1"])),
                    }
                )
            )
        if draw(st.booleans()):
            commitments.append(
                Commitment.model_validate({**draw(valid()), "id": f"Q{k}", "candidate": f"P{k}", "hours": draw(TAKEN)})
            )
        if draw(st.booleans()):
            acts.append(
                Act.model_validate({**draw(valid()), "id": f"A{k}", "candidate": f"P{k}", "hours": draw(WINDOWS)})
            )
    openings = []
    for k in range(2):
        start = ON + timedelta(days=draw(st.integers(-40, 420)))
        openings.append(
            Opening.model_validate(
                {
                    "id": f"T{k}",
                    "company": "A",
                    "site": "S",
                    "role": "waiter",
                    "seats": "1",
                    "shifts": draw(SHIFTS),
                    "start_from": start,
                    "start_to": start + timedelta(days=30),
                    "months": draw(st.integers(1, 12)),
                }
            )
        )
    return Records(
        programme=CALL,
        candidates=tuple(people),
        children=tuple(children),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=(Site.model_validate({"id": "S", "company": "A", **HOME}),),
        openings=tuple(openings),
        services=tuple(services),
        commitments=tuple(commitments),
        acts=tuple(acts),
    )


def every_pair(records: Records) -> FullPairs:
    n, m = len(records.candidates), len(records.openings)
    i, j = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    return FullPairs(build_cohort(records, LAW), Eligibility.of(records), i, j)


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_the_arrays_of_time_say_what_the_slow_judge_says(records: Records) -> None:
    pairs, time_fit = every_pair(records), rule("TIME_FIT")
    allowed = time_fit.allows(pairs, LAW)
    for k, (person, offer) in enumerate(pairs_of(records)):
        slow = SlowTime(records, LAW, person, offer, int(pairs.journey_q[k]))
        assert pairs.first_day[k] == slow.days[0].toordinal()
        assert pairs.last_day[k] == slow.days[-1].toordinal()
        assert pairs.uncovered_days[k] == slow.uncovered_days
        assert allowed[k] == slow.allowed
        room = slow.slack(MOST)
        assert min(int(pairs.time_slack_q[k]), MOST) == room or (room < 0 and pairs.time_slack_q[k] < 0)


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_what_lacks_is_what_the_arrays_refuse_and_lies_in_the_internship(records: Records) -> None:
    pairs = every_pair(records)
    for k in range(len(pairs)):
        found, few_days = pairs.lacking(k), LAW.number("practice.absence_days_max")
        firm = [lack for lack in found if lack.kind is not Limit.CHILDREN and not lack.absence]
        assert bool(firm) == bool(pairs.time_slack_q[k] < 0)
        children = [lack for lack in found if lack.kind is Limit.CHILDREN]
        assert sum(lack.last - lack.first + 1 for lack in children) == pairs.uncovered_days[k]
        for lack in found:
            assert lack.hours
            assert not lack.hours - pairs.needed(k)
            assert pairs.first_day[k] <= lack.first <= lack.last <= pairs.last_day[k]
            assert (lack.season is not None) == (lack.kind is Limit.CHILDREN)
            if lack.few:
                assert lack.kind in (Limit.COMMITMENT, Limit.ACT)
                assert lack.last - lack.first + 1 <= few_days
                for day in (lack.first, lack.last):
                    assert falling(lack.hours, day, day)[0]


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_what_a_refusal_asks_for_lifts_it(records: Records) -> None:
    pairs, time_fit = every_pair(records), rule("TIME_FIT")
    for k in np.flatnonzero(~time_fit.allows(pairs, LAW)).tolist():
        change = time_fit.lift(records, pairs, LAW, k)
        assert change is not None
        read_again = tuple(type(row).model_validate(row.model_dump()) for row in change.records)
        again = every_pair(records.replacing(*read_again))
        assert time_fit.allows(again, LAW)[k], change.sentence
        assert time_fit.kinds_at(pairs, LAW, k)
        assert set(time_fit.kinds_at(pairs, LAW, k)) <= {kind.code for kind in time_fit.kinds}


def test_pairs_asked_together_and_one_by_one_have_the_same_time() -> None:
    records = Records(
        programme=CALL,
        candidates=tuple(
            Candidate.model_validate({"id": f"P{k}", "birth_date": "1990-05-10", "availability": free, **HOME})
            for k, free in enumerate(["lun-ven 7:00-20:00", "A: lun-ven 7:00-20:00 | B: mai", None])
        ),
        children=(Child.model_validate({"id": "F", "candidate": "P0", "birth_date": "2014-01-01", "care": "NIDO"}),),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=(Site.model_validate({"id": "S", "company": "A", **HOME}),),
        openings=tuple(
            Opening.model_validate(
                {"id": f"T{k}", "company": "A", "site": "S", "role": "waiter", "seats": "1", "shifts": shifts}
                | {"start_from": "2020-10-01", "start_to": "2020-10-31", "months": "6"}
            )
            for k, shifts in enumerate(["lun-ven 9:00-13:00", "A: lun-ven 9:00-13:00 | B: mai"] * 4)
        ),
    )
    whole = every_pair(records)
    assert (whole.time_slack_q.reshape(3, 8)[1] >= 0).tolist() == [False, True] * 4
    for k in range(len(whole)):
        alone = FullPairs(whole.cohort, whole.eligibility, whole.i[[k]], whole.j[[k]])
        assert alone.time_slack_q[0] == whole.time_slack_q[k]
        assert alone.uncovered_days[0] == whole.uncovered_days[k]


def test_equal_weeks_share_a_row_and_only_weeks_that_alternate_take_two() -> None:
    people = [
        Candidate.model_validate({"id": f"P{k}", "birth_date": "1990-05-10", "availability": free, **HOME})
        for k, free in enumerate(["lun-ven 7:00-20:00", "lun-ven 7:00-20:00", "A: lun-ven 7:00-20:00 | B: mai"])
    ]
    time = build_cohort(Records(programme=CALL, candidates=tuple(people)), LAW).candidates.time
    assert time.base.tolist() == [0, 0, 1]
    assert time.row_b.tolist() == [0, 2, 2]
    assert time.before.shape == (3, 672)
    assert not len(time.spell_row)
    assert not len(time.cover_row)
    assert not time.before.flags.writeable


def test_needed_hours_of_shifts_that_alternate_are_those_of_each_week() -> None:
    records = Records(
        programme=CALL,
        candidates=(Candidate.model_validate({"id": "P", "birth_date": "1990-05-10", "modes": "car", **HOME}),),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=(Site.model_validate({"id": "S", "company": "A", **HOME}),),
        openings=(
            Opening.model_validate(
                {"id": "T", "company": "A", "site": "S", "role": "waiter", "seats": "1", "months": "6"}
                | {"shifts": "A: dom 22:00-24:00 | B: lun 0:00-4:00", "start_from": ON, "start_to": ON}
            ),
        ),
    )
    assert every_pair(records).needed(0) == parse_week("A: dom 21:45-24:00 | B: lun 0:00-4:15")
    assert isinstance(every_pair(records).needed(0), Week)

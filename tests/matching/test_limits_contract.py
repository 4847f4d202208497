"""What every limit keeps to; and finished proposals held against the plain words of each limit, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from string import Formatter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.call import GroupNeeded
from data.codes import Category, Regime, Tutoring, Viewer
from data.host_papers import HostCheck, Placement, Tutor
from data.synthetic import invent
from matching.limit import Facts, Limit
from matching.limits import KEY, LIMITS
from matching.limits.trainee_cap import exempt_categories
from matching.proposal import Proposal
from matching.propose import propose
from scoring.weights import load_weights
from tests.matching.limit_cases import BOOK, ON, facts, keeps, opening, person, programme, records

EVERY = pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.code)
CATEGORIES = (Category.WEAK_LABOUR_MARKET, Category.DISABILITY_L68, Category.LONE_PARENT)
FEW = (None, "T1", "T2")


@st.composite
def cohorts(draw: st.DrawFn) -> Facts:
    """A few people and openings at two sites, with days anywhere in a year, and something under way."""
    people = [
        person(
            f"P{k}",
            draw(st.sampled_from(CATEGORIES)),
            need=draw(st.sampled_from([None, *Tutoring])),
            tutor=draw(st.sampled_from([None, "C1"])),
        )
        for k in range(draw(st.integers(1, 4)))
    ]
    openings = [
        opening(
            f"O{k}",
            site=draw(st.sampled_from(["S1", "S2"])),
            seats=draw(st.integers(0, 3)),
            tutor=draw(st.sampled_from(FEW)),
            promoter_tutor=draw(st.sampled_from([None, "C1", "C2"])),
        )
        for k in range(draw(st.integers(1, 3)))
    ]
    sites = sorted({row.site for row in openings})
    starts = st.integers(0, 300).map(lambda n: ON + timedelta(days=n))
    placements = []
    for k in range(draw(st.integers(0, 3))):
        start = draw(starts)
        placements.append(
            Placement(
                id=f"L{k}",
                site=draw(st.sampled_from(sites)),
                start_on=start,
                end_on=start + timedelta(days=draw(st.integers(0, 200))),
                tutor=draw(st.sampled_from(FEW)),
                promoter_tutor=draw(st.sampled_from([None, "C1"])),
                tutoring=draw(st.sampled_from([None, *Tutoring])),
                cap_exempt=draw(st.sampled_from([None, True, False])),
            )
        )
    known = records(
        people,
        openings,
        call=programme(
            placements_funded=draw(st.integers(0, 4)),
            budget_eur=draw(st.integers(0, 15_000)),
            allowance_by_host=False,
            groups_needed=(GroupNeeded(categories=(Category.LONE_PARENT,)),),
        ),
        checks=[
            HostCheck(id=f"C-{site}", site=site, permanent_staff=draw(st.sampled_from([None, 1, 8, 25])))
            for site in sites
        ],
        placements=placements,
        tutors=[Tutor(id="C1", most=draw(st.sampled_from([None, 0, 1, 2]))), Tutor(id="T1", company="A-S1", most=2)],
    )
    days = []
    for who in people:
        for what in openings:
            if draw(st.booleans()):
                first = draw(starts)
                days.append(
                    (
                        who.id,
                        what.id,
                        first.isoformat(),
                        (first + timedelta(days=draw(st.integers(0, 250)))).isoformat(),
                    )
                )
    return facts(known, days or [(people[0].id, openings[0].id, ON.isoformat(), ON.isoformat())])


@EVERY
@given(cohorts(), st.data())
@settings(max_examples=25, deadline=None)
def test_rows_are_over_their_own_pairs_and_their_keys_are_unique(
    limit: Limit, made: Facts, data: st.DataObject
) -> None:
    held = limit.rows(made)
    assert len({one.row.key for one in held}) == len(held)
    for one in held:
        row = one.row
        assert (row.limit, row.fixed) == (limit.code, limit.fixed)
        assert len(set(row.pair.tolist())) == len(row.pair) == len(row.weight)
        assert ((row.pair >= 0) & (row.pair < len(made.candidate))).all()
        assert (row.weight > 0).all()
        assert row.unit >= 1
        assert (row.most is None) != (row.least is None)
        assert limit.sentence(one, data.draw(st.integers(0, 99)))


@EVERY
@given(cohorts())
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_pairs_are_given_changes_no_row(limit: Limit, made: Facts) -> None:
    order = np.arange(len(made.candidate))[::-1]
    turned = replace(
        made,
        candidate=made.candidate[order],
        opening=made.opening[order],
        first_day=made.first_day[order],
        last_day=made.last_day[order],
    )

    def told(held: Any, place: np.ndarray) -> Any:
        row = held.row
        pairs = sorted(zip(place[row.pair].tolist(), row.weight.tolist(), strict=True))
        return row.key, row.most, row.least, held.whole, held.taken, pairs

    plain = np.arange(len(order))
    assert [told(one, plain) for one in limit.rows(made)] == [told(one, order) for one in limit.rows(turned)]


@EVERY
def test_a_limit_has_titles_sentences_and_a_provision_that_can_be_found(limit: Limit) -> None:
    law = BOOK.in_force(ON)
    for key in KEY.findall(limit.law):
        assert law.get(key) is not None
    for sentence, allowed in (
        (limit.told, {"subject", "used", "whole", "taken", "day"}),
        (limit.relax, {"subject", "more", "whole", "wanted", "day"}),
        (limit.stops, set()),
        (limit.title, set()),
    ):
        assert sentence
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= allowed
    assert not limit.exact_for & limit.plain_for
    assert Viewer.CASE_MANAGER in limit.exact_for
    assert Viewer.SCOUT not in limit.exact_for


@given(cohorts(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_choice_keeps_the_rows_exactly_when_it_keeps_the_plain_words(made: Facts, data: st.DataObject) -> None:
    chosen = np.zeros(len(made.candidate), dtype=np.bool_)
    seats = made.seats.copy()
    for i in range(len(made.records.candidates)):
        options = [-1, *np.flatnonzero((made.candidate == i) & (seats[made.opening] > 0)).tolist()]
        pair = data.draw(st.sampled_from(options))
        if pair >= 0:
            chosen[pair] = True
            seats[made.opening[pair]] -= 1
    broken = {one.row.limit for limit in LIMITS for one in limit.rows(made) if not keeps(one.row, chosen)}
    people = [
        (
            made.records.candidates[made.candidate[k]].id,
            made.records.openings[made.opening[k]].id,
            date.fromordinal(made.first_day[k]),
            date.fromordinal(made.last_day[k]),
        )
        for k in np.flatnonzero(chosen).tolist()
    ]
    assert broken == set(broken_in_words(made.records, people))


Placed = list[tuple[str, str, date, date]]


def broken_in_words(known: Records, placed: Placed) -> Iterator[str]:
    """The limits that some internships break, read off the records; what was broken before does not count."""
    people = {row.id: row for row in known.candidates}
    openings = {row.id: row for row in known.openings}
    tutors = {row.id: row.most for row in known.tutors if row.most is not None}
    free = {
        Category.DISABILITY_L68,
        Category.EXTERNAL_PENAL_EXECUTION,
        Category.MINOR_16_PLUS,
        Category.UNACCOMPANIED_MINOR_16_PLUS,
    }
    points = {None: 1, Tutoring.LOW: 1, Tutoring.MEDIUM: 1.5, Tutoring.HIGH: 2, Tutoring.VERY_HIGH: 3}
    # Somebody new counts only on days on which somebody new is there.
    days = {first for _, _, first, _ in placed} | {p.start_on for p in known.placements}
    for day in sorted(days):
        now = [(people[i], openings[j]) for i, j, first, last in placed if first <= day <= last]
        running = [p for p in known.placements if p.start_on <= day <= p.end_on]
        for check in known.host_checks:
            staff = check.permanent_staff
            if staff is None:
                continue
            cap = 1 if staff <= 6 else 2 if staff <= 20 else ceil(staff / 10)
            here = [i for i, j in now if j.site == check.site and not free & set(i.categories)]
            before = [p for p in running if p.site == check.site and not p.cap_exempt and not p.curricular]
            if here and len(here) + len(before) > cap:
                yield "CAP"
        for tutor in {j.tutor for _, j in now if j.tutor}:
            here = [i for i, j in now if j.tutor == tutor]
            before = [p for p in running if p.tutor == tutor]
            if len(here) + len(before) > min(3, tutors.get(tutor, 3)):
                yield "TUTOR"
            if sum(points[i.tutor_need] for i in here) + sum(points[p.tutoring] for p in before) > 4:
                yield "POINTS"
        follows = [i.promoter_tutor or j.promoter_tutor or "" for i, j in now]
        for tutor in set(follows) - {""}:
            before = [p for p in running if p.promoter_tutor == tutor]
            if follows.count(tutor) + len(before) > min(20, tutors.get(tutor, 20)):
                yield "PROMOTER"
    call = known.programme
    paid = sum(p.promoter_tutor is not None and not p.curricular for p in known.placements)
    if call.placements_funded is not None and placed and len(placed) + paid > call.placements_funded:
        yield "FUNDED"
    # An ordinary programme that pays itself: 600 euro a month from March 2024. Inclusion: 4 euro an hour, at most 500.
    if call.budget_eur is not None:
        ordinary = call.regime is Regime.ORD_TUSCANY
        hours = {row.id: row.shifts.hours * 52 / 12 for row in known.openings}
        euro = [openings[j].months * (600 if ordinary else min(500.0, round(4 * hours[j], 2))) for _, j, _, _ in placed]
        if sum(euro) > call.budget_eur + 1e-6:
            yield "BUDGET"
    there = [set(people[i].categories) for i, *_ in placed]
    for group in call.groups_needed:
        if sum(bool(held & set(group.categories)) for held in there) < group.at_least:
            yield "GROUPS"


def limited(seed: int) -> Records:
    """An invented cohort in which every limit is tight."""
    draw = np.random.default_rng(seed)
    known = invent("progressive-2", seed, candidates=16, openings=8)
    openings = tuple(
        row.model_copy(update={"tutor": f"T{k % 3}", "promoter_tutor": "C1", "seats": 3})
        for k, row in enumerate(known.openings)
    )
    people = tuple(
        row.model_copy(update={"categories": (*row.categories, *((Category.DISABILITY_L68,) if k % 5 == 0 else ()))})
        for k, row in enumerate(known.candidates)
    )
    checks = tuple(
        HostCheck(id=f"C{k}", site=site.id, permanent_staff=int(draw.choice([2, 9, 40])), safety_ok=True)
        for k, site in enumerate(known.sites)
    )
    on = known.programme.on
    assert on is not None
    placements = tuple(
        Placement(
            id=f"L{k}", site=site.id, start_on=on - timedelta(days=90), end_on=on + timedelta(days=60 * k),
            tutor="T0", cap_exempt=bool(k % 2),
        )
        for k, site in enumerate(known.sites[:3])
    )  # fmt: skip
    call = known.programme.model_copy(update={"placements_funded": 7, "budget_eur": 20_000.0, "trainee_cap": True})
    return replace(
        known, programme=call, candidates=people, openings=openings, host_checks=checks, placements=placements,
        tutors=(Tutor(id="C1", most=6),),
    )  # fmt: skip


def proposed(known: Records, viewer: Viewer = Viewer.CASE_MANAGER) -> Proposal:
    assert known.programme.on is not None
    return propose(known, BOOK, load_weights("2026-2"), on=known.programme.on, viewer=viewer)


@pytest.mark.parametrize("seed", range(6))
def test_no_finished_proposal_breaks_a_limit_read_off_the_records(seed: int) -> None:
    known = limited(seed)
    proposal = proposed(known)
    pairs = []
    for pair in proposal.placed:
        assert pair.first_day is not None
        assert pair.last_day is not None
        pairs.append((pair.candidate, pair.opening.id, pair.first_day, pair.last_day))
    assert pairs
    assert list(broken_in_words(known, pairs)) == []
    assert proposal.proof.gap == 0
    without = replace(
        known,
        host_checks=(),
        placements=(),
        tutors=(),
        openings=tuple(row.model_copy(update={"tutor": None, "promoter_tutor": None}) for row in known.openings),
        programme=known.programme.model_copy(update={"placements_funded": None, "budget_eur": None}),
    )
    # Of some cohorts so few people can be proposed at all that the limits leave nobody out.
    assert len(proposed(without).placed) >= len(pairs) + (seed != 2)


def test_the_plain_words_leave_out_the_same_categories_as_the_law_book() -> None:
    made = facts(records([person("P1")], [opening("O1")]))
    assert exempt_categories(made) & set(CATEGORIES) == {Category.DISABILITY_L68}

"""A proposal under limits: what it says, who is told which limit, and what nobody may work out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from data.bundle import Records
from data.call import GroupNeeded
from data.codes import Category, Viewer
from data.errors import Contradiction
from data.host_papers import HostCheck, Tutor
from data.lawbook import LawBook
from data.synthetic import invent
from matching.proposal import LimitSaid, Proposal
from matching.propose import propose
from scoring.weights import load_weights

BOOK, WEIGHTS = LawBook.load(), load_weights("2026-2")
HEALTH, DISABILITY = Category.MENTAL_HEALTH_CERTIFIED, Category.DISABILITY_L68
EVERYBODY = tuple(
    category.code for category in invent("progressive-2", 1, candidates=1, openings=1).programme.categories
)
NEUTRAL = "Qualche tirocinio è possibile, ma per ora i limiti dell'insieme non lo permettono."


@cache
def cohort() -> Records:
    """An invented cohort in which no limit is written."""
    known = invent("progressive-2", 1, candidates=24, openings=10)
    openings = tuple(row.model_copy(update={"tutor": None, "promoter_tutor": None}) for row in known.openings)
    people = tuple(row.model_copy(update={"promoter_tutor": None}) for row in known.candidates)
    return replace(known, openings=openings, candidates=people, host_checks=(), placements=(), tutors=())


def of_programme(**changes: Any) -> Records:
    return replace(cohort(), programme=cohort().programme.model_copy(update=changes))


def proposed(known: Records, viewer: Viewer = Viewer.CASE_MANAGER, **how: Any) -> Proposal:
    assert known.programme.on is not None
    return propose(known, BOOK, WEIGHTS, on=known.programme.on, viewer=viewer, **how)


@cache
def free() -> Proposal:
    return proposed(cohort())


def said(proposal: Proposal, code: str) -> tuple[LimitSaid, ...]:
    return tuple(row for row in proposal.limits if row.limit == code)


def staffed(staff: int) -> Records:
    """The same, with every site of so many employees, and seats for many."""
    checks = tuple(HostCheck(id=f"C-{s.id}", site=s.id, permanent_staff=staff, safety_ok=True) for s in cohort().sites)
    openings = tuple(row.model_copy(update={"seats": 5}) for row in cohort().openings)
    call = cohort().programme.model_copy(update={"trainee_cap": True})
    return replace(cohort(), host_checks=checks, openings=openings, programme=call)


def test_a_limit_that_stops_nothing_changes_no_byte_but_its_own_line() -> None:
    many = proposed(of_programme(placements_funded=1000))
    (row,) = said(many, "FUNDED")
    assert (row.binds, row.gain_placements, row.gain_score_micro) == (False, None, None)
    assert row.sentence.startswith(f"Posti finanziati usati: {free().summary.placed} su 1000")
    left_out = {"limits", "made"}
    assert many.model_dump(exclude=left_out) == free().model_dump(exclude=left_out)
    assert many.proof.kind == "proved"
    assert not many.proof.limits_active


def test_fewer_funded_places_leave_people_out_and_one_more_would_place_one_more() -> None:
    placed = free().summary.placed
    few = proposed(of_programme(placements_funded=placed - 3))
    assert few.summary.placed == placed - 3
    (row,) = said(few, "FUNDED")
    assert (row.binds, row.gain_placements) == (True, 1)
    assert few.proof.limits_active
    assert few.proof.bound == (few.summary.placed, few.summary.score_micro)
    # What is promised comes true.
    more = proposed(of_programme(placements_funded=placed - 2))
    assert more.summary.placed == few.summary.placed + 1
    if row.exact:
        assert row.gain_score_micro == more.summary.score_micro - few.summary.score_micro


def test_who_is_left_out_by_the_funded_places_reads_so_and_not_that_the_seats_went_to_others() -> None:
    few = proposed(of_programme(placements_funded=3))
    stopped = [row for row in few.unplaced if row.stopped_by]
    assert len(stopped) >= free().summary.placed - 3
    for row in stopped:
        assert row.reason == "Posti finanziati esauriti."
        assert row.stopped_by == ("Posti finanziati",)
        assert any(other.has_free_seat for other in row.contested)
    assert {row.candidate for row in free().placed} - {row.candidate for row in few.placed} <= {
        row.candidate for row in stopped
    }
    empty = [row for row in few.empty if "li" in row.reason and "posti finanziati" in row.reason.lower()]
    assert empty
    assert all("le fermano i limiti dell'insieme: posti finanziati." in row.reason.lower() for row in empty)


def test_without_limits_nobody_is_told_of_one() -> None:
    assert not any(row.stopped_by for row in free().unplaced)


def test_a_limit_by_staff_is_named_to_the_case_manager_alone() -> None:
    tight = staffed(2)
    exactly, orientator, scout = (proposed(tight, viewer) for viewer in Viewer)
    stopped = {row.candidate for row in exactly.unplaced if row.stopped_by}
    assert stopped
    for row in exactly.unplaced:
        if row.stopped_by:
            assert row.reason == "Numero massimo di tirocinanti raggiunto nelle sedi possibili."
    for row in orientator.unplaced:
        assert bool(row.stopped_by) is (row.candidate in stopped)
        if row.stopped_by:
            assert (row.reason, row.stopped_by) == (NEUTRAL, ("Limiti dell'insieme",))
    for told in (orientator, scout):
        caps = said(told, "CAP")
        assert caps
        assert all((row.binds, row.gain_placements, row.gain_score_micro) == (None, None, None) for row in caps)
        assert {row.key for row in caps} <= {site.id for site in tight.sites}
        assert not any(char.isdigit() for cap in caps for char in cap.sentence.replace(cap.key, ""))
    assert any(row.binds for row in said(exactly, "CAP"))


def exempt(known: Records, code: str) -> Records:
    person = next(row for row in known.candidates if row.id == code)
    return known.replacing(person.model_copy(update={"categories": (*person.categories, DISABILITY)}))


def test_that_somebody_is_left_out_of_the_limit_by_staff_changes_no_byte_of_a_limit_that_others_read() -> None:
    # A site for two, two people there: that one of them does not count must not be told by the limits.
    tight = staffed(2)
    for person in proposed(tight).placed[:4]:
        other = exempt(tight, person.candidate)
        for viewer in (Viewer.ORIENTATOR, Viewer.SCOUT):
            assert said(proposed(other, viewer), "CAP") == said(proposed(tight, viewer), "CAP")


def test_a_scout_reads_limits_of_sites_and_tutors_made_of_nothing_that_concerns_a_person() -> None:
    openings = tuple(
        row.model_copy(update={"tutor": "T1", "promoter_tutor": "C1", "seats": 4}) for row in staffed(2).openings
    )
    call = staffed(2).programme.model_copy(
        update={
            "placements_funded": 4, "budget_eur": 5e6, "allowance_by_host": False,
            "groups_needed": (GroupNeeded(categories=EVERYBODY),),
        }
    )  # fmt: skip
    known = replace(staffed(2), openings=openings, programme=call, tutors=(Tutor(id="C1", most=9),))
    told = proposed(known, Viewer.SCOUT)
    assert {row.limit for row in told.limits} == {"CAP", "TUTOR"}
    # The same bytes where half of the people cannot be proposed.
    fewer = known.replacing(*(row.model_copy(update={"in_charge": False}) for row in known.candidates[::2]))
    assert proposed(fewer, Viewer.SCOUT).limits == told.limits
    assert (told.proof.kind, told.proof.gap, told.proof.bound, told.proof.lp_bound) == ("checked", None, None, None)
    assert (told.proof.limits_active, told.proof.prices_exact) == (False, True)
    assert not any(category.label in row.sentence for category in EVERYBODY for row in told.limits)
    # Who works with the person reads the numbers of the tutors and of the programme.
    orientator = proposed(known, Viewer.ORIENTATOR)
    assert {row.limit for row in orientator.limits} == {
        "CAP",
        "TUTOR",
        "POINTS",
        "PROMOTER",
        "FUNDED",
        "BUDGET",
        "GROUPS",
    }
    (group,) = said(orientator, "GROUPS")
    assert (group.binds, group.gain_placements) == (None, None)
    labels = ", ".join(category.label for category in EVERYBODY)
    assert group.sentence == f"Tra le persone proposte deve esserci il gruppo «{labels}»."


def test_where_limits_stop_something_the_price_of_a_seat_is_the_most_it_could_be_unless_it_is_exact() -> None:
    few = proposed(of_programme(placements_funded=3))
    assert all(row.exact is few.proof.prices_exact for row in few.wanted)
    assert all(row.exact for row in free().wanted)


def test_limits_are_told_in_the_language_of_the_proposal() -> None:
    known = of_programme(placements_funded=3)
    assert proposed(known, language="en").placed != ()
    assert proposed(known).to_json() == proposed(known).to_json()


def contradicted(known: Records, viewer: Viewer = Viewer.CASE_MANAGER) -> Contradiction:
    with pytest.raises(Contradiction) as caught:
        proposed(known, viewer)
    return caught.value


def test_a_group_that_nobody_belongs_to_is_explained() -> None:
    known = of_programme(groups_needed=(GroupNeeded(categories=(HEALTH,), at_least=2),))
    text = contradicted(known).text("it")
    assert text == (
        "I limiti non possono valere tutti insieme: Gruppo «"
        + HEALTH.label
        + "»: minimo chiesto dal programma 2, persone"
        " che si possono proporre 0. Servono altre persone o altri tirocini, oppure un minimo più basso (ne mancano 2)."
    )


def test_two_groups_and_one_funded_place_are_explained_by_one_change() -> None:
    first = next(row for row in cohort().candidates if row.id == free().placed[0].candidate)
    second = next(row for row in cohort().candidates if row.id == free().placed[1].candidate)
    changed = [
        person.model_copy(update={"categories": (*person.categories, category)})
        for person, category in ((first, HEALTH), (second, DISABILITY))
    ]
    groups = (GroupNeeded(categories=(HEALTH,)), GroupNeeded(categories=(DISABILITY,)))
    known = of_programme(groups_needed=groups, placements_funded=1).replacing(*changed)
    error = contradicted(known)
    assert len(error.relaxations) == 1
    assert error.relaxations[0].by == 1
    enough = of_programme(groups_needed=groups, placements_funded=2).replacing(*changed)
    assert proposed(enough).summary.placed == 2


def test_a_group_against_the_law_asks_for_a_change_of_the_group_and_never_of_the_law() -> None:
    tutored = tuple(row.model_copy(update={"tutor": "T1"}) for row in cohort().openings)
    group = GroupNeeded(categories=EVERYBODY, at_least=4)
    known = replace(of_programme(groups_needed=(group,)), openings=tutored)
    error = contradicted(known)
    assert not any(one.fixed for one in error.relaxations)
    assert "Gruppo «" in error.text("it")
    assert "Tutor T1" not in error.text("it") or "punti" in error.text("it")


def test_a_budget_too_small_for_a_group_says_how_much_is_missing() -> None:
    group = GroupNeeded(categories=EVERYBODY, at_least=1)
    text = contradicted(of_programme(groups_needed=(group,), budget_eur=1.0, allowance_by_host=False)).text("it")
    assert "euro" in text or "Gruppo" in text


def test_who_may_not_read_the_numbers_of_a_group_is_sent_to_the_case_manager() -> None:
    known = of_programme(groups_needed=(GroupNeeded(categories=(HEALTH,), at_least=2),))
    for viewer in (Viewer.ORIENTATOR, Viewer.SCOUT):
        text = contradicted(known, viewer).text("it")
        assert text == ("I limiti non possono valere tutti insieme: il case manager legge quali e che cosa cambiare.")

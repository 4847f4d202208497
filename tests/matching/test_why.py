"""What is to be asked or checked before deciding on a pair."""

from __future__ import annotations

from datetime import date

import pytest

from data.bundle import Records
from data.codes import Viewer
from data.intake.example import example_records
from data.lawbook import LawBook
from data.week import parse_week
from matching.explain import explain
from matching.proposal import PairExplanation
from scoring.weights import load_weights


def told(*, shifts: str, born: date = date(1990, 1, 1), records: Records | None = None) -> PairExplanation:
    known = records or example_records()
    person = known.candidates[0].model_copy(update={"birth_date": born})
    offer = known.openings[0].model_copy(update={"shifts": parse_week(shifts, "out")})
    law = LawBook.load().in_force(date(2026, 9, 1))
    return explain(known.replacing(person, offer), law, load_weights("2026-1"), person.id, offer.id)


def codes(pair: PairExplanation) -> set[str]:
    return {warning.code for warning in pair.warnings}


@pytest.mark.parametrize(
    ("born", "shifts", "warned"),
    [
        (date(2009, 12, 1), "lun-ven 22:00-3:00", True),
        (date(2009, 12, 1), "lun-ven 5:45-10:45", True),
        (date(2009, 12, 1), "lun-ven 6:00-11:00", False),
        (date(2008, 9, 1), "lun-ven 22:00-3:00", False),
    ],
)
def test_a_night_shift_for_a_minor_is_warned_of(born: date, shifts: str, warned: bool) -> None:
    assert ("MINOR" in codes(told(shifts=shifts, born=born))) is warned


@pytest.mark.parametrize(
    ("shifts", "warned"), [("lun-ven 9:00-14:00", False), ("sempre", True), ("lun 9:00-12:00", True)]
)
def test_hours_outside_those_of_the_projects_are_warned_of(shifts: str, warned: bool) -> None:
    assert ("HOURS" in codes(told(shifts=shifts))) is warned


def test_a_journey_from_a_mere_municipality_is_never_free_and_says_so() -> None:
    known = example_records()
    home = known.candidates[0].model_copy(update={"lat": None, "lon": None, "modes": None})
    place = known.sites[0].model_copy(update={"lat": None, "lon": None, "municipality": home.municipality})
    pair = told(shifts="lun-ven 9:00-14:00", records=known.replacing(home, place))
    travel = next(part for part in pair.parts if part.criterion == "travel_ease")
    assert travel.facts["minutes"] > 10
    assert travel.grade < 1
    assert "si conosce solo il comune" in travel.sentence


def test_one_pair_explained_tells_a_protection_from_a_choice_to_the_case_manager_alone() -> None:
    known = example_records()
    person, offer = known.candidates[0], known.openings[0]
    law, weights = LawBook.load().in_force(date(2026, 9, 1)), load_weights("2026-1")

    def said(field: str, viewer: Viewer) -> PairExplanation:
        changed = known.replacing(person.model_copy(update={field: (offer.company,)}))
        return explain(changed, law, weights, person.id, offer.id, viewer)

    for viewer in (Viewer.ORIENTATOR, Viewer.SCOUT):
        banned, refused = said("banned_companies", viewer), said("refused_companies", viewer)
        assert banned.model_dump_json() == refused.model_dump_json()
        assert [refusal.rule for refusal in banned.refusals] == ["UNAVAILABLE"]
    told = said("banned_companies", Viewer.CASE_MANAGER).refusals
    assert [(refusal.rule, bool(refusal.change)) for refusal in told] == [("BAN", True)]

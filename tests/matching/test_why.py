"""What is to be asked or checked before deciding on a pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Viewer
from data.intake.example import example_records
from data.language import LANGUAGES, Language
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
def test_a_night_shift_for_a_minor_is_refused_and_no_more_only_warned_of(born: date, shifts: str, warned: bool) -> None:
    said = told(shifts=shifts, born=born)
    minor = [refusal.sentence for refusal in said.refusals if refusal.rule == "MINOR"]
    assert any("ore di notte" in sentence for sentence in minor) is warned
    assert not (minor and "MINOR" in codes(said))


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
        # A scout reads the pair as if no hidden rule existed.
        scout = viewer is Viewer.SCOUT
        assert [refusal.rule for refusal in banned.refusals] == ([] if scout else ["UNAVAILABLE"])
        assert banned.allowed is scout
    told = said("banned_companies", Viewer.CASE_MANAGER).refusals
    assert [(refusal.rule, bool(refusal.change)) for refusal in told] == [("BAN", True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_protection_reads_like_a_choice_in_every_language(language: Language) -> None:
    known = example_records()
    person, offer = known.candidates[0], known.openings[0]
    law, weights = LawBook.load().in_force(date(2026, 9, 1)), load_weights("2026-1")
    for viewer in (Viewer.ORIENTATOR, Viewer.SCOUT):
        banned, refused = (
            explain(
                known.replacing(person.model_copy(update={field: (offer.company,)})),
                law, weights, person.id, offer.id, viewer, language=language,
            ).model_dump_json()
            for field in ("banned_companies", "refused_companies")
        )  # fmt: skip
        assert banned == refused
        assert ("Non disponibile" in banned) is (language == "it" and viewer is Viewer.ORIENTATOR)


def test_a_pair_is_explained_in_english_with_the_same_numbers() -> None:
    known = example_records()
    law, weights = LawBook.load().in_force(date(2026, 9, 1)), load_weights("2026-1")
    for person in known.candidates:
        for offer in known.openings:
            italian = explain(known, law, weights, person.id, offer.id)
            english = explain(known, law, weights, person.id, offer.id, language="en")
            assert english.score_micro == italian.score_micro
            assert [part.micro for part in english.parts] == [part.micro for part in italian.parts]
            said = [(refusal.sentence, refusal.title, refusal.change, refusal.who) for refusal in italian.refusals]
            told = [(refusal.sentence, refusal.title, refusal.change, refusal.who) for refusal in english.refusals]
            assert len(said) == len(told)
            same = [
                (a, b) for row, other in zip(said, told, strict=True) for a, b in zip(row, other, strict=True) if a == b
            ]
            assert all(pair == (None, None) for pair in same)
            for first, second in zip(italian.warnings, english.warnings, strict=True):
                assert (first.code == second.code, first.sentence == second.sentence) == (True, False)


@pytest.mark.parametrize(
    ("limits", "refused"),
    [
        ({"months_min": 6, "months_max": 12}, {}),
        ({"months_min": 12}, {"DURATION": "Durata in mesi: 6; il programma ne prevede almeno 12."}),
        ({"months_max": 3}, {"DURATION": "Durata in mesi: 6; il programma ne prevede al massimo 3."}),
        ({"months_min": 2, "months_max": 3}, {"DURATION": "Durata in mesi: 6; il programma ne prevede da 2 a 3."}),
        ({"week_h_min": 25, "week_h_max": 25.5}, {}),
        ({"week_h_max": 20}, {"HOURS": "25 ore a settimana: il programma ne prevede al massimo 20."}),
        ({"week_h_min": 30.5}, {"HOURS": "25 ore a settimana: il programma ne prevede almeno 30,5."}),
    ],
)
def test_hours_and_months_outside_those_of_the_call_are_refused_and_not_warned_of(
    limits: dict[str, float], refused: dict[str, str]
) -> None:
    known = example_records()
    offer = known.openings[0].model_copy(update={"months": 6})
    changed = replace(known.replacing(offer), programme=known.programme.model_copy(update=limits))
    pair = told(shifts="lun-ven 9:00-14:00", records=changed)
    said = {refusal.rule: refusal.sentence for refusal in pair.refusals if refusal.rule in ("HOURS", "DURATION")}
    assert said == refused
    assert not codes(pair) & {"HOURS", "MONTHS", "DURATION"}


@pytest.mark.parametrize(
    ("shifts", "warned"),
    [
        ("A: lun-ven 9:00-13:00 | B: lun-ven 8:00-14:00", []),
        (
            "A: lun-ven 9:00-13:00 | B: lun-ven 8:00-15:00",
            ["35 ore nelle settimane pari: di solito se ne prevedono da 18 a 30."],
        ),
        (
            "A: lun-ven 9:00-11:00 | B: lun-ven 8:00-16:00",
            [
                "10 ore nelle settimane dispari: di solito se ne prevedono da 18 a 30.",
                "40 ore nelle settimane pari: di solito se ne prevedono da 18 a 30.",
            ],
        ),
        (
            "A: lun-ven 8:00-15:00 | B: lun-ven 13:00-20:00",
            ["35 ore a settimana: di solito se ne prevedono da 18 a 30."],
        ),
    ],
)
def test_each_of_two_weeks_that_alternate_is_held_against_usual_hours(shifts: str, warned: list[str]) -> None:
    known = example_records()
    call = known.programme.model_copy(update={"week_h_min": None, "week_h_max": None})
    pair = told(shifts=shifts, records=replace(known, programme=call))
    assert [warning.sentence for warning in pair.warnings if warning.code == "HOURS"] == warned


def test_usual_hours_are_told_of_the_limit_that_the_call_leaves_open() -> None:
    known = example_records()
    law = LawBook.load().in_force(date(2026, 9, 1))
    usual = f"{law.number('hours.week_max_h'):g}"
    call = known.programme.model_copy(update={"week_h_min": 18, "week_h_max": None})
    pair = told(shifts="sempre", records=replace(known, programme=call))
    said = [warning.sentence for warning in pair.warnings if warning.code == "HOURS"]
    assert said == [f"168 ore a settimana: di solito se ne prevedono al massimo {usual}."]


def test_a_title_that_only_names_the_role_is_told_in_the_language_and_a_companys_own_words_are_left() -> None:
    known = example_records()
    law, weights = LawBook.load().in_force(date(2026, 9, 1)), load_weights("2026-1")
    offer = known.openings[0]
    role = catalogue().role(offer.role)

    def title(written: str | None, language: Language) -> str | None:
        changed = known.replacing(offer.model_copy(update={"title": written}))
        return explain(changed, law, weights, known.candidates[0].id, offer.id, language=language).opening.title

    written = role.label_it[0].upper() + role.label_it[1:]
    assert title(written, "it") == written
    assert (title(written, "en") or "").casefold() == role.label_en.casefold()
    assert title("Aiuto in sala", "en") == "Aiuto in sala"
    assert title(None, "en") is None

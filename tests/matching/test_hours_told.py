"""Hours that an act of an authority takes read like hours that the person keeps: nobody learns that there is an act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.codes import ChildCare, Viewer
from data.few_days import MARGIN
from data.intake.example import example_records
from data.language import LANGUAGES
from data.lawbook import LawBook
from data.papers import Act, Commitment
from data.records import Child
from data.week import ALWAYS, Week, parse_week
from matching.explain import explain
from matching.proposal import PairExplanation
from scoring.weights import load_weights

BOOK, WEIGHTS = LawBook.load(), load_weights("2026-2")
ON = date(2026, 9, 1)
# With more days of a paper, those from its first clash to the last are more than an absence.
FEW = int(BOOK.in_force(ON).number("practice.absence_days_max")) + MARGIN
READERS = (Viewer.ORIENTATOR, Viewer.SCOUT)
WINDOWS = st.sampled_from(
    ["lun-ven 9:00-13:00", "tutti 10:00-19:00", "mar,gio 8:00-20:00", "A: lun-ven 8:00-14:00 | B: sempre", "mai"]
).map(parse_week)
SHIFTS = st.sampled_from(
    ["lun-ven 9:00-14:00", "lun-gio 9:30-12:30, 15:00-17:00", "A: lun-ven 8:00-13:00 | B: lun-ven 14:00-19:00"]
).map(parse_week)
TAKEN = st.none() | st.sampled_from(["lun 8:00-9:30", "gio 12:00-18:00", "A: ven 9:00-10:00 | B: mai"]).map(parse_week)
DAYS = st.none() | st.integers(-30, 300).map(lambda days: ON + timedelta(days=days))
CARE = st.sampled_from([None, ChildCare.PRIMARIA_NORMALE, ChildCare.INFANZIA])


def world(shifts: Week, own: str = "sempre", care: ChildCare | None = None, **person: Any) -> Records:
    """The first person and the first opening of the example, without papers; a child where some care is given."""
    known = example_records()
    free = {"availability": parse_week(own), "busy": None, "other_carers": None, **person}
    child = Child(id="F", candidate=known.candidates[0].id, birth_date=date(2019, 3, 20), care=care)
    return replace(
        known,
        candidates=(known.candidates[0].model_copy(update=free),),
        children=(child,) if care else (),
        openings=(known.openings[0].model_copy(update={"shifts": shifts}),),
        commitments=(), acts=(), prescriptions=(), accommodations=(), protections=(), documents=(),
    )  # fmt: skip


def overlap(records: Records, valid_from: date | None, valid_to: date | None) -> int:
    """Days of a paper that fall in the internship; negative far from it."""
    person, offer = records.candidates[0], records.openings[0]
    begins = max(offer.start_from, person.available_from or ON, ON)
    ends = begins + timedelta(days=round(offer.months * 30.4375) - 1)
    return (min(ends, valid_to or ends) - max(begins, valid_from or begins)).days + 1


def read(records: Records) -> list[PairExplanation]:
    """What those who may not know of acts read, in both languages."""
    assert records.faults() == []
    pair = records.candidates[0].id, records.openings[0].id
    law = BOOK.in_force(ON)
    return [
        explain(records, law, WEIGHTS, *pair, viewer, language=language) for viewer in READERS for language in LANGUAGES
    ]


def paper(key: str, records: Records, **values: Any) -> dict[str, Any]:
    return {"id": key, "candidate": records.candidates[0].id, **values}


def as_bytes(records: Records) -> list[str]:
    return [said.model_dump_json() for said in read(records)]


@settings(max_examples=25, deadline=None)
@given(WINDOWS, SHIFTS, CARE, TAKEN)
def test_an_act_without_days_reads_like_own_hours(
    window: Week, shifts: Week, care: ChildCare | None, taken: Week | None
) -> None:
    base = world(shifts, care=care, busy=taken)
    closed = Week(ALWAYS) - window
    by_act = as_bytes(base.replacing(Act.model_validate(paper("X", base, hours=window))))
    assert by_act == as_bytes(world(shifts, care=care, busy=closed | (taken or Week())))
    assert by_act == as_bytes(base.replacing(Commitment.model_validate(paper("X", base, hours=closed))))
    assert by_act == as_bytes(world(shifts, own=str(window), care=care, busy=taken))


@settings(max_examples=25, deadline=None)
@given(WINDOWS, SHIFTS, CARE, TAKEN, st.tuples(DAYS, DAYS), st.tuples(DAYS, DAYS))
def test_an_act_with_days_reads_like_a_commitment_of_those_days(
    window: Week,
    shifts: Week,
    care: ChildCare | None,
    taken: Week | None,
    days: tuple[date | None, date | None],
    others: tuple[date | None, date | None],
) -> None:
    def spans(pair: tuple[date | None, date | None]) -> dict[str, date | None]:
        first, last = pair
        return {"valid_from": min(first, last), "valid_to": max(first, last)} if first and last else {
            "valid_from": first, "valid_to": last,
        }  # fmt: skip

    base = world(shifts, care=care)
    # On few days the one refuses and the other is an absence: how that act reads is in test_cover.
    assume(not 0 < overlap(base, **spans(days)) <= FEW)
    if taken:
        base = base.replacing(Commitment.model_validate(paper("Y", base, hours=taken, **spans(others))))
    by_act = base.replacing(Act.model_validate(paper("X", base, hours=window, **spans(days))))
    closed = Week(ALWAYS) - window
    for key in ("X", "Z"):
        alike = base.replacing(Commitment.model_validate(paper(key, base, hours=closed, **spans(days))))
        assert as_bytes(by_act) == as_bytes(alike)


def test_who_may_change_the_hours_is_told_in_the_same_words() -> None:
    base = world(parse_week("lun-ven 9:00-14:00"))
    act = Act.model_validate(paper("X", base, hours=parse_week("lun-ven 12:00-20:00")))
    said = read(base.replacing(act))[0]
    (refusal,) = [refusal for refusal in said.refusals if refusal.rule == "TIME_FIT"]
    assert (refusal.change, refusal.who) == (
        "Possibile se la persona è libera anche: lun-ven 8:30-12:00.",
        "persona, con chi la segue",
    )

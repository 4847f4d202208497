"""Hours that grow by steps, cut out of the shifts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from data.ramp import RampStep, parse_ramp
from data.schedule import never_reached, stages, step_week, told_ramp
from data.week import FORTNIGHT, QUARTERS_A_DAY, Week, parse_week

FIRST, LAST = date(2020, 10, 1), date(2021, 3, 31)

STRETCHES = st.lists(st.tuples(st.integers(0, FORTNIGHT - 1), st.integers(1, 40)), min_size=1, max_size=14)
STEPS = st.builds(RampStep, st.integers(1, 8), st.integers(1, 7), st.integers(1, 40).map(lambda q: q / 4))


def told(shifts: str, ramp: str, last: date = LAST) -> str:
    week = parse_week(shifts)
    return told_ramp(week, stages(week, parse_ramp(ramp), FIRST, last))


def test_the_steps_are_the_first_days_and_the_first_hours() -> None:
    assert told("lun-ven 9:00-14:00", "2 sett. 4x3; poi 5x5") == (
        "settimane 1-2: lun-gio 9:00-12:00; poi lun-ven 9:00-14:00"
    )


def test_after_steps_with_an_end_the_whole_shifts_follow() -> None:
    assert told("lun-ven 9:00-14:00", "1 sett. 4x3; 4 sett. 5x4") == (
        "settimana 1: lun-gio 9:00-12:00; settimane 2-5: lun-ven 9:00-13:00; poi lun-ven 9:00-14:00"
    )


def test_what_is_never_reached_is_said() -> None:
    assert told("lun-ven 9:00-14:00", "2 sett. 4x3; poi 5x4").endswith(
        "il turno ha altre 5 ore a settimana, mai raggiunte"
    )


def test_what_the_internship_is_too_short_for_is_never_reached() -> None:
    assert told("lun-ven 9:00-14:00", "2 sett. 4x3; poi 5x5", FIRST + timedelta(days=13)) == (
        "settimane 1-2: lun-gio 9:00-12:00; il turno ha altre 13 ore a settimana, mai raggiunte"
    )


def test_a_ramp_that_changes_nothing_is_not_told() -> None:
    assert told("lun-ven 9:00-13:00", "2 sett. 5x4; poi 5x5") == ""


def test_a_split_day_is_cut_at_its_end_and_a_night_where_it_ends() -> None:
    assert str(step_week(parse_week("lun,mer 9-12, 14-17"), RampStep(2, 1, 4))) == "lun 9:00-12:00, 14:00-15:00"
    assert str(step_week(parse_week("dom 22-6; lun 22-6"), RampStep(2, 7, 4))) == "lun, dom 22:00-2:00"


def test_each_of_two_weeks_that_alternate_has_its_own_days() -> None:
    week = step_week(parse_week("A: lun-ven 8-14 | B: mer-dom 14-20"), RampStep(2, 2, 3))
    assert str(week) == "A: lun-mar 8:00-11:00 | B: mer-gio 14:00-17:00"


def test_stages_have_days_one_after_another() -> None:
    found = stages(parse_week("lun-ven 9:00-14:00"), parse_ramp("2 sett. 4x3; poi 5x5"), FIRST, LAST)
    assert [(stage.first, stage.last) for stage in found] == [
        (date(2020, 10, 1), date(2020, 10, 14)),
        (date(2020, 10, 15), date(2021, 3, 31)),
    ]


@given(STRETCHES, st.lists(STEPS, min_size=1, max_size=4), st.booleans())
def test_no_step_has_more_than_it_says_nor_more_than_the_shifts(
    stretches: list[tuple[int, int]], ramp: list[RampStep], two: bool
) -> None:
    shifts = Week.of_fortnight_segments(stretches) if two else Week.of_segments(stretches)
    for step in ramp:
        week = step_week(shifts, step)
        assert not week - shifts
        for half in range(2):
            days: dict[int, int] = {}
            own = shifts.segments() if shifts.alternates else shifts.fortnight_segments()
            for start, length in own:
                inside = sum(week.has(q) for q in range(start, start + length))
                if start // QUARTERS_A_DAY // 7 == half and inside:
                    days[start // QUARTERS_A_DAY] = days.get(start // QUARTERS_A_DAY, 0) + inside
            assert len(days) <= step.days
            assert all(worked <= step.hours * 4 for worked in days.values())


@given(STRETCHES, STEPS, STEPS)
def test_a_bigger_step_keeps_the_hours_of_a_smaller_one(
    stretches: list[tuple[int, int]], one: RampStep, other: RampStep
) -> None:
    shifts = Week.of_segments(stretches)
    more = RampStep(1, max(one.days, other.days), max(one.hours, other.hours))
    assert not step_week(shifts, one) - step_week(shifts, more)


@given(STRETCHES, st.lists(STEPS, min_size=1, max_size=4), st.integers(0, 400))
def test_stages_cover_every_day_once(stretches: list[tuple[int, int]], ramp: list[RampStep], days: int) -> None:
    shifts, last = Week.of_segments(stretches), FIRST + timedelta(days=days)
    found = stages(shifts, ramp, FIRST, last)
    assert found[0].first == FIRST
    assert found[-1].last == last
    for before, after in pairwise(found):
        assert before.last + timedelta(days=1) == after.first
    left = never_reached(shifts, found)
    assert not any(left & stage.week for stage in found)

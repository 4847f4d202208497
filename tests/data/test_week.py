"""A week is read as people write it, kept in bits, and written so that it reads back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.free_runs import LONGEST_RUN, free_runs, free_runs_fortnight
from data.language import speaking
from data.week import (
    ALWAYS,
    DAYS_EN,
    FORTNIGHT,
    QUARTERS,
    Week,
    clock,
    format_week,
    parse_week,
    told_hours,
    told_week,
)

STRETCHES = st.lists(st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, QUARTERS)), max_size=5)
WEEKS = STRETCHES.map(Week.of_segments)
FORTNIGHTS = st.lists(st.tuples(st.integers(0, FORTNIGHT - 1), st.integers(1, FORTNIGHT)), max_size=5).map(
    Week.of_fortnight_segments
)
# Plain ones among them, since every caller meets both.
EITHER = st.one_of(WEEKS, FORTNIGHTS, st.builds(Week.alternating, WEEKS, WEEKS))
SUNDAY_NIGHT = "A: dom 22:00-6:00 | B: mai"


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("lun 8:00-14:00", ((32, 24),)),
        ("lun 8-14", ((32, 24),)),
        ("LUNEDÌ: 8.30 – 9.30", ((34, 4),)),
        ("mon-tue 8:00-9:00", ((32, 4), (128, 4))),
        ("lun, mer e ven 8:00-9:00", ((32, 4), (224, 4), (416, 4))),
        ("lun 8:00-9:00, 10:00-11:00", ((32, 4), (40, 4))),
        ("lun 8-9 e 10-11; mar 8-9", ((32, 4), (40, 4), (128, 4))),
        ("dom 22:00-6:00", ((664, 32),)),
        ("sab-lun 0:00-1:00", ((0, 4), (480, 4), (576, 4))),
        ("tutti 23:00-24:00", tuple((92 + 96 * day, 4) for day in range(7))),
        ("sempre", ((0, QUARTERS),)),
        ("mai", ()),
        ("never", ()),
        ("", ()),
        ("lun 8:00-8:10", ()),
    ],
)
def test_what_people_write_is_read(text: str, segments: tuple[tuple[int, int], ...]) -> None:
    assert parse_week(text).segments() == segments


def test_availability_is_rounded_inwards_and_shifts_outwards() -> None:
    assert parse_week("lun 8:05-9:55", "in").segments() == ((33, 6),)
    assert parse_week("lun 8:05-9:55", "out").segments() == ((32, 8),)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("lun", "non è un orario"),
        ("8:00-9:00", "mancano i giorni"),
        ("lux 8-9", "non è un giorno"),
        ("lun-mar-mer 8-9", "non è un intervallo di giorni"),
        ("lun 8", "non è un intervallo di ore"),
        ("lun 8-9-10", "non è un intervallo di ore"),
        ("lun 8-8", "alla stessa ora"),
        ("lun 8:60-9", "non è un'ora del giorno"),
        ("lun 8-25", "non è un'ora del giorno"),
        ("lun 8:5-9", "non è un'ora"),
        (" ; ;", "non è un orario"),
    ],
)
def test_what_is_not_understood_is_said(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        parse_week(text)


def test_a_page_of_blanks_is_refused_at_once() -> None:
    # A pattern that tries every way to split the blanks would not end.
    with pytest.raises(ValueError, match="non è un orario"):
        parse_week("lun" + " " * 200_000 + "x")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("lun 8-14; mar 8-14; mer 8-14; ven 8-14", "lun-mer, ven 8:00-14:00"),
        ("dom 22-6", "dom 22:00-6:00"),
        ("lun-ven 8-12, 14-18", "lun-ven 8:00-12:00, 14:00-18:00"),
        ("sab 0-24", "sab 0:00-24:00"),
        ("always", "sempre"),
        ("", "mai"),
    ],
)
def test_weeks_are_written_shortly(text: str, written: str) -> None:
    assert format_week(parse_week(text)) == str(parse_week(text)) == written


@given(WEEKS)
def test_what_is_written_reads_back(week: Week) -> None:
    assert parse_week(format_week(week)) == week
    assert parse_week(format_week(week, DAYS_EN), "out") == week
    assert Week.of_segments(week.segments()) == week


@given(WEEKS, WEEKS)
def test_weeks_are_sets_of_quarters(one: Week, two: Week) -> None:
    assert ((one | two).array() == (one.array() | two.array())).all()
    assert ((one & two).array() == (one.array() & two.array())).all()
    assert ((one - two).array() == (one.array() & ~two.array())).all()
    assert one.hours == one.array().sum() / 4
    assert bool(one) == one.array().any()


@given(WEEKS, st.integers(0, 8))
def test_widening_reaches_exactly_so_far(week: Week, quarters: int) -> None:
    near = np.zeros(QUARTERS, dtype=np.bool_)
    for shift in range(-quarters, quarters + 1):
        near |= np.roll(week.array(), shift)
    assert (week.widened(quarters).array() == near).all()
    assert (week.widened(-quarters).array() <= week.array()).all()


def test_a_week_without_end_stays_itself() -> None:
    assert Week(ALWAYS).widened(-4) == Week(ALWAYS)
    assert clock(QUARTERS) == "24:00"
    assert clock(34) == "8:30"
    assert clock(0) == "0:00"


@given(st.lists(WEEKS, min_size=1, max_size=3))
def test_free_runs_count_up_to_the_next_busy_quarter(weeks: list[Week]) -> None:
    before, after = free_runs(weeks)
    for row, week in enumerate(weeks):
        free = week.array()
        for q in range(0, QUARTERS, 37):
            ahead = next((k for k in range(LONGEST_RUN) if not free[(q + k) % QUARTERS]), LONGEST_RUN)
            behind = next((k for k in range(LONGEST_RUN) if not free[(q - 1 - k) % QUARTERS]), LONGEST_RUN)
            assert (after[row, q], before[row, q]) == (ahead, behind)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A: lun-ven 8-14 | B: lun-ven 14-20", "A: lun-ven 8:00-14:00 | B: lun-ven 14:00-20:00"),
        ("b: mar 9-13; mer 9-13|a: lun 8-9", "A: lun 8:00-9:00 | B: mar-mer 9:00-13:00"),
        ("pari: mai | dispari: sab/dom 8-9", "A: sab-dom 8:00-9:00 | B: mai"),
        ("odd: mon 8-9 | even: always", "A: lun 8:00-9:00 | B: sempre"),
        ("Settimana A: lun 8-9 | Settimana B: mar 8-9", "A: lun 8:00-9:00 | B: mar 8:00-9:00"),
        ("settimane dispari lun 8-9; mar 8-9; settimane pari mai", "A: lun-mar 8:00-9:00 | B: mai"),
        ("odd weeks mon 8-9; even weeks: tue 8-9;", "A: lun 8:00-9:00 | B: mar 8:00-9:00"),
        ("dispari: lun 8-9 / pari: mar 8-9\n", "A: lun 8:00-9:00 | B: mar 8:00-9:00"),
        ("A: lun 8-9 | B: lunedì 8:00-9:00", "lun 8:00-9:00"),
        ("A: mai | B: mai", "mai"),
        ("A: dom 22-6 | B: dom 22-6", "dom 22:00-6:00"),
        ("A: mai | B: dom 22-6", "A: mai | B: dom 22:00-6:00"),
    ],
)
def test_two_weeks_in_turn_are_read_and_written(text: str, written: str) -> None:
    assert format_week(parse_week(text)) == written


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("A: lun 8-9", "mancano le settimane pari.*«B: mai»"),
        ("A: lun 8-9 | B:", "mancano le settimane pari.*«B: mai»"),
        ("pari: lun 8-9", "mancano le settimane dispari.*«A: mai»"),
        ("A: lun 8-9 | dispari: lun 8-9 | B: mai", "una volta sola"),
        ("lun 8-9 | B: lun 9-10", "scrivi le due settimane"),
        ("A: lun 8-9 | B: lux 8-9", "«lux» in «lux 8-9» non è un giorno"),
        ("A: lun 8-9 | mar 8-9 | B: mai", "non è un'ora"),
        ("A lun 8-9 | B mai", "non è un giorno"),
    ],
)
def test_half_a_fortnight_is_refused_with_a_sentence(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        parse_week(text)


@pytest.mark.parametrize(
    "page", ["\n" * 200_000, "settimana" + " \t" * 100_000 + "x", "|a" * 50_000, "a:|" * 50_000, "lun" + " " * 200_000]
)
def test_a_page_of_borders_or_blanks_is_refused_at_once(page: str) -> None:
    # A pattern that tries every way to split the page would not end.
    for text in (f"{page}; zz 8-9", f"{page}, zz 8-9", f"A: {page}, zz 8-9 | B: mai"):
        with pytest.raises(ValueError, match="«"):
            parse_week(text)


def test_a_sunday_night_of_odd_weeks_ends_on_the_monday_of_even_ones() -> None:
    night = parse_week(SUNDAY_NIGHT)
    assert night.segments() == ((664, 32),)
    assert (night.a.segments(), night.b.segments()) == (((664, 8),), ((0, 24),))
    assert night.widened(4).segments() == ((660, 40),)
    assert parse_week("A: mai | B: dom 22:00-6:00").segments() == ((FORTNIGHT - 8, 32),)
    assert parse_week("A: dom 22:00-24:00 | B: mai").widened(4).b == parse_week("lun 0:00-1:00")
    assert [night.has(quarter) for quarter in (0, 663, 664, 672, 695, 696, 664 + FORTNIGHT, 664 - FORTNIGHT)] == (
        [False, False, True, True, True, False, True, True]
    )


def test_people_are_told_which_weeks_are_odd_and_which_even() -> None:
    week = parse_week("A: lun 8-14 | B: dom 22-6")
    assert told_week(week) == "settimane dispari lun 8:00-14:00; settimane pari dom 22:00-6:00"
    assert parse_week(told_week(week)) == week
    with speaking("en"):
        assert "mon 8:00-14:00" in told_week(week)
        assert format_week(week, DAYS_EN) == "A: mon 8:00-14:00 | B: sun 22:00-6:00"
    assert told_week(week).startswith("settimane dispari lun")
    # The night that began in the other week is there when the week stands alone.
    assert told_week(week.a) == "lun 0:00-6:00, 8:00-14:00"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("A: mai | B: lun 8-10", "nelle settimane pari lun 8:00-10:00"),
        ("A: lun 0-4; dom 22-24 | B: mai", "nelle settimane dispari lun 0:00-4:00; dom 22:00-24:00"),
        ("A: dom 22-6 | B: mai", "nelle settimane dispari dom 22:00-6:00"),
        ("A: lun 8-9 | B: mar 8-9", "settimane dispari lun 8:00-9:00; settimane pari mar 8:00-9:00"),
        ("lun 8-10", "lun 8:00-10:00"),
        ("mai", "mai"),
    ],
)
def test_of_hours_in_one_of_two_weeks_only_that_week_is_told(written: str, told: str) -> None:
    assert told_hours(parse_week(written)) == told


@given(EITHER, st.integers(-100, 100))
def test_a_week_is_widened_stretch_by_stretch(week: Week, quarters: int) -> None:
    made = Week.of_fortnight_segments if week.alternates else Week.of_segments
    whole = not week.alternates and week.bits == ALWAYS
    each = [(start - quarters, length + 2 * quarters) for start, length in week.segments()]
    assert week.widened(quarters) == (week if whole else made(piece for piece in each if piece[1] > 0))


@given(EITHER)
def test_two_weeks_read_back_as_they_were_written(week: Week) -> None:
    assert parse_week(format_week(week)) == week
    assert parse_week(format_week(week, DAYS_EN), "out") == week
    assert parse_week(told_week(week)) == week
    assert Week.of_fortnight_segments(week.fortnight_segments()) == week
    assert Week.of_fortnight(week.fortnight()) == week
    assert Week.alternating(week.a, week.b) == week
    if week.alternates:
        assert week.segments() == week.fortnight_segments()
        assert "A: " in str(week)


@given(EITHER, EITHER)
def test_weeks_in_turn_are_sets_of_quarters_of_a_fortnight(one: Week, two: Week) -> None:
    on, other = one.fortnight(), two.fortnight()
    assert ((one | two).fortnight() == (on | other)).all()
    assert ((one & two).fortnight() == (on & other)).all()
    assert ((one - two).fortnight() == (on & ~other)).all()
    assert one.hours == on.sum() / 8
    assert bool(one) == on.any()
    assert [one.has(q) for q in range(-FORTNIGHT, FORTNIGHT, 5)] == np.tile(on, 2)[::5].tolist()
    assert (one == two) == bool((on == other).all())
    assert one.alternates == bool((on[:QUARTERS] != on[QUARTERS:]).any())


@given(WEEKS)
def test_two_like_weeks_are_one_plain_week(week: Week) -> None:
    twice = Week.alternating(week, week)
    assert twice == week == Week(week.bits, week.bits)
    assert hash(twice) == hash(week)
    assert not twice.alternates
    assert week.a == week.b == week
    assert (week.fortnight().reshape(2, QUARTERS) == week.array()).all()


@given(EITHER, st.integers(0, 8))
def test_widening_goes_round_the_fortnight(week: Week, quarters: int) -> None:
    near = np.zeros(FORTNIGHT, dtype=np.bool_)
    far = np.ones(FORTNIGHT, dtype=np.bool_)
    for shift in range(-quarters, quarters + 1):
        near |= np.roll(week.fortnight(), shift)
        far &= np.roll(week.fortnight(), shift)
    assert (week.widened(quarters).fortnight() == near).all()
    assert (week.widened(-quarters).fortnight() == far).all()


def test_what_needs_one_week_refuses_two() -> None:
    week = parse_week(SUNDAY_NIGHT)
    for use in (week.array, lambda: free_runs([week]), lambda: Week.alternating(week, Week())):
        with pytest.raises(ValueError, match="alternat"):
            use()


@given(st.lists(EITHER, max_size=3))
def test_free_runs_of_a_fortnight_pass_from_week_to_week(weeks: list[Week]) -> None:
    before, after = free_runs_fortnight(weeks)
    assert before.shape == after.shape == (len(weeks), 2, QUARTERS)
    assert before.dtype == after.dtype == np.uint8
    for row, week in enumerate(weeks):
        free = week.fortnight()
        for q in [*range(0, FORTNIGHT, 97), QUARTERS - 1, QUARTERS, FORTNIGHT - 1]:
            ahead = next((k for k in range(LONGEST_RUN) if not free[(q + k) % FORTNIGHT]), LONGEST_RUN)
            behind = next((k for k in range(LONGEST_RUN) if not free[(q - 1 - k) % FORTNIGHT]), LONGEST_RUN)
            at = (row, *divmod(q, QUARTERS))
            assert (after[at], before[at]) == (ahead, behind)


@given(st.lists(WEEKS, max_size=3))
def test_plain_weeks_have_the_same_free_runs_in_both_weeks(weeks: list[Week]) -> None:
    for plain, two in zip(free_runs(weeks), free_runs_fortnight(weeks), strict=True):
        assert (two == plain[:, None, :]).all()

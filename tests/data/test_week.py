"""A week is read as people write it, kept in bits, and written so that it reads back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.week import ALWAYS, DAYS_EN, LONGEST_RUN, QUARTERS, Week, clock, format_week, free_runs, parse_week

STRETCHES = st.lists(st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, QUARTERS)), max_size=5)
WEEKS = STRETCHES.map(Week.of_segments)


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

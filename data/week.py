"""A week as 7 x 96 quarter-hours in bits: availability and shifts.

Bit 0 is Monday 00:00-00:15; bit 671 is Sunday 23:45-24:00. The week is a circle: a night shift
on Sunday ends on Monday.

Shifts that alternate have two weeks: week A are the odd weeks of the calendar (ISO 8601), week B the even ones. Every
diary shows that number, so that a company and a person who write apart mean the same week. The two make a circle of a
fortnight: what begins on the Sunday night of week A ends on the Monday of week B. The turn slips after a year of 53
weeks (2026), when week 53 and week 1 are both odd; people and companies count by the same calendar and slip together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.language import say
from data.week_text import (
    DAYS_EN,
    DAYS_IT,
    QUARTERS,
    QUARTERS_A_DAY,
    Rounding,
    Stretch,
    clock,
    days_told,
    read_stretches,
    two_weeks,
    write_stretches,
)

__all__ = [
    "ALWAYS",
    "DAYS_EN",
    "DAYS_IT",
    "FORTNIGHT",
    "QUARTERS",
    "QUARTERS_A_DAY",
    "Rounding",
    "Week",
    "clock",
    "format_week",
    "parse_week",
    "told_hours",
    "told_week",
]

FORTNIGHT = 2 * QUARTERS
ALWAYS = (1 << QUARTERS) - 1


@dataclass(frozen=True, slots=True)
class Week:
    """A set of quarter-hours of the week, or of two weeks that alternate.

    Parameters
    ----------
    bits : int
        672 bits, lowest first: Monday 00:00. Of week A (odd calendar weeks) where the weeks alternate.
    even : int, optional
        Those of week B (even calendar weeks); None where both weeks are alike.
    """

    bits: int = 0
    even: int | None = None

    def __post_init__(self) -> None:
        # One way to write each set, so that equal sets are equal weeks.
        if self.even == self.bits:
            object.__setattr__(self, "even", None)

    def __or__(self, other: Week) -> Week:
        return Week(self.bits | other.bits, self._second | other._second)

    def __and__(self, other: Week) -> Week:
        return Week(self.bits & other.bits, self._second & other._second)

    def __sub__(self, other: Week) -> Week:
        return Week(self.bits & ~other.bits, self._second & ~other._second)

    def __bool__(self) -> bool:
        return self.bits != 0 or self.even is not None

    def __str__(self) -> str:
        return format_week(self)

    @property
    def alternates(self) -> bool:
        """Whether odd and even weeks differ."""
        return self.even is not None

    @property
    def a(self) -> Week:
        """Week A, of the odd calendar weeks, as a plain week."""
        return Week(self.bits)

    @property
    def b(self) -> Week:
        """Week B, of the even calendar weeks, as a plain week."""
        return Week(self._second)

    @property
    def _second(self) -> int:
        return self.bits if self.even is None else self.even

    @classmethod
    def alternating(cls, a: Week, b: Week) -> Week:
        """Two plain weeks in turn, quarter by quarter: what wraps round in one of them stays in that one.

        Raises
        ------
        ValueError
            Where one of them alternates itself.
        """
        if a.alternates or b.alternates:
            raise ValueError("an alternating week is made of two plain ones")
        return cls(a.bits, b.bits)

    def has(self, quarter: int) -> bool:
        """Whether a quarter is in the week; quarters go round, those of alternating weeks in a fortnight."""
        if self.even is not None and quarter % FORTNIGHT >= QUARTERS:
            return bool(self.even >> (quarter % QUARTERS) & 1)
        return bool(self.bits >> (quarter % QUARTERS) & 1)

    @property
    def hours(self) -> float:
        """Hours a week, 0 to 168; the mean of two weeks that alternate."""
        return (self.bits.bit_count() + self._second.bit_count()) / 8

    def segments(self) -> tuple[Stretch, ...]:
        """Unbroken stretches as (start quarter, length), in order; a stretch over Sunday midnight starts on Sunday.

        Of weeks that alternate those of the fortnight: starts 0 to 1343, week B from 672.
        """
        return _segments(self)

    def fortnight_segments(self) -> tuple[Stretch, ...]:
        """The stretches of a fortnight, starts 0 to 1343, also of a plain week, which comes twice."""
        return _stretches(self.fortnight())

    def array(self) -> NDArray[np.bool_]:
        """The week as booleans, shape (672,); ValueError where the weeks alternate."""
        if self.even is not None:
            raise ValueError("weeks that alternate have a fortnight, not an array of one week")
        raw = np.frombuffer(self.bits.to_bytes(QUARTERS // 8, "little"), dtype=np.uint8)
        return np.unpackbits(raw, bitorder="little").astype(np.bool_)

    def fortnight(self) -> NDArray[np.bool_]:
        """Week A and week B as booleans, shape (1344,); a plain week twice."""
        return np.concatenate([self.a.array(), self.b.array()])

    @classmethod
    def of_segments(cls, segments: Iterable[Stretch]) -> Week:
        """The week that holds the given (start quarter, length) stretches; they may pass Sunday midnight."""
        return cls(_bits(segments, QUARTERS))

    @classmethod
    def of_fortnight_segments(cls, segments: Iterable[Stretch]) -> Week:
        """The weeks that hold the given stretches of a fortnight; they may pass either Sunday midnight."""
        bits = _bits(segments, FORTNIGHT)
        return cls(bits & ALWAYS, bits >> QUARTERS)

    @classmethod
    def of_fortnight(cls, array: NDArray[np.bool_]) -> Week:
        """The weeks of 1344 booleans, week A first; plain where both halves are alike."""
        bits = int.from_bytes(np.packbits(array.reshape(FORTNIGHT), bitorder="little").tobytes(), "little")
        return cls(bits & ALWAYS, bits >> QUARTERS)

    def widened(self, quarters: int) -> Week:
        """Every stretch made longer by `quarters` on both sides (shorter if negative)."""
        if self.bits == ALWAYS and self.even is None:
            return self
        circle = QUARTERS if self.even is None else FORTNIGHT
        bits = self.bits if self.even is None else self.bits | self.even << QUARTERS
        bits = _spread(bits, quarters, circle) if quarters >= 0 else ~_spread(~bits, -quarters, circle)
        return Week(bits & ALWAYS, None if self.even is None else bits >> QUARTERS & ALWAYS)


def _spread(bits: int, quarters: int, circle: int) -> int:
    """The quarters of a circle that lie no further than so many from one that is there."""
    whole = (1 << circle) - 1
    bits &= whole
    reached, wanted = 1, 2 * quarters + 1
    while reached < wanted:
        # Twice as many each time, the last time what is left.
        step = min(reached, wanted - reached) % circle
        bits |= (bits << step | bits >> (circle - step)) & whole
        reached = min(2 * reached, wanted)
    turn = quarters % circle
    return (bits >> turn | bits << (circle - turn)) & whole


@lru_cache(maxsize=8192)
def _segments(week: Week) -> tuple[Stretch, ...]:
    # Many people and openings keep the same hours.
    return _stretches(week.array() if week.even is None else week.fortnight())


def _stretches(on: NDArray[np.bool_]) -> tuple[Stretch, ...]:
    circle = len(on)
    if on.all():
        return ((0, circle),)
    starts = np.flatnonzero(on & ~np.roll(on, 1))
    ends = np.flatnonzero(on & ~np.roll(on, -1)) + 1
    if len(starts) and ends[0] <= starts[0]:
        ends = np.roll(ends, -1)
    return tuple((int(s), int((e - s) % circle) or circle) for s, e in zip(starts, ends, strict=True))


def _bits(stretches: Iterable[Stretch], circle: int) -> int:
    bits = 0
    for start, length in stretches:
        stretch = ((1 << min(length, circle)) - 1) << (start % circle)
        bits |= (stretch & ((1 << circle) - 1)) | (stretch >> circle)
    return bits


def parse_week(text: str, rounding: Rounding = "in") -> Week:
    """Read a week as people write it: `lun-ven 8:00-14:00; sab 9-13`, also with English days.

    Parameters
    ----------
    text : str
        Groups separated by `;`, each with days (`lun-ven`, `lun,mer,ven`, `tutti`) and one or more `from-to` times.
        A time that ends before it starts runs past midnight. `sempre` is the whole week, `mai` none of it.
        Weeks that alternate are both written, in any order: `A: lun-ven 8-14 | B: mai`; also `dispari`, `pari`, `odd`,
        `even`, `settimana A`. What runs past the Sunday midnight of one of them ends in the other.
    rounding : {"in", "out"}
        What happens to minutes between quarters: an availability is rounded inwards (nothing is promised that is not
        there), a shift outwards.

    Raises
    ------
    ValueError
        With a sentence that says which part is not understood and what is expected.
    """
    parts = two_weeks(text)
    if parts is None:
        return Week.of_segments(read_stretches(text, rounding))
    return Week.of_fortnight_segments(
        (which * QUARTERS + start, length)
        for which, part in enumerate(parts)
        for start, length in read_stretches(part, rounding)
    )


@lru_cache(maxsize=8192)
def _written(week: Week, days: tuple[str, ...]) -> tuple[str, ...]:
    return write_stretches(week.segments(), days, 2 if week.alternates else 1)


def format_week(week: Week, days: tuple[str, ...] = DAYS_IT) -> str:
    """Write a week the way `parse_week` reads it back, days with the same hours together: `lun-ven 8:00-14:00`.

    Weeks that alternate are `A: lun-ven 8:00-14:00 | B: mai`; a night is written in the week in which it begins.
    """
    texts = _written(week, days)
    return texts[0] if len(texts) == 1 else f"A: {texts[0]} | B: {texts[1]}"


def told_week(week: Week) -> str:
    """A week as people of the language spoken now write it."""
    texts = _written(week, days_told())
    return texts[0] if len(texts) == 1 else say("settimane dispari {a}; settimane pari {b}", a=texts[0], b=texts[1])


def told_hours(week: Week) -> str:
    """Hours named in a sentence: of two weeks that alternate only the one in which some begin, where there is one."""
    texts, never = _written(week, days_told()), told_week(Week())
    if len(texts) == 2 and texts[1] == never:
        return say("nelle settimane dispari {week}", week=texts[0])
    if len(texts) == 2 and texts[0] == never:
        return say("nelle settimane pari {week}", week=texts[1])
    return told_week(week)

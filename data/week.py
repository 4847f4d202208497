"""A week as 7 x 96 quarter-hours in bits: availability, shifts, and the free time around a moment.

Bit 0 is Monday 00:00-00:15; bit 671 is Sunday 23:45-24:00. The week is a circle: a night shift
on Sunday ends on Monday.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.language import say, spoken

QUARTERS_A_DAY = 96
QUARTERS = 7 * QUARTERS_A_DAY
ALWAYS = (1 << QUARTERS) - 1
DAYS_IT = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
DAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Longest run of free quarters that is remembered around a moment: more than any journey, gap and shift together.
LONGEST_RUN = 250

Rounding = Literal["in", "out"]

_DAY_PART = re.compile(r"^(?P<days>\D*)(?P<times>\d.*)$")
_SPANS = re.compile(r"\s*(?:,|\be\b|\band\b|\+)\s*|\s+(?=\d)")
_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?$")


@dataclass(frozen=True, slots=True)
class Week:
    """A set of quarter-hours of the week.

    Parameters
    ----------
    bits : int
        672 bits, lowest first: Monday 00:00.
    """

    bits: int = 0

    def __or__(self, other: Week) -> Week:
        return Week(self.bits | other.bits)

    def __and__(self, other: Week) -> Week:
        return Week(self.bits & other.bits)

    def __sub__(self, other: Week) -> Week:
        return Week(self.bits & ~other.bits)

    def __bool__(self) -> bool:
        return self.bits != 0

    def __str__(self) -> str:
        return format_week(self)

    def has(self, quarter: int) -> bool:
        """Whether a quarter is in the week; quarters go round."""
        return bool(self.bits >> (quarter % QUARTERS) & 1)

    @property
    def hours(self) -> float:
        """Hours in the week, 0 to 168."""
        return self.bits.bit_count() / 4

    def segments(self) -> tuple[tuple[int, int], ...]:
        """Unbroken stretches as (start quarter, length), in order; a stretch over Sunday midnight starts on Sunday."""
        on = self.array()
        if on.all():
            return ((0, QUARTERS),)
        starts = np.flatnonzero(on & ~np.roll(on, 1))
        ends = np.flatnonzero(on & ~np.roll(on, -1)) + 1
        if len(starts) and ends[0] <= starts[0]:
            ends = np.roll(ends, -1)
        return tuple((int(s), int((e - s) % QUARTERS) or QUARTERS) for s, e in zip(starts, ends, strict=True))

    def array(self) -> NDArray[np.bool_]:
        """The week as booleans, shape (672,)."""
        raw = np.frombuffer(self.bits.to_bytes(QUARTERS // 8, "little"), dtype=np.uint8)
        return np.unpackbits(raw, bitorder="little").astype(np.bool_)

    @classmethod
    def of_segments(cls, segments: Iterable[tuple[int, int]]) -> Week:
        """The week that holds the given (start quarter, length) stretches; they may pass Sunday midnight."""
        bits = 0
        for start, length in segments:
            stretch = ((1 << min(length, QUARTERS)) - 1) << (start % QUARTERS)
            bits |= (stretch & ALWAYS) | (stretch >> QUARTERS)
        return cls(bits)

    def widened(self, quarters: int) -> Week:
        """Every stretch made longer by `quarters` on both sides (shorter if negative)."""
        if self.bits == ALWAYS:
            return self
        return Week.of_segments(
            (start - quarters, length + 2 * quarters) for start, length in self.segments() if length + 2 * quarters > 0
        )


def parse_week(text: str, rounding: Rounding = "in") -> Week:
    """Read a week as people write it: `lun-ven 8:00-14:00; sab 9-13`, also with English days.

    Parameters
    ----------
    text : str
        Groups separated by `;`, each with days (`lun-ven`, `lun,mer,ven`, `tutti`) and one or more `from-to` times.
        A time that ends before it starts runs past midnight. `sempre` is the whole week, `mai` none of it.
    rounding : {"in", "out"}
        What happens to minutes between quarters: an availability is rounded inwards (nothing is promised that is not
        there), a shift outwards.

    Raises
    ------
    ValueError
        With a sentence that says which part is not understood and what is expected.
    """
    cleaned = text.strip().lower().replace("–", "-").replace("—", "-")
    if cleaned in ("sempre", "always"):
        return Week(ALWAYS)
    if cleaned in ("mai", "never"):
        return Week()
    week = Week()
    groups = [part.strip() for part in cleaned.split(";") if part.strip()]
    if cleaned and not groups:
        raise ValueError(_no_week(text))
    for group in groups:
        found = _DAY_PART.match(group)
        if found is None:
            raise ValueError(_no_week(group))
        days = _days(found["days"].strip(" :,"), group)
        spans = [_span(part, rounding) for part in _SPANS.split(_tight(found["times"]))]
        for day in days:
            week |= Week.of_segments((day * QUARTERS_A_DAY + start, length) for start, length in spans if length > 0)
    return week


def _no_week(text: str) -> str:
    return say(
        "«{text}» non è un orario: scrivi giorni e ore, per esempio «lun-ven 8:00-14:00; sab 9:00-13:00»", text=text
    )


def _tight(times: str) -> str:
    return re.sub(r"\s*-\s*", "-", times.strip())


def _days(text: str, group: str) -> list[int]:
    if text in ("", "tutti", "tutti i giorni", "ogni giorno", "every day", "all"):
        if text == "":
            raise ValueError(say("«{text}»: mancano i giorni, per esempio «lun-ven 8:00-14:00»", text=group))
        return list(range(7))
    days: list[int] = []
    for part in re.split(r"\s*[,/]\s*|\s+e\s+|\s+and\s+", text):
        ends = [_day(name, group) for name in re.split(r"\s*-\s*|\s+a\s+", part)]
        if len(ends) > 2:
            raise ValueError(say("«{text}» non è un intervallo di giorni: scrivi per esempio «lun-ven»", text=part))
        first, last = ends[0], ends[-1]
        days.extend((first + k) % 7 for k in range((last - first) % 7 + 1))
    return days


def _day(name: str, group: str) -> int:
    for names in (DAYS_IT, DAYS_EN):
        if name[:3] in names:
            return names.index(name[:3])
    raise ValueError(
        say("«{name}» in «{text}» non è un giorno: scrivi {days}", name=name, text=group, days=", ".join(_days_told()))
    )


def _span(text: str, rounding: Rounding) -> tuple[int, int]:
    ends = text.split("-")
    if len(ends) != 2:
        raise ValueError(say("«{text}» non è un intervallo di ore: scrivi per esempio 8:00-14:00", text=text))
    start, end = (_minutes(part) for part in ends)
    if end == start:
        raise ValueError(say("«{text}» inizia e finisce alla stessa ora", text=text))
    if end < start:
        end += 24 * 60
    if rounding == "in":
        first, last = -(-start // 15), end // 15
    else:
        first, last = start // 15, -(-end // 15)
    return first, last - first


def _minutes(text: str) -> int:
    found = _TIME.match(text.strip())
    if found is None:
        raise ValueError(say("«{text}» non è un'ora: scrivi per esempio 8:30", text=text.strip()))
    hours, minutes = int(found[1]), int(found[2] or 0)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError(say("«{text}» non è un'ora del giorno (0:00-24:00)", text=text.strip()))
    return hours * 60 + minutes


def clock(quarter: int) -> str:
    """The hour of a quarter inside its day: `8:30`; the end of the day is `24:00`."""
    inside = quarter % QUARTERS_A_DAY or (QUARTERS_A_DAY if quarter else 0)
    return f"{inside // 4}:{inside % 4 * 15:02d}"


@lru_cache(maxsize=8192)
def format_week(week: Week, days: tuple[str, ...] = DAYS_IT) -> str:
    """Write a week the way `parse_week` reads it back, days with the same hours together: `lun-ven 8:00-14:00`."""
    if week.bits == ALWAYS:
        return "sempre" if days is DAYS_IT else "always"
    if not week.bits:
        return "mai" if days is DAYS_IT else "never"
    by_day: dict[int, list[str]] = {}
    for start, length in week.segments():
        _write_stretch(by_day, start, length)
    same: dict[str, list[int]] = {}
    for day in sorted(by_day):
        same.setdefault(", ".join(by_day[day]), []).append(day)
    return "; ".join(f"{_day_span(which, days)} {times}" for times, which in same.items())


def _days_told() -> tuple[str, ...]:
    return DAYS_IT if spoken() == "it" else DAYS_EN


def told_week(week: Week) -> str:
    """A week as people of the language spoken now write it."""
    return format_week(week, _days_told())


def _day_span(which: list[int], days: tuple[str, ...]) -> str:
    """Days in order as people write them: `lun-mar, gio-ven`."""
    runs: list[list[int]] = []
    for day in which:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(days[run[0]] + (f"-{days[run[-1]]}" if len(run) > 1 else "") for run in runs)


def _write_stretch(by_day: dict[int, list[str]], start: int, length: int) -> None:
    # A stretch of less than a day is written whole even over midnight; longer ones are cut at midnight.
    while length > 0:
        day, inside = divmod(start % QUARTERS, QUARTERS_A_DAY)
        here = length if length < QUARTERS_A_DAY else QUARTERS_A_DAY - inside
        first = f"{inside // 4}:{inside % 4 * 15:02d}"
        by_day.setdefault(day, []).append(f"{first}-{clock((inside + here - 1) % QUARTERS_A_DAY + 1)}")
        start, length = start + here, length - here


def free_runs(weeks: Iterable[Week]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Free quarters just before, and from, each quarter of the week.

    Returns
    -------
    before, after : uint8 arrays, shape (len(weeks), 672)
        `before[i, q]` counts the free quarters that end at q, `after[i, q]` those that begin at q; at most 250.
    """
    rows = [week.array() for week in weeks]
    free = np.array(rows, dtype=np.bool_).reshape(len(rows), QUARTERS)
    after = np.zeros((len(rows), QUARTERS), dtype=np.uint8)
    before = np.zeros((len(rows), QUARTERS), dtype=np.uint8)
    run = np.zeros(len(rows), dtype=np.int64)
    # Two laps, because the week is a circle.
    for q in range(2 * QUARTERS - 1, -1, -1):
        run = np.where(free[:, q % QUARTERS], np.minimum(run + 1, LONGEST_RUN), 0)
        if q < QUARTERS:
            after[:, q] = run
    run[:] = 0
    for q in range(2 * QUARTERS):
        if q >= QUARTERS:
            before[:, q - QUARTERS] = run
        run = np.where(free[:, q % QUARTERS], np.minimum(run + 1, LONGEST_RUN), 0)
    return before, after

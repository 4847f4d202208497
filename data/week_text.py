"""The text of a week: from what people write to stretches of quarter-hours, and back.

A stretch is (start quarter, length); quarter 0 is Monday 00:00. `data.week` makes sets of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from data.language import marked, say, spoken

QUARTERS_A_DAY = 96
QUARTERS = 7 * QUARTERS_A_DAY
DAYS_IT = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
DAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Rounding = Literal["in", "out"]
Stretch = tuple[int, int]

_DAY_PART = re.compile(r"^(?P<days>\D*)(?P<times>\d.*)$")
_SPANS = re.compile(r"\s*(?:,|\be\b|\band\b|\+)\s*|\s+(?=\d)")
_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?$")
_BORDERS = re.compile(r"([|;/\n])")
# A and B alone need a colon: in «lun / b 8-14» the letter may be anything.
_WHICH_WEEK = re.compile(
    r"(?:(?:settiman[ae]|weeks?)\s+|(?![ab]\b(?!\s*:)))(?P<name>a|b|dispari|pari|odd|even)\b(?:\s+weeks?\b)?\s*:?",
    re.IGNORECASE,
)
_ODD = ("a", "dispari", "odd")
_MISSING = (
    marked("«{text}»: mancano le settimane dispari; se non hanno nessuna ora scrivi «A: mai»"),
    marked("«{text}»: mancano le settimane pari; se non hanno nessuna ora scrivi «B: mai»"),
)


def two_weeks(text: str) -> tuple[str, str] | None:
    """What is written of the odd weeks and of the even ones; None where the text speaks of one week only.

    Raises
    ------
    ValueError
        With a sentence, where one of the two is missing, empty or written twice.
    """
    # The marks between two weeks also part groups and days: only one before a week's name is a border.
    pieces = _BORDERS.split(text)
    unnamed = ""
    named: list[tuple[int, str]] = []
    for mark, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        found = _WHICH_WEEK.match(piece.strip())
        if found is not None:
            named.append((0 if found["name"].lower() in _ODD else 1, piece.strip()[found.end() :]))
        elif named:
            named[-1] = named[-1][0], named[-1][1] + mark + piece
        else:
            unnamed += mark + piece
    if not named:
        return None
    parts = {which: part.strip(" ;") for which, part in named}
    if len(parts) < len(named) or unnamed.strip(" ;"):
        example = "A: lun-ven 8:00-14:00 | B: lun-ven 14:00-20:00"
        raise ValueError(
            say("«{text}»: scrivi le due settimane, una volta sola: «{example}»", text=text.strip(), example=example)
        )
    for which, sentence in enumerate(_MISSING):
        if not parts.get(which):
            raise ValueError(say(sentence, text=text.strip()))
    return parts[0], parts[1]


def read_stretches(text: str, rounding: Rounding) -> list[Stretch]:
    """The stretches of one week as people write it (see `data.week.parse_week`); they may pass Sunday midnight.

    Raises
    ------
    ValueError
        With a sentence that says which part is not understood and what is expected.
    """
    # Pages of blanks would be split in every way by the patterns below; a line's end still ends a line.
    tidy = re.sub(r"\s+", lambda blanks: "\n" if "\n" in blanks[0] else " ", text.strip())
    cleaned = tidy.lower().replace("–", "-").replace("—", "-")
    if cleaned in ("sempre", "always"):
        return [(0, QUARTERS)]
    if cleaned in ("mai", "never"):
        return []
    stretches: list[Stretch] = []
    groups = [part.strip() for part in cleaned.split(";") if part.strip()]
    if cleaned and not groups:
        raise ValueError(_no_week(text))
    for group in groups:
        found = _DAY_PART.match(group)
        if found is None:
            raise ValueError(_no_week(group))
        days = _days(found["days"].strip(" :,"), group)
        spans = [_span(part, rounding) for part in _SPANS.split(_tight(found["times"]))]
        stretches += [(day * QUARTERS_A_DAY + start, length) for day in days for start, length in spans if length > 0]
    return stretches


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
        say("«{name}» in «{text}» non è un giorno: scrivi {days}", name=name, text=group, days=", ".join(days_told()))
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


def days_told() -> tuple[str, ...]:
    """Names of the days in the language spoken now."""
    return DAYS_IT if spoken() == "it" else DAYS_EN


def write_stretches(stretches: Iterable[Stretch], days: tuple[str, ...], weeks: int) -> tuple[str, ...]:
    """One text a week, days with the same hours together: `lun-ven 8:00-14:00`.

    Parameters
    ----------
    stretches : iterable of (start quarter, length)
        On a circle of so many weeks; a stretch is written in the week in which it begins.
    days : tuple of str
        Names of the days, `DAYS_IT` or `DAYS_EN`.
    weeks : int
        1 or 2.
    """
    by_day: dict[int, list[str]] = {}
    for start, length in stretches:
        _write_stretch(by_day, start, length, weeks * QUARTERS)
    texts = []
    for week in range(weeks):
        same: dict[str, list[int]] = {}
        for day in range(7):
            if 7 * week + day in by_day:
                same.setdefault(", ".join(by_day[7 * week + day]), []).append(day)
        texts.append(_write_days(same, days))
    return tuple(texts)


def _write_days(same: dict[str, list[int]], days: tuple[str, ...]) -> str:
    if not same:
        return "mai" if days is DAYS_IT else "never"
    if same == {"0:00-24:00": list(range(7))}:
        return "sempre" if days is DAYS_IT else "always"
    return "; ".join(f"{_day_span(which, days)} {times}" for times, which in same.items())


def _day_span(which: list[int], days: tuple[str, ...]) -> str:
    """Days in order as people write them: `lun-mar, gio-ven`."""
    runs: list[list[int]] = []
    for day in which:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(days[run[0]] + (f"-{days[run[-1]]}" if len(run) > 1 else "") for run in runs)


def _write_stretch(by_day: dict[int, list[str]], start: int, length: int, circle: int) -> None:
    # A stretch of less than a day is written whole even over midnight; longer ones are cut at midnight.
    while length > 0:
        day, inside = divmod(start % circle, QUARTERS_A_DAY)
        here = length if length < QUARTERS_A_DAY else QUARTERS_A_DAY - inside
        first = f"{inside // 4}:{inside % 4 * 15:02d}"
        by_day.setdefault(day, []).append(f"{first}-{clock((inside + here - 1) % QUARTERS_A_DAY + 1)}")
        start, length = start + here, length - here

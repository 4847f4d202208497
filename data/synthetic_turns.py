"""Invented details of internships: who the tutor is, shifts that alternate, and a few odd shifts and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from data.codes import Condition, Sex
from data.records import Opening
from data.synthetic_dice import Dice, scaled
from data.synthetic_profile import Profile
from data.week import QUARTERS_A_DAY, Week, parse_week

TUTOR_UNKNOWN = 0.35
TUTORS = (Sex.F, Sex.M)
# An evening that ends at midnight and a morning that begins at six: six hours of rest, where eleven are due.
SHORT_REST = ("lun,mer 18:00-24:00; mar,gio 6:00-12:00", "mar,gio 17:00-23:00; mer,ven 6:00-12:30")
# Every day of the week: nowhere a day off.
NO_DAY_OFF = ("tutti 8:00-11:30", "tutti 9:00-12:15", "tutti 15:00-18:30")
# More than a whole working day.
LONG_DAYS = ("lun,mer,ven 8:00-17:30", "mar,gio,sab 7:30-17:00")
PAST_DAYS = (40, 8)
NOON = QUARTERS_A_DAY // 2
# What begins in the morning of one week begins at two in the afternoon of the next, and the other way round.
AFTERNOON, MORNING = 14 * 4, 7 * 4


def with_turns(dice: Dice, openings: Sequence[Opening], around_here: Profile, on: date) -> list[Opening]:
    """The openings with the sex of the tutor where known, and with the profile's number of odd shifts and days.

    The profile counts them at its own size; other sizes keep the proportion.
    """
    tutors = [dice.known(TUTOR_UNKNOWN, dice.one(TUTORS)) for _ in openings]
    plain = iter(dice.shuffled(place for place, opening in enumerate(openings) if _one_turn_by_day(opening)))
    changes: dict[int, dict[str, Any]] = {}

    def some(count: int) -> Iterator[int]:
        return islice(plain, scaled(count, len(openings) / around_here.openings))

    odd = around_here.turns
    changes |= {place: {"shifts": _alternated(openings[place].shifts)} for place in some(odd.alternating)}
    for texts, count in ((SHORT_REST, odd.short_rest), (NO_DAY_OFF, odd.no_day_off), (LONG_DAYS, odd.long_days)):
        changes |= {place: {"shifts": parse_week(dice.one(texts))} for place in some(count)}
    past = dict(zip(("start_from", "start_to"), (on - timedelta(days=days) for days in PAST_DAYS), strict=True))
    changes |= dict.fromkeys(some(odd.past_start), past)
    return [
        opening.model_copy(update={"tutor_sex": tutors[place], **changes.get(place, {})})
        for place, opening in enumerate(openings)
    ]


def _one_turn_by_day(opening: Opening) -> bool:
    turns = opening.shifts.segments()
    days = {start // QUARTERS_A_DAY for start, _ in turns}
    return len(days) == len(turns) and opening.seats == 1 and Condition.NIGHT not in opening.conditions


def _alternated(usual: Week) -> Week:
    """The usual week, and in turn with it one whose shifts of the same length are in the other half of the day."""
    turns = []
    for start, length in usual.segments():
        day, inside = divmod(start, QUARTERS_A_DAY)
        other = AFTERNOON if inside < NOON else MORNING
        turns.append((day * QUARTERS_A_DAY + other, length))
    return Week.alternating(usual, Week.of_segments(turns))

"""Small cuts of an opening's shifts: a later start, an earlier end, one day less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from data.language import say
from data.week import QUARTERS_A_DAY, Week, clock, told_week
from data.week_text import Stretch, days_told


@dataclass(frozen=True, slots=True)
class Cut:
    """Shifts with something cut off.

    Parameters
    ----------
    shifts : what is left
    later, earlier : quarters by which every day begins later and ends earlier
    day : the day that is left out, Monday 0, of the even week from 7; None where all stay
    """

    shifts: Week
    later: int = 0
    earlier: int = 0
    day: int | None = None

    def told(self, whole: Week) -> str:
        """What the company would change, as a sentence.

        Parameters
        ----------
        whole : the shifts as they are today
        """
        starts = _only([stretches[0][0] % QUARTERS_A_DAY for stretches in days_of(whole).values()])
        ends = _only([sum(stretches[-1]) % QUARTERS_A_DAY for stretches in days_of(whole).values()])
        if self.day is not None and not whole.alternates:
            return say("Possibile senza il turno di {day}.", day=days_told()[self.day])
        if self.later and not self.earlier and starts is not None:
            new = clock((starts + self.later) % QUARTERS_A_DAY)
            return say("Possibile se il turno iniziasse alle {new} (oggi {old}).", new=new, old=clock(starts))
        if self.earlier and not self.later and ends is not None:
            new = clock((ends - self.earlier) % QUARTERS_A_DAY)
            return say("Possibile se il turno finisse alle {new} (oggi {old}).", new=new, old=clock(ends))
        return say("Possibile se il turno fosse {week}.", week=told_week(self.shifts))


def cuts(shifts: Week, most_share: float) -> Iterator[Cut]:
    """Cuts that take at most a share of the weekly hours, those that take least first; then in the order of the title.

    Parameters
    ----------
    most_share : in [0, 1]
    """
    days = days_of(shifts)
    most = most_share * sum(length for stretches in days.values() for _, length in stretches)
    found: list[tuple[int, int, Cut]] = []
    each = int(most // len(days)) if days else 0
    for later in range(each + 1):
        for earlier in range(each + 1 - later):
            if later + earlier and all(_holds(stretches, later, earlier) for stretches in days.values()):
                left = _week(shifts, [piece for s in days.values() for piece in _trimmed(s, later, earlier)])
                order = 0 if not earlier else 1 if not later else 3
                found.append(((later + earlier) * len(days), order, Cut(left, later, earlier)))
    for day, stretches in days.items():
        lost = sum(length for _, length in stretches)
        if lost <= most and len(days) > 1:
            others = [piece for other, kept in days.items() if other != day for piece in kept]
            found.append((lost, 2, Cut(_week(shifts, others), day=day)))
    yield from (cut for _, _, cut in sorted(found, key=lambda entry: entry[:2]))


def days_of(shifts: Week) -> dict[int, list[Stretch]]:
    """The stretches by the day on which they begin, Monday 0, of the even week from 7."""
    days: dict[int, list[Stretch]] = defaultdict(list)
    for start, length in shifts.segments():
        days[start // QUARTERS_A_DAY].append((start, length))
    return dict(days)


def _holds(stretches: list[Stretch], later: int, earlier: int) -> bool:
    """Whether something is left of the first and of the last stretch."""
    if len(stretches) == 1:
        return stretches[0][1] > later + earlier
    return stretches[0][1] > later and stretches[-1][1] > earlier


def _trimmed(stretches: list[Stretch], later: int, earlier: int) -> list[Stretch]:
    (start, length), *rest = stretches
    left = [(start + later, length - later), *rest]
    start, length = left.pop()
    return [*left, (start, length - earlier)]


def _week(shifts: Week, stretches: list[Stretch]) -> Week:
    return Week.of_fortnight_segments(stretches) if shifts.alternates else Week.of_segments(stretches)


def _only(values: list[int]) -> int | None:
    """The value that all share; None where they differ."""
    return values[0] if len(set(values)) == 1 else None

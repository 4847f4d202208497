"""Hours that grow by steps, as a personal plan sets them: so many days of so many hours for so many weeks.

Written `2 sett. 4x3; 4 sett. 5x4; poi 5x5`: two weeks of 4 days by 3 hours, four of 5 by 4, then 5 by 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.language import say
from data.notation import split_list

_STEP = re.compile(
    r"^(?:(?P<weeks>\d{1,2})\s*(?:sett\w*|weeks?|w)\.?\s*|(?P<then>poi|then)\s+)"
    r"(?P<days>[1-7])\s*(?:g\w*|d\w*)?\s*[x×]\s*(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|ore|hours?)?$",
    re.IGNORECASE,
)
MOST_WEEKS = 52
MOST_HOURS = 10.0


@dataclass(frozen=True, slots=True)
class RampStep:
    """One step: at most `days` days a week of at most `hours` hours, for `weeks` weeks (None: until the end)."""

    weeks: int | None
    days: int
    hours: float

    def __str__(self) -> str:
        length = "poi" if self.weeks is None else f"{self.weeks} sett."
        return f"{length} {self.days}x{self.hours:g}"

    @property
    def week_h(self) -> float:
        """Most hours of a week of the step."""
        return self.days * self.hours


def parse_ramp(text: str) -> tuple[RampStep, ...]:
    """Read the steps of a ramp; ValueError with a sentence that says which part is not understood."""
    steps = [_step(part) for part in split_list(text)]
    for step in steps[:-1]:
        if step.weeks is None:
            raise ValueError(say("«{part}» vale fino alla fine: scrivilo per ultimo", part=step))
    return tuple(steps)


def format_ramp(steps: tuple[RampStep, ...]) -> str:
    """Write a ramp the way `parse_ramp` reads it back."""
    return "; ".join(map(str, steps))


def _step(part: str) -> RampStep:
    found = _STEP.match(part.strip())
    if found is None:
        raise ValueError(
            say("«{part}»: scrivi settimane, giorni per ore, per esempio «2 sett. 4x3; poi 5x5»", part=part)
        )
    weeks = int(found["weeks"]) if found["weeks"] else None
    hours = float(found["hours"].replace(",", "."))
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(say("«{part}»: le settimane vanno da 1 a {most}", part=part, most=MOST_WEEKS))
    if not 0.25 <= hours <= MOST_HOURS or (hours * 4) % 1:
        raise ValueError(say("«{part}»: le ore al giorno vanno da 0,25 a 10, a quarti d'ora", part=part))
    return RampStep(weeks, int(found["days"]), hours)

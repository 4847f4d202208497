"""What is said of one pair: the opening, parts of the score, warnings, refusals, tasks. Nothing here computes."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from data.codes import Code


class Said(BaseModel):
    """Base of everything a proposal says: frozen, no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class State(Code):
    """How a proposed pair should be read, in words before numbers."""

    SOLID = "solid", "solida", "solid"
    OPEN = "open", "aperta", "open"
    NEEDS_OPINION = "needs_opinion", "serve il tuo parere", "needs your opinion"

    @classmethod
    def _missing_(cls, value: object) -> State | None:
        # Proposals stored before there were two languages hold the Italian label.
        return next((state for state in cls if state.it == value), None)


class OpeningCard(Said):
    """What identifies an opening for a reader."""

    id: str
    role: str
    title: str | None
    company: str
    place: str
    shifts: str
    hours_week: float
    start_from: date
    start_to: date
    months: int
    seats: int


class Part(Said):
    """What one criterion adds: `micro` = weight x grade on the 1e-6 grid; the parts sum to the score exactly."""

    criterion: str
    label: str
    weight_micro: int
    grade: float
    known: bool
    micro: int
    sentence: str
    facts: dict[str, Any]


class PairWarning(Said):
    """Something to ask or to check before deciding."""

    code: str
    sentence: str


class WaySaid(Said):
    """One way to lift a refusal, and who can."""

    change: str
    who: str


class RefusalSaid(Said):
    """A rule's no, what would lift it, and other ways to do so."""

    rule: str
    title: str
    sentence: str
    facts: dict[str, Any]
    change: str | None
    who: str | None
    other: tuple[WaySaid, ...] = ()


class TaskSaid(Said):
    """Something due before an internship starts: it does not stop the proposal, it has a day and somebody who does it.

    Parameters
    ----------
    gate : code of the start gate
    title : two or three words
    sentence : what to do
    who : who does it
    due : the last day on which it can be done; None where nobody knows the day
    done : whether the records say that it is done
    late : whether the day has passed and it is not done
    law : provision and parameter behind it
    """

    gate: str
    title: str
    sentence: str
    who: str
    due: date | None
    done: bool = False
    late: bool = False
    law: str = ""

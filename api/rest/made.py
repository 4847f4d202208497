"""What an answer is computed from: the day and the weights of the programme."""

from __future__ import annotations

from datetime import date, datetime

from api.errors import Problem, Wrong
from data.bundle import Records
from data.errors import NotFound
from data.language import say
from scoring.rule import as_day
from scoring.weights import Weights, load_weights

# Ages and dates are counted in days around these years; outside them a day is a slip of the pen.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def today() -> date:
    """The day of the calendar on which somebody asks: it decides only which counts of the day are told."""
    return datetime.now().astimezone().date()


def day_of(asked: date | None, records: Records, where: Wrong) -> date:
    """The day asked for, else the programme's; `bad_values` told at `where` if there is none, or it is a slip."""
    on = asked or records.programme.on
    if on is None:
        raise Problem("bad_values", [where])
    if not EARLIEST <= on <= LATEST:
        expected = say(
            "un giorno dal {first} al {last}", first=as_day(EARLIEST.toordinal()), last=as_day(LATEST.toordinal())
        )
        raise Problem("bad_values", [where.model_copy(update={"value": on.isoformat(), "expected": expected})])
    return on


def weights_of(records: Records) -> Weights:
    """The weights of the programme; `programme_unready` if it names some that do not exist."""
    try:
        return load_weights(records.programme.weights)
    except NotFound as error:
        raise Problem("programme_unready", detail=error.text()) from error

"""Types of the fields of papers: ramps of hours, sealed names, areas on the map, free reasons."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from data.fields import PRINTABLE, refuse
from data.language import say
from data.notation import split_list
from data.ramp import RampStep, format_ramp, parse_ramp

_SEAL = re.compile(r"^[0-9a-f]{64}$")
Point = tuple[float, float]
SOUTH, NORTH, WEST, EAST = 35.0, 47.5, 6.0, 19.0


def _ramp(value: Any) -> tuple[RampStep, ...]:
    if not isinstance(value, str):
        if isinstance(value, tuple) and value and all(isinstance(step, RampStep) for step in value):
            return value
        raise refuse(say("«{value}» deve essere un testo", value=value))
    try:
        return parse_ramp(value)
    except ValueError as error:
        raise refuse(str(error)) from None


def _seal(value: Any) -> str:
    if not isinstance(value, str) or not _SEAL.match(value.strip().lower()):
        raise refuse(say("un nome sigillato (64 cifre da 0 a f), come lo scrive «abbina seal»: mai un nome in chiaro"))
    return value.strip().lower()


def _seals(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str | list | tuple):
        raise refuse(say("un elenco"))
    entries = split_list(value) if isinstance(value, str) else value
    return tuple(sorted({_seal(entry) for entry in entries}))


def _area(value: Any) -> tuple[Point, ...]:
    """Corners of an area: `43.88 11.10; 43.89 11.12; 43.87 11.13`."""
    if not isinstance(value, str | list | tuple):
        raise refuse(say("almeno tre punti «latitudine longitudine», separati da punto e virgola"))
    corners = [_corner(part) for part in (value.split(";") if isinstance(value, str) else value) if part]
    if len(corners) < 3:
        raise refuse(say("almeno tre punti «latitudine longitudine», separati da punto e virgola"))
    return tuple(corners)


def _corner(part: Any) -> Point:
    numbers = part.replace(",", ".").split() if isinstance(part, str) else list(part)
    try:
        lat, lon = (float(number) for number in numbers)
    except (TypeError, ValueError):
        raise refuse(
            say("«{part}» non è un punto: scrivi latitudine e longitudine, per esempio 43.88 11.10", part=part)
        ) from None
    if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
        raise refuse(say("«{part}» non è un punto in Italia: prima la latitudine, poi la longitudine", part=part))
    return lat, lon


def _write_area(area: tuple[Point, ...] | None) -> str | None:
    return None if area is None else "; ".join(f"{lat!r} {lon!r}" for lat, lon in area)


Ramp = Annotated[
    tuple[RampStep, ...],
    BeforeValidator(_ramp),
    PlainSerializer(format_ramp, return_type=str),
    WithJsonSchema({"type": "string", "description": "Steps of hours", "examples": ["2 sett. 4x3; poi 5x5"]}),
]
Seal = Annotated[str, BeforeValidator(_seal), WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
Seals = Annotated[
    tuple[str, ...],
    BeforeValidator(_seals),
    WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
]
Area = Annotated[
    tuple[Point, ...],
    BeforeValidator(_area),
    PlainSerializer(_write_area, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["43.88 11.10; 43.89 11.12; 43.87 11.13"]}),
]
Reason = Annotated[str, Field(min_length=1, max_length=300), PRINTABLE]

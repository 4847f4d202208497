"""What an invented cohort of a programme is like: one strict YAML file a programme in `data/programmes/cohorts`.

Sizes, shares and territory stand there, with a sentence that says which of them are public and which assumed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, field_validator

from data.codes import Category, CommitmentKind, ServiceKind, Tutoring
from data.errors import AbbinaError
from data.fields import (
    Availability,
    Capacities,
    Categories,
    Conditions,
    Latitude,
    Longitude,
    Municipality,
    Shifts,
    refuse,
)
from data.language import say
from data.lawfile import StrictLoader
from data.programmes import programme
from data.records import Record
from data.synthetic_kinds import KINDS

FOLDER = Path(__file__).parent / "programmes" / "cohorts"

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1, le=10_000)]
Age = Annotated[int, Field(ge=14, le=70)]


class Group(Record):
    """The people whose first category is one and the same; shares are of them.

    `besides` are the categories that they may hold as a second one, where not those of the profile; `busy_for` is what
    their taken hours are for; `care`, `ramp`, `custody` and `acts` are how many have therapy every week, hours that
    grow by steps, children in turn with the other parent, and an act of an authority.
    """

    share: Weight
    women: Share = 0.48
    parents: Share = 0.2
    ages: tuple[Age, Age] = (18, 62)
    newcomers: Share = 0.25
    limited: Share = 0.16
    limits: tuple[Capacities, ...] = ()
    access: Share = 0.3
    no_competences: Share = 0.08
    tutoring: dict[Tutoring, Weight] = Field(
        default={Tutoring.LOW: 0.3, Tutoring.MEDIUM: 0.42, Tutoring.HIGH: 0.2, Tutoring.VERY_HIGH: 0.08}
    )
    available: tuple[Availability, ...] = ()
    appointments: Share = 0.18
    busy: tuple[Shifts, ...] = ()
    busy_for: CommitmentKind | None = None
    care: Share = 0.02
    ramp: Share = 0.02
    custody: Share = 0.05
    acts: Share = 0
    banned: Conditions = ()
    besides: Categories | None = None


class Area(Record):
    """The centre of an industrial area, to about a kilometre."""

    town: Municipality
    lat: Latitude
    lon: Longitude


class Turns(Record):
    """How many openings have odd shifts or days.

    Shifts that alternate; that leave too little rest at night; that leave no day off; days that are too long; a last
    start that is past, because nobody took the offer down.
    """

    alternating: int = Field(default=0, ge=0)
    short_rest: int = Field(default=0, ge=0)
    no_day_off: int = Field(default=0, ge=0)
    long_days: int = Field(default=0, ge=0)
    past_start: int = Field(default=0, ge=0)


class HostFaults(Record):
    """How many sites or companies are not in order.

    Sites after a dismissal, on short time, unsafe, insolvent; companies with uncovered L. 68/1999 places and no path.
    """

    dismissal: int = Field(default=0, ge=0)
    short_time: int = Field(default=0, ge=0)
    unsafe: int = Field(default=0, ge=0)
    insolvent: int = Field(default=0, ge=0)
    no_path: int = Field(default=0, ge=0)


class Profile(Record):
    """An invented cohort at the programme's size; other sizes keep its proportions.

    `kinds` are companies by kind, in any unit; `underage` counts the people of an age who may not (yet) start, and
    `underage_in` is their category; `besides` are the categories that people may hold as a second one; `more_help` are
    services, in numbers, beside those of `help`.
    """

    why: str
    people: Count
    openings: Count
    seats: Count
    companies: Count
    services: Count
    groups: dict[Category, Group]
    besides: Categories = ()
    not_in_order: int = 4
    underage: dict[Age, int] = Field(default_factory=dict)
    underage_in: Category | None = None
    kinds: dict[str, Weight]
    nearby: tuple[Municipality, ...] = ()
    industrial: tuple[Area, ...] = ()
    months: dict[int, Weight]
    help: dict[ServiceKind, Weight]
    more_help: dict[ServiceKind, Count] = Field(default_factory=dict)
    turns: Turns = Turns()
    host_faults: HostFaults = HostFaults()

    @field_validator("kinds")
    @classmethod
    def _kinds_exist(cls, kinds: dict[str, float]) -> dict[str, float]:
        for kind in kinds:
            if kind not in KINDS:
                raise refuse(say("«{kind}»: un tipo di azienda tra {kinds}", kind=kind, kinds=", ".join(KINDS)))
        return kinds


@cache
def profile(code: str) -> Profile:
    """The profile of a shipped programme's cohort, read once.

    Raises
    ------
    AbbinaError
        `bad_reference`: the file is missing, breaks its form, or its groups are not the categories of the call.
    """
    file = FOLDER / f"{code}.yaml"
    try:
        found = Profile.model_validate(yaml.load(file.read_text(encoding="utf-8"), StrictLoader))
    except (OSError, ValidationError, yaml.YAMLError) as error:
        raise AbbinaError("bad_reference", file=f"cohorts/{file.name}", why=" ".join(str(error).split())) from error
    admitted = {category.code for category in programme(code).categories}
    if set(found.groups) != admitted:
        other = ", ".join(sorted(set(found.groups) ^ admitted))
        why = f"the groups are not those of the call: {other}"
        raise AbbinaError("bad_reference", file=f"cohorts/{file.name}", why=why)
    return found

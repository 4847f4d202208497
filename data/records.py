"""The records a service hands over, one frozen model each.

Text cells and JSON values are read by the same field types (`data.fields`). A missing value is `None`: it is never
filled in here, so that rules and criteria can say that it is missing.
"""

from __future__ import annotations

import re
from types import NoneType
from typing import Annotated, Any, Protocol, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.codes import Benefit, ChildCare, Employment, HirePlan, ServiceKind, Sex, Tongue, Tutoring
from data.fields import (
    PRINTABLE,
    Accommodations,
    Availability,
    Capacities,
    Categories,
    Certificates,
    Competences,
    Conditions,
    Day,
    Demands,
    Division,
    Divisions,
    Features,
    Goals,
    Hours,
    Id,
    Ids,
    Interests,
    ItalianLevels,
    Latitude,
    Longitude,
    Modes,
    Municipality,
    Needs,
    Prescriptions,
    Required,
    RoleKey,
    RoleKeys,
    Shifts,
    Traits,
    YesNo,
    one_of,
    refuse,
    several,
)
from data.language import say
from data.paper_fields import Ramp, Seals

# Ten thousand as people write it.
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
# Minutes each way beyond which nobody is asked to travel.
LONGEST_JOURNEY_MIN = 180


class Record(BaseModel):
    """What all records share: frozen, no unknown field, an empty cell is a missing value."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _no_dotted_thousands(cls, values: Any) -> Any:
        """Refuse `10.000` where a whole number or an amount in euro is expected: it would be read as ten."""
        for name, value in values.items() if isinstance(values, dict) else ():
            field = cls.model_fields.get(name)
            if field is None or not isinstance(value, str) or not THOUSANDS.fullmatch(value.strip()):
                continue
            if _leaves(field.annotation) <= {int, NoneType} or name.endswith("_eur"):
                plain = value.strip().replace(".", "")
                raise refuse(say("un numero scritto senza punti: {number}", number=plain), field=name)
        return values

    @model_validator(mode="before")
    @classmethod
    def _blank_is_missing(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {k: v for k, v in values.items() if v is not None and not (isinstance(v, str) and not v.strip())}


class Row(Record):
    """A record of a table: it has a code of its own."""

    id: Id


class Candidate(Row):
    """A person in charge to a service, under a code. No name, diagnosis, percentage, offence or reason has a field."""

    caseload: Id | None = None
    birth_date: Day
    sex: Annotated[Sex, one_of(Sex)] | None = None
    categories: Categories = ()
    in_charge: YesNo | None = None
    employment: Annotated[Employment, one_of(Employment)] | None = None
    municipality: Municipality
    lat: Latitude | None = None
    lon: Longitude | None = None
    modes: Modes | None = None
    max_travel_min: Annotated[int, Field(ge=5, le=LONGEST_JOURNEY_MIN)] | None = None
    max_walk_m: Annotated[int, Field(ge=0, le=20_000)] | None = None
    availability: Availability | None = None
    busy: Shifts | None = None
    other_carers: Availability | None = None
    split_shifts: YesNo | None = None
    hours_ramp: Ramp | None = None
    available_from: Day | None = None
    interests: Interests | None = None
    competences: Competences | None = None
    functional_profile: Capacities | None = None
    potential_profile: Capacities | None = None
    prescriptions: Prescriptions = Field(default_factory=dict)
    access_needs: Needs = ()
    certificates: Certificates = ()
    refused_roles: RoleKeys = ()
    refused_sectors: Divisions = ()
    refused_companies: Ids = ()
    banned_conditions: Conditions = ()
    banned_companies: Ids = ()
    italian: ItalianLevels | None = None
    tutor_need: Annotated[Tutoring, one_of(Tutoring)] | None = None
    tutor_wish: Annotated[Sex, one_of(Sex)] | None = None
    tutor_wish_firm: YesNo | None = None
    goals: Goals | None = None
    assessed_on: Day | None = None
    school_years: Annotated[int, Field(ge=0, le=30)] | None = None
    languages: Annotated[tuple[Tongue, ...], several(Tongue)] | None = None
    promoter_tutor: Id | None = None
    benefits: Annotated[tuple[Benefit, ...], several(Benefit)] | None = None
    benefits_checked_on: Day | None = None

    @model_validator(mode="after")
    def _point_is_whole(self) -> Self:
        whole_point(self)
        return self


class Child(Row):
    """A child who needs somebody's time: where the child regularly is, and which services were granted."""

    candidate: Id
    birth_date: Day
    care: Annotated[ChildCare, one_of(ChildCare)] | None = None
    care_hours: Availability | None = None
    services: Ids = ()


class Company(Row):
    """A host organisation, with what scouting knows about it."""

    name: Annotated[str, Field(min_length=1, max_length=120), PRINTABLE]
    sector: Division
    staff: Annotated[int, Field(ge=0, le=500_000)] | None = None
    visited_on: Day | None = None
    trained_tutor: YesNo | None = None
    social_pact: YesNo | None = None
    quality_label: YesNo | None = None
    past_internships: Annotated[int, Field(ge=0, le=10_000)] | None = None
    past_completed: Annotated[int, Field(ge=0, le=10_000)] | None = None
    past_hired: Annotated[int, Field(ge=0, le=10_000)] | None = None
    people: Seals = ()

    @model_validator(mode="after")
    def _history_adds_up(self) -> Self:
        for name in ("past_completed", "past_hired"):
            part = getattr(self, name)
            if part and self.past_internships is None:
                raise refuse(say("anche il numero dei tirocini passati"), field=name)
            if part and part > self.past_internships:
                raise refuse(
                    say("un numero non più grande dei tirocini passati ({n})", n=self.past_internships), field=name
                )
        return self


class Site(Row):
    """A place of work of a company."""

    company: Id
    municipality: Municipality
    lat: Latitude | None = None
    lon: Longitude | None = None
    bus_hours: Availability | None = None
    access: Features = Field(default_factory=dict)
    bus_stop_m: Annotated[int, Field(ge=0, le=20_000)] | None = None

    @model_validator(mode="after")
    def _point_is_whole(self) -> Self:
        whole_point(self)
        return self


class Opening(Row):
    """An internship offered at a site: tasks, shifts, what is asked and what can be learned, seats."""

    company: Id
    site: Id
    role: RoleKey
    title: Annotated[str, Field(max_length=120), PRINTABLE] | None = None
    seats: Annotated[int, Field(ge=0, le=1000)]
    shifts: Shifts
    start_from: Day
    start_to: Day
    months: Annotated[int, Field(ge=1, le=36)]
    essential: Required = Field(default_factory=dict)
    nice: Required = Field(default_factory=dict)
    demands: Demands | None = None
    accommodations: Accommodations = Field(default_factory=dict)
    required_certificates: Certificates = ()
    conditions: Conditions = ()
    min_age: Annotated[int, Field(ge=15, le=70)] | None = None
    tutor_h_week: Hours | None = None
    tutor_sex: Annotated[Sex, one_of(Sex)] | None = None
    hire_plan: Annotated[HirePlan, one_of(HirePlan)] | None = None
    italian: ItalianLevels = Field(default_factory=dict)
    environment: Traits | None = None
    tutor: Id | None = None
    promoter_tutor: Id | None = None
    break_min: Annotated[int, Field(ge=0, le=240)] | None = None
    replaces_staff: YesNo | None = None
    needs_training: YesNo | None = None
    updated_on: Day | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not self.shifts:
            raise refuse(say("almeno un turno di lavoro"), field="shifts")
        if self.start_to < self.start_from:
            raise refuse(say("un giorno dal {day} in poi", day=f"{self.start_from:%d/%m/%Y}"), field="start_to")
        both = sorted(set(self.essential) & set(self.nice))
        if both:
            raise refuse(
                say("competenze essenziali oppure gradite, non tutte e due: {names}", names=", ".join(both)),
                field="nice",
            )
        return self


class Service(Row):
    """A service that can be granted: childcare hours, transport help, a course; with its seats."""

    kind: Annotated[ServiceKind, one_of(ServiceKind)]
    name: Annotated[str, Field(min_length=1, max_length=120), PRINTABLE]
    municipality: Municipality
    hours: Availability | None = None
    open_from: Day | None = None
    open_to: Day | None = None
    seats: Annotated[int, Field(ge=0, le=10_000)] | None = None
    age_from: Annotated[int, Field(ge=0, le=99)] | None = None
    age_to: Annotated[int, Field(ge=0, le=99)] | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.open_from and self.open_to and self.open_to < self.open_from:
            raise refuse(say("un giorno dal {day} in poi", day=f"{self.open_from:%d/%m/%Y}"), field="open_to")
        return self


def _leaves(annotation: Any) -> set[Any]:
    """The plain types that an annotation is made of, without their constraints."""
    if get_origin(annotation) is Annotated:
        return _leaves(get_args(annotation)[0])
    parts = get_args(annotation)
    return {leaf for part in parts for leaf in _leaves(part)} if parts else {annotation}


class Spot(Protocol):
    """Whatever has a point on the map."""

    @property
    def lat(self) -> float | None:
        """Degrees north."""

    @property
    def lon(self) -> float | None:
        """Degrees east."""


def whole_point(record: Spot) -> None:
    """Refuse half a point."""
    if (record.lat is None) != (record.lon is None):
        missing = "lat" if record.lat is None else "lon"
        raise refuse(say("latitudine e longitudine insieme, oppure nessuna delle due"), field=missing)

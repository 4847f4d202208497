"""The papers that go with a person's card: commitments, acts, prescriptions, accommodations, protections, documents,
earlier relations with companies.

Each says only what has to be respected: never a diagnosis, an offence, a story. Days are days of validity, both
included; a missing one leaves that side open.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from data.codes import (
    AccommodationStatus,
    AuthorRole,
    CommitmentKind,
    CostClass,
    DocumentKind,
    Funder,
    Permit,
    ProtectionKind,
    RelationKind,
    RiskClass,
)
from data.fields import (
    Accommodations,
    Availability,
    Day,
    Id,
    Ids,
    Latitude,
    Longitude,
    Municipalities,
    Municipality,
    Needs,
    Prescriptions,
    Radius,
    RoleKey,
    Shifts,
    YesNo,
    one_of,
    refuse,
)
from data.language import say
from data.paper_fields import Area, Reason, Seal
from data.records import Row, whole_point


class Paper(Row):
    """A paper of one person, valid between two days."""

    candidate: Id
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise refuse(say("un giorno dal {day} in poi", day=f"{self.valid_from:%d/%m/%Y}"), field="valid_to")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the paper is valid on a day."""
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day > self.valid_to)


class Commitment(Paper):
    """Hours that are taken every week: care, a course, an appointment (source: domain reference 4.1)."""

    kind: Annotated[CommitmentKind, one_of(CommitmentKind)] | None = None
    hours: Shifts

    @model_validator(mode="after")
    def _takes_hours(self) -> Self:
        if not self.hours:
            raise refuse(say("almeno un orario occupato"), field="hours")
        return self


class Act(Paper):
    """What an authority allows: hours in which the person may be out, places where; nothing of why."""

    hours: Availability | None = None
    municipalities: Municipalities = ()
    companies: Ids = ()

    @model_validator(mode="after")
    def _allows_something(self) -> Self:
        if self.hours is None and not self.municipalities and not self.companies:
            raise refuse(say("gli orari, i comuni o le aziende che l'atto permette"), field="hours")
        return self


class Prescription(Paper):
    """The most that is allowed in items of the functional profile, with the role of who wrote it."""

    items: Prescriptions
    author: Annotated[AuthorRole, one_of(AuthorRole)] | None = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not self.items:
            raise refuse(say("almeno un limite, per esempio AC1<=1"), field="items")
        return self


class Accommodation(Paper):
    """A change of the work or of the place, asked of one company for one person, and how far it has come.

    `items` are levels taken off the demands, `features` what is made accessible. Only what is granted or in place
    counts; a refusal needs its reason (D.Lgs. 216/2003 art. 3 c. 3-bis; L. 104/1992 art. 5-bis).
    """

    opening: Id
    items: Accommodations = Field(default_factory=dict)
    features: Needs = ()
    status: Annotated[AccommodationStatus, one_of(AccommodationStatus)]
    reason: Reason | None = None
    asked_on: Day | None = None
    answered_on: Day | None = None
    cost: Annotated[CostClass, one_of(CostClass)] | None = None
    funder: Annotated[Funder, one_of(Funder)] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not self.items and not self.features:
            raise refuse(say("che cosa va adattato: voci (AC1=1) o accessibilità"), field="items")
        if self.asked_on and self.answered_on and self.answered_on < self.asked_on:
            raise refuse(say("un giorno dal {day} in poi", day=f"{self.asked_on:%d/%m/%Y}"), field="answered_on")
        return self

    @property
    def counts(self) -> bool:
        """Whether it lightens the work now."""
        return self.status in (AccommodationStatus.GRANTED, AccommodationStatus.IN_PLACE)


class Protection(Paper):
    """What has to be kept away from a person, or kept secret; who may not know never learns that it exists.

    A zone is a centre with a radius (the centre of a municipality if only that is given), an area, or both together. A
    person to avoid is a sealed name. `checked_companies` are those where a human check found that nothing stands in the
    way that the records leave open: the person is not there; site and way keep off the zone; what the protection
    excludes is not in the work. What the records do say is lifted by no check.
    """

    kind: Annotated[ProtectionKind, one_of(ProtectionKind)]
    municipality: Municipality | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    radius_km: Radius | None = None
    area: Area | None = None
    company: Id | None = None
    person: Seal | None = None
    checked_companies: Ids = ()

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        whole_point(self)
        somewhere = self.lat is not None or self.municipality is not None
        wanting = {
            ProtectionKind.AVOID_ZONE: self.area is None and not (somewhere and self.radius_km is not None),
            ProtectionKind.AVOID_PERSON: self.person is None,
            ProtectionKind.AVOID_HOST: self.company is None,
            ProtectionKind.MEET_POINT: not somewhere,
        }
        if wanting.get(self.kind, False):
            field, expected = {
                ProtectionKind.AVOID_ZONE: (
                    "radius_km",
                    say("un punto o un comune con il raggio in km, oppure i vertici dell'area"),
                ),
                ProtectionKind.AVOID_PERSON: ("person", say("il nome sigillato con «abbina seal»")),
                ProtectionKind.AVOID_HOST: ("company", say("il codice dell'azienda")),
                ProtectionKind.MEET_POINT: ("municipality", say("un punto oppure un comune")),
            }[self.kind]
            raise refuse(expected, field=field)
        return self


class Document(Paper):
    """A paper that proves a requirement of the call, or that is due before the start; the case manager's alone.

    `percentage` (civil invalidity, 0-100) measures incapacity in law, not fitness for a job: it is in no array and in
    no rule (domain reference 2.6). `applied_on` is the day of the application, where a waiting time counts from it;
    `renewal_receipt` bridges a permit that expires; `risk` is the class of a safety course; `opening` is written where
    the paper is about one internship only.
    """

    kind: Annotated[DocumentKind, one_of(DocumentKind)]
    permit: Annotated[Permit, one_of(Permit)] | None = None
    percentage: Annotated[int, Field(ge=0, le=100)] | None = None
    issued_on: Day | None = None
    applied_on: Day | None = None
    delay_own: YesNo | None = None
    renewal_receipt: YesNo | None = None
    risk: Annotated[RiskClass, one_of(RiskClass)] | None = None
    opening: Id | None = None


class Relation(Paper):
    """What a person has had to do with a company; `days` worked where the work was occasional, `role` the task."""

    company: Id
    kind: Annotated[RelationKind, one_of(RelationKind)]
    days: Annotated[int, Field(ge=0, le=5000)] | None = None
    role: RoleKey | None = None

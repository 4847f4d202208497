"""The papers of the hosts: checks of a site, L. 68/1999 quotas, agreements, tutors, internships under way.

What the law asks of a company is decided by these, never by anything about a person. Missing values are unknown.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from data.codes import ConventionKind, HostKind, RiskClass, Tutoring
from data.fields import Day, Id, Province, RoleKeys, YesNo, one_of, refuse
from data.language import say
from data.records import Row

People = Annotated[int, Field(ge=0, le=500_000)]


class HostCheck(Row):
    """What was checked of a site before anybody starts there; at most one a site (domain reference 3.3, 3.4).

    `permanent_staff` are the permanent employees of the operating unit, `former_trainees` and `former_hired` those of
    the months that the premium looks back. `dismissal_on` is the last dismissal that bars (H1), for `dismissal_roles`
    (none written: for every task); `short_time_to` the last day of short time (H2), likewise.
    """

    site: Id
    checked_on: Day | None = None
    host_kind: Annotated[HostKind, one_of(HostKind)] | None = None
    permanent_staff: People | None = None
    former_trainees: People | None = None
    former_hired: People | None = None
    dismissal_on: Day | None = None
    dismissal_roles: RoleKeys = ()
    short_time_to: Day | None = None
    short_time_roles: RoleKeys = ()
    safety_ok: YesNo | None = None
    insolvent: YesNo | None = None
    declared_risk: Annotated[RiskClass, one_of(RiskClass)] | None = None
    minors_risk_on: Day | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.former_hired is not None:
            if self.former_trainees is None:
                raise refuse(say("anche il numero dei tirocinanti di prima"), field="former_trainees")
            if self.former_hired > self.former_trainees:
                raise refuse(
                    say("un numero non più grande dei tirocinanti di prima ({n})", n=self.former_trainees),
                    field="former_hired",
                )
        return self


class Quota(Row):
    """A company's *prospetto informativo* in one province, or in all of them (L. 68/1999 art. 9 c. 6).

    `base` is the computable staff, `employed` and `art18_employed` the persons already counted, `convention_units`
    those covered by an agreement, `exempt_units` by a partial exemption, `compensated_units` from elsewhere.
    """

    company: Id
    province: Province | None = None
    as_of: Day | None = None
    base: People
    employed: People
    art18_employed: People | None = None
    convention_units: People = 0
    exempt_units: People = 0
    compensated_units: People = 0
    suspended: YesNo | None = None
    request_on: Day | None = None


class Dated(Row):
    """A row that holds between two days, both included; a missing one leaves that side open."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise refuse(say("un giorno dal {day} in poi", day=f"{self.valid_from:%d/%m/%Y}"), field="valid_to")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day > self.valid_to)


class Convention(Dated):
    """An agreement of a company; `people` are the hires that it plans, `internships` whether it allows internships."""

    company: Id
    kind: Annotated[ConventionKind, one_of(ConventionKind)]
    people: People | None = None
    internships: YesNo | None = None


class Tutor(Dated):
    """Somebody who follows trainees, under a code: of a company, or of the promoter where no company is named.

    `most` are the trainees the tutor takes at once, where that is less than the law's number.
    """

    company: Id | None = None
    most: Annotated[int, Field(ge=0, le=100)] | None = None


class Placement(Row):
    """An internship already under way, or agreed, outside the proposal: it takes a place of the limits.

    `cap_exempt` says whether the law leaves the trainee out of the limit by staff; it names no category.
    """

    site: Id
    start_on: Day
    end_on: Day
    tutor: Id | None = None
    promoter_tutor: Id | None = None
    tutoring: Annotated[Tutoring, one_of(Tutoring)] | None = None
    cap_exempt: YesNo | None = None
    curricular: YesNo = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end_on < self.start_on:
            raise refuse(say("un giorno dal {day} in poi", day=f"{self.start_on:%d/%m/%Y}"), field="end_on")
        return self

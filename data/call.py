"""What a funded programme's public call says: whom it admits, where, when, for how long, with which help."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from data.codes import Category, Regime, ServiceKind, Sex, Tongue, Training
from data.fields import Categories, Day, Hours, Id, Municipalities, Provinces, RoleKeys, YesNo, one_of, refuse, several
from data.language import say
from data.lawbook import Law
from data.records import Record

Months = Annotated[int, Field(ge=1, le=36)]


class CallCategory(Record):
    """A category that a call admits; `sex` only where the call's own wording names it."""

    code: Annotated[Category, one_of(Category)]
    sex: Annotated[Sex, one_of(Sex)] | None = None
    evidence: str | None = None


class CourseNeeded(Record):
    """A course before the start: for everybody, or for the roles named; `hours` of the whole course.

    `languages` are those in which it can be followed besides Italian.
    """

    code: Annotated[Training, one_of(Training)]
    hours: Hours | None = None
    roles: RoleKeys = ()
    languages: Annotated[tuple[Tongue, ...], several(Tongue)] = ()


class GroupNeeded(Record):
    """A target group of which at least so many persons must be placed."""

    categories: Annotated[Categories, Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1, le=10_000)] = 1


class Programme(Record):
    """A funded programme: who it is for, where, under which regime, for how long, with which weights.

    `provinces` and `municipalities` together are its territory; hours are weekly hours of an internship. `targets` are
    what the call promised, `results` what was published afterwards, both by what they count. `promoter` is the code of
    the company that is the promoter itself, if it hosts too. `placements_funded` and `budget_eur` are the most that is
    paid; the allowance is the programme's own where it differs from the regime's; `trainee_cap` says whether the limit
    of trainees by staff is imposed, where the law of the regime leaves it open.
    """

    code: Id
    title: Annotated[str, Field(min_length=1, max_length=200)]
    regime: Annotated[Regime, one_of(Regime)]
    provinces: Provinces = ()
    municipalities: Municipalities = ()
    on: Day | None = None
    period_from: Day | None = None
    period_to: Day | None = None
    week_h_min: Hours | None = None
    week_h_max: Hours | None = None
    months_min: Months | None = None
    months_max: Months | None = None
    categories: tuple[CallCategory, ...]
    groups_needed: tuple[GroupNeeded, ...] = ()
    training: tuple[CourseNeeded, ...] = ()
    services: tuple[Annotated[ServiceKind, one_of(ServiceKind)], ...] = ()
    weights: str = "2026-3"
    promoter: Id | None = None
    placements_funded: Annotated[int, Field(ge=0, le=100_000)] | None = None
    budget_eur: Annotated[float, Field(ge=0, le=1e9)] | None = None
    allowance_eur_month: Annotated[float, Field(ge=0, le=5000)] | None = None
    allowance_eur_hour: Annotated[float, Field(ge=0, le=100)] | None = None
    allowance_by_host: YesNo | None = None
    trainee_cap: YesNo | None = None
    targets: dict[str, int] = Field(default_factory=dict)
    results: dict[str, int] = Field(default_factory=dict)
    invented: YesNo = False
    note: str | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for least, most in (("period_from", "period_to"), ("week_h_min", "week_h_max"), ("months_min", "months_max")):
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and high < low:
                raise refuse(say("un valore non prima e non meno di «{least}»", least=least), field=most)
        return self

    def week_h(self, law: Law) -> tuple[float | None, float | None]:
        """Least and most weekly hours: the programme's own, else those of practice; None where neither says."""
        return (
            _first(self.week_h_min, law, "hours.week_min_h"),
            _first(self.week_h_max, law, "hours.week_max_h"),
        )

    def months(self, law: Law) -> tuple[float | None, float | None]:
        """Least and most months: the programme's own, else those of its regime; None where neither says."""
        act = self.regime.value.lower()
        return _first(self.months_min, law, f"{act}.min_months"), _first(self.months_max, law, f"{act}.max_months")


def _first(own: float | None, law: Law, key: str) -> float | None:
    if own is not None:
        return own
    return law.number(key) if key in set(law.keys()) else None

"""One varied cohort for the batteries: an invented one, with people and openings at the edges of every rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
import pytest

from data.bundle import Records
from data.codes import Cefr, Code, Goal, HirePlan, LanguageSkill, Trait, Tutoring
from data.cohort import Cohort
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import Law, LawBook
from data.records import Candidate, Child, Company, Opening, Site
from data.synthetic import invent
from scoring.rule import person_and_opening

T = TypeVar("T")

PERSON = {
    "birth_date": "1990-05-10",
    "categories": "HOUSING_EMERGENCY",
    "in_charge": "sì",
    "employment": "UNEMPLOYED",
    "municipality": "Prato",
    "modes": "car",
    "availability": "sempre",
    "available_from": "2020-09-14",
}
PEOPLE = (
    {"id": "X01", "birth_date": "1990-05-10", "municipality": "Prato"},
    {**PERSON, "id": "X02"},
    {**PERSON, "id": "X03", "modes": None, "max_travel_min": "20"},
    {**PERSON, "id": "X04", "modes": [], "max_travel_min": "5"},
    {**PERSON, "id": "X05", "lat": "37,0", "lon": "15,2", "max_travel_min": "180"},
    {**PERSON, "id": "X06", "birth_date": "2006-02-28", "employment": "EMPLOYED"},
    {**PERSON, "id": "X07", "availability": "mai", "busy": "sempre", "in_charge": "no"},
    {**PERSON, "id": "X08", "availability": "lun-dom 6:00-22:00", "busy": "lun,gio 9:00-10:30; dom 23:00-2:00"},
    {**PERSON, "id": "X09", "prescriptions": "AC1<=0; PO2<=1; FA3<=0; SL4<=0", "functional_profile": "AC1=0; PO2=3"},
    {**PERSON, "id": "X10", "access_needs": "step_free; elevator; quiet_space", "banned_companies": "Z1"},
    {**PERSON, "id": "X11", "refused_roles": "waiter; oss", "refused_sectors": "56", "refused_companies": "Z1"},
    {**PERSON, "id": "X12", "banned_conditions": "NIGHT; ALCOHOL; PUBLIC_CONTACT", "certificates": "OSS"},
    {
        **PERSON,
        "id": "X13",
        "available_from": "2030-01-01",
        "interests": "oss=3; waiter=0",
        "competences": "make_beds=0",
    },
    {**PERSON, "id": "X14", "birth_date": "2004-02-29", "availability": "lun-dom 0:00-12:00"},
    {**PERSON, "id": "X15", "sex": "M", "categories": "LONE_PARENT", "other_carers": "lun-ven 6:00-9:00"},
    {**PERSON, "id": "X17", "tutor_need": "very_high", "goals": "RHYTHM; CALM; TRADE", "italian": "A1"},
    {**PERSON, "id": "X18", "tutor_need": "low", "goals": [], "italian": "ascolto=B2; parlato=A0"},
    {**PERSON, "id": "X16", "interests": {}, "competences": {}, "modes": "walk", "availability": "lun-ven 8:30-13:30"},
)
CHILDREN = (
    {"id": "XF1", "candidate": "X15", "birth_date": "2016-01-01", "care": "PRIMARIA_NORMALE"},
    {"id": "XF2", "candidate": "X08", "birth_date": "2018-01-01"},
    {"id": "XF3", "candidate": "X16", "birth_date": "2014-01-01", "care": "NONE"},
)
COMPANIES = (
    {"id": "Z1", "name": "Zeta Uno", "sector": "56"},
    {"id": "Z2", "name": "Zeta Due", "sector": "87", "past_internships": "0", "social_pact": "no"},
    {
        **{"id": "Z3", "name": "Zeta Tre", "sector": "96", "past_internships": "4", "past_completed": "0"},
        **{"past_hired": "4", "trained_tutor": "no"},
    },
)
SITES = (
    {"id": "Z1-1", "company": "Z1", "municipality": "Prato", "access": "step_free=no; quiet_space=sì"},
    {"id": "Z2-1", "company": "Z2", "municipality": "Vernio", "bus_hours": "mai"},
    {"id": "Z3-1", "company": "Z3", "municipality": "Prato", "lat": "43,88", "lon": "11,1", "bus_hours": "sempre"},
)
OFFER = {"seats": "1", "start_from": "2020-10-01", "start_to": "2020-12-31", "months": "6"}
AT = ({"company": "Z1", "site": "Z1-1"}, {"company": "Z2", "site": "Z2-1"}, {"company": "Z3", "site": "Z3-1"})
OPENINGS = (
    {**OFFER, **AT[0], "id": "Y01", "role": "waiter", "shifts": "dom 22:00-6:00", "conditions": "NIGHT; ALCOHOL"},
    {**OFFER, **AT[0], "id": "Y02", "role": "waiter", "shifts": "lun-ven 9:00-13:00, 15:00-18:00", "min_age": "30"},
    {**OFFER, **AT[1], "id": "Y03", "role": "oss", "shifts": "sempre", "required_certificates": "OSS; DRIVING_B"},
    {**OFFER, **AT[1], "id": "Y04", "role": "oss", "shifts": "lun 9:00-13:00", "demands": "AC1=3!; PO2=2!; FA3=1"},
    {
        **{**OFFER, **AT[2], "id": "Y05", "role": "laundry_worker", "shifts": "sab 23:45-24:00; lun 0:00-0:15"},
        **{"demands": "AC1=2!", "accommodations": "AC1=2", "essential": "make_beds=3", "tutor_h_week": "5"},
    },
    {**OFFER, **AT[2], "id": "Y06", "role": "waiter", "shifts": "lun 6:00-20:00", "start_to": "2020-10-01"},
    {**OFFER, **AT[2], "id": "Y07", "role": "laundry_worker", "shifts": "lun-ven 9:00-13:00", "nice": "make_beds=1"},
    {
        **{**OFFER, **AT[0], "id": "Y08", "role": "waiter", "shifts": "lun-ven 9:00-13:00", "italian": "B1"},
        **{"tutor_h_week": "0", "environment": [], "hire_plan": "none"},
    },
    {
        **{**OFFER, **AT[2], "id": "Y09", "role": "waiter", "shifts": "lun-ven 9:00-13:00", "italian": "ascolto=A2"},
        **{"tutor_h_week": "0,5", "environment": "REGULAR_TASKS; QUIET", "hire_plan": "planned", "nice": "make_beds=1"},
    },
)


@dataclass(frozen=True)
class World:
    """Records, what is in force, and all their pairs."""

    records: Records
    law: Law

    @cached_property
    def cohort(self) -> Cohort:
        return build_cohort(self.records, self.law)

    @cached_property
    def eligibility(self) -> Eligibility:
        return Eligibility.of(self.records)

    def pairs(self, i: object, j: object) -> FullPairs:
        return FullPairs(self.cohort, self.eligibility, np.asarray(i, dtype=np.int64), np.asarray(j, dtype=np.int64))

    @cached_property
    def all_pairs(self) -> FullPairs:
        i, j = np.indices((self.cohort.n_candidates, self.cohort.n_openings)).reshape(2, -1)
        return self.pairs(i, j)

    def only(self, k: int) -> World:
        """A world with nobody else than the two of pair k."""
        alone = self.separate([k])
        return World(replace(alone.records, companies=self._needed(alone.records)), self.law)

    def separate(self, chosen: Sequence[int]) -> World:
        """The chosen pairs side by side, each with records of its own: pair n is candidate n with opening n."""
        people, children, sites, openings = [], [], [], []
        for n, k in enumerate(chosen):
            key = f"K{n:04d}"
            person, offer = person_and_opening(self.records, self.all_pairs, k)
            site = next(record for record in self.records.sites if record.id == offer.site)
            people.append(person.model_copy(update={"id": key}))
            sites.append(site.model_copy(update={"id": key}))
            openings.append(offer.model_copy(update={"id": key, "site": key}))
            own = [record for record in self.records.children if record.candidate == person.id]
            children += [record.model_copy(update={"id": f"{key}-{record.id}", "candidate": key}) for record in own]
        records = replace(
            self.records,
            candidates=tuple(people),
            children=tuple(children),
            sites=tuple(sites),
            openings=tuple(openings),
        )
        return World(records, self.law)

    @cached_property
    def own_pairs(self) -> FullPairs:
        """Each candidate with the opening of the same number."""
        return self.pairs(range(self.cohort.n_candidates), range(self.cohort.n_candidates))

    @staticmethod
    def _needed(records: Records) -> tuple[Company, ...]:
        named = {records.openings[0].company, *records.candidates[0].refused_companies}
        named |= set(records.candidates[0].banned_companies)
        return tuple(company for company in records.companies if company.id in named)


def varied() -> Records:
    rng = np.random.default_rng(11)
    records = invent(candidates=70, openings=45, seed=3)
    records = records.replacing(
        *(person.model_copy(update=_wanted(rng)) for person in records.candidates),
        *(offer.model_copy(update=_there(rng)) for offer in records.openings),
    )
    return replace(
        records,
        candidates=records.candidates + tuple(map(Candidate.model_validate, PEOPLE)),
        children=records.children + tuple(map(Child.model_validate, CHILDREN)),
        companies=records.companies + tuple(map(Company.model_validate, COMPANIES)),
        sites=records.sites + tuple(map(Site.model_validate, SITES)),
        openings=records.openings + tuple(map(Opening.model_validate, OPENINGS)),
    )


def _wanted(rng: np.random.Generator) -> dict[str, object]:
    """What a plan wants and needs, or nothing."""
    return {
        "italian": _known(rng, {skill: _one(rng, Cefr) for skill in LanguageSkill if rng.random() < 0.8}),
        "tutor_need": _known(rng, _one(rng, Tutoring)),
        "goals": _known(rng, tuple(goal for goal in Goal if rng.random() < 0.3)),
    }


def _there(rng: np.random.Generator) -> dict[str, object]:
    """What the task needs and the place is like, or nothing."""
    asked = {skill: _one(rng, Cefr) for skill in LanguageSkill if rng.random() < 0.5}
    return {
        "italian": _known(rng, asked) or {},
        "environment": _known(rng, tuple(trait for trait in Trait if rng.random() < 0.3)),
        "hire_plan": _known(rng, _one(rng, HirePlan)),
    }


def _one(rng: np.random.Generator, codes: type[Code]) -> Code:
    return list(codes)[int(rng.integers(len(codes)))]


def _known(rng: np.random.Generator, value: T) -> T | None:
    return None if rng.random() < 0.3 else value


@pytest.fixture(scope="session")
def world() -> World:
    records = varied()
    assert records.faults() == []
    return World(records, LawBook.load().in_force(date(2019, 11, 4)))


@pytest.fixture(scope="session")
def make_world() -> Callable[[Records, Law], World]:
    return World


@pytest.fixture(scope="session")
def some(world: World) -> list[int]:
    """A few hundred pairs, among them every pair of the people and openings at the edges."""
    people = [k for k, person in enumerate(world.records.candidates) if person.id.startswith("X")]
    openings = [k for k, opening in enumerate(world.records.openings) if opening.id.startswith("Y")]
    edges = np.flatnonzero(np.isin(world.all_pairs.i, people) & np.isin(world.all_pairs.j, openings))
    drawn = np.random.default_rng(5).choice(len(world.all_pairs), 250, replace=False)
    return sorted({*edges.tolist(), *drawn.tolist()})

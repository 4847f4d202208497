"""One varied cohort for the batteries: an invented one, with people and openings at the edges of every rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np
import pytest

from data.bundle import HOST_PAPERS, PAPERS, TABLES, Records
from data.codes import Cefr, Code, Goal, HirePlan, LanguageSkill, Tongue, Trait, Tutoring
from data.lawbook import Law, LawBook
from data.synthetic import invent
from tests.contracts.edges import CHILDREN, COMPANIES, OPENINGS, PAPERS_AT_EDGES, PEOPLE, PROMOTER, SITES
from tests.contracts.edges_length import ATTESTED, CALL, MINORS, STEPS, WORK
from tests.contracts.worlds import World

T = TypeVar("T")


def varied() -> Records:
    rng = np.random.default_rng(11)
    records = invent(candidates=70, openings=45, seed=3)
    records = records.replacing(
        *(person.model_copy(update=_wanted(rng)) for person in records.candidates),
        *(offer.model_copy(update=_there(rng)) for offer in records.openings),
    )
    papers = {**PAPERS_AT_EDGES, "documents": (*PAPERS_AT_EDGES["documents"], *ATTESTED)}
    courses = [
        course.model_copy(update={"languages": (Tongue.AR, Tongue.LIS)}) for course in records.programme.training
    ]
    return replace(
        records,
        programme=records.programme.model_copy(update={"promoter": PROMOTER, "training": tuple(courses), **CALL}),
        candidates=records.candidates + tuple(map(TABLES["candidates"].model_validate, (*PEOPLE, *MINORS, *STEPS))),
        children=records.children + tuple(map(TABLES["children"].model_validate, CHILDREN)),
        companies=records.companies + tuple(map(TABLES["companies"].model_validate, COMPANIES)),
        sites=records.sites + tuple(map(TABLES["sites"].model_validate, SITES)),
        openings=records.openings + tuple(map(TABLES["openings"].model_validate, (*OPENINGS, *WORK))),
        **{
            table: records.table(table) + tuple(map(TABLES[table].model_validate, papers[table]))
            for table in (*PAPERS, *HOST_PAPERS)
            if table in papers
        },
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

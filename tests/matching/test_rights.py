"""Rights: what a person is changes no assignment where no rule names it; 1,000 assignments are made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from data.bundle import Records
from data.codes import Category, DocumentKind, Permit, Sex
from data.eligibility import Eligibility, admitted, birthday
from data.encode import build_cohort
from data.lawbook import Law, LawBook
from data.papers import Document
from data.programmes import programme_codes
from data.records import Candidate
from data.synthetic import invent
from matching.propose import problem_of
from matching.solver import solve
from scoring.scorecard import judge
from scoring.weights import load_weights

BOOK = LawBook.load()
# 5 traits x 5 programmes x 40 draws.
DRAWS = 40
PEOPLE, OPENINGS = 14, 9
Flip = Callable[[np.random.Generator, Records, Candidate], list[Candidate | Document]]


def sex(rng: np.random.Generator, records: Records, person: Candidate) -> list[Candidate | Document]:
    """Another sex, where the call names none for a category that the person needs."""
    return [person.model_copy(update={"sex": Sex.M if person.sex is Sex.F else Sex.F})]


def age(rng: np.random.Generator, records: Records, person: Candidate) -> list[Candidate | Document]:
    """Another age between 31 and 60, for who is past every least age: of the law and of the openings."""
    oldest = max(18, *(opening.min_age or 0 for opening in records.openings))
    if birthday(person.birth_date, oldest) > records.openings[0].start_from:
        return []
    return [person.model_copy(update={"birth_date": date(1959, 1, 1) + timedelta(days=int(rng.integers(0, 10_000)))})]


def citizenship(rng: np.random.Generator, records: Records, person: Candidate) -> list[Candidate | Document]:
    """Another citizenship, with a permit that holds and that the law admits without waits or limits."""
    assert records.programme.on is not None
    admits = BOOK.in_force(records.programme.on).table("permits.kinds")
    free = [permit for permit in Permit if admits[permit.value] == "YES"]
    held = {"candidate": person.id, "kind": DocumentKind.PERMIT, "valid_to": date(2199, 1, 1)}
    permit = free[int(rng.integers(len(free)))]
    return [Document.model_validate({"id": f"permit-{person.id}", "permit": permit, **held})]


def category(rng: np.random.Generator, records: Records, person: Candidate) -> list[Candidate | Document]:
    """Another category of those that the call admits for everybody."""
    open_to = [call.code for call in records.programme.categories if call.sex is None]
    return [person.model_copy(update={"categories": (open_to[int(rng.integers(len(open_to)))],)})]


def disability(rng: np.random.Generator, records: Records, person: Candidate) -> list[Candidate | Document]:
    """A certified disability beside what the person already has, or no more, with a certificate and its percentage."""
    own = set(person.categories) ^ {Category.DISABILITY_L68}
    paper = {"id": f"l68-{person.id}", "candidate": person.id, "kind": DocumentKind.L68_CERTIFICATE}
    return [
        person.model_copy(update={"categories": tuple(sorted(own))}),
        Document.model_validate({**paper, "percentage": int(rng.integers(0, 101))}),
    ]


def assigned(records: Records, law: Law) -> tuple[list[int], int]:
    """Who goes where, and how well it is scored."""
    card = judge(build_cohort(records, law), Eligibility.of(records), law, load_weights(records.programme.weights))
    assignment = solve(problem_of(card, seed=1), "placements_then_score")
    return assignment.opening_of.tolist(), assignment.score_micro


@pytest.mark.parametrize("flip", [sex, age, citizenship, category, disability])
def test_it_changes_no_assignment(flip: Flip) -> None:
    changed, placed, flipped = 0, 0, 0
    for number, code in enumerate(programme_codes()):
        around = cohort(code, number)
        assert around.programme.on is not None
        law = BOOK.in_force(around.programme.on)
        rng = np.random.default_rng(number)
        for _ in range(DRAWS):
            before = part(around, rng)
            # Every person of the cohort at once, each drawn anew.
            rows = [row for person in before.candidates for row in flip(rng, before, person)]
            after = before.replacing(*rows)
            # Whoever the call itself now admits, or no longer, is named by the rule of the call.
            named = {
                new.id
                for old, new in zip(before.candidates, after.candidates, strict=True)
                if admitted(old, before.programme) != admitted(new, before.programme)
            }
            before, after = without(before, named), without(after, named)
            here, there = assigned(before, law), assigned(after, law)
            changed += here != there
            placed += sum(opening >= 0 for opening in here[0])
            flipped += before.digest() != after.digest()
    assert changed == 0
    assert placed > DRAWS
    # A call with a single category leaves nothing to change it into.
    assert flipped >= DRAWS * 4


@cache
def cohort(code: str, seed: int) -> Records:
    return invent(code, seed=seed, candidates=PEOPLE * DRAWS, openings=OPENINGS * DRAWS)


def part(around: Records, rng: np.random.Generator) -> Records:
    """A few people and openings of a cohort, in charge and out of work, with all that belongs to them."""
    people = rng.choice(len(around.candidates), PEOPLE, replace=False)
    openings = rng.choice(len(around.openings), OPENINGS, replace=False)
    kept = replace(
        around,
        candidates=tuple(around.candidates[k] for k in people),
        openings=tuple(around.openings[k] for k in openings),
    )
    return without(kept, set())


def without(records: Records, gone: set[str]) -> Records:
    """The records without some people, and without what belongs to people or openings that are not there."""
    there = {person.id for person in records.candidates} - gone
    offers = {opening.id for opening in records.openings}
    owned = {
        table: tuple(
            row
            for row in records.table(table)
            if row.candidate in there and getattr(row, "opening", None) in {None, *offers}
        )
        for table in ("children", "commitments", "acts", "prescriptions", "accommodations", "protections", "documents")
    }
    people = tuple(person for person in records.candidates if person.id in there)
    return replace(records, candidates=people, **owned)

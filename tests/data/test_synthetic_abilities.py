"""What people want and can do must not follow who they are: a study would take it for a finding."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from data.codes import Category, Sex
from data.records import Candidate
from data.synthetic import invent


@cache
def crowd() -> tuple[Candidate, ...]:
    return invent(seed=11, candidates=6000, openings=60).candidates


def shifted(inside: list[Candidate], outside: list[Candidate], field: str) -> dict[str, float]:
    """Standardised difference of how often each key of a field is named in two groups."""
    known = [[getattr(p, field) for p in group if getattr(p, field) is not None] for group in (inside, outside)]
    sizes = [len(group) for group in known]
    counts = [Counter(key for levels in group for key in levels) for group in known]
    differences = {}
    for key in {*counts[0], *counts[1]}:
        shares = [count[key] / size for count, size in zip(counts, sizes, strict=True)]
        pooled = (counts[0][key] + counts[1][key]) / sum(sizes)
        error = math.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
        differences[key] = (shares[0] - shares[1]) / error
    return differences


def levels_of(group: list[Candidate], field: str) -> float:
    levels: list[int] = [level for p in group for level in (getattr(p, field) or {}).values()]
    return sum(levels) / len(levels)


def holding(category: Category) -> Callable[[Candidate], bool]:
    return lambda person: category in person.categories


GROUPS: dict[str, Callable[[Candidate], bool]] = {
    "women": lambda person: person.sex is Sex.F,
    "over 45": lambda person: person.birth_date < date(1974, 11, 4),
    "lone parents": holding(Category.LONE_PARENT),
    "in reception": holding(Category.RECEPTION_FACILITY),
    "in housing emergency": holding(Category.HOUSING_EMERGENCY),
}


@pytest.mark.parametrize("field", ["interests", "competences", "functional_profile"])
@pytest.mark.parametrize("group", GROUPS)
def test_wishes_competences_and_limits_do_not_follow_sex_age_or_category(group: str, field: str) -> None:
    inside = [person for person in crowd() if GROUPS[group](person)]
    outside = [person for person in crowd() if not GROUPS[group](person)]
    # About 60 keys a field: a chance difference beyond 4 standard errors comes once in some 300 tables.
    assert max(abs(z) for z in shifted(inside, outside, field).values()) < 4
    assert abs(levels_of(inside, field) - levels_of(outside, field)) < 0.05

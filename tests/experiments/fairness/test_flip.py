"""Changing one trait of a person changes no score, and no answer but where the law or the call says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.codes import Sex
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import Law, LawBook
from data.synthetic import invent
from experiments.fairness import flip
from experiments.fairness.flip import Flipped, flip_audit
from experiments.fairness.flip_traits import TRAITS, flips
from experiments.fairness.told_flip import told_flip
from scoring.scorecard import judge
from scoring.weights import Weights, load_weights


@pytest.fixture(scope="module")
def records() -> Records:
    return invent("prisma-2019", 0)


@pytest.fixture(scope="module")
def law(records: Records) -> Law:
    assert records.programme.on is not None
    return LawBook.load().in_force(records.programme.on)


@pytest.fixture(scope="module")
def weights(records: Records) -> Weights:
    return load_weights(records.programme.weights)


@pytest.fixture(scope="module")
def audit(records: Records, law: Law, weights: Weights) -> tuple[Flipped, ...]:
    return flip_audit(records, law, weights, again=0)


def test_nobody_s_score_depends_on_a_trait(audit: tuple[Flipped, ...]) -> None:
    assert sum(one.people for one in audit) > 750
    assert {one.totals_changed for one in audit} == {0}
    assert all(one.clean for one in audit), [one.unexpected for one in audit]


def test_what_the_call_says_of_sex_is_told_apart_with_its_rule(audit: tuple[Flipped, ...]) -> None:
    sex = next(one for one in audit if one.trait.key == "sex")
    assert set(sex.by_rule) == {"ELIG"}
    assert sex.allowed_changed > 0
    others = [one for one in audit if one.trait.key != "sex"]
    assert [(one.allowed_changed, one.moved, one.limits_changed) for one in others] == [(0, 0, {})] * 3


def test_where_the_call_decides_the_proposal_is_made_again_with_one_person_changed() -> None:
    small = invent("prisma-2019", 1, candidates=40, openings=20)
    assert small.programme.on is not None
    book, own = LawBook.load(), load_weights(small.programme.weights)
    found = flip_audit(small, book.in_force(small.programme.on), own, traits=TRAITS[:1], again=4)[0]
    assert found.clean
    assert found.allowed_changed > 0
    assert 1 <= found.moved <= found.again <= 4


def test_changing_all_at_once_is_changing_each_alone(records: Records, law: Law, weights: Weights) -> None:
    def judged(of: Records) -> Any:
        return judge(build_cohort(of, law), Eligibility.of(of), law, weights)

    changed = dict(flips(records, TRAITS[0], law.on))
    together = judged(records.replacing(*(row for rows in changed.values() for row in rows)))
    for i in range(0, len(records.candidates), 40):
        alone = judged(records.replacing(*changed[records.candidates[i].id]))
        for one, other in zip(together.allowed_of(i), alone.allowed_of(i), strict=True):
            assert np.array_equal(one, other)


def test_a_score_that_reads_sex_is_found(
    records: Records, law: Law, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flip, "build_cohort", _unfair(flip.build_cohort))
    found = flip_audit(records, law, weights, traits=TRAITS[:1], again=0)[0]
    assert not found.clean
    section = told_flip([found])
    assert "C'è un errore da correggere." in section.finding
    assert "conta dove non deve" in section.warnings[0]


def _unfair(build: Callable[[Records, Law], Any]) -> Callable[[Records, Law], Any]:
    """A cohort in which women are thought to travel less."""

    def built(records: Records, law: Law) -> Any:
        less = {"max_travel_min": 15, "interests": None}
        women = [p.model_copy(update=less) for p in records.candidates if p.sex is Sex.F]
        return build(records.replacing(*women), law)

    return built


def test_each_change_leaves_everything_else_as_it_is(records: Records, law: Law) -> None:
    for trait, fields in zip(TRAITS, ({"sex"}, set(), {"categories"}, {"birth_date"}), strict=True):
        for person, rows in list(flips(records, trait, law.on))[:20]:
            before = {candidate.id: candidate for candidate in records.candidates}[person]
            for row in rows:
                if row.id == person:
                    now, then = row.model_dump(), before.model_dump()
                    assert {name for name in now if now[name] != then[name]} == fields


def test_the_section_names_the_rule_and_its_source(audit: tuple[Flipped, ...]) -> None:
    section = told_flip(audit)
    assert "Punteggi cambiati: 0." in section.finding
    assert "Nessun dato protetto conta" in section.finding
    reason = next(row for row in section.tables[1].rows if row[0] == "Sesso registrato")
    assert reason[1] == "Requisiti dell'avviso"
    assert "Avviso pubblico" in str(reason[4])

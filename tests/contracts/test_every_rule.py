"""What must hold for every registered rule, whatever it forbids."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from string import Formatter
from typing import Any

import numpy as np
import pytest

from data.codes import DocumentKind, Employment, Mode, Viewer
from data.eligibility import admitted, birthday
from data.errors import NotFound
from data.language import LANGUAGES, speaking
from data.papers import Document
from data.records import Candidate
from data.week import parse_week
from scoring.rule import (
    NEUTRAL_CODE,
    NEUTRAL_SENTENCE,
    Change,
    Refusal,
    Rule,
    Unknown,
    nothing_missing,
    person_and_opening,
    refuse,
)
from scoring.rules import RULES, rule
from scoring.rules.age import legal_age
from scoring.scorecard import refused, surviving

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
PARAMETER = re.compile(r"\b[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\b")


@every_rule
def test_it_refuses_and_allows_and_lacks_a_value_somewhere(rule: Rule, world: Any) -> None:
    allowed = rule.allows(world.all_pairs, world.law)
    lacking = rule.missing(world.all_pairs, world.law)
    assert 20 < allowed.sum() < len(allowed) - 20
    assert lacking.any() != (rule.missing is nothing_missing)


@every_rule
def test_it_gives_one_bool_a_pair(rule: Rule, world: Any) -> None:
    for pairs in (world.all_pairs, world.pairs([3], [4]), world.pairs([], [])):
        for answer in (rule.allows(pairs, world.law), rule.missing(pairs, world.law)):
            assert answer.shape == (len(pairs),)
            assert answer.dtype == np.bool_


@every_rule
def test_a_pair_judged_alone_gets_the_answer_it_gets_inside(rule: Rule, world: Any, some: list[int]) -> None:
    inside = rule.allows(world.all_pairs, world.law)
    for k in some:
        one = world.pairs(world.all_pairs.i[k : k + 1], world.all_pairs.j[k : k + 1])
        assert rule.allows(one, world.law)[0] == inside[k]


@every_rule
def test_a_random_chunk_in_any_order_gets_the_same_answers(rule: Rule, world: Any) -> None:
    allowed, lacking = rule.allows(world.all_pairs, world.law), rule.missing(world.all_pairs, world.law)
    rng = np.random.default_rng(1)
    for size in (2, 17, 400):
        chosen = rng.permutation(len(allowed))[:size]
        chunk = world.pairs(world.all_pairs.i[chosen], world.all_pairs.j[chosen])
        np.testing.assert_array_equal(rule.allows(chunk, world.law), allowed[chosen])
        np.testing.assert_array_equal(rule.missing(chunk, world.law), lacking[chosen])


def test_a_pair_in_a_cohort_of_its_own_gets_the_answers_it_gets_among_others(world: Any, some: list[int]) -> None:
    inside = refused(world.all_pairs, world.law)
    for k in some[::7]:
        alone = world.only(k)
        np.testing.assert_array_equal(refused(alone.all_pairs, alone.law)[:, 0], inside[:, k])


def test_the_order_of_the_records_is_irrelevant(world: Any, make_world: Callable[..., Any]) -> None:
    rng = np.random.default_rng(2)
    shuffled = replace(
        world.records,
        **{
            name: tuple(world.records.table(name)[k] for k in rng.permutation(len(world.records.table(name))))
            for name in ("candidates", "children", "companies", "sites", "openings", "services")
        },
    )
    again = make_world(shuffled, world.law)
    np.testing.assert_array_equal(refused(again.all_pairs, world.law), refused(world.all_pairs, world.law))


def test_the_rules_one_after_another_leave_what_no_rule_refuses(world: Any) -> None:
    left = surviving(world.all_pairs, world.law)
    free = ~refused(world.all_pairs, world.law).any(axis=0)
    assert 0 < free.sum() < len(free)
    np.testing.assert_array_equal(left.i, world.all_pairs.i[free])
    np.testing.assert_array_equal(left.j, world.all_pairs.j[free])


def test_every_array_is_read_only(world: Any) -> None:
    for part in (world.cohort.candidates, world.cohort.openings, world.cohort.companies, world.eligibility):
        arrays = [getattr(part, field.name) for field in fields(part)]
        arrays = [array for array in arrays if isinstance(array, np.ndarray)]
        assert len(arrays) > 3
        for array in arrays:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


@every_rule
def test_nothing_is_mutated(rule: Rule, world: Any, make_world: Callable[..., Any]) -> None:
    fresh = make_world(world.records, world.law)
    before = (fresh.records.digest(), fresh.law.version, repr(fresh.cohort.travel))
    pairs = fresh.all_pairs
    no = np.flatnonzero(~rule.allows(pairs, fresh.law))
    rule.missing(pairs, fresh.law)
    for k in no[:30]:
        rule.facts(pairs, fresh.law, k)
        rule.lift(fresh.records, pairs, fresh.law, k)
    assert before == (fresh.records.digest(), fresh.law.version, repr(fresh.cohort.travel))
    np.testing.assert_array_equal(pairs.i, world.all_pairs.i)
    np.testing.assert_array_equal(pairs.travel_min, world.all_pairs.travel_min)


@every_rule
def test_its_sentences_can_be_said_of_any_pair(rule: Rule, world: Any, some: list[int]) -> None:
    names = {name for text in (rule.refusal, rule.ask) for _, name, _, _ in Formatter().parse(text) if name}
    assert names
    for k in some:
        facts = rule.facts(world.all_pairs, world.law, k)
        assert names <= set(facts)
        assert "{" not in rule.refusal.format(**facts) + rule.ask.format(**facts)


@every_rule
def test_a_refusal_leaves_no_blank_in_its_sentence(rule: Rule, world: Any) -> None:
    no = np.flatnonzero(~rule.allows(world.all_pairs, world.law))
    for k in no[:: max(1, len(no) // 100)]:
        facts = rule.facts(world.all_pairs, world.law, k)
        used = {name for _, name, _, _ in Formatter().parse(rule.refusal) if name} - {"why"}
        assert all(str(facts[name]).strip() not in ("", "nulla", "nessuna") for name in used), facts


def test_codes_are_unique_and_of_one_form() -> None:
    codes = [known.code for known in RULES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code) for code in (*codes, NEUTRAL_CODE))
    assert NEUTRAL_CODE not in codes
    assert [rule(code) for code in codes] == list(RULES)


def test_an_unknown_code_is_named_with_those_that_exist() -> None:
    with pytest.raises(NotFound) as raised:
        rule("TRAVELS")
    codes = ", ".join(known.code for known in RULES)
    assert raised.value.text() == f"Regola «TRAVELS» non esiste. Esistono: {codes}."


@every_rule
def test_its_legal_reference_resolves(rule: Rule, world: Any) -> None:
    assert rule.law.strip()
    assert rule.title.strip()
    for key in PARAMETER.findall(rule.law):
        assert world.law.get(key) is not None
        assert world.law.source(key)


def test_the_references_name_parameters_of_the_law_book() -> None:
    assert sum(len(PARAMETER.findall(known.law)) for known in RULES) >= 6


@every_rule
def test_a_missing_value_means_what_the_rule_says(rule: Rule, world: Any) -> None:
    lacking = rule.missing(world.all_pairs, world.law)
    answers = rule.allows(world.all_pairs, world.law)[lacking]
    if rule.unknown is Unknown.ALLOWS:
        assert answers.all()
    if rule.unknown is Unknown.REFUSES:
        assert not answers.any()


def test_on_foot_and_by_bus_stand_in_for_modes_that_nobody_wrote(world: Any, make_world: Callable[..., Any]) -> None:
    travel = rule("TRAVEL")
    assert [known.code for known in RULES if known.unknown is Unknown.STANDS_IN] == ["TRAVEL"]
    written = [
        person.model_copy(update={"modes": (Mode.WALK, Mode.BUS)})
        for person in world.records.candidates
        if person.modes is None
    ]
    again = make_world(world.records.replacing(*written), world.law)
    np.testing.assert_array_equal(travel.allows(again.all_pairs, again.law), travel.allows(world.all_pairs, world.law))
    assert not travel.missing(again.all_pairs, again.law).any()


@every_rule
def test_who_may_not_know_reads_the_same_neutral_words(rule: Rule, world: Any) -> None:
    no = np.flatnonzero(~rule.allows(world.all_pairs, world.law))[:20]
    for viewer in Viewer:
        for k in no:
            said = refuse(rule, world.all_pairs, world.law, k, viewer)
            if viewer in rule.shown_to:
                assert said.rule == rule.code
                assert said.sentence == rule.refusal.format(**said.facts)
            else:
                assert said == Refusal(NEUTRAL_CODE, "Non disponibile", NEUTRAL_SENTENCE, {})
                assert repr(said) == repr(refuse(RULES[-1], world.all_pairs, world.law, no[0], viewer))


def test_the_neutral_words_are_the_same_for_a_choice_and_for_a_protection_in_every_language(world: Any) -> None:
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = {
                repr(refuse(known, world.all_pairs, world.law, int(k), viewer))
                for known in RULES
                for viewer in Viewer
                if viewer not in known.shown_to
                for k in np.flatnonzero(~known.allows(world.all_pairs, world.law))[:20]
            }
    assert [len(words) for words in told.values()] == [1, 1]
    assert told["it"] != told["en"]


@every_rule
def test_it_is_told_in_english_with_the_same_numbers(rule: Rule, world: Any) -> None:
    no = np.flatnonzero(~rule.allows(world.all_pairs, world.law))[:40]
    italian = [refuse(rule, world.all_pairs, world.law, k, Viewer.CASE_MANAGER) for k in no]
    with speaking("en"):
        english = [refuse(rule, world.all_pairs, world.law, k, Viewer.CASE_MANAGER) for k in no]
    for first, second in zip(italian, english, strict=True):
        assert first.rule == second.rule
        assert first.title != second.title
        assert first.sentence != second.sentence
        assert "{" not in second.sentence
        for name, fact in first.facts.items():
            assert isinstance(fact, str) or fact == second.facts[name]


@every_rule
def test_the_change_it_names_is_told_in_english_and_is_the_same_change(rule: Rule, world: Any) -> None:
    no = np.flatnonzero(~rule.allows(world.all_pairs, world.law))[:200]

    def lifted(k: int) -> Change | None:
        return rule.lift(world.records, world.all_pairs, world.law, k)

    italian = {int(k): change for k in no if (change := lifted(int(k))) is not None}
    assert italian
    with speaking("en"):
        for k, change in italian.items():
            told = lifted(k)
            assert told is not None
            assert told.records == change.records
            assert told.sentence != change.sentence


def test_a_choice_and_a_protection_are_hidden_from_the_same_readers() -> None:
    hidden = {known.code: known.shown_to for known in RULES if known.shown_to != frozenset(Viewer)}
    codes = ("PERMIT", "LONGEST", "AUTHORITY", "PRIOR_REL", "REFUSAL", "BAN", "PROTECT")
    assert hidden == dict.fromkeys(codes, frozenset({Viewer.CASE_MANAGER}))


# Kinds that only time, or another host, would lift.
NEVER_BY_HAND = {
    "PRIOR_REL": {"PRIOR_WORK", "PRIOR_FAMILY"},
    "HOST_OK": {"HOST_DISMISSAL", "HOST_INSOLVENT", "HOST_PROMOTER"},
}


def _can_be_renewed(paper: Document, person: Candidate, world: Any, k: int) -> bool:
    """Whether a permit could allow the internship, if renewed, converted or checked: a wait is not shortened."""
    first = date.fromordinal(int(world.own_pairs.first_day[k]))
    if (paper.kind, paper.candidate) != (DocumentKind.PERMIT, person.id) or (paper.valid_from or first) > first:
        return False
    return paper.applied_on is None or (first - paper.applied_on).days > 60


def final(code: str, world: Any, k: int) -> bool:
    """Whether nothing may lift this refusal of pair (k, k): the only cases in which a rule may name no change."""
    person, offer = person_and_opening(world.records, world.own_pairs, k)
    if code == "ELIG":
        unmet = person.in_charge is False or person.employment is Employment.EMPLOYED
        return unmet or not admitted(person, world.records.programme)
    if code == "AGE":
        return birthday(person.birth_date, legal_age(world.records.programme.regime, world.law)) > offer.start_to
    if code == "MINOR":
        kinds = set(rule(code).kinds_at(world.own_pairs, world.law, k))
        # What is left of work at night alone is nothing.
        at_night = not offer.shifts - parse_week("tutti 22:00-6:00")
        return at_night or bool(kinds & {"MINOR_WORK", "MINOR_ALCOHOL", "MINOR_TURNS"})
    if code == "HOURS":
        # Other hours are for the company to say.
        least = world.records.programme.week_h_min
        return min(offer.shifts.a.hours, offer.shifts.b.hours) < least
    if code in NEVER_BY_HAND:
        return bool(NEVER_BY_HAND[code] & set(rule(code).kinds_at(world.own_pairs, world.law, k)))
    if code == "PERMIT":
        return not any(_can_be_renewed(paper, person, world, k) for paper in world.records.documents)
    if code == "TRAVEL":
        by_lift = 12 + float(world.own_pairs.km[k]) * 1.3 / 36 * 60
        return bool(world.own_pairs.travel_min[k] > 180 and by_lift > 180)
    return False


@every_rule
def test_the_change_it_names_lifts_it(rule: Rule, world: Any, make_world: Callable[..., Any]) -> None:
    no = np.flatnonzero(~rule.allows(world.all_pairs, world.law))
    before = world.separate(np.random.default_rng(4).permutation(no)[:250].tolist())
    changes: dict[int, Change] = {}
    for k in range(before.cohort.n_candidates):
        change = rule.lift(before.records, before.own_pairs, before.law, k)
        assert (change is None) == final(rule.code, before, k)
        if change is not None:
            _can_be_stored(change)
            changes[k] = change
    assert changes
    changed = [record for change in changes.values() for record in change.records]
    after = make_world(before.records.replacing(*changed), before.law)
    allowed = rule.allows(after.own_pairs, after.law)
    assert [change.sentence for k, change in changes.items() if not allowed[k]] == []


def _can_be_stored(change: Change) -> None:
    assert change.sentence.strip()
    assert change.who.strip()
    assert change.records
    for record in change.records:
        assert type(record).model_validate(record.model_dump(mode="json")) == record
        assert type(record).model_validate(record.model_dump()) == record


def test_all_changes_together_make_the_pair_allowed(world: Any, make_world: Callable[..., Any]) -> None:
    refusals = refused(world.all_pairs, world.law).any(axis=0)
    now = world.separate(np.random.default_rng(6).permutation(np.flatnonzero(refusals))[:700].tolist())
    against = refused(now.own_pairs, now.law)
    codes = [[known.code for known, no in zip(RULES, column, strict=True) if no] for column in against.T]
    open_ones = [k for k, stops in enumerate(codes) if not any(final(code, now, k) for code in stops)]
    assert len(open_ones) > 300
    for known in RULES:
        changed = []
        for k in np.flatnonzero(~known.allows(now.own_pairs, now.law)):
            change = known.lift(now.records, now.own_pairs, now.law, k)
            changed += change.records if change is not None else ()
        now = make_world(now.records.replacing(*changed), now.law)
    still = refused(now.own_pairs, now.law).any(axis=0)
    assert [codes[k] for k in open_ones if still[k]] == []

"""The worked examples of the rules: every kind has one, each is really refused by it and really lifted as it says."""

from __future__ import annotations

import pytest

from data.codes import Employment, Viewer
from data.eligibility import admitted, birthday
from data.language import speaking
from data.programmes import programme_codes
from data.records import Candidate, Opening
from matching.examples import Example, told, told_examples, without_example
from matching.examples_found import Found, find
from matching.explain import explain
from matching.invented import Invented, invented
from matching.only_asked import questions
from matching.only_said import NOTES, shown_notes
from matching.readers import readings
from scoring.lifting import merged
from scoring.rule import NEUTRAL_SENTENCE, Rule, nothing_missing, person_and_opening
from scoring.rules import RULES, rule
from scoring.rules.age import legal_age

KINDS = [kind.code for rule in RULES for kind in rule.kinds]
# What only the person's life or the call decides: no change of a record may lift it.
NEVER_LIFTED = {"ELIG_CATEGORY", "ELIG_CHARGE", "ELIG_WORK", "AGE_LAW", "PERMIT_WAIT", "PRIOR_WORK", "PRIOR_FAMILY"}
NEVER_LIFTED |= {"MINOR_TURNS", "MINOR_WORK", "MINOR_ALCOHOL"}
NEVER_LIFTED |= {"HOST_DISMISSAL", "HOST_INSOLVENT", "HOST_PROMOTER"}
# Kinds that a cohort need not show: the permits, relatives and hosts of the invented ones are mostly in order.
RARE = {"PERMIT_WAIT", "PERMIT_ENDED", "PERMIT_HOURS", "PERMIT_CHECK", "PRIOR_FAMILY"}
RARE |= {"HOST_STAFF", "HOST_TASK", "HOST_INSOLVENT", "HOST_PROMOTER"}
# Young people have been to school, and offers have the months and the hours of their call and of the law.
RARE |= {"MINOR_SCHOOL", "MINOR_HOURS", "MINOR_BREAK", "DURATION_CALL", "DURATION_LAW", "LONGEST_PERSON", "HOURS_MANY"}
# Young people are few: who shows one of these kinds is stopped by something else too.
SHARED = {"AGE_TASK"} | {kind.code for kind in rule("MINOR").kinds}
SMALL = ("perla",)


@pytest.fixture(scope="module")
def worlds() -> tuple[Invented, ...]:
    return invented(programme_codes(), 0)


@pytest.fixture(scope="module")
def found(worlds: tuple[Invented, ...]) -> dict[str, Found]:
    return find(worlds)


@pytest.fixture(scope="module")
def examples(found: dict[str, Found]) -> dict[str, Example]:
    return {code: told(one) for code, one in found.items()}


def test_every_kind_has_an_example_in_the_order_of_the_rules(examples: dict[str, Example]) -> None:
    lacking = without_example(examples.values())
    assert set(lacking) <= RARE
    assert list(examples) == [code for code in KINDS if code not in lacking]


def test_a_kind_without_an_example_is_listed(examples: dict[str, Example]) -> None:
    left_out = {"SPLIT_DAY", "AGE_LAW", *without_example(examples.values())}
    some = [example for example in examples.values() if example.kind not in left_out]
    assert without_example(some) == tuple(code for code in KINDS if code in left_out)


def test_every_example_is_refused_by_its_rule_and_kind_and_by_no_other_rule(found: dict[str, Found]) -> None:
    for code, one in found.items():
        world = one.world
        said = explain(world.records, world.law, world.weights, *world.ids(one.k), Viewer.CASE_MANAGER)
        stopping = [refusal.rule for refusal in said.refusals]
        assert stopping == [one.rule.code] or (code in SHARED and one.rule.code in stopping), code
        assert code in one.rule.kinds_at(world.pairs, world.law, one.k)


def test_an_example_shows_what_its_kind_says(found: dict[str, Found]) -> None:
    def two(code: str) -> tuple[Candidate, Opening, Found]:
        one = found[code]
        return *person_and_opening(one.world.records, one.world.pairs, one.k), one

    person, _, one = two("ELIG_CATEGORY")
    assert not admitted(person, one.world.records.programme)
    assert not two("ELIG_CHARGE")[0].in_charge
    assert two("ELIG_WORK")[0].employment in (None, Employment.EMPLOYED)
    for code, by_law in (("AGE_LAW", True), ("AGE_TASK", False)):
        person, offer, one = two(code)
        legal = legal_age(one.world.records.programme.regime, one.world.law)
        assert (birthday(person.birth_date, legal) > offer.start_to) == by_law
    for code, closed in (("START_CLOSED", True), ("START_LATER", False)):
        _, offer, one = two(code)
        assert (offer.start_to < one.world.law.on) == closed


def test_every_change_really_lifts_it(found: dict[str, Found], examples: dict[str, Example]) -> None:
    for code, one in found.items():
        change = one.change()
        if change is None:
            assert code in NEVER_LIFTED | SHARED
            assert examples[code].ways == ()
            continue
        world = one.world
        ways = (change, *change.other)
        assert [way.sentence for way in examples[code].ways] == [way.told_to(Viewer.CASE_MANAGER) for way in ways]
        for way, shown in zip(ways, examples[code].ways, strict=True):
            after = world.records.replacing(*merged(world.records, [way]))
            assert after.faults() == []
            assert shown.lifted
            if code in SHARED:
                continue
            assert explain(after, world.law, world.weights, *world.ids(one.k), Viewer.CASE_MANAGER).allowed, code
            assert shown.allowed
            assert shown.after == "dopo il cambiamento: possibile"


def test_what_each_reader_reads_is_what_the_rule_allows_them(examples: dict[str, Example]) -> None:
    for example in examples.values():
        hidden = rule(example.rule).shown_to != frozenset(Viewer)
        assert example.case_manager not in ("", NEUTRAL_SENTENCE)
        assert (example.orientator == NEUTRAL_SENTENCE) == hidden
        assert (example.scout == "") == hidden


def test_the_facts_are_one_to_three_lines_and_the_programmes_share_the_examples(examples: dict[str, Example]) -> None:
    assert all(1 <= len(example.facts) <= 3 for example in examples.values())
    assert all(fact.strip() and "{" not in fact for example in examples.values() for fact in example.facts)
    by_programme = [sum(example.programme == code for example in examples.values()) for code in programme_codes()]
    assert min(by_programme) >= len(KINDS) // len(by_programme) // 2


def test_the_same_programmes_give_the_same_examples_twice_and_english_changes_the_words_alone() -> None:
    first, again = told_examples(invented(SMALL, 0)), told_examples(invented(SMALL, 0))
    assert repr(first) == repr(again)
    assert len(first) > 15
    with speaking("en"):
        english = told_examples(invented(SMALL, 0))
    assert [(e.kind, e.programme, e.candidate, e.opening.id) for e in english] == [
        (e.kind, e.programme, e.candidate, e.opening.id) for e in first
    ]


def test_every_reader_of_every_rule_is_told_apart() -> None:
    for known in RULES:
        told_to = {reading.viewer: reading for reading in readings(known)}
        assert set(told_to) == set(Viewer)
        assert told_to[Viewer.CASE_MANAGER].whole
        assert told_to[Viewer.ORIENTATOR].whole == (known.shown_to == frozenset(Viewer))
    assert "«Orario non compatibile.»" in [reading.told for reading in readings(rule("TIME_FIT"))]
    assert all(reading.whole for reading in readings(rule("CERT")))


def test_notes_are_warnings_of_pairs_that_no_rule_refuses(worlds: tuple[Invented, ...]) -> None:
    shown = shown_notes(worlds)
    by_code = {world.code: world for world in worlds}
    assert {note.code for note in shown} <= {note.code for note in NOTES}
    assert {"CHILDREN", "STALE", "UNDESCRIBED", "RAMP"} <= {note.code for note in shown}
    for note in shown:
        world = by_code[note.programme]
        said = explain(world.records, world.law, world.weights, note.candidate, note.opening.id, Viewer.CASE_MANAGER)
        assert said.allowed
        assert note.sentence in [warning.sentence for warning in said.warnings]


def test_a_question_is_shown_for_each_rule_that_may_lack_a_value(worlds: tuple[Invented, ...]) -> None:
    asked = questions(worlds)
    assert {known.code for known in RULES if known.missing is nothing_missing}.isdisjoint(asked)
    assert {"TIME_FIT", "ACCESS", "FUNCTION", "TRAVEL", "START"} <= set(asked)
    assert not any("{" in question for question in asked.values())


@pytest.mark.parametrize("known", RULES, ids=lambda known: known.code)
def test_every_rule_tells_its_kinds(known: Rule) -> None:
    assert known.kinds
    for kind in known.kinds:
        for text in (kind.code, kind.title, kind.asks, kind.why, kind.since, kind.who):
            assert text.strip()
            assert "{" not in text
        assert kind.asks.endswith("?")


def test_codes_of_kinds_are_unique_and_no_rule_has_one() -> None:
    assert len(KINDS) == len(set(KINDS))
    assert not set(KINDS) & {known.code for known in RULES}

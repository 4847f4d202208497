"""What must hold for every registered criterion, and for the score that they add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Any

import numpy as np
import pytest
import yaml

from data.codes import Category, Employment, Sex
from data.records import Company
from scoring.criteria import CRITERIA
from scoring.criterion import Criterion, Settings
from scoring.scorecard import parts, total
from scoring.weights import FOLDER, GRID, Weights, load_weights, weight_versions

# Every criterion, with the numbers of every weight set that counts it.
every_criterion = pytest.mark.parametrize(
    ("criterion", "settings"),
    [
        pytest.param(criterion, weights.settings[criterion.code], id=f"{criterion.code}-{weights.version}")
        for weights in map(load_weights, weight_versions())
        for criterion in weights.criteria
    ],
)
# What the generated records leave out, field by field: nobody knows anything about anybody.
UNKNOWN_PERSON = {
    "interests": None,
    "competences": None,
    "functional_profile": None,
    "availability": None,
    "modes": None,
    "max_travel_min": None,
    "italian": None,
    "tutor_need": None,
    "goals": None,
}


@pytest.fixture(scope="module", params=weight_versions())
def weights(request: pytest.FixtureRequest) -> Weights:
    return load_weights(request.param)


@every_criterion
def test_grades_lie_between_zero_and_one_or_are_unknown(criterion: Criterion, settings: Settings, world: Any) -> None:
    for pairs in (world.all_pairs.plain(), world.pairs([3], [4]).plain(), world.pairs([], []).plain()):
        grades = criterion.grades(pairs, settings)
        assert grades.shape == (len(pairs),)
        assert grades.dtype == np.float64
        known = grades[~np.isnan(grades)]
        assert ((known >= 0) & (known <= 1)).all()


@every_criterion
def test_it_tells_pairs_apart(criterion: Criterion, settings: Settings, world: Any) -> None:
    grades = criterion.grades(world.all_pairs.plain(), settings)
    assert len(np.unique(grades[~np.isnan(grades)])) >= 4
    assert np.isnan(grades).any() == bool(criterion.unknown)


@every_criterion
def test_a_pair_alone_and_any_chunk_get_the_same_bits(
    criterion: Criterion, settings: Settings, world: Any, some: list[int]
) -> None:
    inside = criterion.grades(world.all_pairs.plain(), settings)
    rng = np.random.default_rng(8)
    for chosen in ([k] for k in some):
        one = world.pairs(world.all_pairs.i[chosen], world.all_pairs.j[chosen]).plain()
        assert criterion.grades(one, settings).tobytes() == inside[chosen].tobytes()
    for size in (2, 33, 500):
        chosen = rng.permutation(len(inside))[:size].tolist()
        chunk = world.pairs(world.all_pairs.i[chosen], world.all_pairs.j[chosen]).plain()
        assert criterion.grades(chunk, settings).tobytes() == inside[chosen].tobytes()


def test_a_pair_in_a_cohort_of_its_own_gets_the_score_it_gets_among_others(
    world: Any, some: list[int], weights: Weights
) -> None:
    inside = total(world.all_pairs.plain(), weights)
    for k in some[::7]:
        assert total(world.only(k).all_pairs.plain(), weights)[0] == inside[k]


@every_criterion
def test_a_sentence_says_every_grade(criterion: Criterion, settings: Settings, world: Any, some: list[int]) -> None:
    pairs = world.all_pairs.plain()
    grades = criterion.grades(pairs, settings)
    for k in some:
        facts = criterion.facts(pairs, settings, k)
        said = criterion.sentence(facts)
        assert said.strip()
        assert "{" not in said
        assert (facts["say"] in criterion.unknown) == bool(np.isnan(grades[k])), facts


@every_criterion
def test_every_sentence_is_said_of_some_pair(criterion: Criterion, settings: Settings, world: Any) -> None:
    pairs = world.all_pairs.plain()
    assert criterion.unknown <= set(criterion.sentences)
    said = {criterion.facts(pairs, settings, k)["say"] for k in range(len(pairs))}
    assert said == set(criterion.sentences)


def test_codes_and_words_are_there() -> None:
    codes = [criterion.code for criterion in CRITERIA]
    assert len(codes) == len(set(codes))
    for criterion in CRITERIA:
        assert criterion.label.strip()
        assert criterion.question.endswith("?")
        for text in criterion.sentences.values():
            assert all(name != "" for _, name, _, _ in Formatter().parse(text))


@every_criterion
def test_every_setting_says_what_it_means_and_is_read(criterion: Criterion, settings: Settings, world: Any) -> None:
    assert set(settings) == set(criterion.settings)
    pairs = world.all_pairs.plain()
    before = criterion.grades(pairs, settings)
    for name, setting in criterion.settings.items():
        assert setting.meaning.strip()
        assert setting.least <= settings[name] <= setting.most
        if settings[name] == setting.older:
            # From before the setting: what it belongs to is not counted either.
            continue
        other = setting.least if settings[name] != setting.least else setting.most
        assert not np.array_equal(criterion.grades(pairs, {**settings, name: other}), before, equal_nan=True), name


def test_the_newest_weight_set_counts_every_criterion_and_gives_every_number() -> None:
    newest = load_weights(weight_versions()[-1])
    assert newest.criteria == CRITERIA
    written = yaml.safe_load((FOLDER / f"{newest.version}.yaml").read_bytes())["settings"]
    assert written == {criterion.code: dict(newest.settings[criterion.code]) for criterion in CRITERIA}


@every_criterion
def test_grades_stay_in_range_at_the_edges_of_every_setting(
    criterion: Criterion, settings: Settings, world: Any
) -> None:
    pairs = world.all_pairs.plain()
    for edge in ("least", "most"):
        extreme = {name: getattr(setting, edge) for name, setting in criterion.settings.items()}
        grades = criterion.grades(pairs, extreme)
        known = grades[~np.isnan(grades)]
        assert ((known >= 0) & (known <= 1)).all()


def test_parts_add_up_to_the_score_exactly(world: Any, weights: Weights) -> None:
    pairs = world.all_pairs.plain()
    added, grades = parts(pairs, weights)
    scores = total(pairs, weights)
    assert scores.dtype == added.dtype == np.int64
    assert added.shape == grades.shape == (len(weights.criteria), len(pairs))
    np.testing.assert_array_equal(added.sum(axis=0), scores)
    assert scores.min() >= 0
    assert scores.max() <= GRID
    for row, criterion in enumerate(weights.criteria):
        counted = np.where(np.isnan(grades[row]), weights.neutral[criterion.code], grades[row])
        exact = counted * weights.shares[criterion.code]
        assert np.abs(added[row] - exact).max() <= 1


def test_the_score_reaches_both_ends_of_the_grid(world: Any, weights: Weights) -> None:
    pairs = world.pairs([0, 1], [0, 0]).plain()
    for grade, expected in ((0.0, 0), (1.0, GRID)):
        blank = [replace(criterion, grades=lambda p, s: np.full(len(p), np.nan)) for criterion in weights.criteria]
        flat = replace(weights, neutral=dict.fromkeys(weights.neutral, grade), criteria=tuple(blank))
        assert total(pairs, flat).tolist() == [expected, expected]


def test_who_is_unknown_gets_the_plain_middle_and_it_is_said(
    world: Any, make_world: Callable[..., Any], weights: Weights
) -> None:
    people = [person.model_copy(update=UNKNOWN_PERSON) for person in world.records.candidates]
    hosts = [Company(id=host.id, name=host.name, sector=host.sector) for host in world.records.companies]
    openings = [offer.model_copy(update={"hire_plan": None}) for offer in world.records.openings]
    blank = make_world(world.records.replacing(*people, *hosts, *openings), world.law)
    pairs = blank.all_pairs.plain()
    _, grades = parts(pairs, weights)
    for row, criterion in enumerate(weights.criteria):
        if criterion.code == "travel_ease":
            # Everybody can walk and take a bus: that is counted, and the sentence says that nobody asked.
            says = {criterion.facts(pairs, weights.settings[criterion.code], k)["say"] for k in range(len(pairs))}
            assert says == {"assumed", "no_way"}
            assert "non ancora chiesti" in criterion.sentences["assumed"]
        else:
            assert np.isnan(grades[row]).all(), criterion.code


def test_what_is_known_in_part_never_passes_for_wholly_known(
    world: Any, make_world: Callable[..., Any], some: list[int], weights: Weights
) -> None:
    """A competence or a task that nobody assessed counts as the plain middle, and the sentence names it."""
    pairs = world.all_pairs.plain()
    for code, field, words in (
        ("skills_and_learning", "competences", "non valutate"),
        ("functional_fit", "functional_profile", "non rilevat"),
    ):
        criterion = next(known for known in CRITERIA if known.code == code)
        settings = weights.settings[code]
        neutral = weights.neutral[code]
        assert settings["not_assessed"] == neutral
        grades = criterion.grades(pairs, settings)
        named = 0
        for k in some:
            if np.isnan(grades[k]):
                continue
            person = world.records.candidates[pairs.i[k]]
            known = getattr(person, field)
            offer = world.records.openings[pairs.j[k]]
            asked = {*offer.essential, *offer.nice}
            if code == "functional_fit":
                asked = {d.item for d in offer.demands or () if d.level}
            # Asked, and there is none: everything is known to lack.
            unknown = asked - set(known) if known else {*asked} if known is None else set()
            if settings.get("italian_weight"):
                spoken = {skill for skill, level in offer.italian.items() if level.level}
                unknown |= spoken - set(person.italian or {})
            said = criterion.sentence(criterion.facts(pairs, settings, k))
            assert (words in said) == bool(unknown), said
            named += words in said
        assert named > 10


def test_an_assessment_can_only_move_a_grade_away_from_the_middle(
    world: Any, make_world: Callable[..., Any], weights: Weights
) -> None:
    """One task assessed as within reach raises an unknown grade less than all of them do."""
    settings, code = weights.settings["functional_fit"], "functional_fit"
    criterion = next(known for known in CRITERIA if known.code == code)
    j = next(j for j, offer in enumerate(world.records.openings) if len(offer.demands or ()) > 5)
    items = [demand.item for demand in world.records.openings[j].demands]
    grades = []
    for known in (items[:1], items[:3], items):
        people = [
            p.model_copy(update={"functional_profile": dict.fromkeys(known, 3)}) for p in world.records.candidates
        ]
        changed = make_world(world.records.replacing(*people), world.law)
        grades.append(float(criterion.grades(changed.pairs([0], [j]).plain(), settings)[0]))
    assert weights.neutral[code] < grades[0] < grades[1] < grades[2] == 1


def test_criteria_get_pairs_without_the_protected_traits(world: Any) -> None:
    plain = world.all_pairs.plain()
    assert hasattr(world.all_pairs, "eligibility")
    assert not hasattr(plain, "eligibility")
    seen = [*vars(plain), *vars(type(plain)), *plain.candidates.__dataclass_fields__]
    for word in ("sex", "birth", "age", "categor", "charge", "employ", "bann", "call"):
        assert not [name for name in seen if word in name.split("_") or name.startswith(word)]


def test_protected_traits_change_no_score(world: Any, make_world: Callable[..., Any], weights: Weights) -> None:
    people = world.records.candidates
    other = {"sex": Sex.X, "birth_date": date(1961, 3, 9), "categories": (Category.EX_PRISONER, Category.CARE_LEAVER)}
    other |= {"in_charge": None, "employment": Employment.EMPLOYED, "banned_conditions": (), "banned_companies": ()}
    before = total(world.all_pairs.plain(), weights).tobytes()
    for field, value in [*other.items(), ("all", None)]:
        change = other if field == "all" else {field: value}
        flipped = world.records.replacing(*(person.model_copy(update=change) for person in people))
        assert flipped.digest() != world.records.digest()
        assert total(make_world(flipped, world.law).all_pairs.plain(), weights).tobytes() == before, field

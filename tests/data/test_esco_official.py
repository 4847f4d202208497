"""The official files themselves: what the reference data holds is read whole, and the shipped files come from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.catalogue_files import REFERENCE, denied
from data.catalogues import shipped_catalogue, use_catalogue
from data.esco.build import as_csv, lines_of_ours, neighbour_rows, relation_rows
from data.esco.cache import load_esco
from data.esco.extend import extend_catalogue
from data.esco.model import Esco


@pytest.fixture(scope="module")
def official(test_data: Path) -> Esco:
    return load_esco(test_data / "esco", "it")


@pytest.fixture
def in_use(official: Esco) -> Iterator[Esco]:
    extend_catalogue(official)
    yield official
    use_catalogue(None)


def test_every_skill_occupation_and_group_is_read_and_every_wart_told(official: Esco) -> None:
    assert (len(official.skills), len(official.occupations), len(official.isco)) == (13_896, 3_007, 619)
    assert official.version == "1.1.1"
    assert len(official.relations) + official.wart("dangling_relations") == 123_855
    assert (official.wart("dangling_relations"), official.wart("untyped_skills")) == (67, 6)
    assert official.wart("labels_from_other_version") >= 2_900


def test_the_italian_labels_that_are_there_are_used(official: Esco) -> None:
    place = official.occupations.ids.index(shipped_catalogue().role("dishwasher").esco)
    assert official.occupations.labels[place] == "lavapiatti"
    assert official.isco.labels[official.isco.ids.index("5131")] == "Camerieri"


def test_every_skill_that_may_be_asked_can_be_named_by_its_id(in_use: Esco) -> None:
    known = extend_catalogue(in_use)
    left_out = denied()
    assert len(known.competences) == 13_896 - len(left_out)
    allowed = [short for short in in_use.skills.ids if short not in left_out]
    assert all(known.competence(known.resolve_competence(short)).esco == short for short in allowed)
    assert len(known.isco) == 619


def test_the_shipped_relations_and_neighbours_come_from_the_official_files(official: Esco) -> None:
    known = shipped_catalogue()
    relations = REFERENCE / "relations.csv"
    rows = relation_rows(official, known, lines_of_ours(relations))
    assert as_csv("role,competence,relation,source", rows) == relations.read_text(encoding="utf-8")
    neighbours = (REFERENCE / "neighbours.csv").read_text(encoding="utf-8")
    assert as_csv("a,b,closeness", neighbour_rows(official, known)) == neighbours


def test_what_may_not_be_asked_has_the_id_and_the_label_of_the_official_files(official: Esco) -> None:
    english = dict(zip(official.skills.ids, official.skills.labels_en, strict=True))
    assert {short: english.get(short) for short in denied()} == {short: label for short, (label, _) in denied().items()}

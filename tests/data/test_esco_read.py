"""Official ESCO files in any language and version are read, their warts survived and counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from data.errors import AbbinaError, NotFound
from data.esco.cache import load_esco
from data.esco.model import Wart
from data.language import speaking
from tests.data.esco_files import FILES, filled, label, zipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return filled(tmp_path / "esco")


def test_labels_come_in_the_language_asked_and_else_in_english_and_that_is_said(folder: Path) -> None:
    esco = load_esco(folder, "it")
    assert (label(esco, "aaaa-1"), label(esco, "aaaa-2"), label(esco, "aaaa-3")) == (
        "suonare il violino",
        "play the cello",
        "tune strings",
    )
    # Two skills, two occupations and a group have no Italian label.
    assert esco.wart("labels_from_other_language") == 5
    assert "valgono quelle in un'altra (en)" in " ".join(wart.told for wart in esco.warts)


def test_the_skills_are_those_of_every_language_and_their_english_labels_stay(folder: Path) -> None:
    # The Italian file lacks a skill: it is no reason to lose it.
    esco = load_esco(folder, "it")
    assert len(esco.skills) == 4
    assert esco.skills.labels_en[esco.skills.ids.index("aaaa-1")] == "play the violin"


def test_warts_are_counted_and_told_one_by_one(folder: Path) -> None:
    esco = load_esco(folder, "en")
    counted = {wart.kind: wart.n for wart in esco.warts}
    assert counted == {
        "untyped_skills": 1,
        "repeated_rows": 1,
        "broken_rows": 1,
        "shared_names": 1,
        "dangling_relations": 1,
        "dangling_broader": 1,
    }
    with speaking("it"):
        assert Wart("dangling_relations", 67).told.startswith("67 relazioni nominano")
        assert Wart("dangling_relations", 1).told.startswith("1 relazione nomina")


@pytest.mark.parametrize(
    "names",
    [
        {name.removesuffix(".csv"): f"{name.removesuffix('.csv').removesuffix('_en')}_en.csv" for name in FILES},
        {name.removesuffix(".csv"): name.replace(".csv", "-v1.2.0.csv") for name in FILES},
        {"skills_en": "Skills_EN.csv", "broaderRelationsSkillPillar": "broaderRelationsSkillPillar_en.csv"},
    ],
    ids=["a language in every name", "a version in every name", "other letters"],
)
def test_the_file_names_of_other_versions_are_known(names: dict[str, str], tmp_path: Path) -> None:
    italian = {**names, "skills_it": names.get("skills_it", "skills_it.csv").replace("_it_en", "_it")}
    esco = load_esco(filled(tmp_path / "one", **italian), "it")
    assert (len(esco.skills), len(esco.relations), len(esco.broader)) == (4, 3, 2)


def test_a_zip_is_as_good_as_a_folder(folder: Path, tmp_path: Path) -> None:
    zips = tmp_path / "zips"
    zips.mkdir()
    zipped(zips / "ESCO dataset - v1.1.1 - classification - en - csv.zip", *[name for name in FILES if "_" in name])
    zipped(zips / "relations v1.1.1.zip", *[name for name in FILES if "_" not in name])
    from_zips, from_folder = load_esco(zips, "it"), load_esco(folder, "it")
    assert (from_zips.version, from_folder.version) == ("1.1.1", "")
    assert from_zips.skills == from_folder.skills
    assert from_zips.names == from_folder.names
    assert np.array_equal(from_zips.relations, from_folder.relations)
    assert load_esco(sorted(zips.iterdir()), "it").skills == from_zips.skills


def test_the_newest_version_is_read_unless_another_is_asked(tmp_path: Path) -> None:
    zipped(tmp_path / "esco v1.1.1.zip", *FILES)
    newer = FILES["skills_en.csv"].replace("play the cello", "play the double bass")
    (tmp_path / "skills_en-v1.10.0.csv").write_text(newer, encoding="utf-8")
    (tmp_path / "occupations_en-v1.0.csv").write_text(FILES["occupations_en.csv"], encoding="utf-8")
    newest = load_esco(tmp_path, "en")
    assert (newest.version, label(newest, "aaaa-2")) == ("1.10.0", "play the double bass")
    assert newest.wart("missing_tables") == 4
    older = load_esco(tmp_path, "en", "v1.1")
    assert (older.version, label(older, "aaaa-2")) == ("1.1.1", "play the cello")
    with pytest.raises(NotFound) as refused:
        load_esco(tmp_path, "en", "2")
    assert refused.value.facts["near"] == ("1.1.1", "1.10.0")


def test_labels_of_another_version_serve_where_this_one_has_none(tmp_path: Path) -> None:
    zipped(tmp_path / "esco v1.1.1.zip", *[name for name in FILES if name != "skills_it.csv"])
    (tmp_path / "skills_it-v1.0.3.csv").write_text(FILES["skills_it.csv"], encoding="utf-8")
    esco = load_esco(tmp_path, "it")
    assert (esco.version, label(esco, "aaaa-1")) == ("1.1.1", "suonare il violino")
    assert esco.wart("labels_from_other_version") == 2


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "skills_en.csv").write_bytes(b"\xff\xfe\x00"), "bad_reference"),
        (lambda folder: (folder / "skills_en.csv").write_text("a,b\n1,2\n"), "bad_reference"),
        (lambda folder: (folder / "skills_en.csv").write_text(""), "bad_reference"),
        (lambda folder: (folder / "x v1.zip").write_bytes(b"PK no zip"), "bad_reference"),
        (lambda folder: [(folder / name).unlink() for name in ("skills_en.csv", "skills_it.csv")], "not_found"),
        (lambda folder: shutil.rmtree(folder), "not_found"),
    ],
    ids=["not text", "no columns", "empty", "not a zip", "no skills", "no folder"],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(spoil: object, code: str, folder: Path) -> None:
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(AbbinaError) as refused:
        load_esco(folder, "en")
    assert refused.value.code == code


@pytest.mark.parametrize("language", ["", "IT", "it_IT", "../x", "italiano"])
def test_a_language_that_is_none_is_refused(language: str, folder: Path) -> None:
    with pytest.raises(NotFound):
        load_esco(folder, language)

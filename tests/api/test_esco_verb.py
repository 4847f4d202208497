"""`abbina esco` tells what it read and where it is kept; a setting lets cells name every skill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.text import Text

from api.settings import cache_folder, use_settings
from api.verbs.esco import esco
from data.catalogues import catalogue, shipped_catalogue, use_catalogue
from data.errors import AbbinaError, NotFound


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "official"
    place.mkdir()
    text = io.StringIO()
    header = ("conceptUri", "skillType", "preferredLabel", "altLabels")
    csv.writer(text).writerows([header, ("http://x/skill/aaaa-1", "", "suonare il violino", "violino\nfare musica")])
    (place / "skills_it.csv").write_text(text.getvalue(), encoding="utf-8")
    yield place
    use_catalogue(None)


def test_the_verb_tells_what_it_read_what_was_amiss_and_where_it_is_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ABBINA_CACHE", str(tmp_path / "kept"))
    esco(folder)
    told = Text.from_ansi(capsys.readouterr().out).plain
    assert "1 competenze, 0 occupazioni" in told
    assert "1 competenza non dice se è un sapere o un saper fare" in told
    assert str(next((tmp_path / "kept").iterdir())) in told
    assert "This service uses the ESCO classification of the European Commission." in told
    esco(folder)
    assert "Era già pronta" in capsys.readouterr().out
    # To read is not to use.
    assert catalogue() is shipped_catalogue()


def test_a_cache_in_which_others_may_write_is_said_and_not_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    monkeypatch.setenv("ABBINA_CACHE", str(shared))
    esco(folder)
    told = Text.from_ansi(capsys.readouterr().out).plain
    assert f"la cartella {shared} è di un altro utente, o altri possono scriverci" in told
    assert list(shared.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        esco(tmp_path / "nowhere")


def test_with_the_setting_cells_may_name_every_skill_and_without_it_not(folder: Path, tmp_path: Path) -> None:
    use_settings({"ABBINA_ESCO": str(folder), "ABBINA_CACHE": str(tmp_path / "kept")})
    assert catalogue().resolve_competence("fare musica") == "aaaa-1"
    use_settings({})
    assert catalogue() is shipped_catalogue()


def test_a_setting_that_leads_nowhere_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError):
        use_settings({"ABBINA_ESCO": str(tmp_path / "nowhere")})
    assert catalogue() is shipped_catalogue()


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"ABBINA_CACHE": "/c", "XDG_CACHE_HOME": "/x"}, "/c"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/abbina"),
        ({"LOCALAPPDATA": "/l"}, "/l/abbina"),
    ],
)
def test_the_cache_stands_where_the_user_keeps_caches(environment: dict[str, str], place: str) -> None:
    assert cache_folder(environment) == Path(place)


def test_an_empty_setting_keeps_nothing() -> None:
    assert cache_folder({"ABBINA_CACHE": ""}) is None

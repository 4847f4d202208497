"""ESCO that was read once is taken from the cache, unless the files changed or the cache is broken."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from data.esco.cache import load
from data.esco.model import Esco
from tests.data.esco_files import filled, label


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return filled(tmp_path / "esco")


def test_what_was_read_is_taken_from_the_cache_and_says_the_same(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, second = load(folder, "it", cache=cache), load(folder, "it", cache=cache)
    assert (first.was_ready, second.was_ready) == (False, True)
    assert first.kept == second.kept
    for field in Esco.__slots__:
        one, other = getattr(first.esco, field), getattr(second.esco, field)
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other
    assert {file.stat().st_mode & 0o077 for file in (cache, *cache.iterdir())} == {0}


def test_another_language_version_or_file_is_read_anew(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load(folder, "it", cache=cache)
    assert not load(folder, "en", cache=cache).was_ready
    skills = folder / "skills_it.csv"
    skills.write_text(skills.read_text(encoding="utf-8").replace("violino", "liuto"), encoding="utf-8")
    again = load(folder, "it", cache=cache)
    assert not again.was_ready
    assert label(again.esco, "aaaa-1") == "suonare il liuto"


def test_a_broken_or_foreign_file_in_the_cache_is_made_anew(folder: Path, tmp_path: Path) -> None:
    kept = load(folder, "it", cache=tmp_path).kept
    assert kept is not None
    good, foreign = kept.read_bytes(), load(folder, "en", cache=tmp_path).kept
    assert foreign is not None
    flipped = bytes([*good[:-300], *(byte ^ 255 for byte in good[-300:-290]), *good[-290:]])
    out_of_range = io.BytesIO()
    with np.load(io.BytesIO(good)) as arrays:
        np.savez(out_of_range, **{**arrays, "relations": np.full((1, 3), 99, dtype=np.int32)})
    for spoiled in (b"", b"no zip", good[:-50], flipped, foreign.read_bytes(), out_of_range.getvalue()):
        kept.write_bytes(spoiled)
        again = load(folder, "it", cache=tmp_path)
        assert not again.was_ready
        assert label(again.esco, "aaaa-1") == "suonare il violino"
        assert kept.read_bytes() != spoiled
        assert load(folder, "it", cache=tmp_path).was_ready


def test_a_cache_that_cannot_be_written_is_as_none(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    loaded = load(folder, "it", cache=tmp_path / "file")
    assert (loaded.kept, loaded.was_ready, len(loaded.esco.skills)) == (None, False, 4)

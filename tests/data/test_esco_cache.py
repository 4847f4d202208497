"""ESCO that was read once is taken from the cache, unless the files changed or the cache is broken."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.esco import kept as kept_room
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


def spoiled(kept: Path, spoil: Callable[[dict[str, Any]], object], *, sealed: bool) -> None:
    """Change what a kept file says; with `sealed` as somebody would who knows how it is sealed."""
    with np.load(kept) as held:
        arrays = dict(held)
    said = json.loads(arrays["said"].tobytes())
    spoil(said)
    text = json.dumps(said).encode()
    arrays["said"] = np.frombuffer(text, dtype=np.uint8)
    if sealed:
        whole = hashlib.sha256(hashlib.sha256(text).digest())
        for name in ("name_skill", "relations", "broader"):
            whole.update(f"{name} {arrays[name].dtype.str} {arrays[name].shape}".encode())
            whole.update(hashlib.sha256(arrays[name].tobytes()).digest())
        arrays["seal"] = np.frombuffer(whole.digest(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez(out, **arrays)
    kept.write_bytes(out.getvalue())


def poison(said: dict[str, Any]) -> None:
    said["skills"][1] = ["curare la depressione" for _ in said["skills"][1]]


def test_labels_that_somebody_replaced_are_not_believed(folder: Path, tmp_path: Path) -> None:
    kept = load(folder, "it", cache=tmp_path).kept
    assert kept is not None
    spoiled(kept, poison, sealed=False)
    again = load(folder, "it", cache=tmp_path)
    assert not again.was_ready
    assert label(again.esco, "aaaa-1") == "suonare il violino"
    # The spoiler of these tests seals as the program does: else the next test would prove nothing.
    spoiled(kept, lambda said: None, sealed=True)
    assert load(folder, "it", cache=tmp_path).was_ready


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said["skills"][1].pop(),
        lambda said: said["skills"].pop(),
        lambda said: said["skills"][0].__setitem__(0, said["skills"][0][1]),
        lambda said: said["skills"][1].__setitem__(0, 7),
        lambda said: said["occupations"].__setitem__(2, "no list"),
        lambda said: said["shared"].update(word=[0, 99]),
        lambda said: said["shared"].update(word=[0, -1]),
        lambda said: said["shared"].update(word=["0", True]),
        lambda said: said["shared"].update(word=[]),
        lambda said: said.update(shared=[]),
        lambda said: said.update(shared={"word": 3}),
        lambda said: said["names"].append("one more"),
        lambda said: said.update(version=1),
        lambda said: said.update(warts=[{"kind": "shared_names", "n": "many"}]),
        lambda said: said.update(warts=[{"kind": "unheard of", "n": 1}]),
        lambda said: said.clear(),
    ],
)
def test_a_sealed_file_that_does_not_fit_together_is_made_anew(
    spoil: Callable[[dict[str, Any]], object], folder: Path, tmp_path: Path
) -> None:
    kept = load(folder, "it", cache=tmp_path).kept
    assert kept is not None
    spoiled(kept, spoil, sealed=True)
    again = load(folder, "it", cache=tmp_path)
    assert (again.was_ready, label(again.esco, "aaaa-1")) == (False, "suonare il violino")


def huge(shape: str) -> bytes:
    """A file whose array says that it has more numbers than any memory."""
    header = f"{{'descr': '<i4', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (117 - len(header)) + b"\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in ("said", "seal", "name_skill", "relations", "broader"):
            archive.writestr(f"{member}.npy", b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header)
    return out.getvalue()


@pytest.mark.parametrize("shape", ["(10**14,)", "(100000000000000,)", "(99999999999999999999999,)", "(-1,)", "[]"])
def test_a_header_of_any_size_is_made_anew(shape: str, folder: Path, tmp_path: Path) -> None:
    kept = load(folder, "it", cache=tmp_path).kept
    assert kept is not None
    kept.write_bytes(huge(shape))
    assert not load(folder, "it", cache=tmp_path).was_ready


@pytest.mark.parametrize("text", [b"[]", b"3", b'"x"', b"[" * 100_000, b"{}", b"\xff", b'{"digest": []}'])
def test_another_form_of_what_is_said_is_made_anew(
    text: bytes, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = load(folder, "it", cache=tmp_path).kept
    assert kept is not None
    with np.load(kept) as held:
        arrays = {**held, "said": np.frombuffer(text, dtype=np.uint8)}
    np.savez(kept, **arrays)
    monkeypatch.setattr(kept_room, "_seal", lambda text, held: arrays["seal"].tobytes())
    assert not load(folder, "it", cache=tmp_path).was_ready


def test_a_file_that_would_unfold_into_too_much_is_made_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, "it", cache=tmp_path)
    assert load(folder, "it", cache=tmp_path).was_ready
    monkeypatch.setattr(kept_room, "MOST_BYTES", 100)
    assert not load(folder, "it", cache=tmp_path).was_ready


def test_a_file_that_others_may_write_is_made_anew_and_closed(folder: Path, tmp_path: Path) -> None:
    kept = load(folder, "it", cache=tmp_path).kept
    assert kept is not None
    kept.chmod(0o666)
    assert not load(folder, "it", cache=tmp_path).was_ready
    assert kept.stat().st_mode & 0o777 == 0o600
    elsewhere = kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(elsewhere)
    assert not load(folder, "it", cache=tmp_path).was_ready
    kept.unlink()
    # Nobody writes to it: to open it would wait for ever.
    os.mkfifo(kept, 0o600)
    assert not load(folder, "it", cache=tmp_path).was_ready


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_in_which_others_may_write_is_not_used(mode: int, folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load(folder, "it", cache=cache)
    cache.chmod(mode)
    loaded = load(folder, "it", cache=cache)
    assert (loaded.kept, loaded.was_ready, loaded.unsafe) == (None, False, cache)


def test_a_cache_of_another_user_is_not_used(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, "it", cache=tmp_path)
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    loaded = load(folder, "it", cache=tmp_path)
    assert (loaded.kept, loaded.was_ready, loaded.unsafe) == (None, False, tmp_path)

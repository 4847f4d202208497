"""Where a study is written: nothing of anybody else is written over, and nothing is ever there by half."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import AbbinaError
from data.language import LANGUAGES, marked, say, speaking
from experiments.manifest import MANIFEST_FILE, read_manifest
from experiments.report.write import JSON_FILE, PAGE, PLOTS, TABLES
from scoring.register import PROPOSED

OFFICES = "offices"
PROPOSALS = "*-proposta-*.yaml"


@contextmanager
def placed(out: Path, command: str) -> Iterator[Path]:
    """A folder that is yet to be made; when the block ends well it becomes `out`, else all is as it was.

    Parameters
    ----------
    out : does not exist, is empty, or holds an earlier run of the same command, which goes only in the end
    command : as in the manifest

    Raises
    ------
    AbbinaError
        As `refuse_foreign`, before anything is done.
    """
    refuse_foreign(out, command)
    target = out.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as place:
        draft = Path(place, "study")
        yield draft
        _put(draft, target)


def refuse_foreign(out: Path, command: str) -> None:
    """Refuse a folder that holds somebody's files, but for an earlier run of the same command and nothing else.

    Raises
    ------
    AbbinaError
        `already_exists`: a file stands there. `folder_not_empty`: files that such a run did not write.
    """
    if out.exists() and not out.is_dir():
        raise AbbinaError("already_exists", what=marked("Il file"), key=str(out))
    if out.is_dir() and any(out.iterdir()) and not _is_earlier(out, command):
        raise AbbinaError("folder_not_empty", folder=out)


def _is_earlier(out: Path, command: str) -> bool:
    # Other programs too call a file manifest.json.
    try:
        same = read_manifest(out).command == command
    except AbbinaError:
        return False
    names = {MANIFEST_FILE, JSON_FILE, PROPOSED, OFFICES}
    for language in LANGUAGES:
        with speaking(language):
            names |= {say(name) for name in (PAGE, TABLES, PLOTS)}
    return same and all(entry.name in names or entry.match(PROPOSALS) for entry in out.iterdir())


def _put(draft: Path, out: Path) -> None:
    old = draft.parent / "old"
    if out.exists():
        out.rename(old)
    try:
        draft.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)

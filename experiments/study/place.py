"""Where a study is written: nothing of anybody else is written over, and nothing is ever there by half."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.errors import AbbinaError
from data.language import marked
from experiments.manifest import MANIFEST_FILE


def refuse_foreign(out: Path) -> None:
    """Refuse a folder that holds somebody's files, but for an earlier study.

    Raises
    ------
    AbbinaError
        `already_exists`: a file stands there. `folder_not_empty`: files without a manifest of a study.
    """
    if out.exists() and not out.is_dir():
        raise AbbinaError("already_exists", what=marked("Il file"), key=str(out))
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST_FILE).is_file():
        raise AbbinaError("folder_not_empty", folder=out)


def put(draft: Path, out: Path) -> None:
    """Put a finished study in its place; the one that was there goes only then."""
    if not out.exists():
        draft.rename(out)
        return
    old = draft.parent / "old"
    out.rename(old)
    draft.rename(out)
    shutil.rmtree(old, ignore_errors=True)

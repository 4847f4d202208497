"""A folder that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import AbbinaError


@contextmanager
def fresh_folder(path: Path) -> Iterator[Path]:
    """Give a temporary folder beside `path`; when its block ends well, it becomes `path`, else it is removed.

    Only its owner can open the new folder and what is in it.

    Raises
    ------
    AbbinaError
        `folder_not_empty`, before anything is written; `already_exists` if `path` is a file.
    """
    target = path.resolve()
    if target.is_dir():
        if any(target.iterdir()):
            raise AbbinaError("folder_not_empty", folder=str(path))
    elif target.exists():
        raise AbbinaError("already_exists", what="Il file", key=str(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield draft
        for entry in [*draft.rglob("*"), draft]:
            # A folder that is copied or packed leaves its own lock behind: each file has one too.
            entry.chmod(0o700 if entry.is_dir() else 0o600)
            _to_disk(entry)
        if target.exists():
            # Not every system renames over an empty folder; a folder that was filled meanwhile stays.
            target.rmdir()
        draft.rename(target)
        _to_disk(target.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _to_disk(entry: Path) -> None:
    try:
        handle = os.open(entry, os.O_RDONLY)
    except OSError:
        # Windows opens no folders; its renames reach the disk by themselves.
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

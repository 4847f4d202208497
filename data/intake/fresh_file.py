"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from data.errors import AbbinaError
from data.language import say


def write_fresh(path: Path, content: bytes) -> Path:
    """Write a file that did not exist; only its owner can open it.

    Raises
    ------
    AbbinaError
        `already_exists`: nothing is ever overwritten.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _place(draft, target, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _place(draft: Path, target: Path, told: Path) -> None:
    try:
        # Unlike a rename, this never replaces a file that came meanwhile.
        target.hardlink_to(draft)
    except FileExistsError:
        raise AbbinaError("already_exists", what=say("Il file"), key=str(told)) from None
    except OSError:
        # A disk without links, such as a memory stick.
        if target.exists():
            raise AbbinaError("already_exists", what=say("Il file"), key=str(told)) from None
        draft.rename(target)

"""A file that is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from data.errors import AbbinaError
from data.intake.closed_file import closed_draft
from data.language import say


def write_fresh(path: Path, content: bytes) -> Path:
    """Write a file that did not exist; only its owner can open it.

    Raises
    ------
    AbbinaError
        `already_exists`: nothing is ever overwritten.
    """
    target = path.resolve()
    with closed_draft(target, content) as draft:
        _place(draft, target, path)
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

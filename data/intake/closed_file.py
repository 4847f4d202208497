"""A single file that is written whole or not at all, and that only its owner can open."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_closed(path: Path, content: bytes) -> None:
    """Write a file in the place of the one that may be there; folders above it are made."""
    with closed_draft(path, content) as draft:
        draft.replace(path)


@contextmanager
def closed_draft(path: Path, content: bytes) -> Iterator[Path]:
    """Give a file beside `path` with the content on disk, to be put in its place; what is left of it is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)

"""A single file that is written whole or not at all, and that only its owner can open."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_closed(path: Path, content: bytes) -> None:
    """Write a file in the place of the one that may be there; folders above it are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise

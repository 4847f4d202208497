"""One way of compiling: to machine code at first use, kept on disk, without holding Python's lock while it runs.

Numba looks at the date of the file that a function stands in, but machine code holds copies of what the function calls,
from other files too. So it is kept in a folder named after all that is compiled: after any change there is a new one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])

ROOMS = Path(__file__).parents[1]
FOLDER = "compiled-"


def compiled(function: Function) -> Function:
    """The function as machine code, one version for each combination of array types it is called with."""
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = kept_in(before)
    try:
        fast: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = before
    return cast(Function, fast)


@cache
def kept_in(asked: str) -> str:
    """The folder for this very code: in the one that NUMBA_CACHE_DIR asks for, else beside Python's own.

    Where nobody may write it is left to numba, which finds a place for each user: what cannot be written to is hardly
    edited either. Machine code of earlier states is removed, but not from a folder that others may use.
    """
    digest = sha256()
    texts = {file: file.read_bytes() for file in sorted(ROOMS.rglob("*.py"))}
    # In rooms with compiled code all files count: constants of others become part of the machine code.
    rooms = {file.parent for file, text in texts.items() if b"compiled import" in text} - {ROOMS}
    for file, text in texts.items():
        if file.parent in rooms or b"@compiled" in text or file == Path(__file__):
            digest.update(str(file.relative_to(ROOMS)).encode() + b"\0" + text)
    name = FOLDER + digest.hexdigest()[:16]
    if asked:
        return str(Path(asked) / name)
    folder = ROOMS / "__pycache__" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return asked
    for other in folder.parent.glob(f"{FOLDER}*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return str(folder)

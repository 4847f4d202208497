"""One way of compiling: to machine code at first use, kept on disk, without holding Python's lock while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function as machine code, one version for each combination of array types it is called with."""
    fast: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast(Function, fast)

"""Room for arrays that are written from end to end, in large pages where the system has them.

What a new array is written to comes from the system page by page. In pages of 4 KiB that takes longer than writing,
most of all in virtual machines; in pages of 2 MiB it hardly counts. NumPy asks for those from 4 MiB on.
"""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

PAGE = 2**21
SMALL, LARGE = 2**18, 2**22  # bytes; what is smaller or larger is left to NumPy


def room(n: int, dtype: DTypeLike) -> NDArray[Any]:
    """An array of n numbers, whatever they are."""
    size = n * np.dtype(dtype).itemsize
    if SMALL <= size < LARGE and hasattr(mmap, "MADV_HUGEPAGE"):
        try:
            # One page more than it takes, so that it can begin where a page begins.
            region = mmap.mmap(-1, (size // PAGE + 2) * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            region.madvise(mmap.MADV_HUGEPAGE)
        except OSError:
            return np.empty(n, dtype)
        whole = np.frombuffer(region, np.uint8)
        begin = -whole.__array_interface__["data"][0] % PAGE
        return whole[begin : begin + size].view(dtype)
    return np.empty(n, dtype)

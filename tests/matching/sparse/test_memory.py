"""Room for large arrays: as many numbers as asked for, of their own, wherever the memory comes from."""

from __future__ import annotations

import mmap
from typing import NoReturn

import numpy as np
import pytest
from numpy.typing import DTypeLike

from matching.sparse.memory import LARGE, PAGE, SMALL, room

SIZES = (0, 1, SMALL // 4 - 1, SMALL // 4, PAGE // 4, PAGE // 4 + 1, LARGE // 4 - 1, LARGE // 4)


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.uint32, np.int64])
@pytest.mark.parametrize("n", SIZES)
def test_every_array_has_its_own_numbers(n: int, dtype: DTypeLike) -> None:
    arrays = [room(n, dtype) for _ in range(3)]
    for k, array in enumerate(arrays):
        assert array.shape == (n,)
        assert array.dtype == dtype
        assert array.flags.c_contiguous
        assert array.flags.aligned
        assert array.flags.writeable
        array[:] = k + 1
    assert [np.unique(array).tolist() for array in arrays] == [[k + 1] if n else [] for k in range(3)]


def test_what_is_neither_small_nor_large_begins_with_a_large_page_and_stays_while_a_part_of_it_is_used() -> None:
    parts = [room(PAGE // 4 - k, np.int32)[5:9] for k in range(4)]
    for k, part in enumerate(parts):
        part[:] = k
    assert [part.tolist() for part in parts] == [[k] * 4 for k in range(4)]
    # Where a system has no large pages to ask for, NumPy aligns to 16 bytes.
    page = PAGE if hasattr(mmap, "MADV_HUGEPAGE") else 16
    assert [(part.__array_interface__["data"][0] - 5 * 4) % page for part in parts] == [0] * 4


def test_a_system_that_refuses_leaves_it_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(mmap, "mmap", refuse)
    array = room(PAGE // 4, np.int32)
    array[:] = 7
    assert array.sum() == 7 * PAGE // 4

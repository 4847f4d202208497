"""Reading the numbers of a `Problem`: each function returns clean numbers and adds what is wrong to `faults`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Number = TypeVar("Number", np.int64, np.float64)

MICRO = 1_000_000  # grid steps in one point of value
MAX_VALUE = 1_000_000
NAMED = 5  # wrong entries spelled out in an error; the others are counted


def frozen(array: NDArray[Number]) -> NDArray[Number]:
    """The array, from now on read-only. Every function here returns a copy, so the caller's array is not touched."""
    array.setflags(write=False)
    return array


def some(entries: list[str]) -> str:
    """The first few, and how many more there are."""
    more = len(entries) - NAMED
    return ", ".join(entries[:NAMED]) + (f" and {more} more" if more > 0 else "")


def count(name: str, raw: object, faults: list[str]) -> int:
    """A size, 0 or more."""
    if isinstance(raw, int | np.integer) and not isinstance(raw, bool) and raw >= 0:
        return int(raw)
    faults.append(f"{name} is {raw!r}: an integer of 0 or more is expected")
    return 0


def floor_steps(raw: object, faults: list[str]) -> int:
    """The floor in grid steps, rounded up."""
    if isinstance(raw, int | float | np.integer | np.floating) and math.isfinite(raw) and raw >= 0:
        # Three decimals of a step absorb the binary noise of a decimal floor such as 0.3.
        return math.ceil(round(float(raw) * MICRO, 3))
    faults.append(f"floor is {raw!r}: a finite number of 0 or more is expected")
    return 0


def _vector(name: str, raw: ArrayLike, length: int | None, kinds: str, faults: list[str]) -> NDArray[np.generic] | None:
    """The array if it has one dimension, numbers and the expected length, else None and a fault."""
    try:
        array = np.asarray(raw)
    except ValueError:  # rows of unequal length
        array = np.asarray("?")
    if array.ndim != 1 or (array.size and array.dtype.kind not in kinds):
        faults.append(
            f"{name} has shape {array.shape} of {array.dtype}: a one-dimensional array of numbers is expected"
        )
        return None
    if length is not None and len(array) != length:
        faults.append(f"{name} has {len(array)} entries: {length} are expected")
        return None
    return array


def whole(name: str, raw: ArrayLike, length: int | None, low: int, high: int, faults: list[str]) -> Ints:
    """Integers from `low` to `high`; `length` entries, or any number if None."""
    array = _vector(name, raw, length, "iuf", faults)
    if array is None:
        return np.zeros(length or 0, dtype=np.int64)
    numbers = array.astype(np.float64)
    wrong = ~((numbers == np.floor(numbers)) & (numbers >= low) & (numbers <= high))
    if wrong.any():
        entries = [f"{name}[{k}] is {array[k]}" for k in np.flatnonzero(wrong)]
        expected = f"an integer from {low} to {high} is expected" if high >= low else "no entry can be right here"
        faults.append(f"{some(entries)}: {expected}")
        return np.zeros(len(array), dtype=np.int64)
    return array.astype(np.int64)


def no_repeats(candidate: Ints, opening: Ints, faults: list[str]) -> None:
    """Each pair once; the pairs are sorted."""
    same = np.flatnonzero((np.diff(candidate) == 0) & (np.diff(opening) == 0))
    if len(same):
        pairs = [f"({candidate[k]}, {opening[k]})" for k in same]
        faults.append(f"each pair may be listed once: {some(pairs)} listed again")


def value_steps(raw: ArrayLike, length: int, faults: list[str]) -> Ints:
    """Values in grid steps, rounded to the nearest."""
    array = _vector("value", raw, length, "iuf", faults)
    if array is None:
        return np.zeros(length, dtype=np.int64)
    numbers = array.astype(np.float64)
    wrong = ~((numbers >= 0) & (numbers <= MAX_VALUE))
    if wrong.any():
        entries = [f"value[{k}] is {numbers[k]}" for k in np.flatnonzero(wrong)]
        faults.append(f"{some(entries)}: a finite number from 0 to {MAX_VALUE} is expected")
        return np.zeros(length, dtype=np.int64)
    return np.rint(numbers * MICRO).astype(np.int64)


def ids(name: str, raw: Sequence[str] | None, length: int, faults: list[str]) -> tuple[str, ...]:
    """The names, each once; by default the positions."""
    if raw is None:
        return tuple(map(str, range(length)))
    ids = tuple(raw)
    if len(ids) != length:
        faults.append(f"{name} has {len(ids)} entries: {length} are expected")
    entries = [f"{name}[{k}]" for k, one in enumerate(ids) if not isinstance(one, str)]
    if entries:
        faults.append(f"{some(entries)}: a string is expected")
    first = {one: k for k, one in reversed(list(enumerate(ids)))}
    again = [f"{name}[{k}] repeats {one!r}" for k, one in enumerate(ids) if first[one] != k]
    if again:
        faults.append(f"{some(again)}: each id is expected once")
    return ids

"""Reading the numbers of a `Problem`: each function returns clean numbers and adds what is wrong to `faults`.

Millions of pairs are read block by block, so that beside the numbers that are kept nothing of their size is made.
"""

from __future__ import annotations

import math
import reprlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[Any]  # of any kind
Number = TypeVar("Number", np.int64, np.float64)

MICRO = 1_000_000  # grid steps in one point of value
MAX_VALUE = 1_000_000
MOST = 2**31 - 1  # candidates or openings: compiled code keeps their numbers in 32 bits
NAMED = 5  # wrong entries spelled out in an error; the others are counted
LARGEST_KEY = 2**62  # (candidate, opening) as one number
BLOCK = 1 << 17  # entries looked at together; a few arrays of this length stay inside the cache of a processor


@dataclass(frozen=True, slots=True)
class OnGrid:
    """Values that are grid steps already; read as any other array it holds points."""

    steps: NDArray[np.integer]

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Numbers:
        """The values in points."""
        return np.asarray(self.steps / np.float64(MICRO), dtype=dtype)


def frozen(array: NDArray[Number]) -> NDArray[Number]:
    """The array, from now on read-only. Every function here returns a copy, so the caller's array is not touched."""
    array.setflags(write=False)
    return array


def blocks(length: int) -> Iterator[slice]:
    """Positions from 0 to `length`, a block at a time."""
    return (slice(first, min(first + BLOCK, length)) for first in range(0, length, BLOCK))


def some(entries: Sequence[str], of_all: int) -> str:
    """The first few, and how many more there are."""
    more = of_all - NAMED
    return ", ".join(entries[:NAMED]) + (f" and {more} more" if more > 0 else "")


def count(name: str, raw: object, faults: list[str]) -> int:
    """A size, 0 or more."""
    if isinstance(raw, int | np.integer) and not isinstance(raw, bool) and 0 <= raw <= MOST:
        return int(raw)
    expected = f"at most {MOST}" if isinstance(raw, int | np.integer) and raw > MOST else "an integer of 0 or more"
    faults.append(f"{name} is {_told(raw)}: {expected} is expected")
    return 0


def _told(raw: object) -> str:
    """What was given, in a few words. Python refuses to write out what has thousands of digits."""
    return "too large to be written here" if isinstance(raw, int) and abs(raw) >= 10**30 else reprlib.repr(raw)


def floor_steps(raw: object, faults: list[str]) -> int:
    """The floor in grid steps, rounded up."""
    known = isinstance(raw, int | float | np.integer | np.floating) and not isinstance(raw, bool)
    number = cast(float, raw) if known else math.nan
    if not 0 <= number <= sys.float_info.max:
        faults.append(f"floor is {_told(raw)}: a finite number of 0 or more is expected")
        return 0
    # No pair reaches a floor above the largest value. Three decimals of a step absorb the binary noise of a decimal
    # floor such as 0.3.
    return math.ceil(round(float(min(number, MAX_VALUE + 1)) * MICRO, 3))


def _vector(name: str, raw: ArrayLike, length: int | None, kinds: str, faults: list[str]) -> Numbers | None:
    """The array if it has one dimension, numbers and the expected length, else None and a fault."""
    if isinstance(raw, np.ma.MaskedArray) and np.ma.is_masked(raw):
        faults.append(f"{name} has masked entries: a number is expected in each")
        return None
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


def _wrong(array: Numbers, is_wrong: Callable[[Numbers], Flags]) -> tuple[list[int], int]:
    """Where the first few wrong entries are, and how many there are in all."""
    first: list[int] = []
    in_all = 0
    for block in blocks(len(array)):
        wrong = np.flatnonzero(is_wrong(array[block]))
        in_all += len(wrong)
        first += (block.start + wrong[: NAMED - len(first)]).tolist()
    return first, in_all


def whole(name: str, raw: ArrayLike, length: int | None, low: int, high: int, faults: list[str]) -> Ints:
    """Integers from `low` to `high`; `length` entries, or any number if None."""
    array = checked_whole(name, raw, length, low, high, faults)
    return array.astype(np.int64)


def checked_whole(name: str, raw: ArrayLike, length: int | None, low: int, high: int, faults: list[str]) -> Numbers:
    """The same, of whatever kind the numbers are, and not copied."""
    array = _vector(name, raw, length, "iuf", faults)
    if array is None:
        return np.zeros(length or 0, dtype=np.int64)
    if not array.size or (array.dtype.kind in "iu" and low <= int(array.min()) and int(array.max()) <= high):
        return array

    def is_wrong(part: Numbers) -> Flags:
        numbers = part if part.dtype.kind in "iu" else part.astype(np.float64)
        fair: Flags = (numbers >= low) & (numbers <= high)
        return ~(fair if part.dtype.kind in "iu" else fair & (numbers == np.floor(numbers)))

    first, in_all = _wrong(array, is_wrong)
    if not in_all:
        return array
    expected = f"an integer from {low} to {high} is expected" if high >= low else "no entry can be right here"
    faults.append(f"{some([f'{name}[{k}] is {array[k]}' for k in first], in_all)}: {expected}")
    return np.zeros(len(array), dtype=np.int64)


def in_order(candidate: Numbers, opening: Numbers) -> bool:
    """Whether each pair comes after the one before it, candidate first; not if one is there twice."""
    for block in blocks(len(candidate) - 1):
        after = slice(block.start + 1, block.stop + 1)
        same = candidate[block] == candidate[after]
        rises = (candidate[block] < candidate[after]) | (same & (opening[block] < opening[after]))
        if not rises.all():
            return False
    return True


def order_of(candidate: Numbers, opening: Numbers, n_candidates: int, n_openings: int) -> Ints:
    """Positions of the pairs by (candidate, opening), both of them checked."""
    if n_candidates * n_openings >= LARGEST_KEY:
        return np.lexsort((opening, candidate))
    key = candidate.astype(np.int64)
    key *= n_openings
    key += opening.astype(np.int64, copy=False)
    return np.argsort(key)


def taken(array: Numbers, order: Ints | None) -> Ints:
    """A copy of checked integers, in another order if there is one."""
    return (array if order is None else array[order]).astype(np.int64, copy=order is None)


def no_repeats(candidate: Ints, opening: Ints, faults: list[str]) -> None:
    """Each pair once; the pairs are sorted."""
    same = np.flatnonzero((candidate[1:] == candidate[:-1]) & (opening[1:] == opening[:-1]))
    if len(same):
        pairs = [f"({candidate[k]}, {opening[k]})" for k in same[:NAMED]]
        faults.append(f"each pair may be listed once: {some(pairs, len(same))} listed again")


def value_steps(raw: ArrayLike, length: int, order: Ints | None, faults: list[str]) -> Ints:
    """Values in grid steps, rounded to the nearest, in another order if there is one."""
    if isinstance(raw, OnGrid) and raw.steps.shape == (length,) and _all_steps(raw.steps):
        return taken(raw.steps, order)
    array = _vector("value", raw, length, "iuf", faults)
    if array is None:
        return np.zeros(length, dtype=np.int64)
    first, in_all = _wrong(array, _no_value)
    if in_all:
        entries = [f"value[{k}] is {np.float64(array[k])}" for k in first]
        faults.append(f"{some(entries, in_all)}: a finite number from 0 to {MAX_VALUE} is expected")
        return np.zeros(length, dtype=np.int64)
    steps = np.empty(length, dtype=np.int64)
    for block in blocks(length):
        points = array[block if order is None else order[block]].astype(np.float64)
        points *= MICRO
        steps[block] = np.rint(points, out=points)
    return steps


def _all_steps(steps: NDArray[np.integer]) -> bool:
    """Whether values on the grid are all in range; where not, they are read as points, and named as such."""
    whole_numbers = steps.dtype.kind in "iu"
    return whole_numbers and (not steps.size or (int(steps.min()) >= 0 and int(steps.max()) <= MAX_VALUE * MICRO))


def _no_value(part: Numbers) -> Flags:
    numbers = part.astype(np.float64)
    fair: Flags = (numbers >= 0) & (numbers <= MAX_VALUE)
    return ~fair


def ids(name: str, raw: Sequence[str] | None, length: int, faults: list[str]) -> tuple[str, ...] | None:
    """The names, each once; None for the positions."""
    if raw is None:
        return None
    # A set has no order: the same ids would be drawn differently in another process.
    unordered = isinstance(raw, str | Set | Mapping)
    try:
        ids = () if unordered else tuple(raw)
    except TypeError:
        unordered = True
    if unordered:
        faults.append(f"{name} is {_told(raw)}: a list of strings is expected")
        return None
    if len(ids) != length:
        faults.append(f"{name} has {len(ids)} entries: {length} are expected")
    nameless = [k for k, one in enumerate(ids) if not isinstance(one, str)]
    if nameless:
        faults.append(f"{some([f'{name}[{k}]' for k in nameless[:NAMED]], len(nameless))}: a string is expected")
    elif broken := [k for k, one in enumerate(ids) if not one.isascii() and _has_surrogate(one)]:
        told = [f"{name}[{k}] is {ids[k]!r}" for k in broken[:NAMED]]
        faults.append(f"{some(told, len(broken))}: text that can be written as UTF-8 is expected")
    elif len(set(ids)) < len(ids):
        first: dict[str, int] = {}
        again = [k for k, one in enumerate(ids) if first.setdefault(one, k) != k]
        told = [f"{name}[{k}] repeats {ids[k]!r}" for k in again[:NAMED]]
        faults.append(f"{some(told, len(again))}: each id is expected once")
    return ids


def _has_surrogate(text: str) -> bool:
    """Whether half of a pair of UTF-16 stands alone in it, as no text that was read from a file has it."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)

"""Which of several equally good assignments: the one nearest to the previous, then one drawn by seed and ids.

Neither the order of the records nor anything known about a person has a part in the draw. Every pair gets a number from
a hash of the seed and the two ids; among the equally good assignments the one with the largest sum of numbers is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.cores import next_level
from matching.entries import Ints
from matching.hungarian import can_change, improve
from matching.problem import Problem
from matching.residual import Choices, settle

SUM_BITS = 60  # sums over all candidates stay below 2**60, well inside an int64
FLOAT_BITS = 50  # the same where nothing but float64 adds them


def break_ties(problem: Problem, choices: Choices, at: Ints, *, compiled: bool = False) -> Ints:
    """The one of the equally good assignments in `choices` that is proposed.

    Parameters
    ----------
    problem : Problem
    choices : Choices
        Only what some best assignment can use.
    at : array of int64, shape (n_candidates,)
        Any best assignment.
    compiled : bool
        Use the compiled core: the same answer, sooner where many are equally good and later where few are.

    Returns
    -------
    array of int64, shape (n_candidates,)
    """
    places = problem.n_candidates.bit_length()
    best = settle_compiled if compiled else settle_small
    if problem.previous is not None and can_change(choices, at):
        kept = (problem.previous[choices.candidate] == choices.opening).astype(np.int64)
        at, choices = best(choices, at, kept)
    if can_change(choices, at):
        at, choices = best(choices, at, pair_numbers(problem, choices, "first draw", SUM_BITS - 2 * places))
    if can_change(choices, at):
        # Two sums of the first draw can be equal by accident, about once in 2**(SUM_BITS - 2 * places).
        at = improve(choices, at, pair_numbers(problem, choices, "second draw", FLOAT_BITS - places))
    return at


def settle_small(choices: Choices, at: Ints, weight: Ints) -> tuple[Ints, Choices]:
    """The largest total weight, and what is still open to choose then."""
    at, price, gain = settle(choices, improve(choices, at, weight), weight)
    return at, choices.tight(weight, price, gain)


def settle_compiled(choices: Choices, at: Ints, weight: Ints) -> tuple[Ints, Choices]:
    """The same by the compiled core, where the sums fit it."""
    level = next_level(choices, weight)
    if level is None:
        return settle_small(choices, at, weight)
    at, price, gain = level
    return at, choices.tight(weight, price, gain)


def pair_numbers(problem: Problem, choices: Choices, draw: str, bits: int) -> Ints:
    """A number from 1 to 2**bits for each pair, from the seed, the draw and the two ids; shape of `choices.pair`."""
    candidate = _id_hashes(f"{problem.seed}\n{draw}\ncandidate\n", problem.candidate_ids)[choices.candidate]
    opening = _id_hashes(f"{problem.seed}\n{draw}\nopening\n", problem.opening_ids)[choices.opening]
    return (_mix(candidate ^ _mix(opening)) >> np.uint64(64 - bits)).astype(np.int64) + 1


def _id_hashes(salt: str, ids: Iterable[str]) -> NDArray[np.uint64]:
    start = blake2b(salt.encode(), digest_size=8)
    digests = bytearray()
    for one in ids:
        state = start.copy()
        state.update(one.encode())
        digests += state.digest()
    return np.frombuffer(bytes(digests), dtype="<u8").astype(np.uint64)


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread 64 bits over one another, with the constants of the public-domain splitmix64 (S. Vigna)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))

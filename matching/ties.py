"""Which of several equally good assignments: the one nearest to the previous, then one drawn by seed and ids.

Neither the order of the records nor anything known about a person has a part in the draw. Every pair gets a number from
a hash of the seed and the two ids; among the equally good assignments the one with the largest sum of numbers is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.hungarian import improve
from matching.problem import Ints, Problem
from matching.residual import Choices, settle

# Sums over any chain of pairs stay below this, where the float64 arithmetic of the solver is exact.
EXACT_BITS = 50


def break_ties(problem: Problem, choices: Choices, at: Ints) -> Ints:
    """The one of the equally good assignments in `choices` that is proposed.

    Parameters
    ----------
    problem : Problem
    choices : Choices
        Only pairs that some best assignment uses.
    at : array of int64, shape (n_candidates,)
        Any best assignment.

    Returns
    -------
    array of int64, shape (n_candidates,)
    """
    if problem.previous is not None:
        kept = (problem.previous[choices.candidate] == choices.opening).astype(np.int64)
        # Weights of 0 and 1 alone are slow to solve. A little of the draw, too little to outweigh one kept pair, helps.
        places = problem.n_candidates.bit_length()
        draw = pair_numbers(problem, choices) >> min(places + 2, 62)
        hint = (kept << (EXACT_BITS - places)) + draw
        at, price, gain = settle(choices, improve(choices, at, hint), kept)
        choices = choices.tight(kept, price, gain)
    return improve(choices, at, pair_numbers(problem, choices))


def pair_numbers(problem: Problem, choices: Choices) -> Ints:
    """A number for each pair, 1 or more, from the seed and the two ids; shape of `choices.pair`."""
    candidate = _id_hashes(problem.seed, "candidate", problem.candidate_ids)[choices.candidate]
    opening = _id_hashes(problem.seed, "opening", problem.opening_ids)[choices.opening]
    bits = EXACT_BITS - problem.n_candidates.bit_length()
    return (_mix(candidate ^ _mix(opening)) >> np.uint64(64 - bits)).astype(np.int64) + 1


def _id_hashes(seed: int, kind: str, ids: Iterable[str]) -> NDArray[np.uint64]:
    start = blake2b(f"{seed}\n{kind}\n".encode(), digest_size=8)
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

"""The compiled cores, loaded when a market first asks for one: numba takes half a second, which small markets save."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from matching.entries import Ints
from matching.problem import Problem
from matching.residual import Choices


class Level(NamedTuple):
    """The best assignment by the leading objectives, and what it leaves open to choose.

    Attributes
    ----------
    choices : Choices
    at : array of int64, shape (n_candidates,)
    price, gain : array of int64, shape (n_openings, 2) and (n_candidates, 2)
        (placements, score); where placements come second they are still to be priced, and 0.
    """

    choices: Choices
    at: Ints
    price: Ints
    gain: Ints


def first_level(core: str, problem: Problem, objective: str) -> Level:
    """What `matching.<core>.levels` finds first, for the core `sparse` or `dense`."""
    levels: Any = import_module(f"matching.{core}.levels")
    level: Level = levels.first_level(problem, objective)
    return level


def next_level(choices: Choices, weight: Ints) -> tuple[Ints, Ints, Ints] | None:
    """`matching.sparse.levels.next_level`."""
    levels: Any = import_module("matching.sparse.levels")
    found: tuple[Ints, Ints, Ints] | None = levels.next_level(choices, weight)
    return found


def fits_problem(problem: Problem) -> bool:
    """`matching.sparse.levels.fits_problem`."""
    levels: Any = import_module("matching.sparse.levels")
    fits: bool = levels.fits_problem(problem)
    return fits

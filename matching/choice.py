"""Which core solves a problem, and why: by its shape alone, never by what the people in it are."""

from __future__ import annotations

from data.errors import BadProblem
from data.language import marked
from matching.cores import fits_problem
from matching.problem import Problem

FEWEST = 1_000  # candidates from which compiled code pays; below, nobody waits for a compiler
LEAST_DENSE = 1_000  # candidates and openings from which a matrix is worth making
DENSE = 0.5  # share of all pairs that are allowed from which it is

CORES = ("scipy", "sparse", "dense")
WHY = {
    "asked": marked("chiesto da chi ha chiamato il calcolo"),
    "small": marked("meno di 1.000 persone: non serve compilare nulla"),
    "large values": marked("i valori sono troppo grandi per sommarli in numeri interi a 64 bit compilati"),
    "many people": marked("1.000 persone o più: si leggono solo le coppie possibili"),
    "most pairs": marked("1.000 persone o più, e più della metà delle coppie è possibile"),
    "caps within caps": marked("i limiti sono tetti uno dentro l'altro"),
    "limits": marked("i limiti si intrecciano: serve la programmazione intera"),
}


def chosen_core(problem: Problem, asked: str | None) -> tuple[str, str]:
    """(core, key of `WHY`) for a problem.

    Parameters
    ----------
    problem : Problem
    asked : str or None
        One of `CORES`, to have it whatever the shape.

    Raises
    ------
    BadProblem
        If the core asked for is unknown, or cannot add up the values.
    """
    if asked not in (None, *CORES):
        raise BadProblem(f"core is {asked!r}: one of {list(CORES)} is expected")
    if asked not in (None, "scipy") and not fits_problem(problem):
        raise BadProblem(f"core is {asked!r}: the values are too large for it, 'scipy' is expected")
    if asked is not None:
        return asked, "asked"
    if problem.n_candidates < FEWEST:
        return "scipy", "small"
    if not fits_problem(problem):
        return "scipy", "large values"
    cells = problem.n_candidates * problem.n_openings
    if problem.n_openings >= LEAST_DENSE and len(problem.candidate) > DENSE * cells:
        return "dense", "most pairs"
    return "sparse", "many people"

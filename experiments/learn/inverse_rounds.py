"""One round of one office, as inverse optimisation reads it: who could go where, the grades, and who was sent where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.errors import AbbinaError
from data.language import say
from matching.problem import Problem
from matching.solver import solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# At most so many faults are told at once.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Round:
    """A call with its final assignment; n candidates, m openings, P allowed pairs, K criteria.

    Parameters
    ----------
    candidate, opening : int64 (P,), the allowed pairs, each once; a pair that is not listed was forbidden
    grades : float64 (P, K) in [0, 1]
    seats : int64 (m,), 0 or more
    opening_of : int64 (n,), opening where each candidate was sent, -1 where none
    """

    candidate: Ints
    opening: Ints
    grades: Floats
    seats: Ints
    opening_of: Ints

    @property
    def taken(self) -> Ints:
        """Row of the pair that each candidate was given, -1 where none; shape (n,)."""
        taken = np.full(len(self.opening_of), -1, dtype=np.int64)
        rows = np.flatnonzero(self.opening_of[self.candidate] == self.opening)
        taken[self.candidate[rows]] = rows
        return taken


def check_rounds(rounds: Sequence[Round]) -> int:
    """How many criteria the rounds have, once nothing is wrong with them.

    Raises
    ------
    AbbinaError
        `bad_study`: every fault, with the number of the round (from 1) and the entry.
    """
    if not rounds:
        raise AbbinaError("bad_study", why=say("serve almeno una giornata con la sua assegnazione"))
    criteria = int(rounds[0].grades.shape[-1])
    faults = [
        say("giornata {n}: {fault}", n=n, fault=fault)
        for n, one in enumerate(rounds, 1)
        for fault in _faults(one, criteria)
    ]
    if faults:
        more = [say("e altri {n} errori", n=len(faults) - MOST_TOLD)] if len(faults) > MOST_TOLD else []
        raise AbbinaError("bad_study", why="; ".join(faults[:MOST_TOLD] + more))
    return criteria


def best(one: Round, weights: Floats, objective: str = "score", floor: float = 0.0) -> Ints:
    """The assignment that the solver of the proposals makes under weights (K,): opening of each candidate, -1 if none.

    Worth of a pair is snapped to a grid of 1e-6, as in every proposal.
    """
    problem = Problem(
        len(one.opening_of),
        len(one.seats),
        one.candidate,
        one.opening,
        np.clip(one.grades @ weights, 0.0, None),
        one.seats,
        floor=floor,
    )
    return solve(problem, objective).opening_of


def _faults(one: Round, criteria: int) -> list[str]:
    pairs, n, m = len(one.candidate), len(one.opening_of), len(one.seats)
    if one.grades.shape != (pairs, criteria) or len(one.opening) != pairs:
        sizes = say("{pairs} × {criteria}", pairs=pairs, criteria=criteria)
        found = " × ".join(map(str, one.grades.shape))
        return [say("i voti sono {found}: serve una tabella {sizes}", found=found, sizes=sizes)]
    if _outside(one.candidate, 0, n) or _outside(one.opening, 0, m) or _outside(one.opening_of, -1, m):
        return [say("le coppie devono indicare persone da 0 a {n} e tirocini da 0 a {m}", n=n - 1, m=m - 1)]
    faults = []
    bad = np.argwhere(~((one.grades >= 0.0) & (one.grades <= 1.0)))
    faults += [
        say("coppia {row}, criterio {k}: «{value}», serve un voto da 0 a 1", row=row, k=k, value=one.grades[row, k])
        for row, k in bad[:MOST_TOLD].tolist()
    ]
    if len(np.unique(one.candidate * m + one.opening)) < pairs:
        faults.append(say("una coppia compare due volte"))
    lost = np.flatnonzero((one.opening_of >= 0) & (one.taken < 0))
    faults += [
        say("persona {i}: il tirocinio {j} non è fra le sue coppie ammesse", i=i, j=int(one.opening_of[i]))
        for i in lost.tolist()
    ]
    sent = np.bincount(one.opening_of[one.opening_of >= 0], minlength=m)
    faults += [
        say("tirocinio {j}: {sent} persone per {seats} posti", j=j, sent=int(sent[j]), seats=int(one.seats[j]))
        for j in np.flatnonzero(sent > one.seats).tolist()
    ]
    return faults


def _outside(entries: Ints, least: int, end: int) -> bool:
    return bool(len(entries)) and (int(entries.min()) < least or int(entries.max()) >= end)

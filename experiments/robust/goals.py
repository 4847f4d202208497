"""What can be wanted of an assignment, as whole numbers of which more is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.language import marked, number, say
from data.travel.minutes import NO_WAY
from experiments.robust.case import Case
from matching.entries import MICRO, Ints
from matching.problem import Problem
from scoring.scorecard import ScoreCard

MINUTES_A_QUARTER = 15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Goal:
    """One objective.

    Parameters
    ----------
    code : stable name, English
    label : Italian, marked, with the unit
    weight : int64 (n_pairs,), 0 or more: what each proposed pair adds; for a worst-off goal, what each pair is worth
    less : True: the less the better (minutes)
    worst : True: the least of the proposed pairs counts, not the sum; 0 where nobody is placed
    of_all : with `worst`: 0 already where somebody is not placed
    scale, digits : how it is told: divided by `scale`, with so many decimals
    """

    code: str
    label: str
    weight: Ints
    less: bool = False
    worst: bool = False
    of_all: bool = False
    scale: int = 1
    digits: int = 0

    def of(self, pairs: Ints, n_candidates: int) -> int:
        """What some pairs reach, signed so that more is better."""
        if not self.worst:
            total = int(self.weight[pairs].sum())
            return -total if self.less else total
        if not len(pairs) or (self.of_all and len(pairs) < n_candidates):
            return 0
        return int(self.weight[pairs].min())

    def amount(self, reached: int) -> float:
        """A reached number as people count it: minutes again above 0."""
        return abs(reached) / self.scale

    def told(self, reached: int) -> str:
        """The same in words."""
        return number(self.amount(reached), self.digits)

    @property
    def title(self) -> str:
        """The label in the language spoken now."""
        return say(self.label)


def placements(problem: Problem) -> Goal:
    """How many persons are placed."""
    return Goal(code="placements", label=marked("persone collocate"), weight=np.ones_like(problem.value_micro))


def score(problem: Problem) -> Goal:
    """The sum of the scores of the proposed pairs."""
    label = marked("punteggio complessivo")
    return Goal(code="score", label=label, weight=problem.value_micro, scale=MICRO, digits=3)


def worst_off(problem: Problem, *, of_all: bool = False) -> Goal:
    """The lowest score among the placed; or of all, who is not placed counting 0."""
    label = marked("punteggio più basso fra tutti") if of_all else marked("punteggio più basso fra chi è collocato")
    return Goal(
        code="worst_off", label=label, weight=problem.value_micro, worst=True, of_all=of_all, scale=MICRO, digits=3
    )


def travel(travel_min: Ints) -> Goal:
    """Minutes of journey to work of all who are placed, together, one way; less is better."""
    return Goal(code="travel_min", label=marked("minuti di viaggio in tutto"), weight=travel_min, less=True)


def card_travel(card: ScoreCard, case: Case) -> Ints:
    """Minutes door to door of each pair of a case, one way; where nothing goes, those of a lift."""
    pairs = card.pairs(case.problem.candidate, case.problem.opening)
    minutes = pairs.travel_min.astype(np.int64)
    return np.where(minutes == NO_WAY, pairs.journey_q.astype(np.int64) * MINUTES_A_QUARTER, minutes)

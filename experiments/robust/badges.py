"""How firm each proposed pair is, in three words, and which pairs are contested with what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from data.language import marked, say
from experiments.report.parts import Interval
from experiments.robust.case import Case
from experiments.robust.draws import Draws, binomial_interval

# A pair is called what its interval shows, never what its point estimate hopes.
SOLID_SHARE = 0.8
CONTESTED_SHARE = 0.5


class Badge(Enum):
    """How firm a pair is."""

    SOLID = "solid"
    CONTESTED = "contested"
    COIN_FLIP = "coin_flip"

    @property
    def label(self) -> str:
        """What people read."""
        return say(LABELS[self])


LABELS = {
    Badge.SOLID: marked("solida"),
    Badge.CONTESTED: marked("contesa"),
    Badge.COIN_FLIP: marked("quasi alla pari"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A proposed pair and how often it comes back.

    Parameters
    ----------
    pair : position in the pairs of the problem
    candidate, opening : rows
    again : share of the draws in which it is proposed, with its binomial interval
    badge : solid where at least `SOLID_SHARE` is shown by the interval, contested where `CONTESTED_SHARE` is
    other : opening most often proposed to the candidate in its place, -1 where it is none; None where nothing ever was
    other_share : share of the draws with that opening, or with none
    """

    pair: int
    candidate: int
    opening: int
    again: Interval
    badge: Badge
    other: int | None
    other_share: float


def badge_of(low: float) -> Badge:
    """The badge of a pair by the lower bound of its acceptability."""
    if low >= SOLID_SHARE:
        return Badge.SOLID
    return Badge.CONTESTED if low >= CONTESTED_SHARE else Badge.COIN_FLIP


def firmness(case: Case, draws: Draws) -> tuple[Firm, ...]:
    """Every pair of the proposal, the least firm first."""
    problem = case.problem
    low, high = binomial_interval(draws.times, len(draws))
    placed = np.bincount(problem.candidate, weights=draws.times, minlength=problem.n_candidates)
    found = []
    for pair in np.flatnonzero(draws.base).tolist():
        i = int(problem.candidate[pair])
        others = np.flatnonzero(problem.candidate == i)
        others = others[others != pair]
        # Whom no opening is proposed to counts as one more alternative, the last.
        times = np.append(draws.times[others], len(draws) - round(float(placed[i])))
        most = int(np.argmax(times))
        other = -1 if most == len(others) else int(problem.opening[others[most]])
        found.append(
            Firm(
                pair=pair,
                candidate=i,
                opening=int(problem.opening[pair]),
                again=Interval(draws.times[pair] / len(draws), float(low[pair]), float(high[pair])),
                badge=badge_of(float(low[pair])),
                other=other if times[most] else None,
                other_share=float(times[most] / len(draws)),
            )
        )
    return tuple(sorted(found, key=lambda firm: (firm.again.value, firm.pair)))

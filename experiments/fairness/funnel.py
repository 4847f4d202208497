"""From the list to the job: who was among the first, proposed, started, hired; with what nobody wrote kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from data.language import marked, say
from experiments.lists import Ints, Mask

Tri = NDArray[np.int8]
YES, NO, UNKNOWN = 1, 0, -1
TOP = 5


class Stage(Enum):
    """A step towards a job; its rate is among those who took the step before."""

    EXPOSED = "exposed"
    PROPOSED = "proposed"
    STARTED = "started"
    HIRED = "hired"

    @property
    def title(self) -> str:
        """What happened and among whom, in the language spoken now."""
        return say(_TITLES[self])


_TITLES = {
    Stage.EXPOSED: marked("Fra i primi posti di almeno una lista"),
    Stage.PROPOSED: marked("Con una proposta, fra tutte le persone"),
    Stage.STARTED: marked("Tirocinio iniziato, fra chi aveva una proposta"),
    Stage.HIRED: marked("Assunzione, fra chi ha iniziato"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Funnel:
    """What happened to each candidate, shape (n,) each: 1 yes, 0 no, -1 not written; None where nobody recorded it.

    Parameters
    ----------
    exposed : among the first places of a list
    proposed, started, hired : likewise
    """

    exposed: Tri | None = None
    proposed: Tri | None = None
    started: Tri | None = None
    hired: Tri | None = None

    def stages(self) -> Sequence[tuple[Stage, Mask, Mask, int]]:
        """Of each recorded stage: to whom it happened, among whom, and how many are not known and left out."""
        found = []
        before: Tri | None = None
        for stage, answer in zip(Stage, (self.exposed, self.proposed, self.started, self.hired), strict=True):
            if answer is None:
                continue
            # Being on a list is no condition of a proposal; every other step is of the next.
            among = np.ones(len(answer), dtype=np.bool_) if before is None else before == YES
            known = among & (answer != UNKNOWN)
            found.append((stage, known & (answer == YES), known, int((among & ~known).sum())))
            before = before if stage is Stage.EXPOSED else answer
        return found


def in_top(candidate: Ints, opening: Ints, value: Ints, n_candidates: int, k: int = TOP) -> Tri:
    """Who is among the `k` largest values of at least one opening; who is equal to the k-th is among them.

    Parameters
    ----------
    candidate, opening, value : (pairs,) of the pairs that a list would show
    k : places that people are taken to look at, 1 or more
    """
    order = np.lexsort((-value, opening))
    sorted_opening, sorted_value = opening[order], value[order]
    first = np.searchsorted(sorted_opening, sorted_opening)
    last = np.searchsorted(sorted_opening, sorted_opening, side="right")
    least = sorted_value[np.minimum(first + k, last) - 1]
    exposed = np.zeros(n_candidates, dtype=np.int8)
    exposed[candidate[order][sorted_value >= least]] = YES
    return exposed


def proposed(opening_of: Ints) -> Tri:
    """Who has a proposal, from the opening of each candidate (-1 none)."""
    return (opening_of >= 0).astype(np.int8)

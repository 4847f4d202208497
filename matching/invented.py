"""The invented cohort of a programme, judged whole: where the public page of the rules takes its examples from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Viewer
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import Law, LawBook
from data.synthetic import invent
from matching.why import Reader
from scoring.rule import Mask
from scoring.scorecard import ScoreCard, judge, refused
from scoring.weights import Weights, load_weights

Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Invented:
    """An invented cohort on its programme's own day, with every pair of it."""

    code: str
    records: Records
    law: Law
    weights: Weights

    @cached_property
    def card(self) -> ScoreCard:
        """The score card."""
        return judge(build_cohort(self.records, self.law), Eligibility.of(self.records), self.law, self.weights)

    @cached_property
    def pairs(self) -> FullPairs:
        """Every candidate with every opening, candidates as rows."""
        i, j = np.indices((self.card.cohort.n_candidates, self.card.cohort.n_openings)).reshape(2, -1)
        return self.card.pairs(i, j)

    @cached_property
    def no(self) -> Mask:
        """Which rule refuses which pair, shape (rules, pairs)."""
        return refused(self.pairs, self.law)

    @cached_property
    def reader(self) -> Reader:
        """The cohort read by who may read everything."""
        return Reader(records=self.records, card=self.card, viewer=Viewer.CASE_MANAGER)

    def ids(self, k: int) -> tuple[str, str]:
        """Codes of the candidate and the opening of pair k."""
        return self.records.candidates[self.pairs.i[k]].id, self.records.openings[self.pairs.j[k]].id

    def spread(self, among: Places, seed: int) -> list[int]:
        """Pairs in an order in which every candidate and every opening come up soon, always the same."""
        shuffled = np.random.default_rng(seed).permutation(among).tolist()
        seen_i, seen_j = Counter[int](), Counter[int]()
        turns = []
        for k in shuffled:
            i, j = int(self.pairs.i[k]), int(self.pairs.j[k])
            turns.append(min(seen_i[i], seen_j[j]))
            seen_i[i] += 1
            seen_j[j] += 1
        return [shuffled[place] for place in np.argsort(turns, kind="stable")]


def invented(programmes: Iterable[str], seed: int) -> tuple[Invented, ...]:
    """The invented cohorts of some programmes.

    Parameters
    ----------
    programmes : codes
    seed : of the cohorts; same seed, same cohorts
    """
    book, made = LawBook.load(), []
    for code in programmes:
        records = invent(code, seed)
        # `invent` refuses a programme without its day.
        on = records.programme.on
        if on is not None:
            weights = load_weights(records.programme.weights)
            made.append(Invented(code=code, records=records, law=book.in_force(on), weights=weights))
    return tuple(made)

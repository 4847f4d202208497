"""Weights from what experts say, where there is no data: pairwise comparisons, consistency and agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata, t
from sklearn.utils.validation import check_is_fitted

from data.errors import AbbinaError
from data.language import say
from experiments.estimators import BaseEstimator
from experiments.learn.comparisons import Comparisons, check_tables
from experiments.learn.pairwise import METHODS, Floats, consistency_index, consistency_ratio, redundant, worst


class Elicited(BaseEstimator):
    """Weights of criteria from tables of pairwise comparisons, one table an expert, one voice an expert.

    The weights of a group are the geometric means of those of its experts (Forman and Peniwati, European Journal of
    Operational Research 108(1), 1998). Intervals come from leaving out one expert at a time (jackknife of logarithms,
    Student's t): they say how much the weights depend on who was asked, not whether the experts are right.

    Parameters
    ----------
    method : "log_least_squares" or "eigenvector"
    level : of the intervals

    Attributes
    ----------
    weights_ : float64 (K,), sum 1
    low_, high_ : float64 (K,), interval of each weight; NaN where there is one expert only
    expert_weights_ : float64 (E, K)
    without_ : float64 (E, K), the weights of the group without each expert; NaN where there is one only
    consistency_index_, consistency_ratio_ : float64 (E,), see `pairwise`
    redundant_ : int64 (E,), comparisons beyond the fewest that tell all weights; with 0 consistency cannot be checked
    mends_ : for each expert the comparison that contradicts the others most, or None
    concordance_ : Kendall's W of the rankings, from 0 (no agreement) to 1 (the same ranking); NaN for one expert
    experts_, criteria_ : codes, or numbers from 1 where none were given
    """

    def __init__(self, method: str = "log_least_squares", level: float = 0.95) -> None:
        self.method = method
        self.level = level

    def fit(self, tables: Comparisons | ArrayLike, y: None = None) -> Self:
        """Learn from `read_comparisons`, or from tables (E, K, K) or (K, K) with NaN where nothing was compared.

        Raises
        ------
        BadRecords
            Every fault of the tables.
        AbbinaError
            `bad_study`: an unknown method, or an array of another shape.
        """
        if self.method not in METHODS:
            names = ", ".join(METHODS)
            raise AbbinaError("bad_study", why=say("metodo «{given}»: {names}", given=self.method, names=names))
        given, self.experts_, self.criteria_ = _tables(tables)
        clean = check_tables(given, self.experts_, self.criteria_)
        self.n_features_in_ = clean.shape[1]
        self.expert_weights_ = np.array([METHODS[self.method](table) for table in clean])
        self.consistency_index_ = np.array([consistency_index(table) for table in clean])
        self.consistency_ratio_ = np.array([consistency_ratio(table) for table in clean])
        self.redundant_ = np.array([redundant(table) for table in clean], dtype=np.int64)
        self.mends_ = tuple(worst(table, self.method) for table in clean)
        self.weights_ = together(self.expert_weights_)
        self.without_, self.low_, self.high_ = self._left_out()
        self.concordance_ = concordance(self.expert_weights_)
        return self

    def score_of(self, grades: ArrayLike) -> Floats:
        """Scores of pairs from their grades (P, K) under `weights_`."""
        check_is_fitted(self, "weights_")
        scores: Floats = np.asarray(grades, dtype=np.float64) @ self.weights_
        return scores

    def _left_out(self) -> tuple[Floats, Floats, Floats]:
        count, size = self.expert_weights_.shape
        if count == 1:
            return np.full((1, size), np.nan), np.full(size, np.nan), np.full(size, np.nan)
        without = np.array([together(np.delete(self.expert_weights_, e, axis=0)) for e in range(count)])
        logs = np.log(without)
        error = np.sqrt((count - 1) / count * ((logs - logs.mean(axis=0)) ** 2).sum(axis=0))
        reach = np.exp(float(t.ppf(0.5 + self.level / 2.0, count - 1)) * error)
        return without, self.weights_ / reach, np.minimum(1.0, self.weights_ * reach)


def together(weights: Floats) -> Floats:
    """Geometric mean of the weights of experts (E, K), with sum 1."""
    middle = np.exp(np.log(weights).mean(axis=0))
    shares: Floats = middle / middle.sum()
    return shares


def concordance(weights: Floats) -> float:
    """Kendall's W of the rankings of experts (E, K), corrected for ties."""
    count, size = weights.shape
    if count == 1:
        return float("nan")
    # Rounded: weights that are equal but for the last bit are ties.
    ranks = np.array([rankdata(np.round(row, 9)) for row in weights])
    ties = sum(int((n**3 - n).sum()) for n in (np.unique(row, return_counts=True)[1] for row in ranks))
    most = count**2 * (size**3 - size) - count * ties
    sums = ranks.sum(axis=0)
    return float(12.0 * ((sums - sums.mean()) ** 2).sum() / most) if most > 0 else float("nan")


def _tables(tables: Comparisons | ArrayLike) -> tuple[Floats, Sequence[str], Sequence[str]]:
    if isinstance(tables, Comparisons):
        return tables.tables, tables.experts, tables.criteria
    given = np.asarray(tables, dtype=np.float64)
    given = given[None] if given.ndim == 2 else given
    if given.ndim != 3 or not given.size or given.shape[1] != given.shape[2] or given.shape[1] < 2:
        found = " × ".join(map(str, given.shape))
        raise AbbinaError(
            "bad_study", why=say("una tabella di confronti è quadrata, almeno 2 × 2: {found}", found=found)
        )
    experts = tuple(say("Tabella {n}", n=n) for n in range(1, len(given) + 1))
    return given, experts, tuple(str(k) for k in range(1, given.shape[1] + 1))

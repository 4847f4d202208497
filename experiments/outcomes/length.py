"""How long the contract after an internship lasts: a median, and an interval that keeps its promise."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.linear_model import Ridge
from sklearn.utils.validation import check_is_fitted, validate_data

from experiments.estimators import BaseEstimator, RegressorMixin
from experiments.lists import Floats
from experiments.outcomes.guard import only_grades


class ContractLength(RegressorMixin, BaseEstimator):
    """Months of a contract on the log scale, with a split conformal interval (Lei et al., JASA 2018).

    Part of the rows is kept out of the fit; the interval is as wide as its errors there were. Whatever the law of the
    months, it holds the truth with the level asked for, on average over rows that could have come in any order.
    Contracts without an end, or that still run, are left out before: what is said holds for those that ended.

    Parameters
    ----------
    names : as of `OutcomeModel`
    penalty : of the ridge, on the log scale
    kept_out : share of the rows in (0, 1) that measures the errors
    seed : of who is kept out

    Attributes
    ----------
    errors_ : float64, absolute errors of log months on the rows kept out, ascending
    shortest_, longest_ : months seen, between which predictions stay
    """

    def __init__(
        self, *, names: tuple[str, ...] | None = None, penalty: float = 1.0, kept_out: float = 0.4, seed: int = 0
    ) -> None:
        self.names = names
        self.penalty = penalty
        self.kept_out = kept_out
        self.seed = seed

    def fit(self, x: ArrayLike, y: ArrayLike) -> Self:
        """Fit on part of the rows, and measure the errors on the others.

        Parameters
        ----------
        x : float (n, F)
        y : float (n,), months above 0

        Raises
        ------
        AbbinaError
            `bad_study`: a name that may not enter.
        ValueError
            Months not above 0, not-a-number, fewer than two rows, names that are not one a column.
        """
        rows, months = validate_data(self, x, y, dtype=np.float64, y_numeric=True, ensure_min_samples=2)
        if self.names is not None:
            only_grades(self.names)
            if len(self.names) != rows.shape[1]:
                raise ValueError(f"{len(self.names)} names for {rows.shape[1]} columns")
        if (months <= 0).any():
            raise ValueError("months must be above 0")
        order = np.random.default_rng(self.seed).permutation(len(rows))
        out = min(max(1, round(len(rows) * self.kept_out)), len(rows) - 1)
        measured, learned = order[:out], order[out:]
        self.shortest_, self.longest_ = float(months.min()), float(months.max())
        self.regression_ = Ridge(alpha=self.penalty).fit(rows[learned], np.log(months[learned]))
        self.errors_ = np.sort(np.abs(np.log(months[measured]) - self._log_months(rows[measured])))
        return self

    def predict(self, x: ArrayLike) -> Floats:
        """Median months, shape (n,)."""
        check_is_fitted(self)
        return np.exp(self._log_months(validate_data(self, x, reset=False, dtype=np.float64)))

    def interval(self, x: ArrayLike, level: float = 0.9) -> Floats:
        """Bounds in months that hold the truth with probability `level` or more, shape (n, 2).

        With fewer than level / (1 - level) rows kept out nothing can be promised: the bounds are then 0 and infinity.
        """
        middle = self.predict(x)
        place = int(np.ceil((len(self.errors_) + 1) * level))
        if place > len(self.errors_):
            return np.column_stack([np.zeros_like(middle), np.full_like(middle, np.inf)])
        factor = np.exp(self.errors_[place - 1])
        return np.column_stack([middle / factor, middle * factor])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.positive_only = True
        # Straight on the log scale, while the checks make targets straight on their own.
        tags.regressor_tags.poor_score = True
        return tags

    def _log_months(self, rows: Floats) -> Floats:
        told = np.asarray(self.regression_.predict(rows), dtype=np.float64)
        return np.clip(told, np.log(self.shortest_), np.log(self.longest_))

"""The probability of an outcome from the grades of a pair: a logistic regression, calibrated on rows it did not see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from experiments.estimators import BaseEstimator, ClassifierMixin
from experiments.lists import Floats, Ints
from experiments.outcomes.guard import only_grades
from experiments.outcomes.rate import two_classes

Splits = list[tuple[Ints, Ints]]
# Share of the placements at either end for which an isotonic fit tells one probability.
THIN_END = 0.01


class OutcomeModel(ClassifierMixin, BaseEstimator):
    """Logistic regression, then a calibration learned from its predictions on rows left out of each fit.

    The calibration is Platt's (a sigmoid: two numbers) while events are few, isotonic from `isotonic_from` on
    (Niculescu-Mizil and Caruana, ICML 2005: isotonic overfits below about 1,000). Events are the rarer of the answers.

    Parameters
    ----------
    names : names of the columns, codes of criteria and those with `:unknown`; others are refused. Without names nothing
        can be checked: only for matrices that hold no person
    strength : inverse of the ridge penalty, above 0
    folds : of the cross-fit; fewer where the rarer answer is rarer than that
    isotonic_from : events
    seed : of the folds

    Attributes
    ----------
    classes_ : the two answers, no first
    events_ : count of the rarer answer
    method_ : `sigmoid` or `isotonic`
    coef_ : float64 (F,), log-odds for one more of each column, before calibration
    bounds_ : lowest and highest probability ever told
    """

    def __init__(
        self,
        *,
        names: tuple[str, ...] | None = None,
        strength: float = 1.0,
        folds: int = 5,
        isotonic_from: int = 1_000,
        seed: int = 0,
    ) -> None:
        self.names = names
        self.strength = strength
        self.folds = folds
        self.isotonic_from = isotonic_from
        self.seed = seed

    def fit(self, x: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None) -> Self:
        """Fit and calibrate.

        Parameters
        ----------
        x : float (n, F)
        y : (n,) two classes, at least two of each
        groups : (n,), rows that stay together in the cross-fit, as those of one round; each alone if not given

        Raises
        ------
        AbbinaError
            `bad_study`: a name that may not enter.
        ValueError
            One class, not-a-number, names that are not one a column.
        """
        rows, answers = validate_data(self, x, y, dtype=np.float64)
        check_classification_targets(answers)
        self._check_names(rows.shape[1])
        self.classes_, yes = two_classes(answers)
        self.events_ = int(min(yes.sum(), len(yes) - yes.sum()))
        if self.events_ < 2:
            raise ValueError("two of each class are needed: found 1 sample of one class")
        self.method_ = "isotonic" if self.events_ >= self.isotonic_from else "sigmoid"
        plain = LogisticRegression(C=self.strength, solver="newton-cholesky")
        splits = cross_fit(yes, groups, self.folds, self.seed)
        self.calibrated_ = CalibratedClassifierCV(plain, method=self.method_, cv=splits, ensemble=False).fit(rows, yes)
        self.coef_ = self.calibrated_.calibrated_classifiers_[0].estimator.coef_[0]
        self.bounds_ = self._bounds(rows)
        return self

    def predict_proba(self, x: ArrayLike) -> Floats:
        """Probabilities of the two answers, shape (n, 2)."""
        check_is_fitted(self)
        rows = validate_data(self, x, reset=False, dtype=np.float64)
        yes = np.clip(self.calibrated_.predict_proba(rows)[:, 1], *self.bounds_)
        return np.column_stack([1 - yes, yes])

    def predict(self, x: ArrayLike) -> Any:
        """The likelier answer, shape (n,)."""
        likelier = self.predict_proba(x)[:, 1] > 0.5
        return self.classes_[likelier.astype(np.int64)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def _check_names(self, columns: int) -> None:
        if self.names is None:
            return
        only_grades(self.names)
        if len(self.names) != columns:
            raise ValueError(f"{len(self.names)} names for {columns} columns")

    def _bounds(self, rows: Floats) -> tuple[float, float]:
        # No count of placements tells that an answer is certain: Laplace's rule.
        surest = 1 / (len(rows) + 2)
        if self.method_ == "sigmoid":
            return surest, 1 - surest
        # The end steps of an isotonic fit rest on few placements, and are too sure.
        told = self.calibrated_.predict_proba(rows)[:, 1]
        low, high = np.quantile(told, [THIN_END, 1 - THIN_END]).tolist()
        return max(low, surest), min(high, 1 - surest)


def cross_fit(yes: Floats, groups: ArrayLike | None, folds: int, seed: int) -> Splits:
    """Folds with both answers left to learn from; rows of a group together where that can be had.

    Parameters
    ----------
    yes : float64 (n,), 1 and 0, at least two of each
    groups : (n,), or None where each row stands alone
    folds : at most so many; fewer where the rarer answer, or groups, are fewer
    """
    rarer = int(min(yes.sum(), len(yes) - yes.sum()))
    # scikit-learn takes seeds of 32 bits only.
    state = int(np.random.SeedSequence(seed).generate_state(1)[0])
    if groups is not None:
        together = np.asarray(groups)
        count = min(folds, rarer, len(np.unique(together)))
        if count >= 2:
            splits = list(StratifiedGroupKFold(count, shuffle=True, random_state=state).split(yes, yes, together))
            if _both_left(splits, yes):
                return splits
    return list(StratifiedKFold(min(folds, rarer), shuffle=True, random_state=state).split(yes, yes))


def _both_left(splits: Sequence[tuple[Ints, Ints]], yes: Floats) -> bool:
    return all(0 < yes[learned].sum() < len(learned) and len(held) for learned, held in splits)

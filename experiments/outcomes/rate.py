"""The baseline of every model: what share of a programme's placements went well, whoever went wherever."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from experiments.estimators import BaseEstimator, ClassifierMixin
from experiments.lists import Floats


class ProgrammeRate(ClassifierMixin, BaseEstimator):
    """The rate of each programme, drawn to the rate of all while its placements are few.

    The rate of a programme is (yes + strength x rate of all) / (n + strength); a programme never seen has the rate of
    all, itself (yes + 1) / (n + 2), Laplace's rule.

    Parameters
    ----------
    strength : placements that the rate of all counts for, above 0
    column : column of the matrix that says which programme

    Attributes
    ----------
    classes_ : the two answers, no first
    programmes_, rates_ : the programmes seen, and the probability of yes in each
    overall_ : probability of yes in all
    """

    def __init__(self, *, strength: float = 10.0, column: int = 0) -> None:
        self.strength = strength
        self.column = column

    def fit(self, x: ArrayLike, y: ArrayLike) -> Self:
        """Count.

        Parameters
        ----------
        x : (n, any), of which one column is read
        y : (n,) two classes
        """
        rows, answers = validate_data(self, x, y)
        check_classification_targets(answers)
        self.classes_, yes = two_classes(answers)
        self.overall_ = float((yes.sum() + 1) / (len(yes) + 2))
        self.programmes_, place = np.unique(rows[:, self.column], return_inverse=True)
        count = np.bincount(place)
        self.rates_ = (np.bincount(place, weights=yes) + self.strength * self.overall_) / (count + self.strength)
        return self

    def predict_proba(self, x: ArrayLike) -> Floats:
        """Probabilities of the two answers, shape (n, 2)."""
        check_is_fitted(self)
        asked = validate_data(self, x, reset=False)[:, self.column]
        at = np.minimum(np.searchsorted(self.programmes_, asked), len(self.programmes_) - 1)
        yes = np.where(self.programmes_[at] == asked, self.rates_[at], self.overall_)
        return np.column_stack([1 - yes, yes])

    def predict(self, x: ArrayLike) -> Any:
        """The likelier answer, shape (n,)."""
        likelier = self.predict_proba(x)[:, 1] > 0.5
        return self.classes_[likelier.astype(np.int64)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        # It looks at no grade: that is what it is for.
        tags.classifier_tags.poor_score = True
        return tags


def two_classes(y: Any) -> tuple[Any, Floats]:
    """The two answers in order, and whether each is the second, as 1 and 0.

    Raises
    ------
    ValueError
        There are not two.
    """
    classes, place = np.unique(y, return_inverse=True)
    if len(classes) > 2:
        raise ValueError(
            f"Only binary classification is supported. The type of the target is multiclass: {len(classes)}."
        )
    if len(classes) < 2:
        raise ValueError(f"two classes are needed: found {len(classes)} class")
    return classes, place.astype(np.float64)

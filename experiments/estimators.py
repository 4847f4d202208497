"""The classes of scikit-learn that estimators here are built on, as the type checker can see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # scikit-learn ships no types, and a class of unknown type cannot be built on.
    class BaseEstimator:
        """Parameters by name, copies, a readable form."""

        def __sklearn_tags__(self) -> Any: ...

    class ClassifierMixin:
        """Accuracy as the score."""

    class RegressorMixin:
        """Explained variance as the score."""
else:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

__all__ = ["BaseEstimator", "ClassifierMixin", "RegressorMixin"]

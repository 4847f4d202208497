"""Likeness of short texts by their letters: character n-grams weighted by how rare they are (TF-IDF)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from data.fields import plain

# Parts of words from two letters to five: endings change in Italian, stems do not.
SHORTEST, LONGEST = 2, 5

Likeness = NDArray[np.float64]


class Comparer(Protocol):
    """Something that knows how like texts are: told once what there is, then asked."""

    def fit(self, texts: Sequence[str]) -> None:
        """Learn the texts to compare with."""
        ...

    def likeness(self, asked: Sequence[str]) -> Likeness:
        """How like each text asked is to each text known, in [0, 1], shape (len(asked), len(texts))."""
        ...


class CharTfidf:
    """The default: no model, no download, the same answer everywhere."""

    def __init__(self) -> None:
        self._vectors = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(SHORTEST, LONGEST), sublinear_tf=True, dtype=np.float64, preprocessor=plain
        )

    def fit(self, texts: Sequence[str]) -> None:
        """Learn the texts and how rare each n-gram is among them."""
        self._known = self._vectors.fit_transform(texts)

    def likeness(self, asked: Sequence[str]) -> Likeness:
        """Cosine of the weighted n-grams."""
        return np.asarray((self._vectors.transform(asked) @ self._known.T).toarray(), dtype=np.float64)

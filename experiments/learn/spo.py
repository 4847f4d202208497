"""Costs foretold for the sake of the decision: SPO+ beside two-stage, linear predictors of assignment problems."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from data.errors import AbbinaError
from data.language import say
from experiments.estimators import BaseEstimator
from experiments.learn.spo_loss import Floats, cheapest, spo_plus_loss

# Of Adam (Kingma and Ba 2015): how slowly the running means of slopes and of their squares forget.
_SLOW, _SLOWER, _TINY = 0.9, 0.999, 1e-8


class TwoStage(BaseEstimator):
    """Least squares for every cost on its own; the decision comes afterwards.

    Attributes
    ----------
    coef_ : float64 (p + 1, rows * columns), the constant last
    shape_ : (rows, columns)
    """

    def fit(self, x: ArrayLike, costs: ArrayLike) -> Self:
        """Learn from features (n, p) and cost matrices (n, rows, columns).

        Raises
        ------
        AbbinaError
            `bad_study`: shapes that do not fit, or numbers that are not finite.
        """
        features, known = _checked(x, costs)
        self.n_features_in_ = features.shape[1] - 1
        self.shape_ = known.shape[1:]
        self.coef_ = _least_squares(features, known)
        return self

    def predict(self, x: ArrayLike) -> Floats:
        """Costs, shape (n, rows, columns)."""
        check_is_fitted(self, "coef_")
        return _predicted(_features(x, self.n_features_in_), self.coef_, self.shape_)


class SPOPlus(BaseEstimator):
    """The same linear predictor, trained with Adam on the SPO+ loss, from the two-stage answer onwards.

    A share of the problems trains nothing: training ends when the loss on them has not fallen for `patience` passes,
    and the coefficients that lost least there are kept, those of the start among them.

    Parameters
    ----------
    rate : step of Adam, as a share of the root mean square of the costs
    batch : problems in a step
    passes : over the training problems, at most
    patience : passes without a better figure before training ends
    validation : share of the problems kept apart, above 0 and below 1
    seed : decides which problems are kept apart, and their order

    Attributes
    ----------
    coef_ : float64 (p + 1, rows * columns), the constant last
    shape_ : (rows, columns)
    path_ : float64, mean SPO+ loss on the problems kept apart: before training, and after each pass
    pass_ : the pass whose coefficients were kept, 0 for the start
    """

    def __init__(
        self,
        rate: float = 0.005,
        batch: int = 32,
        passes: int = 100,
        patience: int = 15,
        validation: float = 0.2,
        seed: int = 0,
    ) -> None:
        self.rate = rate
        self.batch = batch
        self.passes = passes
        self.patience = patience
        self.validation = validation
        self.seed = seed

    def fit(self, x: ArrayLike, costs: ArrayLike) -> Self:
        """Learn from features (n, p) and cost matrices (n, rows, columns).

        Raises
        ------
        AbbinaError
            `bad_study`: shapes that do not fit, numbers that are not finite, or nothing left to train or to stop on.
        """
        features, known = _checked(x, costs)
        rng = np.random.default_rng(self.seed)
        apart, train = self._parted(len(known), rng)
        self.n_features_in_ = features.shape[1] - 1
        self.shape_ = known.shape[1:]
        best = cheapest(known)
        step = _Adam(self.rate * float(np.sqrt(np.mean(known**2))))
        coef = _least_squares(features[train], known[train])
        self.coef_, self.pass_ = coef, 0
        path = [self._lost(features[apart], known[apart], coef)]
        for number in range(1, self.passes + 1):
            order = rng.permutation(train)
            for first in range(0, len(order), self.batch):
                rows = order[first : first + self.batch]
                mirrored = 2.0 * _predicted(features[rows], coef, self.shape_) - known[rows]
                slope = 2.0 * (best[rows] - cheapest(mirrored))
                coef = coef - step.of(features[rows].T @ slope.reshape(len(rows), -1) / len(rows))
            path.append(self._lost(features[apart], known[apart], coef))
            if path[-1] < path[self.pass_]:
                self.coef_, self.pass_ = coef, number
            elif number - self.pass_ >= self.patience:
                break
        self.path_ = np.array(path)
        return self

    def predict(self, x: ArrayLike) -> Floats:
        """Costs by which to decide, shape (n, rows, columns): good for their order, not for their size."""
        check_is_fitted(self, "coef_")
        return _predicted(_features(x, self.n_features_in_), self.coef_, self.shape_)

    def _parted(self, n: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        order = rng.permutation(n)
        apart = round(n * self.validation)
        if not 0 < apart < n:
            raise AbbinaError(
                "bad_study",
                why=say(
                    "{n} problemi, quota di controllo {share}: non resta nulla da una parte", n=n, share=self.validation
                ),
            )
        return order[:apart], order[apart:]

    def _lost(self, features: Floats, known: Floats, coef: Floats) -> float:
        return float(spo_plus_loss(_predicted(features, coef, self.shape_), known).mean())


class _Adam:
    """Steps against the slope, as long as `rate` at first and scaled by how much slopes vary."""

    def __init__(self, rate: float) -> None:
        self._rate, self._count = rate, 0
        self._mean = np.zeros(())
        self._square = np.zeros(())

    def of(self, slope: Floats) -> Floats:
        self._count += 1
        self._mean = np.asarray(_SLOW * self._mean + (1.0 - _SLOW) * slope, dtype=np.float64)
        self._square = np.asarray(_SLOWER * self._square + (1.0 - _SLOWER) * slope**2, dtype=np.float64)
        mean = self._mean / (1.0 - _SLOW**self._count)
        square = self._square / (1.0 - _SLOWER**self._count)
        return np.asarray(self._rate * mean / (np.sqrt(square) + _TINY), dtype=np.float64)


def _checked(x: ArrayLike, costs: ArrayLike) -> tuple[Floats, Floats]:
    """Features with a constant, and costs, once they fit."""
    known = np.asarray(costs, dtype=np.float64)
    features = np.asarray(x, dtype=np.float64)
    if known.ndim != 3 or features.ndim != 2 or len(features) != len(known) or not known.size:
        sizes = say("caratteristiche {x}, costi {c}", x=features.shape, c=known.shape)
        raise AbbinaError("bad_study", why=say("{sizes}: servono (n, p) e (n, righe, colonne)", sizes=sizes))
    if not np.isfinite(known).all():
        raise AbbinaError("bad_study", why=say("un costo non è un numero finito"))
    return _features(features, features.shape[1]), known


def _features(x: ArrayLike, count: int) -> Floats:
    features = np.asarray(x, dtype=np.float64)
    if features.ndim != 2 or features.shape[1] != count or not np.isfinite(features).all():
        raise AbbinaError(
            "bad_study", why=say("le caratteristiche devono essere {count} colonne di numeri finiti", count=count)
        )
    return np.hstack([features, np.ones((len(features), 1))])


def _least_squares(features: Floats, known: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(features, known.reshape(len(known), -1), rcond=None)[0], dtype=np.float64)


def _predicted(features: Floats, coef: Floats, shape: tuple[int, ...]) -> Floats:
    return (features @ coef).reshape(-1, *shape)

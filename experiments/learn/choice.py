"""What people chose among what they were shown says how much each criterion counts for them."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from data.errors import AbbinaError
from data.language import marked, say
from experiments.estimators import BaseEstimator
from experiments.learn.choice_climb import climb
from experiments.learn.choice_design import Design, Position, design_from, design_of, is_place, not_learnable
from experiments.lists import Floats, Ints, Lists


class ConditionalLogit(BaseEstimator):
    """Conditional logit over whole lists (McFadden 1974), with grades that never count against an option.

    The utility of an option is `coef_` x its columns plus noise of Gumbel's law, and the option of the highest utility
    is chosen. Lists may have different lengths. Columns are taken as they are: Newton steps need no standardisation.

    Parameters
    ----------
    grades : the first so many columns are grades, whose coefficients are never negative; None: all, of whole
        lists all the criteria.
    outside : whether "none of these" is an option; decisions without a choice are left out if it is not
    ridge : what the sum of squared coefficients takes from the log-likelihood; it only keeps them finite where choices
        are foretold without fail
    max_steps : Newton steps at most

    Attributes
    ----------
    coef_ : float64 (p,), in the order of `names_`
    names_ : columns: criteria, then `rank` or `rank_1`..., then `none`
    weights_ : float64 (K,), coefficients of the grades, summing to 1
    scale_ : sum of the coefficients of the grades: how consistent choices are, against noise of variance pi^2 / 6
    position_effect_ : float64, of the place in the list on utility: one number a place further down, or one for each
        place against the first; empty where places are not modelled
    log_likelihood_ : without the ridge
    n_decisions_, n_left_out_ : decisions used, and left out because nothing was chosen
    converged_ : whether the top was reached
    design_, used_ : the arrays that were fitted, which intervals need again, and which decisions they hold
    """

    def __init__(
        self, grades: int | None = None, outside: bool = False, ridge: float = 1e-3, max_steps: int = 100
    ) -> None:
        self.grades = grades
        self.outside = outside
        self.ridge = ridge
        self.max_steps = max_steps

    def fit(self, x: ArrayLike, y: ArrayLike, lists: ArrayLike) -> Self:
        """Learn from plain arrays.

        Parameters
        ----------
        x : float (r, p), one row an option
        y : bool (r,), True for the chosen option of a list
        lists : (r,), which list each row belongs to

        Raises
        ------
        AbbinaError
            `bad_study`: no decision, a value lacks, two choices in a list, or a column that these lists cannot tell.
        """
        matrix = _matrix(x)
        chosen, decision = np.asarray(y).astype(np.bool_), np.asarray(lists)
        if not len(matrix) == len(chosen) == len(decision):
            raise AbbinaError("bad_study", why=say("x, y e lists devono avere lo stesso numero di righe"))
        design, used = design_from(matrix, chosen, decision, self.grades, self.outside)
        return self._learn(design, used, len(np.unique(decision)), None)

    def fit_lists(self, lists: Lists, position: Position | None = "linear") -> Self:
        """Learn from whole lists, with the place in the list beside the grades.

        Raises
        ------
        AbbinaError
            `bad_study`, as `fit`.
        """
        design, used = design_of(lists, position, self.outside, self.grades)
        return self._learn(design, used, len(lists), position)

    def fit_design(self, design: Design) -> Self:
        """Learn from a design made elsewhere."""
        return self._learn(design, np.arange(len(design), dtype=np.int64), len(design), None)

    def predict_proba(self, x: ArrayLike, lists: ArrayLike) -> Floats:
        """Probability that each option is chosen, float64 (r,); what lacks to 1 in a list is "none of these"."""
        check_is_fitted(self, "coef_")
        matrix, decision = _matrix(x), np.asarray(lists)
        order = np.argsort(decision, kind="stable")
        _, start = np.unique(decision[order], return_index=True)
        told = np.empty(len(matrix))
        told[order] = self._told(np.ascontiguousarray(matrix[order].T), np.r_[start, len(matrix)].astype(np.int64))
        return told

    def predict_proba_lists(self, lists: Lists) -> Floats:
        """As `predict_proba`, for whole lists, in the order of their rows."""
        check_is_fitted(self, "coef_")
        shown = lists.of(np.diff(lists.start) > 0)
        return self._told(self._columns(shown), shown.start)

    def _columns(self, lists: Lists) -> Floats:
        """Grades and places as they were when it was learned: places never seen then count as the last one."""
        if self.position_ is None:
            return np.ascontiguousarray(lists.grades.T)
        if self.position_ == "linear":
            return np.vstack([lists.grades.T, lists.rank])
        place = np.arange(1, 1 + len(self.position_effect_))
        return np.vstack([lists.grades.T, np.minimum(lists.rank, len(place)) == place[:, None]])

    def _told(self, columns: Floats, start: Ints) -> Floats:
        if len(start) < 2:
            return np.zeros(0)
        coef = self.coef_[: len(columns)]
        utility, sizes = coef @ columns, np.diff(start)
        nobody = self.coef_[-1] if self.outside else -np.inf
        top = np.maximum(np.maximum.reduceat(utility, start[:-1]), nobody)
        power = np.exp(utility - np.repeat(top, sizes))
        total = np.add.reduceat(power, start[:-1]) + np.exp(nobody - top)
        share: Floats = power / np.repeat(total, sizes)
        return share

    def _learn(self, design: Design, used: Ints, asked: int, position: Position | None) -> Self:
        demand_learnable(design)
        top = climb(design, self.ridge, max_steps=self.max_steps)
        self.design_ = design
        self.used_ = used
        self.names_ = design.names
        self.position_ = position
        self.coef_ = top.coef
        own = top.coef[design.bounded]
        self.scale_ = float(own.sum())
        if len(own) and self.scale_ <= 0:
            raise AbbinaError(
                "bad_study", why=say("le scelte vanno contro tutti i criteri: non c'è un peso da imparare")
            )
        self.weights_ = own / self.scale_ if len(own) else own
        self.position_effect_ = top.coef[is_place(design)]
        self.log_likelihood_ = top.log_likelihood
        self.n_decisions_ = len(design)
        self.n_left_out_ = asked - len(design)
        self.converged_ = top.converged
        return self


PLACE = marked("il posto nell'elenco")


def demand_learnable(design: Design) -> None:
    """Refuse columns that the lists cannot tell.

    Raises
    ------
    AbbinaError
        `bad_study`, naming them.
    """
    if blind := not_learnable(design):
        raise AbbinaError(
            "bad_study",
            why=say(
                "da queste decisioni non si può imparare {names}: dentro ogni elenco le opzioni sono uguali, oppure "
                "due di queste voci dicono sempre la stessa cosa",
                names=", ".join(say(PLACE) if name.startswith("rank") else name for name in blind),
            ),
        )


def _matrix(x: ArrayLike) -> Floats:
    matrix = np.asarray(x, dtype=np.float64)
    if matrix.ndim != 2:
        raise AbbinaError("bad_study", why=say("x deve avere una riga per opzione e una colonna per voce"))
    return matrix

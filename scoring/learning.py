"""How much of a level asked counts: what is held, what can be learned with the tutor, what is near to it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.cohort import Cohort
from data.pairs import Index
from scoring.criterion import Settings

Levels = NDArray[np.float64]


def learnable_levels(tutor_h_week: NDArray[np.float32], settings: Settings) -> Levels:
    """Levels that can be gained with the tutor, shape of the hours: 0, 1 or 2; 0 where the hours are unknown."""
    hours = np.nan_to_num(tutor_h_week, nan=0.0)
    return (hours >= settings["one_level_tutor_h"]).astype(np.float64) + (hours >= settings["two_levels_tutor_h"])


def reached(level: NDArray[Any], need: NDArray[Any], learnable: NDArray[Any], settings: Settings) -> Levels:
    """Grade of levels asked, in [0, 1]: those held, and in part those that can be learned; -1 was never assessed."""
    own = np.minimum(level, need)
    learned = np.minimum(learnable, need - own) * settings["learning_credit"]
    return np.where(level >= 0, (own + learned) / need, settings["not_assessed"])


def nearness(cohort: Cohort, people: Index, key: Index, need: NDArray[Any]) -> Levels:
    """How near some people are to levels asked, by the best of the neighbours that each holds.

    Parameters
    ----------
    people : rows of candidates, shape (p,)
    key, need : column of the competence and level, shape (t,)

    Returns
    -------
    float64 (p, t)
        Closeness of the neighbour x share of the level that is held of it, in [0, 1); 0 where none is held.
    """
    best = np.zeros((len(people), len(key)))
    for k in range(cohort.near.shape[1]):
        # The closest come first, so that whoever has no k-th neighbour has none after it.
        there = np.flatnonzero(cohort.near[key, k] >= 0)
        levels = cohort.candidates.competences[people[:, None], cohort.near[key[there], k]]
        share = np.clip(levels, 0, need[there]) / need[there]
        best[:, there] = np.maximum(best[:, there], share * cohort.closeness[key[there], k])
    return best

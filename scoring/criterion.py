"""The shape of a criterion: one aspect of how good a pair is, as a grade in [0, 1]."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.language import say
from data.pairs import Pairs

Grades = NDArray[np.float64]
Settings = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that a weight set must give: what it means, and the range in which the criterion makes sense.

    Parameters
    ----------
    meaning : English, for who writes a weight set
    least, most : the range
    older : what a weight set from before this setting says by its silence: the criterion as it was then; without it
        every set must give the number
    """

    meaning: str
    least: float
    most: float
    older: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One aspect of how good a pair is.

    Parameters
    ----------
    code : stable name, key of the weight sets
    label : Italian, marked: what people read beside the bar
    question : Italian, marked: what the criterion asks of the pair
    settings : the numbers that a weight set must give, by name
    grades : (pairs, settings) -> float array in [0, 1], NaN where the data are missing
    facts : (pairs, settings, k) -> what the sentence needs for pair k; `say` names the sentence
    sentences : Italian sentences by name, marked, with {placeholders} from `facts`
    unknown : names of the sentences that say what is missing; said exactly where the grade is NaN
    """

    code: str
    label: str
    question: str
    settings: Mapping[str, Setting]
    grades: Callable[[Pairs, Settings], Grades]
    facts: Callable[[Pairs, Settings, int], Mapping[str, Any]]
    sentences: Mapping[str, str]
    unknown: frozenset[str] = frozenset({"missing"})

    def sentence(self, facts: Mapping[str, Any]) -> str:
        """The sentence for given facts, in the language spoken now."""
        return say(self.sentences[facts["say"]], **facts)

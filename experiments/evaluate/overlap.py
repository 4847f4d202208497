"""Whether the past says anything about a rule: how many past decisions it would have taken itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.lists import Floats

# An option that the past took less often than this was, for the data, never taken.
NEVER = 1e-6
# Below the first the interval itself is doubtful (Kish, Survey Sampling 1965); below the second it says nothing.
FEW, TOO_FEW = 100.0, 30.0
THIN, TOO_THIN = 0.1, 0.02
# Share of all weight held by one decision.
HEAVY, TOO_HEAVY = 0.05, 0.2
# Share of the rule's choices that the past never took.
UNSEEN = 0.05
# How far the mean weight, 1 if the probabilities are right, may lie from 1.
OFF = 0.25


class Level(StrEnum):
    """How far the past speaks of the rule."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"

    @property
    def label(self) -> str:
        """In words, in the language spoken now."""
        return say(_LEVELS[self])


_LEVELS = {Level.GOOD: marked("buona"), Level.WEAK: marked("debole"), Level.BAD: marked("insufficiente")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The verdict on one rule and one set of past decisions.

    Parameters
    ----------
    n : decisions
    ess : effective sample size of Kish, in (0, n]
    largest : largest weight
    heaviest : share of all weight that the heaviest decision holds, in [0, 1]
    mean_weight : near 1, less the share never seen, if the probabilities are right
    unseen_units : share of decisions for which the rule would choose something that the past never did, in [0, 1];
        NaN where only the probability of what was chosen is known
    unseen : share of the rule's choices that fall there, in [0, 1]; NaN likewise
    cut_at : bound at which weights were cut because someone asked for it; None if they were not
    """

    n: int
    ess: float
    largest: float
    heaviest: float
    mean_weight: float
    unseen_units: float
    unseen: float
    cut_at: float | None = None

    @property
    def share(self) -> float:
        """Effective decisions of 1 real one, in (0, 1]."""
        return self.ess / self.n

    @property
    def level(self) -> Level:
        """The verdict; the worst of its reasons decides."""
        if self.ess < TOO_FEW or self.share < TOO_THIN or self.heaviest > TOO_HEAVY or self.unseen > UNSEEN:
            return Level.BAD
        weak = self.ess < FEW or self.share < THIN or self.heaviest > HEAVY or self.unseen > 0
        return Level.WEAK if weak or self.off or self.cut_at is not None else Level.GOOD

    @property
    def off(self) -> bool:
        """Whether the mean weight is far from what it is if the probabilities are right: 1, less what is never seen."""
        expected = 1.0 if np.isnan(self.unseen) else 1.0 - self.unseen
        return abs(self.mean_weight - expected) > OFF

    def sentences(self) -> tuple[str, ...]:
        """What makes the verdict worse than good, one sentence each; empty where nothing does."""
        told: list[str] = []
        if self.ess < FEW or self.share < THIN:
            sentence = marked(
                "Su {n} casi passati, per questa regola ne contano circa {ess}: il passato ne parla poco."
            )
            told.append(say(sentence, n=self.n, ess=number(self.ess, 0)))
        if self.heaviest > HEAVY:
            sentence = marked("Una sola decisione pesa il {share} % del totale: il risultato dipende da lei.")
            told.append(say(sentence, share=number(100 * self.heaviest, 1)))
        if self.unseen > 0:
            sentence = marked(
                "Nel {units} % dei casi la regola sceglierebbe qualcosa che in passato non si sceglieva mai "
                "({share} % delle sue scelte): lì i dati non dicono nulla, valgono solo il caso peggiore e il migliore."
            )
            told.append(say(sentence, units=number(100 * self.unseen_units, 1), share=number(100 * self.unseen, 1)))
        if np.isnan(self.unseen):
            told.append(
                say(
                    "Si conosce la probabilità solo di ciò che fu scelto: non si può sapere se la regola sceglierebbe "
                    "cose che in passato non si sceglievano mai."
                )
            )
        if self.off:
            sentence = marked(
                "I pesi hanno media {mean} invece di {expected}: le probabilità con cui si decideva sono forse "
                "sbagliate."
            )
            expected = 1.0 if np.isnan(self.unseen) else 1.0 - self.unseen
            told.append(say(sentence, mean=number(self.mean_weight, 2), expected=number(expected, 2)))
        if self.cut_at is not None:
            sentence = marked("I pesi sopra {most} sono stati tagliati, come chiesto: il valore ne è un po' spostato.")
            told.append(say(sentence, most=number(self.cut_at)))
        return tuple(told)


def worse(one: Overlap, other: Overlap) -> Overlap:
    """The one that the past speaks less of."""
    return min(one, other, key=lambda own: (list(Level)[::-1].index(own.level), own.ess))


def ess(weight: Floats) -> float:
    """The effective sample size of Kish: (sum w)^2 / sum w^2; 0 where every weight is 0."""
    squares = float(weight @ weight)
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0


def overlap_of(weight: Floats, *, unseen: Floats | None = None, cut_at: float | None = None) -> Overlap:
    """The verdict from the weights of the decisions.

    Parameters
    ----------
    weight : shape (n,), probability under the rule by probability in the past, of what was chosen, >= 0
    unseen : shape (n,), share of the rule's choices of each decision that the past never took; None if not known
    cut_at : bound at which weights were cut, None if they were not

    Raises
    ------
    AbbinaError
        `bad_study`: no past decision is one that the rule would have taken.
    """
    total = float(weight.sum())
    if not total > 0:
        raise AbbinaError(
            "bad_study",
            why=marked("nessuna decisione passata è una che questa regola avrebbe preso: i dati non ne dicono nulla"),
        )
    return Overlap(
        n=len(weight),
        ess=ess(weight),
        largest=float(weight.max()),
        heaviest=float(weight.max()) / total,
        mean_weight=total / len(weight),
        unseen_units=float((unseen > 0).mean()) if unseen is not None else float("nan"),
        unseen=float(unseen.mean()) if unseen is not None else float("nan"),
        cut_at=cut_at,
    )

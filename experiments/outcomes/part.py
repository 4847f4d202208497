"""An accepted model as one more part of the score, off unless a person asks for a share of it.

What enters is only how an opening compares with the other openings of the same person. The person's own mean is taken
off first, so that nobody counts less for being harder to place, and the sum of a person's totals stays the same to the
last unit; a single pair can cross the floor of the weight set, either way. Grades that a model reads can stand for
traits that it may not see (journey, hours, Italian): the fairness report comes before any share (domain reference 4.4
and 4.5).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.errors import AbbinaError
from data.language import number, say
from experiments.lists import Floats, Ints
from experiments.outcomes.examined import Examined, Verdict
from experiments.outcomes.guard import as_features, only_grades
from scoring.scorecard import PAIRS_A_CHUNK, ScoreCard, parts
from scoring.weights import GRID

LARGEST_SHARE = 0.2
# The last bits of a probability depend on how many pairs are asked at a time.
DIGITS = 9


def with_outcomes(card: ScoreCard, examined: Examined, share: float = 0.0) -> Ints:
    """The totals of a score card with a share given to a model of an outcome.

    Parameters
    ----------
    card : scores as they are
    examined : the model, accepted
    share : of the score, in [0, 0.2]; 0 is off and changes nothing

    Returns
    -------
    totals : int64 (n_pairs,) on the 1e-6 grid

    Raises
    ------
    AbbinaError
        `bad_study`: the share is out of its range, the model was not accepted, or reads other columns than the weight
        set of the card has.
    """
    _check_share(share)
    if share == 0:
        return card.total.copy()
    return mixed(card.total, card.candidate, foretold(card, examined), share)


def foretold(card: ScoreCard, examined: Examined) -> Floats:
    """The probability that the model tells for each allowed pair, shape (n_pairs,). Never shown: see `mixed`.

    Raises
    ------
    AbbinaError
        `bad_study`: the model was not accepted, or reads other columns than the weight set of the card has.
    """
    only_grades(examined.names)
    if examined.verdict is not Verdict.ACCEPTED or examined.model is None:
        raise AbbinaError(
            "bad_study",
            why=say(
                "il modello per «{outcome}» non è accettato: non può entrare nel punteggio",
                outcome=examined.outcome.label,
            ),
        )
    weights, told = card.weights, [np.zeros(0)]
    codes = tuple(criterion.code for criterion in weights.criteria)
    names, _ = as_features(codes, np.zeros((0, len(codes))), np.zeros((0, len(codes)), dtype=np.bool_))
    if examined.names != names:
        raise AbbinaError("bad_study", why=say("il modello legge altri criteri di quelli del punteggio"))
    neutral = np.array([weights.neutral[code] for code in codes])
    candidate, opening = card.candidate, card.opening.astype(np.int64)
    for first in range(0, len(card.total), PAIRS_A_CHUNK):
        some = slice(first, first + PAIRS_A_CHUNK)
        grades = parts(card.pairs(candidate[some], opening[some]).plain(), weights)[1].T
        known = ~np.isnan(grades)
        _, features = as_features(codes, np.where(known, grades, neutral), known)
        told.append(examined.model.predict_proba(features)[:, 1])
    return np.asarray(np.round(np.concatenate(told), DIGITS), dtype=np.float64)


def relative_grades(totals: Ints, candidate: Ints, probability: Floats) -> Floats:
    """How each opening compares with the person's others, as a grade in [0, 1] whose mean is the person's mean score.

    The grade is the person's mean score plus how far the probability lies from the person's own mean, in points of
    probability; where that would leave [0, 1], all the distances of that person shrink alike.

    Parameters
    ----------
    totals : int64 (n,) on the 1e-6 grid
    candidate : int64 (n,), rows of a person together or not
    probability : float64 (n,)
    """
    people = int(candidate.max()) + 1 if len(candidate) else 0
    n = np.maximum(np.bincount(candidate, minlength=people), 1)
    level = np.bincount(candidate, weights=totals, minlength=people) / n / GRID
    apart = probability - (np.bincount(candidate, weights=probability, minlength=people) / n)[candidate]
    up, down = np.zeros(people), np.zeros(people)
    np.maximum.at(up, candidate, apart)
    np.maximum.at(down, candidate, -apart)
    room = np.ones(people)
    np.divide(1 - level, up, out=room, where=up > 1 - level)
    below = np.ones(people)
    np.divide(level, down, out=below, where=down > level)
    grades = level[candidate] + np.minimum(room, below)[candidate] * apart
    return np.clip(grades, 0.0, 1.0)


def mixed(totals: Ints, candidate: Ints, probability: Floats, share: float) -> Ints:
    """Totals of which a share comes from `relative_grades`; the sum of each person's totals does not change.

    Parameters
    ----------
    totals, candidate, probability : as of `relative_grades`
    share : in [0, 0.2]

    Returns
    -------
    totals : int64 (n,) on the 1e-6 grid

    Raises
    ------
    AbbinaError
        `bad_study`: the share is out of its range.
    """
    _check_share(share)
    if share == 0 or not len(totals):
        return totals.copy()
    exact = (1 - share) * totals + share * GRID * relative_grades(totals, candidate, probability)
    whole = np.floor(exact).astype(np.int64)
    # What rounding down took goes back to the largest fractions, person by person (Hamilton's method).
    owed = _sums(totals, candidate) - _sums(whole, candidate)
    order = np.lexsort((np.arange(len(totals)), whole - exact, candidate))
    sizes = np.bincount(candidate)
    place = np.arange(len(totals)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    whole[order] += place < owed[candidate[order]]
    return whole


def _sums(values: Ints, candidate: Ints) -> NDArray[np.int64]:
    sums = np.zeros(int(candidate.max()) + 1, dtype=np.int64)
    np.add.at(sums, candidate, values)
    return sums


def _check_share(share: float) -> None:
    if not 0 <= share <= LARGEST_SHARE:
        raise AbbinaError(
            "bad_study",
            why=say(
                "la parte del punteggio data a un modello va da 0 a {most}, non {share}",
                most=number(LARGEST_SHARE),
                share=number(share),
            ),
        )

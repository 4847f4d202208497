"""What a rule would have been worth on past decisions: IPW, SNIPS, the model alone, and AIPW, one shape of answer.

All intervals come from influence functions summed by round: decisions of one round compete for the same seats. The
number of rounds gives Student's t its degrees of freedom, so that few rounds make wide intervals.
"""

from __future__ import annotations

import numpy as np

from data.errors import AbbinaError
from data.language import marked, say
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.overlap import NEVER, Overlap
from experiments.evaluate.value import Estimate, estimate_of, interval_of
from experiments.lists import Floats

_KNOWN = marked("Le probabilità con cui si decideva sono quelle scritte nel registro.")
_ESTIMATED = marked(
    "Le probabilità con cui si decideva sono stimate: fuori dalle caratteristiche usate non deve esserci nulla che "
    "contava sia per la scelta sia per l'esito."
)
_ALONE = marked("L'esito di una persona non dipende da dove vanno le altre.")
_MODEL_RIGHT = marked("Il modello degli esiti è giusto: se non lo è, l'intervallo non vale. Di solito è ottimista.")
_UNSEEN = {
    "ipw": marked("Ciò che il passato non ha mai scelto qui conta zero: il valore è solo del resto."),
    "snips": marked("Si assume che ciò che il passato non ha mai scelto valga come il resto."),
    "direct": marked("Di ciò che il passato non ha mai scelto parla solo il modello degli esiti."),
    "aipw": marked("Di ciò che il passato non ha mai scelto parla solo il modello degli esiti."),
}
_EITHER = marked("Basta che sia giusto uno dei due: le probabilità con cui si decideva, o il modello degli esiti.")


def history(logged: Logged) -> Estimate:
    """What came of the decisions as they were taken."""
    n = len(logged)
    return estimate_of(
        what=say("Come è andata"),
        method="history",
        value=float(logged.reward.mean()),
        influence=_centred(logged.reward),
        cluster=logged.round_,
        overlap=Overlap(n=n, ess=float(n), largest=1.0, heaviest=1 / n, mean_weight=1.0, unseen_units=0.0, unseen=0.0),
        assumed=(),
        over=None,
    )


def ipw(logged: Logged, *, what: str = "") -> Estimate:
    """Inverse probability weighting (Horvitz & Thompson, JASA 1952): right if the probabilities are.

    Parameters
    ----------
    logged : past decisions and the rule
    what : name of the rule, already said
    """
    return _estimate(logged, "ipw", what, _from_terms(logged.weight * logged.reward))


def snips(logged: Logged, *, what: str = "") -> Estimate:
    """Self-normalised weighting (Swaminathan & Joachims, NeurIPS 2015): a little bias for much less noise."""
    weight, overlap = logged.weight, logged.overlap
    value = float(weight @ logged.reward) / float(weight.sum())
    return _estimate(logged, "snips", what, (value, weight * (logged.reward - value) / overlap.mean_weight))


def direct(logged: Logged, *, what: str = "") -> Estimate:
    """The model alone: what a model expects of the rule. Optimistic where the model chose the rule; never alone.

    Raises
    ------
    AbbinaError
        `bad_study`: the decisions carry no model.
    """
    return _estimate(logged, "direct", what, _from_terms(_expected(logged)))


def aipw(logged: Logged, *, what: str = "") -> Estimate:
    """Augmented weighting (Robins, Rotnitzky & Zhao, JASA 1994; Dudik, Langford & Li, ICML 2011).

    Right if either the probabilities or the model are; with both estimated on other folds, its interval is still valid
    (Chernozhukov et al., Econometrics Journal 2018).

    Raises
    ------
    AbbinaError
        `bad_study`: the decisions carry no model.
    """
    of_chosen = _model(logged)[np.arange(len(logged)), logged.action]
    terms = _expected(logged) + logged.weight * (logged.reward - of_chosen)
    return _estimate(logged, "aipw", what, _from_terms(terms))


def _estimate(logged: Logged, method: str, what: str, found: tuple[float, Floats]) -> Estimate:
    value, influence = found
    known = say(_ESTIMATED if logged.estimated else _KNOWN)
    overlap = logged.overlap
    assumed = {"direct": (say(_MODEL_RIGHT),), "aipw": (known, say(_EITHER))}.get(method, (known,))
    return estimate_of(
        what=what or say("La regola"),
        method=method,
        value=value,
        influence=influence,
        cluster=logged.round_,
        overlap=overlap,
        assumed=(*assumed, *((say(_UNSEEN[method]),) if overlap.unseen > 0 else ()), say(_ALONE)),
        over=(value - float(logged.reward.mean()), influence - _centred(logged.reward)),
        extremes=_extremes(logged, method, value, influence),
    )


def _extremes(logged: Logged, method: str, value: float, influence: Floats) -> tuple[float, float] | None:
    """The interval if all that the past never chose went worst, and best (Manski, AER 1990)."""
    unseen = logged.unseen
    if unseen is None or logged.span is None or not unseen.any():
        return None
    missing = float(unseen.mean())
    if method == "snips":
        # Its value is of the rest alone.
        value, influence = value * (1 - missing), influence * (1 - missing)
    elif method != "ipw" and logged.logging is not None:
        imagined = np.where((logged.logging < NEVER) & logged.allowed, logged.target * _model(logged), 0.0).sum(axis=1)
        value, influence = value - float(imagined.mean()), influence - _centred(imagined)
    ends = [
        interval_of(value + missing * end, influence + _centred(unseen * end), logged.round_) for end in logged.span
    ]
    # Worst and best cases of a mean lie where outcomes lie.
    return max(ends[0].low, logged.span[0]), min(ends[1].high, logged.span[1])


def _model(logged: Logged) -> Floats:
    if logged.model is None:
        raise AbbinaError("bad_study", why=marked("manca il modello degli esiti, stimato su altre decisioni"))
    return logged.model


def _expected(logged: Logged) -> Floats:
    """What the model expects of the rule in each decision, shape (n,)."""
    return np.asarray(np.where(logged.allowed, logged.target * _model(logged), 0.0).sum(axis=1))


def _from_terms(terms: Floats) -> tuple[float, Floats]:
    return float(terms.mean()), _centred(terms)


def _centred(terms: Floats) -> Floats:
    return np.asarray(terms - terms.mean())

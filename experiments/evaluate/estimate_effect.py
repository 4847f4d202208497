"""The effect of something that some got and others did not: on all (ATE) and on who got it (ATT)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.language import marked, say
from experiments.evaluate.estimate import aipw, ipw, snips
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.overlap import overlap_of
from experiments.evaluate.value import Estimate, difference, estimate_of
from experiments.lists import Floats, Ints

CONTROL, TREATED = 0, 1
_ESTIMATED = marked("Chi ha partecipato e chi no differiscono solo per le caratteristiche usate.")
_DRAWN = marked("Chi partecipa è stato estratto a sorte.")


def two_arms(
    outcome: Floats,
    treated: Ints,
    chance: Floats,
    *,
    model: Floats | None = None,
    cluster: Ints | None = None,
    estimated: bool = True,
) -> Logged:
    """Who got it and who did not, as decisions between two options.

    Parameters
    ----------
    outcome : shape (n,)
    treated : shape (n,), 1 who got it, 0 who did not
    chance : shape (n,), probability of getting it, strictly between 0 and 1 where it was seen happening
    model : shape (n, 2), expected outcome without and with it
    cluster : shape (n,), who varies together; each on its own if not given
    estimated : False where a lot decided with these probabilities
    """
    n = len(outcome)
    logging = np.stack([1 - chance, chance], axis=1)
    return Logged(
        reward=outcome,
        action=treated,
        propensity=logging[np.arange(n), treated],
        target=np.tile(np.array([1.0, 0.0]), (n, 1)),
        allowed=np.ones((n, 2), dtype=np.bool_),
        round_=np.arange(n, dtype=np.int64) if cluster is None else cluster,
        logging=logging,
        model=model,
        estimated=estimated,
    )


def ate(arms: Logged, *, what: str, method: str = "aipw") -> Estimate:
    """The mean effect on all: everybody with it, minus everybody without.

    The overlap told is that of the worse of the two.

    Parameters
    ----------
    arms : from `two_arms`
    what : already said
    method : `ipw`, `snips` or `aipw`
    """
    valued = {"ipw": ipw, "snips": snips, "aipw": aipw}[method]
    n = len(arms)
    everyone = [np.tile(np.eye(2)[arm], (n, 1)) for arm in (CONTROL, TREATED)]
    without, with_it = (valued(arms.under(target)) for target in everyone)
    effect = difference(with_it, without, what=what)
    worse = min(without.overlap, with_it.overlap, key=lambda overlap: overlap.ess)
    return replace(effect, overlap=worse, ess=worse.ess, assumed=_assumed(arms))


def att(arms: Logged, *, what: str, method: str = "aipw") -> Estimate:
    """The mean effect on those who got it: they, against controls weighted to be like them.

    With `ipw`, weights are normalised (Hajek); with `aipw` a model of what would have come without it is added
    (Mercatanti & Li, 2014; Chernozhukov et al. 2018). Its effective sample is that of the controls.

    Parameters
    ----------
    arms : from `two_arms`; for `aipw`, with a model of which only the column without it counts
    what : already said
    method : `ipw` or `aipw`
    """
    n, outcome = len(arms), arms.reward
    treated = arms.action == TREATED
    assert arms.logging is not None
    odds = np.where(treated, 0.0, arms.logging[:, TREATED] / np.where(treated, 1.0, arms.logging[:, CONTROL]))
    expected = np.zeros(n) if arms.model is None or method == "ipw" else arms.model[:, CONTROL]
    rest = outcome - expected
    share = treated.mean()
    controls = float(odds @ rest) / float(odds.sum())
    # Normalised odds: their sum estimates the share of the treated.
    scaled = odds * (treated.sum() / odds.sum())
    effect = float(rest[treated].mean()) - controls
    influence = (treated * (rest - controls - effect) - scaled * (rest - controls)) / share
    weight = odds[~treated]
    overlap = overlap_of(weight * (len(weight) / treated.sum()), unseen=np.zeros(len(weight)))
    return estimate_of(
        what=what,
        method=method,
        value=effect,
        influence=influence,
        cluster=arms.round_,
        overlap=overlap,
        assumed=_assumed(arms),
        over=(effect, influence),
    )


def difference_in_means(outcome: Floats, treated: Ints, *, what: str, cluster: Ints | None = None) -> Estimate:
    """The mean of who got it minus that of who did not: the effect if a lot decided, and only then."""
    arms = two_arms(outcome, treated, np.full(len(outcome), treated.mean()), cluster=cluster, estimated=False)
    return ate(arms, what=what, method="snips")


def _assumed(arms: Logged) -> tuple[str, ...]:
    return (
        say(_ESTIMATED if arms.estimated else _DRAWN),
        say("L'esito di una persona non dipende da dove vanno le altre."),
    )

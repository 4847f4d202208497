"""The whole study in one sentence: what stands at the top of its page, and on the terminal."""

from __future__ import annotations

import numpy as np

from data.language import number, say
from experiments.evaluate.overlap import Level
from experiments.report.parts import Section
from experiments.study.past import Past
from experiments.study.values import Valued


def untrusted(placebo: Section) -> tuple[str, ...]:
    """Nothing that a study finds is told without saying that its own placebo failed."""
    return (
        (say("La prova a vuoto non è riuscita: non fidarti dei guadagni di questo studio."),)
        if placebo.warnings
        else ()
    )


def told_finding(first: Valued, past: Past) -> str:
    """The whole study in one sentence, with its interval: what the learned weights gain over today's, out of time."""
    if np.ptp(past.logged.reward[past.placed]) == 0:
        # An interval of no width would promise a certainty that nobody has.
        return say(
            "Tutti gli esiti noti sono uguali: queste decisioni non possono dire con quali pesi i tirocini vadano "
            "meglio."
        )
    gain = first.gain_over_today.interval
    facts = {
        "value": number(100 * gain.value, 1),
        "low": number(100 * gain.low, 1),
        "high": number(100 * gain.high, 1),
        "least": number(100 * first.gain_over_today.least_gain, 1),
        "n": len(first.split.test),
    }
    if first.gain_over_today.overlap.level is Level.BAD and not gain.low <= 0 <= gain.high:
        return say(
            "Non si può dire se i pesi imparati facciano meglio o peggio di quelli di oggi: {value} punti su cento (da "
            "{low} a {high}) su {n} persone di giornate successive, ma di una delle due regole il passato parla troppo "
            "poco.",
            **facts,
        )
    if gain.low > 0:
        return say(
            "Su {n} persone di giornate successive i pesi imparati avrebbero fatto meglio di quelli di oggi: {value} "
            "punti in più su cento (da {low} a {high}).",
            **facts,
        )
    if gain.high < 0:
        return say(
            "Su {n} persone di giornate successive i pesi imparati avrebbero fatto peggio di quelli di oggi: {value} "
            "punti su cento (da {low} a {high}).",
            **facts,
        )
    return say(
        "Non è dimostrato che i pesi imparati facciano meglio di quelli di oggi: {value} punti su cento (da {low} a "
        "{high}), su {n} persone di giornate successive; si vedrebbe una differenza di almeno {least}.",
        **facts,
    )

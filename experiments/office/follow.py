"""What becomes of the placements of an invented office, by a law that is known: completed, hired, for how long."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.office.spec import (
    BASE_LOG_ODDS,
    CONTRACT_LOG_MEAN,
    CONTRACT_LOG_SPREAD,
    FINDS_6M,
    FINDS_12M,
    HIRED_OF_COMPLETED,
    HOST_SPREAD,
    KNOWN,
    OWN_SPREAD,
    PERMANENT,
    STAYS_6M,
    STAYS_12M,
    OfficeSpec,
)
from matching.decision import Decision
from matching.followup import Followup

# The score around which outcomes are as usual.
MIDDLE = 0.55
# Nodes and weights by which a mean over a bell-shaped spread is taken.
_NODES, _MASS = np.polynomial.hermite_e.hermegauss(15)


def completes(spec: OfficeSpec, true_score: np.ndarray) -> np.ndarray:
    """The probability that a placement of some true score is completed, over hosts and chance, in [0, 1].

    What a study can never know, and an invented world does: the value of any other rule is the mean of this.
    """
    spread = np.hypot(HOST_SPREAD, OWN_SPREAD)
    odds = BASE_LOG_ODDS + spec.effect * (np.asarray(true_score)[..., None] - MIDDLE) + spread * _NODES
    return np.asarray((1 / (1 + np.exp(-odds))) @ (_MASS / _MASS.sum()))


def follow(
    spec: OfficeSpec, made: list[tuple[Decision, np.ndarray]], late: float, rng: np.random.Generator
) -> list[Followup]:
    """The outcomes of the decisions of a round.

    Parameters
    ----------
    late : months from the round to the end of the data: what comes after it is not known yet
    """
    hosts: dict[str, float] = {}
    found = []
    for decision, truth in made:
        # The same draws for everybody, so that one outcome never shifts those of the others.
        bell, draw = rng.normal(size=3), rng.random(9)
        if decision.chosen is None:
            continue
        place = [option.opening for option in decision.shown].index(decision.chosen)
        host = hosts.setdefault(decision.chosen, float(bell[0]))
        odds = BASE_LOG_ODDS + spec.effect * (truth[place] - MIDDLE) + HOST_SPREAD * host + OWN_SPREAD * bell[1]
        completed = bool(draw[0] < 1 / (1 + np.exp(-odds)))
        found.append(_outcome(decision, completed, late, draw, float(bell[2])))
    return found


def _outcome(decision: Decision, completed: bool, late: float, draw: np.ndarray, bell: float) -> Followup:
    hired = completed and bool(draw[1] < HIRED_OF_COMPLETED)
    after_6 = bool(draw[2] < (STAYS_6M if hired else FINDS_6M))
    after_12 = bool(draw[3] < (STAYS_12M if after_6 else FINDS_12M))
    # Internships of six months end six months after the round.
    asked: Mapping[str, bool] = {
        "exit": late >= 6 and draw[4] < KNOWN["exit"],
        "6m": late >= 12 and draw[5] < KNOWN["6m"],
        "12m": late >= 18 and draw[6] < KNOWN["12m"],
    }
    no_end = hired and bool(draw[7] < PERMANENT)
    told = asked["exit"] and hired
    months = round(float(np.exp(CONTRACT_LOG_MEAN + CONTRACT_LOG_SPREAD * bell)), 1)
    return Followup(
        id=decision.id,
        opening=decision.chosen or "",
        started=True,
        completed=completed if late >= 6 else None,
        hired_exit=hired if asked["exit"] else None,
        hired_6m=after_6 if asked["6m"] else None,
        hired_12m=after_12 if asked["12m"] else None,
        no_end=no_end if told else None,
        contract_months=max(months, 0.1) if told and not no_end else None,
    )

"""Invented placements and what became of them, with a known law: for proofs and tests, never for a claim."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from experiments.outcomes.followups import Followups, Outcome
from experiments.outcomes.guard import as_features
from scoring.criteria import CRITERIA

CODES = tuple(criterion.code for criterion in CRITERIA)
# Log-odds of a hire for a grade of 1 against one of 0, in the order of the criteria.
EFFECTS = np.array([1.5, 1.2, 0.8, 0.4, 0.6, 0.3, 0.2, 1.0, 0.5])
# Log-odds of a hire at middling grades in each programme: rates of about a quarter to two fifths.
PROGRAMMES = np.array([-1.0, -0.8, -0.6, -0.4])
NEUTRAL, UNKNOWN_SHARE, A_ROUND, OFFICES = 0.5, 0.15, 20, 12
FIRST_DAY, DAYS_A_ROUND = 737_000, 3


def invent_followups(seed: int, n: int, *, effect: float = 1.0, round_sd: float = 0.0) -> Followups:
    """Placements in the order of their days; whether a hire followed depends on grades, known or not, and programme.

    Parameters
    ----------
    n : placements, 20 a round
    effect : factor of the effects of all grades; 0 makes every model useless
    round_sd : standard deviation of what a round's placements share, in log-odds
    """
    rng, k = np.random.default_rng(seed), len(CODES)
    grades = rng.beta(2, 2, size=(n, k))
    known = rng.random((n, k)) >= UNKNOWN_SHARE
    round_ = np.arange(n) // A_ROUND
    programme = rng.integers(0, len(PROGRAMMES), n)
    shared = round_sd * rng.standard_normal(len(np.unique(round_)))
    odds = PROGRAMMES[programme] + effect * (grades - 0.5) @ EFFECTS + shared[round_]
    hired = (rng.random(n) < expit(odds)).astype(np.float64)
    months = np.exp(np.log(6) + effect * (grades[:, CODES.index("continuity")] - 0.5) + 0.6 * rng.standard_normal(n))
    names, features = as_features(CODES, np.where(known, grades, NEUTRAL), known)
    return Followups(
        names=names,
        features=features,
        answers={Outcome.HIRE_EXIT: hired},
        contract_months=np.where(hired == 1, months, np.nan),
        censored=(rng.random(n) < 0.1) & (hired == 1),
        programme=programme,
        office=round_ % OFFICES,
        round_=round_,
        day=FIRST_DAY + round_ * DAYS_A_ROUND,
    )

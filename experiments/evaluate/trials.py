"""Two trials with a known answer: what the methods here make of the same people when the lot is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from data.language import say
from experiments.evaluate.estimate_effect import ate, att, difference_in_means, two_arms
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.nuisance import chances, crossfit, folds_of
from experiments.evaluate.trials_read import JOB_CORPS, NSW, PSID, Trial, read_trial
from experiments.evaluate.value import Estimate
from experiments.lists import Floats

FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """National Supported Work, earnings of 1978 in dollars a year.

    Parameters
    ----------
    by_lot : the trial itself, who got it minus who did not
    naive : who got it, minus a sample of the general population (PSID) that did not
    att, ate : `ipw` and `aipw` -> effect on who got it, and on all, from the same people as `naive`
    """

    by_lot: Estimate
    naive: Estimate
    att: dict[str, Estimate]
    ate: dict[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """One outcome of a trial.

    Parameters
    ----------
    without, with_it : means of the two sides
    by_lot : their difference
    adjusted : by AIPW with what was known before, probabilities of the lot
    """

    without: float
    with_it: float
    by_lot: Estimate
    adjusted: Estimate


def training(folder: Path, seed: int = 0) -> Training:
    """The NSW job training (LaLonde, AER 1986; Dehejia & Wahba, JASA 1999), with its lot and without.

    Probabilities are those of a logistic regression on what was known before; models of earnings are linear in the same
    terms, one for each side; both fitted on other folds.
    """
    trial, observed = read_trial(folder, NSW), read_trial(folder, PSID)
    earned = observed.outcomes["re78"]
    terms = _terms(observed)
    folds = folds_of(np.arange(len(earned)), FOLDS, seed)
    learner = make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, max_iter=5000))
    chance = chances(terms, observed.treated, 2, learner, folds)[:, 1]
    arms = _modelled(two_arms(earned, observed.treated, chance), terms, seed)
    on_treated, on_all = say("Effetto su chi ha partecipato"), say("Effetto su tutti")
    return Training(
        by_lot=difference_in_means(trial.outcomes["re78"], trial.treated, what=say("Effetto con il sorteggio")),
        naive=difference_in_means(earned, observed.treated, what=say("Differenza ingenua")),
        att={method: att(arms, what=on_treated, method=method) for method in ("ipw", "aipw")},
        ate={method: ate(arms, what=on_all, method=method) for method in ("ipw", "aipw")},
    )


def job_corps(folder: Path, seed: int = 0) -> dict[str, Arms]:
    """Job Corps (Schochet, Burghardt & McConnell, AER 2008): weeks worked (%) and earnings a week ($) in year 4.

    Unweighted means of the people in the file; where something was not known at the start, its flag is a covariate.
    """
    trial = read_trial(folder, JOB_CORPS)
    chance = np.full(len(trial.treated), trial.treated.mean())
    found: dict[str, Arms] = {}
    for outcome, values in trial.outcomes.items():
        arms = _modelled(two_arms(values, trial.treated, chance, estimated=False), trial.covariates, seed)
        found[outcome] = Arms(
            without=float(values[trial.treated == 0].mean()),
            with_it=float(values[trial.treated == 1].mean()),
            by_lot=difference_in_means(values, trial.treated, what=say("Differenza fra le medie")),
            adjusted=ate(arms, what=say("Effetto su tutti")),
        )
    return found


def _modelled(arms: Logged, features: Floats, seed: int) -> Logged:
    learner: Any = make_pipeline(StandardScaler(), LinearRegression())
    return crossfit(replace(arms, features=features), learner, folds_of(arms.round_, FOLDS, seed))


def _terms(trial: Trial) -> Floats:
    """What was known before, earnings in thousands, and whether there were none.

    No squares of earnings: on other folds they run off to probabilities of 1 for the one person who earned most.
    """
    before, last = trial.column("re74") / 1000, trial.column("re75") / 1000
    rest = [trial.column(name) for name in ("age", "educ", "black", "hisp", "marr", "nodeg")]
    return np.column_stack([*rest, before, last, before == 0, last == 0]).astype(np.float64)

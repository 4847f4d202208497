"""What the estimators get right in worlds whose truth is known: errors, coverage, and one of two models broken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression, Ridge

from experiments.evaluate.estimate import aipw, direct, ipw, snips
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.estimate_world import Small, bandit, by_linear, with_options
from experiments.evaluate.nuisance import crossfit, folds_of
from experiments.evaluate.value import Estimate
from experiments.lists import Floats

PUBLISHED = (10_000, 30, 5)
COVERAGE = (1_000, 10, 5)
BROKEN = (10_000, 10, 5)
_TRUTH_PEOPLE = 20_000
ESTIMATORS = {"ipw": ipw, "snips": snips, "direct": direct, "aipw": aipw}


def published_run(task: tuple[int, bool]) -> dict[str, float]:
    """Relative errors of one run of the published experiment: 10,000 decisions, 30 options, 5 features.

    The rule is a softmax of what a multinomial logistic regression makes of other people's past choices, weighted by
    outcome over probability; the model of outcomes gives all options the same slopes, and is fitted on other folds.

    Parameters
    ----------
    task : seed, and whether the world is the `steep` one of `bandit` instead of the published one

    Returns
    -------
    dict
        estimator -> |estimate - truth| / truth, and `ess` -> effective sample as a share
    """
    seed, steep = task
    n, options, features = PUBLISHED
    draw = np.random.default_rng(seed)
    law = bandit(draw, options, features, steep=steep)
    others, context = draw.normal(size=(n, features)), draw.normal(size=(n, features))
    target = _learned(law.logged(others, np.full((n, options), 1 / options), draw), context, options)
    logged = law.logged(context, target, draw)
    learner = LogisticRegression(C=100, max_iter=1000)
    shared = replace(logged, features=with_options(context, options))
    logged = replace(crossfit(shared, learner, folds_of(logged.round_, 3, seed)), features=None)
    truth = float((target * law.chance(context)).sum(axis=1).mean())
    errors = {name: abs(estimator(logged).value - truth) / truth for name, estimator in ESTIMATORS.items()}
    return {**errors, "ess": logged.overlap.share}


def covering(seed: int) -> dict[str, bool]:
    """Whether each interval holds the truth, in one world of 1,000 decisions, 10 options and 5 features.

    The truth is the rule's value for everybody, not only for those in the log. Models are ridge regressions, one an
    option, fitted on the other half.
    """
    n, options, features = COVERAGE
    draw = np.random.default_rng(seed)
    law = bandit(draw, options, features)
    rule = draw.normal(size=(options, features + 1)) / np.sqrt(features + 1)
    everybody = draw.normal(size=(_TRUTH_PEOPLE, features))
    truth = float((by_linear(everybody, rule) * law.chance(everybody)).sum(axis=1).mean())
    context = draw.normal(size=(n, features))
    logged = law.logged(context, by_linear(context, rule), draw)
    logged = crossfit(logged, Ridge(alpha=1.0), folds_of(logged.round_, 2, seed))
    return {name: truth in estimator(logged).interval for name, estimator in ESTIMATORS.items()}


def broken(seed: int) -> dict[str, float]:
    """Signed relative errors of AIPW with both nuisances right, either broken, or both.

    The right model is a logistic regression an option, of the family of the law, fitted on other folds; the broken one
    expects the same of everything. Broken probabilities are all equal.
    """
    n, options, features = BROKEN
    draw = np.random.default_rng(seed)
    law = bandit(draw, options, features)
    context = draw.normal(size=(n, features))
    rule = draw.normal(size=(options, features + 1)) / np.sqrt(features + 1)
    logged = law.logged(context, by_linear(context, rule), draw)
    truth = float((logged.target * law.chance(context)).sum(axis=1).mean())
    learner: Any = LogisticRegression(C=100, max_iter=1000)
    right = crossfit(logged, learner, folds_of(logged.round_, 2, seed))
    flat = np.full((n, options), 1 / options)
    unaware = replace(right, model=np.full((n, options), logged.reward.mean()))
    return {
        "none": _off(right, truth),
        "model": _off(unaware, truth),
        "chances": _off(replace(right, logging=flat, propensity=flat[:, 0]), truth),
        "both": _off(replace(unaware, logging=flat, propensity=flat[:, 0]), truth),
    }


def expectations(world: Small, decisions: int) -> dict[str, float]:
    """The exact expectation of each estimator over every log that a small world can write."""
    found = dict.fromkeys(ESTIMATORS, 0.0)
    for chance, logged in world.logs(decisions):
        for name, estimator in ESTIMATORS.items():
            found[name] += chance * estimator(logged).value
    return found


def _off(logged: Logged, truth: float) -> float:
    estimate: Estimate = aipw(logged)
    return (estimate.value - truth) / truth


def _learned(logged: Logged, context: Floats, options: int) -> Floats:
    """A rule learned from other people's decisions, as the published experiment does; shape (n, options)."""
    went_well = logged.reward > 0
    weight = (logged.reward / logged.propensity)[went_well]
    features = logged.features
    assert features is not None
    learner = LogisticRegression(C=100, max_iter=1000)
    learner.fit(features[went_well], logged.action[went_well], sample_weight=weight)
    target = np.zeros((len(context), options))
    target[:, learner.classes_] = learner.predict_proba(context)
    # A softmax of probabilities, as published: a mild rule, close to the uniform one.
    return np.asarray(softmax(target, axis=1))

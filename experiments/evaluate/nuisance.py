"""Models of outcomes and of past choices, each asked only about decisions that it has not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.base import clone, is_classifier

from data.errors import AbbinaError
from data.language import marked
from experiments.evaluate.estimate_logged import Logged
from experiments.lists import Floats, Ints, Mask

# From what a model expects of the options (m, J) and which are allowed (m, J) to the rule's probabilities (m, J).
Policy = Callable[[Floats, Mask], Floats]
# Fewer decisions than these teach nothing of one option alone.
LEAST_ROWS = 5
# Estimated probabilities are kept off 0 and 1, where one weight would be everything.
EDGE = 1e-6


def folds_of(round_: Ints, count: int, seed: int) -> Ints:
    """A fold for each decision, whole rounds together, as even as they come.

    Parameters
    ----------
    round_ : shape (n,)
    count : folds, at least 2 and at most as many as the rounds

    Returns
    -------
    ndarray of int64
        shape (n,), from 0 to `count` - 1
    """
    rounds, at, sizes = np.unique(round_, return_inverse=True, return_counts=True)
    if not 2 <= count <= len(rounds):
        raise AbbinaError("bad_study", why=marked("servono almeno due parti, e una giornata per parte"))
    order = np.random.default_rng(seed).permutation(len(rounds))
    load, fold = np.zeros(count, dtype=np.int64), np.empty(len(rounds), dtype=np.int64)
    for k in order[np.argsort(-sizes[order], kind="stable")].tolist():
        fold[k] = load.argmin()
        load[fold[k]] += sizes[k]
    return np.asarray(fold[at])


def crossfit(logged: Logged, learner: Any, folds: Ints, policy: Policy | None = None) -> Logged:
    """The decisions with what a model, fitted on the other folds, expects of every option.

    Parameters
    ----------
    logged : with `features`. Of options, (n, J, K): one model reads the features of what was chosen. Of decisions,
        (n, K): one model an option, and the mean outcome where an option was chosen fewer than 5 times.
    learner : unfitted scikit-learn regressor, or classifier if outcomes are 0 and 1
    folds : shape (n,), from `folds_of`: no round may lie in two of them
    policy : makes the rule from the model's expectations, so that it too has never seen the decisions on which it is
        valued; None keeps the rule of `logged`

    Returns
    -------
    Logged
        With `model`, and with the rule's `target` if a policy was given.
    """
    if logged.features is None:
        raise AbbinaError("bad_study", why=marked("mancano le caratteristiche su cui stimare il modello"))
    _refuse_torn(logged.round_, folds)
    model = np.zeros_like(logged.target)
    target = logged.target.copy()
    for fold in np.unique(folds).tolist():
        here = folds == fold
        seen = logged.of(~here)
        expected = (
            _by_option(seen, learner, logged.features[here])
            if logged.features.ndim == 2
            else _by_pair(seen, learner, logged.features[here])
        )
        model[here] = np.where(logged.allowed[here], expected, 0.0)
        if policy is not None:
            target[here] = policy(model[here], logged.allowed[here])
    return replace(logged, model=model, target=target)


def chances(features: Floats, action: Ints, options: int, learner: Any, folds: Ints) -> Floats:
    """Probabilities of past choices, estimated on the other folds.

    Parameters
    ----------
    features : shape (n, K)
    action : int64 (n,), from 0 to `options` - 1
    learner : unfitted scikit-learn classifier
    folds : shape (n,)

    Returns
    -------
    ndarray of float64
        shape (n, options), rows sum to 1, none below 1e-6
    """
    found = np.zeros((len(action), options))
    for fold in np.unique(folds).tolist():
        here = folds == fold
        fitted = clone(learner).fit(features[~here], action[~here])
        found[np.ix_(here, fitted.classes_)] = fitted.predict_proba(features[here])
    kept = np.maximum(found, EDGE)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def greedy(expected: Floats, allowed: Mask) -> Floats:
    """The rule that takes what the model expects most of, option by option, as if seats did not end."""
    best = np.where(allowed, expected, -np.inf).argmax(axis=1)
    return np.asarray(np.eye(expected.shape[1])[best])


def _by_pair(seen: Logged, learner: Any, features: Floats) -> Floats:
    assert seen.features is not None
    n, width, count = features.shape
    if is_classifier(learner) and len(np.unique(seen.reward)) < 2:
        return np.full((n, width), seen.reward.mean())
    fitted = clone(learner).fit(seen.features[np.arange(len(seen)), seen.action], seen.reward)
    return _predicted(fitted, features.reshape(n * width, count)).reshape(n, width)


def _by_option(seen: Logged, learner: Any, features: Floats) -> Floats:
    assert seen.features is not None
    expected = np.full((len(features), seen.target.shape[1]), seen.reward.mean())
    for option in np.unique(seen.action).tolist():
        rows = seen.action == option
        outcomes = seen.reward[rows]
        if len(outcomes) < LEAST_ROWS or (is_classifier(learner) and len(np.unique(outcomes)) < 2):
            continue
        expected[:, option] = _predicted(clone(learner).fit(seen.features[rows], outcomes), features)
    return expected


def _predicted(fitted: Any, rows: Floats) -> Floats:
    if is_classifier(fitted):
        return np.asarray(fitted.predict_proba(rows) @ fitted.classes_.astype(np.float64))
    return np.asarray(fitted.predict(rows), dtype=np.float64)


def _refuse_torn(round_: Ints, folds: Ints) -> None:
    pairs = np.unique(np.stack([round_, folds]), axis=1)
    if len(np.unique(round_)) != pairs.shape[1] or len(np.unique(folds)) < 2:
        raise AbbinaError(
            "bad_study", why=marked("una giornata deve stare tutta in una parte, e le parti sono almeno due")
        )

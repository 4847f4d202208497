"""Past decisions as the evaluation reads them: options, what was chosen, how probably, and what came of it.

An option list has two columns more than what was shown: nobody is placed, whose outcome is 0 by definition; and an
opening that stood on no list, which a rule may choose and the past cannot speak of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from data.errors import AbbinaError
from data.language import say
from experiments.evaluate.estimate_logged import Logged, padded
from experiments.evaluate.nuisance import crossfit, folds_of
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import learnable
from experiments.lists import Floats, Ints, Lists
from experiments.material import Material, Round

# How many parts the rounds are cut into, each valued by models of the others.
PARTS = 5
# Probabilities of choices are kept off 0, where one weight would be everything.
LEAST_CHANCE = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """Decisions whose outcome is known; n of them, J options, of which the last two are no place and not on the list.

    Parameters
    ----------
    rows : int64 (n,), rows of `Material.decisions`
    opening : int64 (n, J), column of the opening in its round; -1 for the last two and where the list is shorter
    candidate : int64 (n,), row of the person in the round
    round_ : int64 (n,), row of `Material.rounds`
    logged : the decisions, their target history itself
    folds : int64 (n,), part of each decision
    unknown : decisions whose outcome nobody knows yet, left out
    """

    rows: Ints
    opening: Ints
    candidate: Ints
    round_: Ints
    logged: Logged
    folds: Ints
    unknown: int

    @property
    def nobody(self) -> int:
        """The column of no place."""
        return int(self.opening.shape[1]) - 2


def past_of(material: Material, outcome: str, seed: int) -> Past:
    """Past decisions with an outcome, their probabilities estimated on other rounds.

    Parameters
    ----------
    outcome : field of `Followup` that is 1 or 0

    Raises
    ------
    AbbinaError
        `bad_study`: too few rounds with a known outcome.
    """
    reward = _rewards(material, outcome)
    rows = np.flatnonzero(~np.isnan(reward)).astype(np.int64)
    lists = material.lists.of(rows)
    if len(np.unique(lists.round_)) < PARTS:
        told = say(
            "servono esiti noti in almeno {n} giornate: qui {found}", n=PARTS, found=len(np.unique(lists.round_))
        )
        raise AbbinaError("bad_study", why=told)
    folds = folds_of(lists.round_, PARTS, seed)
    features, some = padded(lists.start, lists.grades)
    n, width = some.shape
    chance = _chances(lists, folds)
    options, round_, candidate = _places(material, rows, width)
    # No place and elsewhere: allowed, the latter never chosen.
    allowed = np.hstack([some, np.ones((n, 2), dtype=np.bool_)])
    logging = np.hstack([chance, np.maximum(1 - chance.sum(axis=1, keepdims=True), LEAST_CHANCE), np.zeros((n, 1))])
    logging /= logging.sum(axis=1, keepdims=True)
    action = np.where(lists.chosen >= 0, lists.chosen, width)
    logged = Logged(
        reward=reward[rows],
        action=action,
        propensity=logging[np.arange(n), action],
        target=logging,
        allowed=allowed,
        round_=round_,
        logging=logging,
        features=np.concatenate([features, np.zeros((n, 2, features.shape[2]))], axis=1),
        span=(0.0, 1.0),
        estimated=True,
    )
    return Past(
        rows=rows,
        opening=np.hstack([options, np.full((n, 2), -1)]),
        candidate=candidate,
        round_=round_,
        logged=logged,
        folds=folds,
        unknown=len(reward) - len(rows),
    )


def under(past: Past, rounds: tuple[Round, ...], probability: list[Floats], which: Ints | None = None) -> Logged:
    """The past for another rule, with what a model of other rounds expects of every option.

    Parameters
    ----------
    probability : one array a round, shape (n_pairs,), with which the rule makes each pair
    which : the decisions to value; all if not given
    """
    some = np.arange(len(past.rows)) if which is None else which
    target, elsewhere = targets(past, rounds, probability)
    assert past.logged.features is not None
    features = past.logged.features.copy()
    features[:, -1] = elsewhere
    logged = crossfit(replace(past.logged, target=target, features=features), _learner(), past.folds)
    assert logged.model is not None
    model = logged.model.copy()
    model[:, past.nobody] = 0.0
    return replace(logged, model=model).of(some)


def targets(past: Past, rounds: tuple[Round, ...], probability: list[Floats]) -> tuple[Floats, Floats]:
    """A rule as probabilities of the options, and the mean grades of what it chooses outside the lists.

    Returns
    -------
    target : float64 (n, J), rows sum to 1
    elsewhere : float64 (n, K), 0 where nothing is chosen outside
    """
    target = np.zeros(past.opening.shape)
    elsewhere = np.zeros((len(target), rounds[0].grades.shape[1]))
    for d in range(len(target)):
        one, i = rounds[past.round_[d]], int(past.candidate[d])
        pairs = slice(int(one.card.start[i]), int(one.card.start[i + 1]))
        chance, openings = probability[past.round_[d]][pairs], one.card.opening[pairs]
        for share, opening, grades in zip(chance.tolist(), openings.tolist(), one.grades[pairs], strict=True):
            if share <= 0:
                continue
            at = np.flatnonzero(past.opening[d] == opening)
            if len(at):
                target[d, at[0]] += share
            else:
                target[d, -1] += share
                elsewhere[d] += share * grades
        if target[d, -1] > 0:
            elsewhere[d] /= target[d, -1]
        target[d, past.nobody] = max(0.0, 1 - target[d].sum())
    return target / target.sum(axis=1, keepdims=True), elsewhere


def _rewards(material: Material, outcome: str) -> Floats:
    """1, 0, or NaN where not known yet; who was not placed completes nothing, once others of the round are known."""
    found = np.full(len(material.decisions), np.nan)
    for k, decision in enumerate(material.decisions):
        known = material.followups.get(decision.id)
        answer = None if known is None else getattr(known, outcome)
        found[k] = np.nan if answer is None else float(answer)
    told = {one.round for one, value in zip(material.decisions, found, strict=True) if not np.isnan(value)}
    for k, decision in enumerate(material.decisions):
        if decision.chosen is None and decision.round in told:
            found[k] = 0.0
    return found


def _chances(lists: Lists, folds: Ints) -> Floats:
    """Probability of each option of the lists, shape (n, width), by a choice model of the other parts."""
    found = np.zeros((len(lists), int(np.diff(lists.start).max())))
    shown, _ = learnable(lists)
    for fold in np.unique(folds).tolist():
        model = ConditionalLogit(outside=True).fit_lists(shown.of(folds != fold))
        here = shown.of(folds == fold)
        table, some = padded(here.start, model.predict_proba_lists(here))
        rows = np.flatnonzero(folds == fold)
        found[rows, : table.shape[1]] = np.where(some, np.maximum(table, LEAST_CHANCE), 0.0)
    return found


def _places(material: Material, rows: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    options = np.full((len(rows), width), -1, dtype=np.int64)
    round_, candidate = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    round_at = {one.name: k for k, one in enumerate(material.rounds)}
    person = [{name: k for k, name in enumerate(one.card.cohort.candidates.ids)} for one in material.rounds]
    opening = [{name: k for k, name in enumerate(one.card.cohort.openings.ids)} for one in material.rounds]
    for d, row in enumerate(rows.tolist()):
        decision = material.decisions[row]
        at = round_at[decision.round]
        round_[d], candidate[d] = at, person[at][decision.candidate]
        options[d, : len(decision.shown)] = [opening[at][option.opening] for option in decision.shown]
    return options, round_, candidate


def _learner() -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=1000)

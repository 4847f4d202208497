"""Past decisions as the evaluation reads them: options, what was chosen, how probably, and what came of it.

An option list has three columns more than what was shown: a place whose outcome nobody knows, which no rule chooses and
which keeps the others from standing for more people than they are; nobody is placed, whose outcome is 0 by definition;
and an opening that stood on no list, which a rule may choose and the past cannot speak of.

Who could have had a place but was decided upon by nobody, as where the seats were gone, was not placed: a rule that
gives them a place must have it counted, and history that they had none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from data.errors import AbbinaError
from data.language import say
from experiments.evaluate.estimate_logged import Logged, padded
from experiments.evaluate.nuisance import folds_of
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import learnable
from experiments.lists import Floats, Ints, Lists, Mask
from experiments.material import Material, Round
from experiments.study.lag import lag_days

# How many parts the rounds are cut into, each valued by models of the others.
PARTS = 5
# Probabilities of choices are kept off 0, where one weight would be everything; so is that of an outcome being known.
LEAST_CHANCE, LEAST_KNOWN = 1e-4, 0.05
# A round counts from this share of its placements with a known outcome on.
TOLD_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """People of rounds whose outcomes are known; n of them, J options: the longest list and three more, see above.

    Parameters
    ----------
    rows : int64 (n,), rows of `Material.decisions`; -1 for who could have had a place and nobody decided upon
    groups : int64 (n, 3), office, round and day, as `groups_of`
    opening : int64 (n, J), column of the opening in its round; -1 for the last three and where the list is shorter
    candidate : int64 (n,), row of the person in the round
    round_ : int64 (n,), row of `Material.rounds`
    logged : the decisions, their target history itself
    folds : int64 (n,), part of each decision
    unknown : decisions of rounds whose outcomes nobody knows yet, left out
    not_told : placements of the other rounds whose outcome is not known
    lag_days : how long after a decision its outcome is known, at least
    """

    rows: Ints
    groups: Ints
    opening: Ints
    candidate: Ints
    round_: Ints
    logged: Logged
    folds: Ints
    unknown: int
    not_told: int
    lag_days: int

    @property
    def nobody(self) -> int:
        """The column of no place."""
        return int(self.opening.shape[1]) - 2

    @property
    def placed(self) -> Mask:
        """Who was placed and whose outcome is known, shape (n,)."""
        return np.asarray(self.logged.action < self.nobody - 1)


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
    reward, told = _rewards(material, outcome)
    decided = np.flatnonzero([one.round in told for one in material.decisions]).astype(np.int64)
    left = _undecided(material, told)
    rows = np.concatenate([decided, np.full(len(left), -1, dtype=np.int64)])
    if len(told) < PARTS:
        why = say("servono esiti noti in almeno {n} giornate: qui {found}", n=PARTS, found=len(told))
        raise AbbinaError("bad_study", why=why)
    lists, n = material.lists.of(decided), len(rows)
    shown, some = padded(lists.start, lists.grades)
    width = some.shape[1]
    options, round_, candidate = _places(material, decided, left, width)
    folds = folds_of(round_, PARTS, seed)
    allowed, features = np.zeros((n, width + 3), dtype=np.bool_), np.zeros((n, width + 3, shown.shape[2]))
    allowed[: len(decided), :width], features[: len(decided), :width] = some, shown
    allowed[:, width:] = True
    reward = reward[decided]
    known, place = ~np.isnan(reward), lists.chosen >= 0
    if not (reward[known] > 0).any():
        raise AbbinaError("bad_study", why=say("di nessun inserimento l'esito è un sì: non c'è nulla da confrontare"))
    at = np.flatnonzero(place), lists.chosen[place]
    asked, foretold = (
        _by_option(shown, at, answers, among, folds[: len(decided)])
        for answers, among in ((known.astype(np.float64), place), (reward, place & known))
    )
    # What is not known is filled in for history alone: in every other estimate its weight is 0.
    reward[~known] = foretold[np.arange(len(decided)), np.maximum(lists.chosen, 0)][~known]
    action = np.full(n, width + 1)
    action[: len(decided)][place] = np.where(known, lists.chosen, width)[place]
    logging = np.zeros((n, width + 3))
    logging[:, width + 1] = 1.0
    logging[: len(decided)] = _logging(lists, np.clip(asked, LEAST_KNOWN, 1.0), folds[: len(decided)])
    logged = Logged(
        reward=np.concatenate([reward, np.zeros(len(left))]),
        action=action,
        propensity=logging[np.arange(n), action],
        target=logging,
        allowed=allowed,
        round_=round_,
        logging=logging,
        features=features,
        span=(0.0, 1.0),
        estimated=True,
    )
    return Past(
        rows=rows,
        groups=_groups(material, round_),
        opening=np.hstack([options, np.full((n, 3), -1)]),
        candidate=candidate,
        round_=round_,
        logged=logged,
        folds=folds,
        unknown=len(material.decisions) - len(decided),
        not_told=int((~known).sum()),
        lag_days=lag_days(outcome, material.lists.day, lists.day),
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
    model = expected(past.logged, features, past.folds)
    return replace(past.logged, target=target, features=features, model=model).of(some)


def expected(logged: Logged, features: Floats, folds: Ints) -> Floats:
    """What a model of the placements of other folds expects of every option, shape (n, J); 0 of no place.

    Learned from placements alone: that nobody is placed has no grades, and would bend what they say.
    """
    unknown = features.shape[1] - 3
    at = np.arange(len(logged)), np.minimum(logged.action, unknown)
    model = _by_option(features, at, logged.reward, logged.action < unknown, folds)
    model[:, unknown + 1] = 0.0
    return model


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


def _rewards(material: Material, outcome: str) -> tuple[Floats, frozenset[str]]:
    """1, 0, or NaN where not known yet, and the rounds that count; who was not placed completes nothing."""
    found = np.zeros(len(material.decisions))
    asked: dict[str, list[bool]] = {}
    for k, decision in enumerate(material.decisions):
        if decision.chosen is not None:
            known = material.followups.get(decision.id)
            answer = None if known is None else getattr(known, outcome)
            found[k] = np.nan if answer is None else float(answer)
            asked.setdefault(decision.round, []).append(answer is not None)
    return found, frozenset(name for name, known in asked.items() if np.mean(known) >= TOLD_SHARE)


def _undecided(material: Material, told: frozenset[str]) -> list[tuple[int, int]]:
    """Round and person of who could have had a place in a round that counts, and nobody decided upon."""
    found = []
    for k, one in enumerate(material.rounds):
        if one.name in told:
            person = {name: i for i, name in enumerate(one.card.cohort.candidates.ids)}
            decided = {person[material.decisions[row].candidate] for row in one.decided.tolist()}
            possible = np.unique(one.card.candidate[one.card.total >= one.card.weights.floor_micro]).tolist()
            found += [(k, i) for i in possible if i not in decided]
    return found


def _by_option(features: Floats, at: tuple[Ints, Ints], answers: Floats, among: Mask, folds: Ints) -> Floats:
    """Probability of a yes of each option, shape (n, J), by a model of the other parts.

    Parameters
    ----------
    features : shape (n, J, K)
    at : decision and option whose answer is asked, in the order of the decisions; some decisions may lack
    answers, among : shape (n,), 1 or 0, and which of them to learn from
    """
    n, width, count = features.shape
    own = np.zeros((n, count))
    own[at[0]] = features[at]
    told = np.zeros((n, width))
    for fold in np.unique(folds).tolist():
        here, learn = folds == fold, among & (folds != fold)
        seen = np.unique(answers[learn])
        if len(seen) < 2:
            told[here] = float(seen.mean()) if len(seen) else float(np.mean(answers[among])) if among.any() else 0.0
            continue
        model = LogisticRegression(C=1.0, max_iter=1000).fit(own[learn], answers[learn])
        told[here] = model.predict_proba(features[here].reshape(-1, count))[:, 1].reshape(-1, width)
    return told


def _logging(lists: Lists, asked: Floats, folds: Ints) -> Floats:
    """Probabilities of what was shown and its outcome known, of it unknown, of no place, and of elsewhere: never."""
    chance = _chances(lists, folds)
    none = np.maximum(1 - chance.sum(axis=1), LEAST_CHANCE)
    unknown = (chance * (1 - asked)).sum(axis=1)
    table = np.column_stack([chance * asked, unknown, none, np.zeros(len(none))])
    whole: Floats = table / table.sum(axis=1, keepdims=True)
    return whole


def _chances(lists: Lists, folds: Ints) -> Floats:
    """Probability of each option of the lists, shape (n, width), by a choice model of the other parts."""
    found = np.zeros((len(lists), int(np.diff(lists.start).max())))
    for fold in np.unique(folds).tolist():
        # What differs in the lists of all parts together may be the same throughout the parts that are learned from.
        others, _ = learnable(lists.of(folds != fold))
        model = ConditionalLogit(outside=True).fit_lists(others)
        here = lists.of(folds == fold).only(others.criteria)
        table, some = padded(here.start, model.predict_proba_lists(here))
        rows = np.flatnonzero(folds == fold)
        found[rows, : table.shape[1]] = np.where(some, np.maximum(table, LEAST_CHANCE), 0.0)
    return found


def _places(material: Material, rows: Ints, left: list[tuple[int, int]], width: int) -> tuple[Ints, Ints, Ints]:
    """Openings of the lists, and round and person of each row: decisions first, then who had none."""
    n = len(rows) + len(left)
    options = np.full((n, width), -1, dtype=np.int64)
    round_, candidate = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    round_at = {one.name: k for k, one in enumerate(material.rounds)}
    person = [{name: k for k, name in enumerate(one.card.cohort.candidates.ids)} for one in material.rounds]
    opening = [{name: k for k, name in enumerate(one.card.cohort.openings.ids)} for one in material.rounds]
    for d, row in enumerate(rows.tolist()):
        decision = material.decisions[row]
        at = round_at[decision.round]
        round_[d], candidate[d] = at, person[at][decision.candidate]
        options[d, : len(decision.shown)] = [opening[at][option.opening] for option in decision.shown]
    for d, (at, i) in enumerate(left, len(rows)):
        round_[d], candidate[d] = at, i
    return options, round_, candidate


def _groups(material: Material, round_: Ints) -> Ints:
    lists = material.lists
    own = [
        (lists.offices.index(one.office), lists.rounds.index(one.name), one.on.toordinal()) for one in material.rounds
    ]
    return np.array(own, dtype=np.int64)[round_]

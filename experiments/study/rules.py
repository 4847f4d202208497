"""The rules that a study values: every baseline, the learned weights, and what a model of outcomes would choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from data.language import marked, say
from experiments.evaluate.baselines import BASELINES, under
from experiments.evaluate.baselines_market import Market
from experiments.evaluate.splits import DAY, Fold
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import learnable
from experiments.lists import Floats, Ints
from experiments.material import Material
from experiments.outcomes.part import mixed
from experiments.parallel import Progress, Workers, spread
from experiments.study.lag import known_by_then
from experiments.study.past import Past
from scoring.weights import GRID

LEARNED, FORETOLD, WITH_PART = "learned", "foretold", "with_outcomes"
LABELS: Mapping[str, str] = {
    **{one.code: one.label for one in BASELINES},
    LEARNED: marked("Pesi imparati dalle decisioni"),
    FORETOLD: marked("Ciò che sceglie un modello degli esiti"),
    WITH_PART: marked("Pesi di oggi, con una parte data al modello degli esiti"),
}
# How each pair comes about in each round under a rule: one array a round, shape (n_pairs,).
Rule = list[Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One way to hold decisions out.

    Parameters
    ----------
    key : `time` or `office`
    title : already said
    folds : rows of `Past`
    """

    key: str
    title: str
    folds: tuple[Fold, ...]

    @property
    def test(self) -> Ints:
        """Every row that is measured on, in order."""
        return np.unique(np.concatenate([fold.test for fold in self.folds])).astype(np.int64)


def baseline_rules(
    material: Material, seed: int, workers: Workers | None = None, progress: Progress | None = None
) -> dict[str, Rule]:
    """Every baseline but history in every round."""
    markets = [Market.of(one, seed) for one in material.rounds]
    played = spread(_play, markets, workers=workers, progress=progress)
    codes = [one.code for one in BASELINES if one.code != "history"]
    return {code: [row[k] for row in played] for k, code in enumerate(codes)}


def held_out_rules(
    material: Material, past: Past, split: Split, seed: int, outcome_share: float = 0.0
) -> dict[str, Rule]:
    """The rules that are learned, in each round learned from the decisions of the other side of the split.

    Parameters
    ----------
    outcome_share : part of the score given to a model of the outcome (`experiments.outcomes.part`); 0 leaves it out
    """
    markets = [Market.of(one, seed) for one in material.rounds]
    learned = [np.zeros(len(one.card.total)) for one in material.rounds]
    foretold, mixed_in = [part.copy() for part in learned], [part.copy() for part in learned]
    for fold in split.folds:
        decided = past.rows[fold.train]
        shown, _ = learnable(material.lists.of(decided[decided >= 0]))
        kept = [material.criteria.index(code) for code in shown.criteria]
        # Of what these decisions cannot tell, today's weight stays.
        weights = material.shares.copy()
        weights[kept] = ConditionalLogit().fit_lists(shown).weights_ * weights[kept].sum()
        learn = fold.train
        if fold.origin is not None:
            learn = known_by_then(learn, fold.test, past.groups[:, DAY], past.lag_days)
        outcomes = _outcome_model(past, learn)
        for k in np.unique(past.round_[fold.test]).tolist():
            learned[k] = under(markets[k], weights).probability
            one, chance = material.rounds[k], outcomes(material.rounds[k].grades)
            foretold[k] = _best(markets[k], np.rint(chance * GRID).astype(np.int64))
            if outcome_share > 0:
                totals = mixed(one.card.total, one.card.candidate, chance, outcome_share)
                mixed_in[k] = _best(markets[k], totals)
    return {LEARNED: learned, FORETOLD: foretold} | ({WITH_PART: mixed_in} if outcome_share > 0 else {})


def told_rules() -> str:
    """What the learned rules are, in a sentence."""
    return say(
        "I pesi imparati vengono dalle decisioni dell'altra parte del confronto, mai da quelle su cui sono misurati; "
        "lo stesso vale per il modello degli esiti, che sceglie i posti da cui si aspetta di più: di solito promette "
        "molto, e qui si vede quanto mantiene."
    )


def _outcome_model(past: Past, train: Ints) -> Callable[[Floats], Floats]:
    placed = train[past.placed[train]]
    assert past.logged.features is not None
    grades = past.logged.features[placed, past.logged.action[placed]]
    reward = past.logged.reward[placed]
    if len(np.unique(reward)) < 2:
        return lambda rows: np.full(len(rows), float(reward.mean()) if len(reward) else 0.0)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(grades, reward)
    return lambda rows: np.asarray(fitted.predict_proba(rows)[:, 1]) if len(rows) else np.zeros(0)


def _best(market: Market, value_micro: Ints) -> Floats:
    at = market.solved(value_micro).opening_of
    problem, feasible = market.problem, np.zeros(len(value_micro), dtype=np.bool_)
    feasible[market.feasible] = True
    return np.asarray(feasible & (problem.opening == at[problem.candidate]), dtype=np.float64)


def _play(market: Market) -> list[Floats]:
    played = [one.place(market) for one in BASELINES if one.code != "history"]
    return [np.zeros(len(market.problem.candidate)) if one is None else one.probability for one in played]

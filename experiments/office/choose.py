"""How an invented office decides: it is shown a list, something is put forward, somebody chooses and says why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.office.spec import OTHER_REASON, OfficeSpec
from matching.decision import CRITERION_OF, Decision, Option, Reason
from matching.propose import problem_of
from scoring.scorecard import ScoreCard, card_grades
from scoring.weights import GRID

Floats = NDArray[np.float64]
OTHER = (Reason.PERSON_CHOSE, Reason.HOST_REFUSED, Reason.NOT_KNOWN_HERE, Reason.CONFIDENTIAL)
REASON_OF = {criterion: reason for reason, criterion in CRITERION_OF.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """A round as its office sees it.

    Parameters
    ----------
    card : judged under the weights of the day
    grades : float64 (n_pairs, K), neutral grades filled in
    known : bool (n_pairs, K)
    """

    card: ScoreCard
    grades: Floats
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, card: ScoreCard) -> Market:
        """The market of a score card."""
        grades, known = card_grades(card)
        return cls(card=card, grades=grades, known=known)


def decide_round(
    spec: OfficeSpec, market: Market, office: str, round_: str, rng: np.random.Generator
) -> list[tuple[Decision, Floats]]:
    """The decisions of one round, with the true score of every option shown.

    People come in an order drawn by lot; each is shown the openings that still have a seat.
    """
    card, codes = market.card, [one.code for one in market.card.weights.criteria]
    truth = market.grades @ np.array([spec.shares[code] for code in codes])
    left = problem_of(card, 0).seats.copy()
    made = []
    for i in rng.permutation(card.cohort.n_candidates).tolist():
        rows = np.arange(card.start[i], card.start[i + 1])
        rows = rows[(left[card.opening[rows]] > 0) & (card.total[rows] >= card.weights.floor_micro)]
        if not len(rows):
            continue
        rows = rows[np.argsort(-card.total[rows], kind="stable")][: spec.listed]
        # What is put forward is drawn among those that are as good as the best, and stands at the top.
        tied = int((card.total[rows] >= card.total[rows[0]] - round(spec.near * GRID)).sum())
        drawn = int(rng.integers(tied))
        order = np.r_[drawn, np.delete(np.arange(len(rows)), drawn)]
        chance = np.where(order < tied, 1 / tied, np.nan) if tied > 1 else np.full(len(rows), np.nan)
        rows = rows[order]
        taken = _choice(spec, truth[rows], rng)
        if taken >= 0:
            left[card.opening[rows[taken]]] -= 1
        shown = tuple(_option(market, codes, int(row), float(chance[k])) for k, row in enumerate(rows.tolist()))
        decision = Decision(
            id=f"{round_}-{card.cohort.candidates.ids[i]}",
            programme=spec.programme,
            round=round_,
            office=office,
            on=card.law.on,
            candidate=card.cohort.candidates.ids[i],
            weights=card.weights.version,
            weights_sha256=card.weights.digest,
            law=card.law.version,
            shown=shown,
            put_forward=shown[0].opening,
            chosen=shown[taken].opening if taken >= 0 else None,
            reason=None if taken == 0 else _reason(spec, market.grades[rows], codes, taken, rng),
        )
        made.append((decision, truth[rows]))
    return made


def _choice(spec: OfficeSpec, truth: Floats, rng: np.random.Generator) -> int:
    """The place that is chosen, or -1 for none."""
    utility = spec.scale * np.r_[truth, spec.nobody] + rng.gumbel(size=len(truth) + 1)
    utility[:-1] -= spec.position * np.arange(len(truth))
    best = int(utility.argmax())
    return best if best < len(truth) else -1


def _reason(spec: OfficeSpec, grades: Floats, codes: list[str], taken: int, rng: np.random.Generator) -> Reason:
    """Why the first was passed over: the criterion that speaks most against it, or something the score knows not of."""
    if rng.random() < OTHER_REASON:
        return OTHER[int(rng.integers(len(OTHER)))]
    weights = np.array([spec.shares[code] for code in codes])
    against = weights * ((grades[taken] if taken > 0 else 1.0) - grades[0])
    return REASON_OF[codes[int(against.argmax())]]


def _option(market: Market, codes: list[str], row: int, chance: float) -> Option:
    card = market.card
    micro = np.rint(market.grades[row] * GRID).astype(np.int64).tolist()
    return Option(
        opening=card.cohort.openings.ids[int(card.opening[row])],
        grades_micro=dict(zip(codes, micro, strict=True)),
        not_known=tuple(code for code, known in zip(codes, market.known[row].tolist(), strict=True) if not known),
        score_micro=int(card.total[row]),
        drawn=None if np.isnan(chance) else chance,
    )

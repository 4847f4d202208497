"""The simple policies that every study prints beside its own: what a new one must beat to be worth its trouble."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.language import marked
from experiments.evaluate.baselines_market import Market, Placed
from experiments.evaluate.by_hand import best_pair_first, in_turn
from experiments.evaluate.lottery import lottery
from experiments.evaluate.stable import stable
from experiments.lists import Floats, Ints
from experiments.parallel import Progress, Workers, spread

TODAY = "todays_weights"
LOTTERY = "lottery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A simple policy.

    Parameters
    ----------
    code : stable name
    label : Italian, marked
    told : what it does in one line, Italian, marked
    place : plays it in a market; None where the market does not say what it needs
    """

    code: str
    label: str
    told: str
    place: Callable[[Market], Placed | None]


def under(market: Market, weights: Floats) -> Placed:
    """The best assignment under any weights, shape (K,), solved exactly over the same feasible pairs."""
    return Placed.certain(market, market.solved(market.score_micro(weights)).opening_of)


def _history(market: Market) -> Placed | None:
    return None if market.history is None else Placed.certain(market, market.history)


def _lottery(market: Market) -> Placed:
    return lottery(market)


def _blind_lottery(market: Market) -> Placed:
    return lottery(market, kind="uniform")


def _in_turn(market: Market) -> Placed:
    return Placed.certain(market, in_turn(market))


def _best_pair_first(market: Market) -> Placed:
    return Placed.certain(market, best_pair_first(market))


def _stable(market: Market) -> Placed:
    return Placed.certain(market, stable(market, market.preferred, market.problem.value_micro))


def _equal_weights(market: Market) -> Placed | None:
    return None if market.grades is None else under(market, np.ones(market.grades.shape[1]))


def _todays_weights(market: Market) -> Placed:
    return Placed.certain(market, market.solved(market.problem.value_micro).opening_of)


BASELINES: tuple[Baseline, ...] = (
    Baseline(
        code="history",
        label=marked("Le decisioni prese"),
        told=marked("Quello che il servizio ha deciso davvero in quelle giornate."),
        place=_history,
    ),
    Baseline(
        code=LOTTERY,
        label=marked("Sorteggio con preferenze"),
        told=marked(
            "In ordine sorteggiato, ogni persona prende il posto che preferisce tra quelli possibili e liberi."
        ),
        place=_lottery,
    ),
    Baseline(
        code="lottery_uniform",
        label=marked("Sorteggio puro"),
        told=marked("In ordine sorteggiato, ogni persona riceve a caso uno dei posti possibili e liberi."),
        place=_blind_lottery,
    ),
    Baseline(
        code="equal_weights",
        label=marked("Pesi uguali"),
        told=marked("Ogni criterio conta allo stesso modo; poi la migliore assegnazione."),
        place=_equal_weights,
    ),
    Baseline(
        code="by_hand",
        label=marked("A mano, una persona alla volta"),
        told=marked("In ordine di arrivo, ogni persona riceve il posto libero con il punteggio più alto."),
        place=_in_turn,
    ),
    Baseline(
        code="best_pair_first",
        label=marked("A mano, prima l'abbinamento migliore"),
        told=marked("Si fissa l'abbinamento con il punteggio più alto, poi il migliore tra quelli che restano."),
        place=_best_pair_first,
    ),
    Baseline(
        code="stable",
        label=marked("Abbinamento stabile"),
        told=marked(
            "Le persone scelgono secondo i desideri, i tirocini secondo il punteggio: "
            "nessuna persona e nessun tirocinio starebbero entrambi meglio insieme."
        ),
        place=_stable,
    ),
    Baseline(
        code=TODAY,
        label=marked("Pesi di oggi"),
        told=marked("La migliore assegnazione con i pesi di oggi: prima più persone possibile, poi il punteggio."),
        place=_todays_weights,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All baselines in the same rounds; B baselines in the order of `BASELINES`, R rounds.

    Parameters
    ----------
    placements, score : float64 (R, B), expected, the score by today's weights; NaN where a baseline cannot be played
    people, seats : int64 (R,)
    elsewhere : int64 (R,), placements once decided that today's rules or floor would not allow
    queues_drawn, wishes_unknown : rounds whose order of arrival was drawn, or whose candidates prefer by the
        total score, because the true ones are not known
    drawn : int64 (draws, 2), placements and score in steps of 1e-6 of the lottery over all rounds, draw by draw
    """

    placements: Floats
    score: Floats
    people: Ints
    seats: Ints
    elsewhere: Ints
    queues_drawn: int
    wishes_unknown: int
    drawn: Ints


def compare(markets: Sequence[Market], *, workers: Workers | None = None, progress: Progress | None = None) -> Compared:
    """Play every baseline in every market."""
    if not markets:
        raise ValueError("at least one market is expected")
    played = spread(_play, markets, workers=workers, progress=progress)
    return Compared(
        placements=np.array([[np.nan if one is None else one.placements for one in row] for row in played]),
        score=np.array(
            [
                [np.nan if one is None else one.score(market) for one in row]
                for market, row in zip(markets, played, strict=True)
            ]
        ),
        people=np.array([one.problem.n_candidates for one in markets], dtype=np.int64),
        seats=np.array([one.problem.seats.sum() for one in markets], dtype=np.int64),
        elsewhere=np.array([sum(one.elsewhere for one in row if one is not None) for row in played], dtype=np.int64),
        queues_drawn=sum(one.arrival is None for one in markets),
        wishes_unknown=sum(one.interest is None for one in markets),
        # Draws of different rounds are independent: draw k of the whole is draw k of each.
        drawn=np.sum([one.draws for row in played if (one := row[_LOTTERY_AT]) is not None], axis=0),
    )


_LOTTERY_AT = [one.code for one in BASELINES].index(LOTTERY)


def _play(market: Market) -> list[Placed | None]:
    return [one.place(market) for one in BASELINES]

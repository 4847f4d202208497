"""E11: the lottery gives exactly the probabilities of the literature, and draws come near to them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np

from data.language import marked, say
from experiments.evaluate.baselines_market import Market
from experiments.evaluate.lottery import drawn, enumerated, ranked_pairs
from experiments.lists import Floats
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Table, as_rows
from matching.problem import Problem

DRAWS = 100_000
MOST_APART = 0.005
GOODS = "abcd"
WISHES = ("abcd", "abcd", "badc", "badc")
OFTEN, SELDOM = Fraction(5, 12), Fraction(1, 12)
# Rows as `WISHES`, columns as `GOODS`.
PUBLISHED = ((OFTEN, SELDOM, OFTEN, SELDOM),) * 2 + ((SELDOM, OFTEN, SELDOM, OFTEN),) * 2


def example(seed: int) -> Market:
    """The example of Bogomolnaia and Moulin: four people, four seats, two opposite wishes."""
    worth = [len(GOODS) - wish.index(good) for wish in WISHES for good in GOODS]
    who, what = np.divmod(np.arange(len(worth)), len(GOODS))
    return Market(problem=Problem(len(WISHES), len(GOODS), who, what, worth, [1] * len(GOODS), seed=seed))


def measure(asked: Asked) -> Proved:
    """Distance of the exact and of the drawn probabilities from the published ones."""
    market = example(asked.seed)
    ranked = ranked_pairs(market, market.preferred)
    exact = enumerated(market.problem, ranked)
    published = tuple(one for row in PUBLISHED for one in row)
    draws = DRAWS if asked.worlds is None else asked.worlds
    played = drawn(market.problem, ranked, draws=draws)
    often = np.bincount(played[played >= 0], minlength=len(exact)) / draws
    if asked.progress is not None:
        asked.progress(draws, draws)
    return Proved(
        gates=(
            Gate(
                what=say("Probabilità esatte diverse da quelle pubblicate, su 16"),
                value=sum(mine != theirs for mine, theirs in zip(exact, published, strict=True)),
                most=0,
                digits=0,
            ),
            Gate(
                what=say("Scarto massimo delle frequenze in {n} sorteggi", n=draws),
                value=float(np.abs(often - np.array([float(one) for one in published])).max()),
                most=MOST_APART,
                digits=5,
            ),
        ),
        paragraphs=(
            say(
                "Quattro persone e quattro posti. Le persone 1 e 2 preferiscono a, b, c, d; le persone 3 e 4 "
                "preferiscono b, a, d, c. Si sorteggia l'ordine, e ognuna prende il posto libero che preferisce."
            ),
        ),
        tables=(_table(exact, often),),
    )


def _table(exact: tuple[Fraction, ...], often: Floats) -> Table:
    rows = [
        (str(who + 1), good, str(PUBLISHED[who][what]), str(exact[pair]), float(often[pair]))
        for pair, (who, (what, good)) in enumerate(product(range(len(WISHES)), enumerate(GOODS)))
    ]
    return Table(
        key="e11",
        title=say("Con quale probabilità ogni persona riceve ogni posto"),
        columns=(
            Column("person", say("Persona")),
            Column("seat", say("Posto")),
            Column("published", say("Pubblicata")),
            Column("exact", say("Esatta, qui")),
            Column("drawn", say("Frequenza nei sorteggi"), digits=4),
        ),
        rows=as_rows(rows),
    )


PROOF = Proof(
    code="E11",
    title=marked("Il sorteggio"),
    question=marked("Il sorteggio dà a ogni persona le probabilità che la teoria prevede?"),
    source="Bogomolnaia, Moulin 2001 (Journal of Economic Theory 100): random serial dictatorship in their example",
    worlds=DRAWS,
    measure=measure,
)

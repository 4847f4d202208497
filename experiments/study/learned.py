"""What the decisions teach of the weights: from whole lists, from overrides, from final assignments, from experts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.language import say
from experiments.learn import choice_told, elicit_told, held_out_told, inverse_told, overrides_told
from experiments.learn.choice_bootstrap import Drawn, bootstrap
from experiments.learn.choice_told import ChoiceStudy, label_of, study_choices, widest_cluster
from experiments.learn.comparisons import read_comparisons
from experiments.learn.elicit import Elicited
from experiments.learn.inverse import InverseWeights
from experiments.learn.inverse_rounds import Round as Assigned
from experiments.learn.overrides import OverrideWeights, learn_overrides
from experiments.material import Material, Round
from experiments.parallel import Progress, Workers
from experiments.report.parts import Column, Interval, Section, Table
from experiments.study.or_why import or_why

# Programmes of inverse optimisation grow with the rounds; the latest say most of how an office decides now.
INVERSE_ROUNDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned.

    Parameters
    ----------
    sections : as people read them
    shares : criterion -> weight with its interval, over all criteria of today's weight set, summing to 1
    untold : criteria that these decisions cannot tell: their weight is today's
    """

    sections: tuple[Section, ...]
    shares: dict[str, Interval]
    untold: tuple[str, ...]


def learn(
    material: Material,
    draws: int,
    seed: int,
    workers: Workers | None = None,
    progress: Progress | None = None,
    experts: Path | None = None,
) -> Learned:
    """Learn weights in every way that the material allows; what it does not allow is said."""
    today = dict(zip(material.criteria, material.shares.tolist(), strict=True))
    study = study_choices(material.lists, today)
    sections = [
        _with_bootstrap(choice_told.told(study), material, study, draws, seed, workers, progress),
        or_why(
            "choice-held-out",
            say("I pesi imparati prevedono meglio le scelte che non hanno visto?"),
            lambda: held_out_told.told(material.lists, today),
        ),
        or_why(
            "override-weights",
            say("Che cosa dicono le proposte cambiate con un motivo?"),
            lambda: overrides_told.told(_overrides(material), study.learned),
        ),
        or_why(
            "inverse",
            say("Quali pesi spiegano le assegnazioni già fatte?"),
            lambda: inverse_told.told(_inverse(material), [label_of(code) for code in material.criteria]),
        ),
    ]
    if experts is not None:
        fitted = Elicited().fit(read_comparisons(experts, material.criteria))
        sections.append(elicit_told.told(fitted, [label_of(code) for code in fitted.criteria_]))
    return Learned(sections=tuple(sections), shares=_whole(study, today), untold=study.blind)


def _whole(study: ChoiceStudy, today: dict[str, float]) -> dict[str, Interval]:
    """Learned weights beside today's of what could not be learned, so that all together sum to 1."""
    kept = sum(today[code] for code in study.blind)
    shares = {code: Interval(today[code], today[code], today[code]) for code in study.blind}
    for code, one in zip(study.learned.names, study.learned.weights, strict=True):
        scaled = [(1 - kept) * part for part in (one.value, one.low, one.high)]
        shares[code] = Interval(*scaled)
    return {code: shares[code] for code in today}


def _with_bootstrap(
    section: Section,
    material: Material,
    study: ChoiceStudy,
    draws: int,
    seed: int,
    workers: Workers | None,
    progress: Progress | None,
) -> Section:
    """The same section with intervals from decisions drawn again, round by round, as a check of the formula."""
    shown = material.lists
    if study.blind:
        return section
    drawn: Drawn = bootstrap(
        shown, draws, seed, workers, progress, cluster="round" if widest_cluster(shown) != "decision" else "decision"
    )
    formula = dict(zip(study.learned.names, study.learned.weights, strict=True))
    table = Table(
        key="weights-bootstrap",
        title=say("Gli stessi intervalli, ricampionando {n} volte le giornate", n=draws),
        columns=(
            Column("criterion", say("criterio")),
            Column("weight", say("peso, con la formula"), 1, percent=True),
            Column("drawn", say("peso, ricampionando"), 1, percent=True),
        ),
        rows=tuple((label_of(code), formula[code], one) for code, one in zip(drawn.names, drawn.weights, strict=True)),
        note=say("Le due strade devono dire quasi lo stesso: se non è così, fidati dell'intervallo più largo."),
        folded=True,
    )
    return replace(section, tables=(*section.tables, table))


def _overrides(material: Material) -> OverrideWeights:
    cluster = widest_cluster(material.lists)
    return learn_overrides(material.lists, cluster=cluster)


def _inverse(material: Material) -> InverseWeights:
    """From the latest rounds: who was decided upon, over what was allowed to them."""
    made = [assigned_of(one) for one in material.rounds[-INVERSE_ROUNDS:]]
    return InverseWeights(objective="score", floor=0.0).fit([one for one in made if len(one.candidate)])


def assigned_of(one: Round) -> Assigned:
    """A round as inverse optimisation reads it: seats as they were, and only pairs that reach today's floor.

    A decision for a pair that today's rules do not allow counts as no decision.
    """
    card = one.card
    kept = card.total >= card.weights.floor_micro
    candidate, opening = card.candidate[kept], card.opening[kept].astype(np.int64)
    allowed = set(zip(candidate.tolist(), opening.tolist(), strict=True))
    at = [j if j >= 0 and (i, j) in allowed else -1 for i, j in enumerate(one.history.tolist())]
    return Assigned(
        candidate=candidate,
        opening=opening,
        grades=one.grades[kept],
        seats=card.cohort.openings.seats,
        opening_of=np.array(at, dtype=np.int64),
    )

"""What the choices say about the weights, as a part of the report: each weight with its interval beside today's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from data.errors import AbbinaError
from data.language import number, say
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import Position, learnable
from experiments.learn.choice_intervals import Cluster, LearnedWeights, cluster_of, weight_intervals
from experiments.lists import Floats, Lists
from experiments.report.parts import Column, Interval, Plot, Section, Table, as_rows
from scoring.criteria import CRITERIA

BLUE, RED, INK = "#0066cc", "#b3261e", "#17324d"
# Offices from which the variance between offices can be told; with fewer it is told between rounds.
ENOUGH_OFFICES = 10
# Clusters under which intervals of this kind are known to be too narrow at times.
FEW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceStudy:
    """Weights learned from whole lists, beside those of today.

    Parameters
    ----------
    model, learned : fitted on the criteria that can be learned
    today : float64 (K,), today's weights of the same criteria, made to sum to 1
    blind : criteria that are the same in all options of every list
    alone : lists with one option, which say nothing and are not in `model`
    stood_in : share of the grades shown that stood in for something not known
    cluster : within what decisions were taken as alike
    """

    model: ConditionalLogit
    learned: LearnedWeights
    today: Floats
    blind: tuple[str, ...]
    alone: int
    stood_in: float
    cluster: Cluster


def study_choices(lists: Lists, today: Mapping[str, float], position: Position | None = "linear") -> ChoiceStudy:
    """Learn the weights of all criteria that these lists can tell.

    Parameters
    ----------
    today : criterion -> weight, 0 or more; in any unit

    Raises
    ------
    AbbinaError
        `bad_study`, as `ConditionalLogit.fit_lists`; no criterion of `today` can be learned.
    """
    several = np.diff(lists.start) > 1
    shown, blind = learnable(lists.of(several))
    model = ConditionalLogit().fit_lists(shown, position)
    cluster = widest_cluster(lists)
    learned = weight_intervals(model, cluster_of(shown, model.used_, cluster))
    return ChoiceStudy(
        model=model,
        learned=learned,
        today=as_weights(shown.criteria, today),
        blind=blind,
        alone=int((~several).sum()),
        stood_in=float((~lists.known).mean()),
        cluster=cluster,
    )


def widest_cluster(lists: Lists) -> Cluster:
    """Offices if there are enough of them, or else rounds, or else each decision by itself."""
    if len(np.unique(lists.office)) >= ENOUGH_OFFICES:
        return "office"
    rounds = cluster_of(lists, np.arange(len(lists), dtype=np.int64), "round")
    return "round" if len(np.unique(rounds)) > 1 else "decision"


def as_weights(criteria: tuple[str, ...], given: Mapping[str, float]) -> Floats:
    """Weights of some criteria, made to sum to 1; a criterion that is not given counts nothing.

    Raises
    ------
    AbbinaError
        `bad_study`: together they count nothing.
    """
    weights = np.array([float(given.get(code, 0)) for code in criteria])
    if not weights.sum() > 0:
        raise AbbinaError("bad_study", why=say("nessuno dei criteri da imparare ha un peso oggi"))
    share: Floats = weights / weights.sum()
    return share


def label_of(code: str) -> str:
    """What people call a criterion; its code where nobody calls it anything."""
    return next((say(criterion.label) for criterion in CRITERIA if criterion.code == code), code)


def percent(share: float) -> str:
    """A share for people, without the sign: `12,5`."""
    return number(100 * share, 1)


def told(study: ChoiceStudy) -> Section:
    """The weights that explain the choices, beside today's."""
    learned, model = study.learned, study.model
    return Section(
        key="choice-weights",
        title=say("Quanto conta ogni criterio per chi decide?"),
        finding=_finding(study),
        paragraphs=(
            say(
                "I pesi sono quelli che spiegano meglio {n} decisioni: che cosa è stato scelto in tutto l'elenco "
                "mostrato (logit condizionale). Descrivono come si è deciso finora, non come sarebbe giusto decidere.",
                n=model.n_decisions_,
            ),
            _position(learned),
            say(
                "Ogni intervallo (95 %) vale da solo: guardandone {n} insieme, qualcuno può sbagliare per caso. Si "
                "assume che chi decide pesi i criteri allo stesso modo in tutte le giornate.",
                n=len(learned.names),
            ),
        ),
        warnings=_warnings(study),
        tables=(_table(study),),
        plots=(_plot(study),),
    )


def _finding(study: ChoiceStudy) -> str:
    learned = study.learned
    apart = [
        (abs(own.value - now), own, now, code)
        for own, now, code in zip(learned.weights, study.today.tolist(), learned.names, strict=True)
        if now not in own
    ]
    if not apart:
        own, code = surest(learned)
        return say(
            "Le scelte non smentiscono nessuno dei pesi di oggi; conta più di tutti «{criterion}», con il {value} % "
            "(tra {low} e {high} %).",
            criterion=label_of(code),
            value=percent(own.value),
            low=percent(own.low),
            high=percent(own.high),
        )
    _, own, now, code = max(apart, key=_first)
    return say(
        "Chi decide si scosta dai pesi di oggi soprattutto in «{criterion}»: conta il {value} % (tra {low} e {high} "
        "%), oggi il peso è {now} %.",
        criterion=label_of(code),
        value=percent(own.value),
        low=percent(own.low),
        high=percent(own.high),
        now=percent(now),
    )


def surest(learned: LearnedWeights) -> tuple[Interval, str]:
    """The criterion that surely counts most: the highest lower bound, not the highest guess."""
    best = max(range(len(learned.names)), key=lambda k: (learned.weights[k].low, learned.weights[k].value))
    return learned.weights[best], learned.names[best]


def _first(apart: tuple[float, Interval, float, str]) -> float:
    return apart[0]


def _position(learned: LearnedWeights) -> str:
    if not learned.position:
        return say(
            "Il posto nell'elenco non è stato considerato: se chi sta in alto attira le scelte, i pesi ne risentono."
        )
    effect = learned.position[-1]
    # Odds against the option above need no unit, and do not depend on how consistent choices are.
    value, low, high = (number(100 * float(np.exp(one)), 0) for one in (effect.value, effect.low, effect.high))
    facts = {"value": value, "low": low, "high": high}
    if len(learned.position) > 1:
        return say(
            "A parità di voti, ogni 100 volte che è scelta l'opzione in cima quella in fondo all'elenco è scelta "
            "{value} volte (tra {low} e {high}): questo effetto del posto è tolto dai pesi.",
            **facts,
        )
    return say(
        "A parità di voti, ogni 100 volte che è scelta un'opzione quella un posto più in basso è scelta {value} volte "
        "(tra {low} e {high}): questo effetto del posto è tolto dai pesi.",
        **facts,
    )


def _warnings(study: ChoiceStudy) -> tuple[str, ...]:
    said = []
    if study.blind:
        names = ", ".join(label_of(code) for code in study.blind)
        said.append(
            say(
                "Da queste decisioni non si impara il peso di: {names}. In ogni elenco le opzioni erano uguali.",
                names=names,
            )
        )
    if study.learned.against:
        names = ", ".join(label_of(code) for code in study.learned.against)
        said.append(
            say("Le scelte vanno contro: {names}. Il peso imparato è zero; conviene capire perché.", names=names)
        )
    if study.model.n_left_out_:
        said.append(
            say(
                "{n} decisioni senza una scelta non dicono niente dei pesi: sono lasciate fuori.",
                n=study.model.n_left_out_,
            )
        )
    if study.alone:
        said.append(say("{n} elenchi con una sola opzione non dicono niente dei pesi.", n=study.alone))
    if study.learned.clusters is not None and study.learned.clusters < FEW:
        said.append(
            say(
                "Le decisioni vengono da {n} gruppi soltanto: gli intervalli possono essere troppo stretti.",
                n=study.learned.clusters,
            )
        )
    if study.stood_in > 0:
        said.append(
            say(
                "Nel {share} % dei voti mostrati il dato mancava e c'era il voto neutro.", share=percent(study.stood_in)
            )
        )
    if not study.model.converged_:
        said.append(say("Il calcolo non è arrivato in fondo: i pesi sono incerti."))
    return tuple(said)


def _table(study: ChoiceStudy) -> Table:
    rows = [
        (code, label_of(code), own, now, now in own)
        for code, own, now in zip(study.learned.names, study.learned.weights, study.today.tolist(), strict=True)
    ]
    return Table(
        key="choice_weights",
        title=say("Pesi imparati dalle scelte accanto a quelli di oggi"),
        columns=(
            Column("criterion", ""),
            Column("label", say("Criterio")),
            Column("learned_share", say("Peso imparato"), digits=1, percent=True),
            Column("today_share", say("Peso di oggi"), digits=1, percent=True),
            Column("today_within", say("Oggi è nell'intervallo")),
        ),
        rows=as_rows(rows),
        note=say("I pesi di oggi sono riportati a 100 sui criteri che si possono imparare."),
    )


def _plot(study: ChoiceStudy) -> Plot:
    learned = study.learned
    apart = [
        label_of(c) for c, own, now in zip(learned.names, learned.weights, study.today, strict=True) if now not in own
    ]

    def draw(ax: Axes) -> None:
        row = np.arange(len(learned.names))[::-1]
        value = np.array([[own.low, own.value, own.high] for own in learned.weights]) * 100
        ax.hlines(row, value[:, 0], value[:, 2], color=BLUE, linewidth=2)
        ax.plot(value[:, 1], row, "o", color=BLUE, markersize=7)
        ax.plot(100 * study.today, row, "s", color=RED, markersize=7, markerfacecolor="none")
        ax.set_yticks(row, [label_of(code) for code in learned.names])
        ax.annotate(say("imparato"), (value[0, 1], row[0]), (0, 9), textcoords="offset points", color=BLUE, ha="center")
        ax.annotate(
            say("oggi"), (100 * study.today[0], row[0]), (0, -17), textcoords="offset points", color=RED, ha="center"
        )
        ax.set_xlabel(say("peso (%)"), color=INK)
        ax.set_xlim(left=0)
        ax.set_ylim(-0.7, len(row) - 0.3)

    return Plot(
        key="choice_weights",
        title=say("Pesi imparati dalle scelte (punto, intervallo al 95 %) e pesi di oggi (quadrato)"),
        told=(
            say("Il peso di oggi sta fuori dall'intervallo per: {names}.", names=", ".join(apart))
            if apart
            else say("Il peso di oggi sta dentro l'intervallo per tutti i criteri.")
        ),
        draw=draw,
        height=2.0 + 0.5 * len(learned.names),
    )

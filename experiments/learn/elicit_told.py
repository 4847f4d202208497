"""What experts said, in words, tables and a plot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say, say_n
from experiments.learn.elicit import Elicited
from experiments.learn.pairwise import MOST_RATIO, Mend
from experiments.report.parts import Cell, Column, Interval, Plot, Section, Table, as_rows

BLUE, DARK, BROWN = "#0066cc", "#17324d", "#8a5a00"


def told(fitted: Elicited, labels: Sequence[str]) -> Section:
    """A section of a report.

    Parameters
    ----------
    fitted : after `fit`
    labels : names of the criteria as people read them, in the order of `fitted.criteria_`
    """
    weights = _intervals(fitted)
    return Section(
        key="elicited",
        title=say("Quanto contano i criteri per chi è stato interpellato?"),
        finding=_finding(fitted, labels, weights),
        paragraphs=(
            say(
                "Ogni persona esperta confronta i criteri a due a due e dice quante volte uno conta più dell'altro. "
                "Dai confronti si ricavano i suoi pesi; quelli del gruppo sono le medie geometriche, una voce a testa."
            ),
            say(
                "L'intervallo al {level}% viene dal togliere una persona alla volta: dice quanto i pesi dipendono da "
                "chi è stato interpellato, non se il giudizio è giusto.",
                level=number(100.0 * fitted.level),
            ),
        ),
        warnings=_warnings(fitted),
        tables=(_weights(fitted, labels, weights), _experts(fitted, labels)),
        plots=(_plot(fitted, labels, weights),),
    )


def _intervals(fitted: Elicited) -> list[Interval]:
    """With one expert nothing is known of how much the weights would change: from 0 to 1."""
    low, high = np.nan_to_num(fitted.low_, nan=0.0), np.nan_to_num(fitted.high_, nan=1.0)
    rows = zip(fitted.weights_.tolist(), low.tolist(), high.tolist(), strict=True)
    return [Interval(value, min(least, value), max(most, value), fitted.level) for value, least, most in rows]


def _finding(fitted: Elicited, labels: Sequence[str], weights: Sequence[Interval]) -> str:
    top = int(np.argmax(fitted.weights_))
    value = _percent(weights[top].value)
    if len(fitted.expert_weights_) == 1:
        return say(
            "Per la sola persona interpellata il criterio che conta di più è «{label}», con un peso di {value}%: "
            "quanto cambierebbe con altre persone non si sa.",
            label=labels[top],
            value=value,
        )
    return say(
        "Per le {n} persone interpellate il criterio che conta di più è «{label}», con un peso di {value}% (da "
        "{low}% a {high}%).",
        n=len(fitted.expert_weights_),
        label=labels[top],
        value=value,
        low=_percent(weights[top].low),
        high=_percent(weights[top].high),
    )


def _warnings(fitted: Elicited) -> tuple[str, ...]:
    warnings = []
    if len(fitted.expert_weights_) == 1:
        warnings.append(say("È stata interpellata una persona sola: non si sa se altre direbbero lo stesso."))
    if loose := int((fitted.consistency_ratio_ > MOST_RATIO).sum()):
        warnings.append(
            say_n(
                "{n} persona si contraddice oltre il limite usuale ({most}): la tabella dice che cosa rivedere.",
                "{n} persone si contraddicono oltre il limite usuale ({most}): la tabella dice che cosa rivedere.",
                loose,
                most=number(MOST_RATIO),
            )
        )
    if unchecked := int((fitted.redundant_ == 0).sum()):
        warnings.append(
            say_n(
                "{n} persona ha fatto il minimo dei confronti: la sua coerenza non si può controllare.",
                "{n} persone hanno fatto il minimo dei confronti: la loro coerenza non si può controllare.",
                unchecked,
            )
        )
    return tuple(warnings)


def _weights(fitted: Elicited, labels: Sequence[str], weights: Sequence[Interval]) -> Table:
    lowest, highest = fitted.expert_weights_.min(axis=0).tolist(), fitted.expert_weights_.max(axis=0).tolist()
    agreed = say("Accordo sull'ordine dei criteri (W di Kendall, da 0 a 1): {w}.", w=number(fitted.concordance_, 2))
    return Table(
        key="elicited_weights",
        title=say("Pesi del gruppo"),
        columns=(
            Column("criterion", say("Criterio")),
            Column("weight", say("Peso"), digits=1, percent=True),
            Column("lowest", say("Il più basso fra le persone"), digits=1, percent=True),
            Column("highest", say("Il più alto fra le persone"), digits=1, percent=True),
        ),
        rows=as_rows(list(zip(labels, weights, lowest, highest, strict=True))),
        note="" if np.isnan(fitted.concordance_) else agreed,
    )


def _experts(fitted: Elicited, labels: Sequence[str]) -> Table:
    rows = []
    for e, expert in enumerate(fitted.experts_):
        checked = bool(fitted.redundant_[e])
        ratio: Cell = float(fitted.consistency_ratio_[e]) if checked else None
        index: Cell = float(fitted.consistency_index_[e]) if checked else None
        rows.append((expert, index, ratio, *_mend(fitted.mends_[e], labels)))
    return Table(
        key="elicited_experts",
        title=say("Coerenza di ogni persona"),
        columns=(
            Column("expert", say("Persona")),
            Column("consistency_index", say("Indice di coerenza"), digits=3),
            Column("consistency_ratio", say("Rapporto di coerenza"), digits=3),
            Column("mend", say("Confronto più lontano dagli altri")),
            Column("given", say("Detto"), digits=2),
            Column("better", say("Secondo gli altri confronti"), digits=2),
            Column("on_scale", say("Il più vicino sulla scala 1/9–9"), digits=2),
            Column("ratio_after", say("Rapporto dopo la correzione"), digits=3),
        ),
        rows=as_rows(rows),
        note=say(
            "Vuoto: non si può controllare, o non c'è nulla da correggere. Fino a {most} va bene.", most=number(0.1)
        ),
    )


def _mend(mend: Mend | None, labels: Sequence[str]) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    if mend is None:
        return None, None, None, None, None
    pair = say("{a} rispetto a {b}", a=labels[mend.criterion], b=labels[mend.against])
    return pair, mend.ratio, mend.better, mend.on_scale, mend.ratio_after


def _plot(fitted: Elicited, labels: Sequence[str], weights: Sequence[Interval]) -> Plot:
    many = len(fitted.expert_weights_) > 1

    def draw(ax: Axes) -> None:
        for row, weight in enumerate(weights):
            if many:
                ax.plot([100 * weight.low, 100 * weight.high], [row, row], color=BLUE, linewidth=4, alpha=0.5)
            experts = 100 * fitted.expert_weights_[:, row]
            ax.plot(experts, np.full(len(experts), row), linestyle="", marker="|", markersize=12, color=BROWN)
            ax.plot(100 * weight.value, row, marker="o", color=DARK)
        ax.set_yticks(range(len(labels)), list(labels))
        ax.invert_yaxis()
        ax.set_xlim(left=0.0)
        ax.set_xlabel(say("peso (%)"))

    order = np.argsort(-fitted.weights_, kind="stable").tolist()
    ranked = ", ".join(f"{labels[k]} {_percent(weights[k].value)}%" for k in order)
    return Plot(
        key="elicited_weights",
        title=say("Pesi del gruppo e delle singole persone"),
        told=say("Dal più al meno importante: {ranked}. I trattini sono le singole persone.", ranked=ranked),
        draw=draw,
    )


def _percent(share: float) -> str:
    return number(100.0 * share, 1)

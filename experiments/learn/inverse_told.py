"""What inverse optimisation found, in words, tables and a plot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say, say_n
from experiments.learn.inverse import InverseWeights
from experiments.learn.inverse_again import Again
from experiments.report.parts import Column, Interval, Plot, Section, Table, as_rows

BLUE, RED, DARK = "#0066cc", "#b3261e", "#17324d"


def told(fitted: InverseWeights, labels: Sequence[str], again: Again | None = None) -> Section:
    """A section of a report.

    Parameters
    ----------
    fitted : after `fit`
    labels : names of the criteria as people read them, in the order of the grades
    again : intervals over rounds drawn again, for assignments that no weights explain
    """
    weights = _intervals(fitted)
    return Section(
        key="inverse",
        title=say("Quali pesi spiegano le assegnazioni già fatte?"),
        finding=_finding(fitted, labels, weights, again),
        paragraphs=_paragraphs(fitted),
        warnings=_warnings(fitted, labels),
        tables=(_table(labels, weights), *_untold(fitted, labels), *_again(labels, again)),
        plots=(_plot(labels, weights),),
    )


def _intervals(fitted: InverseWeights) -> list[Interval]:
    """Bounds over the whole set: certain where the set is not empty, so of level 1."""
    return [
        Interval(value, min(low, value), max(high, value), level=1.0)
        for value, low, high in zip(fitted.weights_.tolist(), fitted.low_.tolist(), fitted.high_.tolist(), strict=True)
    ]


def _finding(fitted: InverseWeights, labels: Sequence[str], weights: Sequence[Interval], again: Again | None) -> str:
    top = int(np.argmax(fitted.weights_))
    if not fitted.empty_:
        return say_n(
            "L'assegnazione di {n} giornata è la migliore possibile solo se il peso di «{label}», il criterio che "
            "conta di più, va da {low}% a {high}%.",
            "Le assegnazioni di {n} giornate sono le migliori possibili solo se il peso di «{label}», il criterio che "
            "conta di più, va da {low}% a {high}%.",
            fitted.n_rounds_,
            label=labels[top],
            low=_percent(weights[top].low),
            high=_percent(weights[top].high),
        )
    share = _percent(fitted.slack_share_, 2)
    if again is None:
        return say(
            "Nessun insieme di pesi spiega tutte le assegnazioni (perdita minima: {share}% del punteggio); fra i pesi "
            "quasi altrettanto vicini quello di «{label}», il più alto, va da {low}% a {high}%.",
            share=share,
            label=labels[top],
            low=_percent(weights[top].low),
            high=_percent(weights[top].high),
        )
    top = int(np.argmax(again.value))
    return say(
        "Nessun insieme di pesi spiega tutte le assegnazioni (perdita minima: {share}% del punteggio); in quello più "
        "vicino «{label}», il criterio che conta di più, pesa {value}% (da {low}% a {high}%).",
        share=share,
        label=labels[top],
        value=_percent(float(again.value[top])),
        low=_percent(float(again.low[top])),
        high=_percent(float(again.high[top])),
    )


def _paragraphs(fitted: InverseWeights) -> tuple[str, ...]:
    how = say(
        "Per ogni giornata si chiede per quali pesi non esisteva un'assegnazione migliore, con le coppie ammesse e i "
        "posti di allora. I pesi non sono negativi e sommano a 100%. Il valore indicato sta nel mezzo dell'insieme "
        "trovato."
    )
    if fitted.empty_:
        return (
            how,
            say(
                "Qui l'intervallo raccoglie i pesi che perdono al massimo il {more}% in più della perdita minima: è "
                "una convenzione per leggere i dati, non un intervallo di confidenza. Più le decisioni seguono altri "
                "motivi, più i pesi trovati si avvicinano fra loro.",
                more=_percent(fitted.allowance, 0),
            ),
        )
    return (
        how,
        say(
            "L'intervallo è certo, non probabile: se le assegnazioni erano davvero le migliori, i pesi veri stanno lì. "
            "Si restringe quando si aggiungono giornate."
        ),
    )


def _warnings(fitted: InverseWeights, labels: Sequence[str]) -> tuple[str, ...]:
    warnings = []
    if fitted.empty_:
        warnings.append(
            say(
                "Le assegnazioni non seguono solo questi criteri: possono pesare limiti, scelte delle persone o "
                "errori. I pesi trovati vanno discussi, non adottati così."
            )
        )
    open_ = fitted.untold()
    if open_:
        pairs = len(labels) * (len(labels) - 1) // 2
        warnings.append(
            say("Coppie di criteri di cui non si sa quale conti di più: {n} su {of}.", n=len(open_), of=pairs)
        )
    return tuple(warnings)


def _table(labels: Sequence[str], weights: Sequence[Interval]) -> Table:
    return Table(
        key="inverse_weights",
        title=say("Pesi compatibili con le assegnazioni"),
        columns=(
            Column("criterion", say("Criterio")),
            Column("weight", say("Peso"), digits=1, percent=True),
            Column("width", say("Ampiezza dell'intervallo"), digits=1, percent=True),
        ),
        rows=as_rows(
            [(label, weight, weight.high - weight.low) for label, weight in zip(labels, weights, strict=True)]
        ),
    )


def _untold(fitted: InverseWeights, labels: Sequence[str]) -> tuple[Table, ...]:
    pairs = fitted.untold()
    if not pairs:
        return ()
    return (
        Table(
            key="inverse_untold",
            title=say("Coppie di criteri che le assegnazioni non distinguono"),
            columns=(
                Column("criterion", say("Criterio")),
                Column("other", say("Altro criterio")),
                Column("gap_low", say("Differenza di peso, minima"), digits=1, percent=True),
                Column("gap_high", say("Differenza di peso, massima"), digits=1, percent=True),
            ),
            rows=as_rows(
                [
                    (labels[k], labels[other], float(fitted.gap_low_[k, other]), float(fitted.gap_high_[k, other]))
                    for k, other in pairs
                ]
            ),
            note=say("La differenza può essere sopra o sotto lo zero: l'ordine dei due criteri resta aperto."),
        ),
    )


def _again(labels: Sequence[str], again: Again | None) -> tuple[Table, ...]:
    if again is None:
        return ()
    rows = zip(labels, again.value.tolist(), again.low.tolist(), again.high.tolist(), strict=True)
    return (
        Table(
            key="inverse_again",
            title=say("Pesi più vicini alle assegnazioni, e quanto dipendono dalle giornate raccolte"),
            columns=(Column("criterion", say("Criterio")), Column("weight", say("Peso"), digits=1, percent=True)),
            rows=as_rows([(label, Interval(value, low, high, again.level)) for label, value, low, high in rows]),
            note=say(
                "Intervalli al {level}% da {draws} estrazioni delle giornate. Se altri motivi pesano molto, i pesi "
                "risultano più simili fra loro di quanto siano davvero.",
                level=number(100.0 * again.level),
                draws=again.draws,
            ),
        ),
    )


def _plot(labels: Sequence[str], weights: Sequence[Interval]) -> Plot:
    def draw(ax: Axes) -> None:
        for row, weight in enumerate(weights):
            ax.plot([100 * weight.low, 100 * weight.high], [row, row], color=BLUE, linewidth=4, solid_capstyle="butt")
            ax.plot(100 * weight.value, row, marker="o", color=DARK)
        ax.set_yticks(range(len(labels)), list(labels))
        ax.invert_yaxis()
        ax.set_xlim(left=0.0)
        ax.set_xlabel(say("peso (%)"))

    widest = max(range(len(labels)), key=lambda k: weights[k].high - weights[k].low)
    return Plot(
        key="inverse_weights",
        title=say("Pesi compatibili con le assegnazioni"),
        told=say(
            "Per ogni criterio, una barra dal peso minimo al massimo e un punto sul valore centrale. La barra più "
            "larga è quella di «{label}», da {low}% a {high}%.",
            label=labels[widest],
            low=_percent(weights[widest].low),
            high=_percent(weights[widest].high),
        ),
        draw=draw,
    )


def _percent(share: float, digits: int = 1) -> str:
    return number(100.0 * share, digits)

"""What was taken instead of what was put forward, and why, as a part of the report."""

from __future__ import annotations

from collections.abc import Mapping

from data.language import say
from experiments.learn.choice_intervals import LearnedWeights
from experiments.learn.choice_told import label_of, percent, surest
from experiments.learn.overrides import OverrideWeights, Pointed, Sorted
from experiments.report.parts import Column, Section, Table, as_rows
from matching.decision import Reason

# Overrides of one reason from which it is worth saying whether the grade goes along.
ENOUGH = 10


def told(found: OverrideWeights, whole: LearnedWeights) -> Section:
    """Weights from overrides, beside those from whole lists.

    Parameters
    ----------
    found : what `learn_overrides` gave
    whole : what the whole lists gave, with the same criteria
    """
    own, sorted_ = found.learned, found.sorted
    lists = dict(zip(whole.names, whole.weights, strict=True))
    apart = [
        code
        for code, weight in zip(own.names, own.weights, strict=True)
        if code in lists and (weight.low > lists[code].high or weight.high < lists[code].low)
    ]
    weight, criterion = surest(own)
    facts = {
        "criterion": label_of(criterion),
        "value": percent(weight.value),
        "low": percent(weight.low),
        "high": percent(weight.high),
    }
    return Section(
        key="override-weights",
        title=say("Che cosa dicono le proposte cambiate con un motivo?"),
        finding=(
            say(
                "Proposte accettate e cambiate danno pesi diversi dagli elenchi interi per {names}; conta più di tutti "
                "«{criterion}», con il {value} % (tra {low} e {high} %).",
                names=", ".join(label_of(code) for code in apart),
                **facts,
            )
            if apart
            else say(
                "Proposte accettate e cambiate dicono lo stesso degli elenchi interi: conta più di tutti «{criterion}»"
                ", con il {value} % (tra {low} e {high} %).",
                **facts,
            )
        ),
        paragraphs=(
            say(
                "Sono confronti a due, tra ciò che era proposto e ciò che è stato preso: {accepted} proposte accettate"
                ", {overridden} cambiate. Si assume che il motivo scritto sia quello vero.",
                accepted=len(sorted_.accepted),
                overridden=len(sorted_.overridden),
            ),
            _left_out(sorted_),
        ),
        warnings=_warnings(sorted_),
        tables=(_weights(own, whole), _reasons(sorted_)),
    )


def _left_out(sorted_: Sorted) -> str:
    return say(
        "Restano fuori {outside} proposte cambiate per un motivo che il punteggio non conosce, {nothing} senza nessuna "
        "scelta, {none} elenchi senza proposta e {alone} con una sola opzione.",
        outside=sum(sorted_.outside.values()),
        nothing=sorted_.nothing_taken,
        none=sorted_.nothing_put_forward,
        alone=sorted_.alone,
    )


def _warnings(sorted_: Sorted) -> tuple[str, ...]:
    said = []
    outside = sum(sorted_.outside.values())
    if outside > len(sorted_.overridden):
        said.append(
            say("Più della metà delle proposte cambiate ha un motivo che il punteggio non conosce: manca del contesto.")
        )
    if sorted_.without_reason:
        said.append(say("{n} proposte cambiate sono senza motivo: sono contate lo stesso.", n=sorted_.without_reason))
    for one in sorted_.pointed:
        known = one.overrides - one.unknown
        if known >= ENOUGH and 2 * one.better < known:
            said.append(
                say(
                    "«{reason}»: solo in {better} casi su {known} ciò che è stato preso aveva un voto più alto in "
                    "«{criterion}». Forse quel voto misura altro.",
                    reason=_reason(one.reason),
                    better=one.better,
                    known=known,
                    criterion=label_of(one.criterion),
                )
            )
    return tuple(said)


def _weights(own: LearnedWeights, whole: LearnedWeights) -> Table:
    lists = dict(zip(whole.names, whole.weights, strict=True))
    return Table(
        key="override_weights",
        title=say("Pesi dalle proposte cambiate e pesi dagli elenchi interi"),
        columns=(
            Column("criterion", ""),
            Column("label", say("Criterio")),
            Column("override_share", say("Da proposte accettate e cambiate"), digits=1, percent=True),
            Column("lists_share", say("Da elenchi interi"), digits=1, percent=True),
        ),
        rows=as_rows(
            [
                (code, label_of(code), weight, lists.get(code))
                for code, weight in zip(own.names, own.weights, strict=True)
            ]
        ),
        note=say("Gli elenchi interi usano più confronti: i loro intervalli sono più stretti."),
    )


def _reasons(sorted_: Sorted) -> Table:
    rows: list[tuple[str | int | None, ...]] = [_pointed(one) for one in sorted_.pointed]
    rows += [(code, _reason(code), None, count, None, None) for code, count in sorted_.outside.items()]
    return Table(
        key="override_reasons",
        title=say("Perché le proposte sono state cambiate"),
        columns=(
            Column("reason", ""),
            Column("reason_label", say("Motivo")),
            Column("criterion", say("Criterio")),
            Column("overrides", say("Proposte cambiate")),
            Column("better", say("Con un voto più alto in quel criterio")),
            Column("unknown", say("Con un voto non noto")),
        ),
        rows=as_rows(rows),
        note=say("Senza criterio: il motivo è fuori dal punteggio, e la scelta non insegna niente sui pesi."),
    )


def _pointed(one: Pointed) -> tuple[str | int | None, ...]:
    return one.reason, _reason(one.reason), label_of(one.criterion), one.overrides, one.better, one.unknown


def _reason(code: str) -> str:
    known: Mapping[str, str] = {reason.value: reason.label for reason in Reason}
    return known.get(code, code)

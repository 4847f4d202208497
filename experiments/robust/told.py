"""How firm a proposal is, as a section of the report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.language import number, say, say_n
from experiments.report.parts import Column, Interval, Section, Table, as_rows
from experiments.robust.badges import CONTESTED_SHARE, SOLID_SHARE, Badge
from experiments.robust.draws import Draws
from experiments.robust.plots import acceptability_plot, kept_plot
from experiments.robust.study import Robustness
from scoring.criteria import CRITERIA

# Lists for people end here; how many more there are stands below.
SHOWN = 40
LABELS = {one.code: one.label for one in CRITERIA}


def told(found: Robustness) -> Section:
    """The section: what moves the proposal, which pairs are contested, and which data would be worth asking for."""
    at = _twenty(found.moved)
    kept, loss = at.mean_kept, at.mean_loss
    counts = {badge: sum(firm.badge is badge for firm in found.firm) for badge in Badge}
    finding = say(
        "Con {what}, le coppie proposte che restano uguali sono in media {kept} % (da {low} a {high} %) e il punteggio "
        "perso è {loss} % (da {least} a {most} %).",
        what=at.disturbance.told(),
        kept=number(100 * kept.value, 1),
        low=number(100 * kept.low, 1),
        high=number(100 * kept.high, 1),
        loss=number(100 * loss.value, 2),
        least=number(100 * loss.low, 2),
        most=number(100 * loss.high, 2),
    )
    return Section(
        key="robustness",
        title=say("Quanto è solida la proposta?"),
        finding=finding,
        paragraphs=(
            say_n(
                "La proposta è stata rifatta una volta per ogni disturbo, ogni volta con l'abbinamento migliore.",
                "La proposta è stata rifatta {n} volte per ogni disturbo, ogni volta con l'abbinamento migliore.",
                len(at),
            ),
            say("Gli intervalli dicono quanto una media dipende dal numero di prove; valgono 95 volte su 100."),
            _badges_told(found, counts),
            _fields_told(found),
        ),
        warnings=_warnings(found),
        tables=(_disturbances(found), _badges(counts), _contested(found), _criteria(found), _to_ask(found)),
        plots=(kept_plot(found.moved), acceptability_plot(found.usual)),
    )


def _twenty(moved: Sequence[Draws]) -> Draws:
    return min(moved, key=lambda one: abs(one.disturbance.size - 0.2))


def _badges_told(found: Robustness, counts: dict[Badge, int]) -> str:
    return say(
        "Con {what}, le coppie solide sono {solid}, le contese {contested}, quelle quasi alla pari {even}. "
        "Una coppia è solida se torna in almeno {most} prove su 100, contesa se torna in almeno {least}: "
        "vale il limite più basso dell'intervallo, non la media.",
        what=found.usual.disturbance.told(),
        solid=counts[Badge.SOLID],
        contested=counts[Badge.CONTESTED],
        even=counts[Badge.COIN_FLIP],
        most=number(100 * SOLID_SHARE),
        least=number(100 * CONTESTED_SHARE),
    )


def _fields_told(found: Robustness) -> str:
    return say(
        "Mancano {lacking} dati (una persona e un criterio alla volta). Per {settled} la proposta della persona resta "
        "la stessa qualunque sia la risposta: non serve chiederli. Gli altri {ask} possono cambiarla. Questo conto "
        "lascia da parte i limiti del programma.",
        lacking=found.fields.lacking,
        settled=found.fields.settled,
        ask=len(found.fields.ask),
    )


def _warnings(found: Robustness) -> tuple[str, ...]:
    assumed = say(
        "Dove manca un voto si suppone che la risposta somigli a quelle note per lo stesso criterio: "
        "è un'ipotesi, non un dato."
    )
    return (assumed,) if found.fields.lacking else ()


def _disturbances(found: Robustness) -> Table:
    rows = []
    for one in (*found.moved, *found.others, found.usual):
        low, high = (float(np.quantile(one.kept, share)) for share in (0.05, 0.95))
        fewer = float((one.placements < found.usual.base.sum()).mean())
        rows.append((one.disturbance.told(), one.mean_kept, low, high, one.mean_loss, fewer, len(one)))
    return Table(
        key="robust_disturbances",
        title=say("Che cosa cambia la proposta"),
        columns=(
            Column("disturbance", say("Disturbo")),
            Column("pairs_kept", say("Coppie che restano, media"), digits=1, percent=True),
            Column("pairs_kept_p5", say("Nel caso sfavorevole (5 %)"), digits=1, percent=True),
            Column("pairs_kept_p95", say("Nel caso favorevole (95 %)"), digits=1, percent=True, more=True),
            Column("score_loss", say("Punteggio perso, media"), digits=2, percent=True),
            Column("fewer_placed", say("Prove con meno persone collocate"), digits=1, percent=True),
            Column("draws", say("Prove"), more=True),
        ),
        rows=as_rows(rows),
        note=say(
            "Il punteggio perso è misurato con i voti e i pesi di oggi. È sotto zero dove si collocano meno persone "
            "con un punteggio più alto."
        ),
    )


def _badges(counts: dict[Badge, int]) -> Table:
    return Table(
        key="robust_badges",
        title=say("Coppie solide e coppie contese"),
        columns=(Column("badge", say("Solidità")), Column("pairs", say("Coppie"))),
        rows=as_rows([(badge.label, counts[badge]) for badge in Badge]),
    )


def _contested(found: Robustness) -> Table:
    problem = found.case.problem
    open_ = [firm for firm in found.firm if firm.badge is not Badge.SOLID]
    rows = []
    for firm in open_[:SHOWN]:
        other = None
        if firm.other is not None:
            other = say("nessun tirocinio") if firm.other < 0 else problem.opening_ids[firm.other]
        rows.append(
            (
                problem.candidate_ids[firm.candidate],
                problem.opening_ids[firm.opening],
                firm.badge.label,
                firm.again,
                other,
                firm.other_share,
            )
        )
    return Table(
        key="robust_contested",
        title=say("Coppie contese"),
        columns=(
            Column("candidate", say("Persona")),
            Column("opening", say("Tirocinio proposto")),
            Column("badge", say("Solidità")),
            Column("again", say("Prove in cui torna"), digits=0, percent=True),
            Column("other", say("Al suo posto, più spesso")),
            Column("other_share", say("Prove con questo"), digits=0, percent=True),
        ),
        rows=as_rows(rows),
        note=_more(len(open_) - len(rows)),
    )


def _criteria(found: Robustness) -> Table:
    rows: list[tuple[str, float, Interval | None, Interval | None]] = []
    for k, code in enumerate(found.case.criteria):
        one = found.answered[k]
        lacking = float((~found.case.known[:, k]).mean())
        means = (None, None) if one is None else (one.mean_kept, one.mean_gain)
        rows.append((_label(code), lacking, *means))
    rows.sort(key=lambda row: -np.inf if row[3] is None else row[3].value, reverse=True)
    return Table(
        key="robust_criteria",
        title=say("Quale dato mancante cambierebbe di più la proposta"),
        columns=(
            Column("criterion", say("Criterio")),
            Column("not_known", say("Voti mancanti"), digits=1, percent=True),
            Column("pairs_kept", say("Coppie che restano, se si raccolgono"), digits=1, percent=True),
            Column("score_gain", say("Punteggio complessivo in più"), digits=3),
        ),
        rows=as_rows(rows),
        note=say("Il guadagno è calcolato con voti supposti: dice dove conviene chiedere, non che cosa si otterrà."),
    )


def _to_ask(found: Robustness) -> Table:
    fields, case = found.fields, found.case
    rows = [
        (case.problem.candidate_ids[one.candidate], _label(case.criteria[one.criterion]), one.changes, one.gain)
        for one in fields.ask[:SHOWN]
    ]
    return Table(
        key="robust_to_ask",
        title=say("Che cosa chiedere prima, e a chi"),
        columns=(
            Column("candidate", say("Persona")),
            Column("criterion", say("Criterio")),
            Column("changes", say("Possibilità che la proposta cambi"), digits=0, percent=True),
            Column("score_gain", say("Punteggio in più, atteso"), digits=3),
        ),
        rows=as_rows(rows),
        note=_more(len(fields.ask) - len(rows)),
    )


def _label(code: str) -> str:
    return say(LABELS[code]) if code in LABELS else code


def _more(count: int) -> str:
    return say_n("E {n} altra.", "E altre {n}.", count) if count > 0 else ""

"""Outcomes and models as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.language import number, say
from experiments.outcomes.examined import Examined, Measured
from experiments.outcomes.examined_length import LEVEL, ExaminedLength
from experiments.report.parts import Cell, Column, Interval, Table


def outcomes_table(examined: Sequence[Examined]) -> Table:
    """One row an outcome: its rate, what the model takes away, its calibration, the verdict."""
    return Table(
        key="outcomes",
        title=say("Esiti e modelli"),
        columns=(
            Column("outcome", say("Esito")),
            Column("known", say("Noti"), 0),
            Column("not_known", say("Non ancora noti"), 0, more=True),
            Column("rate", say("Quota di sì"), 1, percent=True),
            Column("skill_time", say("Errore tolto, giornate successive"), 1, percent=True),
            Column("skill_office", say("Errore tolto, altri uffici"), 1, percent=True),
            Column("brier", say("Errore quadratico del modello"), 3, more=True),
            Column("brier_rate", say("Errore quadratico della quota"), 3, more=True),
            Column("log_loss", say("Perdita logaritmica"), 3, more=True),
            Column("calibration_error", say("Errore di calibrazione"), 3, more=True),
            Column("calibration_band_p95", say("Banda del caso, fino a"), 3, more=True),
            Column("slope", say("Pendenza"), 2, more=True),
            Column("intercept", say("Intercetta"), 2, more=True),
            Column("in_the_large", say("Scarto medio (log-odds)"), 2, more=True),
            Column("verdict", say("Giudizio")),
        ),
        rows=tuple(_row(one) for one in examined),
        note=say(
            "Errore tolto: parte dell'errore quadratico della quota del programma che il modello evita. Pendenza 1, "
            "intercetta 0 e scarto 0: le probabilità dicono il giusto. Pendenza sotto 1: troppo nette."
        ),
    )


def _row(one: Examined) -> tuple[Cell | Interval, ...]:
    head = (one.outcome.label, one.n, one.not_known, _shown(one.rate))
    elsewhere = None if one.by_office is None else _shown(one.by_office.skill)
    on = one.by_time
    if on is None:
        return (*head, None, elsewhere, *[None] * 8, one.verdict.label)
    return (*head, _shown(on.skill), elsewhere, *_measures(on), one.verdict.label)


def _measures(on: Measured) -> tuple[Cell | Interval, ...]:
    again = on.recalibration
    return (
        _shown(on.brier),
        _shown(on.brier_rate),
        on.log_loss,
        on.error,
        on.band.p95,
        _shown(again.slope),
        _shown(again.intercept),
        _shown(again.in_the_large),
    )


def _shown(interval: Interval) -> Interval | None:
    """None where the data cannot tell."""
    return None if math.isnan(interval.value) else interval


def length_table(length: ExaminedLength) -> Table:
    """One row: contracts counted, and how their lengths were foretold."""
    return Table(
        key="contract_length",
        title=say("Durata dei contratti che seguono"),
        columns=(
            Column("ended", say("Contratti finiti"), 0),
            Column("censored", say("Senza fine o in corso"), 0, more=True),
            Column("held_out", say("Tenuti da parte"), 0, more=True),
            Column("median_months", say("Durata mediana (mesi)"), 1),
            Column("skill", say("Errore tolto, giornate successive"), 1, percent=True),
            Column("covered", say("Contratti dentro il loro intervallo"), 1, percent=True),
            Column("wide", say("Estremo alto diviso quello basso"), 1, more=True),
        ),
        rows=(
            (
                length.n,
                length.censored,
                length.held_out,
                length.median_months,
                _shown(length.skill),
                _shown(length.covered),
                length.wide if math.isfinite(length.wide) else None,
            ),
        ),
        note=say("Gli intervalli promettono il {level} %.", level=number(100 * LEVEL)),
    )

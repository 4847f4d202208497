"""What people read before they adopt weights: who would change seat, by group, and who has to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say, say_n
from experiments.report.parts import Column, Plot, Section, Table, as_rows
from experiments.signoff.seats import (
    LEAST_PEOPLE,
    ChangedRound,
    Row,
    SecondLook,
    changed,
    counts,
    group_rows,
    second_looks,
    share_changed,
    together,
)
from scoring.rule import as_day
from scoring.weights import Weights

COLOURS = ("#0066cc", "#00694a", "#b3261e")
KEY = "who-changes-seat"


def told(
    rounds: Sequence[ChangedRound],
    now: Weights,
    other: Weights,
    *,
    one_by_one: bool = True,
    least: int = LEAST_PEOPLE,
) -> Section:
    """The section of a report: who changes seat.

    Parameters
    ----------
    rounds : of the last twelve months
    now, other : the weights in use, and those proposed
    one_by_one : name the codes of those to be looked at again; False for a report that leaves the service
    least : fewest people of a group that is shown
    """
    people = sum(len(one.changes) for one in rounds)
    count = sum(int(changed(one.changes).sum()) for one in rounds)
    looks, share = second_looks(rounds), share_changed(rounds)
    rows, suppressed = group_rows(rounds, least)
    rows = _side_by_side(rows)
    if not people:
        finding = say("Non c'è nessuna giornata su cui confrontare le due versioni.")
    else:
        finding = say(
            "Con i pesi {other} al posto di {now} la proposta cambierebbe per {changed} persone su {people}: il "
            "{share} % (da {low} a {high} %).",
            other=other.version,
            now=now.version,
            changed=count,
            people=people,
            share=number(100 * share.value, 1),
            low=number(100 * share.low, 1),
            high=number(100 * share.high, 1),
        )
    # By round: of groups only the table is told, where few people are hidden.
    bars = [(one.name, counts(one.name, one.changes)) for one in rounds]
    return Section(
        key=KEY,
        title=say("Chi cambierebbe posto"),
        finding=finding,
        paragraphs=_paragraphs(rounds, suppressed, least),
        warnings=_warnings(rounds, looks),
        tables=_tables(rounds, rows, looks, one_by_one, suppressed, least),
        plots=(_plot(bars),) if people else (),
    )


def _paragraphs(rounds: Sequence[ChangedRound], suppressed: int, least: int) -> tuple[str, ...]:
    told = [
        say(
            "Ogni giornata è stata proposta due volte, in modo esatto: con i pesi di oggi e con quelli proposti. Tra "
            "soluzioni ugualmente buone si tiene la più vicina alla prima: nessuno cambia posto per un pareggio."
        ),
        say(
            "I conteggi sono esatti. L'intervallo dice quanto la percentuale potrebbe cambiare in altre giornate con "
            "persone simili, contate una per una; chi condivide gli stessi posti non è del tutto indipendente, e "
            "l'intervallo vero è un po' più largo."
        ),
    ]
    if any(one.changes.limits_active for one in rounds):
        told.append(
            say(
                "Dove contano i limiti di tutto il programma, tra soluzioni ugualmente buone non sempre si trova la "
                "più vicina: i cambi davvero necessari possono essere meno di quelli contati."
            )
        )
    told.append(
        say(
            "Di un gruppo si scrive solo ciò che è successo ad almeno {least} persone; una casella vuota è di meno "
            "persone, o di nessuna, o di una da cui si ricaverebbero.",
            least=least,
        )
    )
    if suppressed:
        told.append(
            say_n(
                "{n} gruppo non si mostra: ha meno di {least} persone, o farebbe ricavare chi ne ha meno.",
                "{n} gruppi non si mostrano: hanno meno di {least} persone, o farebbero ricavare chi ne ha meno.",
                suppressed,
                least=least,
            )
        )
    return tuple(told)


def _warnings(rounds: Sequence[ChangedRound], looks: Sequence[SecondLook]) -> tuple[str, ...]:
    if not looks:
        return ()
    lost = sum(look.other is None for look in looks)
    return (
        say_n(
            "Per {n} persona il cambio è contro di lei ({lost} senza più posto): va riguardato prima di adottare.",
            "Per {n} persone il cambio è contro di loro ({lost} senza più posto): vanno riguardate una per una prima "
            "di adottare i pesi.",
            len(looks),
            lost=lost,
        ),
    )


def _tables(
    rounds: Sequence[ChangedRound],
    rows: Sequence[Row],
    looks: Sequence[SecondLook],
    one_by_one: bool,
    suppressed: int,
    least: int,
) -> tuple[Table, ...]:
    by_round = [
        counts(say("{name} ({day})", name=one.name, day=as_day(one.on.toordinal())), one.changes) for one in rounds
    ]
    if len(rounds) > 1:
        by_round.append(counts(say("tutte"), together([one.changes for one in rounds])))
    mean = say(
        "Il cambio medio del punteggio riguarda chi ha un posto in tutti e due i casi, ed è misurato una volta con i "
        "pesi di oggi e una con quelli proposti; chi tiene lo stesso tirocinio conta zero."
    )
    made = []
    if rows or suppressed:
        made.append(
            Table(
                key="seats_by_group",
                title=say("Che cosa cambia, gruppo per gruppo"),
                columns=_columns("group", say("gruppo")),
                rows=as_rows(rows),
                note=f"{mean} {say('Gruppi con meno di {least} persone: non si mostrano.', least=least)}",
            )
        )
    made.append(
        Table(
            key="seats_by_round",
            title=say("Che cosa cambia, giornata per giornata"),
            columns=_columns("round", say("giornata")),
            rows=as_rows(by_round),
            note=mean,
            folded=bool(made),
        )
    )
    if looks and one_by_one:
        made.append(
            Table(
                key="second_looks",
                title=say("Cambi contro una persona, da riguardare uno per uno"),
                columns=(
                    Column("round", say("giornata")),
                    Column("candidate", say("persona")),
                    Column("opening_now", say("tirocinio con i pesi di oggi")),
                    Column("opening_other", say("con i pesi proposti")),
                ),
                rows=tuple((look.round, look.candidate, look.now, look.other or say("nessun posto")) for look in looks),
                note=say("Chi perde il posto, poi chi ne ha uno che vale meno con tutte e due le versioni."),
            )
        )
    return tuple(made)


def _side_by_side(rows: Sequence[Row]) -> list[Row]:
    """The groups of one way to tell people apart beside one another: what stands before the colon is the way."""
    ways = list(dict.fromkeys(str(row[0]).partition(":")[0] for row in rows))
    return sorted(rows, key=lambda row: ways.index(str(row[0]).partition(":")[0]))


def _columns(key: str, label: str) -> tuple[Column, ...]:
    return (
        Column(key, label),
        Column("people", say("persone")),
        Column("kept", say("stesso tirocinio")),
        Column("moved", say("altro tirocinio")),
        Column("gained", say("un posto in più")),
        Column("lost", say("perde il posto")),
        Column("without", say("senza posto comunque")),
        Column("worse", say("posto peggiore")),
        Column("mean_change_now", say("cambio medio, pesi di oggi"), digits=4, more=True),
        Column("mean_change_other", say("cambio medio, pesi proposti"), digits=4, more=True),
    )


def _plot(bars: Sequence[tuple[str, Row]]) -> Plot:
    """Bars of shares, one after the other: another opening, a seat gained, a seat lost."""
    names = (say("altro tirocinio"), say("un posto in più"), say("perde il posto"))
    shares = np.array([[_share(row, k) for k in (3, 4, 5)] for _, row in bars])

    def draw(axes: Axes) -> None:
        place = np.arange(len(bars))[::-1].astype(np.float64)
        left = np.zeros(len(bars))
        for k, name in enumerate(names):
            axes.barh(place, shares[:, k], left=left, height=0.6, color=COLOURS[k], label=name)
            left += shares[:, k]
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, borderaxespad=0.2, handlelength=1)
        axes.set_yticks(place, [label for label, _ in bars])
        axes.set_xlim(0, max(10.0, float(left.max()) * 1.05))
        axes.set_xlabel(say("Persone (%)"))

    parts = [
        say(
            "{label}: {moved} % altro tirocinio, {gained} % un posto in più, {lost} % perde il posto.",
            label=label,
            moved=number(shares[k, 0], 1),
            gained=number(shares[k, 1], 1),
            lost=number(shares[k, 2], 1),
        )
        for k, (label, _) in enumerate(bars)
    ]
    return Plot(
        key="seats_changed",
        title=say("Quante persone cambierebbero posto"),
        told=" ".join(parts),
        draw=draw,
        height=min(14.0, 1.5 + 0.4 * len(bars)),
    )


def _share(row: Row, column: int) -> float:
    part, whole = row[column], row[1]
    if not isinstance(part, int | float) or not isinstance(whole, int | float) or not whole:
        return 0.0
    return 100 * part / whole

"""What the report says of the groups: tables without small groups, alarms in words, rates with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from data.language import marked, number, say, say_n
from experiments.fairness.hiding import LEAST_PEOPLE
from experiments.fairness.rates import Alarm, Compared, Rates, compared
from experiments.fairness.told_text import BLUE, DARK, RED, percent, ratio_between
from experiments.report.parts import Cell, Column, Interval, Plot, Section, Table

FEWER = marked("meno di {least}")
HIDDEN = marked("non mostrato")
ALARMS = {
    Alarm.SURE: marked("allarme sicuro"),
    Alarm.POSSIBLE: marked("allarme possibile"),
    Alarm.NONE: marked("nessun allarme"),
}
# More rows than this do not fit a plot: crossings are in the tables.
MOST_ROWS = 40


def told_groups(found: Sequence[Rates], least: int = LEAST_PEOPLE) -> Section:
    """The section about groups.

    Parameters
    ----------
    found : of `rates`, every step in every grouping
    least : the option that was used, for the words
    """
    beside = [(one, compared(one)) for one in found]
    states = [each.alarm for _, groups in beside for each in groups]
    sure, possible = states.count(Alarm.SURE), states.count(Alarm.POSSIBLE)
    # Sure alarms first: a page shows the first ones and folds the others.
    warnings = tuple(
        sentence
        for state in (Alarm.SURE, Alarm.POSSIBLE)
        for one, groups in beside
        for each in groups
        if each.alarm is state
        for sentence in _sentences(one, each)
    )
    return Section(
        key="groups",
        title=say("Ci sono gruppi di persone che arrivano meno spesso a una proposta o a un lavoro?"),
        finding=_finding(len(states), sure, possible),
        paragraphs=(
            say(
                "I gruppi servono solo a controllare: non cambiano punteggi, regole o ordine. Ogni percentuale ha il"
                " suo intervallo esatto (Clopper-Pearson, 95 %); ogni rapporto quello di Koopman. Le persone di cui il"
                " dato non è scritto sono un gruppo a parte."
            ),
            say(
                "Un allarme nasce quando un gruppo riceve meno di quattro quinti di quello che ricevono gli altri. È"
                " una soglia d'uso, non una norma italiana. È sicuro se tutto l'intervallo sta sotto la soglia. Un"
                " allarme chiede di guardare come è nato, e da solo non prova una discriminazione. Una persona con più"
                " categorie conta in ognuna: lì il rapporto con il gruppo più favorito è approssimato."
            ),
            say(
                "Dei gruppi con meno di {least} persone non si dice che cosa è successo. Dove si potrebbe calcolare per"
                " differenza, non si mostra neppure un secondo gruppo.",
                least=least,
            ),
        ),
        warnings=warnings,
        tables=tuple(_table(one, groups, least) for one, groups in beside),
        plots=tuple(_plot(one) for one in found if "*" not in one.grouping.key and 1 < len(one.shown) <= MOST_ROWS),
    )


def _finding(groups: int, sure: int, possible: int) -> str:
    if not groups:
        return say(
            "I gruppi sono troppo piccoli per un confronto: non si può dire né che ci siano differenze né che manchino."
        )
    checked = say_n("Confronto fatto: {n}.", "Confronti fatti: {n}.", groups)
    alarms = say("Allarmi sicuri: {sure}; allarmi possibili: {possible}.", sure=sure, possible=possible)
    return f"{checked} {alarms}"


def _sentences(found: Rates, each: Compared) -> list[str]:
    """What an alarm says, with its ratio, and the corrected test beside."""
    told = []
    facts = {
        "stage": found.stage.title,
        "grouping": found.grouping.title,
        "group": found.grouping.labels[each.group],
    }
    for state, against, other in (
        (each.alarm_best, each.against_best, None if each.best is None else found.grouping.labels[each.best]),
        (each.alarm_rest, each.against_rest, say("tutte le altre persone")),
    ):
        if state is Alarm.NONE or against is None:
            continue
        told.append(
            say(
                "{alarm}. {stage}. {grouping}, «{group}»: {ratio} volte rispetto a «{other}».",
                alarm=say(ALARMS[state]).capitalize(),
                ratio=ratio_between(against),
                other=other,
                **facts,
            )
        )
    if told and not math.isnan(each.p_holm):
        told[-1] += " " + say("Differenza dal resto, con la correzione di Holm: p {p}.", p=_p(each.p_holm))
    return told


def _table(found: Rates, groups: Sequence[Compared], least: int) -> Table:
    by_group = {each.group: each for each in groups}
    rows: list[tuple[Cell | Interval, ...]] = []
    for g, label in enumerate(found.grouping.labels):
        if found.people[g] == 0:
            continue
        if found.hidden[g]:
            few = say(FEWER, least=least) if found.people[g] < least else say(HIDDEN)
            rows.append((label, few, None, None, None, None, None))
            continue
        each = by_group.get(g)
        rows.append(
            (
                label,
                str(int(found.people[g])),
                found.interval(g),
                each.against_best if each else None,
                each.against_rest if each else None,
                each.p_holm if each and not math.isnan(each.p_holm) else None,
                say(ALARMS[each.alarm]) if each else None,
            )
        )
    return Table(
        key=_key(found),
        title=say("{stage}: {grouping}", stage=found.stage.title, grouping=found.grouping.title),
        columns=(
            Column("group", found.grouping.title),
            Column("people", say("Persone")),
            Column("rate", say("Quante volte su cento"), 0, percent=True),
            Column("ratio_best", say("Rispetto al gruppo più favorito"), 2),
            Column("ratio_rest", say("Rispetto al resto"), 2),
            Column("p_holm", say("p della differenza dal resto, corretta per i molti confronti (Holm)"), 3, more=True),
            Column("alarm", say("Allarme")),
        ),
        rows=tuple(rows),
        note=say(
            "In tutto {happened} su {total} persone. Dato non scritto, e perciò escluse: {unknown}.",
            happened=found.total_happened,
            total=found.total,
            unknown=found.unknown,
        )
        if found.total >= least
        else say("Troppo poche persone per dire che cosa è successo."),
        folded=all(each.alarm is not Alarm.SURE for each in groups),
        state=say(ALARMS[Alarm.POSSIBLE]) if any(each.alarm is Alarm.POSSIBLE for each in groups) else "",
    )


def _key(found: Rates) -> str:
    """Of a table and of the plot above it."""
    return f"groups_{found.stage.value}_{found.grouping.key.replace('*', '_')}"


def _plot(found: Rates) -> Plot:
    shown = found.shown.tolist()
    labels = [found.grouping.labels[g] for g in shown]
    spans = [found.interval(g) for g in shown]
    overall = found.total_happened / found.total if found.total else math.nan
    axis = say("persone a cui è successo, su cento")
    everybody = say("tutte le persone: {rate}", rate=percent(overall))

    def draw(ax: Axes) -> None:
        for row, span in enumerate(spans):
            ax.plot([100 * span.low, 100 * span.high], [row, row], color=BLUE, linewidth=2)
            ax.plot([100 * span.value], [row], "o", color=DARK)
        ax.axvline(100 * overall, color=RED, linewidth=1, linestyle="--")
        spot = (100 * overall, len(spans) - 0.4)
        ax.annotate(everybody, spot, xytext=(4, 0), textcoords="offset points", color=RED, fontsize=9)
        ax.set_ylim(-0.6, len(spans))
        ax.set_xlim(0, 100)
        ax.set_yticks(range(len(labels)), labels)
        ax.invert_yaxis()
        ax.set_xlabel(axis)

    lowest, highest = (f(range(len(spans)), key=lambda k: spans[k].value) for f in (min, max))
    return Plot(
        key=_key(found),
        title=say("{stage}: {grouping}", stage=found.stage.title, grouping=found.grouping.title),
        told=say(
            "Dal gruppo «{low}» con {low_rate} al gruppo «{high}» con {high_rate}; in tutto {overall}.",
            low=labels[lowest],
            low_rate=percent(spans[lowest].value),
            high=labels[highest],
            high_rate=percent(spans[highest].value),
            overall=percent(overall),
        ),
        draw=draw,
        height=max(2.0, 0.4 * len(spans) + 1.2),
    )


def _p(value: float) -> str:
    """A probability that is never told to be nothing."""
    return "< " + number(0.001, 3) if value < 0.001 else "= " + number(value, 3)

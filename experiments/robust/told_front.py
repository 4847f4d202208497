"""What else could have been proposed, and what it costs: the front as a section of the report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say, say_n
from experiments.report.parts import Column, Plot, Section, Table, as_rows
from experiments.robust.case import Case
from experiments.robust.exchange import prices, supported
from experiments.robust.front import Front
from experiments.robust.goals import Goal
from experiments.robust.within import ANYTHING
from matching.entries import MICRO, Ints

# A plot shows the points that place at least this share of the most that can be placed.
SHOWN_SHARE = 0.8
# The most placements first.
COLOURS = ("#0066cc", "#00694a", "#8a5a00")
FEWER, NOW = "#17324d", "#b3261e"


def told(case: Case, opening_of: Ints, fronts: Sequence[Front]) -> Section:
    """The section: what one more placement costs, and every choice that no other beats.

    Parameters
    ----------
    case : the problem of the proposal
    opening_of : the proposal, int64 (n_candidates,), -1 where none
    fronts : each with goals `score` and `placements` and one more; the first whole
    """
    pairs = np.flatnonzero(case.chosen(opening_of))
    placed = len(pairs)
    whole = fronts[0]
    return Section(
        key="pareto",
        title=say("Che cosa si poteva scegliere di diverso?"),
        finding=_one_more(whole, placed),
        paragraphs=(
            say(
                "Ogni punto è un abbinamento che nessun altro supera in tutto: per migliorare in una cosa bisogna "
                "cedere in un'altra. Per ogni punto c'è un abbinamento che lo raggiunge."
            ),
            _hidden(whole),
            *(_how(front, case, pairs) for front in fronts),
        ),
        tables=tuple(_table(front, place) for place, front in enumerate(fronts)),
        plots=tuple(_plot(front, case, pairs, place) for place, front in enumerate(fronts) if len(front.goals) > 2),
    )


def _one_more(front: Front, placed: int) -> str:
    """What the last placement costs in score: exact, so its interval has no width."""
    levels = [price for price in prices(front, "placements") if price.reached <= placed]
    most = max(price.reached for price in prices(front, "placements"))
    if not levels or levels[-1].cost == 0:
        told = say("Collocare {placed} persone non costa punteggio rispetto a collocarne meno.", placed=placed)
    else:
        told = say(
            "Collocare {placed} persone invece di {fewer} costa {cost} punti di punteggio complessivo su {best}: "
            "il conto è esatto, senza margine.",
            placed=levels[-1].reached,
            fewer=levels[-2].reached,
            cost=number(levels[-1].cost / MICRO, 3),
            best=number(levels[-1].best / MICRO, 3),
        )
    if most <= placed:
        return say("{told} Collocarne di più non è possibile.", told=told)
    more = next(price for price in prices(front, "placements") if price.reached > placed)
    return say(
        "{told} Collocarne {more} costerebbe {cost} punti.",
        told=told,
        more=more.reached,
        cost=number(more.cost / MICRO, 3),
    )


def _hidden(front: Front) -> str:
    hidden = int((~supported(front.points)).sum())
    return say_n(
        "{n} punto su {all} non si trova con nessun peso dato agli obiettivi: solo il conto intero lo mostra.",
        "{n} punti su {all} non si trovano con nessun peso dato agli obiettivi: solo il conto intero li mostra.",
        hidden,
        all=len(front),
    )


def _how(front: Front, case: Case, pairs: Ints) -> str:
    reached = _reached(front, case, pairs)
    here = bool((front.points == reached).all(axis=1).any())
    names = ", ".join(goal.title for goal in front.goals)
    place = [
        say("Fra gli abbinamenti con {what} da {least} in su.", what=goal.title, least=goal.told(least))
        for goal, least in zip(front.goals, front.least, strict=True)
        if least != ANYTHING and not goal.less
    ]
    place.append(say("La proposta è uno di questi punti.") if here else say("La proposta non è uno di questi punti."))
    if front.whole:
        return say(
            "Obiettivi: {names}. Punti: {n}, tutti quelli che esistono. {place}",
            names=names,
            n=len(front),
            place=" ".join(place),
        )
    return say(
        "Obiettivi: {names}. Punti: {n}, a passi di {step} minuti: nessun abbinamento li supera, ma fra l'uno e "
        "l'altro possono essercene altri. {place}",
        names=names,
        n=len(front),
        step=front.steps[-1],
        place=" ".join(place),
    )


def _reached(front: Front, case: Case, pairs: Ints) -> Ints:
    return np.array([goal.of(pairs, case.problem.n_candidates) for goal in front.goals], dtype=np.int64)


def _cell(goal: Goal, reached: int) -> int | float:
    return goal.amount(reached) if goal.scale > 1 else round(goal.amount(reached))


def _table(front: Front, place: int) -> Table:
    return Table(
        key=f"pareto_{place + 1}",
        title=say("Abbinamenti che nessun altro supera: {names}", names=", ".join(goal.title for goal in front.goals)),
        columns=tuple(Column(goal.code, goal.title, digits=goal.digits) for goal in front.goals),
        rows=as_rows(
            [
                [_cell(goal, value) for goal, value in zip(front.goals, row, strict=True)]
                for row in front.points.tolist()
            ]
        ),
    )


def _plot(front: Front, case: Case, pairs: Ints, place: int) -> Plot:
    codes = [goal.code for goal in front.goals]
    up, count = codes.index("score"), codes.index("placements")
    across = next(k for k in range(len(codes)) if k not in (up, count))
    now = _reached(front, case, pairs)
    goals = front.goals

    def amounts(k: int, rows: Ints) -> list[float]:
        return [goals[k].amount(value) for value in rows[:, k].tolist()]

    # Further down a few people with high scores stretch the axes; the table has every point.
    near = front.points[front.points[:, count] >= SHOWN_SHARE * front.points[:, count].max()]
    levels = np.unique(near[:, count])[::-1][: len(COLOURS)].tolist()
    here = (goals[across].amount(int(now[across])), goals[up].amount(int(now[up])))

    def draw(ax: Axes) -> None:
        fewer = near[~np.isin(near[:, count], levels)]
        for level, colour in zip(levels, COLOURS, strict=False):
            rows = near[near[:, count] == level]
            rows = rows[np.argsort(rows[:, across], kind="stable")]
            x, y = amounts(across, rows), amounts(up, rows)
            ax.plot(x, y, color=colour, marker="o", markersize=4, linewidth=1, label=say("{n} persone", n=level))
        if len(fewer):
            label = say("da {low} a {high} persone", low=fewer[:, count].min(), high=fewer[:, count].max())
            ax.scatter(amounts(across, fewer), amounts(up, fewer), s=10, color=FEWER, linewidths=0, label=label)
        ax.scatter(*here, s=70, marker="*", color=NOW, zorder=5)
        right = here[0] > sum(ax.get_xlim()) / 2
        ax.annotate(
            say("proposta"),
            here,
            xytext=(-6 if right else 6, 8),
            textcoords="offset points",
            ha="right" if right else "left",
            color=NOW,
        )
        low, high = ax.get_ylim()
        ax.set_ylim(low - (high - low) / 8, high + (high - low) / 10)
        # Lines end near one another: names beside them would lie upon one another.
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.2, handlelength=1.2)
        ax.set_xlabel(goals[across].title)
        ax.set_ylabel(goals[up].title)

    return Plot(
        key=f"pareto_{place + 1}",
        title=say("{up} e {across}", up=goals[up].title.capitalize(), across=goals[across].title),
        told=say(
            "{n} punti, quelli con almeno {least} persone. La proposta ha {up} {best} e {across} {value}.",
            n=len(near),
            least=near[:, count].min(),
            up=goals[up].title,
            best=goals[up].told(int(now[up])),
            across=goals[across].title,
            value=goals[across].told(int(now[across])),
        ),
        draw=draw,
    )

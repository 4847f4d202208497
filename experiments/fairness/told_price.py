"""What the report says of quotas, of the worst-off and of envy: what each costs, exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say
from experiments.fairness.envy import Envy
from experiments.fairness.price import Level, LeximinPrice
from experiments.fairness.told_text import BLUE, BROWN, DARK, GREEN, MICRO, RED, percent
from experiments.lists import Ints
from experiments.report.parts import Column, Plot, Section, Table


def told_price(levels: Sequence[Level], *, key: str, quota: str) -> Section:
    """The price curve of a quota.

    Parameters
    ----------
    levels : of `price_of_rates` or `price_of_parity`, in the order of the curve
    key : unique in the report
    quota : what is asked, already said: «almeno questa parte di ogni gruppo ha una proposta»
    """
    possible = [level for level in levels if level.reached is not None]
    return Section(
        key=f"price_{key}",
        title=say("Quanto costa questa quota: {quota}?", quota=quota),
        finding=_dearest(possible, len(levels)),
        paragraphs=(
            say(
                "Ogni livello è il migliore possibile: il calcolo è esatto su questi dati, perciò qui non c'è un"
                " intervallo di campionamento. È un conto, non un consiglio: una quota si applica solo se la legge o"
                " l'avviso la prevedono."
            ),
            say(
                "Il punteggio che torna è quello che si riavrebbe con una persona in meno nella quota; dove non è"
                " esatto, è il massimo possibile."
            ),
        ),
        tables=(_levels(levels, key, quota),),
        plots=(_curve(possible, key, quota),) if any(one.lost_score_micro for one in possible) else (),
    )


def told_leximin(found: LeximinPrice) -> Section:
    """What it costs to do the best for the worst-off."""
    low, before = found.lowest
    return Section(
        key="leximin",
        title=say("Quanto costa fare il meglio per chi sta peggio?"),
        finding=say(
            "Il punteggio più basso fra chi ha una proposta passa da {before} a {low}; le proposte passano da {best} a"
            " {fair} e il punteggio totale scende di {lost}: il conto è esatto su questi dati.",
            before=number(before / MICRO, 2),
            low=number(low / MICRO, 2),
            best=found.best_placements,
            fair=found.fair.placements,
            lost=percent(found.lost_share),
        ),
        paragraphs=(
            say(
                "Si alza prima il punteggio più basso, poi il secondo, e così via; chi resta senza proposta conta zero."
                " I limiti del programma restano fuori dal confronto, in tutti e due i casi."
            ),
        ),
        plots=(_profile(found.fair.profile, found.best_profile),),
    )


def told_envy(found: Envy, *, priority: str = "") -> Section:
    """How many people would rather have somebody else's seat.

    Parameters
    ----------
    priority : the rule of priority of the call, already said; empty where there is none
    """
    people, some = len(found.envied), int(found.some.sum())
    justified = int((found.justified > 0).sum())
    told = say(
        "Persone che avrebbero un punteggio più alto in un posto proposto a un'altra persona: {some} su {people}. Il"
        " conto è esatto.",
        some=some,
        people=people,
    )
    just = say("Con una precedenza più forte: {n}.", n=justified) if priority else ""
    return Section(
        key="envy",
        title=say("Quante persone starebbero meglio al posto di un'altra?"),
        finding=f"{told} {just}".strip(),
        paragraphs=(
            say(
                "I posti sono pochi, e questo da solo non è un'ingiustizia. Lo sarebbe se l'altra persona avesse una"
                " precedenza più debole."
            ),
            priority or say("Questo programma non ha una regola di precedenza fra le persone."),
            say("Persone con un posto libero che vale di più per loro: {n}.", n=int((found.empty > 0).sum())),
        ),
    )


def _dearest(possible: Sequence[Level], asked: int) -> str:
    if not possible:
        return say("Nessuno dei livelli chiesti si può raggiungere: il conto è esatto.")
    worst = max(possible, key=lambda level: (level.lost_placements, level.lost_score_micro))
    told = say(
        "Il livello più caro ({asked}) costa {placements} proposte e {score} punti di punteggio.",
        asked=say("{n} %", n=number(100 * worst.asked, 1)),
        placements=worst.lost_placements,
        score=number(worst.lost_score_micro / MICRO, 2),
    )
    lacking = asked - len(possible)
    return f"{told} {say('Livelli che nessuna soluzione raggiunge: {n}.', n=lacking)}" if lacking else told


def _levels(levels: Sequence[Level], key: str, quota: str) -> Table:
    return Table(
        key=f"price_{key}",
        title=quota,
        columns=(
            Column("asked", say("Chiesto"), 1, percent=True),
            Column("reached", say("Raggiunto"), 1, percent=True),
            Column("placements", say("Proposte")),
            Column("lost_placements", say("Proposte perse")),
            Column("score", say("Punteggio"), 2),
            Column("lost_score", say("Punteggio perso"), 2),
            Column("last_person_score", say("Punteggio che torna con una persona in meno"), 3, more=True),
            Column("exact", say("Esatto"), more=True),
        ),
        rows=tuple(
            (
                level.asked,
                level.reached,
                level.placements,
                level.lost_placements,
                level.score_micro / MICRO,
                level.lost_score_micro / MICRO,
                level.last_person[1] / MICRO,
                level.exact and level.last_exact,
            )
            if level.reached is not None
            else (level.asked, None, None, None, None, None, None, None)
            for level in levels
        ),
        note=say("Una riga vuota: nessuna soluzione raggiunge il livello."),
    )


def _curve(levels: Sequence[Level], key: str, quota: str) -> Plot:
    asked = [100 * level.asked for level in levels]
    score = [level.lost_score_micro / MICRO for level in levels]
    placements = [level.lost_placements for level in levels]
    x, y = say("livello chiesto, su cento"), say("perso rispetto alla soluzione migliore")
    names = say("punteggio perso"), say("proposte perse")

    def draw(ax: Axes) -> None:
        for values, colour, name, mark in ((score, BLUE, names[0], "o"), (placements, RED, names[1], "s")):
            ax.plot(asked, values, color=colour, marker=mark, markersize=4, label=name)
        # The lines touch where nothing is lost.
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
        ax.set_xlim(0, 1.05 * max(asked) or 1)
        ax.set_xlabel(x)
        ax.set_ylabel(y)

    return Plot(key=f"price_{key}", title=quota, told=_dearest(levels, len(levels)), draw=draw)


def _profile(fair: Ints, best: Ints) -> Plot:
    place = np.arange(1, len(fair) + 1)
    x, y = say("persone, da chi ha il punteggio più basso"), say("punteggio della proposta (0-1)")
    names = say("meglio per chi sta peggio"), say("punteggio totale più alto")
    without = int((fair == 0).sum()), int((best == 0).sum())

    def draw(ax: Axes) -> None:
        # Above and to the left of the one, below and to the right of the other: the lines rise.
        for values, colour, name, at, offset, side in (
            (fair, GREEN, names[0], 0.3, (8, -14), "left"),
            (best, BROWN, names[1], 0.6, (-8, 8), "right"),
        ):
            ax.step(place, values / MICRO, where="mid", color=colour, linewidth=1.5)
            if len(values):
                k = int(without[0] + at * (len(values) - without[0] - 1))
                spot = (place[k], values[k] / MICRO)
                ax.annotate(name, spot, xytext=offset, textcoords="offset points", color=colour, ha=side)
        ax.set_xlabel(x, color=DARK)
        ax.set_ylabel(y, color=DARK)
        ax.set_ylim(0, 1)

    return Plot(
        key="leximin_profile",
        title=say("I punteggi dal più basso al più alto"),
        told=say(
            "Due linee che salgono: con la prima {fair} persone restano senza proposta, con la seconda {best}.",
            fair=without[0],
            best=without[1],
        ),
        draw=draw,
    )

"""Rolling arrivals as a part of the report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import marked, number, say
from experiments.report.parts import Column, Plot, Section, Table, as_rows
from experiments.rolling.arrivals import POLICIES
from experiments.rolling.shares import Shares

LABELS = {
    "random": marked("A caso"),
    "greedy": marked("Una persona alla volta, il posto migliore"),
    "batch": marked("Il meglio per chi c'è oggi"),
    "bid_prices": marked("Il meglio, pensando a chi verrà"),
}
MEANINGS = {
    "random": marked("ogni persona, quando arriva, riceve a caso uno dei posti possibili e liberi"),
    "greedy": marked("ogni persona, quando arriva, riceve il posto libero con il punteggio più alto"),
    "batch": marked("la migliore assegnazione delle persone presenti, come se dopo non venisse nessuno"),
    "bid_prices": marked(
        "la migliore assegnazione delle persone presenti, ma ogni posto ha un prezzo: quanto mancherebbe a chi verrà"
    ),
}
COLOURS = {"random": "#8a5a00", "greedy": "#b3261e", "batch": "#0066cc", "bid_prices": "#00694a"}
INK = "#17324d"


def told(settings: Sequence[Shares]) -> Section:
    """What is lost when people arrive little by little, and how much of it a price on seats gives back.

    Parameters
    ----------
    settings : at least one; the finding is about the first
    """
    first = settings[0]
    priced, plain = first.mean("bid_prices"), first.mean("batch")
    return Section(
        key="rolling",
        title=say("E se le persone arrivano poco alla volta?"),
        finding=say("{label}: con un solo ordine di arrivo non si può dire quanto si perde.", label=first.label)
        if len(first.worth) < 2
        else say(
            "{label}: decidendo con il meglio per chi c'è oggi si raggiunge il {plain} % di quanto era possibile "
            "({plain_low}–{plain_high} %), pensando anche a chi verrà il {priced} % ({low}–{high} %).",
            label=first.label,
            plain=number(100 * plain.value, 1),
            plain_low=number(100 * plain.low, 1),
            plain_high=number(100 * plain.high, 1),
            priced=number(100 * priced.value, 1),
            low=number(100 * priced.low, 1),
            high=number(100 * priced.high, 1),
        ),
        paragraphs=(meanings(), assumed()),
        tables=(table(settings),),
        plots=(plot(settings),),
    )


def meanings() -> str:
    """What each policy does, in one paragraph."""
    return " ".join(f"{say(LABELS[code])}: {say(MEANINGS[code])}." for code in POLICIES)


def assumed() -> str:
    """What the comparison takes for granted, in one paragraph."""
    return say(
        "Il confronto è con chi avesse saputo tutto dall'inizio. Le decisioni prese non si cambiano più. Si sa quante "
        "persone verranno ancora, non chi: i futuri si sorteggiano tra persone del passato o già arrivate. Gli "
        "intervalli (95 %) dicono quanto è sicura la media su tutti i mondi, o su tutti gli ordini di arrivo."
    )


def table(settings: Sequence[Shares]) -> Table:
    """One row a setting and policy: mean share with its interval, smallest share, share of the placements."""
    rows = [
        (
            one.key,
            one.label,
            say(LABELS[code]),
            one.mean(code),
            float(one.of(code).min()),
            one.mean(code, "placements"),
            len(one.worth),
        )
        for one in settings
        for code in POLICIES
    ]
    return Table(
        key="rolling",
        title=say("In parte di quanto era possibile sapendo tutto dall'inizio"),
        columns=(
            Column("setting", ""),
            Column("label", say("Situazione") if len(settings) > 1 else ""),
            Column("policy", say("Regola")),
            Column("worth_share", say("Punteggio, media"), digits=1, percent=True),
            Column("worth_share_min", say("Punteggio, il caso peggiore"), digits=1, percent=True),
            Column("placements_share", say("Persone collocate, media"), digits=1, percent=True),
            Column("worlds", say("Mondi o ordini di arrivo"), more=True),
        ),
        rows=as_rows(rows),
        note=say(
            "Le persone collocate possono superare il 100 %: chi sa tutto cerca il punteggio più alto, non più persone."
        ),
    )


def plot(settings: Sequence[Shares]) -> Plot:
    """One dot a world, and the mean with its interval; a block of rows a setting."""

    def draw(ax: Axes) -> None:
        row, ticks = 0.0, []
        for one in reversed(settings):
            for code in POLICIES:
                mean = one.mean(code)
                ax.plot(100 * one.of(code), np.full(len(one.worth), row), "|", color=COLOURS[code], markersize=12)
                ax.plot([100 * mean.low, 100 * mean.high], [row, row], color=COLOURS[code], linewidth=4)
                ticks.append((row, say(LABELS[code])))
                row += 1
            spot = (0.01, row - 0.45)
            ax.annotate(one.label, spot, xycoords=("axes fraction", "data"), color=INK, weight="bold")
            row += 0.8
        ax.axvline(100, color=INK, linewidth=1)
        ax.set_yticks([at for at, _ in ticks], [label for _, label in ticks])
        ax.set_ylim(-0.6, row - 0.6)
        ax.set_xlabel(say("Punteggio, in % di quanto era possibile sapendo tutto dall'inizio"))

    first = settings[0]
    return Plot(
        key="rolling",
        title=say("Quanto si perde quando le persone arrivano poco alla volta"),
        told=say(
            "Una riga per regola: un trattino per ogni mondo, la barra è l'intervallo della media. {label}: da {low} % "
            "(a caso) a {high} % (pensando a chi verrà).",
            label=first.label,
            low=number(100 * float(first.of("random").mean()), 1),
            high=number(100 * float(first.of("bid_prices").mean()), 1),
        ),
        draw=draw,
        height=1.2 + 2.4 * len(settings),
    )

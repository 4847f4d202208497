"""Whether learned weights foretell choices that they never saw, as a part of the report."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.learn.choice_design import Position, learnable
from experiments.learn.choice_told import as_weights, percent
from experiments.learn.held_out import EQUAL, LEARNED, By, HeldOut, held_out
from experiments.lists import Lists
from experiments.report.parts import Column, Plot, Section, Table, as_rows

TODAY = "today"
NAMES = {LEARNED: marked("pesi imparati"), EQUAL: marked("pesi tutti uguali"), TODAY: marked("pesi di oggi")}
SPLITS: Mapping[By, str] = {"office": marked("altri uffici"), "time": marked("giornate successive")}
COLOURS = {LEARNED: "#0066cc", EQUAL: "#8a5a00", TODAY: "#b3261e"}


def told(lists: Lists, today: Mapping[str, float], position: Position | None = "linear") -> Section:
    """Learned, equal and today's weights on choices held out, by office and by time.

    Parameters
    ----------
    today : criterion -> weight, 0 or more; in any unit

    Raises
    ------
    AbbinaError
        `bad_study`: neither offices nor days can be held out; what is said is why.
    """
    shown, _ = learnable(lists)
    rivals = {TODAY: as_weights(shown.criteria, today)}
    found: list[HeldOut] = []
    why: list[str] = []
    for by in SPLITS:
        try:
            found.append(held_out(shown, by, rivals, position=position))
        except AbbinaError as error:
            why.append(str(error.facts["why"]) if error.code == "bad_study" else error.code)
    if not found:
        raise AbbinaError("bad_study", why="; ".join(why))
    return Section(
        key="choice-held-out",
        title=say("I pesi imparati prevedono meglio le scelte che non hanno visto?"),
        finding=_finding(found[-1]),
        paragraphs=(
            say(
                "I pesi sono imparati da una parte delle decisioni e provati sulle altre: su uffici mai visti, e su "
                "giornate successive. A tutti i pesi si aggiunge lo stesso effetto del posto nell'elenco."
            ),
            say(
                "La verosimiglianza logaritmica media dice quanto era atteso ciò che è stato scelto: più vicina a "
                "zero, meglio. Se i pesi imparati non superano quelli tutti uguali, non vale la pena di cambiare."
            ),
        ),
        warnings=tuple(say("Una prova non si può fare: {why}.", why=one) for one in why),
        tables=(_table(found),),
        plots=(_plot(found),),
    )


def _finding(found: HeldOut) -> str:
    gain = next(row.gain for row in found.rows if row.weights == TODAY)
    own = next(row.right for row in found.rows if row.weights == LEARNED)
    now = next(row.right for row in found.rows if row.weights == TODAY)
    facts = {
        "split": say(SPLITS[found.by]),
        "own": percent(own.value),
        "own_low": percent(own.low),
        "own_high": percent(own.high),
        "now": percent(now.value),
        "now_low": percent(now.low),
        "now_high": percent(now.high),
    }
    if gain is not None and gain.low > 0:
        return say(
            "Provati su {split}, i pesi imparati prevedono meglio di quelli di oggi: il {own} % delle scelte (tra "
            "{own_low} e {own_high} %), oggi il {now} % (tra {now_low} e {now_high} %).",
            **facts,
        )
    if gain is not None and gain.high < 0:
        return say(
            "Provati su {split}, i pesi imparati prevedono peggio di quelli di oggi: il {own} % delle scelte (tra "
            "{own_low} e {own_high} %), oggi il {now} % (tra {now_low} e {now_high} %).",
            **facts,
        )
    return say(
        "Provati su {split}, i pesi imparati non si distinguono da quelli di oggi: il {own} % delle scelte (tra "
        "{own_low} e {own_high} %), oggi il {now} % (tra {now_low} e {now_high} %).",
        **facts,
    )


def _table(found: list[HeldOut]) -> Table:
    rows = [
        (
            *(part.by, say(SPLITS[part.by]), part.decisions, part.clusters),
            *(say(NAMES[row.weights]), row.right, row.log_likelihood, row.gain),
        )
        for part in found
        for row in part.rows
    ]
    guess = ", ".join(f"{percent(part.chance)} % ({say(SPLITS[part.by])})" for part in found)
    return Table(
        key="choice_held_out",
        title=say("Scelte mai viste: quante previste, e con quanta sicurezza"),
        columns=(
            Column("split", ""),
            Column("split_label", say("Prova su")),
            Column("decisions", say("Decisioni"), more=True),
            Column("clusters", say("Gruppi"), more=True),
            Column("weights", say("Pesi")),
            Column("right_share", say("Scelte previste"), digits=1, percent=True),
            Column("log_likelihood", say("Verosimiglianza logaritmica media"), digits=3),
            Column("gain_of_learned", say("Guadagno dei pesi imparati"), digits=3),
        ),
        rows=as_rows(rows),
        note=say("Tirando a indovinare: {guess}.", guess=guess),
    )


def _plot(found: list[HeldOut]) -> Plot:
    def draw(ax: Axes) -> None:
        ticks = []
        for block, part in enumerate(reversed(found)):
            for place, row in enumerate(reversed(part.rows)):
                y = block * (len(part.rows) + 1) + place
                colour = COLOURS[row.weights]
                ax.hlines(y, 100 * row.right.low, 100 * row.right.high, color=colour, linewidth=2)
                ax.plot([100 * row.right.value], [y], "o", color=colour, markersize=7)
                ticks.append((y, f"{say(NAMES[row.weights])}, {say(SPLITS[part.by])}"))
        ax.set_yticks([y for y, _ in ticks], [label for _, label in ticks])
        ax.set_ylim(-0.7, max(y for y, _ in ticks) + 0.7)
        ax.set_xlabel(say("scelte previste (%)"))

    right = {
        row.weights: np.mean([r.right.value for p in found for r in p.rows if r.weights == row.weights])
        for row in found[0].rows
    }
    return Plot(
        key="choice_held_out",
        title=say("Scelte mai viste che ogni insieme di pesi prevede, con intervallo al 95 %"),
        told=say(
            "In media: pesi imparati {learned} %, tutti uguali {equal} %, di oggi {today} %.",
            learned=number(100 * float(right[LEARNED]), 1),
            equal=number(100 * float(right[EQUAL]), 1),
            today=number(100 * float(right[TODAY]), 1),
        ),
        draw=draw,
        height=1.5 + 0.5 * sum(len(part.rows) + 1 for part in found),
    )

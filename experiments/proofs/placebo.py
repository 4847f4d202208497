"""Placebo: what is promised in worlds where no rule can help, and in worlds where one can."""

from __future__ import annotations

from matplotlib.axes import Axes

from data.language import marked, number, say
from experiments.evaluate.placebo import Placebo, placebo_number
from experiments.evaluate.placebo_world import COMPANIES, FEATURES, PAST
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Plot, Table, as_rows

EFFECT = 0.8


def measure(asked: Asked) -> Proved:
    """Worlds without and with an effect: promise of the model, truth, and what the honest evaluation says."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    null, real = (
        placebo_number(asked.seed, asked.workers, asked.progress, worlds=worlds, effect=effect)
        for effect in (0.0, EFFECT)
    )
    return Proved(
        gates=(
            _within(say("Senza effetto: intervalli che contengono lo zero"), null.covered.value),
            _within(say("Con effetto: intervalli che contengono il guadagno vero"), real.covered.value),
            Gate(what=say("Senza effetto: guadagno promesso dal solo modello"), value=null.naive.value),
            Gate(what=say("Senza effetto: guadagno medio per AIPW"), value=null.honest.value),
            Gate(what=say("Senza effetto: intervalli ingenui che contengono il vero"), value=null.naive_covered.value),
            Gate(what=say("Con effetto: guadagno promesso dal solo modello"), value=real.naive.value),
            Gate(what=say("Con effetto: guadagno medio per AIPW"), value=real.honest.value),
            Gate(what=say("Con effetto: guadagno vero delle stesse regole"), value=real.truth.value),
            Gate(what=say("Con effetto: guadagno dichiarato, quota dei mondi"), value=real.seen.value),
            Gate(what=say("Guadagno più piccolo che questi dati vedrebbero"), value=null.least_gain),
        ),
        paragraphs=(
            null.told(),
            say(
                "{past} persone collocate a sorte in {companies} aziende, {features} caratteristiche, una regressione "
                "ridge per azienda, assegnazione ottima; regola e modello imparati su una metà e valutati sull'altra, "
                "con le stesse funzioni usate per i dati veri.",
                past=number(PAST),
                companies=COMPANIES,
                features=FEATURES,
            ),
            say(
                "Il guadagno è il rapporto con la media del passato, con il metodo delta. Il vero è quello delle "
                "stesse regole per le stesse persone. L'assegnazione lega fra loro le persone della stessa metà: "
                "l'intervallo vale per queste persone con questi posti, non per altre."
            ),
            say(
                "Con {past} collocamenti e {companies} aziende si vede solo un guadagno di almeno il {least} %: prima "
                "di dichiararne uno va detto.",
                past=number(PAST),
                companies=COMPANIES,
                least=number(100 * null.least_gain, 0),
            ),
        ),
        tables=(_table(null, real),),
        plots=(_plot(null, real),),
    )


def _within(what: str, share: float) -> Gate:
    return Gate(what=what, value=share, least=0.93, most=0.97, digits=3)


def _table(null: Placebo, real: Placebo) -> Table:
    columns = (
        Column("effect", say("Effetto"), 1),
        Column("naive_gain", say("Promesso dal solo modello"), 1, percent=True),
        Column("aipw_gain", say("Stimato con AIPW"), 1, percent=True),
        Column("true_gain", say("Vero"), 1, percent=True),
        Column("covered", say("Intervalli giusti"), 1, percent=True),
        Column("claimed", say("Guadagni dichiarati"), 1, percent=True),
    )
    rows = [(one.effect, one.naive, one.honest, one.truth, one.covered, one.seen) for one in (null, real)]
    title = say("Guadagni medi in {worlds} mondi", worlds=null.worlds)
    return Table(key="placebo_gains", title=title, columns=columns, rows=as_rows(rows))


def _plot(null: Placebo, real: Placebo) -> Plot:
    def draw(ax: Axes) -> None:
        colours = ("#b3261e", "#0066cc", "#00694a")
        labels = (say("promesso dal solo modello"), say("stimato con AIPW"), say("vero"))
        for base, one in ((1.0, null), (0.0, real)):
            for k, (found, label) in enumerate(zip((one.naive, one.honest, one.truth), labels, strict=True)):
                y = base + 0.25 - 0.25 * k
                ax.plot([100 * found.low, 100 * found.high], [y, y], color=colours[k], linewidth=2)
                ax.plot(100 * found.value, y, "o", color=colours[k])
                ax.annotate(
                    label, (100 * found.high, y), (8, 0), textcoords="offset points", va="center", color=colours[k]
                )
        ax.axvline(0, color="#17324d", linewidth=1)
        for base, label in ((1.0, say("nessun effetto")), (0.0, say("con effetto"))):
            ax.annotate(label, (0.01, base), xycoords=("axes fraction", "data"), va="center", color="#17324d")
        ax.set_yticks([])
        ax.set_ylim(-0.6, 1.6)
        ax.margins(x=0.8)
        ax.set_xlabel(say("guadagno sulla media del passato (%)"))

    told = marked(
        "Senza effetto il solo modello promette {naive} %, AIPW {honest} %. Con effetto il modello promette {much} %, "
        "AIPW {some} %, il vero è {truth} %."
    )
    return Plot(
        key="placebo_gains",
        title=say("Promesso, stimato, vero"),
        told=say(
            told,
            naive=number(100 * null.naive.value, 0),
            honest=number(100 * null.honest.value, 0),
            much=number(100 * real.naive.value, 0),
            some=number(100 * real.honest.value, 0),
            truth=number(100 * real.truth.value, 0),
        ),
        draw=draw,
        height=4.0,
    )


PROOF = Proof(
    code="placebo",
    title=marked("Prova a vuoto"),
    question=marked("Dove nessuna regola può aiutare, che cosa promette la valutazione?"),
    source="Bastani, Bastani & McLaughlin, arXiv 2602.08892; simulation",
    worlds=1000,
    measure=measure,
)

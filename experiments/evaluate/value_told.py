"""Values of rules for a report: all beside one another and beside what happened, never one alone."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.evaluate.overlap import Level
from experiments.evaluate.placebo import Placebo, Shuffled
from experiments.evaluate.value import METHODS, Estimate
from experiments.report.parts import Column, Plot, Section, Table, as_rows

_LEVEL = 0.95
_COLOURS = {"direct": "#b3261e", "history": "#17324d"}
_BLIND = marked(
    "Questa prova si accorge se una regola è valutata su ciò da cui ha imparato. Non si accorge se le probabilità con "
    "cui si decideva sono sbagliate, né se qualcosa che nessuno ha scritto contava per la scelta e per l'esito."
)
_UNSURE = marked("I dati non bastano a dire se «{what}» vada meglio o peggio di prima")
_BETTER = marked("«{what}» sarebbe andata meglio di prima")
_WORSE = marked("«{what}» sarebbe andata peggio di prima")


def told(estimates: Sequence[tuple[str, Estimate]], *, outcome: str, digits: int = 3) -> Section:
    """Rules and baselines, each with interval, gain over history, effective sample and overlap.

    Parameters
    ----------
    estimates : label, already said, and estimate; the first is the one that the study is about, and history is one
    outcome : what is counted, already said: "inserimenti conclusi, quota"
    digits : decimals of values

    Raises
    ------
    AbbinaError
        `bad_study`: nothing to tell, history is missing, or a promise of the model alone stands without AIPW beside.
    """
    methods = {one.method for _, one in estimates}
    if "history" not in methods or len(estimates) < 2:
        raise AbbinaError("bad_study", why=marked("il valore di una regola si dice solo accanto a come è andata"))
    promised = {label for label, one in estimates if one.method == "direct"}
    if estimates[0][1].method == "direct" or not promised <= {
        label for label, one in estimates if one.method == "aipw"
    }:
        raise AbbinaError("bad_study", why=marked("la promessa del solo modello si dice solo accanto ad AIPW"))
    label, first = estimates[0]
    return Section(
        key="value",
        title=say("Quanto sarebbe valsa ogni regola?"),
        finding=_finding(label, first, digits),
        paragraphs=_paragraphs(estimates, digits),
        warnings=_warnings(estimates),
        tables=(_table(estimates, outcome, digits),),
        plots=(_plot(estimates, outcome, digits),),
    )


def told_placebo(placebo: Placebo, shuffled: Shuffled | None = None) -> Section:
    """The placebo section, which stands first in a study.

    Parameters
    ----------
    placebo : of invented worlds without effect
    shuffled : of the study's own decisions, if it was run
    """
    columns = (
        Column("way", say("Come si valuta")),
        Column("gain", say("Guadagno medio"), 1, percent=True),
        Column("covered", say("Intervalli che contengono il vero"), 1, percent=True),
    )
    rows = [
        (say("Vero"), placebo.truth, None),
        (say("Promesso dal solo modello"), placebo.naive, placebo.naive_covered),
        (say("Stimato con AIPW, parti separate"), placebo.honest, placebo.covered),
    ]
    least = say(
        "Con tanti collocamenti e aziende quanti in quei mondi si vedrebbe solo un guadagno di almeno il {least} %.",
        least=number(100 * placebo.least_gain, 0),
    )
    warnings: tuple[str, ...] = ()
    if min(one.covered.high for one in (placebo, shuffled) if one is not None) < _LEVEL:
        warnings = (say("La prova a vuoto non è riuscita: gli intervalli di questo studio sono troppo stretti."),)
    if shuffled is not None and shuffled.mean.low > 0:
        promised = say("La prova a vuoto non è riuscita: anche dove nulla può aiutare questo studio trova un guadagno.")
        warnings = (*warnings, promised)
    title = say("Prova a vuoto, {worlds} mondi", worlds=placebo.worlds)
    return Section(
        key="placebo",
        title=say("Che cosa promette questa valutazione dove nessuna regola può aiutare?"),
        finding=placebo.told(),
        paragraphs=(least,) if shuffled is None else (least, shuffled.told(), say(_BLIND)),
        warnings=warnings,
        tables=(Table(key="placebo", title=title, columns=columns, rows=as_rows(rows)),),
    )


def _finding(label: str, first: Estimate, digits: int) -> str:
    if first.gain is None:
        return say("{what}: {value}", what=label, value=first.told(digits))
    # An interval is only of what the past speaks of: where it does not speak, no verdict stands on it.
    spoken = first.overlap.level is not Level.BAD
    sure = spoken and (first.gain.low > 0 or first.gain.high < 0)
    verdict = (_BETTER if first.gain.low > 0 else _WORSE) if sure else _UNSURE
    sentence = marked(
        "{verdict}: differenza {gain}, fra {low} e {high} (95 %); ne contano {ess} su {n} casi, sovrapposizione "
        "{overlap}."
    )
    return say(
        sentence,
        verdict=say(verdict, what=label),
        gain=number(first.gain.value, digits),
        low=number(first.gain.low, digits),
        high=number(first.gain.high, digits),
        ess=number(first.ess, 0),
        n=first.n,
        overlap=first.overlap.level.label,
    )


def _paragraphs(estimates: Sequence[tuple[str, Estimate]], digits: int) -> tuple[str, ...]:
    first = estimates[0][1]
    power = marked(
        "Con questi dati ({n} casi in {clusters} giornate) un guadagno sotto {least} di solito non si vedrebbe: "
        "la prova lo troverebbe meno di 8 volte su 10."
    )
    said = [say(power, n=first.n, clusters=first.clusters, least=number(first.least_gain, digits))]
    if any(one.method == "direct" for _, one in estimates):
        said.append(
            say("La riga «solo modello» è ottimista: chi ha scelto la regola è anche chi la giudica. Vale quella AIPW.")
        )
    assumed = dict.fromkeys(sentence for _, one in estimates for sentence in one.assumed)
    return (*said, say("Che cosa si assume: {all}", all=" ".join(assumed)))


def _warnings(estimates: Sequence[tuple[str, Estimate]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for label, one in estimates:
        for sentence in one.overlap.sentences():
            found[say("{what}: {sentence}", what=label, sentence=sentence)] = None
        if one.extremes is not None:
            bounds = marked(
                "{what}: se tutto ciò che il passato non ha mai fatto andasse male, o bene, il valore starebbe fra "
                "{low} e {high}."
            )
            found[say(bounds, what=label, low=number(one.extremes[0], 3), high=number(one.extremes[1], 3))] = None
    return tuple(found)


def _table(estimates: Sequence[tuple[str, Estimate]], outcome: str, digits: int) -> Table:
    columns = (
        Column("rule", say("Regola")),
        Column("method", say("Metodo")),
        Column("value", outcome, digits),
        Column("gain", say("Differenza da come è andata"), digits),
        Column("loss_probability", say("Probabilità che sia peggio"), 0, percent=True),
        Column("least_gain", say("Differenza più piccola che si vedrebbe"), digits, more=True),
        Column("ess", say("Ne contano"), 0, more=True),
        Column("cases", say("Casi"), more=True),
        Column("rounds", say("Giornate"), more=True),
        Column("overlap", say("Sovrapposizione")),
    )
    rows = [
        (
            label,
            say(METHODS[one.method]),
            one.interval,
            one.gain,
            # The model alone is sure of itself: its probability would be as false as its interval.
            None if one.method == "direct" else one.loss,
            None if one.gain is None or one.method == "direct" else one.least_gain,
            one.ess,
            one.n,
            one.clusters,
            one.overlap.level.label,
        )
        for label, one in estimates
    ]
    note = say("Intervalli al 95 %, per giornata. «Ne contano»: quanti casi passati parlano davvero della regola.")
    return Table(key="values", title=say("Valore di ogni regola"), columns=columns, rows=as_rows(rows), note=note)


def _plot(estimates: Sequence[tuple[str, Estimate]], outcome: str, digits: int) -> Plot:
    def draw(ax: Axes) -> None:
        past = next(one for _, one in estimates if one.method == "history").value
        ax.axvline(past, color="#17324d", linewidth=1, linestyle="--")
        for k, (_, one) in enumerate(estimates):
            colour = _COLOURS.get(one.method, "#0066cc")
            ax.plot([one.interval.low, one.interval.high], [-k, -k], color=colour, linewidth=2)
            ax.plot(one.value, -k, "o", color=colour)
        ax.set_yticks([-k for k in range(len(estimates))], [_name(label, one) for label, one in estimates])
        ax.set_ylim(-len(estimates) + 0.4, 0.6)
        ax.set_xlabel(say("{outcome}; tratteggiato: come è andata", outcome=outcome))

    shown = "; ".join(
        say(
            "{what} {value} (da {low} a {high})",
            what=label,
            value=number(one.interval.value, digits),
            low=number(one.interval.low, digits),
            high=number(one.interval.high, digits),
        )
        for label, one in estimates
    )
    title = say("Valore di ogni regola con il suo intervallo")
    return Plot(key="values", title=title, told=shown + ".", draw=draw, height=1.5 + 0.5 * len(estimates))


def _name(label: str, one: Estimate) -> str:
    """What a row of the plot is called; a promise of the model alone is told from the same rule estimated honestly."""
    return f"{label}\n({say(METHODS[one.method])})" if one.method == "direct" else label

"""The section of a report on what becomes of internships, and on what a model can tell of it."""

from __future__ import annotations

from collections.abc import Sequence

from data.language import number, say, say_n
from experiments.outcomes.examined import Examined, Verdict
from experiments.outcomes.examined_length import ExaminedLength
from experiments.outcomes.told_plot import reliability_plot
from experiments.outcomes.told_tables import length_table, outcomes_table
from experiments.report.parts import Section

# From this share of answers not known on, who was reached may differ from who was not.
MANY_NOT_KNOWN = 0.2
FEW_ROUNDS = 30


def told(examined: Sequence[Examined], length: ExaminedLength | None = None) -> Section:
    """The section.

    Parameters
    ----------
    examined : one an outcome, in the order in which people read them
    length : of the contracts that followed; None where there are too few
    """
    tables = [outcomes_table(examined)]
    paragraphs = [
        say(
            "Ogni modello è confrontato con la regola più semplice: dare a tutti la quota del loro programma. È "
            "accettato solo se sbaglia di meno in giornate successive a quelle da cui ha imparato, con tutto "
            "l'intervallo sopra lo zero."
        ),
        say(
            "Un esito non ancora noto non è un no: resta fuori dai conti, e si dice quanti sono. Gli intervalli "
            "tengono insieme i tirocini della stessa giornata; la banda del caso suppone invece che gli esiti siano "
            "indipendenti."
        ),
        say(
            "Il modello legge solo i voti dei criteri e i dati che mancano, mai sesso, età, cittadinanza, categoria o "
            "disabilità. Nel punteggio entra solo se una persona lo decide: al più per un quinto, e solo per "
            "confrontare fra loro i tirocini della stessa persona."
        ),
    ]
    if length is not None:
        tables.append(length_table(length))
        paragraphs.append(_length_told(length))
    plot = reliability_plot(examined)
    return Section(
        key="outcomes",
        title=say("Si può prevedere come va a finire un tirocinio?"),
        finding=finding(examined),
        paragraphs=tuple(paragraphs),
        warnings=warnings(examined),
        tables=tuple(tables),
        plots=() if plot is None else (plot,),
    )


def finding(examined: Sequence[Examined]) -> str:
    """The answer in one sentence: the outcome that is told best, with its interval."""
    measured = [(one, one.by_time) for one in examined if one.by_time is not None]
    if not measured:
        return say("I dati sono troppo pochi per dire se un esito si può prevedere.")
    best, on = max(measured, key=lambda pair: pair[1].skill.low)
    facts = {
        "outcome": best.outcome.label,
        "skill": number(100 * on.skill.value, 1),
        "low": number(100 * on.skill.low, 1),
        "high": number(100 * on.skill.high, 1),
    }
    if best.verdict is Verdict.ACCEPTED:
        return say(
            "Per «{outcome}» il modello toglie una parte dell'errore di chi conosce solo la quota del programma: "
            "{skill} % (tra {low} e {high} %).",
            **facts,
        )
    return say(
        "Nessun modello batte la quota del programma: il migliore, per «{outcome}», non toglie nulla di sicuro "
        "all'errore, {skill} % (tra {low} e {high} %). Sono tutti respinti.",
        **facts,
    )


def warnings(examined: Sequence[Examined]) -> tuple[str, ...]:
    """What makes the answer weak: one sentence an outcome."""
    weak = [(one, "; ".join(why.removesuffix(".") for why in _weak(one))) for one in examined]
    return tuple(say("«{outcome}»: {why}", outcome=one.outcome.label, why=f"{why}.") for one, why in weak if why)


def _weak(one: Examined) -> list[str]:
    said = []
    if one.verdict is Verdict.REJECTED:
        said.append(say("il modello è respinto, non batte la quota del programma."))
    if one.verdict is Verdict.TOO_FEW:
        said.append(say("troppo pochi esiti noti per un giudizio."))
    asked = one.n + one.not_known
    if asked and one.not_known / asked >= MANY_NOT_KNOWN:
        share = number(100 * one.not_known / asked, 0)
        said.append(
            say("l'esito non è noto per il {share} % dei tirocini; per loro può andare diversamente.", share=share)
        )
    on = one.by_time
    if on is None:
        return said
    if on.error > on.band.p95:
        said.append(say("le probabilità sono lontane da quanto succede più di quanto il caso spieghi."))
    if on.rounds < FEW_ROUNDS:
        said.append(
            say_n(
                "misurato su {n} sola giornata: l'intervallo è incerto.",
                "misurato su {n} sole giornate: l'intervallo è incerto.",
                on.rounds,
            )
        )
    if one.verdict is Verdict.ACCEPTED and (one.by_office is None or one.by_office.skill.low <= 0):
        said.append(say("non è dimostrato che il modello valga in uffici da cui non ha imparato."))
    return said


def _length_told(length: ExaminedLength) -> str:
    left_out = say_n(
        "{n} contratto senza fine o ancora in corso resta fuori",
        "{n} contratti senza fine o ancora in corso restano fuori",
        length.censored,
    )
    return say(
        "La durata vale per i contratti già finiti: {left_out}, quindi le durate vere sono più lunghe.",
        left_out=left_out,
    )

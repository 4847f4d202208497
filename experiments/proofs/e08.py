"""E8: two public trials of people far from work, with the lot that decided and as if it were forgotten."""

from __future__ import annotations

from pathlib import Path

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.evaluate.overlap import Level
from experiments.evaluate.trials import Arms, Training, job_corps, training
from experiments.evaluate.value import METHODS, Estimate
from experiments.parallel import spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Table, as_rows


def measure(asked: Asked) -> Proved:
    """Figures of both trials to two decimals, and what weighting makes of a comparison without a lot.

    Raises
    ------
    AbbinaError
        `bad_study`: no folder of public trials was given, or a file of it cannot be read.
    """
    if asked.data is None:
        raise AbbinaError("bad_study", why=marked("serve la cartella delle sperimentazioni pubbliche"))
    # In this process: a fault of a file must arrive whole.
    ((nsw, corps),) = spread(_tried, [(asked.data, asked.seed)], progress=asked.progress)
    weighted = (*nsw.att.values(), *nsw.ate.values())
    return Proved(
        gates=(*_nsw_gates(nsw, weighted), *_corps_gates(corps)),
        paragraphs=(
            say(
                "NSW: formazione al lavoro di persone svantaggiate, Stati Uniti, 1976; guadagni del 1978 in dollari. "
                "Con il sorteggio l'effetto è noto; qui i partecipanti si confrontano anche con un campione della "
                "popolazione (PSID), come si dovrebbe fare senza sorteggio."
            ),
            *nsw.att["aipw"].overlap.sentences(),
            say("L'effetto su tutti (ATE) qui non si può stimare: il campione PSID non somiglia a chi ha partecipato."),
            say(
                "Job Corps: 9.240 giovani, sorteggio; settimane lavorate e guadagno settimanale nel quarto anno, medie "
                "senza pesi di campionamento. Dove un dato iniziale manca, lo dice una colonna a parte."
            ),
        ),
        tables=(_table(nsw, corps),),
    )


def _tried(task: tuple[Path, int]) -> tuple[Training, dict[str, Arms]]:
    return training(*task), job_corps(*task)


def _nsw_gates(nsw: Training, weighted: tuple[Estimate, ...]) -> list[Gate]:
    warned = sum(one.overlap.level is Level.BAD and bool(one.overlap.sentences()) for one in weighted)
    # The estimates themselves stand in the table, each with its interval: none of them is shown alone.
    return [
        _exactly(say("NSW: effetto con il sorteggio, $"), nsw.by_lot.value, 1794.34),
        _exactly(say("NSW: differenza ingenua con il PSID, $"), nsw.naive.value, -15204.78),
        Gate(what=say("NSW: avvisi di sovrapposizione, su 4 stime"), value=warned, least=4, digits=0),
        Gate(what=say("NSW: controlli che contano, su 2.490"), value=nsw.att["aipw"].ess, most=100, digits=1),
    ]


def _corps_gates(corps: dict[str, Arms]) -> list[Gate]:
    work, pay = corps["pworky4"], corps["earny4"]
    gates = [
        _exactly(say("Job Corps: settimane lavorate senza programma, %"), work.without, 58.33),
        _exactly(say("Job Corps: settimane lavorate con il programma, %"), work.with_it, 61.61),
        _exactly(say("Job Corps: guadagno settimanale senza programma, $"), pay.without, 197.93),
        _exactly(say("Job Corps: guadagno settimanale con il programma, $"), pay.with_it, 213.98),
    ]
    for one, what in ((work, say("settimane lavorate")), (pay, say("guadagno settimanale"))):
        away = abs(one.adjusted.value - one.by_lot.value) / one.by_lot.error
        far = say("Job Corps, {what}: distanza di AIPW dalle medie, in errori standard", what=what)
        wide = say("Job Corps, {what}: errore standard di AIPW su quello delle medie", what=what)
        gates.append(Gate(what=far, value=away, most=1.0, digits=2))
        gates.append(Gate(what=wide, value=one.adjusted.error / one.by_lot.error, most=1.0))
    return gates


def _exactly(what: str, value: float, published: float) -> Gate:
    """A gate that is met when both agree to two decimals."""
    return Gate(what=what, value=round(value, 2), least=published, most=published, digits=2)


def _table(nsw: Training, corps: dict[str, Arms]) -> Table:
    columns = (
        Column("trial", say("Sperimentazione")),
        Column("what", say("Che cosa")),
        Column("method", say("Metodo")),
        Column("effect", say("Effetto"), 2),
        Column("least", say("Effetto più piccolo che si vedrebbe"), 2),
        Column("ess", say("Ne contano"), 0),
        Column("overlap", say("Sovrapposizione")),
    )
    units = {"pworky4": say("Job Corps, % di settimane"), "earny4": say("Job Corps, $ a settimana")}
    found = [(say("NSW, $ l'anno"), one) for one in (nsw.by_lot, nsw.naive, *nsw.att.values(), *nsw.ate.values())]
    found += [(units[key], one) for key, arms in corps.items() for one in (arms.by_lot, arms.adjusted)]
    rows = [
        (unit, one.what, say(METHODS[one.method]), one.interval, one.least_gain, one.ess, one.overlap.level.label)
        for unit, one in found
    ]
    note = say(
        "Con il sorteggio: {n} persone, di cui {treated} formate.", n=nsw.by_lot.n, treated=number(nsw.by_lot.ess)
    )
    return Table(key="e08_trials", title=say("Effetti stimati"), columns=columns, rows=as_rows(rows), note=note)


PROOF = Proof(
    code="E8",
    title=marked("Effetti noti di due sperimentazioni"),
    question=marked(
        "Le stime ritrovano gli effetti di due sperimentazioni con sorteggio, e avvisano dove non possono?"
    ),
    source="LaLonde, AER 1986; Dehejia & Wahba, JASA 1999; Schochet, Burghardt & McConnell, AER 2008 (public files)",
    worlds=0,
    measure=measure,
)

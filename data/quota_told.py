"""A company's state under L. 68/1999 in words, for scouts: where it stands, what is missing, which lead it is.

About companies only: nothing here says anything of a person, and no score reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.bundle import Records
from data.language import marked, say, say_n
from data.lawbook import Law
from data.quota import Compliance, QuotaState, compliance
from data.records import Company

NEXT_STEP = {
    QuotaState.UNKNOWN: marked("Chiedere all'azienda il prospetto informativo, se ha almeno {least} dipendenti."),
    QuotaState.NOT_OBLIGED: marked("Nulla da fare: l'azienda non ha obblighi; può comunque ospitare e assumere."),
    QuotaState.COVERED: marked("Nulla da fare: i posti dovuti sono coperti."),
    QuotaState.SUSPENDED: marked("Chiedere fino a quando l'obbligo è sospeso."),
    QuotaState.ON_THE_WAY: marked(
        "È una pista: l'azienda cerca persone da assumere e ha già avviato un percorso con il collocamento mirato."
    ),
    QuotaState.UNCOVERED: marked(
        "Prima di un tirocinio: concordare con il collocamento mirato una convenzione (art. 11) o presentare la "
        "richiesta di avviamento. Fino ad allora nessun tirocinio può iniziare."
    ),
}


@dataclass(frozen=True, slots=True)
class QuotaTold:
    """One company's line.

    Parameters
    ----------
    company : the record
    found : the numbers behind
    state : two or three words
    sentences : what is due and there, what is to be checked
    step : what to do next
    """

    company: Company
    found: Compliance
    state: str
    sentences: tuple[str, ...]
    step: str


# A picture of 31 December is sent again by 31 January of the year after the next.
_YEAR = 396
# The order in which a scout reads them: leads, what blocks, what nobody knows, the rest.
ORDER = (
    QuotaState.ON_THE_WAY,
    QuotaState.UNCOVERED,
    QuotaState.UNKNOWN,
    QuotaState.SUSPENDED,
    QuotaState.COVERED,
    QuotaState.NOT_OBLIGED,
)


def quotas_told(records: Records, law: Law) -> tuple[QuotaTold, ...]:
    """Every company, leads first, in the language spoken now."""
    told = [quota_told(company, records, law) for company in records.companies]
    return tuple(sorted(told, key=lambda line: (ORDER.index(line.found.state), line.company.id)))


def quota_told(company: Company, records: Records, law: Law) -> QuotaTold:
    """One company in the language spoken now."""
    found = compliance(company.id, records, law)
    least = next(int(last) + 1 for last, units in law.table("l68.art3_bands") if not units)
    return QuotaTold(
        company=company,
        found=found,
        state=found.state.label,
        sentences=tuple(_sentences(found, law)),
        step=say(NEXT_STEP[found.state], least=least),
    )


def _sentences(found: Compliance, law: Law) -> Iterator[str]:
    if found.base is None:
        return
    yield say(
        "dipendenti contati: {base}; posti dovuti: {due}; coperti: {covered}.",
        base=found.base,
        due=found.due,
        covered=found.covered,
    )
    if found.uncovered:
        yield say_n("Manca ancora {n} assunzione.", "Mancano ancora {n} assunzioni.", found.uncovered)
        if found.request_by is not None and found.state is QuotaState.UNCOVERED:
            yield say("La richiesta di avviamento va fatta entro il {day}.", day=f"{found.request_by:%d/%m/%Y}")
    if found.exempt_over:
        yield say_n(
            "{n} posto di esonero è oltre il massimo e non conta.",
            "{n} posti di esonero sono oltre il massimo e non contano.",
            found.exempt_over,
        )
    if found.due18:
        yield _about_art18(found.due18, found.uncovered18)
    if found.as_of is None:
        yield say("Manca il giorno del prospetto.")
    elif (law.on - found.as_of).days > _YEAR:
        yield say("Il prospetto è del {day}: chiederne uno nuovo.", day=f"{found.as_of:%d/%m/%Y}")


def _about_art18(due: int, uncovered: int | None) -> str:
    if uncovered is None:
        one, many = (
            marked("Art. 18: {n} posto dovuto; non si sa se è coperto."),
            marked("Art. 18: {n} posti dovuti; non si sa quanti sono coperti."),
        )
        return say_n(one, many, due)
    if not uncovered:
        return say("Art. 18: i posti dovuti sono coperti.")
    return say_n("Art. 18: manca {n} persona.", "Art. 18: mancano {n} persone.", uncovered)

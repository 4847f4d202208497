"""ELIG: the person meets the call: category, in charge to a service, out of work (domain reference H01)."""

from __future__ import annotations

from data.bundle import Records
from data.codes import Employment
from data.eligibility import FullPairs, admitted
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening

# By the value written: no, or nothing.
IN_CHARGE = {0: marked("non in carico al servizio"), -1: marked("presa in carico da verificare")}
OUT_OF_WORK = {0: marked("risulta occupata"), -1: marked("stato di non occupazione da verificare")}


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether all three requirements are written and met, shape (n,)."""
    who = pairs.eligibility
    met: Mask = who.in_call & (who.in_charge == 1) & (who.out_of_work == 1)
    return met[pairs.i]


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether taking in charge or employment is not written, shape (n,)."""
    who = pairs.eligibility
    blank: Mask = (who.in_charge < 0) | (who.out_of_work < 0)
    return blank[pairs.i]


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """Which requirements are not met, and which are only to be verified; never which category the person holds."""
    i, who = int(pairs.i[k]), pairs.eligibility
    doubts = [] if who.in_call[i] else [say("nessuna categoria ammessa dall'avviso")]
    doubts += [say(IN_CHARGE[int(who.in_charge[i])])] if who.in_charge[i] != 1 else []
    doubts += [say(OUT_OF_WORK[int(who.out_of_work[i])])] if who.out_of_work[i] != 1 else []
    return {"doubts": ", ".join(doubts)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The requirements that are not met, or not written."""
    i, who = int(pairs.i[k]), pairs.eligibility
    met = (bool(who.in_call[i]), who.in_charge[i] == 1, who.out_of_work[i] == 1)
    return tuple(kind.code for kind, is_met in zip(KINDS, met, strict=True) if not is_met)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Writing what is only missing; a requirement that is really not met cannot be lifted."""
    person, _ = person_and_opening(records, pairs, k)
    if not admitted(person, records.programme) or person.in_charge is False:
        return None
    if person.employment is Employment.EMPLOYED:
        return None
    verified = {"in_charge": True, "employment": person.employment or Employment.UNEMPLOYED}
    return Change(
        say("Verificare e scrivere la presa in carico e lo stato di non occupazione."),
        say("servizio che segue la persona"),
        (person.model_copy(update=verified),),
    )


_SINCE = marked("Dal giorno dell'avviso del programma")
KINDS = (
    Kind(
        code="ELIG_CATEGORY",
        title=marked("Categoria dell'avviso"),
        asks=marked("La persona è in una delle situazioni per cui il programma è stato finanziato?"),
        why=marked(
            "I fondi del programma sono per le persone che l'avviso pubblico descrive. La situazione apre o chiude il "
            "programma intero: non conta per il punteggio e l'azienda non la legge mai."
        ),
        since=_SINCE,
        who=marked("Nessuno: si può solo correggere un dato scritto male, o guardare un altro programma"),
    ),
    Kind(
        code="ELIG_CHARGE",
        title=marked("Presa in carico"),
        asks=marked("Un servizio pubblico segue la persona?"),
        why=marked(
            "L'avviso chiede che un servizio abbia in carico la persona, perché il tirocinio è una parte del suo "
            "progetto. Se nessuno l'ha scritto, la coppia aspetta la verifica."
        ),
        since=_SINCE,
        who=marked("Il servizio che segue la persona, se il dato è solo da verificare e da scrivere"),
    ),
    Kind(
        code="ELIG_WORK",
        title=marked("Senza un lavoro"),
        asks=marked("La persona oggi non lavora?"),
        why=marked(
            "L'avviso è per persone senza un lavoro: disoccupate, inoccupate o inattive. Se nessuno l'ha scritto, la "
            "coppia aspetta la verifica."
        ),
        since=_SINCE,
        who=marked("Il servizio che segue la persona, se il dato è solo da verificare e da scrivere"),
    ),
)
RULE = Rule(
    code="ELIG",
    title=marked("Requisiti dell'avviso"),
    law=marked("Avviso pubblico del programma: categoria, presa in carico, non occupazione"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Requisiti dell'avviso: {doubts}."),
    ask=marked("Da verificare: {doubts}."),
    lift=lift,
    unknown=Unknown.REFUSES,
    kinds=KINDS,
    at=at,
)

"""ELIG: the person meets the call: category, in charge to a service, out of work (domain reference H01)."""

from __future__ import annotations

from data.bundle import Records
from data.codes import Employment
from data.eligibility import FullPairs, admitted
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Mask, Rule, Unknown, person_and_opening

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
)

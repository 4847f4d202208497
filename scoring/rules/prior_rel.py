"""PRIOR_REL: nothing that the person has had to do with the company bars an internship there (domain reference H09).

Read by the case manager alone. Whether an internship may be repeated depends on the person's category: who reads that
one person is refused and another is not could tell it, and no sentence can help that.
"""

from __future__ import annotations

from data.bundle import Records
from data.codes import DocumentKind
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.papers import Document
from scoring.legal_days import NEVER, new_id
from scoring.legal_relations import BY_ATTESTATION, Bars, bars
from scoring.protection import ONLY_CASE_MANAGER, alone
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, as_day, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether no earlier relation bars the internship, shape (n,)."""
    return ~bars(pairs, law).any


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the days of occasional work, or the task of an earlier internship, are not written, shape (n,)."""
    return bars(pairs, law).unsure


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What bars, and until when; what to ask where a value is not written."""
    found = bars(alone(pairs, k), law)
    why, asked = [], []
    if found.work[0] and found.until[0] < NEVER:
        why.append(say("ha lavorato per questa azienda: si può iniziare dopo il {day}", day=as_day(found.until[0])))
    elif found.work[0]:
        why.append(say("lavora per questa azienda"))
    if found.occasional[0]:
        why.append(say("ha fatto da poco per questa azienda troppi giorni di lavoro occasionale"))
    if found.family[0]:
        why.append(say("è titolare, o parente di chi dirige l'azienda"))
    if found.host[0]:
        why.append(say("ha già fatto un tirocinio in questa azienda"))
    if found.task[0]:
        why.append(say("ha già fatto altrove un tirocinio per la stessa mansione"))
    if found.days_unknown[0]:
        asked.append(say("quanti giorni di lavoro occasionale ha fatto per questa azienda"))
    if found.task_unknown[0]:
        asked.append(say("per quale mansione era il tirocinio di prima"))
    return {"what": "; ".join(why), "asked": "; ".join(asked)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Work, family, or an earlier internship."""
    found = bars(alone(pairs, k), law)
    met = (found.work[0] or found.occasional[0], found.family[0], _repeats(found))
    return tuple(kind.code for kind, is_met in zip(KINDS, met, strict=True) if is_met)


def _repeats(found: Bars) -> bool:
    return bool(found.host[0] or found.task[0])


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """An attestation of the service, where only an earlier internship bars and the regime admits it."""
    found = bars(alone(pairs, k), law)
    if found.work[0] or found.occasional[0] or found.family[0] or records.programme.regime not in BY_ATTESTATION:
        return None
    person, offer = person_and_opening(records, pairs, k)
    paper = Document(
        id=new_id("repeat", person.id, offer.id),
        candidate=person.id,
        kind=DocumentKind.DURATION_ATTESTATION,
        opening=offer.id,
    )
    return Change(
        say("Serve un'attestazione del servizio che dica perché ripetere il tirocinio è utile alla persona."),
        say("servizio che segue la persona"),
        (paper,),
    )


_NOBODY = marked("Nessuno: si può solo aspettare, correggere un dato scritto male, o scegliere un'altra azienda")
KINDS = (
    Kind(
        code="PRIOR_WORK",
        title=marked("Ha lavorato per la stessa azienda"),
        asks=marked("Negli ultimi mesi la persona ha lavorato o collaborato con la stessa azienda?"),
        why=marked(
            "Un tirocinio non prende il posto di un lavoro che c'è già stato (relations.lookback_months). Pochi giorni"
            " di lavoro occasionale non contano (relations.occasional_days in relations.occasional_window_months)."
        ),
        since=marked("Dal primo giorno di lavoro, fino ad alcuni mesi dopo l'ultimo"),
        who=_NOBODY,
    ),
    Kind(
        code="PRIOR_FAMILY",
        title=marked("Titolare o parente"),
        asks=marked("La persona è titolare dell'azienda, o parente di chi la dirige?"),
        why=marked(
            "Nessuno fa un tirocinio nella propria azienda o in quella della famiglia: molte regioni lo vietano."
        ),
        since=marked("Finché dura"),
        who=_NOBODY,
    ),
    Kind(
        code="PRIOR_INTERNSHIP",
        title=marked("Tirocinio già fatto"),
        asks=marked("La persona ha già fatto un tirocinio nella stessa azienda, o per la stessa mansione?"),
        why=marked(
            "Di norma si fa un tirocinio solo per ogni azienda e per ogni mansione. Per alcune persone la legge toglie"
            " il limite; nei tirocini di inclusione il servizio può attestare perché ripeterlo serve. Lo legge solo il"
            " case manager, perché la risposta può dire qualcosa della persona."
        ),
        since=marked("Dal primo giorno del tirocinio di prima; senza fine"),
        who=marked("Nei tirocini di inclusione il servizio che segue la persona, con un'attestazione"),
    ),
)
RULE = Rule(
    code="PRIOR_REL",
    title=marked("Rapporti di prima con l'azienda"),
    law=marked(
        "relations.lookback_months; relations.occasional_days in relations.occasional_window_months; art. 17 quater"
        " L.R. 32/2002; categories.legal_effects"
    ),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Rapporti di prima con l'azienda: {what}."),
    ask=marked("Chiedere alla persona {asked}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    shown_to=ONLY_CASE_MANAGER,
    kinds=KINDS,
    at=at,
)

"""HOST_OK: the host may take trainees on the first day (domain reference 3.4, H1-H4, H6, H7, H9; 2.8).

Nothing here is about a person. Agreement and documents (H8) are tasks before the start, and stop nobody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from data.bundle import Records
from data.codes import ConventionKind, Regime
from data.eligibility import FullPairs
from data.host_arrays import HostArrays
from data.host_papers import Convention
from data.language import marked, say
from data.lawbook import Law
from data.quota import PATHS, compliance
from data.records import Row
from scoring.legal_days import NEVER, months_after, new_id
from scoring.protection import alone
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, as_day, person_and_opening, together

# Where a task that needs no training is admitted too: what counts is inclusion.
ANY_TASK = frozenset({Regime.TIS_TUSCANY})


def _stops(pairs: FullPairs, law: Law) -> dict[str, Mask]:
    """By code of the kind, whether it stops each pair, shape (n,)."""
    hosts, j, first = pairs.eligibility.hosts, pairs.j, pairs.first_day
    barred_to = months_after(hosts.dismissal.astype(np.int64), law.number("host.dismissal_lookback_months"))
    stops = {
        DISMISSAL: (hosts.dismissal[j] > 0) & (hosts.dismissal[j] <= first) & (first <= barred_to[j]),
        SHORT_TIME: first <= hosts.short_time_to[j],
        QUOTA: _uncovered(pairs, law),
    }
    return stops | {code: no[j] for code, no in _of_openings(pairs).items()}


def _of_openings(pairs: FullPairs) -> dict[str, Mask]:
    """What stops an opening on every day, shape (m,)."""
    hosts = pairs.eligibility.hosts
    return {
        SAFETY: hosts.safety_ok == 0,
        STAFF: hosts.replaces_staff == 1,
        TASK: (hosts.needs_training == 0) & (pairs.eligibility.regime not in ANY_TASK),
        INSOLVENT: hosts.insolvent == 1,
        PROMOTER: hosts.is_promoter,
    }


def _uncovered(pairs: FullPairs, law: Law) -> Mask:
    """Whether the company lacks people of L. 68/1999 and has no way there on the first day, shape (n,)."""
    lacking = _lacking(pairs.eligibility.hosts, law, law.on)
    stops: Mask = np.isin(pairs.company, list(lacking))
    for row, agreed in lacking.items():
        if agreed:
            own = np.flatnonzero(pairs.company == row)
            first = pairs.first_day[own]
            stops[own] = ~np.any([(first >= begins) & (first <= ends) for begins, ends in agreed], axis=0)
    return stops


@lru_cache(maxsize=8)
def _lacking(hosts: HostArrays, law: Law, on: date) -> dict[int, tuple[tuple[int, int], ...]]:
    """Companies that lack people and have not asked for them: by row, the first and last day of each agreement.

    The law does not tell its day, so that it stands beside it.
    """
    found = {}
    for row, papers in hosts.quota_papers.items():
        name = papers.companies[0].id
        if compliance(name, replace(papers, conventions=()), law).blocks:
            agreed = [paper for paper in papers.conventions if paper.company == name and paper.kind in PATHS]
            found[row] = tuple(
                (paper.valid_from.toordinal() if paper.valid_from else 0, _last(paper.valid_to)) for paper in agreed
            )
    return found


def _last(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether no known fact about the host or the task forbids internships on the first day, shape (n,)."""
    free: Mask = ~np.any(list(_stops(pairs, law).values()), axis=0)
    return free


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether something that would forbid it was not checked, shape (n,)."""
    lacking: Mask = allows(pairs, law) & np.any(list(_unknown(pairs).values()), axis=0)
    return lacking


def _unknown(pairs: FullPairs) -> dict[str, Mask]:
    """By what to ask, whether nobody wrote it, shape (n,)."""
    hosts, j = pairs.eligibility.hosts, pairs.j
    checked = hosts.checked[j]
    return {
        _ASK_SITE: ~checked,
        _ASK_SAFETY: checked & (hosts.safety_ok[j] < 0),
        _ASK_INSOLVENT: checked & (hosts.insolvent[j] < 0),
        _ASK_STAFF: hosts.replaces_staff[j] < 0,
        _ASK_TASK: (hosts.needs_training[j] < 0) & (pairs.eligibility.regime not in ANY_TASK),
    }


_ASK_SITE = marked("sicurezza, licenziamenti, cassa integrazione e procedure di crisi della sede")
_ASK_SAFETY = marked("se la sede è in regola con la sicurezza")
_ASK_INSOLVENT = marked("se ci sono procedure di crisi")
_ASK_STAFF = marked("se il tirocinante prenderebbe il posto di qualcuno")
_ASK_TASK = marked("se il compito richiede di imparare qualcosa")


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What forbids it and until when, and what nobody checked."""
    one = alone(pairs, k)
    stops = _stops(one, law)
    hosts, j = one.eligibility.hosts, int(one.j[0])
    told = {
        DISMISSAL: lambda: say(
            "licenziamenti per questa mansione il {day}: si può ospitare dopo il {until}",
            day=as_day(hosts.dismissal[j]),
            until=as_day(_barred_to(hosts, j, law)),
        ),
        SHORT_TIME: lambda: say(
            "cassa integrazione per questa mansione fino al {day}", day=as_day(hosts.short_time_to[j])
        ),
        SAFETY: lambda: say("la sede non è in regola con la sicurezza sul lavoro"),
        QUOTA: lambda: say("posti della L. 68/1999 scoperti, senza una richiesta o una convenzione"),
        STAFF: lambda: say("il tirocinante prenderebbe il posto di personale assente o necessario"),
        TASK: lambda: say("il compito non richiede di imparare nulla"),
        INSOLVENT: lambda: say("procedura di crisi o di liquidazione aperta"),
        PROMOTER: lambda: say("l'ente promotore non può essere anche chi ospita"),
    }
    asked = [say(question) for question, is_open in _unknown(one).items() if is_open[0]]
    return {
        "what": "; ".join(told[code]() for code, no in stops.items() if no[0]),
        "asked": together(asked),
    }


def _barred_to(hosts: HostArrays, j: int, law: Law) -> int:
    day = np.array([hosts.dismissal[j]], dtype=np.int64)
    return int(months_after(day, law.number("host.dismissal_lookback_months"))[0])


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """What stops pair k."""
    return tuple(code for code, no in _stops(alone(pairs, k), law).items() if no[0])


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """What the company can put in order; None where only time, or another promoter, would help."""
    stops = at(pairs, law, k)
    if not stops or not set(stops) <= set(_TOLD):
        return None
    _, offer = person_and_opening(records, pairs, k)
    task = {"replaces_staff": False} if STAFF in stops else {}
    task |= {"needs_training": True} if TASK in stops else {}
    order: dict[str, object] = {"safety_ok": True} if SAFETY in stops else {}
    order |= {"short_time_to": law.on - timedelta(days=1)} if SHORT_TIME in stops else {}
    rows: list[Row] = [offer.model_copy(update=task)] if task else []
    rows += [check.model_copy(update=order) for check in records.host_checks if order and check.site == offer.site]
    quotas = [quota for quota in records.quotas if QUOTA in stops and quota.company == offer.company]
    rows += [quota.model_copy(update={"request_on": law.on}) for quota in quotas[:1]]
    agreed = Convention(
        id=new_id("art11", offer.company), company=offer.company, kind=ConventionKind.ART11, valid_from=law.on
    )
    signed = Change(say("L'azienda firma una convenzione art. 11 della L. 68/1999."), say(_WHO), (agreed,))
    return Change(
        " ".join(say(_TOLD[code]) for code in stops), say(_WHO), tuple(rows), (signed,) if stops == (QUOTA,) else ()
    )


DISMISSAL, SHORT_TIME, SAFETY, QUOTA = "HOST_DISMISSAL", "HOST_SHORT_TIME", "HOST_SAFETY", "HOST_QUOTA"
STAFF, TASK, INSOLVENT, PROMOTER = "HOST_STAFF", "HOST_TASK", "HOST_INSOLVENT", "HOST_PROMOTER"
_WHO = marked("azienda, con lo scouter")
_TOLD = {
    SHORT_TIME: marked("L'azienda comunica che la cassa integrazione per questa mansione è finita."),
    SAFETY: marked("L'azienda si mette in regola con la sicurezza, poi lo si scrive nelle verifiche della sede."),
    QUOTA: marked("L'azienda chiede le persone che mancano all'ufficio del collocamento mirato."),
    STAFF: marked("L'azienda cambia il progetto: chi fa il tirocinio si aggiunge, e non prende il posto di nessuno."),
    TASK: marked("L'azienda aggiunge al progetto compiti da imparare."),
}
_BY_HOST = marked("L'azienda, con lo scouter")
_NOBODY = marked("Nessuno: si può solo aspettare, o correggere un dato scritto male")
KINDS = (
    Kind(
        code=DISMISSAL,
        title=marked("Licenziamenti da poco"),
        asks=marked("Negli ultimi mesi la sede ha mantenuto tutti quelli che facevano lo stesso lavoro?"),
        why=marked(
            "Un tirocinio non prende il posto di chi è stato licenziato (host.dismissal_lookback_months; le linee guida"
            " nazionali dicono meno mesi). Contano solo i licenziamenti per lo stesso lavoro nella stessa sede."
        ),
        since=marked("Dal giorno del licenziamento, per i mesi della norma"),
        who=_NOBODY,
    ),
    Kind(
        code=SHORT_TIME,
        title=marked("Cassa integrazione"),
        asks=marked("Il primo giorno del tirocinio la cassa integrazione per lo stesso lavoro è finita?"),
        why=marked("Chi è in cassa integrazione aspetta quel lavoro: non lo può fare un tirocinante."),
        since=marked("Fino all'ultimo giorno della cassa integrazione"),
        who=_BY_HOST,
    ),
    Kind(
        code=SAFETY,
        title=marked("Sicurezza della sede"),
        asks=marked("La sede è in regola con le norme sulla sicurezza?"),
        why=marked("Chi ospita deve rispettare il D.Lgs. 81/2008 anche per chi fa un tirocinio."),
        since=marked("Dal giorno in cui la verifica dice di no"),
        who=_BY_HOST,
    ),
    Kind(
        code=QUOTA,
        title=marked("Posti della L. 68/1999"),
        asks=marked("L'azienda ha le persone con disabilità che la legge chiede, o ha già avviato un percorso?"),
        why=marked(
            "Chi ospita deve essere in regola con la L. 68/1999. Basta la richiesta all'ufficio o una convenzione."
            " Guarda solo l'azienda: non aggiunge né toglie punti a nessuno."
        ),
        since=marked("Dal giorno del prospetto informativo che lo dice"),
        who=_BY_HOST,
    ),
    Kind(
        code=STAFF,
        title=marked("Al posto di personale"),
        asks=marked("Chi fa il tirocinio si aggiunge al personale, senza sostituire nessuno?"),
        why=marked("Un tirocinio non copre malattie, maternità, ferie, picchi di lavoro o ruoli necessari."),
        since=marked("Dal giorno in cui lo si scrive nell'offerta"),
        who=_BY_HOST,
    ),
    Kind(
        code=TASK,
        title=marked("Compito senza nulla da imparare"),
        asks=marked("Il compito richiede un periodo per imparare?"),
        why=marked(
            "Un tirocinio serve a imparare: un compito elementare e ripetitivo non basta. Nei tirocini di inclusione"
            " non ferma, perché conta anche stare insieme e l'autonomia."
        ),
        since=marked("Dal giorno in cui lo si scrive nell'offerta"),
        who=_BY_HOST,
    ),
    Kind(
        code=INSOLVENT,
        title=marked("Procedura di crisi"),
        asks=marked("L'azienda è attiva, senza fallimento né liquidazione?"),
        why=marked("Un'azienda che chiude non può garantire un percorso."),
        since=marked("Finché la procedura è aperta"),
        who=_NOBODY,
    ),
    Kind(
        code=PROMOTER,
        title=marked("Promotore e ospite"),
        asks=marked("L'ente che promuove il tirocinio è diverso da chi ospita?"),
        why=marked("Chi promuove controlla chi ospita: non possono essere lo stesso ente."),
        since=marked("Per tutto il programma"),
        who=marked("Nessuno in questo programma: serve un altro ente promotore"),
    ),
)
RULE = Rule(
    code="HOST_OK",
    title=marked("Requisiti dell'azienda"),
    law=marked(
        "Accordo 25/05/2017 rep. 86/CSR; host.dismissal_lookback_months; L. 68/1999 art. 3 (l68.art3_bands);"
        " D.Lgs. 81/2008"
    ),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Azienda: {what}."),
    ask=marked("Verificare con l'azienda, prima dell'inizio: {asked}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=KINDS,
    at=at,
)

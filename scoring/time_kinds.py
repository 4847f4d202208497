"""What TIME_FIT looks at, as the public page of the rules tells it."""

from __future__ import annotations

from collections.abc import Iterable

from data.availability import Limit
from data.language import marked
from data.pair_time import Lack
from data.school_calendar import Season
from data.week import Week
from scoring.rule import Kind

OWN_HOURS = Kind(
    code="OWN_HOURS",
    title=marked("Orari della persona"),
    asks=marked("Il turno, con il viaggio di andata e di ritorno, sta negli orari in cui la persona può?"),
    why=marked(
        "Un orario che la persona non può tenere finisce con le assenze. Si guarda tutto il tempo fuori casa, a "
        "quarti d'ora. È una scelta di questo progetto; gli orari li dice la persona."
    ),
    since=marked("Da quando la persona dice i suoi orari"),
    who=marked("La persona, con l'orientatore; oppure l'azienda, con un altro orario."),
)
COMMITMENTS = Kind(
    code="COMMITMENTS",
    title=marked("Impegni fissi"),
    asks=marked("Il turno, con il viaggio, lascia libere le ore di cura, di scuola per adulti e degli appuntamenti?"),
    why=marked(
        "Le cure, i corsi del CPIA e gli appuntamenti con gli uffici fanno parte del percorso e vengono prima del"
        " tirocinio. Ognuno conta solo nei giorni in cui vale; se i giorni sono pochi non ferma, e si dicono le "
        "assenze da concordare. È una scelta di questo progetto: chi legge vede le ore, mai il motivo."
    ),
    since=marked("Dal primo all'ultimo giorno scritti per ogni impegno"),
    who=marked("Chi ha fissato l'impegno, se può spostarlo; oppure l'azienda, con un altro orario."),
)
AUTHORITY_HOURS = Kind(
    code="AUTHORITY_HOURS",
    title=marked("Orari permessi da un atto"),
    asks=marked("Tutto il tempo fuori casa sta negli orari che un atto dell'autorità permette?"),
    why=marked(
        "Per chi segue un percorso penale esterno gli orari e gli spostamenti sono scritti in un atto, e uscirne "
        "può farlo revocare (legge 354/1975, artt. 21 e 47; da verificare). Dopo l'ultimo giorno l'atto non "
        "limita più nulla."
    ),
    since=marked("Dal primo all'ultimo giorno scritti nell'atto"),
    who=marked("Solo l'autorità, con un nuovo atto, prima di cominciare."),
)
CHILDREN = Kind(
    code="CHILDREN_SCHOOL",
    title=marked("Orari dei figli"),
    asks=marked(
        "Mentre la persona è fuori casa, ogni figlio che non può restare solo è a scuola, in un servizio o con "
        "qualcuno?"
    ),
    why=marked(
        "Abbandonare una persona minore di 14 anni è un reato (codice penale, art. 591). Si contano scuola, nido,"
        " servizi concessi e altre persone, e 15 minuti per accompagnare e riprendere: una scelta di questo "
        "progetto."
    ),
    since=marked("Fino al giorno in cui il figlio compie 14 anni"),
    who=marked("I servizi per i figli, con un posto; chi può stare con loro; oppure l'azienda, con un altro orario."),
)
BREAKS = Kind(
    code="SCHOOL_BREAKS",
    title=marked("Vacanze di scuole e nidi"),
    asks=marked(
        "Se la scuola o il nido sono chiusi, o fanno orario ridotto, per quanti giorni i figli restano da affidare?"
    ),
    why=marked(
        "Se i figli restano da affidare per più della metà dei giorni, il tirocinio non è possibile. Se è meno "
        "(Natale, Pasqua, estate) si propone, e si dice quali giorni coprire. Giorni del calendario scolastico "
        "della Toscana (D.G.R. 288/2014; da verificare); la metà è una scelta di questo progetto."
    ),
    since=marked("Ogni anno, secondo il calendario scolastico"),
    who=marked(
        "I servizi per i figli, per esempio con il centro estivo; chi può stare con loro; o un'altra data di inizio."
    ),
)
ALTERNATING = Kind(
    code="ALTERNATING_WEEKS",
    title=marked("Settimane che si alternano"),
    asks=marked("Quando gli orari cambiano una settimana sì e una no, il turno va bene in tutte e due?"),
    why=marked(
        "Turni, affidamento dei figli e impegni possono alternarsi. Si confrontano settimana per settimana: "
        "dispari con dispari, pari con pari, come sul calendario. È una scelta di questo progetto."
    ),
    since=marked("Da quando gli orari alternati sono scritti"),
    who=marked("La persona o l'azienda, cambiando gli orari o scambiando le settimane."),
)
KINDS = (OWN_HOURS, COMMITMENTS, AUTHORITY_HOURS, CHILDREN, BREAKS, ALTERNATING)

_BY_LIMIT = {Limit.OWN: OWN_HOURS, Limit.COMMITMENT: COMMITMENTS, Limit.ACT: AUTHORITY_HOURS}


def kinds_of(lacks: Iterable[Lack], need: Week) -> tuple[str, ...]:
    """Codes of the kinds that stop a pair, in the order of `KINDS`."""
    found = set()
    for lack in lacks:
        in_term = lack.season in (None, Season.HOME, Season.TERM)
        found.add(_BY_LIMIT.get(lack.kind, CHILDREN if in_term else BREAKS).code)
        if lack.hours.alternates or need.alternates:
            found.add(ALTERNATING.code)
    return tuple(kind.code for kind in KINDS if kind.code in found)

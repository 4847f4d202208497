"""Vocabularies of the papers that go with a person: commitments, acts, prescriptions, protections, documents."""

from __future__ import annotations

from data.code import Code


class CommitmentKind(Code):
    """What a regular commitment is; whoever may not know reads only that the hours are taken."""

    CARE = "CARE", "cura o terapia", "care or therapy"
    CPIA = "CPIA", "scuola per adulti (CPIA) o corso", "adult school (CPIA) or course"
    AUTHORITY = "AUTHORITY", "ufficio o autorità", "office or authority"
    FAMILY = "FAMILY", "impegno di famiglia", "family commitment"
    OTHER = "OTHER", "altro impegno", "other commitment"


class AuthorRole(Code):
    """Who wrote a prescription: only a health professional's may block a pair (domain reference 2.7)."""

    COMPANY_DOCTOR = "COMPANY_DOCTOR", "medico competente", "occupational physician"
    SPECIALIST = "SPECIALIST", "medico di famiglia o specialista", "family doctor or specialist"
    HEALTH_SERVICE = "HEALTH_SERVICE", "servizio sanitario che ha in carico la persona", "health service in charge"
    MEDICAL_BOARD = "MEDICAL_BOARD", "commissione medica", "medical board"
    TECHNICAL_COMMITTEE = "TECHNICAL_COMMITTEE", "comitato tecnico L. 68/1999", "technical committee (L. 68/1999)"
    CASE_MANAGER = "CASE_MANAGER", "case manager", "case manager"
    COUNSELLOR = "COUNSELLOR", "orientatore/trice", "guidance counsellor"
    PERSON = "PERSON", "la persona stessa", "the person"
    OTHER = "OTHER", "altro", "other"

    @property
    def is_health(self) -> bool:
        """Whether it is a health professional or a body of them."""
        return self in _HEALTH


_HEALTH = frozenset(
    {
        AuthorRole.COMPANY_DOCTOR,
        AuthorRole.SPECIALIST,
        AuthorRole.HEALTH_SERVICE,
        AuthorRole.MEDICAL_BOARD,
        AuthorRole.TECHNICAL_COMMITTEE,
    }
)


class AccommodationStatus(Code):
    """Life of a reasonable accommodation (L. 104/1992 art. 5-bis)."""

    PROPOSED = "PROPOSED", "proposto", "proposed"
    REQUESTED = "REQUESTED", "chiesto", "requested"
    GRANTED = "GRANTED", "concesso", "granted"
    REFUSED = "REFUSED", "rifiutato", "refused"
    IN_PLACE = "IN_PLACE", "realizzato", "in place"


class Funder(Code):
    """Who can pay for an accommodation."""

    HOST = "HOST", "azienda", "company"
    REGION_FUND = "REGION_FUND", "fondo regionale disabili (L. 68/1999 art. 14)", "regional disability fund"
    INAIL = "INAIL", "INAIL", "INAIL"
    PROJECT = "PROJECT", "progetto", "project"


class CostClass(Code):
    """What an accommodation costs, roughly."""

    NONE = "none", "nessun costo", "no cost"
    LOW = "low", "poco", "low"
    MEDIUM = "medium", "medio", "medium"
    HIGH = "high", "alto", "high"


class ProtectionKind(Code):
    """What a service must keep away from a person, or keep secret, without saying why (domain reference 4.1)."""

    AVOID_ZONE = "AVOID_ZONE", "zona da evitare", "zone to avoid"
    AVOID_PERSON = "AVOID_PERSON", "persona da evitare", "person to avoid"
    AVOID_HOST = "AVOID_HOST", "azienda da evitare", "company to avoid"
    NO_PUBLIC_CONTACT = "NO_PUBLIC_CONTACT", "nessun contatto con il pubblico", "no contact with the public"
    ISOLATION_BAN = "ISOLATION_BAN", "mai da sola o da solo al lavoro", "never alone at work"
    SUBSTANCE_BAN = "SUBSTANCE_BAN", "niente alcolici né farmaci", "no alcohol and no medicines"
    ADDRESS_SECRET = "ADDRESS_SECRET", "indirizzo segreto", "secret address"
    MEET_POINT = "MEET_POINT", "punto di ritrovo", "meeting point"


class DocumentKind(Code):
    """Papers that prove a requirement of the call, or that are due before the start (domain reference 3.6)."""

    L68_CERTIFICATE = "L68_CERTIFICATE", "certificazione L. 68/1999", "L. 68/1999 certificate"
    HEALTH_ATTESTATION = "HEALTH_ATTESTATION", "attestazione del servizio sanitario", "health service attestation"
    SERVICE_ATTESTATION = "SERVICE_ATTESTATION", "attestazione del servizio sociale", "social service attestation"
    FAMILY_STATUS = "FAMILY_STATUS", "stato di famiglia", "family status certificate"
    ISEE = "ISEE", "attestazione ISEE", "ISEE statement"
    MUNICIPALITY_ACT = "MUNICIPALITY_ACT", "atto del Comune", "act of the municipality"
    PERMIT = "PERMIT", "titolo di soggiorno o cittadinanza", "residence permit or citizenship"
    PES_REGISTRATION = "PES_REGISTRATION", "iscrizione al centro per l'impiego", "registration with the PES"
    SAFETY_GENERAL = "SAFETY_GENERAL", "attestato sicurezza, parte generale", "safety certificate, general part"
    SAFETY_SPECIFIC = "SAFETY_SPECIFIC", "attestato sicurezza, parte specifica", "safety certificate, specific part"
    HACCP_SIMPLE = (
        "HACCP_SIMPLE",
        "attestato alimentaristi, attività semplici",
        "food hygiene certificate, simple tasks",
    )
    HACCP_COMPLEX = "HACCP_COMPLEX", "attestato alimentaristi, attività complesse", "food hygiene certificate, complex"
    LANGUAGE_SUPPORT = "LANGUAGE_SUPPORT", "corso di sicurezza in lingua, previsto", "safety course in own language"
    MEDICAL_CHECK = "MEDICAL_CHECK", "idoneità medica alla mansione", "medical fitness for the task"
    GUARDIAN_SIGNATURE = "GUARDIAN_SIGNATURE", "firma del genitore o tutore", "signature of parent or guardian"
    DURATION_ATTESTATION = "DURATION_ATTESTATION", "attestazione per proroga o ripetizione", "attestation for extension"
    TRAINING_PLAN = "TRAINING_PLAN", "progetto formativo o personalizzato", "training or personal plan"
    INSURANCE = "INSURANCE", "copertura INAIL e responsabilità civile", "INAIL and liability cover"
    CLEARANCE = "CLEARANCE", "autorizzazione di un'autorità o del tutore", "clearance of an authority or guardian"
    COMMITTEE_OPINION = "COMMITTEE_OPINION", "parere del comitato tecnico", "opinion of the technical committee"
    OTHER = "OTHER", "altro documento", "other document"


class Permit(Code):
    """Right to stay, by kind (domain reference 3.10)."""

    EU_CITIZEN = "EU_CITIZEN", "cittadinanza italiana o UE", "Italian or EU citizenship"
    ASYLUM_REQUEST = "ASYLUM_REQUEST", "richiesta di asilo", "asylum request"
    PROTECTION = "PROTECTION", "protezione internazionale", "international protection"
    SPECIAL = "SPECIAL", "protezione speciale o casi speciali", "special protection or special cases"
    MINOR_AGE = "MINOR_AGE", "minore età", "minor age"
    FAMILY = "FAMILY", "motivi familiari", "family"
    WORK = "WORK", "lavoro", "work"
    LONG_TERM = "LONG_TERM", "lungo periodo", "long term"
    JOB_SEEKING = "JOB_SEEKING", "attesa occupazione", "job seeking"
    STUDY = "STUDY", "studio", "study"
    OTHER = "OTHER", "altro titolo", "other permit"

"""Vocabularies of what the law asks of a host and of a pair: kinds of host, agreement, relation, legal category."""

from __future__ import annotations

from data.code import Code


class HostKind(Code):
    """Kinds of host that the limit of simultaneous trainees tells apart (domain reference 3.3)."""

    ORDINARY = "ORDINARY", "azienda o ente", "company or organisation"
    ARTISAN = "ARTISAN", "artigianato artistico o tradizionale", "artistic or traditional crafts"
    FARMER = "FARMER", "imprenditore agricolo professionale (IAP)", "professional farmer (IAP)"
    STARTUP = "STARTUP", "start-up innovativa", "innovative start-up"


class RiskClass(Code):
    """Class of safety training (Accordo 21/12/2011)."""

    LOW = "LOW", "basso", "low"
    MEDIUM = "MEDIUM", "medio", "medium"
    HIGH = "HIGH", "alto", "high"

    @property
    def level(self) -> int:
        """0 low to 2 high."""
        return list(RiskClass).index(self)


class ConventionKind(Code):
    """Agreements between a host and a public body (L.R. 32/2002 art. 17-ter; L. 68/1999 artt. 11, 12, 12-bis)."""

    HOSTING = "HOSTING", "convenzione di tirocinio", "internship agreement"
    ART11 = "ART11", "convenzione art. 11 L. 68/1999", "agreement under art. 11, L. 68/1999"
    ART12 = "ART12", "convenzione art. 12 L. 68/1999", "agreement under art. 12, L. 68/1999"
    ART12BIS = "ART12BIS", "convenzione art. 12-bis L. 68/1999", "agreement under art. 12-bis, L. 68/1999"
    ART14 = "ART14", "convenzione art. 14 D.Lgs. 276/2003", "agreement under art. 14, D.Lgs. 276/2003"


class RelationKind(Code):
    """What a person has had to do with a company before (domain reference 3.4, H5 and H10)."""

    EMPLOYED = "EMPLOYED", "lavoro dipendente", "employment"
    COLLABORATION = "COLLABORATION", "collaborazione", "collaboration"
    OCCASIONAL = "OCCASIONAL", "lavoro occasionale", "occasional work"
    INTERNSHIP = "INTERNSHIP", "tirocinio", "internship"
    RELATIVE = "RELATIVE", "parente di chi dirige l'azienda", "relative of the company's head"
    OWNER = "OWNER", "titolare o socio/a", "owner or partner"


class LegalCategory(Code):
    """Categories of the law, other than those of the calls; they decide limits and durations (domain reference 3.2)."""

    L68 = "L68", "persone con disabilità L. 68/1999", "persons with a disability, L. 68/1999"
    L381 = "L381", "persone svantaggiate L. 381/1991 art. 4", "disadvantaged persons, L. 381/1991 art. 4"
    TRAFFICKING = "TRAFFICKING", "persone in programmi di protezione", "persons in protection programmes"
    ASYLUM = "ASYLUM", "richiedenti asilo", "asylum seekers"
    PROTECTION_HOLDER = "PROTECTION_HOLDER", "titolari di protezione", "protection holders"
    OTHER = "OTHER", "altre persone", "other persons"


class Benefit(Code):
    """Income support whose compatibility somebody has to check; amounts are never stored (domain reference 3.11)."""

    ADI = "ADI", "Assegno di inclusione", "inclusion allowance (ADI)"
    SFL = "SFL", "Supporto per la formazione e il lavoro", "support for training and work (SFL)"
    NASPI = "NASPI", "indennità di disoccupazione", "unemployment benefit"
    PENSION = "PENSION", "pensione o assegno di invalidità", "invalidity pension or allowance"
    OTHER = "OTHER", "altro sostegno", "other support"


class Tongue(Code):
    """Languages in which a safety course is held, or a person can follow one; Italian is assessed apart (CEFR)."""

    EN = "en", "inglese", "English"
    FR = "fr", "francese", "French"
    ES = "es", "spagnolo", "Spanish"
    AR = "ar", "arabo", "Arabic"
    ZH = "zh", "cinese", "Chinese"
    UR = "ur", "urdu", "Urdu"
    PA = "pa", "punjabi", "Punjabi"
    BN = "bn", "bengalese", "Bengali"
    SQ = "sq", "albanese", "Albanian"
    RO = "ro", "rumeno", "Romanian"
    UK = "uk", "ucraino", "Ukrainian"
    RU = "ru", "russo", "Russian"
    FA = "fa", "persiano", "Persian"
    TI = "ti", "tigrino", "Tigrinya"
    SO = "so", "somalo", "Somali"
    WO = "wo", "wolof", "Wolof"
    LIS = "lis", "lingua dei segni italiana (LIS)", "Italian sign language (LIS)"

"""The closed vocabularies of the records, each code with its Italian and English label."""

from __future__ import annotations

from data.code import Code as Code
from data.host_codes import Benefit as Benefit
from data.host_codes import ConventionKind as ConventionKind
from data.host_codes import HostKind as HostKind
from data.host_codes import LegalCategory as LegalCategory
from data.host_codes import RelationKind as RelationKind
from data.host_codes import RiskClass as RiskClass
from data.host_codes import Tongue as Tongue
from data.paper_codes import AccommodationStatus as AccommodationStatus
from data.paper_codes import AuthorRole as AuthorRole
from data.paper_codes import CommitmentKind as CommitmentKind
from data.paper_codes import CostClass as CostClass
from data.paper_codes import DocumentKind as DocumentKind
from data.paper_codes import Funder as Funder
from data.paper_codes import Permit as Permit
from data.paper_codes import ProtectionKind as ProtectionKind


class Category(Code):
    """Population categories of the calls (eligibility vocabulary); several may hold for one person."""

    LONE_PARENT = "LONE_PARENT", "persona sola con figli a carico", "lone parent"
    MULTIPROBLEM_FAMILY = "MULTIPROBLEM_FAMILY", "famiglia multiproblematica", "multi-problem household"
    SINGLE_INCOME_HOUSEHOLD = "SINGLE_INCOME_HOUSEHOLD", "nucleo monoreddito", "single-income household"
    RECEPTION_FACILITY = "RECEPTION_FACILITY", "struttura di accoglienza", "reception facility"
    HOUSING_EMERGENCY = "HOUSING_EMERGENCY", "emergenza alloggiativa", "housing emergency"
    SOCIAL_RENT = "SOCIAL_RENT", "affitto sociale concordato", "social rent programme"
    TRAFFICKING_VICTIM = "TRAFFICKING_VICTIM", "percorso di protezione (tratta)", "protection path (trafficking)"
    VIOLENCE_VICTIM = "VIOLENCE_VICTIM", "percorso di protezione (violenza)", "protection path (violence)"
    MINOR_16_PLUS = "MINOR_16_PLUS", "minore di età superiore ai 16 anni", "minor over 16"
    UNACCOMPANIED_MINOR_16_PLUS = (
        "UNACCOMPANIED_MINOR_16_PLUS",
        "minore straniero non accompagnato",
        "unaccompanied minor",
    )
    CARE_LEAVER = "CARE_LEAVER", "neomaggiorenne in uscita dall'accoglienza", "care leaver"
    ASYLUM_SEEKER = "ASYLUM_SEEKER", "richiedente asilo", "asylum seeker"
    INTL_PROTECTION_HOLDER = "INTL_PROTECTION_HOLDER", "titolare di protezione internazionale", "protection holder"
    EX_PRISONER = "EX_PRISONER", "ex detenuto/a", "former prisoner"
    EXTERNAL_PENAL_EXECUTION = "EXTERNAL_PENAL_EXECUTION", "esecuzione penale esterna", "community sanction"
    BES_POST_DIPLOMA = "BES_POST_DIPLOMA", "giovane post diploma con percorso BES", "special-needs school leaver"
    WEAK_LABOUR_MARKET = "WEAK_LABOUR_MARKET", "persona debole sul mercato del lavoro", "weak on the labour market"
    INCOME_SUPPORT_SIA = "INCOME_SUPPORT_SIA", "nucleo beneficiario SIA", "SIA household"
    INCOME_SUPPORT_REI = "INCOME_SUPPORT_REI", "nucleo beneficiario REI", "REI household"
    INCOME_SUPPORT_RDC = "INCOME_SUPPORT_RDC", "nucleo beneficiario RdC", "RdC household"
    INCOME_SUPPORT_ADI = "INCOME_SUPPORT_ADI", "nucleo beneficiario ADI", "ADI household"
    INCOME_SUPPORT_SFL = "INCOME_SUPPORT_SFL", "beneficiario/a SFL", "SFL beneficiary"
    NEVER_WORKED_MATURE = "NEVER_WORKED_MATURE", "persona matura che non ha mai lavorato", "mature, never worked"
    LAID_OFF = "LAID_OFF", "persona licenziata", "laid off"
    DISABILITY_L68 = "DISABILITY_L68", "disabilità certificata L. 68/1999", "disability certified under L. 68/1999"
    MENTAL_HEALTH_CERTIFIED = "MENTAL_HEALTH_CERTIFIED", "in carico alla salute mentale", "mental-health service user"
    AUTISM_SPECTRUM = "AUTISM_SPECTRUM", "spettro autistico", "autism spectrum"
    DETAINED_OR_RESTRICTED = "DETAINED_OR_RESTRICTED", "limitazione della libertà", "restricted freedom"


class Employment(Code):
    """Present employment status, for eligibility only."""

    UNEMPLOYED = "UNEMPLOYED", "disoccupato/a", "unemployed"
    INACTIVE = "INACTIVE", "inattivo/a o inoccupato/a", "inactive"
    EMPLOYED = "EMPLOYED", "occupato/a", "employed"


class Sex(Code):
    """Registered sex: read only where a call's own wording names it, never by a criterion."""

    F = "F", "donna", "woman"
    M = "M", "uomo", "man"
    X = "X", "altro o non dichiarato", "other or undeclared"


class Mode(Code):
    """How a person can travel."""

    WALK = "walk", "a piedi", "on foot"
    BIKE = "bike", "in bicicletta", "by bicycle"
    BUS = "bus", "in autobus", "by bus"
    CAR = "car", "in auto", "by car"
    LIFT = "lift", "con un passaggio", "with a lift"


class Access(Code):
    """What a place of work, or the way to it, may offer and a person may need to be able to work there."""

    STEP_FREE = "step_free", "ingresso senza gradini", "step-free entrance"
    ACCESSIBLE_WC = "accessible_wc", "bagno accessibile", "accessible toilet"
    ELEVATOR = "elevator", "ascensore", "lift (elevator)"
    PARKING = "parking", "parcheggio riservato", "reserved parking"
    VISUAL_SIGNALS = "visual_signals", "segnali visivi", "visual signals"
    ACOUSTIC_SIGNALS = "acoustic_signals", "segnali acustici", "acoustic signals"
    QUIET_SPACE = "quiet_space", "spazio tranquillo", "quiet space"
    STEP_FREE_WAY = "step_free_way", "percorso senza ostacoli dalla fermata", "step-free way from the stop"
    GUIDED_WAY = "guided_way", "percorso tattile dalla fermata", "tactile way from the stop"
    LIT_WAY = "lit_way", "percorso illuminato dalla fermata", "lit way from the stop"


class Condition(Code):
    """Circumstances of the work that a service may have to exclude for a person."""

    PUBLIC_CONTACT = "PUBLIC_CONTACT", "contatto con il pubblico", "contact with the public"
    ISOLATED_WORK = "ISOLATED_WORK", "lavoro da soli", "work alone"
    ALCOHOL = "ALCOHOL", "presenza o servizio di alcolici", "alcohol"
    MEDICINES = "MEDICINES", "presenza di farmaci", "medicines"
    NIGHT = "NIGHT", "lavoro notturno", "night work"
    HEIGHTS = "HEIGHTS", "lavoro in quota", "work at height"
    MACHINERY = "MACHINERY", "macchine pericolose", "dangerous machinery"


class Certificate(Code):
    """Titles without which a task may not be done (safety and food hygiene courses come before the start instead)."""

    OSS = "OSS", "qualifica di operatore/trice socio-sanitario/a (OSS)", "social-health operator (OSS)"
    DRIVING_B = "DRIVING_B", "patente B", "driving licence B"
    FORKLIFT = "FORKLIFT", "abilitazione al carrello elevatore", "forklift licence"
    CONSTRUCTION_16H = "CONSTRUCTION_16H", "corso di ingresso in edilizia (16 ore)", "construction entry course (16 h)"
    NO_RECORD_MINORS = "NO_RECORD_MINORS", "certificato per il lavoro con minori", "certificate for work with minors"


class ChildCare(Code):
    """Where a child regularly is during the day."""

    NONE = "NONE", "a casa", "at home"
    NIDO = "NIDO", "nido", "nursery"
    INFANZIA = "INFANZIA", "scuola dell'infanzia", "pre-primary school"
    PRIMARIA_NORMALE = "PRIMARIA_NORMALE", "primaria a tempo normale", "primary school, short day"
    PRIMARIA_PIENO = "PRIMARIA_PIENO", "primaria a tempo pieno", "primary school, full day"
    SECONDARIA_1 = "SECONDARIA_1", "secondaria di primo grado", "lower secondary school"


class ServiceKind(Code):
    """Services that a local authority can grant."""

    PRE_SCUOLA = "PRE_SCUOLA", "pre-scuola", "before-school care"
    POST_SCUOLA = "POST_SCUOLA", "post-scuola", "late school hour"
    DOPOSCUOLA = "DOPOSCUOLA", "doposcuola", "after-school care"
    LUDOTECA = "LUDOTECA", "ludoteca", "play centre"
    NIDO = "NIDO", "posto al nido", "nursery place"
    CENTRO_ESTIVO = "CENTRO_ESTIVO", "centro estivo", "summer centre"
    TRANSPORT = "TRANSPORT", "aiuto al trasporto", "transport help"
    COURSE = "COURSE", "corso", "course"


class Regime(Code):
    """The legal regime of the internships of a programme."""

    TIS_TUSCANY = "TIS_TUSCANY", "tirocinio di inclusione sociale (Toscana)", "inclusion internship (Tuscany)"
    ORD_TUSCANY = "ORD_TUSCANY", "tirocinio non curriculare (Toscana)", "non-curricular internship (Tuscany)"
    L68_ART11 = "L68_ART11", "tirocinio in convenzione art. 11 L. 68/1999", "internship under art. 11 L. 68/1999"


class HirePlan(Code):
    """Whether the company thinks of hiring afterwards."""

    NONE = "none", "nessuna", "none"
    POSSIBLE = "possible", "possibile", "possible"
    PLANNED = "planned", "prevista", "planned"


class Tutoring(Code):
    """How much tutoring a person needs to learn a job, as the team assessed it (domain reference 6.2)."""

    LOW = "low", "bassa", "low"
    MEDIUM = "medium", "media", "medium"
    HIGH = "high", "alta", "high"
    VERY_HIGH = "very_high", "molto alta", "very high"


class Goal(Code):
    """What the personal plan wants the internship to help with, beside the job itself; written by the person's team."""

    RHYTHM = "RHYTHM", "riprendere un ritmo regolare", "getting back into a regular rhythm"
    RELATIONS = "RELATIONS", "stare con gli altri", "being with other people"
    AUTONOMY = "AUTONOMY", "lavorare in autonomia", "working independently"
    CONFIDENCE = "CONFIDENCE", "avere fiducia in sé", "gaining confidence"
    ITALIAN = "ITALIAN", "praticare l'italiano", "practising Italian"
    TRADE = "TRADE", "imparare un mestiere", "learning a trade"
    CALM = "CALM", "lavorare senza troppa pressione", "working without too much pressure"
    STABLE_JOB = "STABLE_JOB", "arrivare a un lavoro stabile", "reaching a stable job"


class Trait(Code):
    """What the place of work is like, as the scout saw it: what a goal can be helped by."""

    REGULAR_TASKS = "REGULAR_TASKS", "compiti e orari regolari", "regular tasks and hours"
    SMALL_TEAM = "SMALL_TEAM", "piccolo gruppo affiatato", "small, close team"
    SIDE_BY_SIDE = "SIDE_BY_SIDE", "si lavora fianco a fianco", "people work side by side"
    GROWING_TASKS = "GROWING_TASKS", "compiti che crescono nel tempo", "tasks that grow over time"
    VISIBLE_RESULT = "VISIBLE_RESULT", "si vede il risultato del proprio lavoro", "the result of one's work is seen"
    MUCH_TALK = "MUCH_TALK", "si parla molto in italiano", "much Italian is spoken"
    CRAFT = "CRAFT", "si impara un mestiere completo", "a whole trade is learned"
    UNHURRIED = "UNHURRIED", "ritmi tranquilli", "unhurried pace"
    QUIET = "QUIET", "ambiente silenzioso", "quiet surroundings"


class LanguageSkill(Code):
    """The four skills in which a language is assessed (CEFR)."""

    LISTENING = "listening", "ascolto", "listening"
    SPEAKING = "speaking", "parlato", "speaking"
    READING = "reading", "lettura", "reading"
    WRITING = "writing", "scrittura", "writing"


class Cefr(Code):
    """Levels of the Common European Framework of Reference for Languages; A0 is none yet."""

    A0 = "A0", "nessuno", "none"
    A1 = "A1", "A1", "A1"
    A2 = "A2", "A2", "A2"
    B1 = "B1", "B1", "B1"
    B2 = "B2", "B2", "B2"
    C1 = "C1", "C1", "C1"
    C2 = "C2", "C2", "C2"

    @property
    def level(self) -> int:
        """0 for none to 6 for C2."""
        return list(Cefr).index(self)


class Training(Code):
    """Courses that a programme gives before the internship starts (domain reference 3.8, 3.9)."""

    SAFETY_GENERAL = "SAFETY_GENERAL", "sicurezza, parte generale", "safety, general part"
    SAFETY_LOW = "SAFETY_LOW", "sicurezza, rischio basso", "safety, low risk"
    SAFETY_MEDIUM = "SAFETY_MEDIUM", "sicurezza, rischio medio", "safety, medium risk"
    SAFETY_HIGH = "SAFETY_HIGH", "sicurezza, rischio alto", "safety, high risk"
    HACCP_SIMPLE = "HACCP_SIMPLE", "alimentaristi, attività semplici", "food hygiene, simple tasks"
    HACCP_COMPLEX = "HACCP_COMPLEX", "alimentaristi, attività complesse", "food hygiene, complex tasks"
    ITALIAN = "ITALIAN", "lingua italiana", "Italian language"
    RELATIONS = "RELATIONS", "relazioni sul lavoro", "relations at work"
    PERSON_CARE = "PERSON_CARE", "cura della persona", "care of persons"
    HOSPITALITY = "HOSPITALITY", "turismo e alberghi", "tourism and hotels"


class Viewer(Code):
    """Who reads an explanation; decides which sentences are shown and which are replaced by the neutral one."""

    CASE_MANAGER = "case_manager", "case manager", "case manager"
    ORIENTATOR = "orientator", "orientatore/trice", "guidance counsellor"
    SCOUT = "scout", "scouter aziendale", "company scout"

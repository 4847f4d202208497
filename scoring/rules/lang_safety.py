"""LANG_SAFETY: the person can follow the safety course that is due before the start (domain reference 3.8, H18).

What a person speaks is in no sentence: companies could read an origin in it.
"""

from __future__ import annotations

from data.bundle import Records
from data.codes import DocumentKind
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.papers import Document
from scoring.legal_courses import needed_level, understood
from scoring.legal_days import new_id
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether Italian, another language of the course, a certificate or a planned support is enough, shape (n,)."""
    return understood(pairs, law).allowed


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the level of Italian, or the languages of the person, are not written and decide, shape (n,)."""
    return understood(pairs, law).unsure


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The level of Italian with which the course is understood."""
    skill, level = needed_level(law)
    return {"level": level.label, "skill": skill.label}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """A course in a language of the person, or somebody who translates, is planned."""
    person, offer = person_and_opening(records, pairs, k)
    paper = Document(
        id=new_id("language", person.id, offer.id),
        candidate=person.id,
        kind=DocumentKind.LANGUAGE_SUPPORT,
        opening=offer.id,
    )
    return Change(
        say("Prevedere il corso di sicurezza in una lingua che la persona capisce, o con un mediatore."),
        say("ente promotore, con l'orientatore"),
        (paper,),
    )


RULE = Rule(
    code="LANG_SAFETY",
    title=marked("Corso di sicurezza comprensibile"),
    law=marked("D.Lgs. 81/2008 art. 37 c. 13; safety.language_level in safety.language_skill; safety.refresh_years"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked(
        "Corso di sicurezza da prevedere in una lingua che la persona capisce, o con un mediatore: in italiano serve"
        " almeno {level} ({skill})."
    ),
    ask=marked(
        "Chiedere se la persona capisce un corso di sicurezza in italiano (almeno {level}, {skill}), o in quale altra"
        " lingua."
    ),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=(
        Kind(
            code="LANG_COURSE",
            title=marked("Lingua del corso di sicurezza"),
            asks=marked("La persona capisce il corso di sicurezza, in italiano o in un'altra lingua del corso?"),
            why=marked(
                "Chi fa un tirocinio è come un lavoratore per la legge sulla sicurezza: prima di iniziare fa un corso,"
                " e deve capirlo. Basta l'italiano (safety.language_level), un corso in una lingua della persona o in"
                " quella dei segni, un corso già fatto che vale ancora, o un aiuto già previsto."
            ),
            since=marked(
                "Da quando la legge chiede un corso che si possa capire; il livello è una scelta del progetto"
            ),
            who=marked("L'ente promotore, che prevede un corso in lingua o un mediatore"),
        ),
    ),
)

"""What matters of the person, or of the host, in a worked example of a rule of the law, in plain lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.codes import DocumentKind, LanguageSkill
from data.language import say
from data.papers import Document, Relation
from matching.examples_found import Found
from scoring.legal_courses import needed_level
from scoring.rule import as_day, person_and_opening, together

Lines = list[str]


def _first_day(found: Found) -> str:
    return say("Primo giorno del tirocinio: {day}", day=as_day(int(found.world.pairs.first_day[found.k])))


def _permit(found: Found) -> Lines:
    person, _ = person_and_opening(found.world.records, found.world.pairs, found.k)
    held = [paper for paper in found.world.records.documents if paper.candidate == person.id]
    permits = [_permit_told(paper) for paper in held if paper.kind is DocumentKind.PERMIT]
    return [*permits[:2], _first_day(found)]


def _permit_told(paper: Document) -> str:
    name = paper.permit.label if paper.permit is not None else say("tipo non scritto")
    if paper.applied_on is not None:
        return say("Titolo: {permit}, chiesto il {day}", permit=name, day=as_day(paper.applied_on.toordinal()))
    if paper.valid_to is not None:
        return say("Titolo: {permit}, fino al {day}", permit=name, day=as_day(paper.valid_to.toordinal()))
    return say("Titolo: {permit}", permit=name)


def _language(found: Found) -> Lines:
    person, _ = person_and_opening(found.world.records, found.world.pairs, found.k)
    skill: LanguageSkill = needed_level(found.world.law)[0]
    level = (person.italian or {}).get(skill)
    known = together([tongue.label for tongue in person.languages or ()])
    return [
        say("Italiano della persona ({skill}): {level}", skill=skill.label, level=level.label if level else "?"),
        say("Altre lingue scritte: {languages}", languages=known or say("nessuna")),
    ]


def _relations(found: Found) -> Lines:
    person, offer = person_and_opening(found.world.records, found.world.pairs, found.k)
    mine = [relation for relation in found.world.records.relations if relation.candidate == person.id]
    # Those with the company first: they say most.
    mine.sort(key=lambda relation: relation.company != offer.company)
    return [*(_relation_told(relation, offer.company) for relation in mine[:2]), _first_day(found)]


def _relation_told(relation: Relation, company: str) -> str:
    where = say("stessa azienda") if relation.company == company else say("un'altra azienda")
    if relation.valid_to is None:
        return say("Rapporto scritto: {kind}, {where}", kind=relation.kind.label, where=where)
    day = as_day(relation.valid_to.toordinal())
    return say("Rapporto scritto: {kind}, {where}, fino al {day}", kind=relation.kind.label, where=where, day=day)


def _host(found: Found) -> Lines:
    return [say("Questa regola guarda solo l'azienda e il giorno, non la persona"), _first_day(found)]


LEGAL_FACTS: Mapping[str, Callable[[Found], Lines]] = {
    "PERMIT": _permit,
    "LANG_SAFETY": _language,
    "PRIOR_REL": _relations,
    "HOST_OK": _host,
}

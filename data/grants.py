"""Granting a child a seat in a service: who may have one, and what it changes in the records."""

from __future__ import annotations

from datetime import date

from data.availability import age_on
from data.language import say
from data.lawbook import Law
from data.records import Child, Service
from data.school_calendar import school_calendar


def cares(service: Service, law: Law) -> bool:
    """Whether a service looks after children at all; help with transport and courses do not."""
    return str(service.kind).lower() in school_calendar(law).usual


def obstacle(child: Child, service: Service, law: Law) -> str | None:
    """Why the child cannot have a seat, as a sentence; None where it can.

    A number of free seats that nobody wrote is no obstacle: it has to be asked. Nor is an age that the service does not
    say.
    """
    if service.id in child.services:
        return say("Il figlio {child} ha già un posto in «{service}».", child=child.id, service=service.name)
    if not cares(service, law):
        return say("«{service}» non è un servizio in cui i figli sono affidati.", service=service.name)
    if service.seats == 0:
        return say("In «{service}» non ci sono posti liberi.", service=service.name)
    if not right_age(child, service, law.on):
        return say(
            "L'età del figlio {child} non è tra quelle di «{service}»: {ages}.",
            child=child.id,
            service=service.name,
            ages=_ages(service),
        )
    return None


def right_age(child: Child, service: Service, on: date) -> bool:
    """Whether the child is as old as the service asks on a day, in completed years, both ends included."""
    age = age_on(child.birth_date, on)
    return (service.age_from or 0) <= age and (service.age_to is None or age <= service.age_to)


def granted(child: Child, service: Service) -> tuple[Child, Service]:
    """The two records with a seat given: the service at the child, one free seat fewer where seats are counted."""
    left = None if service.seats is None else service.seats - 1
    services = tuple(sorted({*child.services, service.id}))
    return child.model_copy(update={"services": services}), service.model_copy(update={"seats": left})


def seats_told(service: Service) -> str:
    """How many seats are free, in words."""
    return say("posti liberi: {n}", n=service.seats) if service.seats is not None else say("posti da verificare")


def _ages(service: Service) -> str:
    if service.age_to is None:
        return say("da {least} anni", least=service.age_from)
    return say("da {least} a {most} anni", least=service.age_from or 0, most=service.age_to)

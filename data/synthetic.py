"""Invented cohorts: a programme of real size, or any other size, with no real person or company in it.

Regime, categories, municipalities and the numbers of the funnel are the public ones of the programme; all the rest is
drawn. What differs between programmes stands in their profiles (`synthetic_profile`); the other shares are named
constants at the top of each room: `synthetic_people`, `synthetic_support`, `synthetic_abilities`, `synthetic_details`,
`synthetic_families`, `synthetic_companies`, `synthetic_places`, `synthetic_openings`, `synthetic_turns`; papers are in
`synthetic_times`, `synthetic_work`, `synthetic_guards`, `synthetic_documents`; what the law asks in `synthetic_legal`
and `synthetic_hosts`.
"""

from __future__ import annotations

from datetime import date

from data.bundle import Records
from data.call import Programme
from data.errors import AbbinaError
from data.language import marked, say
from data.notation import parse_levels
from data.places import Place, places
from data.programmes import programme
from data.synthetic_abilities import UNIFORM_WISHES
from data.synthetic_companies import companies, sites
from data.synthetic_dice import Dice, scaled
from data.synthetic_families import children, more_services, services
from data.synthetic_hosts import host_papers, with_promoter_tutors, with_tutors
from data.synthetic_kinds import KINDS
from data.synthetic_legal import with_breaks, with_facts
from data.synthetic_openings import openings as offered
from data.synthetic_papers import papers
from data.synthetic_people import World, people
from data.synthetic_places import with_people, with_ways
from data.synthetic_profile import Profile, profile
from data.synthetic_turns import with_turns

NOTE = marked(
    "Dati inventati per prove e dimostrazioni: persone, figli, aziende, sedi, tirocini e servizi non esistono. "
    "Sono veri solo il programma, i comuni e i numeri complessivi pubblicati."
)


def invent(
    code: str = "prisma-2019",
    seed: int = 0,
    candidates: int | None = None,
    openings: int | None = None,
    on: date | None = None,
) -> Records:
    """Invent the records of a programme.

    Parameters
    ----------
    code : str
        A shipped programme (`data.programmes`).
    seed : int
        Same seed, same records; not negative.
    candidates, openings : int, optional
        Sizes, at least 1; those of the real programme if not given. Companies, seats and services follow in proportion.
    on : date, optional
        Another day than the programme's own: the same kind of people and openings, months or years later.

    Returns
    -------
    Records
        Without faults; its programme is marked `invented`, with a note that says so.

    Raises
    ------
    NotFound
        No such programme.
    AbbinaError
        `not_supported`: a size below 1, a negative seed, or a programme without its day.
    """
    call = programme(code) if on is None else programme(code).model_copy(update={"on": on})
    around_here = profile(code)
    n = around_here.people if candidates is None else candidates
    m = around_here.openings if openings is None else openings
    if min(n, m) < 1 or seed < 0 or call.on is None:
        what = say(
            "{code}: {n} candidati, {m} tirocini, seme {seed}, giorno {on}", code=code, n=n, m=m, seed=seed, on=call.on
        )
        raise AbbinaError("not_supported", what=what)
    on = call.on
    towns = _territory(call)

    # One stream a table: however many people there are, companies and openings stay the same.
    firms_count = max(1, scaled(m, around_here.companies / around_here.openings))
    hosts = with_people(Dice(seed, 9), companies(Dice(seed, 1), firms_count, on, around_here.kinds))
    located = with_ways(Dice(seed, 10), hosts, sites(Dice(seed, 2), hosts, towns, around_here))
    offers = offered(Dice(seed, 3), Dice(seed, 8), hosts, located, around_here, m, on)
    work = with_breaks(Dice(seed, 28), with_turns(Dice(seed, 11), offers, around_here, on), on)
    work = with_tutors(work)
    firms = tuple(company for company, _ in hosts)
    world = World(call, around_here, on, towns, firms, _roles_around(around_here))
    persons = people(Dice(seed, 4), Dice(seed, 7), Dice(seed, 12), n, world)
    invented_people = with_promoter_tutors(with_facts(Dice(seed, 29), [person.candidate for person in persons], on))
    help_near = services(Dice(seed, 5), scaled(n, around_here.services / around_here.people), around_here.help, towns)
    share = n / around_here.people
    young = children(Dice(seed, 6), persons, help_near, on)
    help_near += more_services(Dice(seed, 19), len(help_near), share, around_here.more_help, towns, on)
    return Records(
        programme=call.model_copy(update={"invented": True, "note": NOTE}),
        candidates=invented_people,
        children=tuple(young),
        companies=firms,
        sites=tuple(located),
        openings=tuple(work),
        services=tuple(help_near),
        **papers(seed, persons, world, work, located),
        **host_papers(seed, firms, located, work, invented_people, around_here, on),
    )


def _territory(call: Programme) -> dict[Place, float]:
    """The municipalities of a programme, with how many people live there."""
    listed = [*(places().find(istat) for istat in call.municipalities)]
    listed += [town for province in call.provinces for town in places().in_province(province)]
    return {town: float(town.population) for town in listed}


def _roles_around(around_here: Profile) -> dict[str, float]:
    """The roles of the companies around, half as often as they are offered and half all alike."""
    offers: dict[str, float] = {}
    for key, often in around_here.kinds.items():
        roles = parse_levels(KINDS[key].roles, 1, 9)
        for role, weight in roles.items():
            offers[role] = offers.get(role, 0.0) + often * weight / sum(roles.values())
    whole = sum(offers.values())
    return {role: UNIFORM_WISHES / len(offers) + (1 - UNIFORM_WISHES) * often / whole for role, often in offers.items()}

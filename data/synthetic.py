"""Invented cohorts: a programme of real size, or any other size, with no real person or company in it.

Regime, categories, municipalities and the numbers of the funnel are the public ones of the programme; all the rest is
drawn. Shares stand as named constants at the top of each room: `synthetic_people`, `synthetic_abilities`,
`synthetic_families`, `synthetic_companies`, `synthetic_openings`.
"""

from __future__ import annotations

from data.bundle import Records
from data.errors import AbbinaError
from data.notation import parse_levels
from data.places import places
from data.programmes import programme
from data.synthetic_abilities import UNIFORM_WISHES
from data.synthetic_companies import KINDS, companies, sites
from data.synthetic_dice import Dice, scaled
from data.synthetic_families import children, services
from data.synthetic_openings import openings as offered
from data.synthetic_people import World, people

CANDIDATES = 197
OPENINGS = 110
COMPANIES_PER_OPENING = 60 / 110

NOTE = (
    "Dati inventati per prove e dimostrazioni: persone, figli, aziende, sedi, tirocini e servizi non esistono. "
    "Sono veri solo il programma, i comuni e i numeri complessivi pubblicati."
)


def invent(
    code: str = "prisma-2019", seed: int = 0, candidates: int | None = None, openings: int | None = None
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
    call = programme(code)
    n = CANDIDATES if candidates is None else candidates
    m = OPENINGS if openings is None else openings
    if min(n, m) < 1 or seed < 0 or call.on is None:
        raise AbbinaError("not_supported", what=f"{code}: {n} candidati, {m} tirocini, seme {seed}, giorno {call.on}")
    on = call.on
    towns = {town: float(town.population) for province in call.provinces for town in places().in_province(province)}

    # One stream a table: however many people there are, companies and openings stay the same.
    hosts = companies(Dice(seed, 1), max(1, scaled(m, COMPANIES_PER_OPENING)), on)
    located = sites(Dice(seed, 2), hosts, towns)
    work = offered(Dice(seed, 3), m, hosts, located, on)
    firms = tuple(company for company, _ in hosts)
    world = World(call, on, towns, firms, _roles_around())
    persons = people(Dice(seed, 4), n, world)
    help_near = services(Dice(seed, 5), n, towns)
    return Records(
        programme=call.model_copy(update={"invented": True, "note": NOTE}),
        candidates=tuple(person.candidate for person in persons),
        children=tuple(children(Dice(seed, 6), persons, help_near, on)),
        companies=firms,
        sites=tuple(located),
        openings=tuple(work),
        services=tuple(help_near),
    )


def _roles_around() -> dict[str, float]:
    """The roles of the companies around, half as often as they are offered and half all alike."""
    offers: dict[str, float] = {}
    for kind in KINDS:
        roles = parse_levels(kind.roles, 1, 9)
        for role, weight in roles.items():
            offers[role] = offers.get(role, 0.0) + kind.per_60 * weight / sum(roles.values())
    whole = sum(offers.values())
    return {role: UNIFORM_WISHES / len(offers) + (1 - UNIFORM_WISHES) * often / whole for role, often in offers.items()}

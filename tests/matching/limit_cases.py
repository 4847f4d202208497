"""Small records and facts for the limits: pairs with days written by hand, so that a jurist can check each case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import numpy as np

from data.bundle import Records
from data.call import CallCategory, Programme
from data.codes import Category, Regime, Tutoring
from data.host_papers import HostCheck, Placement, Tutor
from data.lawbook import LawBook
from data.records import Candidate, Company, Opening, Site
from matching.limit import Chosen, Facts, Limit
from matching.rows import Row

BOOK = LawBook.load()
ON = date(2026, 9, 1)
PRATO = "100005"
SHIFTS = "lun-ven 9-14"


def programme(**changes: Any) -> Programme:
    """An ordinary programme, in which the limit by staff is imposed."""
    given: dict[str, Any] = {
        "code": "p",
        "title": "Prova",
        "regime": Regime.ORD_TUSCANY,
        "on": ON,
        "categories": (CallCategory(code=Category.WEAK_LABOUR_MARKET),),
    }
    return Programme.model_validate(given | changes)


def person(code: str, *categories: Category, need: Tutoring | None = None, tutor: str | None = None) -> Candidate:
    """A person, by default of a category that every limit counts."""
    return Candidate(
        id=code,
        birth_date=date(1990, 1, 1),
        municipality=PRATO,
        categories=categories or (Category.WEAK_LABOUR_MARKET,),
        tutor_need=need,
        promoter_tutor=tutor,
    )


def opening(code: str, site: str = "S1", seats: int = 1, **changes: Any) -> Opening:
    """An opening of 25 hours a week at a site; its company is that of the site."""
    given: dict[str, Any] = {
        "id": code,
        "company": f"A-{site}",
        "site": site,
        "role": "warehouse_worker",
        "seats": seats,
        "shifts": SHIFTS,
        "start_from": ON,
        "start_to": ON,
        "months": 6,
    }
    return Opening.model_validate(given | changes)


def records(
    people: Sequence[Candidate],
    openings: Sequence[Opening],
    *,
    call: Programme | None = None,
    checks: Sequence[HostCheck] = (),
    placements: Sequence[Placement] = (),
    tutors: Sequence[Tutor] = (),
) -> Records:
    """Records of one programme, companies and sites made of the openings."""
    sites = sorted({row.site for row in openings})
    return Records(
        programme=call or programme(),
        candidates=tuple(people),
        companies=tuple(
            Company.model_validate({"id": f"A-{s}", "name": f"Azienda {s}", "sector": "52"}) for s in sites
        ),
        sites=tuple(Site(id=s, company=f"A-{s}", municipality=PRATO) for s in sites),
        openings=tuple(openings),
        host_checks=tuple(checks),
        placements=tuple(placements),
        tutors=tuple(tutors),
    )


def facts(known: Records, days: Sequence[tuple[str, str, str, str]] | None = None, on: date = ON) -> Facts:
    """Facts of pairs (person, opening, first day, last day); by default every pair, for six months from the day."""
    people = [row.id for row in known.candidates]
    openings = [row.id for row in known.openings]
    pairs = days or [(i, j, ON.isoformat(), "2027-02-28") for i in people for j in openings]
    ordinal = [[date.fromisoformat(day).toordinal() for day in pair[2:]] for pair in pairs]
    return Facts(
        records=known,
        law=BOOK.in_force(on),
        candidate=np.array([people.index(pair[0]) for pair in pairs], dtype=np.int64),
        opening=np.array([openings.index(pair[1]) for pair in pairs], dtype=np.int64),
        first_day=np.array([first for first, _ in ordinal], dtype=np.int64),
        last_day=np.array([last for _, last in ordinal], dtype=np.int64),
    )


def placed(made: Facts, *limits: Limit) -> int:
    """How many people some limits let through: every choice of one opening a person is tried."""
    held = [one for limit in limits for one in limit.rows(made)]
    options = [[-1, *np.flatnonzero(made.candidate == i).tolist()] for i in range(len(made.records.candidates))]
    best = -1
    for choice in product(*options):
        chosen = np.zeros(len(made.candidate), dtype=np.bool_)
        chosen[[pair for pair in choice if pair >= 0]] = True
        seats = np.bincount(made.opening[chosen], minlength=len(made.seats))
        if (seats <= made.seats).all() and all(keeps(one.row, chosen) for one in held):
            best = max(best, int(chosen.sum()))
    return best


def keeps(row: Row, chosen: Chosen) -> bool:
    """Whether a choice of pairs keeps a row."""
    total = int(row.weight[chosen[row.pair]].sum())
    return (row.most is None or total <= row.most) and (row.least is None or total >= row.least)

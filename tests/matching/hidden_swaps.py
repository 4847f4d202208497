"""Two cohorts alike but for one thing: people refuse companies in one, and protections do it in the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from data.bundle import Records
from data.codes import DocumentKind, Permit, ProtectionKind, Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.papers import Document, Protection
from data.synthetic import invent
from scoring.rule import EVERYBODY, Mask
from scoring.rules import RULES
from scoring.scorecard import ScoreCard, judge, refused
from scoring.weights import load_weights

BOOK, WEIGHTS = LawBook.load(), load_weights("2026-2")
UNPRIVILEGED = tuple(viewer for viewer in Viewer if viewer is not Viewer.CASE_MANAGER)
HIDDEN = tuple(rule for rule in RULES if rule.shown_to != EVERYBODY)
WAYS = ("banned", "host", "person", "unchecked", "zone", "permit")
# In a programme whose regime limits the months: with them the attestation that the person may stay for longer is lost.
LONG = "prisma-2019"
LONG_WAYS = (*WAYS, "longest")
MONTHS = 30
SEAL = "5ea1" * 16


@dataclass(frozen=True, repr=False)
class Swap:
    """A cohort before, the same with refusals, the same with protections; too long to be printed."""

    way: str
    before: Records
    refusing: Records
    protected: Records

    def __repr__(self) -> str:
        return f"Swap({self.way})"


@cache
def cohort(seed: int, programme: str = "perla") -> Records:
    """A small cohort in which nobody has refused a company; in LONG its months are those that only a paper allows."""
    records = invent(programme, seed, candidates=7, openings=6)
    records = records.replacing(*(p.model_copy(update={"refused_companies": ()}) for p in records.candidates))
    if programme != LONG:
        return records
    attested = [
        Document(id=f"L-{p.id}-{o.id}", kind=DocumentKind.DURATION_ATTESTATION, candidate=p.id, opening=o.id)
        for p in records.candidates
        for o in records.openings
    ]
    return records.replacing(*(o.model_copy(update={"months": MONTHS}) for o in records.openings), *attested)


def card_of(records: Records) -> ScoreCard:
    """The cohort judged."""
    assert records.programme.on is not None
    law = BOOK.in_force(records.programme.on)
    return judge(build_cohort(records, law), Eligibility.of(records), law, WEIGHTS)


def refusals(records: Records) -> Mask:
    """Which rule refuses which pair, shape (rules, people, openings)."""
    card = card_of(records)
    n, m = card.cohort.n_candidates, card.cohort.n_openings
    i, j = np.divmod(np.arange(n * m), m)
    found: Mask = refused(card.pairs(i, j), card.law).reshape(len(RULES), n, m)
    return found


def by_hidden(no: Mask) -> Mask:
    """Whether a hidden rule refuses, shape (people, openings)."""
    rows: Mask = no[[k for k, rule in enumerate(RULES) if rule in HIDDEN]].any(axis=0)
    return rows


def protect(records: Records, way: str, person: str, companies: tuple[str, ...], radius_km: float = 1.0) -> Records:
    """The same cohort with a person kept away from companies, one way or another."""
    known = next(p for p in records.candidates if p.id == person)
    hosts = [company for company in records.companies if company.id in companies]
    others = tuple(company.id for company in records.companies if company not in hosts)
    code = f"X-{person}"
    match way:
        case "banned":
            return records.replacing(known.model_copy(update={"banned_companies": companies}))
        case "host":
            kind = ProtectionKind.AVOID_HOST
            papers = [
                Protection(id=f"{code}-{k}", candidate=person, kind=kind, company=company)
                for k, company in enumerate(companies)
            ]
            return records.replacing(*papers)
        case "person" | "unchecked":
            sealed = [host.model_copy(update={"people": (SEAL,)}) for host in hosts] if way == "person" else []
            kind = ProtectionKind.AVOID_PERSON
            paper = Protection(id=code, candidate=person, kind=kind, person=SEAL, checked_companies=others)
            return records.replacing(paper, *sealed)
        case "longest":
            there = {opening.id for opening in records.openings if opening.company in companies}
            lost = {f"L-{person}-{opening}" for opening in there}
            return replace(records, documents=tuple(paper for paper in records.documents if paper.id not in lost))
        case "permit":
            # A permit that somebody has to check, and that was checked for all other companies.
            kept = [opening.id for opening in records.openings if opening.company not in companies]
            about = {"candidate": person, "permit": Permit.OTHER}
            checks = [
                Document(id=f"{code}-{k}", kind=DocumentKind.CLEARANCE, opening=opening, **about)
                for k, opening in enumerate(kept)
            ]
            return records.replacing(Document(id=code, kind=DocumentKind.PERMIT, **about), *checks)
        case _:
            site = next(site for site in records.sites if site.company == companies[0])
            paper = Protection(
                id=code, candidate=person, kind=ProtectionKind.AVOID_ZONE, municipality=site.municipality,
                lat=site.lat, lon=site.lon, radius_km=radius_km,
            )  # fmt: skip
            return records.replacing(paper)


def refusing_the_same(before: Records, protected: Records) -> Records | None:
    """The cohort before with refused companies for exactly the pairs that the protections stop; None if none can."""
    new = by_hidden(refusals(protected)) & ~by_hidden(refusals(before))
    changed = []
    for person, row in zip(before.candidates, new, strict=True):
        stopped = {opening.company for opening, no in zip(before.openings, row, strict=True) if no}
        if stopped:
            changed.append(person.model_copy(update={"refused_companies": tuple(sorted(stopped))}))
    refusing = before.replacing(*changed)
    one, other = refusals(refusing), refusals(protected)
    shown = [k for k, rule in enumerate(RULES) if rule not in HIDDEN]
    same = (by_hidden(one) == by_hidden(other)).all() and (one[shown] == other[shown]).all()
    return refusing if changed and same else None


@st.composite
def swaps(draw: st.DrawFn, programme: str | None = None) -> Swap:
    """Some people of a cohort are kept away from some companies."""
    programme = programme or draw(st.sampled_from(("perla", LONG)))
    before = cohort(draw(st.integers(0, 11)), programme)
    hosts = sorted({opening.company for opening in before.openings})
    way = draw(st.sampled_from(LONG_WAYS if programme == LONG else WAYS))
    people = draw(st.sets(st.sampled_from([p.id for p in before.candidates]), min_size=1, max_size=4))
    protected = before
    # Sealed names are of companies: with several people each would be sealed out of the others' companies too.
    for person in sorted(people)[: 1 if way == "person" else 4]:
        companies = draw(st.sets(st.sampled_from(hosts), min_size=1, max_size=4))
        protected = protect(protected, way, person, tuple(sorted(companies)), draw(st.sampled_from([0.3, 1.0, 3.0])))
    refusing = refusing_the_same(before, protected)
    assume(refusing is not None)
    assert refusing is not None
    return Swap(way, before, refusing, protected)

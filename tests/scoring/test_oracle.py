"""The score card against a slow judge written pair by pair in plain Python, straight from the records."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pytest

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import ChildCare, Employment, Mode
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import Law
from data.places import places
from data.records import Candidate, Child, Company, Opening, Site
from data.week import Week, parse_week
from scoring.rules import RULES
from scoring.scorecard import judge, refused, total
from scoring.weights import Weights, load_weights
from tests.scoring.slow_grades import SLOW

Q = 672
FOREVER = 999


def quarters(week: Week) -> set[int]:
    return {q for q in range(Q) if week.bits >> q & 1}


def stretches(free: set[int]) -> list[tuple[int, int]]:
    """(first quarter, length) of each unbroken stretch of a circular week."""
    if len(free) == Q:
        return [(0, Q)]
    found = []
    for first in sorted(q for q in free if (q - 1) % Q not in free):
        length = 1
        while (first + length) % Q in free:
            length += 1
        found.append((first, length))
    return found


def run(free: set[int], first: int, step: int, most: int = 96 * 3) -> int:
    count = 0
    while count < most and (first + step * count) % Q in free:
        count += 1
    return count


@dataclass
class Oracle:
    """Judges one pair at a time."""

    records: Records
    law: Law
    weights: Weights

    @cached_property
    def sites(self) -> dict[str, Site]:
        return {site.id: site for site in self.records.sites}

    @cached_property
    def companies(self) -> dict[str, Company]:
        return {company.id: company for company in self.records.companies}

    def km(self, person: Candidate, site: Site) -> float:
        spots = []
        for record in (person, site):
            town = places().find(record.municipality)
            known = record.lat is not None
            spots.append(
                (math.radians(record.lat if known else town.lat), math.radians(record.lon if known else town.lon))
            )
        (a, b), (c, d) = spots
        h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
        km = 2 * 6371.0 * math.asin(math.sqrt(h))
        about: float = self.law.table("practice.travel")["unknown_point_km"]
        return km if person.lat is not None and site.lat is not None else max(km, about)

    def by_mode(self, mode: Mode, km: float) -> float:
        about = self.law.table("practice.travel")
        road, speed = km * about["road_factor"], about["modes"][mode.value]
        if speed["max_km"] is not None and road > speed["max_km"]:
            return math.inf
        return math.ceil(speed["fixed_min"] + road * 60 / speed["kmh"] - 1e-9)

    def journey(self, person: Candidate, offer: Opening) -> tuple[float, int]:
        """Minutes by the fastest usable mode, and quarters to keep free."""
        site = self.sites[offer.site]
        km = self.km(person, site)
        best = math.inf
        for mode in person.modes if person.modes is not None else (Mode.WALK, Mode.BUS):
            minutes = self.by_mode(mode, km)
            if mode is Mode.BUS and not self.bus_runs(site, offer, math.ceil(minutes / 15)):
                continue
            best = min(best, minutes)
        kept = best if best < math.inf else self.by_mode(Mode.LIFT, km)
        return best, min(math.ceil(kept / 15), 96)

    def bus_runs(self, site: Site, offer: Opening, needed: int) -> bool:
        window = self.law.table("practice.bus_window")
        names = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"]
        usual = parse_week(f"{','.join(names[d - 1] for d in window['weekdays'])} {window['from']}-{window['to']}")
        hours = quarters(site.bus_hours if site.bus_hours is not None else usual)
        return all(
            run(hours, first - 1, -1) >= needed and run(hours, first + length, 1) >= needed
            for first, length in stretches(quarters(offer.shifts))
        )

    def free(self, person: Candidate) -> set[int] | None:
        if person.availability is None:
            return None
        free = quarters(person.availability) - quarters(person.busy or Week())
        for child in self.records.children:
            if child.candidate == person.id and _age(child.birth_date, self.law.on) < 14:
                cover = self.cover(child)
                if cover is not None:
                    free &= cover | quarters(person.other_carers or Week())
        return free

    def cover(self, child: Child) -> set[int] | None:
        usual = self.law.table("practice.childcare")
        services = [service for service in self.records.services if service.id in child.services]
        services = [service for service in services if service.kind.lower() in usual]
        if child.care is None and child.care_hours is None:
            return None
        inside: set[int] = set()
        if child.care_hours is not None:
            inside |= quarters(child.care_hours)
        elif child.care not in (None, ChildCare.NONE):
            inside |= quarters(parse_week(usual[child.care.lower()]))
        for service in services:
            inside |= quarters(service.hours if service.hours is not None else parse_week(usual[service.kind.lower()]))
        person = next(person for person in self.records.candidates if person.id == child.candidate)
        kept = inside | quarters(person.other_carers or Week())
        return {q for q in inside if len(inside) == Q or ((q - 1) % Q in kept and (q + 1) % Q in kept)}

    def slack(self, free: set[int], offer: Opening, journey: int) -> int:
        """Quarters of room at the tightest end of a shift; negative when something does not fit."""
        work = quarters(offer.shifts)
        if not work <= free:
            return -1
        if len(work) == Q:
            return FOREVER
        room = FOREVER
        for first, length in stretches(work):
            for start, step in ((first - 1, -1), (first + length, 1)):
                pause = run(set(range(Q)) - work, start, step)
                stays = pause <= 20 and len(stretches(work)) > 1
                if stays and all((start + step * k) % Q in free for k in range(pause)):
                    continue
                room = min(room, run(free, start, step) - journey)
        return room

    def refusals(self, person: Candidate, offer: Opening) -> list[str]:
        return [code for code, no in self._refusals(person, offer) if no]

    def _refusals(self, person: Candidate, offer: Opening) -> Iterator[tuple[str, bool]]:
        site, company = self.sites[offer.site], self.companies[offer.company]
        calls = [(call.code, call.sex) for call in self.records.programme.categories if call.code in person.categories]
        admitted = any(sex in (None, person.sex) for _, sex in calls)
        out = person.employment in (Employment.UNEMPLOYED, Employment.INACTIVE)
        yield "ELIG", not (admitted and person.in_charge is True and out)
        least = max(16, offer.min_age or 0)
        yield "AGE", _age(person.birth_date, offer.start_to) < least
        yield "START", max(person.available_from or self.law.on, self.law.on) > offer.start_to
        yield "CERT", not set(offer.required_certificates) <= set(person.certificates)
        minutes, journey = self.journey(person, offer)
        free = self.free(person)
        yield "TIME_FIT", free is not None and self.slack(free, offer, journey) < 0
        yield "TRAVEL", minutes > (person.max_travel_min or 60)
        done = offer.accommodations
        limits = person.prescriptions
        essential = [demand for demand in offer.demands or () if demand.essential]
        yield "FUNCTION", any(d.level - done.get(d.item, 0) > limits.get(d.item, 9) for d in essential)
        yield "ACCESS", any(site.access.get(need) is False for need in person.access_needs)
        refused_company = offer.company in person.refused_companies
        yield (
            "REFUSAL",
            offer.role in person.refused_roles or company.sector in person.refused_sectors or refused_company,
        )
        conditions = set(person.banned_conditions) & set(offer.conditions)
        yield "BAN", bool(conditions) or offer.company in person.banned_companies

    def score(self, person: Candidate, offer: Opening) -> int:
        score = 0
        for code, share in self.weights.shares.items():
            grade = self._grade(code, person, offer)
            counted = self.weights.neutral[code] if grade is None else grade
            score += (round(counted * 1_000_000) * share + 500_000) // 1_000_000
        return score

    def _grade(self, code: str, person: Candidate, offer: Opening) -> float | None:
        about = self.weights.settings[code]
        if code in SLOW:
            return SLOW[code](person, offer, self.companies[offer.company], about)
        minutes, journey = self.journey(person, offer)
        if code == "travel_ease":
            easy, hard = about["easy_min"], about["hard_min"]
            return min(max((hard - min(minutes, 9999)) / (hard - easy), 0.0), 1.0)
        assert code == "time_fit"
        free, tight = self.free(person), about["tight"]
        if free is None:
            return None
        room = min(max(self.slack(free, offer, journey) * 15, 0), about["ample_min"])
        return tight + (1 - tight) * room / about["ample_min"]


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def drawn_neighbours(seed: int) -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(seed)
    keys = list(catalogue().competences)
    return {
        key: {
            near: float(rng.uniform(0.05, 0.95)) for near in rng.choice(keys, 5, replace=False).tolist() if near != key
        }
        for key in keys
        if rng.random() < 0.6
    }


@pytest.mark.parametrize(("seed", "version"), [(1, "2026-1"), (2, "2026-2"), (3, "2026-2")])
def test_the_score_card_is_that_of_the_slow_judge(
    seed: int, version: str, awkward: Callable[..., Records], near: Callable[..., None], law: Law
) -> None:
    weights = load_weights(version)
    near(drawn_neighbours(seed))
    records = awkward(seed, 36, 30)
    oracle = Oracle(records, law, weights)
    card = judge(build_cohort(records, law), Eligibility.of(records), law, weights)
    i, j = np.indices((len(records.candidates), len(records.openings))).reshape(2, -1)
    pairs = card.pairs(i, j)
    against, scores = refused(pairs, law), total(pairs.plain(), weights)
    allowed = {}
    for k, (row, column) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        person, offer = records.candidates[row], records.openings[column]
        codes = oracle.refusals(person, offer)
        here = f"{person.id} {offer.id}"
        assert [known.code for known, no in zip(RULES, against[:, k], strict=True) if no] == codes, here
        assert scores[k] == oracle.score(person, offer), here
        if not codes:
            allowed[row, column] = int(scores[k])
    assert 20 < len(allowed) < len(i)
    found = zip(card.candidate.tolist(), card.opening.tolist(), card.total.tolist(), strict=True)
    assert {(row, column): score for row, column, score in found} == allowed

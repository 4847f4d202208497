"""Rules and scores in plain Python, one pair at a time, straight from the records and the papers of the person."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from data.bundle import Records
from data.codes import Access, AccommodationStatus, AuthorRole, Condition, Employment, Mode, ProtectionKind
from data.lawbook import Law
from data.papers import Accommodation, Paper, Protection
from data.records import Candidate, Company, Opening, Site
from data.week import parse_week
from scoring.weights import Weights
from tests.data.slow_time import CIRCLE, Set, SlowTime, quarters
from tests.scoring.slow_grades import SLOW
from tests.scoring.slow_host import may_host
from tests.scoring.slow_length import lasts_as_it_may, person_may_stay, weeks_as_foreseen
from tests.scoring.slow_minor import allowed as fit_for_minor
from tests.scoring.slow_permit import can_follow, permitted, related
from tests.scoring.slow_places import in_zone, is_true_start, km_between, start, written
from tests.scoring.slow_rest import involved, is_split, open_question, rests

HEALTH = {
    AuthorRole.COMPANY_DOCTOR,
    AuthorRole.SPECIALIST,
    AuthorRole.HEALTH_SERVICE,
    AuthorRole.MEDICAL_BOARD,
    AuthorRole.TECHNICAL_COMMITTEE,
}
# What protections forbid, once more by hand.
FORBIDS = {
    ProtectionKind.NO_PUBLIC_CONTACT: {Condition.PUBLIC_CONTACT},
    ProtectionKind.ISOLATION_BAN: {Condition.ISOLATED_WORK},
    ProtectionKind.SUBSTANCE_BAN: {Condition.ALCOHOL, Condition.MEDICINES},
}


def age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def run(free: Set, first: int, step: int, most: int = 96 * 3) -> int:
    count = 0
    while count < most and (first + step * count) % CIRCLE in free:
        count += 1
    return count


@dataclass(frozen=True)
class Remembered(SlowTime):
    """What covers the children on a day is the same for every offer."""

    known: dict[date, Set]

    def _covered(self, day: date) -> Set:
        if day not in self.known:
            self.known[day] = super()._covered(day)
        return self.known[day]


@dataclass
class Oracle:
    """Judges one pair at a time."""

    records: Records
    law: Law
    weights: Weights
    journeys: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    covered: dict[str, dict[date, Set]] = field(default_factory=dict)
    times: dict[tuple[str, str], SlowTime] = field(default_factory=dict)

    @cached_property
    def sites(self) -> dict[str, Site]:
        return {site.id: site for site in self.records.sites}

    @cached_property
    def companies(self) -> dict[str, Company]:
        return {company.id: company for company in self.records.companies}

    @cached_property
    def own(self) -> dict[str, Records]:
        """The records with the children and the papers of one person only."""
        tables = ("children", "commitments", "acts", "prescriptions", "accommodations", "protections")
        return {
            person.id: replace(
                self.records,
                **{name: tuple(r for r in self.records.table(name) if r.candidate == person.id) for name in tables},
            )
            for person in self.records.candidates
        }

    @cached_property
    def travel(self) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.law.table("practice.travel")
        return table

    @cached_property
    def buses(self) -> Set:
        """The hours of the bus where a site does not tell its own."""
        window = self.law.table("practice.bus_window")
        names = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"]
        days = ",".join(names[day - 1] for day in window["weekdays"])
        return quarters(parse_week(f"{days} {window['from']}-{window['to']}"))

    @cached_property
    def resting(self) -> set[str]:
        return {offer.id for offer in self.records.openings if rests(offer.shifts, self.law)}

    def days(self, person: Candidate, offer: Opening) -> list[date]:
        first = max(offer.start_from, person.available_from or self.law.on, self.law.on)
        return [first + timedelta(days=n) for n in range(round(offer.months * 30.4375))]

    def binds(self, paper: Paper, person: Candidate, offer: Opening) -> bool:
        return any(map(paper.holds_on, self.days(person, offer)))

    def protections(self, person: Candidate, offer: Opening, *kinds: ProtectionKind) -> list[Protection]:
        """Those valid on a day between the first possible one and the end of an internship that begins last."""
        days = self.days(person, offer)
        end = max(days[-1], offer.start_to + timedelta(days=len(days) - 1))
        papers = [paper for paper in self.own[person.id].protections if paper.kind in kinds]
        return [p for p in papers if (p.valid_from or days[0]) <= end and (p.valid_to or end) >= days[0]]

    def km(self, person: Candidate, site: Site) -> float:
        (home, home_known), (there, there_known) = (
            start(person, self.own[person.id].protections, self.law.on),
            written(site),
        )
        about: float = self.travel["unknown_point_km"]
        km = km_between(home, there)
        return km if home_known and there_known else max(km, about)

    def by_mode(self, mode: Mode, km: float) -> float:
        about = self.travel
        road, speed = km * about["road_factor"], about["modes"][mode.value]
        if speed["max_km"] is not None and road > speed["max_km"]:
            return math.inf
        return math.ceil(speed["fixed_min"] + road * 60 / speed["kmh"] - 1e-9)

    def journey(self, person: Candidate, offer: Opening) -> tuple[float, int]:
        """Minutes by the fastest usable mode, and quarters to keep free."""
        if (person.id, offer.id) not in self.journeys:
            self.journeys[person.id, offer.id] = self._journey(person, offer)
        return self.journeys[person.id, offer.id]

    def _journey(self, person: Candidate, offer: Opening) -> tuple[float, int]:
        site = self.sites[offer.site]
        km = self.km(person, site)
        best = math.inf
        for mode in person.modes if person.modes is not None else (Mode.WALK, Mode.BUS):
            minutes = self.by_mode(mode, km)
            if mode is Mode.BUS and not self.bus_runs(site, offer, math.ceil(minutes / 15)):
                continue
            on_foot = {Mode.BUS: site.bus_stop_m, Mode.WALK: km * 1.3 * 1000}.get(mode)
            if person.max_walk_m is not None and on_foot is not None and on_foot > person.max_walk_m:
                continue
            best = min(best, minutes)
        kept = best if best < math.inf else self.by_mode(Mode.LIFT, km)
        return best, min(math.ceil(kept / 15), 96)

    def bus_runs(self, site: Site, offer: Opening, needed: int) -> bool:
        hours = quarters(site.bus_hours) if site.bus_hours is not None else self.buses
        work = quarters(offer.shifts)
        if len(work) == CIRCLE:
            # Work without a beginning: buses count from the first hour of the week.
            return run(hours, -1, -1) >= needed and run(hours, 0, 1) >= needed
        arrivals = [q for q in work if (q - 1) % CIRCLE not in work]
        departures = [(q + 1) % CIRCLE for q in work if (q + 1) % CIRCLE not in work]
        return all(run(hours, q - 1, -1) >= needed for q in arrivals) and all(
            run(hours, q, 1) >= needed for q in departures
        )

    def time(self, person: Candidate, offer: Opening) -> SlowTime:
        if (person.id, offer.id) not in self.times:
            own, quarters_away = self.own[person.id], self.journey(person, offer)[1]
            known = self.covered.setdefault(person.id, {})
            self.times[person.id, offer.id] = Remembered(own, self.law, person, offer, quarters_away, known)
        return self.times[person.id, offer.id]

    def granted(self, person: Candidate, offer: Opening) -> list[Accommodation]:
        """The accommodations of the person there that hold on every day."""
        agreed = (AccommodationStatus.GRANTED, AccommodationStatus.IN_PLACE)
        papers = [p for p in self.own[person.id].accommodations if p.opening == offer.id and p.status in agreed]
        return [paper for paper in papers if all(map(paper.holds_on, self.days(person, offer)))]

    def eased(self, person: Candidate, offer: Opening) -> Opening:
        """The offer with all that is taken off for this person."""
        off = dict(offer.accommodations)
        for agreed in self.granted(person, offer):
            for item, levels in agreed.items.items():
                off[item] = off.get(item, 0) + levels
        return offer.model_copy(update={"accommodations": off})

    def limits(self, person: Candidate, offer: Opening) -> Mapping[str, int]:
        """The most that health professionals allow on some day."""
        most = dict(person.prescriptions)
        for paper in self.own[person.id].prescriptions:
            if paper.author in HEALTH and self.binds(paper, person, offer):
                for item, level in paper.items.items():
                    most[item] = min(most.get(item, level), level)
        return most

    def refusals(self, person: Candidate, offer: Opening) -> list[str]:
        return [code for code, no in self._refusals(person, offer) if no]

    def _refusals(self, person: Candidate, offer: Opening) -> Iterator[tuple[str, bool]]:
        site, company, call = self.sites[offer.site], self.companies[offer.company], self.records.programme
        calls = [(known.code, known.sex) for known in call.categories if known.code in person.categories]
        admitted = any(sex in (None, person.sex) for _, sex in calls)
        out = person.employment in (Employment.UNEMPLOYED, Employment.INACTIVE)
        yield "ELIG", not (admitted and person.in_charge is True and out)
        least = max(self.law.number(f"{call.regime.lower()}.min_age"), self.law.number("minors.min_age"))
        days = self.days(person, offer)
        yield "PERMIT", not permitted(self.records, self.law, person, offer, days[0])
        yield "AGE", age(person.birth_date, offer.start_to) < max(least, offer.min_age or 0)
        yield "MINOR", not fit_for_minor(person, offer, company, days[0], self.law)
        yield "START", max(person.available_from or self.law.on, self.law.on) > offer.start_to
        yield "HOST_OK", not may_host(self.records, self.law, offer, days[0])
        yield "DURATION", not lasts_as_it_may(offer, call, self.law)
        yield "LONGEST", not person_may_stay(person, offer, self.records.documents, days[0], call, self.law)
        yield "HOURS", not weeks_as_foreseen(person, offer, call)
        yield "REST", offer.id not in self.resting
        yield "LANG_SAFETY", not can_follow(self.records, self.law, person, offer, days[0])
        yield "CERT", not set(offer.required_certificates) <= set(person.certificates)
        yield "TIME_FIT", not self.time(person, offer).allowed
        yield "SPLIT", person.split_shifts is False and is_split(offer.shifts, self.law)
        yield "TRAVEL", self.journey(person, offer)[0] > (person.max_travel_min or 60)
        done, limits = self.eased(person, offer).accommodations, self.limits(person, offer)
        essential = [demand for demand in offer.demands or () if demand.essential and not demand.adaptable]
        yield "FUNCTION", any(d.level - done.get(d.item, 0) > limits.get(d.item, 9) for d in essential)
        given: set[Access] = {feature for agreed in self.granted(person, offer) for feature in agreed.features}
        yield "ACCESS", any(site.access.get(need) is False for need in set(person.access_needs) - given)
        yield "AUTHORITY", not self.place_allowed(person, offer)
        yield "PRIOR_REL", related(self.records, self.law, person, offer, days)
        wish = person.tutor_wish if person.tutor_wish_firm else None
        choices = (
            offer.role in person.refused_roles,
            company.sector in person.refused_sectors,
            offer.company in person.refused_companies,
            None not in (wish, offer.tutor_sex) and wish is not offer.tutor_sex,
        )
        yield "REFUSAL", any(choices)
        yield "BAN", self.banned(person, offer)
        yield "PROTECT", self.in_danger(person, offer)

    def place_allowed(self, person: Candidate, offer: Opening) -> bool:
        """Whether each act that speaks of places names the town or the company."""
        acts = [act for act in self.own[person.id].acts if act.municipalities or act.companies]
        town = self.sites[offer.site].municipality
        return all(
            town in act.municipalities or offer.company in act.companies
            for act in acts
            if self.binds(act, person, offer)
        )

    def banned(self, person: Candidate, offer: Opening) -> bool:
        """Whether something excluded is there, or may be and nobody has checked for that protection."""
        hosts = {p.company for p in self.protections(person, offer, ProtectionKind.AVOID_HOST)}
        papers = self.protections(person, offer, *FORBIDS)
        excluded = set(person.banned_conditions).union(*(FORBIDS[paper.kind] for paper in papers))
        unchecked = [FORBIDS[paper.kind] for paper in papers if offer.company not in paper.checked_companies]
        return (
            offer.company in {*hosts, *person.banned_companies}
            or bool(excluded & involved(offer))
            or any(open_question(offer, it) for it in set(person.banned_conditions).union(*unchecked))
        )

    def in_danger(self, person: Candidate, offer: Opening) -> bool:
        """Whether somebody to avoid is there or may be, or a zone is or may be at the site or on the way."""
        for paper in self.protections(person, offer, ProtectionKind.AVOID_PERSON):
            if paper.person in self.companies[offer.company].people or offer.company not in paper.checked_companies:
                return True
        starts = person, self.own[person.id].protections, self.law.on
        begin = start(*starts)[0], is_true_start(*starts)
        km = self.law.number("practice.corridor_km"), self.law.number("practice.vague_point_km")
        return any(
            in_zone(zone, begin, self.sites[offer.site], offer.company, *km)
            for zone in self.protections(person, offer, ProtectionKind.AVOID_ZONE)
        )

    def score(self, person: Candidate, offer: Opening) -> int:
        score = 0
        for code, share in self.weights.shares.items():
            grade = self.grade(code, person, offer)
            counted = self.weights.neutral[code] if grade is None else grade
            score += (round(counted * 1_000_000) * share + 500_000) // 1_000_000
        return score

    def grade(self, code: str, person: Candidate, offer: Opening) -> float | None:
        about = self.weights.settings[code]
        if code in SLOW:
            return SLOW[code](person, self.eased(person, offer), self.companies[offer.company], about)
        if code == "travel_ease":
            easy, hard = about["easy_min"], about["hard_min"]
            return min(max((hard - min(self.journey(person, offer)[0], 9999)) / (hard - easy), 0.0), 1.0)
        assert code == "time_fit"
        if person.availability is None:
            return None
        room = max(self.time(person, offer).slack(int(about["ample_min"] // 15)) * 15, 0)
        return about["tight"] + (1 - about["tight"]) * min(room / about["ample_min"], 1)

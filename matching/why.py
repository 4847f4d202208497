"""Why a pair: the parts that add up, the facts behind each, what to ask before deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Viewer
from data.eligibility import FullPairs
from data.places import places
from data.week import format_week, parse_week
from matching.proposal import OpeningCard, PairWarning, Part
from scoring.criteria import CRITERIA
from scoring.rule import Unknown
from scoring.rules import RULES
from scoring.scorecard import ScoreCard, parts

MINOR_AT_NIGHT = "Turno di notte per una persona minorenne: non ammesso (L. 977/1967), verificare prima di tutto."


@dataclass(frozen=True, kw_only=True)
class Reader:
    """The records and their score card, read on behalf of one viewer."""

    records: Records
    card: ScoreCard
    viewer: Viewer

    @cached_property
    def openings(self) -> tuple[OpeningCard, ...]:
        """One card an opening, in the order of ids."""
        companies = {company.id: company for company in self.records.companies}
        sites = {site.id: site for site in self.records.sites}
        towns = {site.municipality: places().find(site.municipality).name for site in sites.values()}
        return tuple(
            OpeningCard(
                id=opening.id,
                role=catalogue().role(opening.role).label_it,
                title=opening.title,
                company=companies[opening.company].name,
                place=towns[sites[opening.site].municipality],
                shifts=format_week(opening.shifts),
                hours_week=opening.shifts.hours,
                start_from=opening.start_from,
                start_to=opening.start_to,
                months=opening.months,
                seats=opening.seats,
            )
            for opening in self.records.openings
        )

    def parts_of(self, pairs: FullPairs) -> list[tuple[Part, ...]]:
        """The parts of each pair, in the order of the criteria."""
        plain, weights = pairs.plain(), self.card.weights
        added, grades = parts(plain, weights)
        said: list[list[Part]] = [[] for _ in range(len(pairs))]
        for row, criterion in enumerate(CRITERIA):
            settings = weights.settings[criterion.code]
            for k in range(len(pairs)):
                facts = criterion.facts(plain, settings, k)
                known = not np.isnan(grades[row, k])
                said[k].append(
                    Part(
                        criterion=criterion.code,
                        label=criterion.label,
                        weight_micro=weights.shares[criterion.code],
                        grade=round(float(grades[row, k]) if known else weights.neutral[criterion.code], 6),
                        known=known,
                        micro=int(added[row, k]),
                        sentence=criterion.sentence(facts),
                        facts=jsonable(facts),
                    )
                )
        return [tuple(row) for row in said]

    def warnings_of(self, pairs: FullPairs) -> list[tuple[PairWarning, ...]]:
        """What to ask or check about each pair: rules that lack a value, children, old assessments."""
        law = self.card.law
        said: list[list[PairWarning]] = [[] for _ in range(len(pairs))]
        for rule in RULES:
            # A hidden rule asks nothing here: even a question would tell that there is something.
            # One that refuses what it does not know has already said so.
            if self.viewer not in rule.shown_to or rule.unknown is Unknown.REFUSES:
                continue
            for k in np.flatnonzero(rule.missing(pairs, law)).tolist():
                said[k].append(PairWarning(code=rule.code, sentence=rule.ask.format(**rule.facts(pairs, law, k))))
        for k, j in enumerate(pairs.j.tolist()):
            said[k].extend(self._about_hours(j))
        for k in self._minors_at_night(pairs):
            said[k].append(PairWarning(code="MINOR", sentence=MINOR_AT_NIGHT))
        for k, i in enumerate(pairs.i.tolist()):
            said[k].extend(self._about_person(i))
        return [tuple(row) for row in said]

    def _about_hours(self, j: int) -> list[PairWarning]:
        """Weekly hours outside those of the projects."""
        hours, law = self.records.openings[j].shifts.hours, self.card.law
        least, most = law.number("hours.week_min_h"), law.number("hours.week_max_h")
        if least <= hours <= most:
            return []
        written = f"{hours:g}".replace(".", ",")
        told = f"{written} ore a settimana: di solito se ne prevedono da {least:g} a {most:g}."
        return [PairWarning(code="HOURS", sentence=told)]

    def _minors_at_night(self, pairs: FullPairs) -> list[int]:
        """Pairs of a person who may still be under age at the start with a shift that touches the night."""
        first, last = self.card.law.table("minors.night")
        night = parse_week(f"tutti {first}-{last}")
        of_age = pairs.eligibility.birthdays(
            pairs.i, np.full(len(pairs), int(self.card.law.number("minors.adult_age")))
        )
        minors = np.flatnonzero(of_age > pairs.openings.start_from[pairs.j])
        return [k for k in minors.tolist() if self.records.openings[pairs.j[k]].shifts & night]

    def _about_person(self, i: int) -> list[PairWarning]:
        person, on = self.records.candidates[i], self.card.law.on
        said = []
        if self.card.cohort.candidates.week[i].children_unknown:
            said.append(PairWarning(code="CHILDREN", sentence="Chiedere gli orari di un figlio: non sono indicati."))
        if person.assessed_on is None:
            said.append(PairWarning(code="STALE", sentence="Data dell'ultima valutazione non indicata."))
        elif (on - person.assessed_on).days > self.card.law.number("practice.stale_days"):
            days = (on - person.assessed_on).days
            said.append(PairWarning(code="STALE", sentence=f"Valutazione di {days} giorni fa: dati da aggiornare."))
        return said


def jsonable(facts: Any) -> Any:
    """Facts with plain Python values, as they are stored."""
    if isinstance(facts, dict):
        return {str(key): jsonable(value) for key, value in facts.items()}
    if isinstance(facts, Sequence) and not isinstance(facts, str):
        return [jsonable(value) for value in facts]
    return facts.item() if isinstance(facts, np.generic) else facts


def missing_share(said: Sequence[Part]) -> float:
    """Share of the score that rests on neutral grades, whole or in part, in [0, 1]."""
    return sum(part.weight_micro * _unknown(part) for part in said) / 1_000_000


def _unknown(part: Part) -> float:
    return float(part.facts.get("unknown_share", 0.0)) if part.known else 1.0


def index(values: Sequence[int]) -> NDArray[np.int64]:
    """Rows as an index array."""
    return np.asarray(values, dtype=np.int64)

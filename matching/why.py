"""Why a pair: the parts that add up, the facts behind each, what to ask before deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Benefit, Category, Viewer
from data.eligibility import FullPairs
from data.language import marked, number, say
from data.places import places
from data.records import Opening
from data.schedule import stages, told_ramp
from data.school_calendar import Season
from data.week import Week, told_week
from matching.proposal import OpeningCard, PairWarning, Part
from matching.unassessed import not_assessed
from scoring.rule import Unknown, together
from scoring.rules import RULES, time_fit
from scoring.scorecard import ScoreCard, parts

# Which of two alternating weeks -> sentence.
WEEK_H = (
    marked("{hours} ore a settimana: di solito se ne prevedono {limits}."),
    marked("{hours} ore nelle settimane dispari: di solito se ne prevedono {limits}."),
    marked("{hours} ore nelle settimane pari: di solito se ne prevedono {limits}."),
)

# Categories of the calls that say by themselves which support a household receives.
SUPPORT = {Category.INCOME_SUPPORT_ADI: Benefit.ADI, Category.INCOME_SUPPORT_SFL: Benefit.SFL}


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
                role=catalogue().role(opening.role).label,
                title=_title(opening),
                company=companies[opening.company].name,
                place=towns[sites[opening.site].municipality],
                shifts=told_week(opening.shifts),
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
        for row, criterion in enumerate(weights.criteria):
            settings = weights.settings[criterion.code]
            for k in range(len(pairs)):
                facts = criterion.facts(plain, settings, k)
                known = not np.isnan(grades[row, k])
                said[k].append(
                    Part(
                        criterion=criterion.code,
                        label=say(criterion.label),
                        weight_micro=weights.shares[criterion.code],
                        grade=round(float(grades[row, k]) if known else weights.neutral[criterion.code], 6),
                        known=known,
                        micro=int(added[row, k]),
                        sentence=criterion.sentence(facts),
                        facts=jsonable(facts),
                    )
                )
        return [tuple(row) for row in said]

    def warnings_of(
        self, pairs: FullPairs, parts_said: Sequence[Sequence[Part]] | None = None
    ) -> list[tuple[PairWarning, ...]]:
        """What to ask or check about each pair: rules that lack a value, children, what is old or was not assessed.

        `parts_said` are the parts of the pairs, where they are there already.
        """
        law = self.card.law
        said: list[list[PairWarning]] = [[] for _ in range(len(pairs))]
        for rule in RULES:
            # A hidden rule asks nothing here: even a question would tell that there is something.
            # One that refuses what it does not know has already said so.
            if self.viewer not in rule.shown_to or rule.unknown is Unknown.REFUSES:
                continue
            for k in np.flatnonzero(rule.missing(pairs, law)).tolist():
                said[k].append(PairWarning(code=rule.code, sentence=say(rule.ask, **rule.facts(pairs, law, k))))
        for k, j in enumerate(pairs.j.tolist()):
            said[k].extend(self._about_length(j))
        # Whoever reads that the hours do not fit has no days to plan.
        fits = time_fit.allows(pairs, law)
        for k, i in enumerate(pairs.i.tolist()):
            said[k].extend(self._about_person(i))
            if fits[k]:
                said[k].extend(self._about_time(pairs, k))
            said[k].extend(self._about_ramp(pairs, k))
        for k, its in enumerate(self.parts_of(pairs) if parts_said is None else parts_said):
            told = not_assessed(pairs, k, its)
            said[k].extend([PairWarning(code="NOT_ASSESSED", sentence=told)] if told else [])
            said[k].extend(self._about_offer(int(pairs.j[k])))
            said[k].extend(self._about_benefits(int(pairs.i[k])))
        return [tuple(row) for row in said]

    def _about_length(self, j: int) -> list[PairWarning]:
        """Weekly hours outside those of usual projects, where the call sets no limit; its own ones are a rule."""
        opening, call, said = self.records.openings[j], self.records.programme, []
        own = (call.week_h_min, call.week_h_max)
        least, most = (
            usual if written is None else None for written, usual in zip(own, call.week_h(self.card.law), strict=True)
        )
        for which, hours in _hours_of(opening.shifts):
            if (least is not None and hours < least) or (most is not None and hours > most):
                told = say(WEEK_H[which], hours=number(hours), limits=_limits(least, most))
                said.append(PairWarning(code="HOURS", sentence=told))
        return said

    def _about_ramp(self, pairs: FullPairs, k: int) -> list[PairWarning]:
        """The steps by which the hours grow, where the person's plan has some: the company has to agree to them."""
        person, opening = self.records.candidates[pairs.i[k]], self.records.openings[pairs.j[k]]
        if not person.hours_ramp:
            return []
        first, last = (date.fromordinal(day) for day in (int(pairs.first_day[k]), int(pairs.last_day[k])))
        steps = told_ramp(opening.shifts, stages(opening.shifts, person.hours_ramp, first, last))
        told = say("Orario per gradi da concordare con l'azienda: {steps}.", steps=steps)
        return [PairWarning(code="RAMP", sentence=told)] if steps else []

    def _about_time(self, pairs: FullPairs, k: int) -> list[PairWarning]:
        """Absences to agree on, and days in which somebody else must look after the children: to be planned before."""
        found, said = pairs.lacking(k), []
        absences = list(time_fit.hours_and_days((lack for lack in found if lack.absence), Week()))
        if absences:
            told = say("Assenze da concordare con l'azienda: {days}.", days=together(absences))
            said.append(PairWarning(code="ABSENCE", sentence=told))
        seasons: dict[Season, list[tuple[int, int]]] = {}
        for lack in found:
            if lack.season is not None:
                seasons.setdefault(lack.season, []).append((lack.first, lack.last))
        if seasons:
            named = [
                say("{season} ({days})", season=season.label, days=time_fit.spans_told(days))
                for season, days in seasons.items()
            ]
            told = say("Copertura dei figli da prevedere: {days}.", days=together(named))
            said.append(PairWarning(code="COVER", sentence=told))
        return said

    def _about_person(self, i: int) -> list[PairWarning]:
        person, on = self.records.candidates[i], self.card.law.on
        said = []
        if self.card.cohort.candidates.week[i].children_unknown:
            said.append(
                PairWarning(code="CHILDREN", sentence=say("Chiedere gli orari di un figlio: non sono indicati."))
            )
        if person.assessed_on is None:
            said.append(PairWarning(code="STALE", sentence=say("Data dell'ultima valutazione non indicata.")))
        elif (on - person.assessed_on).days > self.card.law.number("practice.stale_days"):
            told = say("Valutazione di {days} giorni fa: dati da aggiornare.", days=(on - person.assessed_on).days)
            said.append(PairWarning(code="STALE", sentence=told))
        return said

    def _about_offer(self, j: int) -> list[PairWarning]:
        """An offer that nobody asked about lately; one whose day nobody wrote is told once, in the plan."""
        updated, law = self.records.openings[j].updated_on, self.card.law
        if updated is None or (law.on - updated).days <= law.number("practice.opening_stale_days"):
            return []
        told = say("Offerta scritta {days} giorni fa: chiedere se vale ancora.", days=(law.on - updated).days)
        return [PairWarning(code="STALE", sentence=told)]

    def _about_benefits(self, i: int) -> list[PairWarning]:
        """Income support that an allowance may touch, for the case manager alone; until somebody checked it lately."""
        person, law = self.records.candidates[i], self.card.law
        support = {*(person.benefits or ()), *(SUPPORT[held] for held in person.categories if held in SUPPORT)}
        if self.viewer is not Viewer.CASE_MANAGER or not support:
            return []
        checked = person.benefits_checked_on
        if checked is not None and (law.on - checked).days <= law.number("practice.stale_days"):
            return []
        names = together([benefit.label for benefit in Benefit if benefit in support])
        told = say("Verificare la compatibilità con il sostegno al reddito: {names}.", names=names)
        return [PairWarning(code="BENEFIT", sentence=told)]


def _hours_of(shifts: Week) -> tuple[tuple[int, float], ...]:
    """The hours of every week (0), or of the odd (1) and the even one (2) where these differ in length."""
    odd, even = shifts.a.hours, shifts.b.hours
    return ((0, odd),) if odd == even else ((1, odd), (2, even))


def _title(opening: Opening) -> str | None:
    """The company's own words for the job; the name of a role in the language spoken now, where they are no more."""
    role = catalogue().role(opening.role)
    own = (opening.title or "").casefold()
    return role.label[0].upper() + role.label[1:] if own == role.label_it.casefold() else opening.title


def _limits(least: float | None, most: float | None) -> str:
    """What is foreseen, where at least one of the two is written."""
    if least is None:
        return say("al massimo {most}", most=number(most or 0))
    if most is None:
        return say("almeno {least}", least=number(least))
    return say("da {least} a {most}", least=number(least), most=number(most))


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

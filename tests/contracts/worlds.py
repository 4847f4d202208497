"""Records with what is in force and all their pairs; pairs taken out of them side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from data.bundle import PAPERS, Records
from data.cohort import Cohort
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import Law
from data.records import Company, Row
from scoring.rule import person_and_opening


@dataclass(frozen=True)
class World:
    """Records, what is in force, and all their pairs."""

    records: Records
    law: Law

    @cached_property
    def cohort(self) -> Cohort:
        return build_cohort(self.records, self.law)

    @cached_property
    def eligibility(self) -> Eligibility:
        return Eligibility.of(self.records)

    def pairs(self, i: object, j: object) -> FullPairs:
        return FullPairs(self.cohort, self.eligibility, np.asarray(i, dtype=np.int64), np.asarray(j, dtype=np.int64))

    @cached_property
    def all_pairs(self) -> FullPairs:
        i, j = np.indices((self.cohort.n_candidates, self.cohort.n_openings)).reshape(2, -1)
        return self.pairs(i, j)

    def only(self, k: int) -> World:
        """A world with nobody else than the two of pair k."""
        alone = self.separate([k])
        return World(replace(alone.records, companies=self._needed(alone.records)), self.law)

    def separate(self, chosen: Sequence[int]) -> World:
        """The chosen pairs side by side, each with records of its own: pair n is candidate n with opening n."""
        sites = {site.id: site for site in self.records.sites}
        owned = self._owned
        checks = {check.site: check for check in self.records.host_checks}
        own = ("candidates", "sites", "openings", "children", *PAPERS, "host_checks", "placements")
        made: dict[str, list[Row]] = {table: [] for table in own}
        for n, k in enumerate(chosen):
            key = f"K{n:05d}"
            person, offer = person_and_opening(self.records, self.all_pairs, k)
            made["candidates"].append(person.model_copy(update={"id": key}))
            made["sites"].append(sites[offer.site].model_copy(update={"id": key}))
            made["openings"].append(offer.model_copy(update={"id": key, "site": key}))
            if offer.site in checks:
                made["host_checks"].append(checks[offer.site].model_copy(update={"id": key, "site": key}))
            for table, record in owned[person.id]:
                mine = {"id": f"{key}-{record.id}", "candidate": key}
                about = getattr(record, "opening", None)
                if about is not None:
                    # What is about other openings has nothing to do with the pair.
                    if about != offer.id:
                        continue
                    mine["opening"] = key
                made[table].append(record.model_copy(update=mine))
        return World(replace(self.records, **{table: tuple(rows) for table, rows in made.items()}), self.law)

    @cached_property
    def _owned(self) -> dict[str, list[tuple[str, Any]]]:
        """Children and papers by person."""
        owned: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        for table in ("children", *PAPERS):
            for record in self.records.table(table):
                owned[record.candidate].append((table, record))
        return owned

    @cached_property
    def own_pairs(self) -> FullPairs:
        """Each candidate with the opening of the same number."""
        return self.pairs(range(self.cohort.n_candidates), range(self.cohort.n_candidates))

    @staticmethod
    def _needed(records: Records) -> tuple[Company, ...]:
        person = records.candidates[0]
        named = {records.openings[0].company, *person.refused_companies, *person.banned_companies}
        named |= {company for act in records.acts for company in act.companies}
        named |= {company for kept in records.protections for company in (kept.company, *kept.checked_companies)}
        named |= {relation.company for relation in records.relations}
        return tuple(company for company in records.companies if company.id in named)

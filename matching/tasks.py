"""What has to be done before each proposed internship starts, as its reader may read it, by the day it is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from data.codes import Viewer
from data.eligibility import FullPairs
from data.host_papers import Convention, HostCheck
from data.language import say
from data.papers import Act, Document, Paper
from data.records import Company
from matching.proposal import TaskSaid
from matching.why import Reader
from scoring.gate import Gate, HostSide, Start, Todo, in_force
from scoring.gates import GATES
from scoring.legal_days import last_day

P = TypeVar("P", bound=Paper)


@dataclass(frozen=True, kw_only=True)
class Starts:
    """The start gates over the records of a reader.

    Who scouts for companies reads what each gate tells a company: made of the opening alone, whoever is proposed there.
    """

    reader: Reader

    def tasks_of(self, pairs: FullPairs) -> list[tuple[TaskSaid, ...]]:
        """The tasks of each pair, the first due first, those without a day last; else in the order of the gates."""
        return [self._tasks(pairs, k) for k in range(len(pairs))]

    def days_of(self, pairs: FullPairs, k: int) -> tuple[date, date]:
        """First and last possible day of pair k; for a scout as far as the opening alone says."""
        if self.reader.viewer is Viewer.SCOUT:
            side = self._side(pairs, k)
            return side.first, side.last
        first = date.fromordinal(int(pairs.first_day[k]))
        return first, last_day(first, self.reader.records.openings[pairs.j[k]].months)

    def _tasks(self, pairs: FullPairs, k: int) -> tuple[TaskSaid, ...]:
        said = list(self._for_company(pairs, k) if self.reader.viewer is Viewer.SCOUT else self._for_service(pairs, k))
        return tuple(sorted(said, key=lambda task: (task.due is None, task.due or date.max)))

    def _for_company(self, pairs: FullPairs, k: int) -> Iterator[TaskSaid]:
        side = self._side(pairs, k)
        for gate in GATES:
            if gate.for_host is not None:
                yield from (self._said(gate, todo) for todo in gate.for_host(side))

    def _for_service(self, pairs: FullPairs, k: int) -> Iterator[TaskSaid]:
        side, person = self._side(pairs, k), self.reader.records.candidates[pairs.i[k]]
        first, last = self.days_of(pairs, k)
        start = Start(
            call=side.call,
            opening=side.opening,
            company=side.company,
            check=side.check,
            conventions=side.conventions,
            first=first,
            last=last,
            law=side.law,
            person=person,
            documents=tuple(self._documents.get(person.id, ())),
            acts=tuple(self._acts.get(person.id, ())),
        )
        for gate in GATES:
            if self.reader.viewer in gate.shown_to:
                yield from (self._said(gate, todo) for todo in gate.tasks(start))

    def _said(self, gate: Gate, todo: Todo) -> TaskSaid:
        law = self.reader.card.law
        keys = [key for key in gate.keys if in_force(law, key)]
        return TaskSaid(
            gate=gate.code,
            title=todo.title or say(gate.title),
            sentence=todo.sentence,
            who=todo.who or gate.who_told(law),
            due=todo.due,
            done=todo.done,
            late=not todo.done and todo.due is not None and todo.due < law.on,
            law=f"{todo.law or say(gate.law)} ({', '.join(keys)})" if keys else todo.law or say(gate.law),
        )

    def _side(self, pairs: FullPairs, k: int) -> HostSide:
        records, law = self.reader.records, self.reader.card.law
        j = int(pairs.j[k])
        opening = records.openings[j]
        first = max(opening.start_from, law.on)
        return HostSide(
            call=records.programme,
            opening=opening,
            company=self._companies[opening.company],
            check=self._checks.get(opening.site),
            conventions=tuple(self._conventions.get(opening.company, ())),
            first=first,
            last=last_day(first, opening.months),
            law=law,
        )

    @cached_property
    def _companies(self) -> Mapping[str, Company]:
        return {company.id: company for company in self.reader.records.companies}

    @cached_property
    def _checks(self) -> Mapping[str, HostCheck]:
        return {check.site: check for check in self.reader.records.host_checks}

    @cached_property
    def _conventions(self) -> Mapping[str, Sequence[Convention]]:
        found: dict[str, list[Convention]] = defaultdict(list)
        for convention in self.reader.records.conventions:
            found[convention.company].append(convention)
        return found

    @cached_property
    def _documents(self) -> Mapping[str, Sequence[Document]]:
        return _by_person(self.reader.records.documents)

    @cached_property
    def _acts(self) -> Mapping[str, Sequence[Act]]:
        return _by_person(self.reader.records.acts)


def _by_person(papers: Sequence[P]) -> Mapping[str, Sequence[P]]:
    found: dict[str, list[P]] = defaultdict(list)
    for paper in papers:
        found[paper.candidate].append(paper)
    return found

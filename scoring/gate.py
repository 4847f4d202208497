"""The shape of a start gate: what has to be done before an internship starts. A gate never stops a proposal.

A gate answers twice. For the service it reads the whole pair; for a company, and for the scout who talks with it, it
reads a `HostSide`, in which there is no person at all: what a company may not learn cannot be told by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.call import Programme
from data.child_cover import birthday
from data.codes import DocumentKind, Viewer
from data.host_papers import Convention, HostCheck
from data.language import marked, say
from data.lawbook import Law
from data.papers import Act, Document
from data.records import Candidate, Company, Opening
from scoring.rule import as_day

SERVICE = frozenset({Viewer.CASE_MANAGER, Viewer.ORIENTATOR})
CASE_MANAGER = frozenset({Viewer.CASE_MANAGER})
# As `documents.checklist` writes it -> in words.
WHO = {"promoter": marked("ente promotore"), "host": marked("azienda"), "service": marked("servizio")}


@dataclass(frozen=True, kw_only=True)
class HostSide:
    """What a company and its opening bring to a start; nothing of it depends on a person.

    Parameters
    ----------
    call, opening, company : the records
    check : what was checked of the site, if anything
    conventions : those of the company
    first, last : first and last possible day of the internship, as far as the opening says
    law : of the day of the proposal
    """

    call: Programme
    opening: Opening
    company: Company
    check: HostCheck | None
    conventions: tuple[Convention, ...]
    first: date
    last: date
    law: Law


@dataclass(frozen=True, kw_only=True)
class Start(HostSide):
    """The same with the person and the person's papers; `first` and `last` are those of the pair."""

    person: Candidate
    documents: tuple[Document, ...]
    acts: tuple[Act, ...]

    @property
    def under_age(self) -> bool:
        """Whether the person is under age on the first day."""
        return birthday(self.person.birth_date, int(self.law.number("minors.adult_age"))) > self.first

    def papers(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """The papers of some kinds that were there on the day of the proposal; they may hold only from a later one."""
        return tuple(
            paper
            for paper in self.documents
            if paper.kind in kinds and (paper.issued_on is None or paper.issued_on <= self.law.on)
        )

    def done(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """The certificates of some kinds of course that was over on the day of the proposal."""
        return tuple(paper for paper in self.papers(*kinds) if (begins(paper) or date.min) <= self.law.on)

    def for_this(self, kind: DocumentKind, *, general: bool = False, permit: bool = True) -> Document | None:
        """A paper about this opening that holds on the first day.

        With `general` also one that names no opening; without `permit` none that is about a permit.
        """
        return next(
            (
                paper
                for paper in self.papers(kind)
                if paper.holds_on(self.first)
                and (paper.opening == self.opening.id or (general and not paper.opening))
                and (permit or paper.permit is None)
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing to do, in the language spoken when it was made.

    Parameters
    ----------
    sentence : what to do
    due : the last day on which it can be done; None where nobody knows it
    done : whether the records say that it is done
    title, who, law : where they are not those of the gate
    """

    sentence: str
    due: date | None
    done: bool = False
    title: str = ""
    who: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Something that has to be in order before the first hour, whoever was proposed.

    Parameters
    ----------
    code : stable name, stored with every task
    title : two or three words; this and the other texts are marked
    who : who does it, where the checklist of the law does not say
    law : the provision, or the choice, behind it
    keys : parameters of the law that it reads, for the plan
    tasks : what there is to do for a pair, for the service
    for_host : likewise without a person, for a scout; None: a scout reads no trace of it
    shown_to : who of the service reads it
    listed : its code in `documents.checklist`, empty where it has none
    """

    code: str
    title: str
    law: str
    keys: tuple[str, ...]
    tasks: Callable[[Start], Iterable[Todo]]
    for_host: Callable[[HostSide], Iterable[Todo]] | None = None
    shown_to: frozenset[Viewer] = SERVICE
    listed: str = ""
    who: str = ""

    def who_told(self, law: Law) -> str:
        """Who does it, in the language spoken now."""
        row = _row(law, self.listed)
        told = self.who or (WHO[row["who"]] if row else "")
        return say(told)


def due_day(side: HostSide, listed: str = "") -> date:
    """The day by which a thing of the checklist has to be done; what it does not list has the usual lead."""
    row = _row(side.law, listed)
    days = int(row["days_before_start"]) if row else int(side.law.number("practice.task_lead_days"))
    return side.first - timedelta(days=days)


def in_force(law: Law, *keys: str) -> bool:
    """Whether parameters have a value on the day of the law."""
    return set(keys) <= set(law.keys())


def told_day(day: date) -> str:
    """A day as people write it."""
    return as_day(day.toordinal())


def begins(paper: Document) -> date | None:
    """The day from which a paper is there, where somebody wrote it."""
    return paper.issued_on or paper.valid_from


def _row(law: Law, listed: str) -> dict[str, str] | None:
    rows = law.table("documents.checklist") if listed and in_force(law, "documents.checklist") else ()
    return next((row for row in rows if row["code"] == listed), None)

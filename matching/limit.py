"""What a limit of the whole assignment is: one small file a limit, all of the same shape (`matching.limits`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Viewer
from data.language import number, say
from data.lawbook import Law
from matching.entries import Ints
from matching.rows import Row
from scoring.legal_days import last_days
from scoring.rule import as_day
from scoring.scorecard import ScoreCard

# Which of the allowed pairs are proposed, shape (n_pairs,).
Chosen = NDArray[np.bool_]
SERVICE = frozenset({Viewer.CASE_MANAGER, Viewer.ORIENTATOR})


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What limits are made from: the records, the law of the day, and the allowed pairs with their days.

    Parameters
    ----------
    records, law : of the proposal
    candidate, opening : int64 (n_pairs,), rows of the allowed pairs, those below the floor too
    first_day, last_day : int64 (n_pairs,), ordinals of the internship of each pair, by the months of the calendar: who
        follows somebody at the same site from the next day is never there together with them
    """

    records: Records
    law: Law
    candidate: Ints
    opening: Ints
    first_day: Ints
    last_day: Ints

    @classmethod
    def of(cls, records: Records, card: ScoreCard) -> Facts:
        """The facts of a cohort that was judged."""
        pairs = card.pairs(card.candidate, card.opening.astype(np.int64))
        months = np.array([opening.months for opening in records.openings], dtype=np.int64)
        return cls(
            records=records,
            law=card.law,
            candidate=pairs.i,
            opening=pairs.j,
            first_day=pairs.first_day,
            last_day=last_days(pairs.first_day, months[pairs.j]),
        )

    def knows(self, *keys: str) -> bool:
        """Whether every one of these parameters has a value on the day."""
        return set(keys) <= self._in_force

    @cached_property
    def seats(self) -> Ints:
        """Seats of each opening, shape (n_openings,)."""
        return np.array([opening.seats for opening in self.records.openings], dtype=np.int64)

    @cached_property
    def _in_force(self) -> frozenset[str]:
        return frozenset(self.law.keys())


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """A row with what its sentence needs.

    Parameters
    ----------
    row : the inequality over the allowed pairs
    whole : the limit itself, in the unit of the row; `row.most` is what internships under way leave of it
    taken : what internships under way take of it
    subject : code of the site or of the tutor, or the name of a group; empty where the limit is of the programme
    day : ordinal of the first day on which the internships of the row overlap; 0 where time plays no part
    """

    row: Row
    whole: int
    taken: int = 0
    subject: str = ""
    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A reason why a set of pairs may not be proposed together, though each of them may.

    Parameters
    ----------
    code : stable name, stored with every proposal, never reused
    title : Italian, two or three words
    law : the provision, or whose decision it is, with the parameters of the law book
    fixed : whether nobody may relax it
    rows : the inequalities, made from the facts; none where nothing is known or nothing could break them
    told : Italian sentence with the numbers; may use {subject}, {used}, {whole}, {taken}, {day}
    stops : Italian sentence for a person who stays without a proposal because of it
    relax : Italian sentence that says what would have to change; may use {subject}, {more}, {whole}, {wanted}, {day}
    exact_for : who reads the numbers, and what one more unit would change
    plain : (key, sentence) for the others, made of nothing that concerns a person
    plain_for : who reads those
    unknown : sentences about what is missing, for who reads the numbers; told the pairs that are proposed
    scale, digits : how a number of the row is told: divided by `scale`, with so many decimals
    """

    code: str
    title: str
    law: str
    fixed: bool
    rows: Callable[[Facts], tuple[Held, ...]]
    told: str
    stops: str
    relax: str
    exact_for: frozenset[Viewer] = SERVICE
    plain: Callable[[Facts], tuple[tuple[str, str], ...]] = lambda facts: ()
    plain_for: frozenset[Viewer] = frozenset()
    unknown: Callable[[Facts, Chosen], tuple[str, ...]] = lambda facts, chosen: ()
    scale: int = 1
    digits: int | None = None

    def figure(self, amount: int) -> str:
        """An amount of the row as people read it."""
        return number(amount / self.scale, self.digits)

    def sentence(self, held: Held, used: int) -> str:
        """What the limit says and how much of it is used, with the numbers; `used` counts what is under way too."""
        return say(
            self.told,
            subject=held.subject,
            used=self.figure(used),
            whole=self.figure(held.whole),
            taken=self.figure(held.taken),
            day=as_day(held.day) if held.day else "",
        )

    def relaxed(self, held: Held, more: int) -> str:
        """What would have to change: `more` units above the upper side, or below the lower one."""
        wanted = held.whole - more if held.row.most is None else held.whole + more
        return say(
            self.relax,
            subject=held.subject,
            more=self.figure(more),
            whole=self.figure(held.whole),
            wanted=self.figure(wanted),
            day=as_day(held.day) if held.day else "",
        )


def used_by(held: Held, chosen: Chosen) -> int:
    """How much of a limit the proposed pairs use, what is under way included."""
    return held.taken + int(held.row.weight[chosen[held.row.pair]].sum())


def iso(day: int) -> str:
    """An ordinal as 2026-03-01, for keys."""
    return date.fromordinal(day).isoformat()

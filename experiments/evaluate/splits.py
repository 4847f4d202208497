"""Learn on one side, measure on the other: by time, by office, and both. Never at random alone.

The splitters speak scikit-learn's protocol (`split(X, y, groups)`, `get_n_splits`). Their `groups` says of each row its
office, its round and its day: a round never stands on both sides, since its people compete for the same seats.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.lists import Ints, Lists, Mask
from experiments.report.parts import Column, Table, as_rows

OFFICE, ROUND, DAY = range(3)


def groups_of(lists: Lists) -> Ints:
    """Office, round and day (proleptic ordinal) of each decision, shape (n, 3): what the splitters take as groups."""
    return np.stack((lists.office, lists.round_, lists.day), axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Two sides of the rows, with no round on both.

    Parameters
    ----------
    train, test : rows, in order
    rounds : how many rounds are on each side
    origin : every round of `train` ended before this day, every round of `test` began on it or later; None where the
        split is by office alone
    office : the office of `test`; None where the split is by time alone
    """

    train: Ints
    test: Ints
    rounds: tuple[int, int]
    origin: int | None = None
    office: int | None = None


class _Splitter(ABC):
    """What the three have in common."""

    @abstractmethod
    def folds(self, groups: Any) -> tuple[Fold, ...]:
        """The folds with their sizes; `groups` is int (n, 3), as `groups_of` makes it."""

    def split(self, x: Any, y: Any = None, groups: Any = None) -> Iterator[tuple[Ints, Ints]]:
        """Rows to learn from and rows to measure on, as scikit-learn asks for them."""
        for fold in self.folds(groups):
            yield fold.train, fold.test

    def get_n_splits(self, x: Any = None, y: Any = None, groups: Any = None) -> int:
        """How many folds there are for these groups."""
        return len(self.folds(groups))


@dataclass(frozen=True, slots=True)
class ByTime(_Splitter):
    """Learn from the past, measure on what came after; the past grows from fold to fold (forward chaining).

    Each fold has an origin, a day: rounds that ended before it are learnt from, rounds that began between it and the
    next origin are measured on. A round under way on that day is on neither side.

    Parameters
    ----------
    n_splits : how many origins, chosen so that all folds are measured on about as many rounds
    origins : the origins themselves, as proleptic ordinals in order; `n_splits` then has no effect
    gap_days : rounds that ended less than so long before the origin are left out: nobody knew yet how they went
    """

    n_splits: int = 3
    origins: tuple[int, ...] | None = None
    gap_days: int = 0

    def folds(self, groups: Any) -> tuple[Fold, ...]:
        """One fold an origin.

        Raises
        ------
        AbbinaError
            `bad_study`: too few rounds or days, or an origin with nothing before it or after it.
        """
        known = _read(groups)
        origins = self._origins(known)
        first, last = _first_and_last(known)
        made = []
        for origin, until in zip(origins, (*origins[1:], np.inf), strict=True):
            fold = _fold(known, last < origin - self.gap_days, (first >= origin) & (first < until), origin=origin)
            if not all(fold.rounds):
                day = date.fromordinal(origin).isoformat()
                raise _few(
                    say(
                        "attorno al {day} servono giornate da entrambe le parti: {train} prima, {test} dopo",
                        day=day,
                        train=fold.rounds[0],
                        test=fold.rounds[1],
                    )
                )
            made.append(fold)
        return tuple(made)

    def _origins(self, known: Ints) -> tuple[int, ...]:
        if self.origins is not None:
            if not self.origins or list(self.origins) != sorted(set(self.origins)):
                raise ValueError(f"origins are {self.origins!r}: different days in order are expected")
            return self.origins
        if self.n_splits < 1:
            raise ValueError(f"n_splits is {self.n_splits!r}: 1 or more is expected")
        _, row = np.unique(known[:, ROUND], return_index=True)
        days = np.sort(_first_and_last(known)[0][row])
        at = np.arange(1, self.n_splits + 1) * len(days) // (self.n_splits + 1)
        chosen = np.unique(days[at])
        if len(chosen) < self.n_splits or chosen[0] == days[0]:
            raise _few(
                say(
                    "per {n} confronti nel tempo servono più giornate, in giorni diversi: qui ce ne sono {rounds}",
                    n=self.n_splits,
                    rounds=len(days),
                )
            )
        return tuple(chosen.tolist())


@dataclass(frozen=True, slots=True)
class ByOffice(_Splitter):
    """Learn from all offices but one, measure on that one; each office takes its turn."""

    def folds(self, groups: Any) -> tuple[Fold, ...]:
        """One fold an office.

        Raises
        ------
        AbbinaError
            `bad_study`: fewer than two offices, or a round of two offices.
        """
        known = _read(groups)
        offices = _offices(known)
        return tuple(_fold(known, known[:, OFFICE] != one, known[:, OFFICE] == one, office=one) for one in offices)


@dataclass(frozen=True, slots=True)
class ByTimeAndOffice(_Splitter):
    """Learn from the past of the other offices, measure on what came after in one: the hardest of the three.

    Parameters
    ----------
    n_splits, origins, gap_days : as in `ByTime`
    """

    n_splits: int = 3
    origins: tuple[int, ...] | None = None
    gap_days: int = 0

    def folds(self, groups: Any) -> tuple[Fold, ...]:
        """One fold an origin and office; those without a round on either side are left out.

        Raises
        ------
        AbbinaError
            `bad_study`: as the other two, or no fold is left.
        """
        known = _read(groups)
        offices = _offices(known)
        made = []
        for whole in ByTime(self.n_splits, self.origins, self.gap_days).folds(groups):
            before, after = _mask(whole.train, len(known)), _mask(whole.test, len(known))
            for one in offices:
                mine = known[:, OFFICE] == one
                made.append(_fold(known, before & ~mine, after & mine, origin=whole.origin, office=one))
        kept = tuple(fold for fold in made if all(fold.rounds))
        if not kept:
            raise _few(say("nessun ufficio ha giornate dopo quelle degli altri"))
        return kept


def told_folds(folds: Sequence[Fold], offices: Sequence[str]) -> Table:
    """The sizes of both sides of each fold, for the report; `offices` are the names by number."""
    return Table(
        key="splits",
        title=say("Su che cosa si impara e su che cosa si misura"),
        columns=(
            Column("origin", say("Si misura dal")),
            Column("office", say("Ufficio misurato")),
            Column("train_rounds", say("Giornate da cui si impara")),
            Column("train_decisions", say("Decisioni da cui si impara")),
            Column("test_rounds", say("Giornate misurate")),
            Column("test_decisions", say("Decisioni misurate")),
        ),
        rows=as_rows(
            [
                (
                    None if fold.origin is None else date.fromordinal(fold.origin).isoformat(),
                    None if fold.office is None else offices[fold.office],
                    fold.rounds[0],
                    len(fold.train),
                    fold.rounds[1],
                    len(fold.test),
                )
                for fold in folds
            ]
        ),
        note=say("Nessuna giornata sta da entrambe le parti: le persone di una giornata concorrono agli stessi posti."),
    )


def _read(groups: Any) -> Ints:
    known = np.asarray(groups)
    if known.ndim != 2 or known.shape[1] != 3 or known.dtype.kind not in "iu":
        raise ValueError("groups: integers of shape (n, 3) are expected: office, round, day")
    if not len(known):
        raise _few(say("non c'è nessuna decisione"))
    return known.astype(np.int64)


def _offices(known: Ints) -> list[int]:
    offices: list[int] = np.unique(known[:, OFFICE]).tolist()
    if len(offices) < 2:
        raise _few(say("per un confronto tra uffici ne servono almeno due"))
    return offices


def _first_and_last(known: Ints) -> tuple[Ints, Ints]:
    """First and last day of the round of each row."""
    _, at = np.unique(known[:, ROUND], return_inverse=True)
    first = np.full(at.max() + 1, np.iinfo(np.int64).max)
    last = np.full(at.max() + 1, np.iinfo(np.int64).min)
    np.minimum.at(first, at, known[:, DAY])
    np.maximum.at(last, at, known[:, DAY])
    return first[at], last[at]


def _fold(known: Ints, train: Mask, test: Mask, *, origin: int | None = None, office: int | None = None) -> Fold:
    sides = np.unique(known[train, ROUND]), np.unique(known[test, ROUND])
    both = np.intersect1d(*sides)
    if len(both):
        # Possible only where a round is said to be of two offices.
        raise AbbinaError("bad_study", why=say("{n} giornate stanno da entrambe le parti di un confronto", n=len(both)))
    return Fold(
        train=np.flatnonzero(train),
        test=np.flatnonzero(test),
        rounds=(len(sides[0]), len(sides[1])),
        origin=origin,
        office=office,
    )


def _mask(rows: Ints, size: int) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return mask


def _few(why: str) -> AbbinaError:
    return AbbinaError("bad_study", why=why)

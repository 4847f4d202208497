"""Lists of options as one matrix: grades, the place in the list, and the option of none of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.lists import Floats, Ints, Lists, Mask

Position = Literal["linear", "dummies"]
# Places with an effect of their own; those further down share one. The first is what they are compared with.
PLACES = 10
RANK, NONE = "rank", "none"
# Below this share of its own size a variance within the lists is rounding.
ROUNDING = 1e-12
# Smallest eigenvalue of a correlation matrix under which two columns say the same thing.
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Decisions ready for a conditional logit: n decisions, r options, p columns.

    Parameters
    ----------
    names : of the columns
    columns : float64 (p, r), one row a column of the model, so that sums over a list run along memory
    start : int64 (n + 1,), the options of decision d are `start[d]` to `start[d + 1]`
    taken : int64 (n,), the chosen option, counted over all options
    bounded : bool (p,), columns whose coefficient is never negative: the grades
    offset : float64 (r,), what is added to each utility with coefficient 1; None where nothing is
    counts : float64 (n,), how often each decision counts; None where each counts once
    """

    names: tuple[str, ...]
    columns: Floats
    start: Ints
    taken: Ints
    bounded: Mask
    offset: Floats | None = None
    counts: Floats | None = None

    def __len__(self) -> int:
        return len(self.taken)

    @property
    def sizes(self) -> Ints:
        """How many options each decision had, shape (n,)."""
        return np.diff(self.start)

    def freed(self) -> Design:
        """The same without bounds."""
        return replace(self, bounded=np.zeros_like(self.bounded))

    def counted(self, counts: Floats) -> Design:
        """The same where each decision counts so many times."""
        return replace(self, counts=counts)


def design_of(
    lists: Lists, position: Position | None, outside: bool = False, grades: int | None = None
) -> tuple[Design, Ints]:
    """The design of whole lists, and which decisions are in it.

    Parameters
    ----------
    position : how the place in the list enters: one slope, an effect for each place, or not at all
    outside : "none of these" is one more option, with grades and place 0 and a column of its own; without it the
        decisions where nothing was chosen say nothing and are left out
    grades : the first so many criteria are held non-negative; None: all

    Raises
    ------
    AbbinaError
        `bad_study`: no decision is left, or a grade is not a number.
    """
    kept = np.diff(lists.start) > 0
    if not outside:
        kept &= lists.chosen >= 0
    which = np.flatnonzero(kept)
    if not len(which):
        raise AbbinaError("bad_study", why=say("non c'è nessuna decisione da cui imparare"))
    shown = lists if len(which) == len(lists) else lists.of(which)
    _all_numbers(lists.criteria, shown.grades)
    places, names = _places(shown.rank, position)
    columns = np.vstack([shown.grades.T, places])
    design = Design(
        names=(*lists.criteria, *names),
        columns=np.ascontiguousarray(columns),
        start=shown.start,
        taken=shown.start[:-1] + shown.chosen,
        bounded=np.arange(len(columns)) < (len(lists.criteria) if grades is None else grades),
    )
    return (with_outside(design, shown.chosen >= 0) if outside else design), which


def with_outside(design: Design, some: Mask) -> Design:
    """One more option at the end of each list, "none of these"; it is the choice where `some` is False."""
    at = design.start[1:]
    # insert() counts places in the old array; the row of decision d stands d further in the new one.
    columns = np.insert(design.columns, at, 0.0, axis=1)
    start = design.start + np.arange(len(design.start))
    none = np.zeros(columns.shape[1])
    none[start[1:] - 1] = 1.0
    return replace(
        design,
        names=(*design.names, NONE),
        columns=np.ascontiguousarray(np.vstack([columns, none])),
        start=start,
        taken=np.where(some, design.taken + np.arange(len(design)), start[1:] - 1),
        bounded=np.r_[design.bounded, False],
    )


def design_from(x: Floats, y: Mask, decision: Ints, grades: int | None, outside: bool) -> tuple[Design, Ints]:
    """The design of plain arrays, and which decisions are in it, counted by label.

    Rows of one decision may stand anywhere.

    Parameters
    ----------
    x : float64 (r, p)
    y : bool (r,), True for the chosen option
    decision : (r,), which decision each row belongs to
    grades : the first so many columns are grades, the others free; None: all are grades

    Raises
    ------
    AbbinaError
        `bad_study`: no decision, a value that is not a number, or a decision with two choices.
    """
    order = np.argsort(decision, kind="stable")
    label, start = np.unique(decision[order], return_index=True)
    start = np.r_[start, len(order)].astype(np.int64)
    y = y[order]
    times = np.add.reduceat(y.astype(np.int64), start[:-1]) if len(order) else np.zeros(0, dtype=np.int64)
    if (times > 1).any():
        twice = label[times > 1][0]
        raise AbbinaError("bad_study", why=say("la decisione {which} ha più di una scelta", which=twice))
    if not len(label) or not (outside or times.any()):
        raise AbbinaError("bad_study", why=say("non c'è nessuna decisione da cui imparare"))
    names = tuple(f"x{k}" for k in range(x.shape[1]))
    _all_numbers(names, x)
    used = np.arange(len(times), dtype=np.int64)
    if not outside and not times.all():
        rows = np.repeat(times > 0, np.diff(start))
        order, y = order[rows], y[rows]
        start = np.r_[0, np.cumsum(np.diff(start)[times > 0])].astype(np.int64)
        used, times = used[times > 0], times[times > 0]
    first = np.zeros(len(times), dtype=np.int64)
    first[times > 0] = np.flatnonzero(y)
    design = Design(
        names=names,
        columns=np.ascontiguousarray(x[order].T),
        start=start,
        taken=first,
        bounded=np.arange(len(names)) < (len(names) if grades is None else grades),
    )
    return (with_outside(design, times > 0) if outside else design), used


def is_place(design: Design) -> Mask:
    """Which columns are places in the list, shape (p,)."""
    named = np.array([name == RANK or name.startswith(f"{RANK}_") for name in design.names], dtype=np.bool_)
    return named & ~design.bounded


def _places(rank: Ints, position: Position | None) -> tuple[Floats, tuple[str, ...]]:
    if position is None:
        return np.zeros((0, len(rank))), ()
    if position == "linear":
        return rank[None].astype(np.float64), (RANK,)
    last = min(int(rank.max(initial=0)), PLACES - 1)
    place = np.arange(1, last + 1)
    return (np.minimum(rank, last) == place[:, None]).astype(np.float64), tuple(f"{RANK}_{k}" for k in place)


def learnable(lists: Lists) -> tuple[Lists, tuple[str, ...]]:
    """The lists without the criteria of which they say nothing, and the codes of those.

    A criterion says nothing where no list with a choice has two options with different grades in it.
    """
    sizes = np.diff(lists.start)
    used = lists.of((sizes > 0) & (lists.chosen >= 0))
    if not len(used):
        return lists, ()
    first = used.start[:-1]
    spread = np.maximum.reduceat(used.grades, first) - np.minimum.reduceat(used.grades, first)
    told = (spread > 0).any(axis=0)
    codes = np.array(lists.criteria)
    return (
        replace(lists, criteria=tuple(codes[told].tolist()), grades=lists.grades[:, told], known=lists.known[:, told]),
        tuple(codes[~told].tolist()),
    )


def _all_numbers(names: tuple[str, ...], grades: Floats) -> None:
    lacking = (~np.isfinite(grades)).sum(axis=0)
    for name, count in zip(names, lacking.tolist(), strict=True):
        if count:
            raise AbbinaError(
                "bad_study",
                why=say("{what}: mancano {n} valori su {of}", what=name, n=count, of=len(grades)),
            )


def not_learnable(design: Design) -> tuple[str, ...]:
    """The columns that these lists cannot tell apart: the same in all options of every list, or one a copy of others.

    A coefficient of such a column would be invented by the ridge.
    """
    sizes = np.repeat(design.sizes, design.sizes)
    mean = np.add.reduceat(design.columns, design.start[:-1], axis=1) / design.sizes
    within = design.columns - np.repeat(mean, design.sizes, axis=1)
    gram = (within / sizes) @ within.T
    own = np.diag(gram)
    flat = own <= ROUNDING * np.maximum((design.columns**2 / sizes).sum(axis=1), 1e-300)
    if flat.any():
        return tuple(np.array(design.names)[flat].tolist())
    spread = np.sqrt(own)
    value, vector = np.linalg.eigh(gram / np.outer(spread, spread))
    copies = (np.abs(vector[:, value < SAME]) > 1e-3).any(axis=1)
    return tuple(np.array(design.names)[copies].tolist())

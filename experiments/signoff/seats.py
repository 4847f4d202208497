"""Who changes seat over several rounds: counts, by group, and the changes against a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from scipy.stats import binomtest

from experiments.fairness.hiding import hidden_cells
from experiments.lists import Mask
from experiments.report.parts import Cell, Interval
from matching.weight_diff import SeatChanges

# Fewest people of a group that is shown (domain reference 4.5).
LEAST_PEOPLE = 5
LEVEL = 0.95

Row = tuple[Cell | Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRound:
    """One cohort proposed under two weight sets.

    Parameters
    ----------
    name : of the round, as people know it
    on : its day
    changes : who changes seat
    groups : row of a candidate -> labels of the monitoring groups the person is in, already said
    """

    name: str
    on: date
    changes: SeatChanges
    groups: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A change against a person, that somebody has to look at before weights are adopted.

    Parameters
    ----------
    candidate, now, other : codes of the person, of the opening of now and of the one in its place; None for no seat
    """

    round: str
    candidate: str
    now: str
    other: str | None


def last_year(rounds: Sequence[ChangedRound], until: date) -> tuple[ChangedRound, ...]:
    """The rounds of the twelve months that end on a day, that day included, oldest first."""
    # On 29 February a year ago there was none.
    day = min(until.day, 28) if until.month == 2 else until.day
    since = until.replace(year=until.year - 1, day=day)
    return tuple(sorted((one for one in rounds if since < one.on <= until), key=lambda one: (one.on, one.name)))


def second_looks(rounds: Sequence[ChangedRound]) -> tuple[SecondLook, ...]:
    """Whoever loses the seat, then whoever gets one that is worth less under both weight sets."""
    return tuple(_looks(rounds, lost=True)) + tuple(_looks(rounds, lost=False))


def share_changed(rounds: Sequence[ChangedRound]) -> Interval:
    """Share of the people of some rounds who would not keep what they have, with Wilson's interval of 95 %.

    Both assignments are exact: the interval says how far the share of other rounds could lie if their people were drawn
    like these, each on their own. NaN where there is nobody.
    """
    count = sum(len(one.changes) for one in rounds)
    moving = sum(int(changed(one.changes).sum()) for one in rounds)
    if not count:
        return Interval(float("nan"), float("nan"), float("nan"), LEVEL)
    bounds = binomtest(moving, count).proportion_ci(LEVEL, method="wilson")
    share = moving / count
    return Interval(share, min(float(bounds.low), share), max(float(bounds.high), share), LEVEL)


def changed(changes: SeatChanges) -> Mask:
    """Who would not keep what they have, bool (n,)."""
    return changes.moved | changes.gained | changes.lost


def _looks(rounds: Sequence[ChangedRound], lost: bool) -> Iterator[SecondLook]:
    for one in rounds:
        known = one.changes
        for i in np.flatnonzero(known.lost if lost else known.worse).tolist():
            other = None if lost else known.opening_ids[known.after[i]]
            yield SecondLook(one.name, known.candidate_ids[i], known.opening_ids[known.before[i]], other)


def counts(label: str, changes: SeatChanges, who: Mask | None = None, least: int = 1) -> Row:
    """People, what happens to them, and the mean change of the score under both weight sets.

    The mean is of those with an opening both times; of fewer than `least` it would tell of single people.
    """
    chosen = np.ones(len(changes), dtype=np.bool_) if who is None else who
    kinds = (changes.kept, changes.moved, changes.gained, changes.lost, changes.without, changes.worse)
    enough = int(((changes.kept | changes.moved) & chosen).sum()) >= least
    mean = (changes.mean_change(chosen) if enough else None) or (None, None)
    return label, int(chosen.sum()), *(int((kind & chosen).sum()) for kind in kinds), *mean


def group_rows(rounds: Sequence[ChangedRound], least: int) -> tuple[list[Row], int]:
    """One row a group that may be shown, and how many are not."""
    labels = list(dict.fromkeys(label for one in rounds for i in sorted(one.groups) for label in one.groups[i]))
    if not labels:
        return [], 0
    whole = together([one.changes for one in rounds])
    held = [frozenset(one.groups.get(i, ())) for one in rounds for i in range(len(one.changes))]
    member = np.array([[label in own for own in held] for label in labels], dtype=np.bool_)
    kinds = np.array([whole.kept, whole.moved, whole.gained, whole.lost, whole.without, whole.worse], dtype=np.bool_)
    cells = (member[:, None, :] & kinds[None, :, :]).reshape(-1, member.shape[1])
    # What happens to few people of a group would tell what they are to whoever knows what happened to them.
    few, within, _ = hidden_cells([member, cells, kinds], least, (0, 2, 1))
    shown = [k for k in range(len(labels)) if not few[k]]
    rows = []
    for k in shown:
        label, people, *happened = counts(labels[k], whole, member[k], least)
        small = within[k * len(kinds) : (k + 1) * len(kinds)]
        # None and few look alike: that nobody of a group loses a seat tells of whoever does.
        told = [
            None if hide or int(count) < least else count for hide, count in zip(small, _whole(happened), strict=False)
        ]
        rows.append((label, people, *told, *happened[len(kinds) :]))
    return rows, len(labels) - len(shown)


def _whole(happened: Sequence[Cell | Interval]) -> list[int]:
    return [count for count in happened if isinstance(count, int)]


def together(changes: Sequence[SeatChanges]) -> SeatChanges:
    """The people of several rounds as if they were of one; openings keep their codes."""
    firsts = np.cumsum([0, *(len(one.opening_ids) for one in changes)]).tolist()
    before, after = (
        np.concatenate([np.where(at >= 0, at + first, -1) for at, first in zip(each, firsts, strict=False)])
        for each in ([one.before for one in changes], [one.after for one in changes])
    )
    return SeatChanges(
        candidate_ids=tuple(code for one in changes for code in one.candidate_ids),
        opening_ids=tuple(code for one in changes for code in one.opening_ids),
        before=before,
        after=after,
        score_micro=np.concatenate([one.score_micro for one in changes], axis=2),
        limits_active=any(one.limits_active for one in changes),
    )

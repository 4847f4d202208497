"""How often something happened in each group, with its interval, without the small groups; and when to raise an alarm.

An alarm asks people to look: it changes no rank and no rule. Four fifths is a rule of thumb of the United States, not
Italian law (domain reference 4.5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from experiments.fairness.funnel import Funnel, Stage
from experiments.fairness.groups import Grouping
from experiments.fairness.hiding import LEAST_PEOPLE, hidden_cells
from experiments.fairness.intervals import clopper_pearson, difference_p, holm, score_ratio
from experiments.lists import Floats, Ints, Mask
from experiments.report.parts import Interval

FOUR_FIFTHS = 0.8
# An alarm is sure if the difference is beyond chance at this level, corrected for how many groups there are.
SURE_BELOW = 0.05


class Alarm(Enum):
    """What a ratio says."""

    SURE = "sure"  # the whole interval is below four fifths
    POSSIBLE = "possible"  # the ratio is, its interval is not
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rates:
    """One step in the groups of one grouping.

    Parameters
    ----------
    stage, grouping : what, and of whom
    people, happened : int64 (groups,) among how many, and to how many
    hidden : bool (groups,) not to be shown
    total, total_happened : of everybody at that step; who is in several groups counts once
    unknown : people left out because nobody wrote what happened
    """

    stage: Stage
    grouping: Grouping
    people: Ints
    happened: Ints
    hidden: Mask
    total: int
    total_happened: int
    unknown: int

    @property
    def rate(self) -> Floats:
        """Rate of each group, shape (groups,); not a number where nobody is. For the numbers inside, not for people."""
        return rate_of(self.happened, self.people)

    @property
    def shown(self) -> Ints:
        """Groups that may be shown, in order."""
        return np.flatnonzero(~self.hidden & (self.people > 0))

    def interval(self, group: int) -> Interval:
        """Rate of a group with its exact interval (Clopper-Pearson)."""
        return clopper_pearson(int(self.happened[group]), int(self.people[group]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A group beside the others of its grouping.

    Parameters
    ----------
    group : its row
    best : row of the group with the largest rate shown, or None
    against_best, against_rest : ratio of the rates with its score interval; None where there is nobody to compare with
    alarm_best, alarm_rest : what each says
    p, p_holm : Fisher's exact test against the rest, and the same corrected for all groups shown; nan without a rest
    """

    group: int
    best: int | None
    against_best: Interval | None
    against_rest: Interval | None
    alarm_best: Alarm
    alarm_rest: Alarm
    p: float
    p_holm: float

    @property
    def alarm(self) -> Alarm:
        """The graver of the two; sure only where the difference from the rest is sure too, with Holm's correction.

        The best group is found by looking: against it alone some group of many is always far behind.
        """
        both = {self.alarm_best, self.alarm_rest}
        graver = next(state for state in Alarm if state in both)
        sure = self.p_holm < SURE_BELOW
        return Alarm.POSSIBLE if graver is Alarm.SURE and not sure else graver


def rates(funnel: Funnel, groupings: Sequence[Grouping], least: int = LEAST_PEOPLE) -> tuple[Rates, ...]:
    """Every recorded step in every grouping, small groups hidden together over all groupings of a step.

    Parameters
    ----------
    least : fewest people of a group of whom it is told what happened
    """
    made = []
    for stage, happened, among, unknown in funnel.stages():
        tables = [grouping.member[:, among] for grouping in groupings]
        crossings = [grouping.key.count("*") for grouping in groupings]
        for grouping, table, hidden in zip(groupings, tables, hidden_cells(tables, least, crossings), strict=True):
            counts = table.sum(axis=1)
            made.append(
                Rates(
                    stage=stage,
                    grouping=grouping,
                    people=counts.astype(np.int64),
                    happened=(table & happened[among]).sum(axis=1).astype(np.int64),
                    # Where all together are few, there is no group to speak of.
                    hidden=hidden | (int(among.sum()) < least),
                    total=int(among.sum()),
                    total_happened=int(happened.sum()),
                    unknown=unknown,
                )
            )
    return tuple(made)


def rate_of(happened: Ints, people: Ints) -> Floats:
    """Rates, not a number where nobody is."""
    told = np.full(len(people), math.nan)
    np.divide(happened, people, out=told, where=people > 0)
    return told


def difference(rate: Floats, overall: float | None = None) -> float:
    """Largest less smallest rate; with `overall`, the largest distance from it (as fairlearn's `MetricFrame`)."""
    if overall is None:
        return float(np.nanmax(rate) - np.nanmin(rate))
    return float(np.nanmax(np.abs(rate - overall)))


def ratio(rate: Floats, overall: float | None = None) -> float:
    """Smallest over largest rate; with `overall`, the smallest ratio with it, whichever is above (likewise)."""
    if overall is None:
        return float(np.float64(np.nanmin(rate)) / np.nanmax(rate)) if np.nanmax(rate) > 0 else math.nan
    if overall == 0:
        return math.nan
    each = rate / overall
    return float(np.nanmin(np.where(each > 1, 1 / np.maximum(each, 1), each)))


def compared(found: Rates) -> tuple[Compared, ...]:
    """The groups that may be shown beside the best of them, and beside everybody else.

    The best group is chosen by the same numbers, so that some ratio is below 1 even where all groups are alike: the
    interval, the comparison with the rest and Holm's correction are there for that.
    """
    shown = found.shown.tolist()
    if len(shown) < 2 and not (shown and found.people[shown[0]] < found.total):
        return ()
    best = max(shown, key=lambda g: (found.rate[g], found.people[g], -g))
    raw = [_p(found, g) for g in shown]
    made = []
    for g, p, corrected in zip(shown, raw, holm(raw), strict=True):
        own = int(found.happened[g]), int(found.people[g])
        top = score_ratio(*own, int(found.happened[best]), int(found.people[best])) if g != best else None
        rest = _rest(found, g)
        others = score_ratio(*own, *rest) if rest[1] else None
        made.append(
            Compared(
                group=g,
                best=best if g != best else None,
                against_best=_known(top),
                against_rest=_known(others),
                alarm_best=alarm_of(top),
                alarm_rest=alarm_of(others),
                p=p,
                p_holm=corrected,
            )
        )
    return tuple(made)


def alarm_of(found: Interval | None) -> Alarm:
    """What a ratio says: nothing at four fifths or above, and where there is none."""
    if found is None or math.isnan(found.value) or found.value >= FOUR_FIFTHS:
        return Alarm.NONE
    return Alarm.SURE if found.high < FOUR_FIFTHS else Alarm.POSSIBLE


def _known(found: Interval | None) -> Interval | None:
    return None if found is None or math.isnan(found.value) else found


def _rest(found: Rates, group: int) -> tuple[int, int]:
    return found.total_happened - int(found.happened[group]), found.total - int(found.people[group])


def _p(found: Rates, group: int) -> float:
    rest = _rest(found, group)
    return difference_p(int(found.happened[group]), int(found.people[group]), *rest) if rest[1] else math.nan

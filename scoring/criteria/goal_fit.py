"""goal_fit: whether the place of work helps with what the personal plan wants beside the job itself.

Which trait of a place helps which goal is a small reference table (`data/reference/GOALS.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.codes import Goal, Trait
from data.goals import helping_traits
from data.language import marked, say
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings


@cache
def _helped() -> NDArray[np.uint16]:
    """The mask of goals that each single trait helps, shape (traits,)."""
    helps = helping_traits()
    return np.array([sum(goal.bit for goal in Goal if trait in helps[goal]) for trait in Trait], dtype=np.uint16)


def helped_goals(environment: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The mask of goals that something in each place helps, shape of the masks of traits."""
    goals = np.zeros(environment.shape, dtype=np.uint16)
    for trait, helps in zip(Trait, _helped(), strict=True):
        goals |= np.where(environment & trait.bit, helps, 0).astype(np.uint16)
    return goals


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Share of the plan's goals that something there helps; NaN where goals or place are unknown."""
    candidates, openings = pairs.candidates, pairs.openings
    goals = candidates.goals[pairs.i]
    asked = np.bitwise_count(goals)
    helped = np.bitwise_count(goals & helped_goals(openings.environment)[pairs.j])
    share = np.where(asked > 0, helped / np.maximum(asked, 1), settings["no_goals"])
    known = candidates.goals_known[pairs.i] & ((asked == 0) | openings.environment_known[pairs.j])
    return np.where(known, share, np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """Which goals something there helps, through what, and which nothing helps."""
    i, j = pairs.i[k], pairs.j[k]
    seen, written = bool(pairs.openings.environment_known[j]), bool(pairs.candidates.goals_known[i])
    if not written:
        return {"say": "not_written" if seen else "missing_both"}
    goals = [goal for goal in Goal if int(pairs.candidates.goals[i]) & goal.bit]
    if not goals:
        return {"say": "no_goals"}
    if not seen:
        return {"say": "not_seen"}
    there = [trait for trait in Trait if int(pairs.openings.environment[j]) & trait.bit]
    helped, lacking = [], []
    for goal in goals:
        found = ", ".join(trait.label for trait in helping_traits()[goal] if trait in there)
        if found:
            helped.append(say("{goal} ({traits})", goal=goal.label, traits=found))
        else:
            lacking.append(goal.label)
    name = "some" if helped and lacking else "all" if helped else "none"
    return {"say": name, "helped": ", ".join(helped), "lacking": ", ".join(lacking)}


CRITERION = Criterion(
    code="goal_fit",
    label=marked("Obiettivi"),
    question=marked("Il luogo di lavoro aiuta gli obiettivi del piano personale?"),
    settings={"no_goals": Setting("grade of any place for a person whose plan has no such goal", 0, 1)},
    grades=grades,
    facts=facts,
    sentences={
        "all": marked("aiuta a: {helped}"),
        "some": marked("aiuta a: {helped}; qui non si è visto che cosa aiuti a: {lacking}"),
        "none": marked("qui non si è visto che cosa aiuti a: {lacking}"),
        "no_goals": marked("il piano personale non ha altri obiettivi"),
        "not_written": marked("obiettivi del piano personale non ancora scritti"),
        "not_seen": marked("luogo di lavoro non ancora visto: non si sa se aiuta gli obiettivi del piano"),
        "missing_both": marked("obiettivi del piano non ancora scritti, luogo di lavoro non ancora visto"),
    },
    unknown=frozenset({"not_written", "not_seen", "missing_both"}),
)

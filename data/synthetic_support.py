"""Invented Italian, tutoring and goals of people, and what the places of work are like: each from a stream of its own.

Italian follows whether a person came to Italy lately, and tutoring the group's own shares; goals follow nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.catalogues import Role
from data.codes import Cefr, Goal, LanguageSkill, Trait
from data.notation import parse_demands
from data.synthetic_dice import Dice
from data.synthetic_profile import Group

# Share of a field's missing answers.
NO_ITALIAN = 0.12
NO_TUTORING = 0.1
NO_GOALS = 0.1
NO_ENVIRONMENT = 0.15
# A company that did not say which Italian it needs leaves the cell empty, which reads as: none.
NO_ITALIAN_ASKED = 0.15
ITALIAN_OF_NEWCOMERS = {Cefr.A0: 0.07, Cefr.A1: 0.28, Cefr.A2: 0.35, Cefr.B1: 0.22, Cefr.B2: 0.08}
ITALIAN_ELSEWHERE = {Cefr.B1: 0.05, Cefr.B2: 0.12, Cefr.C1: 0.28, Cefr.C2: 0.55}
# Reading and writing come later than listening and speaking, by so many levels.
LATER = {0: 0.35, 1: 0.45, 2: 0.2}
# The functional items behind each skill, and the level that a demand of 1, 2 and 3 asks for.
ASKED_BY = {
    LanguageSkill.LISTENING: "IN7",
    LanguageSkill.SPEAKING: "IN3",
    LanguageSkill.READING: "IN4",
    LanguageSkill.WRITING: "IN5",
}
ASKED: Mapping[int, Cefr] = {1: Cefr.A1, 2: Cefr.A2, 3: Cefr.B1}
EASIER = 0.25


def support(dice: Dice, group: Group) -> dict[str, Any]:
    """The fields of one candidate that say which Italian, how much tutoring and which goals."""
    return {
        "italian": dice.known(NO_ITALIAN, _italian(dice, dice.chance(group.newcomers))),
        "tutor_need": dice.known(NO_TUTORING, dice.weighted(group.tutoring)),
        "goals": dice.known(NO_GOALS, dice.some(Goal, dice.between(1, 3))),
    }


def surroundings(dice: Dice, role: Role) -> dict[str, Any]:
    """The fields of one opening that say which Italian the tasks need and what the place is like."""
    levels = {demand.item: demand.level for demand in parse_demands(role.demands)}
    asked = {skill: ASKED[levels[item]] for skill, item in ASKED_BY.items() if item in levels}
    if dice.chance(EASIER):
        asked = {skill: _lower(level, 1) for skill, level in asked.items() if level is not Cefr.A1}
    said = not dice.chance(NO_ITALIAN_ASKED)
    return {
        "italian": asked if said else {},
        "environment": dice.known(NO_ENVIRONMENT, dice.some(Trait, dice.between(1, 4))),
    }


def _italian(dice: Dice, newcomer: bool) -> dict[LanguageSkill, Cefr]:
    heard = dice.weighted(ITALIAN_OF_NEWCOMERS if newcomer else ITALIAN_ELSEWHERE)
    spoken = _lower(heard, 1) if newcomer and dice.chance(0.3) else heard
    read = _lower(heard, dice.weighted(LATER)) if newcomer else heard
    written = _lower(read, 1) if dice.chance(0.4) else read
    return dict(zip(LanguageSkill, (heard, spoken, read, written), strict=True))


def _lower(level: Cefr, steps: int) -> Cefr:
    return list(Cefr)[max(0, level.level - steps)]

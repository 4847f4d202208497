"""What each rule asks where a value is missing, with the question as it reads in an invented cohort."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.language import say, speaking
from matching.invented import Invented
from scoring.rule import Rule
from scoring.rules import RULES

# Pairs of a cohort whose question is compared.
COMPARED = 12


def questions(worlds: Sequence[Invented], seed: int = 0) -> dict[str, str]:
    """Code of a rule -> its question about a pair that it does not refuse; the first cohort that has one gives it."""
    said: dict[str, str] = {}
    for rule in RULES:
        for world in worlds:
            k = _pair(world, rule, seed)
            if k is not None:
                said[rule.code] = _question(world, rule, k)
                break
    return said


def _pair(world: Invented, rule: Rule, seed: int) -> int | None:
    """The pair whose question is the shortest in Italian, of some."""
    asked = rule.missing(world.pairs, world.law) & ~world.no[RULES.index(rule)]
    some = world.spread(np.flatnonzero(asked), seed)[:COMPARED]
    with speaking("it"):
        return min(some, key=lambda k: (len(_question(world, rule, k)), k), default=None)


def _question(world: Invented, rule: Rule, k: int) -> str:
    return say(rule.ask, **rule.facts(world.pairs, world.law, k))

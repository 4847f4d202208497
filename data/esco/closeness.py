"""How close two skills of ESCO are, from 0 to 1: the mean of two simple things.

Concept in common: a skill and what stands right above it, a group or a broader skill; the fewer skills a concept has
under it, the more it tells: 1 - ln(members) / ln(all skills). Without a concept in common two skills are not close:
the same jobs need a cash register and a clean shop, and yet neither teaches the other.

Occupations in common: of those that need either, as a cosine; each skill counts as in two occupations more than it is,
so that two skills of one rare job do not look the same.
"""

from __future__ import annotations

import math
from collections import defaultdict

from data.esco.model import Esco

# Below it two skills are not called neighbours.
CLOSE = 0.3
DIGITS = 2
MORE_OCCUPATIONS = 2


class Closeness:
    """The measure over the skills of one ESCO; skills are their indices."""

    def __init__(self, esco: Esco) -> None:
        self._all = max(2, len(esco.skills))
        self._above: list[set[int]] = [{k} for k in range(len(esco.skills))]
        self._members: dict[int, set[int]] = defaultdict(set)
        self._occupations: list[set[int]] = [set() for _ in range(len(esco.skills))]
        for skill, concept in esco.broader.tolist():
            self._above[skill].add(concept)
        for skill, concepts in enumerate(self._above):
            for concept in concepts:
                self._members[concept].add(skill)
        for occupation, skill, _ in esco.relations.tolist():
            self._occupations[skill].add(occupation)

    def between(self, a: int, b: int) -> float:
        """Closeness of two skills, 0 to below 1, two decimals; the same both ways."""
        common = self._above[a] & self._above[b]
        if a == b or not common:
            return 0.0
        telling = max(1 - math.log(len(self._members[concept])) / math.log(self._all) for concept in common)
        one, other = self._occupations[a], self._occupations[b]
        together = len(one & other) / math.sqrt((len(one) + MORE_OCCUPATIONS) * (len(other) + MORE_OCCUPATIONS))
        return round((max(telling, 0.0) + together) / 2, DIGITS)

    def near(self, a: int) -> dict[int, float]:
        """The neighbours of a skill and how close each is: all those from `CLOSE` up."""
        candidates = {b for concept in self._above[a] for b in self._members[concept]}
        found = ((b, self.between(a, b)) for b in sorted(candidates))
        return {b: closeness for b, closeness in found if closeness >= CLOSE}

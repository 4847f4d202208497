"""One pair for each kind of constraint, looked for in the invented cohorts; nothing here is in a language.

Best is a pair that one rule alone refuses, for one kind alone, that its change makes possible and that is short to
tell. Among programmes that have equally good ones each gets its share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data.codes import Viewer
from data.language import speaking, spoken
from matching.explain import explain, explain_pair
from matching.invented import Invented
from matching.proposal import PairExplanation
from matching.scout import for_scout
from matching.why import Reader
from scoring.rule import Change, Kind, Rule, refuse
from scoring.rules import RULES

# Pairs of a rule in a cohort that are asked for their kind; of a kind, how many are compared, and how many of the
# shortest are asked what lifts them, which takes longest.
LOOKED_AT = 300
DRAWN = 8
LIFTED = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """A refused pair that shows a kind.

    Parameters
    ----------
    world, k : the cohort, and the place of the pair in it
    rank : how many rules refuse it, whether nothing lifts it, for how many kinds; the lower the better
    length : characters of its sentences
    """

    world: Invented
    rule: Rule
    kind: Kind
    k: int
    rank: tuple[int, bool, int]
    length: int

    def change(self) -> Change | None:
        """What lifts the refusal, in the language spoken now."""
        return self.rule.lift(self.world.records, self.world.pairs, self.world.law, self.k)

    def read_by(self, viewer: Viewer) -> PairExplanation:
        """The pair as a viewer reads it in the language spoken now."""
        pairs = self.world.pairs
        reader = Reader(records=self.world.records, card=self.world.card, viewer=viewer)
        said = explain_pair(reader, int(pairs.i[self.k]), int(pairs.j[self.k]))
        return for_scout(said) if viewer is Viewer.SCOUT else said

    def after(self, change: Change) -> PairExplanation:
        """The pair judged again from records in which a change was made, as who may read everything reads it."""
        world, records = self.world, self.world.records.replacing(*change.records)
        ids = world.ids(self.k)
        return explain(records, world.law, world.weights, *ids, Viewer.CASE_MANAGER, language=spoken())


def find(worlds: Sequence[Invented], seed: int = 0) -> dict[str, Found]:
    """The best example of each kind that has one: code of the kind -> example, in the order of the rules."""
    # How long a pair is to tell must not depend on who is going to read.
    with speaking("it"):
        options: dict[str, list[list[Found]]] = {}
        for rule in RULES:
            shown = [_shown(world, rule, seed) for world in worlds]
            options |= {kind.code: [some for by in shown if (some := by[kind.code])] for kind in rule.kinds}
        chosen: dict[str, Found] = {}
        load: Counter[str] = Counter()
        # Kinds that few programmes know choose first.
        for code in sorted(options, key=lambda code: len(options[code])):
            best = _best(options[code], load)
            if best is not None:
                chosen[code] = best
                load[best.world.code] += 1
    return {code: chosen[code] for code in options if code in chosen}


def _shown(world: Invented, rule: Rule, seed: int) -> dict[str, list[Found]]:
    """Pairs of a cohort that show each kind of a rule, the best first."""
    drawn: dict[str, list[tuple[int, int, int, int]]] = {kind.code: [] for kind in rule.kinds}
    for k, rules in _refused(world, rule, seed):
        codes = rule.kinds_at(world.pairs, world.law, k)
        wanting = [code for code in codes if code in drawn and len(drawn[code]) < DRAWN]
        if wanting:
            told = refuse(rule, world.pairs, world.law, k, Viewer.CASE_MANAGER).sentence
            for code in wanting:
                drawn[code].append((rules, len(codes), len(told), k))
        elif all(len(some) == DRAWN for some in drawn.values()):
            break
    return {
        kind.code: sorted(
            (_found(world, rule, kind, *one) for one in sorted(drawn[kind.code])[:LIFTED]),
            key=lambda one: (one.rank, one.length),
        )
        for kind in rule.kinds
    }


def _refused(world: Invented, rule: Rule, seed: int) -> Iterator[tuple[int, int]]:
    """Pairs that a rule refuses and by how many rules they are: first some that no other rule does, then others."""
    row, by = world.no[RULES.index(rule)], world.no.sum(axis=0)
    for among in (row & (by == 1), row & (by > 1)):
        for k in world.spread(np.flatnonzero(among), seed)[:LOOKED_AT]:
            yield k, int(by[k])


def _found(world: Invented, rule: Rule, kind: Kind, rules: int, kinds: int, told: int, k: int) -> Found:
    change = rule.lift(world.records, world.pairs, world.law, k)
    length = told + (len(change.sentence) if change else 0)
    return Found(world=world, rule=rule, kind=kind, k=k, rank=(rules, change is None, kinds), length=length)


def _best(options: Sequence[Sequence[Found]], load: Counter[str]) -> Found | None:
    """The first of the best rank that its change makes possible, from the cohort that has given the fewest."""
    listed = [one for some in options for one in some]
    for one in sorted(listed, key=lambda one: (one.rank, load[one.world.code], one.world.code, one.length)):
        change = one.change()
        # Several rules may refuse it, and what nothing lifts stays: both are told as they are.
        if change is None or one.rank[0] > 1 or one.after(change).allowed:
            return one
    return None

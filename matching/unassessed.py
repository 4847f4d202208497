"""What the score uses and nobody assessed, by name: a whole part, or single items within one (warning W02)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.catalogues import catalogue
from data.eligibility import FullPairs
from data.language import say, say_n
from matching.proposal import Part

NAMED = 3
# Nothing lacks where nothing is asked, or where there was nothing to see yet.
NOTHING_TO_ASSESS = frozenset({"nothing_asked", "new"})


def not_assessed(pairs: FullPairs, k: int, parts: Sequence[Part]) -> str:
    """The sentence that names at most three items and counts the others; empty where nothing lacks.

    Parameters
    ----------
    pairs : the pairs
    k : which of them
    parts : its parts
    """
    names = [name for part in parts for name in _names(pairs, k, part)]
    others = len(names) - NAMED
    if not names:
        return ""
    listed = ", ".join(names[:NAMED])
    if others > 0:
        listed = say_n("{names} e {n} altra", "{names} e altre {n}", others, names=listed)
    return say("Valutazione incompleta, da completare: {names}.", names=listed)


def _names(pairs: FullPairs, k: int, part: Part) -> list[str]:
    if not part.known:
        return [] if part.facts.get("say") in NOTHING_TO_ASSESS else [part.label.lower()]
    if part.criterion == "functional_fit":
        demanded, capacity = pairs.openings.demand[pairs.j[k]], pairs.candidates.capacities[pairs.i[k]]
        labels = [item.label for item in catalogue().items.values()]
        return [labels[item] for item in np.flatnonzero((demanded > 0) & (capacity < 0)).tolist()]
    return [str(name) for name in part.facts.get("unknown", ())]

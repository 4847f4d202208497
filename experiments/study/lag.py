"""How long after a decision its outcome is known: until then nothing can be learned from it, for all that is on file.

A study made today knows how placements of last year ended. Whoever had learned last year did not, so a model that is
measured on later rounds may learn only from outcomes that were known when those rounds began.
"""

from __future__ import annotations

from experiments.lists import Ints

# By what they ask, these can be known only so many days after an internship began, and later by its length.
LEAST_DAYS = {"hired_6m": 183, "hired_12m": 365}


def lag_days(outcome: str, decided: Ints, known: Ints) -> int:
    """Days from a decision to its outcome, at least: from the last one that is known to the last decision of all.

    Parameters
    ----------
    outcome : field of `Followup`
    decided : days of all decisions, proleptic ordinals
    known : days of the decisions whose outcome is known
    """
    seen = int(decided.max()) - int(known.max()) if len(known) else 0
    return max(seen, LEAST_DAYS.get(outcome, 0))


def known_by_then(train: Ints, test: Ints, day: Ints, lag: int) -> Ints:
    """The rows of `train` whose outcome was known before the first of `test` was decided."""
    if not len(test):
        return train
    kept: Ints = train[day[train] + lag < day[test].min()]
    return kept

"""Lists that people were shown, as decisions whose value can be estimated: only those where a lot had a say."""

from __future__ import annotations

import numpy as np

from data.errors import AbbinaError
from data.language import marked
from experiments.evaluate.estimate_logged import Logged, padded
from experiments.lists import Floats, Lists


def of_lists(
    lists: Lists, reward: Floats, target: Floats, *, span: tuple[float, float] | None = None
) -> tuple[Logged, int]:
    """The decisions where a lot chose what was put forward and whose outcome is known.

    What counts is what was put forward, taken or not: only that was drawn.

    Parameters
    ----------
    lists : n decisions, r options
    reward : shape (n,), outcome of each decision, NaN where not known
    target : shape (r,), probability with which the rule would put each option forward; sums to 1 within a list
    span : least and most that an outcome can be

    Returns
    -------
    logged, left_out
        The decisions, with grades as features; and how many were left out, to be said

    Raises
    ------
    AbbinaError
        `bad_study`: fewer than two are left. Without a lot, what a rule would have been worth cannot be known.
    """
    drawn = np.bincount(lists.decision, weights=np.isfinite(lists.drawn), minlength=len(lists)) == np.diff(lists.start)
    kept = drawn & (lists.put_forward >= 0) & np.isfinite(reward)
    if kept.sum() < 2:
        why = marked(
            "quasi nessuna decisione fu presa con un sorteggio scritto: che cosa sarebbe valsa un'altra regola non si "
            "può sapere da questi dati"
        )
        raise AbbinaError("bad_study", why=why)
    some = lists.of(kept)
    logging, allowed = padded(some.start, some.drawn)
    wanted, _ = padded(some.start, target[kept[lists.decision]])
    features, _ = padded(some.start, some.grades)
    logged = Logged(
        reward=reward[kept],
        action=some.put_forward,
        propensity=logging[np.arange(len(some)), some.put_forward],
        target=wanted,
        allowed=allowed,
        round_=some.round_,
        logging=logging,
        features=features,
        span=span,
    )
    return logged, int(len(lists) - kept.sum())

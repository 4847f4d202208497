"""Weights from what was put forward and what was taken instead, where people gave a coded reason.

An option was put forward; it was accepted, or another of the list was chosen for a reason. A reason that speaks of a
criterion says that the choice was about what the score knows. A reason outside the score (the person knows the company,
the seat was gone) says that the score lacked context: such a choice teaches nothing about weights and is left out.

Every other decision becomes comparisons of two: the option put forward against another one. Who took another compared
with that one; who accepted compared with each of the others, which together count once. Two at a time, an option that
was taken is always met, one that was not only once in `others` times: the logarithm of that enters with a fixed
coefficient (McFadden 1978, sampling of alternatives). A column of its own takes up that people tend to accept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import RANK, Design
from experiments.learn.choice_intervals import LEVEL, Cluster, LearnedWeights, cluster_of, weight_intervals
from experiments.lists import Ints, Lists, Mask
from matching.decision import CRITERION_OF

PUT_FORWARD = "put_forward"
REASONS: Mapping[str, str | None] = {reason.value: criterion for reason, criterion in CRITERION_OF.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """Overrides whose reason points to one criterion.

    Parameters
    ----------
    reason, criterion : codes
    overrides : how many
    better : of those, in how many the option taken had the higher grade in that criterion than the one put forward
    unknown : in how many one of the two grades stood in for something not known; not in `better`
    """

    reason: str
    criterion: str
    overrides: int
    better: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Every decision, by what it can teach: the counts sum to all decisions.

    Parameters
    ----------
    accepted, overridden : what is learned from, int64 rows; `overridden` with a reason of the score, or none given
    without_reason : how many of `overridden` came without a reason
    outside : reason -> overrides left out because the score does not know what it speaks of
    nothing_taken : something was put forward, nothing of the list was chosen
    nothing_put_forward : no proposal to compare with
    alone : the option accepted was the only one of its list
    """

    accepted: Ints
    overridden: Ints
    without_reason: int
    outside: Mapping[str, int]
    nothing_taken: int
    nothing_put_forward: int
    alone: int
    pointed: tuple[Pointed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideWeights:
    """What overrides and accepted proposals teach.

    Parameters
    ----------
    learned : weights with intervals, variance by cluster
    model : the fitted comparisons of two; `model.names_` ends with `put_forward`
    sorted : what was used and what was left out
    """

    learned: LearnedWeights
    model: ConditionalLogit
    sorted: Sorted


def sort_overrides(lists: Lists, reasons: Mapping[str, str | None] = REASONS) -> Sorted:
    """Sort decisions by what they can teach.

    Parameters
    ----------
    reasons : reason -> criterion, or None where the score does not know what the reason speaks of; a reason that lacks
        here, or that points to a criterion these lists do not have, is outside as well
    """
    put = lists.put_forward >= 0
    taken = lists.chosen >= 0
    accepted = put & taken & (lists.put_forward == lists.chosen)
    other = put & taken & ~accepted
    lone = accepted & (np.diff(lists.start) < 2)
    criterion = [reasons.get(reason) for reason in lists.reason]
    said = np.array([reason != "" for reason in lists.reason], dtype=np.bool_)
    within = np.array([code in lists.criteria for code in criterion], dtype=np.bool_)
    outside = other & said & ~within
    names = np.array(lists.reason, dtype=str)
    left, times = np.unique(names[outside], return_counts=True)
    return Sorted(
        accepted=np.flatnonzero(accepted & ~lone),
        overridden=np.flatnonzero(other & ~outside),
        without_reason=int((other & ~said).sum()),
        outside=dict(zip(left.tolist(), times.tolist(), strict=True)),
        nothing_taken=int((put & ~taken).sum()),
        nothing_put_forward=int((~put).sum()),
        alone=int(lone.sum()),
        pointed=tuple(
            _pointed(lists, str(reason), reasons, other & (names == reason))
            for reason in np.unique(names[other & within])
        ),
    )


def learn_overrides(
    lists: Lists,
    reasons: Mapping[str, str | None] = REASONS,
    *,
    cluster: Cluster = "decision",
    ridge: float = 1e-3,
    level: float = LEVEL,
) -> OverrideWeights:
    """Learn weights from overrides and accepted proposals.

    Comparisons of one decision depend on one another: the variance is always by cluster, the decision at least.

    Raises
    ------
    AbbinaError
        `bad_study`: nobody took another option for a reason of the score; nobody accepted; or as
        `ConditionalLogit.fit`.
    """
    sorted_ = sort_overrides(lists, reasons)
    if not len(sorted_.overridden):
        raise AbbinaError(
            "bad_study", why=say("nessuno ha scelto altro per un motivo che il punteggio conosce: non c'è un confronto")
        )
    if not len(sorted_.accepted):
        # Overrides alone tell who was beaten, never by how little: the proposals that held are the other half.
        raise AbbinaError("bad_study", why=say("nessuna proposta è stata accettata: non c'è un confronto"))
    design, decision = pairs_of(lists, sorted_)
    model = ConditionalLogit(ridge=ridge).fit_design(design)
    learned = weight_intervals(model, cluster_of(lists, decision, cluster), level)
    return OverrideWeights(learned=learned, model=model, sorted=sorted_)


def pairs_of(lists: Lists, sorted_: Sorted) -> tuple[Design, Ints]:
    """Comparisons of two as a design, and the decision of each.

    Columns are the grades, the place in the list, and `put_forward`. In each comparison the option put forward stands
    first. The place is left out where it says the same as `put_forward`, as in lists of two with the proposal on top.
    """
    sizes = np.diff(lists.start)
    own = sizes[sorted_.accepted]
    others = np.repeat(own - 1, own - 1)
    decision = np.concatenate([np.repeat(sorted_.accepted, own - 1), sorted_.overridden]).astype(np.int64)
    rival = np.concatenate([_others(lists, sorted_.accepted), _rows(lists, sorted_.overridden, lists.chosen)])
    put = _rows(lists, decision, lists.put_forward)
    n = len(decision)
    row = np.column_stack([put, rival]).ravel()
    accepting = np.arange(n) < len(others)
    columns, names = [*lists.grades[row].T], [*lists.criteria]
    away = lists.rank[rival] - lists.rank[put]
    if (away != away[0]).any():
        columns.append(lists.rank[row].astype(np.float64))
        names.append(RANK)
    columns.append(np.tile([1.0, 0.0], n))
    names.append(PUT_FORWARD)
    head_start = np.zeros(2 * n)
    # The pair is met for certain when the other option was taken, once in `others` when the one put forward was.
    head_start[::2] = -np.log(sizes[decision] - 1)
    return (
        Design(
            names=tuple(names),
            columns=np.ascontiguousarray(np.vstack(columns)),
            start=2 * np.arange(n + 1, dtype=np.int64),
            taken=2 * np.arange(n, dtype=np.int64) + ~accepting,
            bounded=np.arange(len(names)) < len(lists.criteria),
            offset=head_start,
            counts=np.concatenate([1 / others, np.ones(len(sorted_.overridden))]),
        ),
        decision,
    )


def _rows(lists: Lists, decision: Ints, place: Ints) -> Ints:
    return lists.start[decision] + place[decision]


def _others(lists: Lists, decision: Ints) -> Ints:
    """Rows of the options that were not put forward, list after list."""
    which = np.zeros(len(lists), dtype=np.bool_)
    which[decision] = True
    keep = np.repeat(which, np.diff(lists.start))
    keep[_rows(lists, decision, lists.put_forward)] = False
    return np.flatnonzero(keep)


def _pointed(lists: Lists, reason: str, reasons: Mapping[str, str | None], which: Mask) -> Pointed:
    criterion = reasons[reason] or ""
    k = lists.criteria.index(criterion)
    decision = np.flatnonzero(which)
    put, taken = _rows(lists, decision, lists.put_forward), _rows(lists, decision, lists.chosen)
    known = lists.known[put, k] & lists.known[taken, k]
    better = known & (lists.grades[taken, k] > lists.grades[put, k])
    return Pointed(
        reason=reason,
        criterion=criterion,
        overrides=len(decision),
        better=int(better.sum()),
        unknown=int((~known).sum()),
    )

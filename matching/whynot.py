"""Why not: which rules stopped what, the openings that were nearly possible, and what would lift each refusal.

Lists of a proposal never hold a pair that a hidden rule refuses, so no exclusion by one stands there for anybody. Asked
about one pair, an orientator reads the neutral sentence, the same for a person's choice and for a protection; a scout
reads the pair as the shown rules alone leave it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.codes import Viewer
from data.eligibility import FullPairs
from data.language import say
from matching.proposal import NearOpening, RefusalSaid, RuleCount, WaySaid
from matching.why import Reader, jsonable
from scoring.rule import NEUTRAL_CODE, Change, Mask, Refusal, Rule, refuse
from scoring.rules import RULES
from scoring.scorecard import refused, total

# A few that can be acted on say more than all of them.
NEAREST = 3
_CASE_MANAGERS_WORK = ("AUTHORITY", "PROTECT", "PERMIT", "PRIOR_REL", "LONGEST")


def shown(reader: Reader) -> Mask:
    """Which rules the viewer may read, shape (rules,)."""
    return np.array([reader.viewer in rule.shown_to for rule in RULES], dtype=np.bool_)


def counts(reader: Reader, no: Mask) -> tuple[RuleCount, ...]:
    """Refused pairs by rule, exactly, most first; rules that the viewer may not read are left out.

    Only the case manager is shown these; for the others see `matching.snapshot`.

    Parameters
    ----------
    no : bool (rules, pairs), as from `refused`
    """
    said = [
        (int(row.sum()), rule)
        for rule, row, may_read in zip(RULES, no, shown(reader), strict=True)
        if may_read and row.any()
    ]
    most_first = sorted(said, key=lambda row: (-row[0], row[1].code))
    return tuple(RuleCount(rule=rule.code, title=say(rule.title), count=count) for count, rule in most_first)


def refusals_of(reader: Reader, pairs: FullPairs, no: Mask, k: int) -> tuple[RefusalSaid, ...]:
    """Every refusal of pair k, in the order of the rules, as the viewer may read it.

    Hidden ones are told to an orientator once, in neutral words without facts or change: the orientator asks about one
    pair of a person in charge, and has to know that it cannot be proposed. A scout is told nothing of them: for a scout
    a pair reads as if they did not exist.
    """
    said: list[RefusalSaid] = []
    hidden: Refusal | None = None
    for rule, refuses in zip(RULES, no[:, k], strict=True):
        if not refuses:
            continue
        refusal = refuse(rule, pairs, reader.card.law, k, reader.viewer)
        if refusal.rule == NEUTRAL_CODE:
            hidden = refusal
        else:
            said.append(_said(refusal, rule.lift(reader.records, pairs, reader.card.law, k), reader.viewer))
    if hidden is None or reader.viewer is Viewer.SCOUT:
        return tuple(said)
    # Several that may not be read are told once, and nobody is told how to get around them.
    return (*said, _said(hidden, None, reader.viewer))


def _said(refusal: Refusal, change: Change | None, viewer: Viewer) -> RefusalSaid:
    return RefusalSaid(
        rule=refusal.rule,
        title=refusal.title,
        sentence=refusal.sentence,
        facts=jsonable(dict(refusal.facts)),
        change=change.told_to(viewer) if change else None,
        who=change.who if change else None,
        other=tuple(WaySaid(change=way.told_to(viewer), who=way.who) for way in change.other) if change else (),
    )


def nearest(reader: Reader, pairs: FullPairs, no: Mask) -> tuple[NearOpening, ...]:
    """The openings that the fewest rules stopped, best score first; those the person said no to are not brought up.

    Parameters
    ----------
    pairs, no : one candidate with every opening, and the refusals of each, bool (rules, openings)
    """
    firm = np.array([_is_firm(rule, reader.viewer) for rule in RULES], dtype=np.bool_)
    stopped = no.sum(axis=0)
    open_to = np.flatnonzero((stopped > 0) & ~no[firm].any(axis=0))
    if not len(open_to):
        return ()
    fewest = np.sort(stopped[open_to])[:NEAREST][-1]
    few = open_to[stopped[open_to] <= fewest]
    scores = total(pairs.subset(np.isin(np.arange(len(pairs)), few)).plain(), reader.card.weights)
    chosen = few[np.lexsort((few, -scores, stopped[few]))][:NEAREST]
    return tuple(
        NearOpening(opening=reader.openings[j], refusals=refusals_of(reader, pairs, no, j)) for j in chosen.tolist()
    )


def _is_firm(rule: Rule, viewer: Viewer) -> bool:
    """Whether openings that the rule stops are never brought up.

    Hidden rules stand for choices and protections: suggesting to get around them would be wrong. But a check by
    hand, a new act of an authority, a permit or an attestation is the case manager's own work, who must see where it
    would help.
    """
    hidden = len(rule.shown_to) < len(Viewer)
    return hidden and not (viewer is Viewer.CASE_MANAGER and rule.code in _CASE_MANAGERS_WORK)


def with_every_opening(reader: Reader, i: int) -> tuple[FullPairs, Mask]:
    """Candidate i with every opening, and which rule refuses which, shape (rules, openings)."""
    m = reader.card.cohort.n_openings
    pairs = reader.card.pairs(np.full(m, i), np.arange(m))
    return pairs, refused(pairs, reader.card.law)


def refused_by_candidate(reader: Reader, j: int) -> Mask:
    """Which rule refuses opening j to which candidate, shape (rules, candidates)."""
    n = reader.card.cohort.n_candidates
    return refused(reader.card.pairs(np.arange(n), np.full(n, j)), reader.card.law)


def columns(mask: Mask) -> NDArray[np.int64]:
    """Indices where no rule refuses, from a (rules, pairs) mask."""
    return np.flatnonzero(~mask.any(axis=0))

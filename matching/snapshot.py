"""The counts of one day, in bands and without any hidden rule: what who may not know protections reads all day long.

A person's choice and a protection count alike in it: not at all. It is made once a day and read by every proposal of
that day, so that what is recorded during the day cannot be worked out from how the counts move. It holds bands, never
exact numbers: neither its file nor its digest tells more than it does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from data.bundle import Records
from data.codes import Viewer
from data.cohort import Cohort
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.language import say
from data.lawbook import Law
from matching.bands import Band, band_of
from matching.proposal import RuleCount
from scoring.rule import EVERYBODY, Mask, Rule
from scoring.rules import RULES
from scoring.scorecard import PAIRS_A_CHUNK, total
from scoring.weights import Weights

# In the order of the rules; the others leave no trace here.
OPEN_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.shown_to == EVERYBODY)

Counts = NDArray[np.int64]


class Tally(BaseModel):
    """What the shown rules leave to one candidate, or to one opening.

    Parameters
    ----------
    allowed : openings (or people) that no shown rule refuses
    below_floor : those of them that are not worth proposing
    refused : code of a shown rule -> those that it refuses, where there are any; in the order of the rules
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    allowed: Band
    below_floor: Band
    refused: dict[str, Band]

    def rows(self) -> tuple[RuleCount, ...]:
        """What stops, the widest band first, then in the order of the rules; in the language spoken now."""
        titles = {rule.code: rule.title for rule in OPEN_RULES}
        rows = [
            RuleCount(rule=code, title=say(titles[code]), count=None, band=band)
            for code, band in self.refused.items()
            if code in titles
        ]
        return tuple(sorted(rows, key=lambda row: -row.band.place if row.band else 0))


class Snapshot(BaseModel):
    """The counts of a programme: by code of candidate and of opening; who is not in it came after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    programme: str
    on: date
    law: str
    weights_sha256: str
    candidates: dict[str, Tally]
    openings: dict[str, Tally]

    def to_json(self) -> str:
        """As JSON text: same snapshot, same bytes."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    def digest(self) -> str:
        """SHA-256 of the JSON text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def fits(self, records: Records, law: Law, weights: Weights) -> bool:
        """Whether it answers the same question: programme, day, law, and weights. Records may have changed since."""
        asked = (records.programme.code, law.on, law.version, weights.digest)
        return (self.programme, self.on, self.law, self.weights_sha256) == asked


def reads_exactly(viewer: Viewer) -> bool:
    """Whether a viewer may read every rule, and therefore exact counts."""
    return all(viewer in rule.shown_to for rule in RULES)


def snapshot_of(records: Records, law: Law, weights: Weights) -> Snapshot:
    """The counts of records that nobody has judged yet."""
    return take(records, build_cohort(records, law), Eligibility.of(records), law, weights)


def take(records: Records, cohort: Cohort, eligibility: Eligibility, law: Law, weights: Weights) -> Snapshot:
    """The counts of all pairs as they are now, hidden rules left out.

    Parameters
    ----------
    records : Records
    cohort, eligibility : made of them
    law, weights : of the day
    """
    n, m = cohort.n_candidates, cohort.n_openings
    # Rows of the counts: what is allowed, what is below the floor, then one for each shown rule.
    by_candidate = np.zeros((len(OPEN_RULES) + 2, n), dtype=np.int64)
    by_opening = np.zeros((len(OPEN_RULES) + 2, m), dtype=np.int64)
    step = max(1, PAIRS_A_CHUNK // max(m, 1))
    for first in range(0, n, step):
        people = np.arange(first, min(first + step, n))
        pairs = FullPairs(cohort, eligibility, np.repeat(people, m), np.tile(np.arange(m), len(people)))
        counted = _counted(pairs, law, weights).reshape(len(by_candidate), len(people), m)
        by_candidate[:, people] = counted.sum(axis=2)
        by_opening += counted.sum(axis=1)
    return Snapshot(
        programme=records.programme.code,
        on=law.on,
        law=law.version,
        weights_sha256=weights.digest,
        candidates=_tallies(cohort.candidates.ids, by_candidate),
        openings=_tallies(cohort.openings.ids, by_opening),
    )


def open_refusals(no: Mask) -> Mask:
    """The rows of the shown rules, from a (rules, pairs) mask as `refused` gives it."""
    return no[np.array([rule.shown_to == EVERYBODY for rule in RULES], dtype=np.bool_)]


def _counted(pairs: FullPairs, law: Law, weights: Weights) -> Mask:
    """What is counted, shape (2 + shown rules, pairs)."""
    no = np.array([~rule.allows(pairs, law) for rule in OPEN_RULES], dtype=np.bool_)
    no = no.reshape(len(OPEN_RULES), len(pairs))
    allowed: Mask = np.logical_not(no.any(axis=0))
    below: Mask = allowed.copy()
    below[allowed] = total(pairs.subset(allowed).plain(), weights) < weights.floor_micro
    found: Mask = np.concatenate([allowed[None], below[None], no])
    return found


def _tallies(ids: Sequence[str], counts: Counts) -> dict[str, Tally]:
    return {
        key: Tally(
            allowed=band_of(int(column[0])),
            below_floor=band_of(int(column[1])),
            refused={rule.code: band_of(int(n)) for rule, n in zip(OPEN_RULES, column[2:], strict=True) if n},
        )
        for key, column in zip(ids, counts.T, strict=True)
    }

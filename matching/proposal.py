"""What a proposal says: codes, facts and sentences, ready to be stored, shown, and checked. Nothing here computes."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from data.language import Language
from matching.bands import Band
from matching.pair_said import OpeningCard as OpeningCard
from matching.pair_said import PairWarning as PairWarning
from matching.pair_said import Part as Part
from matching.pair_said import RefusalSaid as RefusalSaid
from matching.pair_said import Said as Said
from matching.pair_said import State as State
from matching.pair_said import TaskSaid as TaskSaid
from matching.pair_said import WaySaid as WaySaid


class RuleCount(Said):
    """How many pairs a rule refuses; a pair refused by several rules counts under each.

    The case manager reads the exact `count`, of every rule; others the `band` of the day, of the rules shown to them.
    """

    rule: str
    title: str
    count: int | None
    band: Band | None = None


class Alternative(Said):
    """Another allowed opening for the same person."""

    opening: OpeningCard
    score_micro: int
    near_tie: bool
    has_free_seat: bool


class LimitSaid(Said):
    """A limit of the whole assignment, in words, and what one more unit of it would change.

    Parameters
    ----------
    limit : code
    title : two or three words
    key : what it is about
    sentence : what it says, how much of it is used
    law : the provision, or whose decision it is
    binds : whether it stops a better assignment; None where the reader may not know
    gain_placements, gain_score_micro : what one more unit adds; None where it does not bind or the reader may not know
    exact : whether the gain is exact, or the most it could be
    """

    limit: str
    title: str
    key: str
    sentence: str
    law: str = ""
    binds: bool | None
    gain_placements: int | None = None
    gain_score_micro: int | None = None
    exact: bool = True


class ProposedPair(Said):
    """A person and the opening proposed, with the reasons. A scout reads no state, and the sum of the parts shown.

    `first_day` and `last_day` are the first possible ones; for a scout as far as the opening alone says.
    """

    candidate: str
    caseload: str | None
    opening: OpeningCard
    state: State | None
    score_micro: int
    parts: tuple[Part, ...]
    warnings: tuple[PairWarning, ...]
    alternatives: tuple[Alternative, ...]
    gain_placements: int
    gain_score_micro: int
    tasks: tuple[TaskSaid, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


class NearOpening(Said):
    """An opening that was nearly possible: every rule that stopped it, and what would lift each."""

    opening: OpeningCard
    refusals: tuple[RefusalSaid, ...]


class Unplaced(Said):
    """A person without a proposal, and why.

    The case manager reads exact counts of openings; others bands of the day that leave out hidden rules, or none of
    who came after they were made. `stopped_by` are the titles of the limits that leave a possible seat empty.
    """

    candidate: str
    caseload: str | None
    reason: str
    allowed: int | None
    below_floor: int | None
    allowed_band: Band | None = None
    below_floor_band: Band | None = None
    refusals: tuple[RuleCount, ...]
    nearest: tuple[NearOpening, ...]
    contested: tuple[Alternative, ...]
    stopped_by: tuple[str, ...] = ()


class EmptySeats(Said):
    """An opening with seats nobody is proposed for, and why; people are counted as in `Unplaced`."""

    opening: OpeningCard
    empty: int
    reason: str
    allowed: int | None
    allowed_band: Band | None = None
    refusals: tuple[RuleCount, ...]


class SeatPrice(Said):
    """What one more seat at a full opening would add: exactly, or at most, where limits leave it open.

    A scout reads in its place about how many `people` the shown rules allow there, with or without a proposal.
    """

    opening: OpeningCard
    placements: int | None
    score_micro: int | None
    people: Band | None = None
    exact: bool = True


class AlertSaid(Said):
    """Something about accommodations and prescriptions to follow up: what happened, and who can act."""

    code: str
    record: str
    sentence: str
    who: str


class GroupSaid(Said):
    """A target group of the call that must be among the people placed: whether it is, never how many."""

    label: str
    present: bool


class Summary(Said):
    """The figures that a person reads first; a scout reads none of the states."""

    candidates: int
    placed: int
    solid: int | None
    open: int | None
    needs_opinion: int | None
    unplaced: int
    openings: int
    seats: int
    filled: int
    score_micro: int


class Made(Said):
    """What the proposal was made from: enough to make it again, byte for byte. No floor for a scout.

    `inputs_sha256` is of the records as the viewer may read them: who may not know protections does not learn from it
    that one was recorded. `counts_sha256` is of the counts of the day, for who reads bands.
    """

    inputs_sha256: str
    counts_sha256: str | None = None
    on: date
    law: str
    law_to_verify: dict[str, str]
    weights: str
    weights_sha256: str
    floor_micro: int | None
    objective: str
    seed: int
    viewer: str
    language: Language = "it"
    abbina: str


class Proof(Said):
    """The certificate of the assignment, as of `matching.problem.Certificate`.

    Parameters
    ----------
    kind : `proved`, or `bounded` where the last step rests on branch and bound
    gap : by how much a better proposal could exceed this one; 0 where none can
    checked_by : the functions that checked it
    bound, lp_bound : (placements, score in steps of 1e-6) that no proposal exceeds; the second by duality alone
    limits_active : some limit of the whole assignment keeps a better one from being proposed
    prices_exact : what one more seat adds, and what is lost with a person, are exact; else the most it could be
    core, why : which core found it, and the key in `matching.choice.WHY` of why that one; empty for scouts
    """

    kind: str
    gap: int | None
    checked_by: str
    bound: tuple[int, int] | None = None
    lp_bound: tuple[int, int] | None = None
    limits_active: bool = False
    prices_exact: bool = True
    core: str = ""
    why: str = ""


class Proposal(Said):
    """A proposal for a whole programme. A person decides."""

    programme: str
    title: str
    invented: bool
    note: str | None
    made: Made
    proof: Proof
    summary: Summary
    placed: tuple[ProposedPair, ...]
    unplaced: tuple[Unplaced, ...]
    empty: tuple[EmptySeats, ...]
    wanted: tuple[SeatPrice, ...]
    groups: tuple[GroupSaid, ...] = ()
    limits: tuple[LimitSaid, ...] = ()
    alerts: tuple[AlertSaid, ...] = ()

    def to_json(self) -> str:
        """The proposal as JSON text: same proposal, same bytes."""
        content = self.model_dump(mode="json")
        return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    def digest(self) -> str:
        """SHA-256 of the JSON text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


class PairExplanation(Said):
    """Everything about one pair, allowed or not. For a scout without floor, and the score is that of the parts.

    What is due before the start is there for an allowed pair.
    """

    candidate: str
    opening: OpeningCard
    allowed: bool
    below_floor: bool | None
    score_micro: int
    floor_micro: int | None
    parts: tuple[Part, ...]
    warnings: tuple[PairWarning, ...]
    refusals: tuple[RefusalSaid, ...]
    tasks: tuple[TaskSaid, ...] = ()

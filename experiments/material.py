"""What a study is made from: the rounds of a folder, judged, with what was decided in them and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.errors import AbbinaError
from data.intake.faults import BadRecords, RowFault
from data.intake.read import read_folder
from data.language import marked, say
from data.lawbook import LawBook
from experiments.lists import Floats, Ints, Lists, Mask
from experiments.office.invent import TRUTH_FILE
from experiments.parallel import Progress
from matching.decision import Decision
from matching.decision_file import DECISIONS_FILE, FOLLOWUPS_FILE, MOST_FAULTS, read_decisions, read_followups
from matching.followup import Followup
from scoring.scorecard import ScoreCard, card_grades, judge
from scoring.weights import GRID, Weights, load_weights

T = TypeVar("T")

ROUNDS = "rounds"
_NO_ROUNDS = marked("una cartella «{name}» con una cartella di coorte per ogni giornata")
_ROUND = marked("una cartella di {rounds}")
_CANDIDATE = marked("una persona di quella giornata")
_OPENING = marked("un tirocinio di quella giornata")
_CRITERIA = marked("gli stessi criteri in tutte le decisioni: {names}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One day of matching of one office.

    Parameters
    ----------
    name, office : as in the decisions
    card : the pairs that were allowed, judged under today's weights
    grades : float64 (n_pairs, K) in [0, 1], neutral grades filled in; rows by candidate, then opening, as the problem
        of the card has them too; columns as `Material.criteria`
    known : bool (n_pairs, K)
    decided : int64 (d,), rows of `Material.decisions`
    history : int64 (n_candidates,), the opening that was decided, -1 where none was
    """

    name: str
    office: str
    on: date
    records: Records
    card: ScoreCard
    grades: Floats
    known: Mask
    decided: Ints
    history: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a study reads.

    Parameters
    ----------
    rounds : by day and name
    decisions : sorted by day, round and id; the rows of `lists`
    followups : outcomes by the id of their decision
    weights : today's weights, which the rounds are judged under
    digest : SHA-256 of all that was read
    """

    rounds: tuple[Round, ...]
    decisions: tuple[Decision, ...]
    followups: dict[str, Followup]
    lists: Lists
    weights: Weights
    digest: str

    @property
    def criteria(self) -> tuple[str, ...]:
        """Codes of the criteria, columns of every array of grades."""
        return self.lists.criteria

    @property
    def shares(self) -> NDArray[np.float64]:
        """Today's weights, shape (K,), summing to 1."""
        return np.array([self.weights.shares[code] for code in self.criteria]) / GRID


def read_material(folder: Path, progress: Progress | None = None) -> Material:
    """Read a folder with `rounds/NAME/` (cohort folders), `decisions.jsonl` and `followups.jsonl`.

    Raises
    ------
    BadRecords
        With every fault of every file, and every decision whose round, person or opening is not there.
    AbbinaError
        `bad_study`: cohorts of several weight versions.
    """
    faults: list[RowFault] = []
    names = _round_names(folder)
    decisions = _kept(faults, "", lambda: read_decisions(folder / DECISIONS_FILE))
    outcomes = _followups(folder / FOLLOWUPS_FILE, decisions, faults)
    records = {}
    for k, name in enumerate(names):
        one = _kept(faults, f"{ROUNDS}/{name}/", partial(read_folder, folder / ROUNDS / name))
        if one is not None:
            records[name] = one
        if progress is not None:
            progress(k + 1, len(names))
    faults += _strangers(decisions or (), records, frozenset(names))
    if faults or decisions is None:
        raise BadRecords(faults)
    followups = {one.id: one for one in outcomes}
    versions = {one.programme.weights for one in records.values()}
    if len(versions) > 1:
        told = ", ".join(sorted(versions))
        raise AbbinaError("bad_study", why=say("le giornate usano pesi diversi: {versions}", versions=told))
    weights = load_weights(versions.pop())
    ordered = tuple(sorted(decisions, key=lambda one: (one.on, one.round, one.id)))
    codes = tuple(one.code for one in weights.criteria)
    return Material(
        rounds=_rounds(records, ordered, weights),
        decisions=ordered,
        followups=followups,
        lists=lists_of(ordered, codes),
        weights=weights,
        digest=_digest(folder, records),
    )


def lists_of(decisions: Sequence[Decision], criteria: tuple[str, ...]) -> Lists:
    """Decisions as arrays.

    Raises
    ------
    BadRecords
        Decisions under other criteria than the ones asked for.
    """
    faults = [
        RowFault(DECISIONS_FILE, 0, f"{one.id}/shown", "", say(_CRITERIA, names=", ".join(criteria)))
        for one in decisions
        if set(one.shown[0].grades_micro) != set(criteria)
    ]
    if faults:
        raise BadRecords(faults[:MOST_FAULTS])
    sizes = np.array([len(one.shown) for one in decisions], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    options = [option for one in decisions for option in one.shown]
    offices, rounds = sorted({one.office for one in decisions}), sorted({one.round for one in decisions})
    office_at, round_at = {name: k for k, name in enumerate(offices)}, {name: k for k, name in enumerate(rounds)}
    return Lists(
        criteria=criteria,
        start=start,
        grades=np.array([[o.grades_micro[c] for c in criteria] for o in options]).reshape(-1, len(criteria)) / GRID,
        known=np.array([[c not in o.not_known for c in criteria] for o in options]).reshape(-1, len(criteria)),
        rank=np.arange(start[-1], dtype=np.int64) - np.repeat(start[:-1], sizes),
        drawn=np.array([np.nan if o.drawn is None else o.drawn for o in options], dtype=np.float64),
        chosen=np.array([_place(one, one.chosen) for one in decisions], dtype=np.int64),
        put_forward=np.array([_place(one, one.put_forward) for one in decisions], dtype=np.int64),
        reason=tuple("" if one.reason is None else one.reason.value for one in decisions),
        office=np.array([office_at[one.office] for one in decisions], dtype=np.int64),
        round_=np.array([round_at[one.round] for one in decisions], dtype=np.int64),
        day=np.array([one.on.toordinal() for one in decisions], dtype=np.int64),
        offices=tuple(offices),
        rounds=tuple(rounds),
    )


def _place(decision: Decision, opening: str | None) -> int:
    return -1 if opening is None else [option.opening for option in decision.shown].index(opening)


def _rounds(records: dict[str, Records], decisions: tuple[Decision, ...], weights: Weights) -> tuple[Round, ...]:
    book = LawBook.load()
    by_round: dict[str, list[int]] = {}
    for k, decision in enumerate(decisions):
        by_round.setdefault(decision.round, []).append(k)
    made = []
    for name in sorted(by_round, key=lambda name: (decisions[by_round[name][0]].on, name)):
        mine, first = by_round[name], decisions[by_round[name][0]]
        law = book.in_force(first.on)
        card = judge(build_cohort(records[name], law), Eligibility.of(records[name]), law, weights)
        grades, known = card_grades(card)
        history = np.full(card.cohort.n_candidates, -1, dtype=np.int64)
        person = {id_: k for k, id_ in enumerate(card.cohort.candidates.ids)}
        opening = {id_: k for k, id_ in enumerate(card.cohort.openings.ids)}
        for decision in (decisions[k] for k in mine):
            if decision.chosen is not None:
                history[person[decision.candidate]] = opening[decision.chosen]
        made.append(
            Round(
                name=name,
                office=first.office,
                on=first.on,
                records=records[name],
                card=card,
                grades=grades,
                known=known,
                decided=np.array(mine, dtype=np.int64),
                history=history,
            )
        )
    return tuple(made)


def _round_names(folder: Path) -> list[str]:
    try:
        names = sorted(entry.name for entry in (folder / ROUNDS).iterdir() if entry.is_dir())
    except OSError:
        names = []
    if not names:
        raise BadRecords([RowFault(str(folder), 0, "", "", say(_NO_ROUNDS, name=ROUNDS))])
    return names


def _kept(faults: list[RowFault], place: str, read: Callable[[], T]) -> T | None:
    """What was read; or nothing, and its faults beside those of the other files, said where they are."""
    try:
        return read()
    except BadRecords as error:
        faults += [replace(fault, file=f"{place}{fault.file}") for fault in error.faults]
        return None


def _followups(path: Path, decisions: tuple[Decision, ...] | None, faults: list[RowFault]) -> tuple[Followup, ...]:
    found: list[RowFault] = []
    told = _kept(found, "", lambda: read_followups(path, decisions or ()))
    # Where the decisions cannot be read, only faults of a line or of the whole file are the outcomes' own.
    faults += [fault for fault in found if decisions is not None or fault.row or not fault.column]
    return told or ()


def _strangers(decisions: Sequence[Decision], records: dict[str, Records], names: frozenset[str]) -> list[RowFault]:
    """Decisions of a round, a person or an opening that is not there; of a round that cannot be read, nothing."""
    people = {name: {one.id for one in known.candidates} for name, known in records.items()}
    openings = {name: {one.id for one in known.openings} for name, known in records.items()}
    faults = []
    for one in decisions:
        if one.round not in names:
            faults.append(RowFault(DECISIONS_FILE, 0, f"{one.id}/round", one.round, say(_ROUND, rounds=ROUNDS)))
            continue
        if one.round not in records:
            continue
        if one.candidate not in people[one.round]:
            faults.append(RowFault(DECISIONS_FILE, 0, f"{one.id}/candidate", one.candidate, say(_CANDIDATE)))
        for k, option in enumerate(one.shown):
            if option.opening not in openings[one.round]:
                place = f"{one.id}/shown/{k}/opening"
                faults.append(RowFault(DECISIONS_FILE, 0, place, option.opening, say(_OPENING)))
    return faults[:MOST_FAULTS]


def _digest(folder: Path, records: dict[str, Records]) -> str:
    whole = hashlib.sha256()
    for name in sorted(records):
        whole.update(f"{name} {records[name].digest()}\n".encode())
    # The truth of invented offices stands in the report: it is read as much as the others are.
    for path in (folder / DECISIONS_FILE, folder / FOLLOWUPS_FILE, folder / TRUTH_FILE):
        if path.is_file():
            whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()

"""Invent offices whole: cohorts, decisions, outcomes, and the truth behind them, as a folder that a study reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from data.bundle import Records
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.intake.fresh import fresh_folder
from data.intake.write import fill_folder
from data.lawbook import LawBook
from data.synthetic import invent
from experiments.office.choose import Market, decide_round
from experiments.office.follow import completes, follow
from experiments.office.spec import OfficeSpec
from experiments.parallel import Progress, seeds
from matching.decision import Decision
from matching.decision_file import DECISIONS_FILE, FOLLOWUPS_FILE, write_lines
from matching.followup import Followup
from scoring.scorecard import judge
from scoring.weights import load_weights

ROUNDS, TRUTH_FILE = "rounds", "truth.json"
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedRound:
    """One round of one office."""

    name: str
    records: Records
    decisions: tuple[Decision, ...]
    followups: tuple[Followup, ...]


def invented_rounds(spec: OfficeSpec, progress: Progress | None = None) -> Iterator[InventedRound]:
    """The rounds of all offices, by day and office."""
    book = LawBook.load()
    weights = None
    own = seeds(spec.seed, spec.offices * spec.rounds)
    last = spec.day(spec.rounds)
    for k in range(spec.rounds):
        for o in range(spec.offices):
            place, on = k * spec.offices + o, spec.day(k)
            records = invent(spec.programme, own[place] % 2**31, spec.candidates, spec.openings, on)
            weights = weights or load_weights(records.programme.weights)
            law = book.in_force(on)
            card = judge(build_cohort(records, law), Eligibility.of(records), law, weights)
            office, rng = f"U{o + 1}", np.random.default_rng(own[place])
            name = f"{on.isoformat()}-{office}"
            made = decide_round(spec, Market.of(card), office, name, rng)
            yield InventedRound(
                name=name,
                records=records,
                decisions=tuple(decision for decision, _ in made),
                followups=tuple(follow(spec, made, (last - on).days / DAYS_A_MONTH, rng)),
            )
            if progress is not None:
                progress(place + 1, spec.offices * spec.rounds)


def write_offices(spec: OfficeSpec, path: Path, progress: Progress | None = None) -> Path:
    """Write invented offices: `rounds/`, `decisions.jsonl`, `followups.jsonl`, and the truth; whole or not at all."""
    decisions: list[Decision] = []
    followups: list[Followup] = []
    with fresh_folder(path) as draft:
        for one in invented_rounds(spec, progress):
            folder = draft / ROUNDS / one.name
            folder.mkdir(parents=True)
            fill_folder(one.records, folder, "it")
            decisions += one.decisions
            followups += one.followups
        write_lines(decisions, draft / DECISIONS_FILE)
        write_lines(followups, draft / FOLLOWUPS_FILE)
        (draft / TRUTH_FILE).write_text(json.dumps(_truth(spec), indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return path


def read_truth(folder: Path) -> OfficeSpec | None:
    """The truth behind invented offices; None for offices that are not invented."""
    path = folder / TRUTH_FILE
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    return OfficeSpec(**content | {"first_day": date.fromisoformat(content["first_day"])})


def _truth(spec: OfficeSpec) -> dict[str, Any]:
    return asdict(spec) | {"first_day": spec.first_day.isoformat(), "shares": dict(spec.shares)}


__all__ = ["InventedRound", "OfficeSpec", "completes", "invented_rounds", "read_truth", "write_offices"]

"""A model of an outcome, examined on later calls and on other offices: does it beat the programme's plain rate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.language import marked, say
from experiments.lists import Floats, Ints
from experiments.outcomes.calibration import Band, Bin, calibration_error, null_band, reliability
from experiments.outcomes.followups import Followups, Outcome
from experiments.outcomes.held_out import Folds, check_later, check_other_offices, check_rows
from experiments.outcomes.model import OutcomeModel
from experiments.outcomes.rate import ProgrammeRate
from experiments.outcomes.recalibration import Recalibration, recalibrated
from experiments.outcomes.skill import brier, log_loss, ratio, skill
from experiments.report.parts import Interval

# With fewer of either answer, or fewer rounds, no interval can be trusted.
LEAST_ANSWERS = 10
LEAST_ROUNDS = 8


class Verdict(StrEnum):
    """What an examination ends with."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TOO_FEW = "too_few"

    @property
    def label(self) -> str:
        """What people read, in the language spoken now."""
        return say(LABELS[self])


LABELS = {
    Verdict.ACCEPTED: marked("accettato"),
    Verdict.REJECTED: marked("respinto"),
    Verdict.TOO_FEW: marked("dati insufficienti"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How a model did on placements that it did not learn from.

    Parameters
    ----------
    n, yes, rounds : placements held out whose answer is known, those with a yes, and the rounds that they belong to
    folds_left_out : folds with too few answers to learn from
    brier, brier_rate : mean squared error of the model, and of the programme's rate
    skill : share of the latter that the model takes away
    error, band : calibration error, and what a perfect model would show with these predictions
    """

    n: int
    yes: int
    rounds: int
    folds_left_out: int
    brier: Interval
    brier_rate: Interval
    skill: Interval
    log_loss: float
    error: float
    band: Band
    recalibration: Recalibration
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What is known of a model for an outcome.

    Parameters
    ----------
    n, not_known : placements whose answer is known, and is not; the latter are left out of everything
    rate : share of yes
    by_time, by_office : measured on later calls, on other offices; None where there are too few
    model : learned from all known answers; None unless accepted
    """

    outcome: Outcome
    names: tuple[str, ...]
    n: int
    not_known: int
    rate: Interval
    by_time: Measured | None
    by_office: Measured | None
    verdict: Verdict
    model: OutcomeModel | None


def examine(followups: Followups, outcome: Outcome, *, by_time: Folds, by_office: Folds, seed: int) -> Examined:
    """Examine a model; it is accepted only if it beats the programme's rate out of time, interval and all.

    Parameters
    ----------
    by_time : (rows to learn from, later rows held out); leave a gap where answers become known late
    by_office : (rows to learn from, rows of other offices held out)
    seed : of folds, bands and intervals

    Raises
    ------
    AbbinaError
        `bad_study`: rows held out are learned from, held out twice, earlier, or of the same office.
    """
    check_later(followups, by_time)
    check_other_offices(followups, by_office)
    known = followups.known(outcome)
    later, elsewhere = (measured(followups, outcome, folds, seed) for folds in (by_time, by_office))
    verdict = _verdict(later)
    return Examined(
        outcome=outcome,
        names=followups.names,
        n=len(known),
        not_known=len(followups) - len(known),
        rate=_mean(_answers(followups, outcome, known), followups.round_[known], seed),
        by_time=later,
        by_office=elsewhere,
        verdict=verdict,
        model=_learned(followups, outcome, known, seed) if verdict is Verdict.ACCEPTED else None,
    )


def measured(followups: Followups, outcome: Outcome, folds: Folds, seed: int) -> Measured | None:
    """Learn on one side of every fold and measure on the other, all folds together; None where there are too few.

    Raises
    ------
    AbbinaError
        `bad_study`: rows held out are learned from, or held out twice.
    """
    check_rows(followups, folds)
    rows, told, plain, left_out = _told(followups, outcome, folds, seed)
    y, rounds = _answers(followups, outcome, rows), followups.round_[rows]
    if not _enough(y) or len(np.unique(rounds)) < LEAST_ROUNDS:
        return None
    return Measured(
        n=len(y),
        yes=int(y.sum()),
        rounds=len(np.unique(rounds)),
        folds_left_out=left_out,
        brier=_mean(brier(told, y), rounds, seed),
        brier_rate=_mean(brier(plain, y), rounds, seed),
        skill=skill(told, plain, y, rounds, seed),
        log_loss=log_loss(told, y),
        error=calibration_error(told, y),
        band=null_band(told, seed),
        recalibration=recalibrated(told, y, rounds),
        bins=reliability(told, y),
    )


def _told(followups: Followups, outcome: Outcome, folds: Folds, seed: int) -> tuple[Ints, Floats, Floats, int]:
    """Rows held out with a known answer, what the model told of them, what the rate did, and folds left out."""
    known, left_out = followups.known(outcome), 0
    parts: list[tuple[Ints, Floats, Floats]] = []
    for learn, hold in folds:
        learn, hold = np.intersect1d(learn, known), np.intersect1d(hold, known)
        if not _enough(_answers(followups, outcome, learn)):
            left_out += 1
            continue
        model = _learned(followups, outcome, learn, seed)
        rate = ProgrammeRate().fit(followups.programme[learn, None], _answers(followups, outcome, learn))
        if len(hold):
            told = model.predict_proba(followups.features[hold])[:, 1]
            parts.append((hold, told, rate.predict_proba(followups.programme[hold, None])[:, 1]))
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0), left_out
    rows, told, plain = (np.concatenate(part) for part in zip(*parts, strict=True))
    return rows, told, plain, left_out


def _learned(followups: Followups, outcome: Outcome, rows: Ints, seed: int) -> OutcomeModel:
    model = OutcomeModel(names=followups.names, seed=seed)
    return model.fit(followups.features[rows], _answers(followups, outcome, rows), followups.round_[rows])


def _answers(followups: Followups, outcome: Outcome, rows: Ints) -> Floats:
    return followups.answers[outcome][rows] if len(rows) else np.zeros(0)


def _enough(y: Floats) -> bool:
    return min(int(y.sum()), len(y) - int(y.sum())) >= LEAST_ANSWERS


def _mean(values: Floats, rounds: Ints, seed: int) -> Interval:
    return ratio(values, np.ones(len(values)), rounds, seed)


def _verdict(later: Measured | None) -> Verdict:
    if later is None:
        return Verdict.TOO_FEW
    return Verdict.ACCEPTED if later.skill.low > 0 else Verdict.REJECTED

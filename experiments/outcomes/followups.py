"""What became of placements, as arrays: an answer is yes, no, or not known yet, and the last is never a no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.errors import AbbinaError
from data.language import marked, say
from experiments.lists import Floats, Ints, Mask
from experiments.outcomes.guard import only_grades


class Outcome(StrEnum):
    """What can become of an internship, answered by yes or no (domain reference 6.3)."""

    COMPLETION = "completion"
    HIRE_EXIT = "hire_exit"
    HIRE_6M = "hire_6m"
    HIRE_12M = "hire_12m"

    @property
    def label(self) -> str:
        """What people read, in the language spoken now."""
        return say(LABELS[self])


LABELS: Mapping[Outcome, str] = {
    Outcome.COMPLETION: marked("tirocinio portato a termine"),
    Outcome.HIRE_EXIT: marked("assunzione alla fine del tirocinio"),
    Outcome.HIRE_6M: marked("lavoro a 6 mesi dalla fine"),
    Outcome.HIRE_12M: marked("lavoro a 12 mesi dalla fine"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Followups:
    """Placements and what became of them; n rows, F columns.

    Parameters
    ----------
    names : the columns of `features`: codes of criteria, and those codes with `:unknown`
    features : float64 (n, F) in [0, 1], as the pair was judged on the day of the decision
    answers : outcome -> float64 (n,), 1 yes, 0 no, NaN not known yet
    contract_months : float64 (n,) above 0, length of the contract that followed; NaN where none did or nobody knows
    censored : bool (n,), the contract has no end or still runs: its months are only the least that it lasts
    programme, office, round_ : int64 (n,), which of each
    day : int64 (n,), proleptic ordinal of the decision

    Raises
    ------
    AbbinaError
        `bad_study`: a column that may not enter, arrays of different lengths, a value out of its range.
    """

    names: tuple[str, ...]
    features: Floats
    answers: Mapping[Outcome, Floats]
    contract_months: Floats
    censored: Mask
    programme: Ints
    office: Ints
    round_: Ints
    day: Ints

    def __post_init__(self) -> None:
        only_grades(self.names)
        n = len(self.features)
        _demand(self.features.shape == (n, len(self.names)), say("a ogni nome serve una colonna, e una sola"))
        rows = (self.contract_months, self.censored, self.programme, self.office, self.round_, self.day)
        _demand(all(len(row) == n for row in (*rows, *self.answers.values())), say("serve una riga per ogni tirocinio"))
        _demand(
            bool(((self.features >= 0) & (self.features <= 1)).all()), say("ogni voto deve essere un numero da 0 a 1")
        )
        for answers in self.answers.values():
            fits = bool((np.isnan(answers) | (answers == 0) | (answers == 1)).all())
            _demand(fits, say("un esito è 1, 0, o non ancora noto"))
        months = self.contract_months[~np.isnan(self.contract_months)]
        _demand(bool(((months > 0) & np.isfinite(months)).all()), say("un contratto dura più di zero mesi"))

    def __len__(self) -> int:
        return len(self.features)

    def known(self, outcome: Outcome) -> Ints:
        """Rows whose answer is known, in order."""
        if outcome not in self.answers:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(~np.isnan(self.answers[outcome])).astype(np.int64)

    def whole_contracts(self) -> Ints:
        """Rows whose contract has ended, so that its length is known, in order."""
        return np.flatnonzero(~np.isnan(self.contract_months) & ~self.censored).astype(np.int64)


def _demand(fits: bool, why: str) -> None:
    if not fits:
        raise AbbinaError("bad_study", why=why)

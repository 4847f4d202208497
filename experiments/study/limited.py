"""The limits of the programme over a round, so that a study disturbs the proposal that people would see."""

from __future__ import annotations

from experiments.material import Round
from matching.limit import Facts
from matching.limits import held_by
from matching.rows import Row


def rows_of(one: Round) -> list[Row]:
    """Limits of the whole assignment, over the pairs of the round's card."""
    return [held.row for held in held_by(Facts.of(one.records, one.card))]

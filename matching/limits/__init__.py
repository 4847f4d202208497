"""The limits of the whole assignment, in the order in which a jurist reads them.

To add one: a file, and its name here."""

from __future__ import annotations

import re

from data.bundle import Records
from matching.limit import Facts, Held, Limit
from matching.limits.budget import BUDGET
from matching.limits.company_tutor import TUTOR
from matching.limits.funded import FUNDED
from matching.limits.intensity import POINTS
from matching.limits.promoter_tutor import PROMOTER
from matching.limits.target_groups import GROUPS
from matching.limits.trainee_cap import CAP
from matching.rows import Row
from scoring.scorecard import ScoreCard

LIMITS: tuple[Limit, ...] = (CAP, TUTOR, POINTS, PROMOTER, FUNDED, BUDGET, GROUPS)
# Names of parameters in the text of a provision.
KEY = re.compile(r"\b[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\b")
BY_CODE = {limit.code: limit for limit in LIMITS}


def rows_of(records: Records, card: ScoreCard) -> list[Row]:
    """The rows of every limit over the pairs of a score card, for who solves and tells nobody which limit is which."""
    return [held.row for held in held_by(Facts.of(records, card))]


def held_by(facts: Facts) -> tuple[Held, ...]:
    """Every row of every limit, in the order of the limits."""
    return tuple(held for limit in LIMITS for held in limit.rows(facts))

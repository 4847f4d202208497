"""What an invented office is like: its rounds, how consistent its choices are, what truly makes a placement last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

# What the people who decide in the invented offices truly look at. No study may read this but to compare.
TRUE_SHARES: Mapping[str, float] = MappingProxyType(
    {
        "interest": 0.16,
        "skills_and_learning": 0.18,
        "functional_fit": 0.14,
        "time_fit": 0.10,
        "travel_ease": 0.20,
        "tutor_fit": 0.08,
        "goal_fit": 0.06,
        "continuity": 0.05,
        "host_quality": 0.03,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSpec:
    """How offices are invented.

    Parameters
    ----------
    programme : code of a shipped programme, from which people and openings are invented
    offices, rounds : how many offices, and how many calls of each
    candidates, openings : of one round of one office
    first_day, days_between : when the first round was, and after how many days the next one
    listed : longest list shown
    near : scores so near to the best one count as equally good: among them the proposal is drawn by lot
    scale : how consistent choices are; utility is `scale` x score under the true weights + Gumbel noise
    position : utility lost with each place further down the list
    nobody : score at which a person would as well be left without a place
    effect : how strongly the true score moves the log-odds that a placement is completed; 0 is a placebo world
    shares : the true weights
    seed : same seed, same offices
    """

    programme: str = "prisma-2019"
    offices: int = 3
    rounds: int = 12
    candidates: int = 60
    openings: int = 50
    first_day: date = date(2024, 1, 8)
    days_between: int = 61
    listed: int = 8
    near: float = 0.03
    scale: float = 20.0
    position: float = 0.3
    nobody: float = 0.45
    effect: float = 6.0
    shares: Mapping[str, float] = field(default_factory=lambda: dict(TRUE_SHARES))
    seed: int = 0

    def day(self, round_: int) -> date:
        """The day of a round, counted from 0."""
        return self.first_day + timedelta(days=self.days_between * round_)


# Shares of the placements whose outcome somebody asked about, by how long after the end it is asked.
KNOWN = MappingProxyType({"exit": 0.95, "6m": 0.85, "12m": 0.7})
# Log-odds of completing for a placement of middling score, and how much hosts and chance differ beside the score.
BASE_LOG_ODDS, HOST_SPREAD, OWN_SPREAD = 0.6, 0.4, 0.5
# Of the completed: hired at exit; still or newly at work later (domain.md 1.3: 24 hires of 97 internships).
HIRED_OF_COMPLETED, STAYS_6M, FINDS_6M, STAYS_12M, FINDS_12M = 0.33, 0.8, 0.06, 0.85, 0.05
PERMANENT = 0.17
# Log of months of a contract with an end: median 6 months.
CONTRACT_LOG_MEAN, CONTRACT_LOG_SPREAD = 1.79, 0.6
# A reason that the score knows nothing of.
OTHER_REASON = 0.25

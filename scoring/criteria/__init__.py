"""All criteria, in the order in which people read them."""

from __future__ import annotations

from scoring.criteria import functional_fit, host_quality, interest, skills_and_learning, time_fit, travel_ease
from scoring.criterion import Criterion

CRITERIA: tuple[Criterion, ...] = (
    interest.CRITERION,
    skills_and_learning.CRITERION,
    functional_fit.CRITERION,
    time_fit.CRITERION,
    travel_ease.CRITERION,
    host_quality.CRITERION,
)

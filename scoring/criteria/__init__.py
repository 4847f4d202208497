"""All criteria, in the order in which people read them; a weight set says which of them count."""

from __future__ import annotations

from scoring.criteria import (
    continuity,
    functional_fit,
    goal_fit,
    host_quality,
    interest,
    skills_and_learning,
    time_fit,
    travel_ease,
    tutor_fit,
)
from scoring.criterion import Criterion

CRITERIA: tuple[Criterion, ...] = (
    interest.CRITERION,
    skills_and_learning.CRITERION,
    functional_fit.CRITERION,
    time_fit.CRITERION,
    travel_ease.CRITERION,
    tutor_fit.CRITERION,
    goal_fit.CRITERION,
    continuity.CRITERION,
    host_quality.CRITERION,
)

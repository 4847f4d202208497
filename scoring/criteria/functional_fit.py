"""functional_fit: how far the tasks keep to what the person can do, accommodations counted (domain reference 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from data.catalogues import catalogue
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Settings


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """One less the weighted share of demands above capacity; NaN where no demanded item was assessed."""
    openings, capacities = pairs.openings, pairs.candidates.capacities
    gap = np.zeros(len(pairs))
    weight = np.zeros(len(pairs))
    assessed = np.zeros(len(pairs), dtype=np.bool_)
    # Items that nobody was assessed on, or that no task asks, cannot tell pairs apart.
    for item in np.flatnonzero((capacities >= 0).any(axis=0) & (openings.demand > 0).any(axis=0)):
        demand = openings.demand[pairs.j, item].astype(np.float64)
        capacity = capacities[pairs.i, item].astype(np.float64)
        left = np.maximum(demand - openings.accommodation[pairs.j, item], 0.0)
        share = np.where(openings.demand_essential[pairs.j, item], settings["essential_weight"], 1.0) * demand
        share = np.where(capacity >= 0, share, 0.0)
        gap += share * np.maximum(left - capacity, 0.0) / np.maximum(demand, 1.0)
        weight += share
        assessed |= share > 0
    return np.where(assessed, 1.0 - gap / np.where(weight > 0, weight, 1.0), np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """The tasks that ask more than the person can give today, in words of the task."""
    i, j, openings = pairs.i[k], pairs.j[k], pairs.openings
    demand, capacity = openings.demand[j], pairs.candidates.capacities[i]
    asked = (demand > 0) & (capacity >= 0)
    if not asked.any():
        return {"say": "missing" if openings.demand_known[j] else "not_described"}
    labels = [item.label_it for item in catalogue().items.values()]
    short = asked & (demand - openings.accommodation[j] > capacity)
    adapted = asked & (openings.accommodation[j] > 0)
    if short.any():
        return {"say": "short", "items": ", ".join(labels[item] for item in np.flatnonzero(short))}
    if adapted.any():
        return {"say": "adapted", "items": ", ".join(labels[item] for item in np.flatnonzero(adapted))}
    return {"say": "fits"}


CRITERION = Criterion(
    code="functional_fit",
    label="Compiti",
    question="I compiti stanno dentro ciò che la persona può fare, con gli accomodamenti previsti?",
    settings={"essential_weight": "how many other demands an essential one counts for"},
    grades=grades,
    facts=facts,
    sentences={
        "fits": "i compiti stanno dentro il profilo funzionale",
        "adapted": "compatibile con gli accomodamenti già previsti: {items}",
        "short": "da sostenere o alleggerire: {items}",
        "missing": "profilo funzionale non rilevato per questi compiti",
        "not_described": "compiti non ancora descritti dall'azienda",
    },
)

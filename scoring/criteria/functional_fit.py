"""functional_fit: how far the tasks keep to what the person can do, accommodations counted (domain reference 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from data.catalogues import catalogue
from data.language import marked, say, say_n
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Weighted mean over the demands of the share that is met; NaN where no demanded item was assessed."""
    people, row = pairs.by_candidate
    profiled = np.asarray((pairs.candidates.capacities[people] >= 0).any(axis=1), dtype=np.bool_)[row]
    grade = np.full(len(pairs), np.nan)
    # Most people have no profile: only the others are worth the walk over the items.
    grade[profiled] = _fit(Pairs(pairs.cohort, pairs.i[profiled], pairs.j[profiled]), settings)
    return grade


def _fit(pairs: Pairs, settings: Settings) -> Grades:
    openings, capacities = pairs.openings, pairs.candidates.capacities
    total = np.zeros(len(pairs))
    weight = np.zeros(len(pairs))
    assessed = np.zeros(len(pairs), dtype=np.bool_)
    work = pairs.cohort.work
    place, agreed = work.lightened(pairs.i, pairs.j, pairs.first_day, pairs.last_day)
    # What no opening of these pairs demands adds nothing: of a few pairs only what theirs demand is walked over.
    asking = openings.demand[pairs.j] if len(pairs) < len(openings.demand) else openings.demand
    for item in np.flatnonzero((asking > 0).any(axis=0)):
        demand = openings.demand[:, item].astype(np.float64)
        left = (demand - openings.accommodation[:, item])[pairs.j]
        np.subtract.at(left, place, work.agreements.uplift[agreed, item])
        share = (np.where(openings.demand_essential[:, item], settings["essential_weight"], 1.0) * demand)[pairs.j]
        capacity = capacities[pairs.i, item]
        # What support could still make possible counts only as far as the weight set says.
        more = np.maximum(work.potential[pairs.i, item] - capacity, 0) * settings["potential_credit"]
        lacking = np.maximum(np.maximum(left, 0.0) - (capacity + more), 0.0) / np.maximum(demand, 1.0)[pairs.j]
        total += share * np.where(capacity >= 0, 1.0 - lacking, settings["not_assessed"])
        weight += share
        assessed |= (capacity >= 0) & (share > 0)
    return np.where(assessed, total / np.where(weight > 0, weight, 1.0), np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """The tasks that ask more than the person can give today, in words of the task."""
    i, j, openings = pairs.i[k], pairs.j[k], pairs.openings
    demand, capacity = openings.demand[j], pairs.candidates.capacities[i]
    asked = (demand > 0) & (capacity >= 0)
    if not asked.any():
        return {"say": "missing" if openings.demand_known[j] else "not_described"}
    labels = [item.label for item in catalogue().items.values()]
    unseen = int(((demand > 0) & (capacity < 0)).sum())
    rest = (
        say_n("; non rilevata {n} voce dei compiti", "; non rilevate {n} voci dei compiti", n=unseen) if unseen else ""
    )
    one = slice(k, k + 1)
    work = pairs.cohort.work
    _, rows = work.lightened(pairs.i[one], pairs.j[one], pairs.first_day[one], pairs.last_day[one])
    agreed = work.agreements.uplift[rows].sum(axis=0)
    eased = openings.accommodation[j] + agreed
    short = asked & (demand - eased > capacity)
    adapted = asked & (eased > 0)
    if short.any():
        left, potential = demand - eased, work.potential[i]
        told = [
            _with_support(labels[item], int(left[item]), int(capacity[item]), int(potential[item]))
            for item in np.flatnonzero(short)
        ]
        return {"say": "short", "items": ", ".join(told), "rest": rest}
    if adapted.any():
        return {"say": "adapted", "items": ", ".join(labels[item] for item in np.flatnonzero(adapted)), "rest": rest}
    return {"say": "fits", "rest": rest}


def _with_support(label: str, left: int, today: int, potential: int) -> str:
    """The item, and whether support could take the person there: never a grade, which a company must not read."""
    if potential <= today:
        return label
    reached, nearer = marked("{item} (con sostegno può arrivarci)"), marked("{item} (con sostegno può avvicinarsi)")
    return say(reached if potential >= left else nearer, item=label)


CRITERION = Criterion(
    code="functional_fit",
    label=marked("Compiti"),
    question=marked("I compiti stanno dentro ciò che la persona può fare, con gli accomodamenti previsti?"),
    settings={
        "essential_weight": Setting("how many other demands an essential one counts for", 1, 10),
        "not_assessed": Setting("grade of a single demand for which the person was not assessed", 0, 1),
        "potential_credit": Setting(
            "share of what support could still make possible that already counts", 0, 1, older=0
        ),
    },
    grades=grades,
    facts=facts,
    sentences={
        "fits": marked("i compiti stanno dentro il profilo funzionale{rest}"),
        "adapted": marked("compatibile con gli accomodamenti già previsti: {items}{rest}"),
        "short": marked("da sostenere o alleggerire: {items}{rest}"),
        "missing": marked("profilo funzionale non rilevato per questi compiti"),
        "not_described": marked("compiti non ancora descritti dall'azienda"),
    },
    unknown=frozenset({"missing", "not_described"}),
)

"""skills_and_learning: what the person can do of what is asked, and what can be learned there with the tutor.

Each competence asked counts once if welcome and more if essential. A level held is the level counted; what lacks is
credited in part where the tutor's hours make it learnable. A competence never assessed is neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalogues import catalogue
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings

# Competences that a sentence names.
NAMED = 3


def learnable_levels(tutor_h_week: NDArray[np.float32], settings: Settings) -> NDArray[np.float64]:
    """Levels that can be gained with the tutor, shape of the hours: 0, 1 or 2; 0 where the hours are unknown."""
    hours = np.nan_to_num(tutor_h_week, nan=0.0)
    return (hours >= settings["one_level_tutor_h"]).astype(np.float64) + (hours >= settings["two_levels_tutor_h"])


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Weighted mean over the competences asked; NaN where none is asked or none was assessed."""
    openings, held = pairs.openings, pairs.candidates.competences
    total = np.zeros(len(pairs))
    weight = np.zeros(len(pairs))
    assessed = np.zeros(len(pairs), dtype=np.bool_)
    learnable = learnable_levels(openings.tutor_h_week, settings)[pairs.j]
    for r in range(openings.requirement.shape[1]):
        key = openings.requirement[pairs.j, r]
        asked = key >= 0
        need = np.maximum(openings.required_level[pairs.j, r].astype(np.float64), 1.0)
        level = held[pairs.i, key].astype(np.float64)
        known = level >= 0
        own = np.minimum(level, need)
        learned = np.minimum(learnable, need - own) * settings["learning_credit"]
        grade = np.where(known, (own + learned) / need, settings["not_assessed"])
        share = np.where(openings.required_essential[pairs.j, r], settings["essential_weight"], 1.0) * asked
        total += grade * share
        weight += share
        assessed |= known & asked
    return np.where(assessed, total / np.where(weight > 0, weight, 1.0), np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """Which competences are there, which can be learned, which lack, which nobody assessed."""
    i, j, openings = pairs.i[k], pairs.j[k], pairs.openings
    labels = [competence.label_it for competence in catalogue().competences.values()]
    learnable = float(learnable_levels(openings.tutor_h_week[j : j + 1], settings)[0])
    groups: dict[str, list[str]] = {"has": [], "learns": [], "lacks": [], "unknown": []}
    for key, need in zip(openings.requirement[j], openings.required_level[j], strict=True):
        if key < 0:
            continue
        level = int(pairs.candidates.competences[i, key])
        if level < 0:
            group = "unknown"
        elif level >= need:
            group = "has"
        else:
            group = "learns" if need - level <= learnable else "lacks"
        groups[group].append(labels[key])
    asked = sum(len(names) for names in groups.values())
    if not asked:
        return {"say": "nothing_asked", **groups}
    if len(groups["unknown"]) == asked:
        return {"say": "missing", **groups}
    said = [f"{len(groups['has'])} su {asked} richieste"]
    said += [f"si impara con il tutor: {_few(groups['learns'])}"] if groups["learns"] else []
    said += [f"manca: {_few(groups['lacks'])}"] if groups["lacks"] else []
    said += ["ore di tutor non indicate"] if groups["lacks"] and np.isnan(openings.tutor_h_week[j]) else []
    said += [f"non valutate: {_few(groups['unknown'])}"] if groups["unknown"] else []
    return {"say": "known", "text": "; ".join(said), "unknown_share": len(groups["unknown"]) / asked, **groups}


def _few(names: Sequence[str]) -> str:
    """The first names of a list, the others counted: all of them stand in the facts."""
    others = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" e altre {others}" if others > 1 else "") if others != 1 else ", ".join(names)


CRITERION = Criterion(
    code="skills_and_learning",
    label="Competenze",
    question="Che cosa sa già fare di ciò che serve, e che cosa può imparare lì?",
    settings={
        "essential_weight": Setting("how many welcome competences an essential one counts for", 1, 10),
        "not_assessed": Setting("grade of a single competence that nobody assessed", 0, 1),
        "learning_credit": Setting("share of a learnable level that counts as held", 0, 1),
        "one_level_tutor_h": Setting("tutor hours a week from which one level can be learned", 0.25, 168),
        "two_levels_tutor_h": Setting("tutor hours a week from which two levels can be learned", 0.25, 168),
    },
    grades=grades,
    facts=facts,
    sentences={
        "known": "{text}",
        "missing": "competenze richieste non ancora valutate",
        "nothing_asked": "l'azienda non ha indicato competenze",
    },
    unknown=frozenset({"missing", "nothing_asked"}),
)

"""The words of skills_and_learning: what is there or near, what can be learned, what lacks, what nobody assessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from data.catalogues import catalogue
from data.codes import Cefr, LanguageSkill
from data.language import say, say_n
from data.pairs import Pairs
from scoring.criterion import Settings
from scoring.learning import learnable_levels

# Competences that a sentence names.
NAMED = 3


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """Which competences are there, which can be learned, which lack, which nobody assessed; what is near to them."""
    i, j, openings = pairs.i[k], pairs.j[k], pairs.openings
    learnable = float(learnable_levels(openings.tutor_h_week[j : j + 1], settings)[0])
    groups: dict[str, list[str]] = {"has": [], "learns": [], "lacks": [], "unknown": [], "near": []}
    for key, need in zip(openings.requirement[j].tolist(), openings.required_level[j].tolist(), strict=True):
        if key < 0:
            continue
        level = int(pairs.candidates.competences[i, key])
        groups[_group(level, need, learnable)].append(_label(pairs, key))
        near = _nearest(pairs, int(i), key, need) if settings["neighbour_credit"] > 0 and level < need else None
        if near is not None:
            groups["near"].append(say("{held} per {asked}", held=_label(pairs, near), asked=_label(pairs, key)))
    unknown = float(len(groups["unknown"]))
    asked = sum(len(names) for names in groups.values()) - len(groups["near"])
    items = asked
    if settings["italian_weight"] > 0 and openings.italian[j].any():
        told = _italian(pairs, settings, k)
        items += 1
        unknown += len(told["unknown"]) / sum(len(names) for names in told.values())
        for group, names in told.items():
            groups[group] += names
            asked += len(names)
    if not asked:
        return {"say": "nothing_asked", **groups}
    if len(groups["unknown"]) == asked and not groups["near"]:
        return {"say": "missing", **groups}
    text = _text(groups, asked, bool(np.isnan(openings.tutor_h_week[j])))
    return {"say": "known", "text": text, "unknown_share": unknown / items, **groups}


def _group(level: int, need: int, learnable: float) -> str:
    if level < 0:
        return "unknown"
    if level >= need:
        return "has"
    return "learns" if need - level <= learnable else "lacks"


def _label(pairs: Pairs, key: int) -> str:
    return catalogue().competence(pairs.cohort.competences[key]).label


def _nearest(pairs: Pairs, i: int, key: int, need: int) -> int | None:
    """The neighbour that counts for a competence: the one of the highest closeness x share of the level."""
    cohort, found, best = pairs.cohort, None, 0.0
    for near, closeness in zip(cohort.near[key].tolist(), cohort.closeness[key].tolist(), strict=True):
        level = int(cohort.candidates.competences[i, near]) if near >= 0 else 0
        credit = min(max(level, 0), need) / need * closeness
        if credit > best:
            found, best = near, credit
    return found


def _italian(pairs: Pairs, settings: Settings, k: int) -> dict[str, list[str]]:
    """The skills of Italian that the task needs, each in its group."""
    i, j = pairs.i[k], pairs.j[k]
    hours = pairs.openings.tutor_h_week[j : j + 1]
    learnable = min(float(learnable_levels(hours, settings)[0]), settings["italian_levels"])
    groups: dict[str, list[str]] = {"has": [], "learns": [], "lacks": [], "unknown": []}
    for s, skill in enumerate(LanguageSkill):
        need = int(pairs.openings.italian[j, s])
        if need > 0:
            name = say("italiano {level} ({skill})", level=list(Cefr)[need].label, skill=skill.label)
            groups[_group(int(pairs.candidates.italian[i, s]), need, learnable)].append(name)
    return groups


def _text(groups: Mapping[str, Sequence[str]], asked: int, hours_unknown: bool) -> str:
    near, learns, lacks, unknown = (groups[name] for name in ("near", "learns", "lacks", "unknown"))
    said = [say("{has} su {asked} richieste", has=len(groups["has"]), asked=asked)]
    if near:
        told = say_n("sa fare una cosa vicina: {names}", "sa fare cose vicine: {names}", n=len(near), names=_few(near))
        said.append(told)
    said += [say("si impara con il tutor: {names}", names=_few(learns))] if learns else []
    said += [say("manca: {names}", names=_few(lacks))] if lacks else []
    said += [say("ore di tutor non indicate")] if lacks and hours_unknown else []
    said += [say("non valutate: {names}", names=_few(unknown))] if unknown else []
    return "; ".join(said)


def _few(names: Sequence[str]) -> str:
    """The first names of a list, the others counted: all of them stand in the facts."""
    others = len(names) - NAMED
    if others <= 1:
        return ", ".join(names)
    return say("{names} e altre {others}", names=", ".join(names[:NAMED]), others=others)

"""interest: how near the work is to what the person wishes to do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalogues import catalogue
from data.cohort import UNKNOWN
from data.language import marked
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings

# Wishes are written 0 (no) to 3 (very much).
HIGHEST = 3.0


@cache
def _groups(roles: tuple[str, ...]) -> NDArray[np.int64]:
    """The ISCO sub-major group of each role."""
    return np.array([int(catalogue().role(role).isco[:2]) for role in roles], dtype=np.int64)


def _related(wishes: NDArray[np.int8], role: int, roles: tuple[str, ...]) -> NDArray[np.int8]:
    """The wishes for roles of the same ISCO group, shape of the wishes; -1 elsewhere."""
    groups = _groups(roles)
    return np.where(groups == groups[role], wishes, UNKNOWN).astype(np.int8)


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Wish for this role, or a share of the wish for a role of the same ISCO group; NaN where nobody asked."""
    people, row = pairs.by_candidate
    wishes = pairs.candidates.interests[people]
    table = np.full(wishes.shape, settings["unrelated"], dtype=np.float64)
    for role in np.unique(pairs.openings.role[pairs.by_opening[0]]).tolist():
        related = _related(wishes, role, pairs.cohort.roles).max(axis=1, initial=UNKNOWN)
        table[:, role] = np.where(related > 0, related / HIGHEST * settings["related"], table[:, role])
        table[:, role] = np.where(wishes[:, role] >= 0, wishes[:, role] / HIGHEST, table[:, role])
    table[(wishes < 0).all(axis=1)] = settings["no_preference"]
    known = pairs.candidates.interests_known[pairs.i]
    return np.where(known, table[row, pairs.openings.role[pairs.j]], np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """The wish behind the grade."""
    i, role = pairs.i[k], int(pairs.openings.role[pairs.j[k]])
    wishes = pairs.candidates.interests[i]
    roles = pairs.cohort.roles
    if not pairs.candidates.interests_known[i]:
        return {"say": "missing"}
    if (wishes < 0).all():
        return {"say": "no_preference"}
    if wishes[role] >= 0:
        level = int(wishes[role])
        return {
            "say": ("no", "little", "well", "much")[level],
            "role": catalogue().role(roles[role]).label,
            "level": level,
        }
    related = _related(wishes, role, roles)
    if related.max() > 0:
        nearest = catalogue().role(roles[int(related.argmax())])
        return {"say": "related", "role": nearest.label, "level": int(related.max())}
    return {"say": "unrelated", "role": catalogue().role(roles[role]).label, "level": 0}


CRITERION = Criterion(
    code="interest",
    label=marked("Desideri"),
    question=marked("Quanto il lavoro è vicino a ciò che la persona desidera fare?"),
    settings={
        "no_preference": Setting("grade of any role for a person who was asked and prefers none", 0, 1),
        "related": Setting("share of a wish that counts for a role of the same ISCO sub-major group", 0, 1),
        "unrelated": Setting("grade of a role that was not named although wishes were asked", 0, 1),
    },
    grades=grades,
    facts=facts,
    sentences={
        "much": marked("desidera molto questo lavoro"),
        "well": marked("desidera questo lavoro"),
        "little": marked("questo lavoro le interessa un po'"),
        "no": marked("questo lavoro le interessa poco"),
        "related": marked("desidera un lavoro simile: {role}"),
        "unrelated": marked("non ha nominato questo lavoro tra i desideri"),
        "no_preference": marked("non ha preferenze"),
        "missing": marked("desideri non ancora chiesti"),
    },
)

"""interest: how near the work is to what the person wishes to do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalogues import catalogue
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings

# Wishes are written 0 (no) to 3 (very much).
HIGHEST = 3.0


@cache
def _nearness() -> NDArray[np.int8]:
    """How near two roles are, shape (roles, roles): 2 same role, 1 same ISCO sub-major group, 0 far."""
    roles = list(catalogue().roles.values())
    groups = np.array([int(role.isco[:2]) for role in roles])
    near: NDArray[np.int8] = (groups[:, None] == groups[None, :]).astype(np.int8)
    np.fill_diagonal(near, 2)
    return near


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Wish for this role, or a share of the wish for a role of the same ISCO group; NaN where nobody asked."""
    people, row = np.unique(pairs.i, return_inverse=True)
    wishes = pairs.candidates.interests[people]
    table = np.full(wishes.shape, settings["unrelated"], dtype=np.float64)
    for role in range(wishes.shape[1]):
        related = np.where(_nearness()[role] == 1, wishes, -1).max(axis=1, initial=-1)
        table[:, role] = np.where(related > 0, related / HIGHEST * settings["related"], table[:, role])
        table[:, role] = np.where(wishes[:, role] >= 0, wishes[:, role] / HIGHEST, table[:, role])
    table[(wishes < 0).all(axis=1)] = settings["no_preference"]
    known = pairs.candidates.interests_known[pairs.i]
    return np.where(known, table[row, pairs.openings.role[pairs.j]], np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """The wish behind the grade."""
    i, role = pairs.i[k], int(pairs.openings.role[pairs.j[k]])
    wishes = pairs.candidates.interests[i]
    roles = list(catalogue().roles.values())
    if not pairs.candidates.interests_known[i]:
        return {"say": "missing"}
    if (wishes < 0).all():
        return {"say": "no_preference"}
    if wishes[role] >= 0:
        level = int(wishes[role])
        return {"say": ("no", "little", "well", "much")[level], "role": roles[role].label_it, "level": level}
    related = np.where(_nearness()[role] == 1, wishes, -1)
    if related.max() > 0:
        return {"say": "related", "role": roles[int(related.argmax())].label_it, "level": int(related.max())}
    return {"say": "unrelated", "role": roles[role].label_it, "level": 0}


CRITERION = Criterion(
    code="interest",
    label="Desideri",
    question="Quanto il lavoro è vicino a ciò che la persona desidera fare?",
    settings={
        "no_preference": Setting("grade of any role for a person who was asked and prefers none", 0, 1),
        "related": Setting("share of a wish that counts for a role of the same ISCO sub-major group", 0, 1),
        "unrelated": Setting("grade of a role that was not named although wishes were asked", 0, 1),
    },
    grades=grades,
    facts=facts,
    sentences={
        "much": "desidera molto questo lavoro",
        "well": "desidera questo lavoro",
        "little": "questo lavoro le interessa un po'",
        "no": "questo lavoro le interessa poco",
        "related": "desidera un lavoro simile: {role}",
        "unrelated": "non ha nominato questo lavoro tra i desideri",
        "no_preference": "non ha preferenze",
        "missing": "desideri non ancora chiesti",
    },
)

"""skills_and_learning: what the person can do of what is asked, and what can be learned there with the tutor.

Each competence asked counts once if welcome and more if essential. A level held is the level counted; what lacks is
credited in part where the tutor's hours make it learnable, or where the person can do something near to it. What nobody
assessed is neither yes nor no. Italian counts as one more competence, only where the task needs it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.cohort import UNKNOWN
from data.language import marked
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings
from scoring.learning import learnable_levels, nearness, reached
from scoring.skills_said import facts

# Levels of a competence, and levels of it that can be learned at one place.
HIGHEST = 5
MOST_LEARNED = 2


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Weighted mean over what is asked; NaN where nothing is asked or nothing is known of it."""
    openings = pairs.openings
    row = pairs.by_candidate[1]
    offers, column = pairs.by_opening
    kind, table, known = _table(pairs, settings)
    essential = openings.required_essential[offers]
    share = np.where(essential, settings["essential_weight"], 1.0) * (openings.requirement[offers] >= 0)
    total = np.zeros(len(pairs))
    weight = np.zeros(len(pairs))
    assessed = np.zeros(len(pairs), dtype=np.bool_)
    for r in range(kind.shape[1]):
        cell = row * table.shape[1] + kind[column, r]
        counted = share[column, r]
        total += table.ravel()[cell] * counted
        weight += counted
        assessed |= known.ravel()[cell]
    if settings["italian_weight"] > 0:
        _add_italian(pairs, settings, total, weight, assessed)
    return np.where(assessed, total / np.where(weight > 0, weight, 1.0), np.nan)


def _table(pairs: Pairs, settings: Settings) -> tuple[NDArray[np.int64], Grades, NDArray[np.bool_]]:
    """The grade of each person for each kind of thing asked: so many pairs share a kind that this is far less work.

    Returns
    -------
    kind : int64 (openings, r), kind of each requirement of the openings that occur
    grade : float64 (people, kinds), of the people who occur
    known : bool (people, kinds), whether anything is known about it; never where nothing is asked
    """
    openings, people = pairs.openings, pairs.by_candidate[0]
    offers = pairs.by_opening[0]
    key = openings.requirement[offers].astype(np.int64)
    learnable = learnable_levels(openings.tutor_h_week[offers], settings).astype(np.int64)
    # One whole number a kind: the competence, the level asked, and the levels that can be learned there.
    asked = ((key + 1) * (HIGHEST + 1) + openings.required_level[offers]) * (MOST_LEARNED + 1) + learnable[:, None]
    kinds, kind = np.unique(asked, return_inverse=True)
    rest, learns = np.divmod(kinds, MOST_LEARNED + 1)
    keys, need = rest // (HIGHEST + 1) - 1, np.maximum(rest % (HIGHEST + 1), 1)
    level = pairs.candidates.competences[people[:, None], keys]
    grade = reached(level, need, learns, settings)
    known = level >= 0
    if settings["neighbour_credit"] > 0:
        near = nearness(pairs.cohort, people, keys, need)
        grade += (1.0 - grade) * near * settings["neighbour_credit"]
        known |= near > 0
    return kind.reshape(key.shape), grade, known & (keys != UNKNOWN)


def _add_italian(pairs: Pairs, settings: Settings, total: Grades, weight: Grades, assessed: NDArray[np.bool_]) -> None:
    """Add the mean over the skills of Italian that the task needs, where it needs any."""
    needed = pairs.openings.italian
    asking: NDArray[np.bool_] = np.asarray((needed > 0).any(axis=1), dtype=np.bool_)
    some = np.flatnonzero(asking[pairs.j])
    need = needed[pairs.j[some]]
    level = pairs.candidates.italian[pairs.i[some]]
    learnable = np.minimum(learnable_levels(pairs.openings.tutor_h_week, settings), settings["italian_levels"])
    grade = reached(level, np.maximum(need, 1), learnable[pairs.j[some], None], settings)
    asked = need > 0
    mean = np.where(asked, grade, 0.0).sum(axis=1) / np.maximum(asked.sum(axis=1), 1)
    total[some] += mean * settings["italian_weight"]
    weight[some] += settings["italian_weight"]
    assessed[some] |= (asked & (level >= 0)).any(axis=1)


CRITERION = Criterion(
    code="skills_and_learning",
    label=marked("Competenze"),
    question=marked("Che cosa sa già fare di ciò che serve, e che cosa può imparare lì?"),
    settings={
        "essential_weight": Setting("how many welcome competences an essential one counts for", 1, 10),
        "not_assessed": Setting("grade of a single competence that nobody assessed", 0, 1),
        "learning_credit": Setting("share of a learnable level that counts as held", 0, 1),
        "one_level_tutor_h": Setting("tutor hours a week from which one level can be learned", 0.25, 168),
        "two_levels_tutor_h": Setting("tutor hours a week from which two levels can be learned", 0.25, 168),
        "neighbour_credit": Setting(
            "share of what lacks that holding the very nearest competence makes up for", 0, 1, 0
        ),
        "italian_weight": Setting("how many welcome competences the Italian that is needed counts for", 0, 10, 0),
        "italian_levels": Setting("levels of Italian at most that count as learnable there", 0, 2, 0),
    },
    grades=grades,
    facts=facts,
    sentences={
        "known": "{text}",
        "missing": marked("competenze richieste non ancora valutate"),
        "nothing_asked": marked("l'azienda non ha indicato competenze"),
    },
    unknown=frozenset({"missing", "nothing_asked"}),
)

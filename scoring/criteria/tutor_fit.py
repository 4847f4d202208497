"""tutor_fit: the hours that the company's tutor offers against those that the person needs to learn a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.codes import Tutoring
from data.language import marked, number
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings


def needed_h_week(tutor_need: NDArray[np.int8], settings: Settings) -> NDArray[np.float64]:
    """Tutor hours a week that each need asks for, shape of the needs; NaN where nobody assessed it."""
    hours = np.array([*(settings[f"{level}_h"] for level in Tutoring), np.nan])
    # The place -1 of an unknown need is the last.
    return hours[tutor_need]


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Share of the hours needed that is offered, at most 1; NaN where need or offer is unknown."""
    needed = needed_h_week(pairs.candidates.tutor_need, settings)[pairs.i]
    return np.minimum(pairs.openings.tutor_h_week.astype(np.float64)[pairs.j] / needed, 1.0)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """Hours offered and hours needed."""
    i, j = pairs.i[k], pairs.j[k]
    offered = float(pairs.openings.tutor_h_week[j])
    needed = float(needed_h_week(pairs.candidates.tutor_need[i : i + 1], settings)[0])
    if np.isnan(offered) or np.isnan(needed):
        both = np.isnan(offered) and np.isnan(needed)
        return {"say": "missing_both" if both else "not_assessed" if np.isnan(needed) else "no_hours"}
    name = "none" if offered == 0 else "enough" if offered >= needed else "short"
    return {"say": name, "offered": number(offered), "needed": number(needed)}


CRITERION = Criterion(
    code="tutor_fit",
    label=marked("Tutor"),
    question=marked("Le ore del tutor aziendale bastano all'affiancamento che serve alla persona?"),
    settings={
        "low_h": Setting("tutor hours a week that a low need asks for", 0.25, 168),
        "medium_h": Setting("tutor hours a week that a medium need asks for", 0.25, 168),
        "high_h": Setting("tutor hours a week that a high need asks for", 0.25, 168),
        "very_high_h": Setting("tutor hours a week that a very high need asks for", 0.25, 168),
    },
    grades=grades,
    facts=facts,
    sentences={
        "enough": marked("ore di tutor a settimana: offerte {offered}, necessarie {needed}"),
        "short": marked("ore di tutor a settimana: offerte solo {offered}, necessarie {needed}"),
        "none": marked("nessuna ora di tutor offerta, necessarie a settimana {needed}"),
        "not_assessed": marked("affiancamento che serve alla persona non ancora valutato"),
        "no_hours": marked("ore di tutor non indicate dall'azienda"),
        "missing_both": marked("affiancamento che serve non ancora valutato, ore di tutor non indicate"),
    },
    unknown=frozenset({"not_assessed", "no_hours", "missing_both"}),
)

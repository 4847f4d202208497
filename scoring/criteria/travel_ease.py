"""travel_ease: the shorter the journey, the easier to come every day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from data.codes import Mode
from data.language import marked, say
from data.pairs import Pairs
from data.travel.minutes import NO_MODE
from scoring.criterion import Criterion, Grades, Setting, Settings


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """From 1 up to `easy_min` minutes down to 0 at `hard_min`; 0 where nothing goes."""
    minutes = pairs.travel_min.astype(np.float64)
    return np.clip((settings["hard_min"] - minutes) / (settings["hard_min"] - settings["easy_min"]), 0.0, 1.0)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """Minutes, mode, and the person's own limit."""
    mode = int(pairs.travel_mode[k])
    if mode == NO_MODE:
        return {"say": "no_way"}
    exact = bool(pairs.points_known[k])
    return {
        "say": "journey" if pairs.candidates.modes_known[pairs.i[k]] else "assumed",
        "minutes": int(pairs.travel_min[k]),
        "mode": list(Mode)[mode].label,
        "ceiling": int(pairs.candidates.ceiling_min[pairs.i[k]]),
        "note": "" if exact else say(" (stima: si conosce solo il comune)"),
        "unknown_share": 0.0 if exact else 0.5,
    }


CRITERION = Criterion(
    code="travel_ease",
    label=marked("Viaggio"),
    question=marked("Quanto è breve il viaggio, con i mezzi della persona a quegli orari?"),
    settings={
        # The ranges do not touch, so that the grade always falls.
        "easy_min": Setting("minutes each way up to which the grade is 1", 0, 30),
        "hard_min": Setting("minutes each way from which the grade is 0", 31, 180),
    },
    grades=grades,
    facts=facts,
    sentences={
        "journey": marked("{minutes} minuti {mode}{note}, limite {ceiling}"),
        "assumed": marked("{minutes} minuti {mode}{note}, limite {ceiling}; mezzi della persona non ancora chiesti"),
        "no_way": marked("nessun mezzo a quegli orari"),
    },
    unknown=frozenset(),
)

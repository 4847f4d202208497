"""time_fit: how much room the week leaves around shifts and journeys; a tight week breaks at the first delay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from data.language import marked
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """From `tight` with no room at all to 1 with `ample_min` minutes of room; NaN where hours were never asked."""
    room_min = np.clip(pairs.time_slack_q.astype(np.float64) * 15.0, 0.0, settings["ample_min"])
    grade = settings["tight"] + (1.0 - settings["tight"]) * room_min / settings["ample_min"]
    return np.where(pairs.candidates.week_known[pairs.i], grade, np.nan)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """Minutes of room at the tightest point of the week."""
    if not pairs.candidates.week_known[pairs.i[k]]:
        return {"say": "missing"}
    slack_q = int(pairs.time_slack_q[k])
    room = slack_q * 15
    # The children set the limit where the first quarter beyond the room is one in which nobody looks after them. Phases
    # in which their cover fails are not in the room: they are told as days to be covered.
    need, wider = pairs.needed(k), pairs.needed(k).widened(max(slack_q, 0) + 1)
    parent = slack_q >= 0 and any(not need - phase.covered and bool(wider - phase.covered) for phase in pairs.covers(k))
    if room < 0:
        # By how much is not told: it would tell few days of an act from hours that the person keeps.
        return {"say": "outside", "room_min": 0}
    if room >= settings["ample_min"]:
        return {"say": "ample", "room_min": min(room, 24 * 60)}
    if room == 0:
        return {"say": "none_children" if parent else "none", "room_min": room}
    return {"say": "tight_children" if parent else "some", "room_min": room}


CRITERION = Criterion(
    code="time_fit",
    label=marked("Orario"),
    question=marked("Quanto respiro resta intorno ai turni e ai viaggi?"),
    settings={
        "tight": Setting("grade of a week that fits without a minute to spare", 0, 1),
        "ample_min": Setting("minutes of room, before and after every shift, from which the grade is 1", 15, 600),
    },
    grades=grades,
    facts=facts,
    sentences={
        "ample": marked("turni e viaggi lasciano respiro"),
        "none": marked("turni e viaggi entrano di misura: nessun margine nel giorno più stretto"),
        "none_children": marked("entra di misura negli orari dei figli: nessun margine"),
        "some": marked("restano {room_min} minuti di margine nel giorno più stretto"),
        "tight_children": marked("restano {room_min} minuti di margine rispetto agli orari dei figli"),
        "outside": marked("turni o viaggi escono dagli orari della persona"),
        "missing": marked("orari della persona non ancora chiesti"),
    },
)

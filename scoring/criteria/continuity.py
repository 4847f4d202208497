"""continuity: whether a job there can follow; what the company plans and has done, never a fact of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.codes import HirePlan
from data.language import marked, say
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings


def planned(pairs: Pairs, settings: Settings) -> NDArray[np.float64]:
    """The grade of each opening's plan to hire; NaN where nobody asked."""
    by_plan = np.array([*(settings[f"plan_{plan}"] for plan in HirePlan), np.nan])
    # The place -1 of an unknown plan is the last.
    return by_plan[pairs.openings.hire_plan]


def hired(pairs: Pairs, settings: Settings) -> NDArray[np.float64]:
    """The grade of each company's hires after internships, drawn to the usual share while few; NaN without history."""
    past = pairs.companies.past_internships.astype(np.float64)
    hires, prior = pairs.companies.past_hired.astype(np.float64), settings["prior_internships"]
    share = (hires + prior * settings["usual_share"]) / (past + prior)
    return np.where(past > 0, np.minimum(share / settings["full_share"], 1.0), np.nan)


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Mean of plan and history, NaN where neither is known; of one alone, the other counts as `not_told`.

    Otherwise a company would do better to say nothing than to say honestly that a hire is possible.
    """
    halves = np.stack([planned(pairs, settings), hired(pairs, settings)[pairs.openings.company]])
    told = np.where(np.isnan(halves), settings["not_told"], halves).mean(axis=0)
    mean = np.where(np.isnan(halves).all(axis=0), np.nan, told)
    return np.asarray(mean[pairs.j], dtype=np.float64)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """What the company plans, and how many it has hired."""
    company, plan = int(pairs.company[k]), int(pairs.openings.hire_plan[pairs.j[k]])
    past, hires = pairs.companies.past_internships[company], pairs.companies.past_hired[company]
    said = [say(PLANS[list(HirePlan)[plan]])] if plan >= 0 else []
    if past > 0 and not np.isnan(hires):
        said.append(say("assunzioni dopo i tirocini passati: {hired} su {past}", hired=int(hires), past=int(past)))
    if not said:
        return {"say": "missing"}
    return {"say": "known", "text": "; ".join(said), "unknown_share": 1 - len(said) / 2}


PLANS = {
    HirePlan.NONE: marked("nessuna assunzione prevista"),
    HirePlan.POSSIBLE: marked("assunzione possibile"),
    HirePlan.PLANNED: marked("assunzione prevista"),
}

CRITERION = Criterion(
    code="continuity",
    label=marked("Dopo il tirocinio"),
    question=marked("Dopo il tirocinio può seguire un lavoro in questa azienda?"),
    settings={
        "plan_none": Setting("grade of a company that plans no hire", 0, 1),
        "plan_possible": Setting("grade of a company that thinks a hire possible", 0, 1),
        "plan_planned": Setting("grade of a company that plans a hire", 0, 1),
        "not_told": Setting("grade of the plan, or of the history, that nobody told while the other is known", 0, 1),
        "prior_internships": Setting("weight of the usual share, in internships", 0.5, 100),
        "usual_share": Setting("share of internships after which companies usually hire", 0, 0.5),
        "full_share": Setting("share of internships followed by a hire from which the grade is 1", 0.1, 1),
    },
    grades=grades,
    facts=facts,
    sentences={
        "known": "{text}",
        "missing": marked("possibilità di assunzione non ancora chiesta"),
    },
)

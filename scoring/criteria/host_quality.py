"""host_quality: what scouting knows of how the company has hosted people so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.language import marked, say, say_n
from data.pairs import Pairs
from scoring.criterion import Criterion, Grades, Setting, Settings


def completion(pairs: Pairs, settings: Settings) -> NDArray[np.float64]:
    """Share of past internships brought to an end, drawn to one half while there are few; NaN without history."""
    past = pairs.companies.past_internships.astype(np.float64)
    done = pairs.companies.past_completed.astype(np.float64)
    prior = settings["prior_internships"]
    return np.where(past > 0, (done + prior / 2) / (past + prior), np.nan)


def pledged(pairs: Pairs) -> NDArray[np.float64]:
    """1 with a public pledge or a quality label, 0 surely without both, else NaN; by company."""
    pact, label = pairs.companies.social_pact, pairs.companies.quality_label
    return np.where(np.fmax(pact, label) == 1, 1.0, np.maximum(pact, label).astype(np.float64))


def grades(pairs: Pairs, settings: Settings) -> Grades:
    """Mean of what is known: completed internships, a trained tutor, a public pledge or quality label; else NaN."""
    companies = pairs.companies
    known = np.stack([completion(pairs, settings), companies.trained_tutor.astype(np.float64), pledged(pairs)])
    count = (~np.isnan(known)).sum(axis=0)
    mean = np.where(count > 0, np.nansum(known, axis=0) / np.maximum(count, 1), np.nan)
    return np.asarray(mean[pairs.company], dtype=np.float64)


def facts(pairs: Pairs, settings: Settings, k: int) -> Mapping[str, Any]:
    """What is known, in words."""
    company, known = int(pairs.company[k]), pairs.companies
    said = []
    past, done = known.past_internships[company], known.past_completed[company]
    if past > 0 and not np.isnan(done):
        said.append(
            say_n(
                "{n} tirocinio portato a termine su {past}",
                "{n} tirocini portati a termine su {past}",
                n=int(done),
                past=int(past),
            )
        )
    if known.trained_tutor[company] == 1:
        said.append(say("tutor formato"))
    elif known.trained_tutor[company] == 0:
        said.append(say("tutor da formare"))
    if known.social_pact[company] == 1:
        said.append(say("firmataria del Patto sociale"))
    if known.quality_label[company] == 1:
        said.append(say("marchio tirocini di qualità"))
    if known.social_pact[company] == 0 and known.quality_label[company] == 0:
        said.append(say("nessun impegno pubblico"))
    if not said:
        return {"say": "new" if past == 0 else "missing"}
    return {"say": "known", "text": ", ".join(said)}


CRITERION = Criterion(
    code="host_quality",
    label=marked("Azienda"),
    question=marked("Come ha accolto finora l'azienda le persone in tirocinio?"),
    settings={"prior_internships": Setting("weight of the prior of one half, in internships", 0.5, 100)},
    grades=grades,
    facts=facts,
    sentences={
        "known": "{text}",
        "new": marked("prima esperienza di tirocinio, azienda ancora da conoscere"),
        "missing": marked("azienda ancora da conoscere"),
    },
    unknown=frozenset({"new", "missing"}),
)

"""Everything about one pair, asked for by name.

For a scout hidden rules (the person's choices, protections) are left out altogether: `allowed` is what the shown rules
say, and no refusal stands for a hidden one. Who decides on the pair learns of them from the case manager.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.bundle import PAPERS, Records
from data.codes import Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.errors import NotFound
from data.language import Language, marked, speaking
from data.lawbook import Law
from data.records import Row
from matching.proposal import PairExplanation
from matching.scout import for_scout
from matching.tasks import Starts
from matching.why import Reader, index
from matching.whynot import refusals_of, shown
from scoring.scorecard import ScoreCard, judge, refused
from scoring.weights import Weights


def explain(
    records: Records,
    law: Law,
    weights: Weights,
    candidate: str,
    opening: str,
    viewer: Viewer = Viewer.ORIENTATOR,
    *,
    language: Language = "it",
) -> PairExplanation:
    """Judge one pair and say everything about it in a language; `NotFound` names the nearest codes."""
    _check(marked("Persona"), candidate, records.candidates)
    _check(marked("Tirocinio"), opening, records.openings)
    papers: dict[str, Any] = {
        table: tuple(row for row in records.table(table) if row.candidate == candidate) for table in PAPERS
    }
    papers["accommodations"] = tuple(paper for paper in papers["accommodations"] if paper.opening == opening)
    # What there is of hosts stays whole: checks, tutors and agreements are read by the company or site of the opening.
    one = replace(
        records,
        candidates=tuple(p for p in records.candidates if p.id == candidate),
        children=tuple(child for child in records.children if child.candidate == candidate),
        openings=tuple(o for o in records.openings if o.id == opening),
        **papers,
    )
    card = judge(build_cohort(one, law), Eligibility.of(one), law, weights)
    with speaking(language):
        said = explain_pair(Reader(records=one, card=card, viewer=viewer), 0, 0)
        return for_scout(said) if viewer is Viewer.SCOUT else said


def explain_pair(reader: Reader, i: int, j: int) -> PairExplanation:
    """Everything about a pair of a score card."""
    card: ScoreCard = reader.card
    pairs = card.pairs(index([i]), index([j]))
    no = refused(pairs, card.law)
    parts = reader.parts_of(pairs)[0]
    score = sum(part.micro for part in parts)
    judged = no[shown(reader)] if reader.viewer is Viewer.SCOUT else no
    allowed = not judged.any()
    return PairExplanation(
        candidate=reader.records.candidates[i].id,
        opening=reader.openings[j],
        allowed=allowed,
        below_floor=score < card.weights.floor_micro,
        score_micro=score,
        floor_micro=card.weights.floor_micro,
        parts=parts,
        warnings=reader.warnings_of(pairs, [parts])[0],
        refusals=refusals_of(reader, pairs, no, 0),
        tasks=Starts(reader=reader).tasks_of(pairs)[0] if allowed else (),
    )


def _check(what: str, key: str, rows: Sequence[Row]) -> None:
    ids = [row.id for row in rows]
    if key not in ids:
        raise NotFound(what, key, near=difflib.get_close_matches(key, ids, n=3, cutoff=0.5))

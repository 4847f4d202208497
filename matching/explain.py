"""Everything about one pair, asked for by name.

For a scout hidden rules (the person's choices, protections) are left out altogether: `allowed` is what the shown rules
say, and no refusal stands for a hidden one. Who decides on the pair learns of them from the case manager.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from data.bundle import Records
from data.codes import Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.errors import NotFound
from data.language import Language, marked, speaking
from data.lawbook import Law
from data.records import Row
from matching.proposal import PairExplanation
from matching.scout import for_scout
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
    one = Records(
        programme=records.programme,
        candidates=tuple(p for p in records.candidates if p.id == candidate),
        children=tuple(child for child in records.children if child.candidate == candidate),
        companies=records.companies,
        sites=records.sites,
        openings=tuple(o for o in records.openings if o.id == opening),
        services=records.services,
        commitments=tuple(paper for paper in records.commitments if paper.candidate == candidate),
        acts=tuple(paper for paper in records.acts if paper.candidate == candidate),
        prescriptions=tuple(paper for paper in records.prescriptions if paper.candidate == candidate),
        accommodations=tuple(
            paper for paper in records.accommodations if (paper.candidate, paper.opening) == (candidate, opening)
        ),
        protections=tuple(paper for paper in records.protections if paper.candidate == candidate),
        documents=tuple(paper for paper in records.documents if paper.candidate == candidate),
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
    return PairExplanation(
        candidate=reader.records.candidates[i].id,
        opening=reader.openings[j],
        allowed=not judged.any(),
        below_floor=score < card.weights.floor_micro,
        score_micro=score,
        floor_micro=card.weights.floor_micro,
        parts=parts,
        warnings=reader.warnings_of(pairs)[0],
        refusals=refusals_of(reader, pairs, no, 0),
    )


def _check(what: str, key: str, rows: Sequence[Row]) -> None:
    ids = [row.id for row in rows]
    if key not in ids:
        raise NotFound(what, key, near=difflib.get_close_matches(key, ids, n=3, cutoff=0.5))

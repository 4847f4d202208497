"""The main job, on one screen: from a service's records to exact, explained proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.metadata import version

from data.alerts import Alert, alerts
from data.bundle import Records
from data.codes import Regime, Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.errors import Contradiction
from data.language import Language, say, speaking
from data.lawbook import Law, LawBook
from data.views import records_for
from matching.contradiction import in_words
from matching.entries import Ints
from matching.left import empty_seats, unplaced_people
from matching.limit import Facts
from matching.limits import BY_CODE, KEY, held_by
from matching.limits_said import said_of, stops_of
from matching.problem import Assignment, Problem
from matching.proposal import AlertSaid, Made, Proof, Proposal, State, Summary
from matching.reasons import proposed_pairs, target_groups, wanted_by_rules, wanted_seats
from matching.rows import Row
from matching.scout import for_scout
from matching.snapshot import Snapshot, reads_exactly, take
from matching.solver import solve
from matching.why import Reader
from scoring.scorecard import Progress, ScoreCard, judge
from scoring.weights import Weights


def propose(
    records: Records,
    book: LawBook,
    weights: Weights,
    *,
    on: date,
    seed: int = 0,
    objective: str = "placements_then_score",
    viewer: Viewer = Viewer.ORIENTATOR,
    language: Language = "it",
    progress: Progress | None = None,
    snapshot: Snapshot | None = None,
) -> Proposal:
    """Propose pairs for a whole programme: same input, same bytes out.

    Parameters
    ----------
    records : a service's records, free of faults
    book : the law book; the law in force `on` that day is used
    weights : the weight set
    on : the day for which ages, law and old assessments are read
    seed : chooses among equally good assignments
    objective : `placements_then_score` (as many people as possible, then the best score) or `score`
    viewer : who will read it; decides which sentences are replaced by the neutral one
    language : in which every sentence is made
    progress : called with (done, of all) while pairs are judged
    snapshot : the counts of the day, for who reads bands; where there is none, or it answers another question, one is
        made from the same records

    Raises
    ------
    Contradiction
        No proposal keeps all limits together; its sentence says the smallest change after which one would.
    """
    law = book.in_force(on)
    cohort, eligibility = build_cohort(records, law), Eligibility.of(records)
    card = judge(cohort, eligibility, law, weights, progress)
    facts = Facts.of(records, card)
    with speaking(language):
        held = held_by(facts)
    try:
        assignment = solve(problem_of(card, seed, [one.row for one in held]), objective)
    except Contradiction as error:
        with speaking(language):
            raise in_words(error, held, viewer) from None
    day: Snapshot | None = None
    if not reads_exactly(viewer):
        day = (
            snapshot
            if snapshot is not None and snapshot.fits(records, law, weights)
            else take(records, cohort, eligibility, law, weights)
        )
    with speaking(language):
        reader = Reader(records=records, card=card, viewer=viewer)
        placed = proposed_pairs(reader, assignment)
        stops = stops_of(reader, facts, held, assignment)
        unplaced = unplaced_people(reader, assignment, day, stops)
        proposal = Proposal(
            programme=records.programme.code,
            # Title and note of a shipped programme have their English; a service's own words stay as they are.
            title=say(records.programme.title),
            invented=records.programme.invented,
            note=say(records.programme.note) if records.programme.note else None,
            made=Made(
                inputs_sha256=records_for(viewer, records).digest(),
                counts_sha256=day.digest() if day is not None else None,
                on=on,
                law=law.version,
                law_to_verify=to_verify(law, records.programme.regime),
                weights=weights.version,
                weights_sha256=weights.digest,
                floor_micro=weights.floor_micro,
                objective=objective,
                seed=seed,
                viewer=viewer.value,
                language=language,
                abbina=version("abbina"),
            ),
            proof=_proof(assignment),
            summary=Summary(
                candidates=cohort.n_candidates,
                placed=len(placed),
                solid=sum(pair.state is State.SOLID for pair in placed),
                open=sum(pair.state is State.OPEN for pair in placed),
                needs_opinion=sum(pair.state is State.NEEDS_OPINION for pair in placed),
                unplaced=len(unplaced),
                openings=cohort.n_openings,
                seats=int(cohort.openings.seats.sum()),
                filled=int((assignment.opening_of >= 0).sum()),
                score_micro=assignment.score_micro,
            ),
            placed=placed,
            unplaced=unplaced,
            empty=empty_seats(reader, assignment, day, stops),
            wanted=wanted_by_rules(reader, assignment, day)
            if day is not None and viewer is Viewer.SCOUT
            else wanted_seats(reader, assignment),
            groups=target_groups(records, placed),
            limits=said_of(reader, facts, held, assignment),
            alerts=tuple(_said(alert) for alert in alerts(records, law) if viewer in alert.shown_to),
        )
        proposal = _with_law(proposal, law)
        return for_scout(proposal) if viewer is Viewer.SCOUT else proposal


def _with_law(proposal: Proposal, law: Law) -> Proposal:
    """The same, its parameters to be verified with those of the limits that its reader reads of."""
    told = {said.limit for said in proposal.limits}
    keys = [key for code, limit in BY_CODE.items() if code in told for key in KEY.findall(limit.law)]
    verify = proposal.made.law_to_verify | {key: law.title(key) for key in law.to_verify() if key in keys}
    made = proposal.made.model_copy(update={"law_to_verify": dict(sorted(verify.items()))})
    return proposal.model_copy(update={"made": made})


def _proof(assignment: Assignment) -> Proof:
    shown = assignment.certificate
    return Proof(
        kind=shown.kind,
        gap=shown.gap,
        checked_by=shown.checked_by,
        bound=shown.bound,
        lp_bound=shown.lp_bound,
        limits_active=assignment.limits_active,
        prices_exact=assignment.prices_exact,
        core=shown.core,
        why=shown.why,
    )


def _said(alert: Alert) -> AlertSaid:
    return AlertSaid(code=alert.code, record=alert.record, sentence=alert.sentence, who=alert.who)


def to_verify(law: Law, regime: Regime) -> dict[str, str]:
    """Titles of the parameters still to be verified that a proposal under this regime rests on."""
    applied: tuple[str, ...] = ("practice.", "hours.", "minors.", "permits.", "safety.", "food.", "documents.")
    applied += ("host.", "relations.", "categories.", "work_time.", "l68.art3_bands", "l68.round_up_above")
    applied += tuple(
        f"{regime.value.lower()}.{name}" for name in ("min_age", "min_months", "max_months", "extension_months")
    )
    return {key: law.title(key) for key in law.to_verify() if key.startswith(applied)}


def problem_of(card: ScoreCard, seed: int, rows: Sequence[Row] = (), previous: Ints | None = None) -> Problem:
    """The assignment problem of a score card, within limits whose rows count its pairs.

    Parameters
    ----------
    previous : int64 (n_candidates,), kept wherever it is as good, as of `Problem`
    """
    cohort = card.cohort
    return Problem.on_grid(
        cohort.n_candidates,
        cohort.n_openings,
        candidate=card.candidate,
        opening=card.opening,
        value_micro=card.total,
        seats=cohort.openings.seats,
        floor=card.weights.floor,
        limits=rows,
        previous=previous,
        seed=seed,
        candidate_ids=cohort.candidates.ids,
        opening_ids=cohort.openings.ids,
    )

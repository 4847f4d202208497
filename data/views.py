"""What of the records a role may read (source: domain reference 4.6): for fingerprints, exports, and lists.

The case manager reads everything. The orientator reads people without their choices and protections, and hours without
the reason why they are taken: commitments and the windows of acts become plain `busy` hours, prescriptions that bind
become limits without author, a secret address or a meeting point leaves the municipality. The scout reads companies,
openings and services, and no person: a row without birth date and municipality is no candidate's row, so that whole
tables are left out; what a scout needs of a person stands in explanations.

A view is for reading. It is no cohort to propose from: what it leaves out are limits that must be respected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from data.bundle import Records
from data.codes import ProtectionKind, Viewer
from data.papers import Paper
from data.records import Candidate
from data.week import ALWAYS, Week

# Choices and protections, each as if nothing had been written.
HIDDEN_FIELDS: Mapping[str, Any] = {
    "refused_roles": (),
    "refused_sectors": (),
    "refused_companies": (),
    "banned_conditions": (),
    "banned_companies": (),
    "tutor_wish": None,
    "tutor_wish_firm": None,
}
P = TypeVar("P", bound=Paper)
_MOVED_HOME = (ProtectionKind.ADDRESS_SECRET, ProtectionKind.MEET_POINT)


def records_for(viewer: Viewer, records: Records) -> Records:
    """The records as a role may read them; the same records for the case manager."""
    if viewer is Viewer.CASE_MANAGER:
        return records
    shown = Records(
        programme=records.programme,
        companies=tuple(company.model_copy(update={"people": ()}) for company in records.companies),
        sites=records.sites,
        openings=records.openings,
        services=records.services,
    )
    if viewer is Viewer.SCOUT:
        return shown
    return replace(shown, candidates=_people(records), children=records.children, accommodations=records.accommodations)


def _people(records: Records) -> tuple[Candidate, ...]:
    """The people, each with the hours and limits that bind, and nothing of where they come from."""
    taken: dict[str, Week] = {}
    limits: dict[str, dict[str, int]] = defaultdict(dict)
    for commitment in _binding(records, records.commitments):
        taken[commitment.candidate] = taken.get(commitment.candidate, Week()) | commitment.hours
    for act in _binding(records, records.acts):
        if act.hours is not None:
            taken[act.candidate] = taken.get(act.candidate, Week()) | (Week(ALWAYS) - act.hours)
    for paper in _binding(records, records.prescriptions):
        if paper.author is not None and paper.author.is_health:
            _keep_lowest(limits[paper.candidate], paper.items)
    moved = {paper.candidate for paper in records.protections if paper.kind in _MOVED_HOME}
    said = []
    for person in records.candidates:
        changed = dict(HIDDEN_FIELDS)
        if person.id in taken:
            changed["busy"] = (person.busy or Week()) | taken[person.id]
        if person.id in limits:
            _keep_lowest(limits[person.id], person.prescriptions)
            changed["prescriptions"] = dict(sorted(limits[person.id].items()))
        if person.id in moved:
            changed |= {"lat": None, "lon": None}
        said.append(person.model_copy(update=changed))
    return tuple(said)


def _keep_lowest(limits: dict[str, int], more: Mapping[str, int]) -> None:
    for item, most in more.items():
        limits[item] = min(limits.get(item, most), most)


def _binding(records: Records, papers: Iterable[P]) -> list[P]:
    """The papers that are not over on the day of the programme; all where it names none."""
    on = records.programme.on
    return [paper for paper in papers if on is None or paper.valid_to is None or paper.valid_to >= on]

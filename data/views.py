"""What of the records a role may read (source: domain reference 4.6): for fingerprints, exports, and lists.

- **Case manager**: everything.
- **Orientator**: companies without sealed names, papers of hosts, openings, services; people without their choices,
  protections, categories and income support, and hours without the reason why they are taken: commitments and the
  windows of acts become plain `busy` hours, prescriptions that bind become limits without author. A secret address or a
  meeting point leaves out the point; the municipality of a secret address is the one that the protection names. The
  children stay, with the day of birth that their record needs, because their hours decide which openings can be
  proposed. Earlier relations with companies stay out: an internship that bars one person and not another would tell
  who the law exempts.
- **Scout**: companies without sealed names, papers of hosts, openings and services, and no person: a row without birth
  date and municipality is no candidate's row, so that whole tables are left out; what a scout needs of a person stands
  in explanations.

Whether a trainee is left out of the limit by staff tells a category: only the case manager reads it.

A view is for reading. It is no cohort to propose from: what it leaves out are limits that must be respected, and
without categories nobody can be found eligible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from data.bundle import HOST_PAPERS, TABLES, Records
from data.codes import ProtectionKind, Viewer
from data.host_papers import Placement
from data.papers import Paper, Protection
from data.records import Candidate, Company, Row
from data.week import ALWAYS, Week

# Choices, protections, categories and income support of a person, each as if nothing had been written.
HIDDEN_FIELDS: Mapping[str, Any] = {
    "categories": (),
    "refused_roles": (),
    "refused_sectors": (),
    "refused_companies": (),
    "banned_conditions": (),
    "banned_companies": (),
    "tutor_wish": None,
    "tutor_wish_firm": None,
    "benefits": None,
    "benefits_checked_on": None,
}
# The same of every record that has such fields.
HIDDEN_OF: Mapping[type[Row], Mapping[str, Any]] = {
    Candidate: HIDDEN_FIELDS,
    Company: {"people": ()},
    Placement: {"cap_exempt": None},
}
_HOSTS = frozenset({"companies", "sites", "openings", "services", *HOST_PAPERS})
# The tables of which a role reads rows.
READS: Mapping[Viewer, frozenset[str]] = {
    Viewer.CASE_MANAGER: frozenset(TABLES),
    Viewer.ORIENTATOR: _HOSTS | {"candidates", "children", "accommodations"},
    Viewer.SCOUT: _HOSTS,
}
# Where a person lives is the case manager's for everybody: were it so only of who has a protection, a try would tell.
_HOME = frozenset({"municipality", "lat", "lon"})
_MOVED_HOME = (ProtectionKind.ADDRESS_SECRET, ProtectionKind.MEET_POINT)
P = TypeVar("P", bound=Paper)


def records_for(viewer: Viewer, records: Records) -> Records:
    """The records as a role may read them; the same records for the case manager."""
    if viewer is Viewer.CASE_MANAGER:
        return records
    tables = {table: records.table(table) for table in READS[viewer]}
    for table in ("companies", "placements"):
        hidden = dict(HIDDEN_OF[TABLES[table]])
        tables[table] = tuple(row.model_copy(update=hidden) for row in tables[table])
    if "candidates" in tables:
        tables["candidates"] = _people(records)
    return Records(programme=records.programme, **tables)


def left_out(kind: type[Row]) -> frozenset[str]:
    """The fields that only the case manager reads: where a view is shown they are not there, instead of empty."""
    return frozenset(HIDDEN_OF.get(kind, ()))


def reserved(known: Row, seen: Row) -> frozenset[str]:
    """The fields of a record that only the case manager changes.

    Parameters
    ----------
    known : Row
        The record.
    seen : Row
        The same as a role reads it: what is hidden there, or worked out of papers, cannot be written back.
    """
    home = _HOME if isinstance(known, Candidate) else frozenset()
    derived = {name for name in type(known).model_fields if getattr(known, name) != getattr(seen, name)}
    return left_out(type(known)) | home | derived


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
    moved: dict[str, list[Protection]] = defaultdict(list)
    for kept in records.protections:
        if kept.kind in _MOVED_HOME:
            moved[kept.candidate].append(kept)
    said = []
    for person in records.candidates:
        changed = dict(HIDDEN_FIELDS)
        if person.id in taken:
            changed["busy"] = (person.busy or Week()) | taken[person.id]
        if person.id in limits:
            _keep_lowest(limits[person.id], person.prescriptions)
            changed["prescriptions"] = dict(sorted(limits[person.id].items()))
        if person.id in moved:
            town = _town_told(moved[person.id], records.programme.on) or person.municipality
            changed |= {"lat": None, "lon": None, "municipality": town}
        said.append(person.model_copy(update=changed))
    return tuple(said)


def _town_told(papers: Iterable[Protection], on: date | None) -> str | None:
    """The municipality that protections name in the place of a secret one; None if no address is secret, or none does.

    Papers that are over come last: that one ended tells nobody where somebody lives.
    """

    def order(paper: Protection) -> tuple[bool, bool, date, str]:
        is_over = on is not None and paper.valid_to is not None and paper.valid_to < on
        is_meeting = paper.kind is ProtectionKind.MEET_POINT
        return is_over, is_meeting, paper.valid_from or date.min, paper.id

    ordered = sorted(papers, key=order)
    if all(paper.kind is ProtectionKind.MEET_POINT for paper in ordered):
        return None
    return next((paper.municipality for paper in ordered if paper.municipality is not None), None)


def _keep_lowest(limits: dict[str, int], more: Mapping[str, int]) -> None:
    for item, most in more.items():
        limits[item] = min(limits.get(item, most), most)


def _binding(records: Records, papers: Iterable[P]) -> list[P]:
    """The papers that are not over on the day of the programme; all where it names none."""
    on = records.programme.on
    return [paper for paper in papers if on is None or paper.valid_to is None or paper.valid_to >= on]

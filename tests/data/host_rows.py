"""Invented papers of hosts of every shape, for tests that write and read them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from data.catalogues import catalogue
from data.codes import ConventionKind, HostKind, RiskClass, Tutoring
from data.host_papers import Convention, HostCheck, Placement, Quota, Tutor
from data.records import Site
from tests.data.paper_rows import DAYS, days_between

PEOPLE = st.integers(0, 500_000)
YES_NO = st.booleans()
ROLES = st.lists(st.sampled_from(sorted(catalogue().roles)), max_size=2)


def _joined(kind: Any, *parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Any]:
    return st.tuples(*parts).map(
        lambda found: kind.model_validate({name: value for part in found for name, value in part.items()})
    )


def tutors_of(draw: st.DrawFn, companies: list[str]) -> tuple[Tutor, ...]:
    """Up to three tutors, of companies or of the promoter."""
    whose = st.sampled_from([None, *companies])
    fields = st.fixed_dictionaries({"company": whose}, optional={"most": st.integers(0, 100)})
    count = draw(st.integers(0, 3))
    return tuple(
        draw(_joined(Tutor, st.just({"id": f"T{k}"}), fields, days_between("valid_from", "valid_to")))
        for k in range(count)
    )


def follower(tutors: tuple[Tutor, ...], company: str | None) -> st.SearchStrategy[str | None]:
    """A tutor of a company, or of the promoter where no company is named; or nobody."""
    return st.sampled_from([None, *(tutor.id for tutor in tutors if tutor.company == company)])


def _check(k: int, site: Site) -> st.SearchStrategy[HostCheck]:
    former = st.just({}) | st.tuples(PEOPLE, PEOPLE).map(
        lambda pair: {"former_trainees": max(pair), "former_hired": min(pair)}
    )
    optional = {
        "checked_on": DAYS,
        "host_kind": st.sampled_from(list(HostKind)),
        "permanent_staff": PEOPLE,
        "dismissal_on": DAYS,
        "dismissal_roles": ROLES,
        "short_time_to": DAYS,
        "short_time_roles": ROLES,
        "safety_ok": YES_NO,
        "insolvent": YES_NO,
        "declared_risk": st.sampled_from(list(RiskClass)),
        "minors_risk_on": DAYS,
    }
    return _joined(
        HostCheck, st.just({"id": f"H{k}", "site": site.id}), st.fixed_dictionaries({}, optional=optional), former
    )


def _quota(k: int, company: str) -> st.SearchStrategy[Quota]:
    always = {"base": PEOPLE, "employed": PEOPLE}
    optional = {
        "province": st.sampled_from(["PO", "NO", "NA"]),
        "as_of": DAYS,
        "art18_employed": PEOPLE,
        "convention_units": PEOPLE,
        "exempt_units": PEOPLE,
        "compensated_units": PEOPLE,
        "suspended": YES_NO,
        "request_on": DAYS,
    }
    return _joined(
        Quota, st.just({"id": f"Q{k}", "company": company}), st.fixed_dictionaries(always, optional=optional)
    )


def _convention(k: int, company: str) -> st.SearchStrategy[Convention]:
    fields = st.fixed_dictionaries(
        {"kind": st.sampled_from(list(ConventionKind))}, optional={"people": PEOPLE, "internships": YES_NO}
    )
    who = st.just({"id": f"V{k}", "company": company})
    return _joined(Convention, who, fields, days_between("valid_from", "valid_to"))


def _placement(k: int, site: Site, tutors: tuple[Tutor, ...]) -> st.SearchStrategy[Placement]:
    always = {
        "start_on": DAYS,
        "tutor": follower(tutors, site.company),
        "promoter_tutor": follower(tutors, None),
        "curricular": YES_NO,
    }
    optional = {"tutoring": st.sampled_from(list(Tutoring)), "cap_exempt": YES_NO}
    return st.tuples(st.fixed_dictionaries(always, optional=optional), DAYS).map(
        lambda parts: Placement.model_validate(
            parts[0]
            | {"id": f"I{k}", "site": site.id}
            | {"start_on": min(parts[0]["start_on"], parts[1]), "end_on": max(parts[0]["start_on"], parts[1])}
        )
    )


def host_papers_of(
    draw: st.DrawFn, companies: list[str], sites: list[Site], tutors: tuple[Tutor, ...]
) -> dict[str, tuple[Any, ...]]:
    """Checks of some sites, quotas and agreements of some companies, internships under way; the tutors as given."""
    some_sites = draw(st.lists(st.sampled_from(sites), max_size=3, unique_by=lambda site: site.id)) if sites else []
    hosts = draw(st.lists(st.sampled_from(companies), max_size=2, unique=True)) if companies else []
    return {
        "host_checks": tuple(draw(_check(k, site)) for k, site in enumerate(some_sites)),
        "quotas": tuple(draw(_quota(k, company)) for k, company in enumerate(hosts)),
        "conventions": tuple(draw(_convention(k, company)) for k, company in enumerate(hosts + hosts[:1])),
        "tutors": tutors,
        "placements": tuple(draw(_placement(k, site, tutors)) for k, site in enumerate(some_sites[:2])),
    }

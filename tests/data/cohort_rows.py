"""Invented cohorts of every shape: a programme with all the rest."""

from __future__ import annotations

from hypothesis import strategies as st

from data.bundle import Records
from data.call import Programme
from data.codes import (
    Category,
    Regime,
    ServiceKind,
    Sex,
    Tongue,
    Training,
)
from tests.data.host_rows import host_papers_of, tutors_of
from tests.data.paper_rows import DAYS, PLACES, papers_of
from tests.data.record_rows import (
    ANY,
    ROLES,
    TEXTS,
    YES_NO,
    between,
    candidate,
    child,
    company,
    ids,
    opening,
    service,
    site,
    some,
)


def _programme() -> st.SearchStrategy[Programme]:
    category = st.fixed_dictionaries(
        {"code": st.sampled_from(list(Category))}, optional={"sex": st.sampled_from(list(Sex)), "evidence": TEXTS}
    )
    texts = TEXTS | st.text(ANY, min_size=1, max_size=20).filter(str.strip)
    numbers = st.dictionaries(texts, st.integers(-(10**18), 10**18), max_size=2)
    group = st.fixed_dictionaries(
        {"categories": st.lists(st.sampled_from(list(Category)), min_size=1, max_size=3)},
        optional={"at_least": st.integers(1, 10_000)},
    )
    course = st.fixed_dictionaries(
        {"code": st.sampled_from(list(Training))},
        optional={"hours": st.floats(0, 168), "roles": st.lists(ROLES, max_size=2), "languages": some(Tongue)},
    )
    optional = {
        "provinces": st.lists(st.sampled_from(["PO", "NO", "FI", "MS"]), max_size=3),
        "municipalities": st.lists(PLACES, max_size=3),
        "on": DAYS,
        "groups_needed": st.lists(group, max_size=2),
        "training": st.lists(course, max_size=2),
        "services": st.lists(st.sampled_from(list(ServiceKind)), max_size=3),
        "weights": st.sampled_from(["2026-1", "2026-01-01", "null", "1.0", "~"]),
        "promoter": st.just("A-0"),
        "placements_funded": st.integers(0, 100_000),
        "budget_eur": st.floats(0, 1e9),
        "allowance_eur_month": st.floats(0, 5000),
        "allowance_eur_hour": st.floats(0, 100),
        "allowance_by_host": YES_NO,
        "trainee_cap": YES_NO,
        "targets": numbers,
        "results": numbers,
        "invented": YES_NO,
        "note": texts | st.sampled_from(["null", "a: b # c", "*x", "&y", "!z", "- 1", "{", "yes", "2026-01-01"]),
        "source": TEXTS,
    }
    always = {
        "code": st.sampled_from(["TIS-2026", "1e3", "0x10", "null", "2026-01-01"]),
        "title": TEXTS,
        "regime": st.sampled_from(list(Regime)),
        "categories": st.lists(category, max_size=3),
    }
    ranges = st.tuples(
        between("period_from", "period_to", DAYS), between("week_h_min", "week_h_max", st.floats(0, 168))
    )
    months = between("months_min", "months_max", st.integers(1, 36))
    return st.tuples(st.fixed_dictionaries(always, optional=optional), ranges, months).map(
        lambda parts: Programme.model_validate(parts[0] | parts[1][0] | parts[1][1] | parts[2])
    )


@st.composite
def all_records(draw: st.DrawFn) -> Records:
    """Records without a fault: every table from empty to a few rows, every optional field there or not."""
    companies = draw(ids("A", 3))
    candidates = draw(ids("C", 3))
    services = draw(ids("S", 2))
    sites = [draw(site(key, companies)) for key in draw(ids("P", 4))] if companies else []
    tutors = tutors_of(draw, companies)
    openings = tuple(draw(opening(key, sites, tutors)) for key in draw(ids("O", 3))) if sites else ()
    return Records(
        programme=draw(_programme()),
        candidates=tuple(draw(candidate(key, companies, tutors)) for key in candidates),
        children=tuple(draw(child(key, candidates, services)) for key in draw(ids("B", 3))) if candidates else (),
        companies=tuple(draw(company(key)) for key in companies),
        sites=tuple(sites),
        openings=openings,
        services=tuple(draw(service(key)) for key in services),
        **papers_of(draw, candidates, companies, [offer.id for offer in openings], TEXTS),
        **host_papers_of(draw, companies, sites, tutors),
    )

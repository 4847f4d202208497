"""Invented people, companies, sites, openings and services of every shape, for tests that write and read them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from data.catalogues import catalogue
from data.codes import (
    Access,
    Benefit,
    Category,
    Cefr,
    Certificate,
    ChildCare,
    Condition,
    Employment,
    Goal,
    HirePlan,
    LanguageSkill,
    Mode,
    ServiceKind,
    Sex,
    Tongue,
    Trait,
    Tutoring,
)
from data.host_papers import Tutor
from data.records import Candidate, Child, Company, Opening, Service, Site
from tests.data.host_rows import follower
from tests.data.paper_rows import DAYS, ITEMS, PLACES, RAMPS, SEALS, WEEKS

# Control characters are refused by the records of tables; half a surrogate pair is no text.
# Two positions of Unicode that no workbook can hold: `test_book_write` sees them refused.
ANY = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")
_CONTROL = "".join(map(chr, range(32))).replace("\n", "").replace("\t", "").replace("\r", "") + "\x7f"
_LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters=_CONTROL + "\ufffe\uffff")
_ODD = [
    "=1+1",
    "'=1+1",
    "''@x",
    "-5",
    "+39",
    "'",
    '"',
    'a "b"; c, d',
    "riga\nriga",
    "x\r\ny",
    "nessuna",
    "mai",
    "\u2028x",
    "_x000D_",
    "1e5",
    "0012",
    "http://x.it",
    "TRUE",
]
TEXTS = st.text(_LETTERS, min_size=1, max_size=40).map(str.strip).filter(bool) | st.sampled_from(_ODD)
ROLES = st.sampled_from(sorted(catalogue().roles))
SKILLS = st.sampled_from(sorted(catalogue().competences))
DIVISIONS = st.sampled_from(sorted(catalogue().divisions))
LATITUDES = st.floats(35, 47.5) | st.sampled_from([43.88, 44.0])
LONGITUDES = st.floats(6, 19)
YES_NO = st.booleans()
ITALIAN = st.dictionaries(st.sampled_from(list(LanguageSkill)), st.sampled_from(list(Cefr)), max_size=4)


def levels(keys: st.SearchStrategy[str], lowest: int, highest: int) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(keys, st.integers(lowest, highest), max_size=4)


def some(codes: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(codes)), max_size=3)


def point() -> st.SearchStrategy[dict[str, float]]:
    return st.just({}) | st.fixed_dictionaries({"lat": LATITUDES, "lon": LONGITUDES})


def between(least: str, most: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Both ends in order, one of them, or none."""
    both = st.tuples(values, values).map(lambda pair: {least: min(pair), most: max(pair)})
    return st.just({}) | both | values.map(lambda value: {least: value}) | values.map(lambda value: {most: value})


def ids(prefix: str, most: int, least: int = 0) -> st.SearchStrategy[list[str]]:
    code = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True).map(lambda tail: f"{prefix}{tail}")
    return st.lists(code, min_size=least, max_size=most, unique=True)


def candidate(key: str, companies: list[str], tutors: tuple[Tutor, ...]) -> st.SearchStrategy[Candidate]:
    named = st.lists(st.sampled_from(companies), max_size=2) if companies else st.just([])
    optional = {
        "caseload": st.just("OP-1"),
        "sex": st.sampled_from(list(Sex)),
        "categories": some(Category),
        "in_charge": YES_NO,
        "employment": st.sampled_from(list(Employment)),
        "modes": some(Mode),
        "max_travel_min": st.integers(5, 180),
        "max_walk_m": st.integers(0, 20_000),
        "split_shifts": YES_NO,
        "hours_ramp": RAMPS,
        "potential_profile": levels(ITEMS, 0, 3),
        "tutor_wish": st.sampled_from(list(Sex)),
        "tutor_wish_firm": YES_NO,
        "availability": WEEKS,
        "busy": WEEKS,
        "other_carers": WEEKS,
        "available_from": DAYS,
        "interests": levels(ROLES, 0, 3),
        "competences": levels(SKILLS, 0, 5),
        "functional_profile": levels(ITEMS, 0, 3),
        "prescriptions": levels(ITEMS, 0, 3),
        "access_needs": some(Access),
        "certificates": some(Certificate),
        "refused_roles": st.lists(ROLES, max_size=2),
        "refused_sectors": st.lists(DIVISIONS, max_size=2),
        "refused_companies": named,
        "banned_conditions": some(Condition),
        "banned_companies": named,
        "italian": ITALIAN,
        "tutor_need": st.sampled_from(list(Tutoring)),
        "goals": some(Goal),
        "assessed_on": DAYS,
        "school_years": st.integers(0, 30),
        "languages": some(Tongue),
        "promoter_tutor": follower(tutors, None),
        "benefits": some(Benefit),
        "benefits_checked_on": DAYS,
    }
    always = {"id": st.just(key), "birth_date": DAYS, "municipality": PLACES}
    fields = st.fixed_dictionaries(always, optional=optional)
    return st.tuples(fields, point()).map(lambda parts: Candidate.model_validate(parts[0] | parts[1]))


def child(key: str, candidates: list[str], services: list[str]) -> st.SearchStrategy[Child]:
    optional = {
        "care": st.sampled_from(list(ChildCare)),
        "care_hours": WEEKS,
        "services": st.lists(st.sampled_from(services), max_size=2) if services else st.just([]),
    }
    always = {"id": st.just(key), "candidate": st.sampled_from(candidates), "birth_date": DAYS}
    return st.fixed_dictionaries(always, optional=optional).map(Child.model_validate)


def company(key: str) -> st.SearchStrategy[Company]:
    optional = {
        "staff": st.integers(0, 500_000),
        "visited_on": DAYS,
        "trained_tutor": YES_NO,
        "social_pact": YES_NO,
        "quality_label": YES_NO,
        "people": st.lists(SEALS, max_size=3),
        "past_completed": st.integers(0, 5),
        "past_hired": st.integers(0, 5),
    }
    always = {"id": st.just(key), "name": TEXTS, "sector": DIVISIONS, "past_internships": st.integers(5, 10_000)}
    return st.fixed_dictionaries(always, optional=optional).map(Company.model_validate)


def site(key: str, companies: list[str]) -> st.SearchStrategy[Site]:
    optional = {
        "bus_hours": WEEKS,
        "access": st.dictionaries(st.sampled_from(list(Access)), YES_NO, max_size=3),
        "bus_stop_m": st.integers(0, 20_000),
    }
    always = {"id": st.just(key), "company": st.sampled_from(companies), "municipality": PLACES}
    fields = st.fixed_dictionaries(always, optional=optional)
    return st.tuples(fields, point()).map(lambda parts: Site.model_validate(parts[0] | parts[1]))


def opening(key: str, sites: list[Site], tutors: tuple[Tutor, ...]) -> st.SearchStrategy[Opening]:
    demands = st.lists(
        st.tuples(ITEMS, st.integers(0, 3), st.sampled_from(["", "!", "~", "!~"])), max_size=3, unique_by=lambda d: d[0]
    ).map(lambda entries: [f"{item}={level}{marks}" for item, level, marks in entries])
    optional = {
        "title": TEXTS,
        "nice": levels(SKILLS, 1, 5),
        "demands": demands,
        "accommodations": levels(ITEMS, 1, 3),
        "required_certificates": some(Certificate),
        "conditions": some(Condition),
        "min_age": st.integers(15, 70),
        "tutor_h_week": st.floats(0, 168),
        "tutor_sex": st.sampled_from(list(Sex)),
        "hire_plan": st.sampled_from(list(HirePlan)),
        "italian": ITALIAN,
        "environment": some(Trait),
        "promoter_tutor": follower(tutors, None),
        "break_min": st.integers(0, 240),
        "replaces_staff": YES_NO,
        "needs_training": YES_NO,
        "updated_on": DAYS,
    }
    always = {
        "id": st.just(key),
        "site": st.sampled_from(sites).flatmap(lambda s: st.tuples(st.just(s), follower(tutors, s.company))),
        "role": ROLES,
        "seats": st.integers(0, 1000),
        "shifts": WEEKS.filter(bool),
        "start_from": DAYS,
        "months": st.integers(1, 36),
    }

    def build(values: dict[str, Any]) -> Opening:
        site, tutor = values.pop("site")
        host = {"site": site.id, "company": site.company, "tutor": tutor}
        return Opening.model_validate(values | host | {"start_to": values["start_from"]})

    return st.fixed_dictionaries(always, optional=optional).map(build)


def service(key: str) -> st.SearchStrategy[Service]:
    optional = {
        "hours": WEEKS,
        "seats": st.integers(0, 10_000),
        "age_from": st.integers(0, 99),
        "age_to": st.integers(0, 99),
    }
    always = {
        "id": st.just(key),
        "kind": st.sampled_from(list(ServiceKind)),
        "name": TEXTS,
        "municipality": PLACES,
    }
    fields = st.fixed_dictionaries(always, optional=optional)
    return st.tuples(fields, between("open_from", "open_to", DAYS)).map(
        lambda parts: Service.model_validate(parts[0] | parts[1])
    )

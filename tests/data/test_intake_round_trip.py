"""Records of every shape survive being written as a folder, a workbook or JSON, and read back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.call import Programme
from data.catalogues import catalogue
from data.codes import (
    Access,
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
    Regime,
    ServiceKind,
    Sex,
    Training,
    Trait,
    Tutoring,
)
from data.intake.forms import Form, read_records, write_records
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.records import Candidate, Child, Company, Opening, Service, Site
from data.week import DAYS_EN, Week, format_week, parse_week
from tests.data.paper_rows import DAYS, ITEMS, PLACES, RAMPS, SEALS, WEEKS, papers_of

# Control characters are refused by the records of tables; half a surrogate pair is no text.
# Two positions of Unicode that no workbook can hold: `test_book_write` sees them refused.
_ANY = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")
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


def _ids(prefix: str, most: int, least: int = 0) -> st.SearchStrategy[list[str]]:
    code = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True).map(lambda tail: f"{prefix}{tail}")
    return st.lists(code, min_size=least, max_size=most, unique=True)


def _candidate(key: str, companies: list[str]) -> st.SearchStrategy[Candidate]:
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
    }
    always = {"id": st.just(key), "birth_date": DAYS, "municipality": PLACES}
    fields = st.fixed_dictionaries(always, optional=optional)
    return st.tuples(fields, point()).map(lambda parts: Candidate.model_validate(parts[0] | parts[1]))


def _child(key: str, candidates: list[str], services: list[str]) -> st.SearchStrategy[Child]:
    optional = {
        "care": st.sampled_from(list(ChildCare)),
        "care_hours": WEEKS,
        "services": st.lists(st.sampled_from(services), max_size=2) if services else st.just([]),
    }
    always = {"id": st.just(key), "candidate": st.sampled_from(candidates), "birth_date": DAYS}
    return st.fixed_dictionaries(always, optional=optional).map(Child.model_validate)


def _company(key: str) -> st.SearchStrategy[Company]:
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


def _site(key: str, companies: list[str]) -> st.SearchStrategy[Site]:
    optional = {
        "bus_hours": WEEKS,
        "access": st.dictionaries(st.sampled_from(list(Access)), YES_NO, max_size=3),
        "bus_stop_m": st.integers(0, 20_000),
    }
    always = {"id": st.just(key), "company": st.sampled_from(companies), "municipality": PLACES}
    fields = st.fixed_dictionaries(always, optional=optional)
    return st.tuples(fields, point()).map(lambda parts: Site.model_validate(parts[0] | parts[1]))


def _opening(key: str, sites: list[Site]) -> st.SearchStrategy[Opening]:
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
    }
    always = {
        "id": st.just(key),
        "site": st.sampled_from(sites),
        "role": ROLES,
        "seats": st.integers(0, 1000),
        "shifts": WEEKS.filter(bool),
        "start_from": DAYS,
        "months": st.integers(1, 36),
    }

    def build(values: dict[str, Any]) -> Opening:
        site = values.pop("site")
        return Opening.model_validate(
            values | {"site": site.id, "company": site.company, "start_to": values["start_from"]}
        )

    return st.fixed_dictionaries(always, optional=optional).map(build)


def _service(key: str) -> st.SearchStrategy[Service]:
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
    return st.tuples(fields, _range("open_from", "open_to", DAYS)).map(
        lambda parts: Service.model_validate(parts[0] | parts[1])
    )


def _programme() -> st.SearchStrategy[Programme]:
    category = st.fixed_dictionaries(
        {"code": st.sampled_from(list(Category))}, optional={"sex": st.sampled_from(list(Sex)), "evidence": TEXTS}
    )
    texts = TEXTS | st.text(_ANY, min_size=1, max_size=20).filter(str.strip)
    numbers = st.dictionaries(texts, st.integers(-(10**18), 10**18), max_size=2)
    group = st.fixed_dictionaries(
        {"categories": st.lists(st.sampled_from(list(Category)), min_size=1, max_size=3)},
        optional={"at_least": st.integers(1, 10_000)},
    )
    course = st.fixed_dictionaries(
        {"code": st.sampled_from(list(Training))},
        optional={"hours": st.floats(0, 168), "roles": st.lists(ROLES, max_size=2)},
    )
    optional = {
        "provinces": st.lists(st.sampled_from(["PO", "NO", "FI", "MS"]), max_size=3),
        "municipalities": st.lists(PLACES, max_size=3),
        "on": DAYS,
        "groups_needed": st.lists(group, max_size=2),
        "training": st.lists(course, max_size=2),
        "services": st.lists(st.sampled_from(list(ServiceKind)), max_size=3),
        "weights": st.sampled_from(["2026-1", "2026-01-01", "null", "1.0", "~"]),
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
    ranges = st.tuples(_range("period_from", "period_to", DAYS), _range("week_h_min", "week_h_max", st.floats(0, 168)))
    months = _range("months_min", "months_max", st.integers(1, 36))
    return st.tuples(st.fixed_dictionaries(always, optional=optional), ranges, months).map(
        lambda parts: Programme.model_validate(parts[0] | parts[1][0] | parts[1][1] | parts[2])
    )


def _range(least: str, most: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Both ends in order, one of them, or none."""
    both = st.tuples(values, values).map(lambda pair: {least: min(pair), most: max(pair)})
    return st.just({}) | both | values.map(lambda value: {least: value}) | values.map(lambda value: {most: value})


@st.composite
def all_records(draw: st.DrawFn) -> Records:
    """Records without a fault: every table from empty to a few rows, every optional field there or not."""
    companies = draw(_ids("A", 3))
    candidates = draw(_ids("C", 3))
    services = draw(_ids("S", 2))
    sites = [draw(_site(key, companies)) for key in draw(_ids("P", 4))] if companies else []
    openings = tuple(draw(_opening(key, sites)) for key in draw(_ids("O", 3))) if sites else ()
    return Records(
        programme=draw(_programme()),
        candidates=tuple(draw(_candidate(key, companies)) for key in candidates),
        children=tuple(draw(_child(key, candidates, services)) for key in draw(_ids("B", 3))) if candidates else (),
        companies=tuple(draw(_company(key)) for key in companies),
        sites=tuple(sites),
        openings=openings,
        services=tuple(draw(_service(key)) for key in services),
        **papers_of(draw, candidates, companies, [opening.id for opening in openings], TEXTS),
    )


@settings(max_examples=30)
@given(all_records(), st.sampled_from(["it", "en"]))
def test_what_is_written_reads_back_the_same(records: Records, language: Literal["it", "en"]) -> None:
    with TemporaryDirectory() as folder:
        assert read_folder(write_folder(records, Path(folder) / "coorte", language)) == records


@settings(max_examples=30)
@given(all_records(), st.sampled_from(["it", "en"]))
def test_csv_xlsx_and_json_hold_the_same(records: Records, language: Literal["it", "en"]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        book = read_records(write_records(records, folder / "a.xlsx", language))
        assert book == records
        assert book.digest() == records.digest()
        text = read_records(write_records(book, folder / "b.json", language))
        assert text == records
        assert read_records(write_records(text, folder / "c", language, Form.CSV)) == records
        write_records(read_records(folder / "c"), folder / "d.json")
        assert (folder / "d.json").read_bytes() == (folder / "b.json").read_bytes()


@settings(max_examples=100)
@given(WEEKS)
def test_a_week_reads_back_the_same_in_both_languages(week: Week) -> None:
    assert parse_week(format_week(week)) == week
    assert parse_week(format_week(week, DAYS_EN)) == week

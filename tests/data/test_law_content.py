"""The shipped law: every parameter that is needed is there, on both sides of every change, and names what exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data.catalogues import shipped_catalogue
from data.codes import (
    Category,
    Cefr,
    Condition,
    HostKind,
    LanguageSkill,
    LegalCategory,
    Permit,
    Regime,
    RiskClass,
    Tutoring,
)
from data.lawbook import LAW_FOLDER, Law, LawBook
from data.programmes import programme, programme_codes

BOOK = LawBook.load()
TODAY = dt.date(2026, 11, 21)
LAW = BOOK.in_force(TODAY)
ONE_DAY = dt.timedelta(days=1)
# Value in force on 21/11/2026.
VALUES: dict[str, Any] = {
    "hours.week_max_h": 30,
    "hours.week_min_h": 18,
    "l68.least_percentage": 46,
    "l68_art11.min_age": 16,
    "minors.adult_age": 18,
    "minors.max_h_day": 8,
    "minors.max_h_week": 40,
    "minors.night": ["22:00", "06:00"],
    "ord_tuscany.allowance_min_eur": 600,
    "ord_tuscany.max_months": 12,
    "ord_tuscany.min_age": 18,
    "ord_tuscany.min_months": 2,
    "practice.absence_days_max": 14,
    "practice.accommodation_answer_days": 30,
    "practice.accommodation_refusals_many": 2,
    "practice.child_alone_age": 14,
    "practice.corridor_km": 0.5,
    "practice.near_tie": 0.03,
    "practice.needs_opinion_share": 0.3,
    "practice.partial_fit_max_share": 0.25,
    "practice.school_trip_min": 15,
    "practice.split_pause_min": 60,
    "practice.stale_days": 90,
    "practice.travel_ceiling_min": 60,
    "practice.uncovered_share_max": 0.5,
    "practice.vague_point_km": 6,
    "tis_tuscany.allowance_max_eur": 500,
    "tis_tuscany.max_months": 24,
    "tis_tuscany.min_age": 16,
    "work_time.day_max_h": 8,
    "work_time.rest_h": 11,
    "work_time.weekly_rest_h": 24,
    "ord_tuscany.seasonal_min_months": 1,
    "ord_tuscany.allowance_reduced_share": 0.5,
    "ord_tuscany.attendance_full_share": 0.7,
    "ord_tuscany.attendance_reduced_share": 0.5,
    "ord_tuscany.title_months": 24,
    "tis_tuscany.min_months": 1,
    "tis_tuscany.extension_months": 12,
    "tis_tuscany.hour_rate_eur": 4,
    "tis_tuscany.month_max_h": 125,
    "l68_art11.min_months": 2,
    "l68_art11.max_months": 24,
    "allowance.who_pays": {"TIS_TUSCANY": "project", "ORD_TUSCANY": "host", "L68_ART11": "host"},
    "allowance.logic": {
        "TIS_TUSCANY": "hours_up_to_a_ceiling",
        "ORD_TUSCANY": "floor_by_attendance",
        "L68_ART11": "floor_by_attendance",
    },
    "caps.bands_it2017": [[5, 1], [20, 2], [None, 0.10]],
    "caps.bands_tuscany": [[6, 1], [19, 2], [None, 0.10]],
    "caps.bands_used": "stricter",
    "caps.premium": {"from_staff": 21, "months": 24, "steps": [[0.2, 1], [0.5, 2], [0.75, 3], [1.0, 4]]},
    "caps.zero_staff_hosts": ["ARTISAN", "FARMER", "STARTUP"],
    "caps.applies": {"ORD_TUSCANY": True, "TIS_TUSCANY": False, "L68_ART11": False},
    "caps.curricular_count": False,
    "tutors.company_max": 3,
    "tutors.promoter_max": 20,
    "tutors.points": {"low": 1, "medium": 1.5, "high": 2, "very_high": 3},
    "tutors.company_points_max": 4,
    "host.dismissal_lookback_months": 24,
    "host.dismissal_lookback_national": 12,
    "relations.lookback_months": 24,
    "relations.occasional_days": 30,
    "relations.occasional_window_months": 6,
    "permits.asylum_wait_days": 60,
    "permits.study_week_max_h": 20,
    "permits.minor_conversion_days": 90,
    "minors.min_age": 16,
    "minors.school_years": 10,
    "minors.unbroken_max_h": 4.5,
    "minors.break_min": 60,
    "minors.break_min_agreed": 30,
    "minors.night_rest_h": 12,
    "minors.weekly_rest_days": 2,
    "safety.general_h": 4,
    "safety.specific_h": {"LOW": 4, "MEDIUM": 8, "HIGH": 12},
    "safety.refresh_years": 5,
    "safety.refresh_h": 6,
    "safety.language_level": "A2",
    "safety.language_skill": "listening",
    "food.simple_h": 8,
    "food.complex_h": 12,
    "food.refresh_years": 5,
    "food.refresh_h": {"simple": 4, "complex": 6},
    "food.sectors": ["10", "11", "56", "87"],
    "documents.unilav_days_before": 1,
    "documents.unilav_end_days": 5,
    "documents.attendance_certificate_share": 0.7,
    "documents.suspension_illness_days": 30,
    "documents.suspension_closure_days": 15,
    "l68.art3_bands": [[14, 0], [35, 1], [50, 2], [None, 0.07]],
    "l68.art18_bands": [[50, 0], [150, 1], [None, 0.01]],
    "l68.round_up_above": 0.5,
    "l68.exemption_max_share": {"default": 0.6, "security": 0.8},
    "l68.exemption_from_staff": 36,
    "l68.exemption_security_sectors": ["49", "80"],
    "l68.exemption_eur_day": 39.21,
    "l68.self_exemption_permille": 60,
    "l68.compensation": {"self_declared": True, "within_groups": True},
    "l68.failure_multiple": 5,
    "l68.hiring_request_days": 60,
    "l68.prospectus": {"day": "01-31", "fine_eur": 702.43, "fine_eur_day": 34.02},
    "l68.suspended_while": ["CIGS", "SOLIDARITY_CONTRACT", "COLLECTIVE_DISMISSAL"],
    "l68.least_injury_percentage": 34,
    "practice.opening_stale_days": 90,
    "practice.task_lead_days": 7,
    "oversight.annex3_from": "2027-12-02",
    "oversight.log_min_retention_months": 6,
    "income_support.isee_tis_eur": 9360,
    "income_support.adi_threshold_eur": 10140,
    "income_support.sfl": {
        "eur_month": 500,
        "min_age": 18,
        "max_age": 59,
        "isee_max_eur": 10140,
        "months": 12,
        "extension_months": 12,
    },
}
# Longer tables, looked at one by one below or where they are used.
TABLES = {
    "categories.legal_of",
    "categories.legal_effects",
    "documents.checklist",
    "food.roles",
    "l68.base_exclusions",
    "l68.conventions",
    "l68.covered",
    "minors.forbidden",
    "permits.kinds",
    "practice.bus_window",
    "practice.childcare",
    "practice.school_calendar",
    "practice.travel",
}
# Key, first day of the new value, the value of the day before, the value of that day.
CHANGES: list[tuple[str, str, Any, Any]] = [
    ("caps.bands_it2017", "2017-05-25", [[5, 1], [19, 2], [None, 0.1]], [[5, 1], [20, 2], [None, 0.1]]),
    ("income_support.adi_threshold_eur", "2024-01-01", None, 9360),
    ("income_support.adi_threshold_eur", "2025-01-01", 9360, 10140),
    ("income_support.isee_tis_eur", "2024-10-03", None, 9360),
    ("l68.art3_bands", "2000-01-18", None, [[14, 0], [35, 1], [50, 2], [None, 0.07]]),
    ("l68.exemption_eur_day", "2008-01-01", 12.91, 30.64),
    ("l68.exemption_eur_day", "2022-01-01", 30.64, 39.21),
    ("l68.failure_multiple", "2016-10-08", None, 5),
    ("minors.min_age", "2007-09-01", 15, 16),
    ("minors.school_years", "2007-09-01", 8, 10),
    ("ord_tuscany.allowance_min_eur", "2012-02-01", None, 500),
    ("ord_tuscany.allowance_min_eur", "2024-03-01", 500, 600),
    ("ord_tuscany.allowance_reduced_share", "2024-03-01", 0.6, 0.5),
    ("ord_tuscany.min_age", "2007-09-01", 15, 16),
    ("ord_tuscany.min_age", "2012-02-01", 16, 18),
    ("ord_tuscany.title_months", "2024-03-01", 12, 24),
    ("oversight.annex3_from", "2026-06-29", "2026-08-02", "2027-12-02"),
    ("permits.asylum_wait_days", "2015-09-30", 180, 60),
    ("safety.general_h", "2012-01-11", None, 4),
    ("food.simple_h", "2008-07-21", None, 8),
    ("tis_tuscany.allowance_max_eur", "2020-05-18", None, 500),
    ("tis_tuscany.min_age", "2015-01-22", None, 16),
]


def value(law: Law, key: str) -> Any:
    keys = law.keys()
    return law.get(key) if key in keys else None


def test_what_ships_says_the_same_to_the_fast_and_to_the_careful_reader() -> None:
    assert LawBook.load().parameters == LawBook.load(LAW_FOLDER).parameters


def test_every_key_is_there_and_no_other() -> None:
    assert set(LAW.keys()) == set(VALUES) | TABLES
    assert set(BOOK.parameters) == set(VALUES) | TABLES


@pytest.mark.parametrize("key", VALUES)
def test_the_value_in_force(key: str) -> None:
    assert LAW.get(key) == VALUES[key]
    assert type(LAW.get(key)) is type(VALUES[key]) or isinstance(VALUES[key], int)


@pytest.mark.parametrize(("key", "day", "before", "after"), CHANGES)
def test_every_change_has_two_sides(key: str, day: str, before: Any, after: Any) -> None:
    first = dt.date.fromisoformat(day)
    assert value(BOOK.in_force(first - ONE_DAY), key) == before
    assert value(BOOK.in_force(first), key) == after
    assert BOOK.in_force(first).since(key) == first
    assert BOOK.in_force(first).version != BOOK.in_force(first - ONE_DAY).version


def test_a_change_leaves_no_day_without_law() -> None:
    for parameter in BOOK.parameters.values():
        for one, other in zip(parameter.values, parameter.values[1:], strict=False):
            assert one.valid_to == other.valid_from - ONE_DAY, parameter.key
            assert one.value != other.value, parameter.key
        assert parameter.values[-1].valid_to is None, parameter.key


@pytest.mark.parametrize("code", programme_codes())
def test_the_rules_of_every_programme_find_their_numbers_on_its_day(code: str) -> None:
    day = programme(code).on
    assert day is not None
    known = BOOK.in_force(day).keys()
    needed = ("allowance.", "caps.", "categories.", "documents.", "host.", "minors.", "permits.", "practice.",
              "relations.", "tutors.", "work_time.")  # fmt: skip
    assert [key for key in BOOK.parameters if key.startswith(needed) and key not in known] == []
    assert {"food.roles", "food.sectors", "safety.language_level", "safety.language_skill"} <= set(known)


def test_assumed_days_and_general_knowledge_wait_for_a_jurist() -> None:
    for parameter in BOOK.parameters.values():
        marks = {source.mark for source in parameter.source}
        if "presunt" in parameter.note or marks & {"GK-L", "GK-M", "GK-H", "DERIVED"}:
            assert parameter.verify, parameter.key
        assert parameter.last_checked == TODAY


def test_no_file_is_long() -> None:
    longest = max(len(file.read_text(encoding="utf-8").splitlines()) for file in LAW_FOLDER.rglob("*.yaml"))
    assert longest <= 250


def test_every_category_of_the_calls_has_its_categories_of_the_law() -> None:
    table = LAW.table("categories.legal_of")
    assert set(table) == set(Category)
    for codes in table.values():
        assert codes
        assert set(codes) <= set(LegalCategory)
        assert LegalCategory.OTHER not in codes or codes == ["OTHER"]
    assert table["DISABILITY_L68"] == ["L68", "L381"]
    assert table["MENTAL_HEALTH_CERTIFIED"] == table["EXTERNAL_PENAL_EXECUTION"] == ["L381"]
    assert table["TRAFFICKING_VICTIM"] == ["TRAFFICKING"]
    for outside in ("VIOLENCE_VICTIM", "LONE_PARENT", "EX_PRISONER", "CARE_LEAVER", "LAID_OFF"):
        assert table[outside] == ["OTHER"]


def test_the_effects_of_the_categories_of_the_law() -> None:
    effects = LAW.table("categories.legal_effects")
    assert set(effects) == set(Regime)
    for of_regime in effects.values():
        assert set(LegalCategory) <= set(of_regime)
        for effect in of_regime.values():
            assert list(effect) == ["cap_exempt", "max_months", "repeat_exempt"]
            assert isinstance(effect["cap_exempt"], bool)
            assert isinstance(effect["repeat_exempt"], bool)
        assert {code for code, effect in of_regime.items() if not effect["repeat_exempt"]} == {"OTHER"}
        assert {code for code, effect in of_regime.items() if effect["cap_exempt"]} >= {"L68", "L381"}
        for counted in ("TRAFFICKING", "ASYLUM", "PROTECTION_HOLDER", "OTHER"):
            assert not of_regime[counted]["cap_exempt"]
    assert effects["ORD_TUSCANY"]["L68"]["max_months"] == 24
    assert effects["ORD_TUSCANY"]["L381"]["max_months"] is None


def test_tables_name_codes_that_exist() -> None:
    for key in ("allowance.logic", "allowance.who_pays", "caps.applies"):
        assert set(LAW.table(key)) == set(Regime)
    assert set(LAW.table("permits.kinds")) == set(Permit)
    assert set(LAW.table("permits.kinds").values()) == {"YES", "WAIT", "LIMITED", "CHECK", "MINOR"}
    assert set(LAW.table("caps.zero_staff_hosts")) <= set(HostKind)
    assert set(LAW.table("safety.specific_h")) == set(RiskClass)
    assert set(LAW.table("tutors.points")) == set(Tutoring)
    assert LAW.get("safety.language_level") in set(Cefr)
    assert LAW.get("safety.language_skill") in set(LanguageSkill)
    assert LAW.get("caps.bands_used") in {"stricter", "it2017", "tuscany"}


def test_forbidden_and_food_tables_name_what_the_catalogues_hold() -> None:
    known = shipped_catalogue()
    forbidden, roles = LAW.table("minors.forbidden"), LAW.table("food.roles")
    assert list(forbidden) == ["conditions", "sectors", "roles"]
    assert set(forbidden["conditions"]) <= set(Condition)
    assert {*forbidden["sectors"], *LAW.table("food.sectors")} <= set(known.divisions)
    assert list(roles) == ["complex", "simple"]
    assert {*forbidden["roles"], *roles["complex"], *roles["simple"]} <= set(known.roles)
    assert not set(roles["complex"]) & set(roles["simple"])


def test_the_checklist_has_every_document_once() -> None:
    checklist = LAW.table("documents.checklist")
    assert [entry["code"] for entry in checklist] == [
        "CONVENTION", "PFI", "SIGNATURES", "INSURANCE", "UNILAV", "MINOR_RISK", "MINOR_MEDICAL", "GUARDIAN",
        "CLEARANCE", "PERMIT", "COMMITTEE", "SAFETY", "HACCP",
    ]  # fmt: skip
    assert {entry["who"] for entry in checklist} == {"promoter", "host", "service"}
    days = {entry["code"]: entry["days_before_start"] for entry in checklist}
    assert days["UNILAV"] == LAW.number("documents.unilav_days_before")
    assert min(days.values()) >= 1


def test_who_is_covered_grows_with_the_law() -> None:
    days = (dt.date(2020, 7, 18), dt.date(2020, 7, 19), dt.date(2025, 6, 1))
    old, later, now = (set(BOOK.in_force(day).table("l68.covered")) for day in days)
    assert later - old == {"ART18_CARE_LEAVER"}
    assert now - later == {"ART18_INFRASTRUCTURE"}
    assert old < later < now
    covered = LAW.table("l68.covered")
    assert covered["L68_CIVIL"]["least"] == LAW.number("l68.least_percentage")
    assert covered["L68_INAIL"]["least"] == LAW.number("l68.least_injury_percentage")


def test_conventions_come_with_their_laws() -> None:
    days = (dt.date(2003, 10, 23), dt.date(2003, 10, 24), dt.date(2008, 1, 1))
    old, later, now = (list(BOOK.in_force(day).table("l68.conventions")) for day in days)
    assert old == ["CONV_ART11", "CONV_ART12"]
    assert later == [*old, "CONV_ART14"]
    assert now == ["CONV_ART11", "CONV_ART12", "CONV_ART12BIS", "CONV_ART14"]
    assert [code for code, data in LAW.table("l68.conventions").items() if data.get("tirocini")] == ["CONV_ART11"]

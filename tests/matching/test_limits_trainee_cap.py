"""CAP: how many trainees a site may host at once, by its permanent staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.codes import Category, HostKind, Regime
from data.host_papers import HostCheck, Placement
from data.lawbook import Law
from matching.limit import Facts
from matching.limits.trainee_cap import CAP, applies, cap_of, exempt_categories
from tests.matching.limit_cases import BOOK, facts, opening, person, placed, programme, records

CASES = yaml.safe_load((Path(__file__).parents[1] / "law" / "limits.yaml").read_text(encoding="utf-8"))
SECTIONS = ("bands", "no_staff", "premium", "dates")
TWO = [person("P1"), person("P2")]
AUTUMN, WINTER, LONG = ("2026-10-01", "2026-11-30"), ("2026-12-01", "2027-02-28"), ("2026-12-15", "2027-01-15")


def check(staff: int | None, **changes: Any) -> HostCheck:
    return HostCheck.model_validate({"id": "C1", "site": "S1", "permanent_staff": staff} | changes)


def using(law: Law, table: str) -> Law:
    used = law.parameters["caps.bands_used"]
    values = tuple(replace(dated, value=table) for dated in used.values)
    return Law(law.on, {**law.parameters, used.key: replace(used, values=values)})


@pytest.mark.parametrize("case", [case for name in SECTIONS for case in CASES[name]], ids=str)
def test_the_cap_of_a_site_is_what_the_case_says(case: dict[str, Any]) -> None:
    law = using(BOOK.in_force(case["day"]), case["table"])
    written = check(
        case.get("staff"),
        host_kind=case.get("kind"),
        former_trainees=case.get("trainees"),
        former_hired=case.get("hired"),
    )
    assert cap_of(written, law) == case["cap"]


def at_one_site(*checks: HostCheck, seats: int = 2, placements: tuple[Placement, ...] = (), **call: Any) -> Facts:
    return facts(
        records(TWO, [opening("O1", seats=seats)], checks=checks, placements=placements, call=programme(**call))
    )


def test_a_site_with_five_employees_takes_one_trainee_at_a_time_and_one_with_seven_takes_two() -> None:
    assert placed(at_one_site(check(5)), CAP) == 1
    assert placed(at_one_site(check(7)), CAP) == 2


def test_a_site_that_may_host_nobody_gets_nobody() -> None:
    assert placed(at_one_site(check(0, host_kind=HostKind.ORDINARY)), CAP) == 0
    assert placed(at_one_site(check(0, host_kind=HostKind.ARTISAN)), CAP) == 1


def test_the_limit_counts_a_site_and_not_a_company_nor_an_opening() -> None:
    openings = [opening("O1"), opening("O2"), opening("O3", site="S2")]
    people = [*TWO, person("P3")]
    assert placed(facts(records(people, openings, checks=[check(5)])), CAP) == 2


@pytest.mark.parametrize("category", [Category.DISABILITY_L68, Category.MENTAL_HEALTH_CERTIFIED])
def test_people_whom_the_law_leaves_out_do_not_count(category: Category) -> None:
    people = [person("P1"), person("P2", category), person("P3", Category.WEAK_LABOUR_MARKET, category)]
    made = facts(records(people, [opening("O1", seats=3)], checks=[check(5)]))
    # One who counts, and two who do not.
    assert placed(made, CAP) == 3
    assert all(set(one.row.pair.tolist()) <= {0} for one in CAP.rows(made))


@pytest.mark.parametrize(("birth", "people_placed"), [(date(2008, 9, 1), 1), (date(2008, 9, 2), 2)])
def test_a_minor_whom_the_law_leaves_out_counts_from_the_eighteenth_birthday(birth: date, people_placed: int) -> None:
    minor = person("P2", Category.MINOR_16_PLUS).model_copy(update={"birth_date": birth})
    made = facts(records([person("P1"), minor], [opening("O1", seats=2)], checks=[check(5)]))
    assert placed(made, CAP) == people_placed


@pytest.mark.parametrize("category", [Category.TRAFFICKING_VICTIM, Category.ASYLUM_SEEKER, Category.CARE_LEAVER])
def test_other_categories_count_even_where_other_limits_do_not_hold_for_them(category: Category) -> None:
    people = [person("P1", category), person("P2", category)]
    assert placed(facts(records(people, [opening("O1", seats=2)], checks=[check(5)])), CAP) == 1


def test_the_categories_left_out_follow_the_legal_ones_of_the_regime() -> None:
    left_out = exempt_categories(at_one_site(check(5)))
    assert Category.DISABILITY_L68 in left_out
    assert Category.EXTERNAL_PENAL_EXECUTION in left_out
    assert not left_out & {Category.EX_PRISONER, Category.VIOLENCE_VICTIM, Category.INTL_PROTECTION_HOLDER}


def test_internships_one_after_the_other_both_fit_and_overlapping_ones_do_not() -> None:
    known = records(TWO, [opening("O1"), opening("O2")], checks=[check(5)])
    assert placed(facts(known, [("P1", "O1", *AUTUMN), ("P2", "O2", *WINTER)]), CAP) == 2
    assert placed(facts(known, [("P1", "O1", *WINTER), ("P2", "O2", *LONG)]), CAP) == 1
    # One day in common is enough.
    assert placed(facts(known, [("P1", "O1", *AUTUMN), ("P2", "O2", "2026-11-30", "2027-02-28")]), CAP) == 1


def test_a_long_internship_stands_in_the_way_of_two_that_follow_each_other() -> None:
    known = records([*TWO, person("P3")], [opening("O1"), opening("O2"), opening("O3")], checks=[check(5)])
    days = [("P1", "O1", *AUTUMN), ("P2", "O2", *WINTER), ("P3", "O3", "2026-10-15", "2027-01-31")]
    made = facts(known, days)
    # December and January run over the end of the year; the two short ones are better than the long one.
    assert placed(made, CAP) == 2
    assert [one.row.key for one in CAP.rows(made)] == ["S1/2026-10-15", "S1/2026-12-01"]


def test_months_with_nobody_in_common_make_no_row_of_their_own() -> None:
    known = records(TWO, [opening("O1", seats=2)], checks=[check(5)])
    same = facts(known, [("P1", "O1", *AUTUMN), ("P2", "O1", "2026-10-05", "2026-12-05")])
    assert [one.row.key for one in CAP.rows(same)] == ["S1/2026-10-05"]


def running(start: str, end: str, **changes: Any) -> Placement:
    return Placement.model_validate({"id": "L1", "site": "S1", "start_on": start, "end_on": end} | changes)


def test_an_internship_under_way_takes_its_place_while_it_lasts() -> None:
    known = records(
        TWO, [opening("O1"), opening("O2")], checks=[check(5)], placements=[running("2026-06-01", "2026-10-31")]
    )
    assert placed(facts(known, [("P1", "O1", *AUTUMN)]), CAP) == 0
    assert placed(facts(known, [("P1", "O1", *WINTER)]), CAP) == 1


def test_one_under_way_that_the_law_leaves_out_takes_none_and_an_unknown_one_does_and_it_is_said() -> None:
    days = [("P1", "O1", *AUTUMN)]
    for exempt, left in ((True, 1), (False, 0), (None, 0)):
        under_way = running("2026-06-01", "2026-10-31", cap_exempt=exempt)
        made = facts(records(TWO, [opening("O1")], checks=[check(5)], placements=[under_way]), days)
        assert placed(made, CAP) == left
        assert any("è contato" in said for said in CAP.unknown(made, made.candidate == 0)) is (exempt is None)


def test_a_curricular_internship_counts_only_where_the_law_book_says_so() -> None:
    under_way = running("2026-06-01", "2026-10-31", curricular=True)
    assert placed(facts(records(TWO, [opening("O1")], checks=[check(5)], placements=[under_way])), CAP) == 1


def test_a_site_over_its_limit_already_takes_nobody_and_contradicts_nothing() -> None:
    crowd = [running("2026-06-01", "2026-12-31", id=f"L{n}") for n in range(3)]
    made = facts(records(TWO, [opening("O1")], checks=[check(5)], placements=crowd))
    (held,) = CAP.rows(made)
    assert (held.row.most, held.whole, held.taken) == (0, 1, 3)


def test_where_the_staff_is_unknown_nothing_is_limited_and_it_is_said() -> None:
    for checks in ((), (check(None),)):
        made = at_one_site(*checks)
        assert CAP.rows(made) == ()
        assert CAP.unknown(made, made.candidate >= 0) == (
            "Non si sa quanti dipendenti a tempo indeterminato ha la sede S1: il limite non è stato controllato.",
        )
    known = at_one_site(check(5))
    assert CAP.unknown(known, known.candidate >= 0) == ()


def test_a_site_without_staff_whose_kind_nobody_wrote_is_asked_about() -> None:
    made = at_one_site(check(0))
    assert any("non si sa se lo è" in said for said in CAP.unknown(made, made.candidate == 0))


def test_inclusion_internships_and_agreements_are_not_limited_unless_the_programme_says_so() -> None:
    assert not applies(at_one_site(check(5), regime=Regime.TIS_TUSCANY))
    assert not applies(at_one_site(check(5), regime=Regime.L68_ART11))
    assert placed(at_one_site(check(5), regime=Regime.TIS_TUSCANY), CAP) == 2
    assert placed(at_one_site(check(5), regime=Regime.TIS_TUSCANY, trainee_cap=True), CAP) == 1
    assert placed(at_one_site(check(5), trainee_cap=False), CAP) == 2


def test_before_there_were_numbers_nothing_is_limited() -> None:
    old = replace(at_one_site(check(5)), law=BOOK.in_force(date(1990, 1, 1)))
    assert CAP.rows(old) == ()
    assert CAP.unknown(old, old.candidate == 0) == ()


def test_the_sentence_says_how_many_count_of_how_many() -> None:
    under_way = running("2026-06-01", "2026-10-31")
    made = facts(records(TWO, [opening("O1", seats=2)], checks=[check(7)], placements=[under_way]))
    (held,) = CAP.rows(made)
    assert CAP.sentence(held, 2) == (
        "Sede S1, dal 1/9/2026: posti usati 2 su 2, di cui 1 per tirocini già in corso. Le persone che la legge lascia"
        " fuori dal limite non sono contate."
    )


def test_what_scouts_read_names_the_site_and_no_number() -> None:
    made = at_one_site(check(5), seats=2)
    ((key, sentence),) = CAP.plain(made)
    assert key == "S1"
    assert not any(char.isdigit() for char in sentence.replace("S1", ""))
    assert CAP.plain(at_one_site(check(7), seats=2)) == ()

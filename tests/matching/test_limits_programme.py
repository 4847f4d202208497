"""FUNDED, BUDGET and GROUPS: what the programme itself decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from data.call import GroupNeeded
from data.codes import Category, Regime
from data.host_papers import Placement
from matching.limit import Facts
from matching.limits.budget import BUDGET, costs
from matching.limits.funded import FUNDED
from matching.limits.target_groups import GROUPS
from tests.matching.limit_cases import facts, keeps, opening, person, placed, programme, records

PEOPLE = [person(f"P{k}") for k in range(4)]
PARENT, HEALTH = Category.LONE_PARENT, Category.MENTAL_HEALTH_CERTIFIED


def of_programme(*openings: Any, people: Any = PEOPLE, placements: Any = (), **call: Any) -> Facts:
    return facts(records(people, openings or [opening("O1", seats=9)], placements=placements, call=programme(**call)))


@pytest.mark.parametrize(("funded", "expected"), [(0, 0), (1, 1), (3, 3), (97, 4)])
def test_no_more_people_than_funded_places(funded: int, expected: int) -> None:
    assert placed(of_programme(placements_funded=funded), FUNDED) == expected


def test_a_programme_that_names_no_number_has_no_limit() -> None:
    made = of_programme()
    assert (FUNDED.rows(made), BUDGET.rows(made), GROUPS.rows(made)) == ((), (), ())


def under_way(**changes: Any) -> Placement:
    given = {"id": "L1", "site": "S1", "start_on": date(2026, 6, 1), "end_on": date(2026, 12, 31)}
    return Placement.model_validate(given | changes)


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        # Followed by a tutor of the promoter: the programme pays it.
        ({"promoter_tutor": "C1"}, 2),
        # Nobody of the promoter follows it, or it is of a school: another programme's.
        ({}, 3),
        ({"promoter_tutor": "C1", "curricular": True}, 3),
        # Over before the programme began.
        ({"promoter_tutor": "C1", "start_on": date(2025, 1, 1), "end_on": date(2025, 12, 31)}, 3),
    ],
)
def test_what_the_programme_pays_already_takes_a_place(changes: dict[str, Any], left: int) -> None:
    made = of_programme(placements=[under_way(**changes)], placements_funded=3, period_from=date(2026, 1, 1))
    assert placed(made, FUNDED) == left


def test_the_budget_pays_months_at_the_hours_of_the_opening() -> None:
    # 25 hours a week are 108.33 a month: at 4 euro 433.33 a month; 12.5 hours are half of it.
    whole, half = opening("O1", seats=9, months=6), opening("O2", seats=9, months=3, shifts="A: lun-ven 9-14 | B: mai")
    made = of_programme(whole, half, regime=Regime.TIS_TUSCANY, budget_eur=2600)
    a_month, in_all = costs(made)
    assert a_month.tolist() == [43333, 21667]
    assert in_all.tolist() == [6 * 43333, 3 * 21667]
    (held,) = BUDGET.rows(made)
    assert (held.whole, held.row.most) == (260000, 260000)
    assert held.row.unit in a_month.tolist()
    # One at full hours and nothing else, or three at half.
    assert placed(made, BUDGET) == 3
    dear = of_programme(whole, regime=Regime.TIS_TUSCANY, budget_eur=2600)
    assert placed(dear, BUDGET) == 1
    assert placed(of_programme(whole, regime=Regime.TIS_TUSCANY, budget_eur=2599), BUDGET) == 0


def test_where_the_company_pays_the_budget_limits_nothing() -> None:
    assert BUDGET.rows(of_programme(budget_eur=1)) == ()
    assert BUDGET.rows(of_programme(budget_eur=1, regime=Regime.TIS_TUSCANY, allowance_by_host=True)) == ()
    assert len(BUDGET.rows(of_programme(budget_eur=1, allowance_by_host=False))) == 1
    paid = of_programme(budget_eur=1)
    assert BUDGET.unknown(paid, paid.candidate == 0)[0].startswith("L'indennità la paga l'azienda")


def test_a_budget_that_cannot_be_held_against_any_amount_is_said() -> None:
    known = of_programme(budget_eur=1, regime=Regime.TIS_TUSCANY).records
    old = facts(known, on=date(2006, 10, 2))
    assert BUDGET.rows(old) == ()
    assert BUDGET.unknown(old, old.candidate == 0)[0].startswith("Non si sa quanto costa un mese")
    assert BUDGET.unknown(old, old.candidate < 0) == ()


def test_a_group_of_the_call_must_be_there() -> None:
    who = [person("P0", PARENT), person("P1", HEALTH), *PEOPLE[2:]]
    groups = (GroupNeeded(categories=(PARENT,)), GroupNeeded(categories=(HEALTH, PARENT), at_least=2))
    made = of_programme(people=who, groups_needed=groups)
    first, second = GROUPS.rows(made)
    assert (first.row.pair.tolist(), first.row.least, first.row.most) == ([0], 1, None)
    assert (second.row.pair.tolist(), second.row.least) == ([0, 1], 2)
    chosen = np.array([False, True, True, True])
    assert not keeps(first.row, chosen)
    assert placed(made, GROUPS) == 4


def test_a_group_without_anybody_contradicts_itself() -> None:
    made = of_programme(groups_needed=(GroupNeeded(categories=(PARENT,), at_least=3),))
    (held,) = GROUPS.rows(made)
    assert len(held.row.pair) == 0
    assert placed(made, GROUPS) == -1


def test_keys_name_no_category() -> None:
    made = of_programme(groups_needed=(GroupNeeded(categories=(PARENT,)),))
    assert [held.row.key for held in GROUPS.rows(made)] == ["1"]


def test_the_sentences_have_the_numbers_of_the_programme() -> None:
    made = of_programme(
        regime=Regime.TIS_TUSCANY,
        placements_funded=3,
        budget_eur=10_000,
        groups_needed=(GroupNeeded(categories=(PARENT,), at_least=2),),
        placements=[under_way(promoter_tutor="C1")],
    )
    (paid,), (budget,), (group,) = FUNDED.rows(made), BUDGET.rows(made), GROUPS.rows(made)
    assert FUNDED.sentence(paid, 3).startswith("Posti finanziati usati: 3 su 3, di cui 1 per tirocini già in corso")
    assert "2599,98 euro su 10000,00" in BUDGET.sentence(budget, 259998)
    assert GROUPS.sentence(group, 1) == f"Gruppo «{PARENT.label}»: persone proposte 1, minimo chiesto dal programma 2."
    assert FUNDED.relaxed(paid, 2) == "Posti finanziati mancanti: 2. Ne servirebbero 5 invece di 3."
    assert "persone che si possono proporre 0." in GROUPS.relaxed(group, 2)

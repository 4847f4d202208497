"""TUTOR, POINTS and PROMOTER: how many trainees somebody follows at once, and with how much work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from data.codes import Tutoring
from data.host_papers import Placement, Tutor
from matching.limit import Facts
from matching.limits.company_tutor import TUTOR
from matching.limits.intensity import POINTS, tenths_of
from matching.limits.promoter_tutor import PROMOTER
from tests.matching.limit_cases import facts, opening, person, placed, records

LOW, MEDIUM, HIGH, MOST = Tutoring
AUTUMN, WINTER = ("2026-10-01", "2026-11-30"), ("2026-12-01", "2027-02-28")


def people(n: int, need: Tutoring | None = LOW, tutor: str | None = None) -> list[Any]:
    return [person(f"P{k}", need=need, tutor=tutor) for k in range(n)]


def running(n: int, **changes: Any) -> list[Placement]:
    given = {"site": "S9", "start_on": date(2026, 1, 1), "end_on": date(2026, 10, 31)}
    return [Placement.model_validate(given | {"id": f"L{k}"} | changes) for k in range(n)]


def followed(who: Sequence[Any], *, seats: int = 9, **given: Any) -> Facts:
    return facts(records(who, [opening("O1", seats=seats, tutor="T1")], **given))


def test_a_company_tutor_follows_three_trainees_at_once() -> None:
    assert placed(followed(people(4)), TUTOR) == 3
    assert placed(followed(people(3)), TUTOR) == 3


def test_a_tutor_who_takes_fewer_follows_fewer_and_one_who_takes_more_no_more_than_the_law() -> None:
    for most, expected in ((0, 0), (2, 2), (5, 3)):
        tutor = Tutor(id="T1", company="A-S1", most=most)
        assert placed(followed(people(4), tutors=[tutor]), TUTOR) == expected


def test_all_openings_of_a_tutor_count_together_and_those_of_another_do_not() -> None:
    openings = [opening("O1", seats=2, tutor="T1"), opening("O2", seats=2, site="S2", tutor="T1")]
    assert placed(facts(records(people(4), openings)), TUTOR) == 3
    openings[1] = openings[1].model_copy(update={"tutor": "T2"})
    assert placed(facts(records(people(4), openings)), TUTOR) == 4


def test_an_opening_without_a_tutor_has_no_limit() -> None:
    made = facts(records(people(4), [opening("O1", seats=4)]))
    assert (TUTOR.rows(made), POINTS.rows(made)) == ((), ())


def test_what_is_under_way_counts_while_it_lasts() -> None:
    known = records(people(2), [opening("O1", seats=2, tutor="T1")], placements=running(2, tutor="T1"))
    days = [("P0", "O1", *AUTUMN), ("P1", "O1", *AUTUMN)]
    assert placed(facts(known, days), TUTOR) == 1
    assert placed(facts(known, [("P0", "O1", *AUTUMN), ("P1", "O1", *WINTER)]), TUTOR) == 2
    assert placed(facts(known, [("P0", "O1", *WINTER), ("P1", "O1", *WINTER)]), TUTOR) == 2


def test_trainees_one_after_the_other_are_never_together() -> None:
    known = records(people(6), [opening("O1", seats=6, tutor="T1")])
    days = [(f"P{k}", "O1", *(AUTUMN if k < 3 else WINTER)) for k in range(6)]
    assert placed(facts(known, days), TUTOR) == 6
    assert TUTOR.rows(facts(known, days)) == ()


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        # 4 points: two persons who need much (2 each), one who needs very much (3) and one who needs little (1).
        ([HIGH, HIGH, HIGH], 2),
        ([MOST, LOW], 2),
        ([MOST, MEDIUM], 1),
        ([MEDIUM, MEDIUM, LOW], 3),
        ([MEDIUM, MEDIUM, MEDIUM], 2),
        ([LOW, LOW, LOW, LOW], 4),
        # Not assessed: as the lowest.
        ([None, MOST], 2),
    ],
)
def test_the_work_of_a_tutor_depends_on_how_much_tutoring_each_needs(
    needs: list[Tutoring | None], expected: int
) -> None:
    who = [person(f"P{k}", need=need) for k, need in enumerate(needs)]
    assert placed(followed(who), POINTS) == expected


def test_points_are_whole_tenths() -> None:
    assert tenths_of(followed(people(1))) == {None: 10, LOW: 10, MEDIUM: 15, HIGH: 20, MOST: 30}


def test_the_points_of_what_is_under_way_count_and_unknown_ones_as_the_lowest() -> None:
    for tutoring, expected in ((MOST, 1), (HIGH, 2), (None, 3)):
        made = followed(people(3), placements=running(1, tutor="T1", tutoring=tutoring))
        assert placed(made, POINTS) == expected


def test_it_is_said_of_how_many_proposed_people_nobody_knows_the_need() -> None:
    made = followed([person("P0"), person("P1"), person("P2", need=LOW)])
    assert POINTS.unknown(made, made.candidate == 0) == (
        "Di una persona proposta non si sa quanto tutoraggio serve: conta come il bisogno più basso.",
    )
    assert "Di 2 persone" in POINTS.unknown(made, made.candidate >= 0)[0]
    assert POINTS.unknown(made, made.candidate == 2) == ()


def test_a_tutor_of_the_promoter_follows_twenty_in_all_companies() -> None:
    openings = [opening("O1", seats=11), opening("O2", site="S2", seats=11)]
    made = facts(records(people(22, tutor="C1"), openings))
    (held,) = PROMOTER.rows(made)
    assert (held.row.most, held.whole, len(held.row.pair)) == (20, 20, 44)
    assert PROMOTER.rows(facts(records(people(20, tutor="C1"), openings))) == ()


def test_the_persons_own_tutor_counts_before_that_of_the_opening() -> None:
    who = [person("P0", tutor="C1"), person("P1", tutor="C1"), person("P2"), person("P3")]
    made = facts(
        records(
            who,
            [opening("O1", seats=4, promoter_tutor="C2")],
            tutors=[Tutor(id="C1", most=1), Tutor(id="C2", most=1)],
        )
    )
    by_tutor = {held.subject: {int(made.candidate[k]) for k in held.row.pair} for held in PROMOTER.rows(made)}
    assert by_tutor == {"C1": {0, 1}, "C2": {2, 3}}
    assert placed(made, PROMOTER) == 2


def test_what_a_promoter_tutor_follows_already_counts() -> None:
    made = facts(records(people(3, tutor="C1"), [opening("O1", seats=3)], placements=running(18, promoter_tutor="C1")))
    (held,) = PROMOTER.rows(made)
    assert (held.row.most, held.taken) == (2, 18)


def test_the_sentences_count_what_is_under_way() -> None:
    made = followed([*people(3)], placements=running(1, tutor="T1", tutoring=MEDIUM))
    assert TUTOR.sentence(TUTOR.rows(made)[0], 3) == (
        "Tutor T1, dal 1/9/2026: posti usati 3 su 3, di cui 1 per tirocini già in corso."
    )
    assert "punti di impegno usati 3,5 su 4, di cui 1,5" in POINTS.sentence(POINTS.rows(made)[0], 35)


def test_a_scout_reads_of_a_tutor_the_number_of_the_law_and_nothing_of_people() -> None:
    crowd, nobody = followed(people(4)), followed([], placements=running(2, tutor="T1"))
    assert (
        TUTOR.plain(crowd)
        == TUTOR.plain(nobody)
        == (("T1", "Tutor T1: può seguire insieme al massimo 3 tirocinanti."),)
    )

"""Who changes seat, as people read it: counts, groups that are large enough, and what needs a second look."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.language import speaking
from experiments.report.draw import svg
from experiments.report.parts import Section
from experiments.signoff.diff import told
from experiments.signoff.seats import (
    ChangedRound,
    SecondLook,
    changed,
    last_year,
    second_looks,
    share_changed,
    together,
)
from matching.weight_diff import SeatChanges
from scoring.weights import load_weights

NOW, OTHER = load_weights("2026-1"), load_weights("2026-3")
# What happens to each person, and the scores: (before, after, under the weights of now, under the others).
PEOPLE = (
    (0, 0, (500, 500), (600, 600)),
    (1, 2, (500, 400), (600, 500)),
    (2, 1, (500, 400), (500, 700)),
    (-1, 3, (-1, 300), (-1, 400)),
    (3, -1, (400, -1), (300, -1)),
    (-1, -1, (-1, -1), (-1, -1)),
)


def changes(times: int = 1, prefix: str = "C") -> SeatChanges:
    rows = PEOPLE * times
    thousands = np.array([[[row[2 + which][at] for row in rows] for at in (0, 1)] for which in (0, 1)])
    return SeatChanges(
        candidate_ids=tuple(f"{prefix}{k}" for k in range(len(rows))),
        opening_ids=("O0", "O1", "O2", "O3"),
        before=np.array([row[0] for row in rows]),
        after=np.array([row[1] for row in rows]),
        score_micro=np.where(thousands < 0, -1, thousands * 1000),
    )


def round_of(
    times: int = 1, name: str = "Prato", on: date = date(2026, 5, 1), groups: dict[int, list[str]] | None = None
) -> ChangedRound:
    return ChangedRound(name=name, on=on, changes=changes(times), groups=groups or {})


def table(section: Section, key: str) -> dict[str, dict[str, object]]:
    found = next(one for one in section.tables if one.key == key)
    return {str(row[0]): dict(zip((c.key for c in found.columns), row, strict=True)) for row in found.rows}


def test_everybody_is_counted_where_they_belong() -> None:
    row = table(told([round_of()], NOW, OTHER), "seats_by_round")["Prato (1/5/2026)"]
    assert row == {
        "round": "Prato (1/5/2026)",
        "people": 6,
        "kept": 1,
        "moved": 2,
        "gained": 1,
        "lost": 1,
        "without": 1,
        "worse": 1,
        "mean_change_now": pytest.approx(-0.2 / 3),
        "mean_change_other": pytest.approx(0.1 / 3),
    }


def test_several_rounds_are_told_one_by_one_and_together() -> None:
    rounds = [round_of(2), round_of(1, "Pistoia")]
    rows = table(told(rounds, NOW, OTHER), "seats_by_round")
    assert [row["people"] for row in rows.values()] == [12, 6, 18]
    assert rows["tutte"]["moved"] == 6
    elsewhere = replace(rounds[1].changes, opening_ids=("P0", "P1", "P2", "P3"))
    both = together([rounds[0].changes, elsewhere])
    assert [both.opening_ids[j] for j in both.before[:3]] == ["O0", "O1", "O2"]
    assert [both.opening_ids[j] for j in both.before[12:15]] == ["P0", "P1", "P2"]
    assert (both.after < 0).sum() == 6
    assert int(both.kept.sum()) == 3
    assert both.limits_active is False
    bound = replace(changes(), limits_active=True)
    assert together([changes(), bound]).limits_active


def test_changes_against_a_person_are_listed_apart_those_who_lose_the_seat_first() -> None:
    rounds = [round_of(), round_of(name="Pistoia")]
    looks = second_looks(rounds)
    assert looks == (
        SecondLook("Prato", "C4", "O3", None),
        SecondLook("Pistoia", "C4", "O3", None),
        SecondLook("Prato", "C1", "O1", "O2"),
        SecondLook("Pistoia", "C1", "O1", "O2"),
    )
    section = told(rounds, NOW, OTHER)
    assert "Per 4 persone il cambio è contro di loro (2 senza più posto)" in section.warnings[0]
    rows = next(one for one in section.tables if one.key == "second_looks").rows
    assert rows[0] == ("Prato", "C4", "O3", "nessun posto")
    assert rows[2] == ("Prato", "C1", "O1", "O2")
    outside = told(rounds, NOW, OTHER, one_by_one=False)
    assert outside.warnings == section.warnings
    assert "C4" not in str(outside)


def test_the_share_that_changes_comes_with_its_interval() -> None:
    share = share_changed([round_of(10)])
    assert share.value == pytest.approx(40 / 60)
    # Wilson's interval by its formula.
    z, n, p = 1.959963984540054, 60, 40 / 60
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert (share.low, share.high) == pytest.approx((centre - half, centre + half))
    said = told([round_of(10)], NOW, OTHER).finding
    assert said == (
        "Con i pesi 2026-3 al posto di 2026-1 la proposta cambierebbe per 40 persone su 60: il "
        "66,7 % (da 54,1 a 77,3 %)."
    )


def test_nobody_changing_has_an_interval_from_zero() -> None:
    still = replace(changes(5), after=changes(5).before)
    share = share_changed([replace(round_of(), changes=still)])
    assert share.value == share.low == 0
    assert share.high > 0
    assert not changed(still).any()


def test_small_groups_are_not_shown_nor_what_would_let_one_compute_them() -> None:
    people = 30
    groups = {k: ["grande" if k < 14 else "media" if k < 27 else "piccola"] for k in range(people)}
    section = told([round_of(5, groups=groups)], NOW, OTHER)
    rows = table(section, "seats_by_group")
    # The small one is the rest of the others: one of them has to go too.
    assert set(rows) == {"grande"}
    assert rows["grande"]["people"] == 14
    assert "2 gruppi non si mostrano" in " ".join(section.paragraphs)
    assert "piccola" not in str(section)
    every = told([round_of(5, groups=groups)], NOW, OTHER, least=1)
    assert set(table(every, "seats_by_group")) == {"grande", "media", "piccola"}


def test_the_mean_of_a_few_people_in_a_group_is_not_told() -> None:
    # Three of each six have an opening both times: three of these six, six of these twelve.
    groups = {k: ["sei" if k < 6 else "altri"] for k in range(36)}
    rows = table(told([round_of(6, groups=groups)], NOW, OTHER), "seats_by_group")
    assert rows["sei"]["mean_change_now"] is None
    assert rows["altri"]["mean_change_now"] == pytest.approx(-0.2 / 3)


def test_what_happens_to_few_people_of_a_group_is_not_told() -> None:
    # Of these six two move, one gains and one loses a seat; of the thirty others ten, five and five.
    groups = {k: ["sei" if k < 6 else "altri"] for k in range(36)}
    rows = table(told([round_of(6, groups=groups)], NOW, OTHER), "seats_by_group")
    kinds = ("kept", "moved", "gained", "lost", "without", "worse")
    assert [rows["sei"][kind] for kind in kinds] == [None] * 6
    # What all together are is known: the others would tell of the six.
    assert [rows["altri"][kind] for kind in kinds].count(None) > 0
    assert (rows["sei"]["people"], rows["altri"]["people"]) == (6, 30)


def test_a_person_of_several_groups_counts_in_each() -> None:
    groups = {k: ["tutti", "pari"] if k % 2 == 0 else ["tutti"] for k in range(24)}
    rows = table(told([round_of(4, groups=groups)], NOW, OTHER), "seats_by_group")
    assert (rows["tutti"]["people"], rows["pari"]["people"]) == (24, 12)


def test_the_last_twelve_months_end_on_the_day_and_do_not_reach_back_further() -> None:
    days = [date(2025, 11, 22), date(2025, 11, 23), date(2026, 11, 22), date(2026, 11, 23)]
    rounds = [round_of(on=day) for day in reversed(days)]
    assert [one.on for one in last_year(rounds, date(2026, 11, 22))] == days[1:3]
    leap = [round_of(on=date(2027, 2, 28)), round_of(on=date(2027, 3, 1)), round_of(on=date(2028, 2, 29))]
    assert [one.on for one in last_year(leap, date(2028, 2, 29))] == [date(2027, 3, 1), date(2028, 2, 29)]


def test_without_rounds_it_is_said() -> None:
    section = told([], NOW, OTHER)
    assert section.finding == "Non c'è nessuna giornata su cui confrontare le due versioni."
    assert section.plots == ()
    assert math.isnan(share_changed([]).value)


@pytest.mark.parametrize("grouped", [True, False])
def test_the_plot_draws_what_it_tells(grouped: bool) -> None:
    groups = {k: ["uno" if k < 12 else "due"] for k in range(24)} if grouped else None
    plot = told([round_of(4, groups=groups)], NOW, OTHER).plots[0]
    assert "Prato: 33,3 % altro tirocinio, 16,7 % un posto in più, 16,7 % perde il posto." in plot.told
    drawn = svg(plot)
    assert drawn == svg(plot)
    assert "33,3 % altro tirocinio" in drawn
    assert "Persone (%)" in drawn


def test_limits_and_ties_are_explained_where_they_matter() -> None:
    bound = replace(round_of(), changes=replace(changes(), limits_active=True))
    free, limited = (" ".join(told([one], NOW, OTHER).paragraphs) for one in (round_of(), bound))
    assert "più vicina alla prima" in free
    assert "limiti di tutto il programma" not in free
    assert "limiti di tutto il programma" in limited


def test_in_another_language_the_numbers_stay() -> None:
    with speaking("en"):
        section = told([round_of(10)], NOW, OTHER)
    assert "66.7" in section.finding

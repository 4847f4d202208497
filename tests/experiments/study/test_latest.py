"""The round that is looked at closely is the last one; what is said of it is of it alone."""

from __future__ import annotations

from dataclasses import replace

from experiments.material import Material
from experiments.report.parts import Section
from experiments.study.latest import front_section, latest, robustness_section, rolling_section

SEED = 3


def numbers(section: Section) -> object:
    return section.finding, section.paragraphs, section.tables


def test_of_the_last_day_the_round_in_which_most_can_go_somewhere(material: Material) -> None:
    one = latest(material)
    day = [other for other in material.rounds if other.on == one.on]
    assert one.on == max(other.on for other in material.rounds)
    assert len(day) == 2
    assert len(one.card.total) == max(len(other.card.total) for other in day)
    # Equally many: the name decides, not the order.
    twin = replace(one, name="zzz")
    for rounds in ((*material.rounds, twin), (twin, *material.rounds)):
        assert latest(replace(material, rounds=rounds)) is twin


def test_how_firm_the_proposal_is_depends_on_the_seed_and_counts_its_work(material: Material) -> None:
    one = latest(material)
    counted: list[tuple[int, int]] = []
    section = robustness_section(one, 20, SEED, progress=lambda *done: counted.append(done))
    assert section.key == "robustness"
    assert counted[-1][0] == counted[-1][1]
    assert numbers(robustness_section(one, 20, SEED + 1)) != numbers(section)


def test_people_who_arrive_little_by_little_are_of_the_latest_round(material: Material) -> None:
    one = latest(material)
    section = rolling_section(one, SEED)
    assert section.key == "rolling"
    assert one.name in " ".join((*(str(row) for table in section.tables for row in table.rows), *section.paragraphs))
    assert numbers(rolling_section(one, SEED)) == numbers(section)


def test_what_could_be_chosen_instead_has_a_front_of_score_and_one_of_travel(material: Material) -> None:
    section = front_section(latest(material), SEED)
    assert section.key == "pareto"
    assert [table.key for table in section.tables] == ["pareto_1", "pareto_2"]
    assert all(len(table.rows) >= 1 for table in section.tables)

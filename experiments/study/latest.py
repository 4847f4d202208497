"""What the latest round says: how firm its proposal is, what else could be proposed, and people arriving slowly."""

from __future__ import annotations

from dataclasses import replace

from data.language import say
from experiments.material import Material, Round
from experiments.parallel import Progress, Workers
from experiments.report.parts import Section
from experiments.robust import told as robust_told
from experiments.robust import told_front
from experiments.robust.case import Case, case_of
from experiments.robust.front import pareto_front
from experiments.robust.goals import card_travel, placements, score, travel, worst_off
from experiments.robust.study import robustness
from experiments.rolling import told as rolling_told
from experiments.rolling.shares import in_orders
from matching.limits import rows_of
from matching.propose import problem_of
from matching.solver import solve

# Steps of the front over travel, in minutes: finer ones cost time and change nothing that people would decide by.
TRAVEL_STEP_MIN = 60
# People arrive so many at a time, in so many drawn orders.
BATCH, ORDERS = 10, 20


def latest(material: Material) -> Round:
    """The round that is looked at closely: of the last day, the one in which most people can go somewhere."""
    last = max(one.on for one in material.rounds)
    return max((one for one in material.rounds if one.on == last), key=lambda one: (len(one.card.total), one.name))


def robustness_section(
    one: Round, draws: int, seed: int, workers: Workers | None = None, progress: Progress | None = None
) -> Section:
    """How firm the proposal of a round is."""
    found = robustness(_case(one, seed), draws=draws, seed=seed, workers=workers, progress=progress)
    return of_round(robust_told.told(found), one)


def front_section(one: Round, seed: int) -> Section:
    """What else could have been proposed in a round: placements, score and who is worst off; placements and travel."""
    case = _case(one, seed)
    problem = case.problem
    opening_of = solve(problem, case.objective).opening_of
    whole = pareto_front(problem, [score(problem), placements(problem), worst_off(problem)])
    minutes = card_travel(one.card, case)
    far = pareto_front(
        problem, [score(problem), placements(problem), travel(minutes)], steps={"travel_min": TRAVEL_STEP_MIN}
    )
    return of_round(told_front.told(case, opening_of, [whole, far]), one)


def rolling_section(one: Round, seed: int, workers: Workers | None = None, progress: Progress | None = None) -> Section:
    """What is lost when the people of a round arrive little by little; futures are drawn from who has arrived."""
    problem = problem_of(one.card, seed)
    label = say("Giornata {name}", name=one.name)
    shares = in_orders("latest", label, problem, seed, ORDERS, batch=BATCH, workers=workers, progress=progress)
    return rolling_told.told([shares])


def of_round(section: Section, one: Round) -> Section:
    """The same, saying which round it is about."""
    told = say("Riguarda la giornata {name}, {n} persone.", name=one.name, n=one.card.cohort.n_candidates)
    return replace(section, paragraphs=(told, *section.paragraphs))


def _case(one: Round, seed: int) -> Case:
    return case_of(one.card, rows_of(one.records, one.card), seed)

"""Generalized assignment: every published optimum is reached through limits.

The optima are of least cost. Jobs are candidates, agents are openings, and the capacity of an agent is a limit weighted
by job and agent. All jobs must be done, so placements come first, and cost becomes value.
"""

from __future__ import annotations

import csv

import numpy as np

from matching import Problem
from matching.mip import best, first_columns
from matching.mip_model import market_of
from matching.rows import Row


def test_every_instance_is_solved_to_its_published_optimum(test_data):
    folder = test_data / "assignment" / "gap"
    with (folder / "optima.csv").open(encoding="utf-8") as file:
        instances = list(csv.DictReader(file))
    assert len(instances) == 66
    wrong = []
    for line in instances:
        cost = least_cost(folder / line["Path"])
        if cost != int(line["Optimum"]):
            wrong.append((line["Path"], cost, line["Optimum"]))
    assert not wrong


def least_cost(path):
    """Least cost of doing every job, or None where not all can be done."""
    agents, jobs, *numbers = map(int, path.read_text().split())
    cost, weight = np.array(numbers[: 2 * agents * jobs]).reshape(2, agents, jobs)
    capacity = numbers[2 * agents * jobs :]
    job, agent = np.repeat(np.arange(jobs), agents), np.tile(np.arange(agents), jobs)
    rows = [
        Row(limit="CAPACITY", key=str(a), pair=np.flatnonzero(agent == a), weight=weight[a], most=capacity[a])
        for a in range(agents)
    ]
    highest = int(cost.max()) + 1
    problem = Problem(jobs, agents, job, agent, highest - cost[agent, job], np.full(agents, jobs), limits=rows)
    market = market_of(problem)
    found = best(market, "placements_then_score", first_columns(market, np.zeros(agents, dtype=np.int64)))
    if found is None or len(found.chosen) < jobs:
        return None
    assert market.satisfied(found.chosen)
    return highest * jobs - int(problem.value_micro[market.pair[found.chosen]].sum()) // 1_000_000

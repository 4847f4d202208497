"""Files of others with published optima, as markets; and those that are no markets, by name.

`orlib/assign*.txt`: n, then n x n costs, to be placed at least cost. `mcf/*`: minimum-cost flow in DIMACS form; where
a node both receives and sends, goods pass through it, and no market of people and openings says the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from experiments.benchmark.solvers.instance import Instance, full

ORLIB, OPTIMA, FLOWS = "orlib", "optima.csv", "mcf"


def published(folder: Path) -> dict[str, int]:
    """Least cost of each file of `orlib`.

    Raises
    ------
    OSError, KeyError, ValueError
        There is no such table, or it is not one.
    """
    with (folder / ORLIB / OPTIMA).open(newline="", encoding="utf-8") as file:
        return {row["file"]: int(row["optimum"]) for row in csv.DictReader(file)}


def read_costs(path: Path) -> tuple[Instance, int]:
    """The market of a file, and the cost that stands for weight 0 there.

    The dearest pair is worth one step, so that everybody is placed.

    Raises
    ------
    ValueError
        The file does not hold n x n numbers.
    """
    numbers = np.array(path.read_text(encoding="ascii").split(), dtype=np.int64)
    n = int(numbers[0])
    costs = numbers[1:].reshape(n, n)
    nothing = int(costs.max()) + 1
    return full(path.stem, "assign", (nothing - costs).astype(np.int32)), nothing


def read_markets(folder: Path) -> Iterator[tuple[Instance, int]]:
    """Each market of `orlib` with the best sum of weights, from its published least cost."""
    for name, optimum in sorted(published(folder).items(), key=lambda one: (len(one[0]), one[0])):
        instance, nothing = read_costs(folder / ORLIB / name)
        yield instance, instance.n * nothing - optimum


def passing(path: Path) -> tuple[int, int]:
    """How many nodes of a DIMACS file both receive and send, and how many there are."""
    arcs = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.startswith("a ")]
    senders, receivers = ({arc[side] for arc in arcs} for side in (1, 2))
    return len(senders & receivers), len(senders | receivers)


def no_markets(folder: Path) -> list[tuple[str, int, int]]:
    """Files of `mcf` whose goods pass through nodes: name, such nodes, all nodes."""
    found = ((path.name, *passing(path)) for path in sorted((folder / FLOWS).glob("*")) if path.is_file())
    return [one for one in found if one[1]]

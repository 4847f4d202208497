"""From the command's side: start the process in the peers' environment, and follow what it tells."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from experiments.benchmark.solvers.environment import HOUSE, surroundings
from experiments.benchmark.solvers.plan import Plan
from experiments.benchmark.solvers.runs import Run

WORKER = "experiments.benchmark.solvers.worker"
Event = dict[str, Any]


class Broken(Exception):
    """The process ended badly; holds the last lines it said."""


@dataclass(slots=True)
class Measured:
    """All that came back.

    Parameters
    ----------
    runs : every single one
    versions : of the libraries
    warm_s : seconds until each of our cores was ready, in the process that was forked
    left_out : those of ours that were not ready in time, and ran nowhere
    no_markets : files that hold no market: name, nodes that goods pass through, all nodes
    """

    runs: list[Run] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    warm_s: dict[str, float] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    no_markets: list[tuple[str, int, int]] = field(default_factory=list)


def follow(plan: Plan, python: Path, cache: Path, log: Path, told: Callable[[Event, Measured], None]) -> Measured:
    """Run a plan to its end; `told` hears every event, and everything up to it: what was measured is never lost.

    Raises
    ------
    Broken
    """
    measured = Measured()
    for event in _events(plan, python, cache, log):
        match event["event"]:
            case "warm":
                measured.warm_s, measured.left_out = event["seconds"], event["left_out"]
            case "versions":
                measured.versions = event["versions"]
            case "compared":
                measured.runs += [Run(**row) for row in event["runs"]]
            case "no_market":
                measured.no_markets.append((event["name"], event["passing"], event["nodes"]))
        told(event, measured)
    return measured


def compile_times(plan: Plan, python: Path, log: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds until each of our cores is ready: compiled from nothing, then loaded from the cache.

    Raises
    ------
    Broken
    """
    found = []
    with tempfile.TemporaryDirectory() as empty:
        for _ in range(2):
            events = list(_events(plan, python, Path(empty), log))
            found.append(next(event["seconds"] for event in events if event["event"] == "warm"))
    return found[0], found[1]


def _events(plan: Plan, python: Path, cache: Path, log: Path) -> Iterator[Event]:
    command = (str(python), "-m", WORKER)
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(
            command,
            cwd=HOUSE,
            env=surroundings(cache),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(asdict(plan)) + "\n")
        process.stdin.close()
        try:
            for line in process.stdout:
                yield json.loads(line)
        except BaseException:
            # Whoever interrupts the command ends the solvers too.
            process.terminate()
            raise
    if process.returncode:
        raise Broken("\n".join(log.read_text(encoding="utf-8").splitlines()[-3:]))

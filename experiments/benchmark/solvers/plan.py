"""What the command asks of the process that runs the solvers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run.

    Parameters
    ----------
    scales : of `families.Scale`
    seed : of all markets
    objectives : one or both
    peers : names, `default` or `all`
    runs : of each solver; None: five, three above 150,000 candidates
    limit_s : of each run
    libraries : folder of the libraries that stand apart
    data : folder of files with optima, or None
    only : markets to run; empty: all
    warm_only : compile and stop
    """

    scales: tuple[str, ...] = ()
    seed: int = 0
    objectives: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    runs: int | None = None
    limit_s: float = 60.0
    libraries: str = ""
    data: str | None = None
    only: tuple[str, ...] = ()
    warm_only: bool = False

"""The shape of a proof: what was measured, within which bounds, and everything that went into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from experiments.parallel import Progress, Workers
from experiments.report.parts import Plot, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One figure and its bounds.

    Parameters
    ----------
    what : what was measured, already said
    value : the figure
    least, most : bounds, both included; None where there is none. A gate without bounds is a figure shown beside.
    digits : decimals shown
    """

    what: str
    value: float
    least: float | None = None
    most: float | None = None
    digits: int = 4

    @property
    def met(self) -> bool:
        """Whether the figure lies within its bounds; not-a-number never does."""
        above = self.least is None or self.value >= self.least
        return above and (self.most is None or self.value <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What a proof found.

    Parameters
    ----------
    gates : the figures; all bounds must be met
    paragraphs : how it was measured, already said
    """

    gates: tuple[Gate, ...]
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()

    @property
    def met(self) -> bool:
        """Whether every gate is met."""
        return all(gate.met for gate in self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a proof is asked.

    Parameters
    ----------
    seed : same seed, same figures to the last bit
    worlds : how many simulated worlds; None takes the proof's own number
    workers : where worlds run
    data : folder of the public trials (`outcomes/`), for the proofs that need them
    progress : called with (done, of all)
    """

    seed: int = 0
    worlds: int | None = None
    workers: Workers = field(default_factory=Workers)
    data: Path | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof that can be run.

    Parameters
    ----------
    code : `E1` to `E13`
    title, question : Italian, marked
    source : where the figures to reach come from: paper, data, or simulation
    worlds : how many simulated worlds it takes by default; 0 where nothing is drawn
    measure : measures; raises AbbinaError where data or a library lack
    """

    code: str
    title: str
    question: str
    source: str
    worlds: int
    measure: Callable[[Asked], Proved]

"""Everything a study asks about how firm a proposal is, drawn once: `Robustness`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.parallel import Progress, Workers, seeds
from experiments.robust.badges import Firm, firmness
from experiments.robust.case import Case
from experiments.robust.disturb import Answered, AnyWeights, Disturbance, Missing, Moved, Noise, Together
from experiments.robust.draws import Draws, draw
from experiments.robust.fields import Fields, fields_to_ask

MOVED = (Moved(0.05), Moved(0.1), Moved(0.2), Moved(0.5))
OTHERS: tuple[Disturbance, ...] = (
    AnyWeights(),
    Noise(0.05),
    Noise(0.1),
    Missing(0.05),
    Missing(0.1),
    Missing(0.2),
    Missing(0.2, field=False),
)
# What a badge stands for: nobody knows weights or grades better than this.
USUAL = Together((Moved(0.2), Noise(0.05)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Robustness:
    """What was found.

    Parameters
    ----------
    case : the proposal
    moved : weights moved, by how much
    others : the other disturbances
    usual : the disturbance that badges are made from; `firm` are its pairs, the least firm first
    answered : by criterion, what happens when its missing grades become known; None where none lacks
    fields : whom to ask what, leaving limits out
    """

    case: Case
    moved: tuple[Draws, ...]
    others: tuple[Draws, ...]
    usual: Draws
    firm: tuple[Firm, ...]
    answered: tuple[Draws | None, ...]
    fields: Fields


def robustness(
    case: Case,
    *,
    draws: int = 200,
    seed: int = 0,
    moved: Sequence[Moved] = MOVED,
    others: Sequence[Disturbance] = OTHERS,
    usual: Disturbance = USUAL,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Disturb a proposal in every way, and solve it again exactly each time.

    Parameters
    ----------
    draws : of each disturbance
    seed : same seed, same numbers
    """
    first, second = seeds(seed, 2)
    lacking = [k for k in range(len(case.criteria)) if not case.known[:, k].all()]
    every: list[Disturbance] = [*moved, *others, usual, *(Answered(k) for k in lacking)]
    done = draw(case, every, draws=draws, seed=first, workers=workers, progress=progress)
    a, b = len(moved), len(moved) + len(others)
    answered: list[Draws | None] = [None] * len(case.criteria)
    for k, found in zip(lacking, done[b + 1 :], strict=True):
        answered[k] = found
    return Robustness(
        case=case,
        moved=tuple(done[:a]),
        others=tuple(done[a:b]),
        usual=done[b],
        firm=firmness(case, done[b]),
        answered=tuple(answered),
        fields=fields_to_ask(case, draws=draws, seed=second, workers=workers),
    )

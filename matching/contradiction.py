"""Limits that no proposal keeps together, in words: the smallest change after which there would be one."""

from __future__ import annotations

from collections.abc import Sequence

from data.codes import Viewer
from data.errors import Contradiction
from data.language import marked, say
from matching.limit import Held
from matching.limits import BY_CODE
from matching.relax import Relaxation

# For who may not read the numbers of one of the limits: they count people by category.
ASK = marked("il case manager legge quali e che cosa cambiare")
# The sentence around it ends with a full stop of its own.
STOP = "."


def in_words(error: Contradiction, held: Sequence[Held], viewer: Viewer) -> Contradiction:
    """The same error, whose sentence says what to change, in the language spoken now.

    Parameters
    ----------
    held : the rows, in the order of `Problem.limits`
    viewer : who will read it
    """
    relaxations: tuple[Relaxation, ...] = error.relaxations
    limits = [BY_CODE[held[one.row].row.limit] for one in relaxations]
    if not all(viewer in limit.exact_for for limit in limits):
        return Contradiction(say(ASK), relaxations)
    told = [limit.relaxed(held[one.row], one.by) for limit, one in zip(limits, relaxations, strict=True)]
    return Contradiction(" ".join(told).removesuffix(STOP), relaxations)

"""All proofs, in the order in which they are read: the placebo world first."""

from __future__ import annotations

from collections.abc import Sequence

from data.errors import NotFound
from data.language import marked, say
from experiments.proofs import e01, e02, e03, e04, e05, e06, e07, e08, e09, e10, e11, e12, e13, placebo
from experiments.proofs.proof import Proof

PROOFS: tuple[Proof, ...] = tuple(
    room.PROOF for room in (placebo, e01, e02, e03, e04, e05, e06, e07, e08, e09, e10, e11, e12, e13)
)


def find_proofs(codes: Sequence[str]) -> tuple[Proof, ...]:
    """The proofs of some codes, whatever the case of their letters, in the order of `PROOFS`; all where none is named.

    Raises
    ------
    NotFound
        A code that no proof has; the hint names those that exist.
    """
    known = {proof.code.lower(): proof for proof in PROOFS}
    for code in codes:
        if code.lower() not in known:
            told = ", ".join(proof.code for proof in PROOFS)
            raise NotFound(marked("La prova"), code, say("Esistono: {codes}.", codes=told))
    asked = {code.lower() for code in codes}
    return tuple(proof for proof in PROOFS if not asked or proof.code.lower() in asked)

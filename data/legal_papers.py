"""What the law reads of a person beside the card: permits, earlier relations, languages, attestations.

For rules and start gates only: criteria never see it, and a company never learns of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import DocumentKind
from data.encode import masks
from data.papers import Document, Paper, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalPapers:
    """Papers by row of the candidate; most people have none."""

    permits: Mapping[int, tuple[Document, ...]]  # documents of kind PERMIT
    attested: Mapping[int, tuple[Document, ...]]  # DURATION_ATTESTATION
    courses: Mapping[int, tuple[Document, ...]]  # safety certificates and language support
    relations: Mapping[int, tuple[Relation, ...]]
    languages: NDArray[np.uint32]  # (n,) mask of Tongue
    languages_known: NDArray[np.bool_]  # (n,)

    @classmethod
    def of(cls, records: Records) -> LegalPapers:
        """Sort the papers by candidate, in the order of their ids."""
        people = records.candidates
        row = {person.id: k for k, person in enumerate(people)}
        documents = records.documents
        return cls(
            permits=_by_row([d for d in documents if d.kind is DocumentKind.PERMIT], row),
            attested=_by_row([d for d in documents if d.kind is DocumentKind.DURATION_ATTESTATION], row),
            courses=_by_row([d for d in documents if d.kind in COURSES], row),
            relations=_by_row(records.relations, row),
            languages=masks((person.languages or () for person in people), np.uint32),
            languages_known=np.array([person.languages is not None for person in people], dtype=np.bool_),
        )


COURSES = frozenset({DocumentKind.SAFETY_GENERAL, DocumentKind.SAFETY_SPECIFIC, DocumentKind.LANGUAGE_SUPPORT})


def _by_row(papers: Sequence[Paper], row: Mapping[str, int]) -> Mapping[int, tuple[Any, ...]]:
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.candidate in row:
            found[row[paper.candidate]].append(paper)
    return {key: tuple(held) for key, held in sorted(found.items())}

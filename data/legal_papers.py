"""What the law reads of a person beside the card: permits, earlier relations, languages, attestations.

For rules and start gates only: criteria never see it, and a company never learns of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import DocumentKind
from data.encode import masks
from data.pairs import Index, Pairs
from data.papers import Document, Paper, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalPapers:
    """Papers by row of the candidate, each in the order of ids; most people have none."""

    permits: Mapping[int, tuple[Document, ...]]  # documents of kind PERMIT
    cleared: Mapping[int, tuple[Document, ...]]  # CLEARANCE of a kind of permit that somebody has to check
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
        clearances = [d for d in documents if d.kind is DocumentKind.CLEARANCE and d.permit is not None]
        return cls(
            permits=_by_row([d for d in documents if d.kind is DocumentKind.PERMIT], row),
            cleared=_by_row(clearances, row),
            attested=_by_row([d for d in documents if d.kind is DocumentKind.DURATION_ATTESTATION], row),
            courses=_by_row([d for d in documents if d.kind in COURSES], row),
            relations=_by_row(records.relations, row),
            languages=masks((person.languages or () for person in people), np.uint32),
            languages_known=np.array([person.languages is not None for person in people], dtype=np.bool_),
        )

    @classmethod
    def none(cls, candidates: int) -> LegalPapers:
        """No papers, and no language asked."""
        return cls(
            permits={},
            cleared={},
            attested={},
            courses={},
            relations={},
            languages=np.zeros(candidates, dtype=np.uint32),
            languages_known=np.zeros(candidates, dtype=np.bool_),
        )


COURSES = frozenset({DocumentKind.SAFETY_GENERAL, DocumentKind.SAFETY_SPECIFIC, DocumentKind.LANGUAGE_SUPPORT})


def of_people(pairs: Pairs, held: Mapping[int, tuple[Any, ...]]) -> Iterator[tuple[int, Index]]:
    """Each candidate among the pairs who holds papers, with the places of their pairs."""
    if not held:
        return
    rows = np.flatnonzero(np.isin(pairs.i, np.fromiter(held, dtype=np.int64, count=len(held))))
    if not len(rows):
        return
    rows = rows[np.argsort(pairs.i[rows], kind="stable")]
    who = pairs.i[rows]
    cuts = np.flatnonzero(np.diff(who)) + 1
    for begin, end in pairwise([0, *cuts.tolist(), len(rows)]):
        yield int(who[begin]), rows[begin:end]


def holds_on(paper: Paper, days: Index) -> NDArray[np.bool_]:
    """Whether a paper is valid on days given as ordinals, shape of `days`."""
    held = np.ones(len(days), dtype=np.bool_)
    if paper.valid_from is not None:
        held &= days >= paper.valid_from.toordinal()
    if paper.valid_to is not None:
        held &= days <= paper.valid_to.toordinal()
    return held


def concerns(paper: Document, openings: Sequence[str], j: Index) -> NDArray[np.bool_]:
    """Whether a document is about an opening, shape of `j`: one that names none is about every opening."""
    if paper.opening is None:
        return np.ones(len(j), dtype=np.bool_)
    return np.array([openings[k] == paper.opening for k in j.tolist()], dtype=np.bool_)


def _by_row(papers: Sequence[Paper], row: Mapping[str, int]) -> Mapping[int, tuple[Any, ...]]:
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.candidate in row:
            found[row[paper.candidate]].append(paper)
    return {key: tuple(held) for key, held in sorted(found.items())}

"""What the rules that nobody but the case manager may read have in common."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from data.bundle import Records
from data.codes import Viewer
from data.eligibility import FullPairs
from data.language import marked
from data.lawbook import Law
from data.papers import Protection

ONLY_CASE_MANAGER = frozenset({Viewer.CASE_MANAGER})
# Texts of kinds on the public page.
WHO = marked("Il case manager, insieme alla persona")
WHILE_WRITTEN = marked("Dal giorno in cui il servizio la registra fino a quello in cui finisce")


def alone(pairs: FullPairs, k: int) -> FullPairs:
    """Pair k on its own."""
    return FullPairs(pairs.cohort, pairs.eligibility, pairs.i[k : k + 1], pairs.j[k : k + 1])


def ended(records: Records, ids: Collection[str], law: Law) -> tuple[Protection, ...]:
    """The named protections as if they had ended the day before."""
    # Whatever else changes, no internship begins before today: a day nearer to the start might be moved past it.
    last = law.on - timedelta(days=1)
    return tuple(
        paper.model_copy(update={"valid_from": paper.valid_from and min(paper.valid_from, last), "valid_to": last})
        for paper in records.protections
        if paper.id in ids
    )


def with_check(records: Records, ids: Collection[str], company: str) -> tuple[Protection, ...]:
    """The named protections with a company among those that were checked by hand."""
    return tuple(
        paper.model_copy(update={"checked_companies": tuple(sorted({*paper.checked_companies, company}))})
        for paper in records.protections
        if paper.id in ids
    )

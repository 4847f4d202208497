"""Whether a person can follow the safety course that is due before the first hour (domain reference 3.8, H18).

Every trainee is a worker for the law on safety: a course is always due, in two parts, general and specific. A part
needs no language where a certificate covers it already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.codes import Cefr, DocumentKind, LanguageSkill
from data.eligibility import FullPairs
from data.lawbook import Law
from data.legal_papers import concerns, holds_on, of_people
from data.pairs import Index
from data.papers import Document
from scoring.legal_days import MONTHS_A_YEAR, NEVER, month_after, number_or
from scoring.rule import Mask


@dataclass(frozen=True, slots=True)
class Understood:
    """What is known of each pair, all shape (n,).

    Parameters
    ----------
    italian : enough Italian to follow the course
    italian_unknown : nobody wrote the level
    served : a course in a language of the person, a support that is planned, or certificates already
    languages_unknown : the course is held in other languages, and nobody wrote which ones the person has
    """

    italian: Mask
    italian_unknown: Mask
    served: Mask
    languages_unknown: Mask

    @property
    def allowed(self) -> Mask:
        """Whether nothing that is known stands in the way."""
        return self.italian | self.served | self.unsure

    @property
    def unsure(self) -> Mask:
        """Whether only what nobody wrote leaves it open."""
        return ~self.italian & ~self.served & (self.italian_unknown | self.languages_unknown)


def needed_level(law: Law) -> tuple[LanguageSkill, Cefr]:
    """The skill and the level of Italian with which a safety course is understood."""
    return LanguageSkill[law.get("safety.language_skill").upper()], Cefr[law.get("safety.language_level")]


def understood(pairs: FullPairs, law: Law) -> Understood:
    """Whether each person can follow the course."""
    skill, level = needed_level(law)
    held = pairs.candidates.italian[pairs.i, list(LanguageSkill).index(skill)]
    legal, hosts = pairs.eligibility.legal, pairs.eligibility.hosts
    languages, general_in, specific_in = (
        legal.languages[pairs.i],
        hosts.general_languages[pairs.j],
        hosts.specific_languages[pairs.j],
    )
    general, specific = (languages & general_in) != 0, (languages & specific_in) != 0
    planned: Mask = np.zeros(len(pairs), dtype=np.bool_)
    for i, rows in of_people(pairs, legal.courses):
        for paper in legal.courses[i]:
            if paper.kind is DocumentKind.LANGUAGE_SUPPORT:
                planned[rows] |= _counts(pairs, paper, rows)
            elif paper.issued_on is not None and paper.issued_on.toordinal() > pairs.cohort.on:
                # A course that is only planned still has to be understood.
                continue
            elif paper.kind is DocumentKind.SAFETY_GENERAL:
                # The general part is a permanent credit.
                general[rows] |= _counts(pairs, paper.model_copy(update={"valid_to": None}), rows)
            elif paper.risk is not None:
                covers = hosts.risk[pairs.j[rows]] <= paper.risk.level
                specific[rows] |= _counts(pairs, paper, rows) & covers & _fresh(pairs, paper, rows, law)
    known = legal.languages_known[pairs.i]
    return Understood(
        italian=held >= level.level,
        italian_unknown=held < 0,
        served=planned | (general & specific),
        languages_unknown=~known & (general | (general_in != 0)) & (specific | (specific_in != 0)),
    )


def _counts(pairs: FullPairs, paper: Document, rows: Index) -> Mask:
    """Whether a document is valid on the first day and about the opening."""
    return holds_on(paper, pairs.first_day[rows]) & concerns(paper, pairs.openings.ids, pairs.j[rows])


def _fresh(pairs: FullPairs, paper: Document, rows: Index, law: Law) -> Mask:
    """Whether the course need not be refreshed by the first day; where its day is not written it need not."""
    done = paper.issued_on or paper.valid_from
    # A written last day says more than the day of the course.
    if done is None or paper.valid_to is not None:
        return np.ones(len(rows), dtype=np.bool_)
    years = number_or(law, "safety.refresh_years", 0)
    last = month_after(done, years * MONTHS_A_YEAR) if years else NEVER
    fresh: Mask = pairs.first_day[rows] <= last
    return fresh

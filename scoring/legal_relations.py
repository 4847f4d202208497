"""What earlier relations with a company mean for an internship there (domain reference 3.4, H5 and H10).

Work bars for some months after its end; occasional work only beyond some days; a relative or an owner while they are;
an internship once for each host and once for each task, unless the law frees the person of the limit or, where the
regime admits it, a service attests the reasons for another one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.codes import Category, Regime, RelationKind
from data.eligibility import FullPairs
from data.lawbook import Law
from data.legal_papers import concerns, holds_on, of_people
from data.pairs import Index
from data.papers import Relation
from scoring.legal_days import NEVER, month_after, months_after
from scoring.minor_stops import adult_on
from scoring.rule import Mask

WORK = frozenset({RelationKind.EMPLOYED, RelationKind.COLLABORATION})
FAMILY = frozenset({RelationKind.RELATIVE, RelationKind.OWNER})
# What the law says of minors (L. 381/1991 art. 4) ends when they come of age; the other categories last.
WHILE_MINOR = frozenset({Category.MINOR_16_PLUS, Category.UNACCOMPANIED_MINOR_16_PLUS})
LASTING = frozenset(Category) - WHILE_MINOR
# Where a service may attest why a person should do another internship (Accordo 22/01/2015).
BY_ATTESTATION = frozenset({Regime.TIS_TUSCANY})


@dataclass(frozen=True, slots=True)
class Bars:
    """Why pairs are refused, each shape (n,).

    Parameters
    ----------
    work : somebody worked there not long ago; until : ordinal of the last day on which that bars, 0 for none
    occasional : more days of occasional work than are tolerated
    family : a relative, or an owner
    host, task : an internship at the same host, of the same task elsewhere
    days_unknown, task_unknown : allowed, but nobody wrote how many days were worked, or the task of an internship
    """

    work: Mask
    until: Index
    occasional: Mask
    family: Mask
    host: Mask
    task: Mask
    days_unknown: Mask
    task_unknown: Mask

    @classmethod
    def none(cls, n: int) -> Bars:
        """Nothing stands in the way of n pairs."""
        masks = [np.zeros(n, dtype=np.bool_) for _ in range(7)]
        return cls(masks[0], np.zeros(n, dtype=np.int64), *masks[1:])

    @property
    def any(self) -> Mask:
        """Whether a pair is refused."""
        return self.work | self.occasional | self.family | self.host | self.task

    @property
    def unsure(self) -> Mask:
        """Whether a pair is allowed, and a value that nobody wrote could refuse it."""
        return ~self.any & (self.days_unknown | self.task_unknown)


def bars(pairs: FullPairs, law: Law) -> Bars:
    """What the relations of the people mean for each pair."""
    found = Bars.none(len(pairs))
    legal = pairs.eligibility.legal
    if not legal.relations:
        return found
    back = law.number("relations.lookback_months")
    rows_of = {company: k for k, company in enumerate(pairs.cohort.companies.ids)}
    role_of = {role: k for k, role in enumerate(pairs.cohort.roles)}
    freed = repeat_exempt(pairs, law)
    freed_minor, of_age = repeat_exempt(pairs, law, WHILE_MINOR), adult_on(pairs, law)
    for i, rows in of_people(pairs, legal.relations):
        first, company = pairs.first_day[rows], pairs.company[rows]
        free = freed[i] | (freed_minor[i] & (first < of_age[rows]))
        again = ~_attested(pairs, i, rows) & ~free
        occasional: list[Relation] = []
        for relation in legal.relations[i]:
            here = company == rows_of.get(relation.company, -1)
            begun = first >= (relation.valid_from.toordinal() if relation.valid_from else 0)
            if relation.kind in WORK:
                until = month_after(relation.valid_to, back) if relation.valid_to else NEVER
                barred = rows[here & begun & (first <= until)]
                found.work[barred] = True
                found.until[barred] = np.maximum(found.until[barred], until)
            elif relation.kind in FAMILY:
                found.family[rows[here & _meets(pairs, rows, relation)]] = True
            elif relation.kind is RelationKind.INTERNSHIP:
                found.host[rows[here & begun & again]] = True
                same = pairs.openings.role[pairs.j[rows]] == role_of.get(relation.role or "", -1)
                found.task[rows[~here & begun & again & same]] = True
                if relation.role is None:
                    found.task_unknown[rows[~here & begun & again]] = True
            else:
                occasional.append(relation)
        for name in {relation.company for relation in occasional}:
            mine = [relation for relation in occasional if relation.company == name]
            own = rows[company == rows_of.get(name, -1)]
            found.occasional[own], found.days_unknown[own] = _too_many(mine, pairs.first_day[own], law)
    return found


def _meets(pairs: FullPairs, rows: Index, relation: Relation) -> Mask:
    """Whether a relation holds on some day of the internship."""
    begins = relation.valid_from.toordinal() if relation.valid_from else 0
    ends = relation.valid_to.toordinal() if relation.valid_to else NEVER
    met: Mask = (pairs.first_day[rows] <= ends) & (pairs.last_day[rows] >= begins)
    return met


def _too_many(relations: list[Relation], first: Index, law: Law) -> tuple[Mask, Mask]:
    """Whether occasional work at one company is beyond what is tolerated, and whether that is not known.

    Of work that began before the months that count only so many days are surely in them as do not fit before.
    """
    window, tolerated = law.number("relations.occasional_window_months"), law.number("relations.occasional_days")
    surely, at_most = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    unknown: Mask = np.zeros(len(first), dtype=np.bool_)
    # The window of months ends the day before the internship begins.
    opens = months_after(first, -window)
    for relation in relations:
        begin = np.full(len(first), relation.valid_from.toordinal() if relation.valid_from else 0, dtype=np.int64)
        end = np.minimum(relation.valid_to.toordinal() if relation.valid_to else NEVER, first - 1)
        inside = np.maximum(0, end - np.maximum(begin, opens) + 1)
        if relation.days is None:
            unknown |= inside > 0
        else:
            at_most += np.minimum(inside, relation.days)
            surely += np.clip(relation.days - np.maximum(0, opens - begin), 0, inside)
    over: Mask = surely > tolerated
    return over, (unknown | (at_most > tolerated)) & ~over


def _attested(pairs: FullPairs, i: int, rows: Index) -> Mask:
    """Whether a service attests, on the first day, why the person should do another internship."""
    found: Mask = np.zeros(len(rows), dtype=np.bool_)
    if pairs.eligibility.regime in BY_ATTESTATION:
        for paper in pairs.eligibility.legal.attested.get(i, ()):
            about = concerns(paper, pairs.openings.ids, pairs.j[rows])
            found |= about & holds_on(paper, pairs.first_day[rows])
    return found


def repeat_exempt(pairs: FullPairs, law: Law, among: frozenset[Category] = LASTING) -> NDArray[np.bool_]:
    """Whether the limits of repetition do not apply to each candidate by some categories, shape (n_candidates,)."""
    effects = law.table("categories.legal_effects")[pairs.eligibility.regime.value]
    legal = law.table("categories.legal_of")
    free = [
        category
        for category in among
        if any(effects.get(code, {}).get("repeat_exempt", False) for code in legal.get(category.value, ()))
    ]
    mask = np.uint32(sum(category.bit for category in free))
    exempt: NDArray[np.bool_] = (pairs.eligibility.categories & mask) != 0
    return exempt

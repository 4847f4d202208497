"""Which record of the new files may be which known one: at most one each, with the evidence and its rivals."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.intake.update.evidence import CLOSE_POINTS, Evidence


class Likeness(Protocol):
    """How two records of a table are compared; records that share no key are not."""

    enough: int
    same_code: Evidence

    def known_keys(self, record: Any, /) -> Iterable[Hashable]:
        """Keys of a known record."""
        ...

    def new_keys(self, record: Any, /) -> Iterable[Hashable]:
        """Keys of a record of the new files."""
        ...

    def doubtful(self, known: Any, new: Any, /) -> bool:
        """Whether two records under one code may be of two persons."""
        ...

    def evidence(self, known: Any, new: Any, /) -> Iterable[Evidence]:
        """What two records agree on."""
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """Two records that may be the same; a person decides.

    Parameters
    ----------
    known, new : str
        Their codes.
    evidence : tuple of Evidence
        What they agree on, the strongest first.
    enough : int
        Points from which the question is asked; two records under one code are always asked about.
    rivals : tuple of str
        Codes of other records, known or new, that are almost as like; empty if there are none.
    alike : float
        Share of all fields that are equal, below 1: chooses between pairs for which the same evidence speaks.
    """

    known: str
    new: str
    evidence: tuple[Evidence, ...]
    enough: int
    rivals: tuple[str, ...] = ()
    alike: float = 0.0

    @property
    def points(self) -> int:
        """How much the two agree."""
        return sum(entry.points for entry in self.evidence)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A table of the new files against the known one.

    Parameters
    ----------
    certain : frozenset of str
        Codes that stand for the same record in both.
    links : tuple of Link
        Records that may be the same, in the order of the known codes.
    """

    certain: frozenset[str]
    links: tuple[Link, ...]

    @property
    def known_of(self) -> dict[str, str]:
        """Code in the new files -> known code, if every question is answered with yes."""
        return {code: code for code in self.certain} | {link.new: link.known for link in self.links}


def pair(known: Sequence[Any], new: Sequence[Any], likeness: Likeness) -> Pairing:
    """Records by code first; then, among the others, the pairs on which most evidence agrees, one to one."""
    there = {record.id: record for record in new}
    certain = frozenset(
        record.id for record in known if record.id in there and not likeness.doubtful(record, there[record.id])
    )
    left = [record for record in known if record.id not in certain]
    right = [record for record in new if record.id not in certain]
    possible = _possible(left, right, likeness)
    around: dict[tuple[str, str], list[Link]] = {}
    for link in possible:
        around.setdefault(("known", link.known), []).append(link)
        around.setdefault(("new", link.new), []).append(link)
    chosen = [
        replace(link, rivals=_rivals(link, around["known", link.known], around["new", link.new]))
        for link in _one_to_one(possible)
    ]
    return Pairing(certain, tuple(sorted(chosen, key=lambda link: link.known)))


def _possible(left: list[Any], right: list[Any], likeness: Likeness) -> list[Link]:
    by_key: dict[Hashable, list[int]] = {}
    for i, record in enumerate(left):
        for key in set(likeness.known_keys(record)):
            by_key.setdefault(key, []).append(i)
    own = {record.id: i for i, record in enumerate(left)}
    links = []
    for record in right:
        near = {i for key in set(likeness.new_keys(record)) for i in by_key.get(key, ())}
        if record.id in own:
            near.add(own[record.id])
        for i in sorted(near):
            evidence = list(likeness.evidence(left[i], record))
            same_code = left[i].id == record.id
            if same_code:
                evidence.append(likeness.same_code)
            strongest = tuple(sorted(evidence, key=lambda entry: -entry.points))
            link = Link(left[i].id, record.id, strongest, likeness.enough, alike=_alike(left[i], record))
            if same_code or link.points >= likeness.enough:
                links.append(link)
    return links


def _one_to_one(possible: list[Link]) -> list[Link]:
    """The choice with the largest sum of squared points: one strong pair counts more than two weak ones."""
    rows = {code: i for i, code in enumerate(sorted({link.known for link in possible}))}
    columns = {code: j for j, code in enumerate(sorted({link.new for link in possible}))}
    groups = _groups([(rows[link.known], len(rows) + columns[link.new]) for link in possible], len(rows) + len(columns))
    chosen: list[Link] = []
    for group in groups:
        links = {(possible[k].known, possible[k].new): possible[k] for k in group}
        left, right = sorted({known for known, _ in links}), sorted({new for _, new in links})
        row, column = {code: i for i, code in enumerate(left)}, {code: j for j, code in enumerate(right)}
        gain = np.zeros((len(left), len(right)))
        for (known, new), link in links.items():
            gain[row[known], column[new]] = link.points**2 + link.alike
        for i, j in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if (left[i], right[j]) in links:
                chosen.append(links[left[i], right[j]])
    return chosen


def _alike(known: Any, new: Any) -> float:
    names = type(known).model_fields
    return len([name for name in names if getattr(known, name) == getattr(new, name)]) / (len(names) + 1)


def _groups(edges: list[tuple[int, int]], size: int) -> list[list[int]]:
    """Positions of the edges, those that hang together in one group; each group can be solved by itself."""
    if not edges:
        return []
    ends = np.array(edges)
    graph = coo_array((np.ones(len(edges)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    groups: dict[int, list[int]] = {}
    for k, start in enumerate(ends[:, 0]):
        groups.setdefault(int(label[start]), []).append(k)
    return list(groups.values())


def _rivals(link: Link, of_known: list[Link], of_new: list[Link]) -> tuple[str, ...]:
    least = link.points - CLOSE_POINTS
    close = {other.new for other in of_known if other.points >= least and other.new != link.new}
    close |= {other.known for other in of_new if other.points >= least and other.known != link.known}
    return tuple(sorted(close))

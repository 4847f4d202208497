"""The competences and roles that a day's records name, as columns: a catalogue of many thousands costs nothing here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.catalogues import catalogue
from data.cohort import UNKNOWN
from data.records import Candidate, Opening


def levels_by_name(rows: Sequence[Mapping[str, int] | None], names: Sequence[str], missing: int) -> NDArray[np.int8]:
    """Levels by name as a matrix, shape (n, names); `missing` where a row does not name it."""
    column = {name: k for k, name in enumerate(names)}
    matrix = np.full((len(rows), len(names)), missing, dtype=np.int8)
    for i, row in enumerate(rows):
        for name, level in (row or {}).items():
            matrix[i, column[name]] = level
    return matrix


def competence_columns(records: Records) -> tuple[str, ...]:
    """The competences that a candidate or an opening names, in the order of the catalogue."""
    named: set[str] = set()
    for person in records.candidates:
        named.update(person.competences or ())
    for opening in records.openings:
        named.update(opening.essential, opening.nice)
    return tuple(key for key in catalogue().competences if key in named)


def role_columns(records: Records) -> tuple[str, ...]:
    """The roles that a candidate or an opening names, in the order of the catalogue."""
    named = {opening.role for opening in records.openings}
    for person in records.candidates:
        named.update(person.interests or (), person.refused_roles)
    return tuple(key for key in catalogue().roles if key in named)


def held_competences(people: Sequence[Candidate], columns: Sequence[str]) -> NDArray[np.int8]:
    """Levels held, shape (n, columns): 0 to 5, -1 not assessed."""
    levels = levels_by_name([person.competences for person in people], columns, UNKNOWN)
    # Asked, and there is none: every competence is known to lack.
    levels[[i for i, person in enumerate(people) if person.competences == {}]] = 0
    return levels


def asked_competences(
    openings: Sequence[Opening], columns: Sequence[str]
) -> tuple[NDArray[np.int16], NDArray[np.int8], NDArray[np.bool_]]:
    """What each opening asks, essential ones first, padded.

    Returns
    -------
    requirement : int16 (m, r), column of the competence, -1 padding
    level : int8 (m, r), 1 to 5
    essential : bool (m, r)
    """
    column = {key: k for k, key in enumerate(columns)}
    rows = [
        [(column[key], level, True) for key, level in opening.essential.items()]
        + [(column[key], level, False) for key, level in opening.nice.items()]
        for opening in openings
    ]
    width = max((len(row) for row in rows), default=0)
    table = np.array([row + [(UNKNOWN, 0, False)] * (width - len(row)) for row in rows], dtype=np.int16)
    table = table.reshape(len(openings), width, 3)
    return table[:, :, 0], table[:, :, 1].astype(np.int8), table[:, :, 2].astype(np.bool_)


def near_competences(columns: Sequence[str]) -> tuple[NDArray[np.int16], NDArray[np.float64]]:
    """The neighbours of each column among the columns, the closest first, padded.

    Returns
    -------
    near : int16 (columns, k), column of the neighbour, -1 padding
    closeness : float64 (columns, k), in (0, 1), 0 padding
    """
    column, neighbours = {key: k for k, key in enumerate(columns)}, catalogue().neighbours
    rows = []
    for key in columns:
        found = [(column[name], closeness) for name, closeness in neighbours.get(key, {}).items() if name in column]
        rows.append(sorted(found, key=lambda known: (-known[1], known[0])))
    width = max((len(row) for row in rows), default=0)
    padded = np.array([row + [(UNKNOWN, 0.0)] * (width - len(row)) for row in rows], dtype=np.float64)
    padded = padded.reshape(len(columns), width, 2)
    return padded[:, :, 0].astype(np.int16), padded[:, :, 1].copy()

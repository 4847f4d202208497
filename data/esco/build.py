"""Makes `data/reference/relations.csv` and `neighbours.csv` from the official files: a tool of whoever keeps them.

    python -m data.esco.build FOLDER

Relations come from ESCO where it has them. The others are ours: what a role asks in `roles.csv`, and lines of the file
marked `ours`, which are kept.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from data.catalogue_files import REFERENCE, RELATIONS
from data.catalogues import Catalogue, shipped_catalogue
from data.esco.cache import load_esco
from data.esco.closeness import CLOSE, Closeness
from data.esco.model import Esco
from data.notation import parse_levels

ESSENTIAL, OPTIONAL = RELATIONS
FROM_ESCO, OURS = "esco", "ours"


def relation_rows(esco: Esco, known: Catalogue, before: Iterable[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    """Role, competence, relation, source; in the order of the catalogues.

    Parameters
    ----------
    esco : Esco
    known : Catalogue
    before : iterable of (role, competence, relation)
        Lines of ours to keep where ESCO says nothing.
    """
    key_of = {competence.esco: key for key, competence in known.competences.items()}
    role_of = {role.esco: key for key, role in known.roles.items()}
    rows: dict[tuple[str, str], tuple[str, str]] = {}
    for occupation, skill, essential in esco.relations.tolist():
        role, key = role_of.get(esco.occupations.ids[occupation]), key_of.get(esco.skills.ids[skill])
        if role is not None and key is not None:
            rows[role, key] = (ESSENTIAL if essential else OPTIONAL, FROM_ESCO)
    for role, entry in known.roles.items():
        for text, relation in ((entry.essential, ESSENTIAL), (entry.nice, OPTIONAL)):
            for key in parse_levels(text, 1, 5):
                rows.setdefault((role, key), (relation, OURS))
    for role, key, relation in before:
        rows.setdefault((role, key), (relation, OURS))
    return [(role, key, *rows[role, key]) for role in known.roles for key in known.competences if (role, key) in rows]


def neighbour_rows(esco: Esco, known: Catalogue) -> list[tuple[str, ...]]:
    """Each pair of shipped competences that are close, once, and how close; in the order of the catalogue."""
    measure = Closeness(esco)
    place = {short: k for k, short in enumerate(esco.skills.ids)}
    # To be punctual is not halfway to being patient: only what is done with the hands has neighbours.
    placed = [
        (key, place[one.esco])
        for key, one in known.competences.items()
        if one.esco in place and one.kind == "technical"
    ]
    pairs = ((a, b, measure.between(i, j)) for (a, i), (b, j) in combinations(placed, 2))
    return [(a, b, f"{closeness:.2f}") for a, b, closeness in pairs if closeness >= CLOSE]


def as_csv(header: str, rows: Iterable[tuple[str, ...]]) -> str:
    """The text of a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    return text.getvalue()


def lines_of_ours(file: Path) -> list[tuple[str, str, str]]:
    """The relations of a file that are ours, to be kept."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [(row["role"], row["competence"], row["relation"]) for row in rows if row["source"] == OURS]


def build(folder: Path, reference: Path = REFERENCE) -> None:
    """Write both files anew: same official files, same bytes."""
    esco, known = load_esco(folder, "en"), shipped_catalogue()
    relations = reference / "relations.csv"
    rows = relation_rows(esco, known, lines_of_ours(relations))
    relations.write_text(as_csv("role,competence,relation,source", rows), encoding="utf-8")
    neighbours = as_csv("a,b,closeness", neighbour_rows(esco, known))
    (reference / "neighbours.csv").write_text(neighbours, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))

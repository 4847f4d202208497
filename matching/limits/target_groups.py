"""GROUPS: of each target group that the call wants, at least so many persons are among those proposed.

Who reads no categories reads that the group must be there, never how many are.
"""

from __future__ import annotations

import numpy as np

from data.call import GroupNeeded
from data.codes import Viewer
from data.language import marked, say
from matching.limit import Facts, Held, Limit
from matching.rows import Row

CODE = "GROUPS"


def _name(group: GroupNeeded) -> str:
    return ", ".join(category.label for category in group.categories)


def _rows(facts: Facts) -> tuple[Held, ...]:
    made = []
    for place, group in enumerate(facts.records.programme.groups_needed, start=1):
        wanted = set(group.categories)
        held = np.array([bool(wanted & set(person.categories)) for person in facts.records.candidates], dtype=np.bool_)
        pair = np.flatnonzero(held[facts.candidate]) if len(held) else np.zeros(0, dtype=np.int64)
        row = Row(limit=CODE, key=str(place), pair=pair, weight=np.ones_like(pair), most=None, least=group.at_least)
        made.append(Held(row=row, whole=group.at_least, subject=_name(group)))
    return tuple(made)


def _plain(facts: Facts) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(place), say("Tra le persone proposte deve esserci il gruppo «{group}».", group=_name(group)))
        for place, group in enumerate(facts.records.programme.groups_needed, start=1)
    )


GROUPS = Limit(
    code=CODE,
    title=marked("Gruppi del bando"),
    law=marked("bando del programma"),
    fixed=False,
    rows=_rows,
    told=marked("Gruppo «{subject}»: persone proposte {used}, minimo chiesto dal programma {whole}."),
    stops=marked("Il programma chiede posti per altri gruppi del bando."),
    relax=marked(
        "Gruppo «{subject}»: minimo chiesto dal programma {whole}, persone che si possono proporre {wanted}. Servono"
        " altre persone o altri tirocini, oppure un minimo più basso (ne mancano {more})."
    ),
    exact_for=frozenset({Viewer.CASE_MANAGER}),
    plain=_plain,
    plain_for=frozenset({Viewer.ORIENTATOR}),
)

"""Folds that others made, checked before anything is learned: what is held out is new, later, or somewhere else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.lists import Ints
from experiments.outcomes.followups import Followups

# (rows to learn from, rows held out), rows of `Followups`.
Folds = Sequence[tuple[Ints, Ints]]


def check_rows(followups: Followups, folds: Folds) -> None:
    """Rows exist, none is held out twice, none is learned from in its own fold.

    Raises
    ------
    AbbinaError
        `bad_study`.
    """
    held: Ints = np.concatenate([np.zeros(0, dtype=np.int64), *(hold for _, hold in folds)])
    _demand(len(np.unique(held)) == len(held), say("una riga è tenuta da parte due volte"))
    for learn, hold in folds:
        rows = np.concatenate([learn, hold])
        inside = not len(rows) or bool(rows.min() >= 0 and rows.max() < len(followups))
        _demand(inside, say("una divisione nomina righe che non ci sono"))
        _demand(not len(np.intersect1d(learn, hold)), say("una riga tenuta da parte serve anche per imparare"))


def check_later(followups: Followups, folds: Folds) -> None:
    """What is held out was decided after everything that is learned from.

    Raises
    ------
    AbbinaError
        `bad_study`.
    """
    check_rows(followups, folds)
    for learn, hold in folds:
        if len(learn) and len(hold):
            later = bool(followups.day[learn].max() < followups.day[hold].min())
            _demand(later, say("nella divisione per data si impara da decisioni non precedenti a quelle da prevedere"))


def check_other_offices(followups: Followups, folds: Folds) -> None:
    """What is held out comes from other offices than what is learned from.

    Raises
    ------
    AbbinaError
        `bad_study`.
    """
    check_rows(followups, folds)
    for learn, hold in folds:
        shared = np.intersect1d(followups.office[learn], followups.office[hold])
        _demand(not len(shared), say("nella divisione per ufficio si impara dagli uffici da prevedere"))


def _demand(fits: bool, why: str) -> None:
    if not fits:
        raise AbbinaError("bad_study", why=why)

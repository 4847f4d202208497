"""What a study is made from, as people read it: decisions, criteria, what is held out, and what nobody can see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.language import say
from experiments.evaluate.splits import OFFICE, told_folds
from experiments.learn.choice_told import label_of
from experiments.material import Material
from experiments.report.parts import Column, Section, Table
from experiments.study.past import Past
from experiments.study.rules import Split


def splits_section(material: Material, past: Past, splits: tuple[Split, ...]) -> Section:
    """What is learned from and what is measured on."""
    lists = material.lists
    tables = [replace(told_folds(one.folds, lists.offices), key=f"splits-{one.key}", title=one.title) for one in splits]
    stood_in = float((~lists.known).mean())
    return Section(
        key="material",
        title=say("Che cosa c'è nella cartella?"),
        finding=say(
            "{decisions} decisioni di {offices} uffici in {rounds} giornate; di {known} si conosce l'esito.",
            decisions=len(lists),
            offices=len(lists.offices),
            rounds=len(lists.rounds),
            known=int((past.rows >= 0).sum()) - past.not_told,
        ),
        paragraphs=(
            say(
                "Si impara e si misura su decisioni diverse: prima nel tempo, poi tra uffici. Una divisione a caso "
                "mescolerebbe persone della stessa giornata, e prometterebbe troppo."
            ),
        ),
        warnings=_left_out(past),
        tables=(_grades(material, stood_in), *tables),
    )


def one_office(past: Past) -> bool:
    """Whether all decisions are of one office, so that nothing can be held out but later rounds."""
    return len(np.unique(past.groups[:, OFFICE])) < 2


def _left_out(past: Past) -> tuple[str, ...]:
    """What the evaluation cannot see, and what it takes the place of it."""
    left = int((past.rows < 0).sum())
    said = (
        (
            past.unknown,
            say("Di {n} decisioni l'esito non è ancora noto: restano fuori dalla valutazione.", n=past.unknown),
        ),
        (
            past.not_told,
            say(
                "Di {n} inserimenti l'esito manca, mentre degli altri della stessa giornata si conosce: si assume che "
                "a parità di voti vadano come gli altri.",
                n=past.not_told,
            ),
        ),
        (
            left,
            say(
                "{n} persone potevano avere un posto e nessuna decisione le riguarda: contano come rimaste senza, e "
                "di ciò che una regola darebbe loro il passato non dice nulla.",
                n=left,
            ),
        ),
    )
    only = (
        (say("C'è un ufficio solo: quanto valgano questi pesi in un altro non si può dire."),)
        if one_office(past)
        else ()
    )
    return (*only, *(sentence for count, sentence in said if count))


def _grades(material: Material, stood_in: float) -> Table:
    lists = material.lists
    within = np.array([_spread(lists.grades[:, k], lists.start) for k in range(len(lists.criteria))])
    return Table(
        key="grades",
        title=say("I criteri negli elenchi mostrati"),
        columns=(
            Column("criterion", say("criterio")),
            Column("mean", say("voto medio"), 2),
            Column("within", say("differenza tipica nello stesso elenco"), 2),
            Column("stood_in", say("dato mancante"), 0, percent=True),
        ),
        rows=tuple(
            (label_of(code), float(lists.grades[:, k].mean()), float(within[k]), float((~lists.known[:, k]).mean()))
            for k, code in enumerate(lists.criteria)
        ),
        note=say(
            "Un criterio che nello stesso elenco cambia poco insegna poco. Dove il dato manca conta il voto neutro "
            "({share} % dei voti).",
            share=round(100 * stood_in),
        ),
    )


def _spread(grades: np.ndarray, start: np.ndarray) -> float:
    """Root mean square distance of an option's grade from the mean of its list."""
    sizes = np.diff(start)
    mean = np.add.reduceat(grades, start[:-1]) / sizes
    return float(np.sqrt(np.mean((grades - np.repeat(mean, sizes)) ** 2)))

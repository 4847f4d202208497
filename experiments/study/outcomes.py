"""Whether outcomes can be foretold: every outcome, measured on later calls and on other offices."""

from __future__ import annotations

import numpy as np

from experiments.evaluate.splits import ByOffice, ByTime
from experiments.lists import Floats, Ints
from experiments.material import Material
from experiments.outcomes import told as outcomes_told
from experiments.outcomes.examined import examine
from experiments.outcomes.examined_length import examine_length
from experiments.outcomes.followups import Followups, Outcome
from experiments.outcomes.guard import as_features
from experiments.outcomes.held_out import Folds
from experiments.report.parts import Section
from experiments.study.lag import known_by_then, lag_days

FIELDS = {
    Outcome.COMPLETION: "completed",
    Outcome.HIRE_EXIT: "hired_exit",
    Outcome.HIRE_6M: "hired_6m",
    Outcome.HIRE_12M: "hired_12m",
}


def outcomes_section(material: Material, seed: int) -> Section:
    """Every outcome with its verdict; a model that does not beat the programme's rate out of time is rejected."""
    followups = followups_of(material)
    groups = np.stack([followups.office, followups.round_, followups.day], axis=1)
    later = [(fold.train, fold.test) for fold in ByTime(n_splits=3).folds(groups)]
    by_office = [(fold.train, fold.test) for fold in ByOffice().folds(groups)]
    by_time = {one: in_time(followups, one, later) for one in FIELDS}
    examined = [examine(followups, one, by_time=by_time[one], by_office=by_office, seed=seed) for one in FIELDS]
    return outcomes_told.told(examined, examine_length(followups, by_time=by_time[Outcome.HIRE_EXIT], seed=seed))


def in_time(followups: Followups, outcome: Outcome, folds: Folds) -> list[tuple[Ints, Ints]]:
    """The same folds, where nothing is learned from an outcome that nobody knew yet when the later rounds began."""
    lag = lag_days(FIELDS[outcome], followups.day, followups.day[followups.known(outcome)])
    return [(known_by_then(train, test, followups.day, lag), test) for train, test in folds]


def followups_of(material: Material) -> Followups:
    """Every placement that was decided, with what became of it; the columns of a model are grades and nothing else."""
    lists = material.lists
    rows = np.flatnonzero(lists.chosen >= 0).astype(np.int64)
    option = lists.start[:-1][rows] + lists.chosen[rows]
    names, features = as_features(material.criteria, lists.grades[option], lists.known[option])
    known = [material.followups.get(material.decisions[row].id) for row in rows.tolist()]
    programmes = sorted({one.programme for one in material.decisions})

    def answers(field: str) -> Floats:
        told = [None if one is None else getattr(one, field) for one in known]
        return np.array([np.nan if answer is None else float(answer) for answer in told])

    months = np.array([np.nan if one is None else one.contract_months or np.nan for one in known], dtype=np.float64)
    return Followups(
        names=names,
        features=features,
        answers={outcome: answers(field) for outcome, field in FIELDS.items()},
        contract_months=months,
        censored=np.array([one is not None and bool(one.no_end) for one in known], dtype=np.bool_),
        programme=_programme(material, programmes, rows),
        office=lists.office[rows],
        round_=lists.round_[rows],
        day=lists.day[rows],
    )


def _programme(material: Material, names: list[str], rows: Ints) -> Ints:
    return np.array([names.index(material.decisions[row].programme) for row in rows.tolist()], dtype=np.int64)

"""What every rule would have been worth: on later rounds, and on offices that nothing was learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from data.language import marked, say
from experiments.evaluate.baselines import TODAY
from experiments.evaluate.estimate import aipw, direct, history, ipw, snips
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.nuisance import crossfit, folds_of, greedy
from experiments.evaluate.placebo import placebo_number, placebo_of
from experiments.evaluate.splits import ByOffice, ByTime
from experiments.evaluate.value import METHODS, Estimate, difference
from experiments.evaluate.value_told import told, told_placebo
from experiments.material import Material
from experiments.office.follow import completes
from experiments.office.spec import OfficeSpec
from experiments.parallel import Progress, Workers
from experiments.report.parts import Column, Interval, Section, Table
from experiments.study.past import PARTS, Past, under
from experiments.study.rules import FORETOLD, LABELS, LEARNED, Rule, Split, held_out_rules, told_rules
from experiments.study.told_material import one_office

TITLES = {
    "time": marked("Su giornate successive a quelle da cui si impara"),
    "office": marked("Su uffici da cui non si impara"),
}
SHUFFLES = 20
EQUAL = "equal_weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """Every rule on the decisions that one split holds out.

    Parameters
    ----------
    estimates : rule -> method -> estimate, on the same decisions
    truth : rule -> true value, for invented offices; empty for others
    """

    split: Split
    estimates: Mapping[str, Mapping[str, Estimate]]
    truth: Mapping[str, float]
    section: Section

    @property
    def gain_over_today(self) -> Estimate:
        """What the learned weights gain over today's, paired."""
        return self.gain_over(TODAY)

    def gain_over(self, rival: str) -> Estimate:
        """What the learned weights gain over another rule on the same decisions, paired."""
        first, other = self.estimates[LEARNED]["aipw"], self.estimates[rival]["aipw"]
        return difference(first, other, what=say("Pesi imparati, rispetto a: {rule}", rule=say(LABELS[rival])))


def splits_of(material: Material, past: Past) -> tuple[Split, ...]:
    """By time, and by office where there are several.

    Raises
    ------
    AbbinaError
        `bad_study`: too few rounds.
    """
    ways: dict[str, ByTime | ByOffice] = {"time": ByTime(n_splits=3)}
    if not one_office(past):
        ways["office"] = ByOffice()
    return tuple(Split(key=key, title=say(TITLES[key]), folds=way.folds(past.groups)) for key, way in ways.items())


def value(
    material: Material,
    past: Past,
    split: Split,
    baselines: Mapping[str, Rule],
    outcome: str,
    truth: OfficeSpec | None,
    outcome_share: float = 0.0,
) -> Valued:
    """Value every rule on what a split holds out.

    Parameters
    ----------
    baselines : as `baseline_rules`
    outcome : what is counted, already said
    truth : of invented offices whose outcome is completion; None where nobody knows it
    outcome_share : as `held_out_rules`
    """
    rules = {**held_out_rules(material, past, split, 0, outcome_share), **baselines}
    found: dict[str, dict[str, Estimate]] = {}
    for code, rule in rules.items():
        logged = under(past, material.rounds, rule, split.test)
        found[code] = {way.__name__: way(logged, what=say(LABELS[code])) for way in (aipw, ipw, snips, direct)}
    before = {"history": history(past.logged.of(split.test))}
    known = {} if truth is None else _truths(material, past, split, rules, truth)
    return Valued(
        split=split,
        estimates={**found, "history": before},
        truth=known,
        section=_section(material, split, found, before["history"], outcome, known),
    )


def placebo_section(
    past: Past, seed: int, worlds: int, workers: Workers | None = None, progress: Progress | None = None
) -> Section:
    """What this evaluation promises where no rule can help: in invented worlds, and on these very decisions."""
    worlds_found = placebo_number(seed, workers, progress, worlds=worlds)
    return told_placebo(
        worlds_found, placebo_of(past.logged.of(past.placed), chosen_by_model, seed, shuffles=SHUFFLES, workers=workers)
    )


def chosen_by_model(logged: Logged) -> Estimate:
    """The gain of a rule that a model of outcomes chooses, both from other rounds: the whole pipeline."""
    n, nobody = len(logged), logged.target.shape[1] - 2

    def policy(expected: np.ndarray, allowed: np.ndarray) -> np.ndarray:
        shown = allowed.copy()
        # Of what the past never did nothing can be shuffled, and nobody gains by no place.
        shown[:, nobody - 1 :] = False
        return greedy(expected, shown)

    fitted = crossfit(logged, LogisticRegression(C=1.0, max_iter=1000), folds_of(logged.round_, PARTS, n), policy)
    assert fitted.model is not None
    model = fitted.model.copy()
    model[:, nobody] = 0.0
    gained = aipw(replace(fitted, model=model))
    return difference(gained, history(logged), what=say("Guadagno"))


def _truths(
    material: Material, past: Past, split: Split, rules: Mapping[str, Rule], truth: OfficeSpec
) -> dict[str, float]:
    shares = np.array([truth.shares[code] for code in material.criteria])
    known = [completes(truth, one.grades @ shares) for one in material.rounds]
    found = {}
    for code, rule in rules.items():
        per_person = [
            np.bincount(one.card.candidate, weights=chance * completed, minlength=one.card.cohort.n_candidates)
            for one, chance, completed in zip(material.rounds, rule, known, strict=True)
        ]
        found[code] = float(np.mean([per_person[past.round_[d]][past.candidate[d]] for d in split.test.tolist()]))
    return found


def _section(
    material: Material,
    split: Split,
    found: Mapping[str, Mapping[str, Estimate]],
    before: Estimate,
    outcome: str,
    truth: Mapping[str, float],
) -> Section:
    rows = [(say(LABELS[LEARNED]), found[LEARNED]["aipw"]), (say(LABELS["history"]), before)]
    rows += [(say(LABELS[code]), ways["aipw"]) for code, ways in found.items() if code != LEARNED]
    rows.append((say(LABELS[FORETOLD]), found[FORETOLD]["direct"]))
    section = told(rows, outcome=outcome)
    # What is said of every rule alike stands in a table; in words, of the one that the study is about.
    own = say(LABELS[LEARNED])
    warnings = tuple(one for one in section.warnings if one.startswith(own))
    # The same keys of both splits would write the same files.
    tables = tuple(replace(table, key=f"{table.key}-{split.key}") for table in section.tables)
    plots = tuple(replace(plot, key=f"{plot.key}-{split.key}") for plot in section.plots)
    return replace(
        section,
        key=f"value-{split.key}",
        title=say("Quanto sarebbe valsa ogni regola? {how}", how=split.title),
        paragraphs=(*section.paragraphs, told_rules()),
        warnings=warnings,
        tables=(*tables, _beyond(split, found, truth), _methods(split, found)),
        plots=plots,
    )


def _beyond(split: Split, found: Mapping[str, Mapping[str, Estimate]], truth: Mapping[str, float]) -> Table:
    rows = []
    for code, ways in found.items():
        one = ways["aipw"]
        rows.append((say(LABELS[code]), one.overlap.unseen, one.ess, _ends(one), truth.get(code)))
    columns = [
        Column("rule", say("Regola")),
        Column("unseen", say("Scelte che il passato non ha mai mostrato"), 0, percent=True),
        Column("ess", say("Decisioni che ne parlano davvero"), 0),
        Column("extremes", say("Valore, se tutto il mai visto andasse male o bene"), 3),
        Column("truth", say("Valore vero (uffici inventati)"), 3),
    ]
    shown = len(columns) if truth else len(columns) - 1
    return Table(
        key=f"beyond-{split.key}",
        title=say("Fin dove i dati parlano di ogni regola"),
        columns=tuple(columns[:shown]),
        rows=tuple(row[:shown] for row in rows),
        note=say(
            "Dove la parte mai vista è grande l'intervallo stretto non basta: guarda quello largo di questa tabella."
        ),
    )


def _ends(one: Estimate) -> Interval | None:
    """From the worst to the best of what was never seen."""
    if one.extremes is None:
        return None
    return Interval(one.value, min(one.extremes[0], one.value), max(one.extremes[1], one.value))


def _methods(split: Split, found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    ways = ("ipw", "snips", "aipw", "direct")
    return Table(
        key=f"methods-{split.key}",
        title=say("La stessa cosa con ogni metodo"),
        columns=(Column("rule", say("Regola")), *(Column(way, say(METHODS[way]), 3) for way in ways)),
        rows=tuple(
            (
                say(LABELS[code]),
                # Weights alone say nothing of what was never seen, and an interval of the rest is not one of the rule.
                *(_ends(by[way]) or by[way].interval for way in ways[:2]),
                *(by[way].interval for way in ways[2:]),
            )
            for code, by in found.items()
        ),
        note=say(
            "Il solo modello è ottimista: da solo non vale. Di ciò che il passato non ha mai scelto IPW conta zero e "
            "SNIPS nulla: il loro intervallo va dal caso peggiore al migliore. AIPW lì si affida al modello."
        ),
        folded=True,
    )

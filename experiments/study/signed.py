"""How a study ends: a proposed weight version, and who would change seat under it in the last twelve months."""

from __future__ import annotations

from pathlib import Path

from data.language import number, say, speaking
from experiments.evaluate.baselines import TODAY
from experiments.evaluate.overlap import Level
from experiments.fairness.groups import groupings
from experiments.learn.choice_told import label_of
from experiments.manifest import Manifest
from experiments.material import Material, Round
from experiments.office.spec import OfficeSpec
from experiments.parallel import Progress
from experiments.report.parts import Column, Section, Table
from experiments.signoff.diff import told
from experiments.signoff.proposed import ProposedSet, Provenance, propose_weights, write_proposed
from experiments.signoff.seats import ChangedRound, last_year
from experiments.study.learned import Learned
from experiments.study.values import EQUAL, Valued
from matching.limits import rows_of
from matching.weight_diff import seat_changes
from scoring.weights import GRID


def proposal_of(material: Material, learned: Learned, valued: Valued, manifest: Manifest) -> ProposedSet:
    """The weight version that the study proposes; nobody has adopted it."""
    # Weight sets say in Italian where they come from, whatever language the report is in.
    with speaking("it"):
        facts = Provenance(
            run=manifest.run_id,
            data_sha256=material.digest,
            decisions=len(material.lists),
            method=say("scelta condizionata sugli elenchi interi, con il posto nell'elenco"),
            law_day=max(one.on for one in material.rounds),
            code_version=manifest.abbina,
            seed=manifest.seed,
            verdict=told_verdict(valued),
        )
    return propose_weights(learned.shares, material.weights, facts)


def told_verdict(valued: Valued) -> str:
    """Whether a change is recommended: only if it is shown to help on later rounds, over today's and equal weights.

    Never where the past hardly speaks of one of the rules: there an interval is only of what a model imagines.

    Equal weights lose little wherever criteria agree (Dawes, American Psychologist 1979): tuned weights that do not
    beat them are not worth a change.
    """
    gains = {
        say("pesi di oggi"): valued.gain_over(TODAY),
        say("pesi uguali"): valued.gain_over(EQUAL),
    }
    told = "; ".join(
        say(
            "rispetto a {rival} {value} punti su cento (da {low} a {high})",
            rival=rival,
            value=number(100 * gain.interval.value, 1),
            low=number(100 * gain.interval.low, 1),
            high=number(100 * gain.interval.high, 1),
        )
        for rival, gain in gains.items()
    )
    if all(gain.interval.low > 0 and gain.overlap.level is not Level.BAD for gain in gains.values()):
        return say(
            "Lo studio trova che con questi pesi sarebbe andata meglio, su giornate successive: {told}.", told=told
        )
    return say(
        "Lo studio non raccomanda di cambiare i pesi. Su giornate successive non è dimostrato che sarebbe andata "
        "meglio: {told}. La versione è scritta perché se ne possa discutere.",
        told=told,
    )


def proposal_section(
    material: Material, learned: Learned, valued: Valued, proposed: ProposedSet, truth: OfficeSpec | None
) -> Section:
    """What is proposed, whether it is recommended, and what it takes to adopt it.

    Parameters
    ----------
    truth : of invented offices, whose true weights stand beside; None where nobody knows them
    """
    now, then = material.weights, proposed.weights
    return Section(
        key="proposal",
        title=say("Che cosa propone lo studio?"),
        finding=told_verdict(valued),
        paragraphs=(
            say(
                "Nessuno studio cambia i pesi da solo. Chi li adotta mette il proprio nome e un motivo, con «abbina "
                "weights adopt {file}»; l'atto resta in un registro che può solo crescere. I pesi forniti con il "
                "programma non cambiano mai.",
                file=proposed.file,
            ),
        ),
        warnings=tuple(
            say("Di «{criterion}» queste decisioni non dicono nulla: resta il peso di oggi.", criterion=label_of(code))
            for code in learned.untold
        ),
        tables=(
            Table(
                key="proposal",
                title=say("Pesi di oggi e pesi proposti"),
                columns=(
                    Column("criterion", say("Criterio")),
                    Column("today", say("Oggi"), 1, percent=True),
                    Column("proposed", say("Proposto"), 1, percent=True),
                    Column("learned", say("Imparato, con intervallo"), 1, percent=True),
                    *((Column("truth", say("Vero (uffici inventati)"), 1, percent=True),) if truth else ()),
                ),
                rows=tuple(
                    (
                        label_of(code),
                        now.shares[code] / GRID,
                        then.shares.get(code, 0) / GRID,
                        learned.shares[code],
                        *((truth.shares[code],) if truth else ()),
                    )
                    for code in material.criteria
                ),
                note=say(
                    "Un intervallo largo dice che di quel peso si sa poco: spostarlo è una scelta, non un risultato."
                ),
            ),
        ),
    )


def diff_section(material: Material, proposed: ProposedSet, progress: Progress | None = None) -> Section:
    """Who changes seat, by group, on the rounds of the last twelve months.

    Codes of people stand beside no group: `abbina weights diff --cohort` names who is to be looked at again.
    """
    until = max(one.on for one in material.rounds)
    made = []
    for k, one in enumerate(material.rounds):
        made.append(_changed(one, proposed))
        if progress is not None:
            progress(k + 1, len(material.rounds))
    return told(last_year(made, until), material.weights, proposed.weights, one_by_one=False)


def write_proposal(proposed: ProposedSet, folder: Path) -> Path:
    """Write the proposed version beside the manifest of its study."""
    return write_proposed(proposed, folder)[0]


def _changed(one: Round, proposed: ProposedSet) -> ChangedRound:
    labels: dict[int, list[str]] = {}
    for grouping in groupings(one.records, one.on, crossed=False):
        for row, label in enumerate(grouping.labels):
            for i in grouping.member[row].nonzero()[0].tolist():
                labels.setdefault(i, []).append(f"{grouping.title}: {label}")
    return ChangedRound(
        name=one.name,
        on=one.on,
        changes=seat_changes(one.card, proposed.weights, rows_of(one.records, one.card)),
        groups=labels,
    )

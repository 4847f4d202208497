"""How a study ends: a proposed weight version, and who would change seat under it in the last twelve months."""

from __future__ import annotations

from pathlib import Path

from data.language import say
from experiments.fairness.groups import groupings
from experiments.manifest import Manifest
from experiments.material import Material, Round
from experiments.parallel import Progress
from experiments.report.parts import Section
from experiments.signoff.diff import told
from experiments.signoff.proposed import ProposedSet, Provenance, propose_weights, write_proposed
from experiments.signoff.seats import ChangedRound, last_year
from experiments.study.learned import Learned
from experiments.study.limited import rows_of
from matching.weight_diff import seat_changes


def proposal_of(material: Material, learned: Learned, manifest: Manifest) -> ProposedSet:
    """The weight version that the study proposes; nobody has adopted it."""
    return propose_weights(
        learned.shares,
        material.weights,
        Provenance(
            run=manifest.run_id,
            data_sha256=material.digest,
            decisions=len(material.lists),
            method=say("scelta condizionata sugli elenchi interi, con il posto nell'elenco"),
            law_day=max(one.on for one in material.rounds),
            code_version=manifest.abbina,
            seed=manifest.seed,
        ),
    )


def diff_section(material: Material, proposed: ProposedSet, progress: Progress | None = None) -> Section:
    """Who changes seat, by group, on the rounds of the last twelve months; whoever loses one is named by code."""
    until = max(one.on for one in material.rounds)
    made = []
    for k, one in enumerate(material.rounds):
        made.append(_changed(one, proposed))
        if progress is not None:
            progress(k + 1, len(material.rounds))
    return told(last_year(made, until), material.weights, proposed.weights)


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
        name=one.name, on=one.on, changes=seat_changes(one.card, proposed.weights, rows_of(one)), groups=labels
    )

"""Weights from the pairwise comparisons of experts, as a report of their own."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rich.console import Console

from data.language import say
from experiments.learn import elicit_told
from experiments.learn.choice_told import label_of
from experiments.learn.comparisons import read_comparisons
from experiments.learn.elicit import Elicited
from experiments.manifest import Manifest
from experiments.report.write import Report, write_report
from experiments.study.facts import facts_of
from experiments.study.place import placed
from scoring.weights import load_weights, weight_versions


def elicit(file: Path, out: Path, console: Console) -> None:
    """Read comparisons, and write the weights of every expert and of the group, with how consistent they are.

    Raises
    ------
    BadRecords
        Every fault of the file at once.
    """
    newest = load_weights(weight_versions()[-1])
    fitted = Elicited().fit(read_comparisons(file, [one.code for one in newest.criteria]))
    section = elicit_told.told(fitted, [label_of(code) for code in fitted.criteria_])
    manifest = Manifest(
        command="elicit",
        options={},
        data_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        law="",
        weights=newest.version,
        weights_sha256=newest.digest,
        seed=0,
    )
    report = Report(
        title=say("Pesi dai confronti degli esperti"),
        finding=section.finding,
        facts=facts_of(manifest),
        sections=(section,),
    )
    with placed(out, "elicit") as draft:
        page = write_report(report, draft, manifest.to_json())[0]
    console.print(section.finding, markup=False)
    console.print(f"  {out / page.name}", markup=False, highlight=False, soft_wrap=True)

"""Run proofs, and say what they found."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from data.language import number, say
from experiments.manifest import Manifest
from experiments.parallel import Workers
from experiments.proofs.proof import Asked, Proof, Proved
from experiments.report.parts import Section
from experiments.report.write import Report, write_report
from experiments.study.bars import bars
from experiments.study.facts import facts_of
from experiments.study.told_proofs import proof_section, told_bounds, told_state


def prove(
    proofs: Sequence[Proof],
    out: Path,
    console: Console,
    *,
    seed: int,
    worlds: int | None,
    workers: Workers,
    data: Path | None,
) -> bool:
    """Run proofs one after the other, write their report, and tell whether every gate is met."""
    found: list[tuple[Proof, Proved]] = []
    with bars(console) as shown:
        for proof in proofs:
            began = time.perf_counter()
            with shown.step(f"{proof.code} {say(proof.title)}") as progress:
                asked = Asked(seed=seed, worlds=worlds, workers=workers, data=data, progress=progress)
                proved = proof.measure(asked)
            found.append((proof, proved))
            console.print(_table(proof, proved, time.perf_counter() - began))
    options = {"proofs": " ".join(proof.code for proof in proofs), "worlds": str(worlds or "")}
    report = proofs_report(found, seed, worlds, options)
    for path in write_report(report, out, proofs_manifest(seed, options).to_json())[:1]:
        console.print(f"  {path}", markup=False, highlight=False, soft_wrap=True)
    return report.verdict is True


def proofs_report(
    found: Sequence[tuple[Proof, Proved]], seed: int, worlds: int | None, options: Mapping[str, str]
) -> Report:
    """What proofs found, as a report."""
    sections: tuple[Section, ...] = tuple(proof_section(proof, proved, worlds) for proof, proved in found)
    met = sum(proved.met for _, proved in found)
    manifest = proofs_manifest(seed, options)
    return Report(
        title=say("I metodi degli studi, messi alla prova"),
        finding=say("{met} prove su {all} raggiungono tutto ciò che è chiesto.", met=met, all=len(found)),
        facts=facts_of(manifest),
        sections=sections,
        verdict=met == len(found),
    )


def proofs_manifest(seed: int, options: Mapping[str, str]) -> Manifest:
    """What a run of proofs is frozen to: they read neither law nor weights but through the code of the house."""
    return Manifest(command="prove", options=options, data_sha256="", law="", weights="", weights_sha256="", seed=seed)


def _table(proof: Proof, proved: Proved, seconds: float) -> RichTable:
    title = f"{proof.code} {say(proof.title)} · {number(seconds, 1)} s"
    table = RichTable(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column(say("misura"))
    for name in (say("trovato"), say("chiesto"), ""):
        table.add_column(name, justify="right")
    for gate in proved.gates:
        style = None if gate.met else "bold red"
        table.add_row(gate.what, number(gate.value, gate.digits), told_bounds(gate), told_state(gate), style=style)
    return table

"""Run proofs, and say what they found."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from data.errors import AbbinaError
from data.language import number, say
from experiments.manifest import Manifest
from experiments.parallel import Workers
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.write import Report, write_report
from experiments.study.bars import bars
from experiments.study.facts import facts_of
from experiments.study.place import placed
from experiments.study.told_proofs import few_worlds, proof_section, told_bounds, told_state, told_value


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
    """Run proofs one after the other, write their report, and tell whether every gate is met.

    A proof that cannot be run, since data or a library lacks, says so and is not met; the others go on.

    Parameters
    ----------
    out : a folder that does not exist, is empty, or holds an earlier report

    Raises
    ------
    AbbinaError
        `folder_not_empty`, before anything is measured.
    """
    found: list[tuple[Proof, Proved]] = []
    with placed(out, "prove") as draft:
        with bars(console) as shown:
            for proof in proofs:
                began = time.perf_counter()
                with shown.step(f"{proof.code} {say(proof.title)}") as progress:
                    asked = Asked(seed=seed, worlds=worlds, workers=workers, data=data, progress=progress)
                    proved = _measured(proof, asked)
                found.append((proof, proved))
                console.print(_table(proof, proved, time.perf_counter() - began))
            for sentence in few_worlds(proof, worlds):
                console.print(sentence, markup=False)
        manifest = proofs_manifest(proofs, seed, worlds, data)
        report = proofs_report(found, worlds, manifest)
        page = write_report(report, draft, manifest.to_json())[0]
    console.print(f"  {out / page.name}", markup=False, highlight=False, soft_wrap=True)
    return report.verdict is True


def proofs_report(found: Sequence[tuple[Proof, Proved]], worlds: int | None, manifest: Manifest) -> Report:
    """What proofs found, as a report."""
    met = sum(proved.met for _, proved in found)
    return Report(
        title=say("I metodi degli studi, messi alla prova"),
        finding=say("{met} prove su {all} raggiungono tutto ciò che è chiesto.", met=met, all=len(found)),
        facts=facts_of(manifest),
        sections=tuple(proof_section(proof, proved, worlds) for proof, proved in found),
        verdict=met == len(found),
    )


def proofs_manifest(proofs: Sequence[Proof], seed: int, worlds: int | None, data: Path | None) -> Manifest:
    """What a run of proofs is frozen to: they read neither law nor weights but through the code of the house."""
    return Manifest(
        command="prove",
        options={"proofs": " ".join(proof.code for proof in proofs), "worlds": str(worlds or "")},
        data_sha256="" if data is None else _digest(data),
        law="",
        weights="",
        weights_sha256="",
        seed=seed,
    )


def _measured(proof: Proof, asked: Asked) -> Proved:
    try:
        return proof.measure(asked)
    except AbbinaError as error:
        if error.code not in ("bad_study", "not_supported", "bad_records"):
            raise
        gate = Gate(what=error.text(), value=math.nan, least=0)
        return Proved(gates=(gate,))


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _table(proof: Proof, proved: Proved, seconds: float) -> RichTable:
    title = f"{proof.code} {say(proof.title)} · {number(seconds, 1)} s"
    table = RichTable(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column(say("misura"))
    for name in (say("trovato"), say("chiesto"), ""):
        table.add_column(name, justify="right")
    for gate in proved.gates:
        style = None if gate.met else "bold red"
        table.add_row(gate.what, told_value(gate.value, gate.digits), told_bounds(gate), told_state(gate), style=style)
    return table

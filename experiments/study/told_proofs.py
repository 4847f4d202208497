"""Proofs as sections of a report: what was asked, what was measured, within which bounds."""

from __future__ import annotations

from data.language import number, say
from experiments.proofs.proof import Gate, Proof, Proved
from experiments.report.parts import Column, Section, Table


def proof_section(proof: Proof, proved: Proved, worlds: int | None) -> Section:
    """A proof and what it found."""
    missed = [gate for gate in proved.gates if not gate.met]
    asked = [gate for gate in proved.gates if gate.least is not None or gate.most is not None]
    if missed:
        finding = say(
            "{code}: {met} misure su {asked} stanno nei limiti; fuori: {missed}.",
            code=proof.code,
            met=len(asked) - len(missed),
            asked=len(asked),
            missed="; ".join(f"{gate.what} {number(gate.value, gate.digits)}" for gate in missed),
        )
    else:
        finding = say("{code}: tutte le {asked} misure stanno nei limiti.", code=proof.code, asked=len(asked))
    drawn = worlds if worlds is not None else proof.worlds
    origin = say("Da dove vengono i numeri da raggiungere: {source}.", source=proof.source)
    worlds_told = (say("Mondi simulati: {n}.", n=drawn),) if proof.worlds else ()
    return Section(
        key=proof.code.lower(),
        title=f"{proof.code} · {say(proof.title)}",
        finding=finding,
        paragraphs=(say(proof.question), *proved.paragraphs, *worlds_told, origin),
        tables=(_gates(proof, proved), *proved.tables),
        plots=proved.plots,
    )


def told_bounds(gate: Gate) -> str:
    """The bounds of a gate in words."""
    least = None if gate.least is None else number(gate.least, gate.digits)
    most = None if gate.most is None else number(gate.most, gate.digits)
    if least is not None and most is not None:
        return least if least == most else say("da {low} a {high}", low=least, high=most)
    if least is not None:
        return say("almeno {low}", low=least)
    return say("al massimo {high}", high=most) if most is not None else say("per confronto")


def told_state(gate: Gate) -> str:
    """Whether a gate is met; nothing where there is none."""
    if gate.least is None and gate.most is None:
        return ""
    return say("sì") if gate.met else say("NO")


def _gates(proof: Proof, proved: Proved) -> Table:
    return Table(
        key=f"{proof.code.lower()}-gates",
        title=say("Misure"),
        columns=(
            Column("measure", say("misura")),
            Column("value", say("trovato")),
            Column("asked", say("chiesto")),
            Column("met", say("nei limiti")),
        ),
        rows=tuple(
            (gate.what, number(gate.value, gate.digits), told_bounds(gate), told_state(gate)) for gate in proved.gates
        ),
    )

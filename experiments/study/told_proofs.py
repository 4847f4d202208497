"""Proofs as sections of a report: what was asked, what was measured, within which bounds."""

from __future__ import annotations

import math

from data.language import number, say, say_n
from experiments.proofs.proof import Gate, Proof, Proved
from experiments.report.parts import Column, Section, Table

# With more decimals than these a figure is told as a power of ten.
TINY_DIGITS = 6
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def proof_section(proof: Proof, proved: Proved, worlds: int | None) -> Section:
    """A proof and what it found."""
    missed = [gate for gate in proved.gates if not gate.met]
    asked = [gate for gate in proved.gates if gate.least is not None or gate.most is not None]
    if missed:
        finding = say(
            "Misure nei limiti: {met} su {asked}; fuori: {missed}.",
            met=len(asked) - len(missed),
            asked=len(asked),
            missed="; ".join(f"{gate.what} {told_value(gate.value, gate.digits)}" for gate in missed),
        )
    else:
        finding = say_n(
            "La sola misura sta nei limiti.", "Tutte le {asked} misure stanno nei limiti.", len(asked), asked=len(asked)
        )
    drawn = worlds if worlds is not None else proof.worlds
    origin = say("Da dove vengono i numeri da raggiungere: {source}.", source=proof.source)
    worlds_told = (say("Mondi simulati: {n}.", n=drawn),) if proof.worlds else ()
    return Section(
        key=proof.code.lower(),
        title=_title(proof),
        finding=finding,
        paragraphs=(say(proof.question), *proved.paragraphs, *worlds_told, origin),
        warnings=few_worlds(proof, worlds),
        tables=(_gates(proof, proved), *proved.tables),
        plots=proved.plots,
    )


def few_worlds(proof: Proof, worlds: int | None) -> tuple[str, ...]:
    """Fewer worlds than a proof takes decide nothing: neither that a figure is met nor that it is missed."""
    if worlds is None or worlds >= proof.worlds:
        return ()
    return (
        say(
            "{n} mondi sono meno dei {asked} che la prova chiede: le misure di copertura qui non decidono nulla.",
            n=worlds,
            asked=proof.worlds,
        ),
    )


def _title(proof: Proof) -> str:
    """What is proved, with the number under which it is known elsewhere."""
    numbered = any(letter.isdigit() for letter in proof.code)
    return f"{say(proof.title)} ({proof.code})" if numbered else say(proof.title)


def told_value(value: float, digits: int) -> str:
    """A measured figure; one that is nearly nothing as a power of ten, since nobody counts its zeros."""
    if digits <= TINY_DIGITS or not value or not math.isfinite(value):
        return number(value, digits if value else 0)
    power = math.floor(math.log10(abs(value)))
    mantissa = number(round(value / 10**power, 1))
    ten = f"10{str(power).translate(RAISED)}"
    return ten if mantissa == "1" else f"{mantissa} × {ten}"


def told_bounds(gate: Gate) -> str:
    """The bounds of a gate in words."""
    least = None if gate.least is None else told_value(gate.least, gate.digits)
    most = None if gate.most is None else told_value(gate.most, gate.digits)
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
            (gate.what, told_value(gate.value, gate.digits), told_bounds(gate), told_state(gate))
            for gate in proved.gates
        ),
    )

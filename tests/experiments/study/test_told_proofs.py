"""A proof as people read it: what was asked, what was found, and what fell outside its bounds, named."""

from __future__ import annotations

import math
import re

import pytest

from data.language import speaking
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.study.told_proofs import few_worlds, proof_section, told_bounds, told_state


def never(asked: Asked) -> Proved:
    raise NotImplementedError


PROOF = Proof(code="E90", title="Il titolo", question="Regge?", source="a paper", worlds=10, measure=never)


@pytest.mark.parametrize(
    ("gate", "bounds", "state"),
    [
        (Gate(what="a", value=1, least=0, most=2, digits=1), "da 0,0 a 2,0", "sì"),
        (Gate(what="a", value=3, least=0, most=2, digits=1), "da 0,0 a 2,0", "NO"),
        (Gate(what="a", value=2, least=2, most=2, digits=1), "2,0", "sì"),
        (Gate(what="a", value=1, least=2, digits=1), "almeno 2,0", "NO"),
        (Gate(what="a", value=1, most=2, digits=1), "al massimo 2,0", "sì"),
        (Gate(what="a", value=1), "per confronto", ""),
        (Gate(what="a", value=math.nan, least=2, digits=1), "almeno 2,0", "NO"),
    ],
)
def test_bounds_and_state_of_a_gate(gate: Gate, bounds: str, state: str) -> None:
    told = told_bounds(gate)
    # A bound of exactly nothing may be told without its zeros.
    assert told.replace("da 0 a", "da 0,0 a") == bounds
    assert told_state(gate) == state


def test_a_met_proof_counts_only_what_was_asked() -> None:
    gates = (Gate(what="uno", value=1, most=2), Gate(what="due", value=1, most=2), Gate(what="accanto", value=9))
    section = proof_section(PROOF, Proved(gates=gates, paragraphs=("Come.",)), None)
    assert section.key == "e90"
    assert "2" in section.finding
    assert "3" not in section.finding
    assert section.paragraphs[0] == "Regge?"
    assert "Come." in section.paragraphs
    assert any("10" in told for told in section.paragraphs)
    assert any("a paper" in told for told in section.paragraphs)
    rows = section.tables[0].rows
    assert [row[0] for row in rows] == ["uno", "due", "accanto"]
    assert rows[2][3] == ""


def test_a_missed_proof_names_each_figure_outside_with_its_value() -> None:
    gates = (Gate(what="uno", value=5, most=2), Gate(what="due", value=1, most=2), Gate(what="tre", value=7, most=2))
    finding = proof_section(PROOF, Proved(gates=gates), 3).finding
    assert "uno 5" in finding
    assert "tre 7" in finding
    assert "due" not in finding
    assert re.search(r"\b1\b.*\bsu 3\b", finding), finding


def test_the_worlds_that_were_drawn_are_told_and_not_the_default() -> None:
    proved = Proved(gates=(Gate(what="uno", value=1, most=2),))
    told = " ".join(proof_section(PROOF, proved, 3).paragraphs)
    assert "simulati: 3." in told
    still = Proof(code="E91", title="t", question="q", source="s", worlds=0, measure=never)
    assert "simulati" not in " ".join(proof_section(still, proved, 3).paragraphs)


def test_a_proof_speaks_english_too() -> None:
    proved = Proved(gates=(Gate(what="one", value=1.5, most=2.5),))
    with speaking("en"):
        table = proof_section(PROOF, proved, None).tables[0]
    assert table.rows[0][1] == "1.5000"


@pytest.mark.parametrize(("worlds", "told"), [(None, False), (4, True), (1_000_000, False)])
def test_fewer_worlds_than_a_proof_takes_are_said_to_decide_nothing(worlds: int | None, told: bool) -> None:
    said = few_worlds(PROOF, worlds)
    assert bool(said) is told
    assert not told or "4 mondi sono meno dei 10 " in said[0]

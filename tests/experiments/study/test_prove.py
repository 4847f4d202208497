"""Proofs are run, told and written whole; one that cannot be run says why and is not met, and the others go on."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from data.errors import AbbinaError, NotFound
from experiments.manifest import MANIFEST_FILE, read_manifest
from experiments.parallel import Workers
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.proofs.registry import PROOFS, find_proofs
from experiments.study.prove import proofs_manifest, prove
from experiments.study.rerun import rerun

WIDE = 200


def proof(code: str, *gates: Gate, error: AbbinaError | None = None) -> Proof:
    def measure(asked: Asked) -> Proved:
        if error is not None:
            raise error
        return Proved(gates=gates)

    return Proof(code=code, title=f"Titolo {code}", question="Regge?", source="a paper", worlds=10, measure=measure)


GOOD = proof("E90", Gate(what="scarto", value=0.5, most=1))
BAD = proof("E91", Gate(what="scarto", value=2, most=1), Gate(what="altro", value=1, least=1))
LACKS = proof("E92", error=AbbinaError("bad_study", why="mancano i dati"))
BARE = proof("E93", error=AbbinaError("not_supported", what="una libreria"))
BROKEN = proof("E94", error=AbbinaError("not_proved", why="a solver"))


def run(out: Path, *proofs: Proof, data: Path | None = None, worlds: int | None = None) -> tuple[bool, str]:
    told = StringIO()
    console = Console(file=told, width=WIDE)
    met = prove(proofs, out, console, seed=0, worlds=worlds, workers=Workers(), data=data)
    return met, told.getvalue()


def test_all_met_is_yes_and_the_page_says_so(tmp_path: Path) -> None:
    met, told = run(tmp_path / "out", GOOD)
    assert met
    assert "scarto" in told
    report = json.loads((tmp_path / "out" / "study.json").read_text())
    assert report["verdict"] is True
    assert "1 prove su 1" in report["finding"] or "1 prova su 1" in report["finding"] or report["finding"]
    assert [section["key"] for section in report["sections"]] == ["e90"]
    assert read_manifest(tmp_path / "out").command == "prove"


def test_one_gate_missed_is_no_and_is_named(tmp_path: Path) -> None:
    met, told = run(tmp_path / "out", GOOD, BAD)
    assert not met
    assert "NO" in told
    report = json.loads((tmp_path / "out" / "study.json").read_text())
    assert report["verdict"] is False
    assert "scarto 2" in report["sections"][1]["finding"]
    assert "altro" not in report["sections"][1]["finding"]


@pytest.mark.parametrize("lacking", [LACKS, BARE])
def test_a_proof_that_cannot_be_run_says_why_and_the_others_go_on(lacking: Proof, tmp_path: Path) -> None:
    met, told = run(tmp_path / "out", lacking, GOOD)
    assert not met
    why = "mancano i dati" if lacking is LACKS else "una libreria"
    assert why in told
    report = json.loads((tmp_path / "out" / "study.json").read_text())
    assert why in json.dumps(report["sections"][0], ensure_ascii=False)
    assert report["sections"][1]["key"] == "e90"
    assert report["verdict"] is False


def test_a_defect_is_not_taken_for_missing_data_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError) as error:
        run(tmp_path / "out", GOOD, BROKEN)
    assert error.value.code == "not_proved"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).write_text('{"name": "another program"}')
    never = proof("E95", error=AbbinaError("not_proved", why="it was measured"))
    with pytest.raises(AbbinaError) as error:
        run(tmp_path, never)
    assert error.value.code == "folder_not_empty"
    assert (tmp_path / MANIFEST_FILE).read_text() == '{"name": "another program"}'


def test_tables_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    run(tmp_path / "out", GOOD, BAD)
    assert (tmp_path / "out" / "tabelle" / "e91-gates.csv").is_file()
    run(tmp_path / "out", GOOD)
    assert [path.name for path in (tmp_path / "out" / "tabelle").iterdir()] == ["e90-gates.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_real_proof_is_run_again_bit_for_bit(tmp_path: Path) -> None:
    (e11,) = find_proofs(["e11"])
    run(tmp_path / "out", e11, worlds=300)
    told = StringIO()
    assert rerun(tmp_path / "out", None, Workers(), Console(file=told, width=WIDE))
    (tmp_path / "out" / "tabelle" / "e11.csv").write_text("other")
    assert not rerun(tmp_path / "out", None, Workers(), Console(file=told, width=WIDE))
    assert "diverso: tabelle/e11.csv" in told.getvalue()


def test_the_manifest_sees_which_proofs_worlds_seed_and_data(tmp_path: Path) -> None:
    (tmp_path / "trial.csv").write_text("1")
    made = [
        proofs_manifest([GOOD], 0, None, None),
        proofs_manifest([GOOD, BAD], 0, None, None),
        proofs_manifest([GOOD], 1, None, None),
        proofs_manifest([GOOD], 0, 7, None),
        proofs_manifest([GOOD], 0, None, tmp_path),
    ]
    (tmp_path / "trial.csv").write_text("2")
    made.append(proofs_manifest([GOOD], 0, None, tmp_path))
    assert len({one.run_id for one in made}) == len(made)


def test_proofs_are_found_by_code_in_their_own_order_and_a_strange_one_is_told() -> None:
    assert [one.code for one in find_proofs(["e11", "E2"])] == ["E2", "E11"]
    assert find_proofs([]) == PROOFS
    assert PROOFS[0].code == "placebo"
    assert [one.code for one in PROOFS[1:]] == [f"E{k}" for k in range(1, 14)]
    with pytest.raises(NotFound) as error:
        find_proofs(["E11", "E99"])
    assert "E99" in error.value.text()
    assert "E13" in error.value.text()

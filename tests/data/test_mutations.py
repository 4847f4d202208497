"""Whatever happens to the files of a cohort folder, reading gives records or a list of faults, never anything else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from data.bundle import Records
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.read import read_folder
from data.intake.write import write_folder
from tests.tools.mutations import mutate


def read_or_refuse(folder: Path) -> Records | BadRecords:
    try:
        return read_folder(folder)
    except BadRecords as error:
        return error


@pytest.mark.parametrize("seed", range(10))
def test_a_mutated_folder_gives_records_or_faults(tmp_path: Path, seed: int) -> None:
    folder = write_folder(example_records(), tmp_path / "coorte")
    dice = random.Random(seed)
    read, refused = 0, 0
    for _ in range(100):
        name, good = mutate(folder, dice)
        outcome = read_or_refuse(folder)
        if isinstance(outcome, BadRecords):
            refused += 1
            assert outcome.faults
            assert all(fault.expected and fault.row >= 0 for fault in outcome.faults)
            assert all(line.encode() and line.isprintable() for line in outcome.lines())
        else:
            read += 1
            assert outcome.faults() == []
        (folder / name).write_bytes(good)
    assert read > 0
    assert refused > 50
    assert read_folder(folder) == example_records()

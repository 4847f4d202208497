"""A service's files arrive damaged: it gets a proposal or a clear list of errors, never a traceback."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from api.page.render import render
from data.errors import AbbinaError
from data.intake.columns import FILES, PROGRAMME_FILE
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.lawbook import LawBook
from matching.proposal import Proposal
from matching.propose import propose
from scoring.weights import load_weights
from tests.tools.mutations import mutate

BATCHES, A_BATCH = 10, 100
TODAY = date(2026, 11, 21)


def proposal_or_errors(folder: Path) -> Proposal | AbbinaError:
    try:
        records = read_folder(folder)
        weights = load_weights(records.programme.weights)
        return propose(records, LawBook.load(), weights, on=records.programme.on or TODAY)
    except AbbinaError as error:
        return error


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_folder_gives_a_proposal_or_a_clear_list_of_errors(tmp_path: Path, batch: int) -> None:
    folder = write_folder(example_records(), tmp_path / "folder")
    dice = random.Random(1000 + batch)
    proposals = lists = 0
    for _ in range(A_BATCH):
        name, good = mutate(folder, dice)
        outcome = proposal_or_errors(folder)
        if isinstance(outcome, Proposal):
            proposals += 1
            assert outcome.proof.kind == "proved"
            assert outcome.summary.placed + outcome.summary.unplaced == outcome.summary.candidates
            assert render(outcome)
        else:
            lists += 1
            assert outcome.text("it")
            if isinstance(outcome, BadRecords):
                assert all(line.startswith((*FILES, PROGRAMME_FILE)) for line in outcome.lines())
        (folder / name).write_bytes(good)
    assert proposals > 5
    assert lists > 30

"""The example folder's proposal, byte for byte; `make golden` writes the files anew, to be read as a diff."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from api.page.render import render
from data.intake.example import example_records
from data.lawbook import LawBook
from matching.propose import propose
from scoring.weights import load_weights

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["example.json", "example.html"])
def test_the_example_gives_the_expected_bytes(name: str) -> None:
    records = example_records()
    assert records.programme.on is not None
    proposal = propose(records, LawBook.load(), load_weights(records.programme.weights), on=records.programme.on)
    text = proposal.to_json() if name.endswith(".json") else render(proposal)
    # The release number changes without anything else changing.
    text = re.sub(r'("abbina": |Abbina )"?[0-9.]+"?', r"\1VERSION", text)
    if os.environ.get("ABBINA_WRITE_GOLDEN"):
        (HERE / name).write_text(text, encoding="utf-8")
    assert text == (HERE / name).read_text(encoding="utf-8")

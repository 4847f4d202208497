from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import AbbinaError
from experiments.proofs.e08 import PROOF
from experiments.proofs.proof import Asked


def test_both_trials_are_reproduced_and_the_warning_fires(test_data: Path) -> None:
    proved = PROOF.measure(Asked(data=test_data / "outcomes"))
    assert proved.met
    exact = [gate.value for gate in proved.gates if gate.least is not None and gate.least == gate.most]
    assert exact == [1794.34, -15204.78, 58.33, 61.61, 197.93, 213.98]
    assert len(proved.tables[0].rows) == 10
    assert any("il passato ne parla poco" in sentence for sentence in proved.paragraphs)


def test_without_the_folder_it_says_what_it_needs() -> None:
    with pytest.raises(AbbinaError) as error:
        PROOF.measure(Asked())
    assert "sperimentazioni pubbliche" in error.value.text()

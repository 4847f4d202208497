"""E10 with few worlds: its gates, and that its numbers do not depend on the number of workers."""

from __future__ import annotations

import pytest

from data.errors import AbbinaError
from experiments.parallel import Workers
from experiments.proofs import e10
from experiments.proofs.proof import Asked


def test_every_number_is_exact_and_the_exact_interval_keeps_its_word() -> None:
    found = e10.measure(Asked(seed=1, worlds=4))
    assert found.met
    assert len([gate for gate in found.gates if gate.least is not None or gate.most is not None]) == 5
    assert {table.key for table in found.tables} == {"coverage_rates", "coverage_ratios"}
    again = e10.measure(Asked(seed=1, worlds=4, workers=Workers(jobs=1)))
    assert [gate.value for gate in again.gates] == [gate.value for gate in found.gates]


def test_without_fairlearn_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(e10, "import_module", missing)
    with pytest.raises(AbbinaError) as error:
        e10.measure(Asked(worlds=1))
    assert "abbina[proof]" in error.value.text("it")


@pytest.mark.parametrize("seed", range(20))
def test_single_worlds_have_no_error(seed: int) -> None:
    assert e10.leximin_error(seed) == 0
    assert e10.justified_envy(seed) == 0

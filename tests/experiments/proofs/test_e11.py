from __future__ import annotations

from experiments.proofs.e11 import DRAWS, PROOF
from experiments.proofs.proof import Asked


def test_the_published_probabilities_come_out_exactly_and_draws_within_the_bound():
    proved = PROOF.measure(Asked(seed=3))
    exact, drawn = proved.gates
    assert (exact.value, exact.most) == (0, 0)
    assert drawn.most == 0.005
    assert 0 < drawn.value <= 0.005
    assert PROOF.worlds == DRAWS == 100_000
    assert [row[3] for row in proved.tables[0].rows] == ["5/12", "1/12"] * 4 + ["1/12", "5/12"] * 4
    assert [row[:2] for row in proved.tables[0].rows][:5] == [
        ("1", "a"),
        ("1", "b"),
        ("1", "c"),
        ("1", "d"),
        ("2", "a"),
    ]


def test_few_draws_are_reported_as_they_are():
    far = PROOF.measure(Asked(worlds=30)).gates[1]
    assert far.value > 0.005
    assert not far.met

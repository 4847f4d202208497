from __future__ import annotations

import numpy as np
import pytest
import statsmodels.discrete.conditional_models as peer

from data.errors import AbbinaError
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_intervals import covariance_of
from experiments.proofs import e01
from experiments.proofs.proof import Asked


def test_the_published_table_is_reached() -> None:
    found = e01.measure(Asked())
    assert found.met
    assert len(found.gates) == 7
    assert all(gate.least is not None and gate.most is not None for gate in found.gates)


def test_standard_errors_are_those_of_another_library() -> None:
    x, chosen, person = e01.travel()
    model = ConditionalLogit(grades=0, ridge=0).fit(x, chosen, person)
    other = peer.ConditionalLogit(chosen, x, groups=person).fit(disp=0)
    assert model.coef_ == pytest.approx(other.params, rel=1e-4)
    own = np.sqrt(np.diag(covariance_of(model.design_, model.coef_, 0, None, 0.95)))
    assert own == pytest.approx(other.bse, rel=1e-4)


def test_without_the_data_the_proof_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(e01, "import_module", missing)
    with pytest.raises(AbbinaError) as caught:
        e01.measure(Asked())
    assert "statsmodels" in caught.value.text("it")

"""What a study proposes: a set that reads back, sums to one, says where it comes from, and that nobody adopted it."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from data.errors import AbbinaError
from data.language import speaking
from experiments.report.parts import Interval
from experiments.signoff.proposed import Provenance, propose_weights, rounded_shares, write_proposed
from scoring.adopted import Signed, adopt
from scoring.weights import FOLDER, GRID, Weights, load_weights, use_weights_folder

BASE = load_weights("2026-3")
MANIFEST = b'{"seed": 7}\n'
RUN = hashlib.sha256(MANIFEST).hexdigest()[:12]
FACTS = Provenance(
    run=RUN,
    data_sha256="ab" * 32,
    decisions=1234,
    method="logit condizionale",
    law_day=date(2026, 11, 22),
    code_version="0.4.0",
    seed=7,
)
LEARNED = (0.3012, 0.2011, 0.1203, 0.0702, 0.11, 0.06, 0.1368, 0.0004, 0.0)


def intervals(values: tuple[float, ...] = LEARNED, base: Weights = BASE) -> dict[str, Interval]:
    codes = [criterion.code for criterion in base.criteria]
    return {code: Interval(v, max(0.0, v - 0.02), v + 0.02) for code, v in zip(codes, values, strict=True)}


def test_a_proposal_reads_back_with_the_numbers_of_its_base() -> None:
    made = propose_weights(intervals(), BASE, FACTS)
    assert made.weights.version == f"2026-4-proposta-{RUN[:8]}"
    assert made.file == f"{made.weights.version}.yaml"
    assert made.left_out == ("continuity", "host_quality")
    assert sum(made.weights.shares.values()) == GRID
    assert dict(made.weights.shares) == {
        "interest": 301_000,
        "skills_and_learning": 201_000,
        "functional_fit": 121_000,
        "time_fit": 70_000,
        "travel_ease": 110_000,
        "tutor_fit": 60_000,
        "goal_fit": 137_000,
    }
    assert made.weights.floor == BASE.floor
    for code in made.weights.shares:
        assert made.weights.neutral[code] == BASE.neutral[code]
        assert made.weights.settings[code] == BASE.settings[code]
    assert made.sha256 == made.weights.digest == hashlib.sha256(made.content).hexdigest()


def test_its_form_is_that_of_the_shipped_sets() -> None:
    shipped: dict[str, Any] = yaml.safe_load((FOLDER / "2026-3.yaml").read_bytes())
    own: dict[str, Any] = yaml.safe_load(propose_weights(intervals(), BASE, FACTS).content)
    assert list(own) == list(shipped)
    assert {type(value) for value in own["shares"].values()} == {float}


def test_it_says_in_italian_where_it_comes_from_and_that_nobody_adopted_it() -> None:
    with speaking("en"):
        made = propose_weights(intervals(), BASE, FACTS)
    assert made.content == propose_weights(intervals(), BASE, FACTS).content
    said = made.weights.provenance
    for part in (
        f"Proposta dello studio {RUN}: nessuno l'ha adottata finché il registro del servizio non dice chi",
        "1234 decisioni con il metodo «logit condizionale», partendo dalla versione 2026-3",
        "interest 0,301 (da 0,281 a 0,321, livello 95 %)",
        "Non contano più, perché sotto 0,001: continuity, host_quality.",
        f"sha256 {'ab' * 32}. Norme del 22/11/2026. Abbina 0.4.0, seme 7.",
    ):
        assert part in said
    whole = propose_weights(intervals((0.2, *(0.1,) * 8)), BASE, FACTS)
    assert "Non contano più" not in whole.weights.provenance


@pytest.mark.parametrize(
    ("base", "name"),
    [("2026-3", "2026-4"), ("2026-12", "2026-13"), ("2026-4-proposta-aaaaaaaa", "2026-5"), ("prato", "prato")],
)
def test_the_version_follows_that_of_its_base(base: str, name: str) -> None:
    made = propose_weights(intervals(), replace(BASE, version=base), FACTS)
    assert made.weights.version == f"{name}-proposta-{RUN[:8]}"


@pytest.mark.parametrize(
    "values",
    [
        (0.3, *(0.1,) * 8),
        (1.1, -0.1, *(0.0,) * 7),
        (math.nan, *(0.125,) * 8),
        (math.inf, *(0.0,) * 8),
    ],
    ids=["too much", "below zero", "no number", "no end"],
)
def test_shares_that_are_none_are_refused(values: tuple[float, ...]) -> None:
    codes = [criterion.code for criterion in BASE.criteria]
    shares = {code: Interval(v, -math.inf, math.inf) for code, v in zip(codes, values, strict=True)}
    with pytest.raises(AbbinaError) as caught:
        propose_weights(shares, BASE, FACTS)
    assert caught.value.code == "bad_study"
    assert "la cui somma sia 1" in caught.value.text()


def test_other_criteria_and_a_run_without_a_name_are_refused() -> None:
    some = intervals()
    some["luck"] = some.pop("continuity")
    with pytest.raises(AbbinaError) as other:
        propose_weights(some, BASE, FACTS)
    assert "servono esattamente interest, " in other.value.text()
    for run in ("", "abc", "../../../x", "ABCDEFGH"):
        with pytest.raises(AbbinaError) as caught:
            propose_weights(intervals(), BASE, replace(FACTS, run=run))
        assert "sha256 del suo manifesto" in caught.value.text()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda values: sum(values) > 1e-3), st.integers(3, 6))
def test_rounded_shares_sum_to_one_and_lie_next_to_the_given_ones(values: list[float], digits: int) -> None:
    given_ = {str(k): value for k, value in enumerate(values)}
    units = rounded_shares(given_, digits)
    assert sum(units.values()) == 10**digits
    assert min(units.values()) >= 10**digits // 1000
    assert list(units) == [code for code in given_ if code in units]
    whole = math.fsum(values)
    assert {code for code, value in given_.items() if value / whole >= 0.001} == set(units)
    kept = math.fsum(given_[code] for code in units)
    for code, count in units.items():
        assert abs(count - given_[code] / kept * 10**digits) < 1 + 1e-6


def test_equal_remainders_go_to_the_criteria_that_are_read_first() -> None:
    assert rounded_shares({"a": 1, "b": 1, "c": 1}) == {"a": 334, "b": 333, "c": 333}
    assert rounded_shares({"a": 0.001, "b": 0.999}) == {"a": 1, "b": 999}
    assert rounded_shares({"a": 1, "b": 1, "c": 1}, 6) == {"a": 333_334, "b": 333_333, "c": 333_333}
    with pytest.raises(ValueError, match="3 to 6"):
        rounded_shares({"a": 1}, 2)


def test_finer_shares_can_be_asked_for() -> None:
    made = propose_weights(intervals(), BASE, FACTS, digits=6)
    assert made.weights.shares["interest"] == 301_321
    assert sum(made.weights.shares.values()) == GRID


def test_what_a_study_writes_can_be_adopted_by_a_person_and_by_nobody_after_a_change(tmp_path: Path) -> None:
    made = propose_weights(intervals(), BASE, FACTS)
    study, own = tmp_path / "study", tmp_path / "own"
    study.mkdir()
    (study / "manifest.json").write_bytes(MANIFEST)
    path, listed = write_proposed(made, study)
    assert path.read_bytes() == made.content
    assert listed.name == "proposed.json"
    with pytest.raises(AbbinaError, match="already exists"):
        write_proposed(made, study)
    by = Signed(
        name="Anna Neri", role="ruolo", reason="provati con gli operatori", when=datetime(2026, 11, 22, tzinfo=UTC)
    )
    act = adopt(path, own, by)
    assert (act.study, act.proposed_sha256) == (RUN, made.sha256)
    use_weights_folder(own)
    try:
        assert load_weights(made.weights.version) == made.weights
    finally:
        use_weights_folder(None)
    path.write_bytes(made.content.replace(b"interest: 0.301", b"interest: 0.300"))
    with pytest.raises(AbbinaError) as caught:
        adopt(path, tmp_path / "another", by)
    assert path.name in caught.value.text()

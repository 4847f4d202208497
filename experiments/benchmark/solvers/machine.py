"""Where and when something was measured, and with what."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.language import number, say

CPU, MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")
HOUSE = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, cores, GB of memory, Python; the day; and the commit, with `+` where files differ from it."""

    processor: str
    cores: int
    memory_gb: int
    python: str
    day: str
    commit: str

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    def said(self) -> str:
        """One line for people."""
        return say(
            "{day}; {processor}, {cores} core, {memory} GB; Python {python}; commit {commit}.",
            day=self.day,
            processor=self.processor,
            cores=self.cores,
            memory=number(self.memory_gb),
            python=self.python,
            commit=self.commit,
        )


def this_machine() -> Machine:
    """What runs now."""
    return Machine(
        processor=_entry(CPU, "model name") or platform.machine(),
        cores=os.cpu_count() or 1,
        memory_gb=round(int((_entry(MEMORY, "MemTotal") or "0").split()[0]) / 1024**2),
        python=platform.python_version(),
        day=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
    )


def _entry(path: Path, name: str) -> str:
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _commit() -> str:
    """Short name of the commit; empty outside a repository."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*words: str) -> str:
    done = subprocess.run(("git", *words), cwd=HOUSE, capture_output=True, text=True, check=True)
    return done.stdout.strip()

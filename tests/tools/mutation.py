"""Mutation testing of the rules and of the law book: `make mutation`, or with the files to look at.

Small changes are made in the code one at a time (mutmut does it); each one that no test notices is a survivor. What is
mutated and with which tests stands in `mutation.cfg`. Survivors are written to `out/mutation/survivors.diff`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant

from tests.tools.mutation_stage import ROOT, settings, stage

OUT = ROOT / "out" / "mutation"
LEAST = 90.0
# A mutant that makes the tests run on and on, or the interpreter fall, was noticed.
KILLED = {"killed", "timeout", "segfault"}

Statuses = Mapping[str, str]


def mutmut(folder: Path, *arguments: str, quiet: bool = False) -> str:
    """Run mutmut in the staged tree; what it printed where it is to be read."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=folder,
        check=True,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
    )
    return done.stdout or ""


def statuses_of(folder: Path) -> dict[str, str]:
    """Mutant -> killed, survived, ..."""
    lines = mutmut(folder, "results", "--all", "true", quiet=True).splitlines()
    return {name: status for name, _, status in (line.strip().partition(": ") for line in lines)}


def file_of(mutant: str) -> str:
    """`scoring.rules.age.x_facts__mutmut_3` -> `scoring/rules/age.py`."""
    return mutant.rpartition(".")[0].replace(".", "/") + ".py"


def table(statuses: Statuses) -> Iterator[str]:
    """Killed and survived by file, and all together."""
    by_file: dict[str, Counter[bool]] = defaultdict(Counter)
    for mutant, status in statuses.items():
        by_file[file_of(mutant)][status in KILLED] += 1
    total = sum(by_file.values(), Counter[bool]())
    yield f"{'file':34} {'killed':>7} {'survived':>9} {'score':>7}"
    for name, count in (*sorted(by_file.items()), ("all", total)):
        yield f"{name:34} {count[True]:7} {count[False]:9} {score(count):6.1f}%"


def score(count: Mapping[bool, int]) -> float:
    """Mutants killed out of a hundred."""
    return 100 * count[True] / max(1, count[True] + count[False])


def survivors(folder: Path, statuses: Statuses) -> Iterator[str]:
    """Each survivor with what was changed in it."""
    with contextlib.chdir(folder):
        for mutant, status in sorted(statuses.items()):
            if status not in KILLED:
                yield f"# {mutant}: {status}\n{get_diff_for_mutant(mutant)}\n"


def main() -> int:
    """Mutate, count, write the survivors; 1 where fewer than ninety in a hundred were killed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", help="files to mutate, for instance scoring/rules/age.py; all by default")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants tried at the same time")
    given = asked.parse_args()
    folder = OUT / "tree"
    shutil.rmtree(folder, ignore_errors=True)
    stage(folder, settings(tuple(given.files)))
    try:
        mutmut(folder, "run", "--max-children", str(given.jobs))
    except subprocess.CalledProcessError:
        sys.stderr.write("Mutmut stopped: do the tests of tests/tools/mutation.cfg pass without any mutant?\n")
        return 1
    statuses = statuses_of(folder)
    if not statuses:
        sys.stderr.write("Nothing was mutated: are the files named as from the top of the repository?\n")
        return 1
    written = OUT / "survivors.diff"
    written.write_text("\n".join(survivors(folder, statuses)), encoding="utf-8")
    summary = "\n".join(table(statuses))
    (OUT / "summary.txt").write_text(summary + "\n", encoding="utf-8")
    sys.stdout.write(f"\n{summary}\nSurvivors: {written.relative_to(ROOT)}\n")
    count = Counter(status in KILLED for status in statuses.values())
    return 0 if score(count) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())

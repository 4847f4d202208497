"""Machine code is never older than what it was made from."""

import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[3]
INNER = """from matching.sparse.compiled import compiled
from matching.sparse.number import NUMBER
@compiled
def inner(x):
    return x + {} + NUMBER
"""
OUTER = """from matching.sparse.compiled import compiled
from matching.sparse.inner import inner
@compiled
def outer(x):
    return inner(x)
"""


def outcome(folder: Path) -> str:
    """What `outer` says in a process of its own, and how often that was machine code from before."""
    code = "from matching.sparse.outer import outer; print(outer(1), len(outer.stats.cache_hits))"
    run = [sys.executable, "-B", "-c", code]
    return subprocess.run(run, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_a_change_in_another_file_is_seen(tmp_path: Path) -> None:
    for package in ("data", "matching"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    rooms = tmp_path / "matching" / "sparse"
    rooms.mkdir()
    shutil.copy(HOUSE / "matching" / "sparse" / "compiled.py", rooms)
    (rooms / "__init__.py").touch()
    (rooms / "outer.py").write_text(OUTER)
    (rooms / "inner.py").write_text(INNER.format(1))
    (rooms / "number.py").write_text("NUMBER = 0\n")
    assert outcome(tmp_path) == "2 0"
    assert outcome(tmp_path) == "2 1"
    (rooms / "inner.py").write_text(INNER.format(20))
    assert outcome(tmp_path) == "21 0"
    # No compiled code in this one: its constant is part of it nevertheless.
    (rooms / "number.py").write_text("NUMBER = 300\n")
    assert outcome(tmp_path) == "321 0"
    kept = list((tmp_path / "matching" / "__pycache__").glob("compiled-*"))
    assert len(kept) == 1


SMALL = """import sys
from matching import Problem, solve
from matching.rows import Row
candidate, opening = [0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]
cap = [Row(limit="CAP", key="k", pair=range(6), weight=[1] * 6, most=1)]
for limits in ((), cap):
    for objective in ("score", "placements_then_score"):
        solve(Problem(3, 2, candidate, opening, [1.0] * 6, [1, 1], previous=[1, -1, 0], limits=limits), objective)
print("numba" in sys.modules)
"""


def test_small_markets_never_load_the_compiler() -> None:
    run = [sys.executable, "-c", SMALL]
    assert subprocess.run(run, cwd=HOUSE, capture_output=True, text=True, check=True).stdout.strip() == "False"

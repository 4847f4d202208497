"""Two small invented offices, and one study of them that several rooms look at."""

from __future__ import annotations

from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from experiments.material import Material, read_material
from experiments.office.invent import write_offices
from experiments.office.spec import OfficeSpec
from experiments.parallel import Workers
from experiments.study.options import StudyOptions
from experiments.study.past import Past, past_of
from experiments.study.place import OFFICES
from experiments.study.run import run_study

SMALL = partial(OfficeSpec, offices=2, rounds=6, candidates=20, openings=20)
SEED = 3
OPTIONS = StudyOptions(draws=20, seed=SEED)


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rounds, decisions and outcomes; to be copied before anything in it is changed."""
    return write_offices(SMALL(seed=SEED), tmp_path_factory.mktemp("small") / OFFICES)


@pytest.fixture(scope="session")
def material(offices: Path) -> Material:
    return read_material(offices)


@pytest.fixture(scope="session")
def past(material: Material) -> Past:
    return past_of(material, "completed", SEED)


@pytest.fixture(scope="session")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole study, in one process, of the same offices, which it invents itself and keeps."""
    out = tmp_path_factory.mktemp("studies") / "study"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("experiments.study.run.OfficeSpec", SMALL)
        run_study(None, out, OPTIONS, Workers(), Console(file=StringIO(), width=200))
    return out

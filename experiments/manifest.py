"""What a run is frozen to: data, law, weights, seed, code; a run with the same manifest writes the same bytes."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data.errors import AbbinaError
from data.language import marked, say, spoken

MANIFEST_FILE = "manifest.json"
HOUSE = Path(__file__).parents[1]
FLOORS = ("data", "scoring", "matching", "experiments")
# What decides numbers beside the code of the house: another version of these may round another way.
LIBRARIES = ("numpy", "scipy", "scikit-learn", "highspy", "joblib", "matplotlib")
_PARTS = {
    "data_sha256": marked("i dati"),
    "law": marked("la legge"),
    "weights": marked("i pesi"),
    "weights_sha256": marked("i pesi"),
    "seed": marked("il seme"),
    "command": marked("il comando"),
    "options": marked("le opzioni"),
    "abbina": marked("il codice"),
    "code_sha256": marked("il codice"),
    "libraries": marked("le librerie"),
    "language": marked("la lingua"),
}


@cache
def code_digest() -> str:
    """SHA-256 of every file of the floors that experiments stand on, whatever git says."""
    whole = hashlib.sha256()
    for path in sorted(_files()):
        whole.update(path.relative_to(HOUSE).as_posix().encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def libraries() -> dict[str, str]:
    """Versions of Python and of what computes."""
    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that decides the bytes of a run.

    Parameters
    ----------
    command : `run` or `prove`
    options : what else was asked, as text
    data_sha256 : of all that was read; empty where a run reads nothing
    law : version of the law book
    weights, weights_sha256 : today's weight set
    seed : of everything that is drawn
    code_sha256 : of every file of the floors that experiments stand on, with the version of the package
    libraries : versions of what computes
    """

    command: str
    options: Mapping[str, str]
    data_sha256: str
    law: str
    weights: str
    weights_sha256: str
    seed: int
    language: str = field(default_factory=spoken)
    abbina: str = field(default_factory=lambda: version("abbina"))
    code_sha256: str = field(default_factory=code_digest)
    libraries: Mapping[str, str] = field(default_factory=libraries)

    @property
    def run_id(self) -> str:
        """Twelve hexadecimal digits that name the run."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The manifest in its canonical form."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=2) + "\n"

    def demand_same(self, other: Manifest) -> None:
        """Refuse another run than this one.

        Raises
        ------
        AbbinaError
            `bad_study`, naming every part that differs.
        """
        differ = [say(told) for name, told in _PARTS.items() if getattr(self, name) != getattr(other, name)]
        if differ:
            told = ", ".join(dict.fromkeys(differ))
            raise AbbinaError("bad_study", why=say("non è la stessa prova: sono cambiati {parts}", parts=told))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run.

    Raises
    ------
    AbbinaError
        `bad_study`: the folder holds none that can be read.
    """
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        return Manifest(**content)
    except (OSError, ValueError, TypeError):
        told = say("in {folder} non c'è un {file} che si può leggere", folder=folder, file=MANIFEST_FILE)
        raise AbbinaError("bad_study", why=told) from None


def _files() -> Iterator[Path]:
    for floor in FLOORS:
        for path in (HOUSE / floor).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path

"""Run a study again from its manifest, and compare every byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.console import Console

from data.errors import AbbinaError
from data.language import marked, say, say_n
from experiments.manifest import Manifest, read_manifest
from experiments.parallel import Workers
from experiments.proofs.registry import find_proofs
from experiments.study.options import StudyOptions
from experiments.study.place import OFFICES
from experiments.study.prove import proofs_manifest, prove
from experiments.study.run import frozen_manifest, run_study

_NO_STUDY = marked("il manifesto non è quello di uno studio né di prove")


def rerun(done: Path, folder: Path | None, workers: Workers, console: Console, experts: Path | None = None) -> bool:
    """Run the study or the proofs in `done` again, elsewhere, and tell whether all files are the same to the last byte.

    Parameters
    ----------
    done : folder of a study or of proofs
    folder : where its decisions are, the invented offices inside `done` if not given; of proofs, the public trials
    experts : the file of comparisons that the study read, if any

    Raises
    ------
    AbbinaError
        `bad_study`: no manifest, or data, law, weights, code or libraries are not those of then, named.
    """
    manifest = read_manifest(done)
    if manifest.command == "prove":
        return _proofs_again(done, manifest, folder, workers, console)
    options = _options(manifest, experts)
    source = folder if folder is not None else done / OFFICES
    if folder is None and not source.is_dir():
        raise AbbinaError("bad_study", why=say("le decisioni non stanno in {done}: indica la loro cartella", done=done))
    # What changed is said before the work, not after it.
    manifest.demand_same(frozen_manifest(source, options))
    with tempfile.TemporaryDirectory(prefix="abbina-") as place:
        again = Path(place, "study")
        run_study(source, again, options, workers, console)
        return _told(differing(done, again), console)


def _options(manifest: Manifest, experts: Path | None) -> StudyOptions:
    """What the study was asked; a manifest of another command, or one that was written over, is told."""
    try:
        draws, outcome, seed = int(manifest.options["draws"]), str(manifest.options["outcome"]), int(manifest.seed)
        share = float(manifest.options["outcome_share"])
    except (KeyError, TypeError, ValueError):
        raise AbbinaError("bad_study", why=say(_NO_STUDY)) from None
    if manifest.command != "run" or seed < 0:
        raise AbbinaError("bad_study", why=say(_NO_STUDY))
    return StudyOptions(draws=draws, outcome=outcome, experts=experts, seed=seed, outcome_share=share)


def _proofs_again(done: Path, manifest: Manifest, data: Path | None, workers: Workers, console: Console) -> bool:
    try:
        proofs = find_proofs(manifest.options["proofs"].split())
        worlds = int(manifest.options["worlds"]) if manifest.options["worlds"] else None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise AbbinaError("bad_study", why=say(_NO_STUDY)) from None
    manifest.demand_same(proofs_manifest(proofs, manifest.seed, worlds, data))
    with tempfile.TemporaryDirectory(prefix="abbina-") as place:
        again = Path(place, "proofs")
        prove(proofs, again, console, seed=manifest.seed, worlds=worlds, workers=workers, data=data)
        return _told(differing(done, again), console)


def _told(differ: list[str], console: Console) -> bool:
    for name in differ:
        console.print(say("diverso: {name}", name=name), style="bold red", markup=False)
    if not differ:
        console.print(say("Uguale fino all'ultimo byte."))
    else:
        console.print(say_n("{n} file è diverso.", "{n} file sono diversi.", len(differ)))
    return not differ


def differing(first: Path, second: Path) -> list[str]:
    """Names of the files of two studies that are not the same, those that only one of them has included."""
    one, other = _files(first), _files(second)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != OFFICES
    }

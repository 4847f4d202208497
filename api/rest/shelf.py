"""Proposals on disk: `proposals/<digest>.json`, each written once and never changed."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

from api.errors import Problem
from api.wiring import write_whole
from data.errors import AbbinaError, NotFound
from data.language import Language, marked
from matching.proposal import Proposal

FOLDER = "proposals"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(folder: Path, proposal: Proposal) -> tuple[str, bytes]:
    """Store a proposal; its digest and bytes. The same proposal again changes nothing."""
    content = proposal.to_json().encode()
    digest = hashlib.sha256(content).hexdigest()
    path = folder / FOLDER / f"{digest}.json"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not _is_whole(path, digest):
            write_whole(path, content)
    except OSError as error:
        raise AbbinaError("folder_unwritable", folder=folder.name) from error
    return digest, content


def read(folder: Path, digest: str) -> tuple[bytes, Language]:
    """The bytes of a proposal, and the language that it was made in.

    Raises
    ------
    NotFound
        No such proposal.
    Problem
        `proposal_damaged`: the file no longer is what was written.
    """
    path = folder / FOLDER / f"{digest}.json"
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        raise NotFound(marked("Proposta"), digest)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Problem("proposal_damaged")
    return content, json.loads(content)["made"].get("language", "it")


def every(folder: Path) -> list[tuple[str, Proposal]]:
    """Every sound proposal with its digest, in the order of their days, then digests."""
    names = [path.stem for path in (folder / FOLDER).glob("*.json") if _DIGEST.fullmatch(path.stem)]
    found = [(name, _parsed(folder, name)) for name in names if _is_whole(folder / FOLDER / f"{name}.json", name)]
    return sorted(found, key=lambda pair: (pair[1].made.on, pair[0]))


@lru_cache(maxsize=64)
def _parsed(folder: Path, digest: str) -> Proposal:
    return Proposal.model_validate_json(read(folder, digest)[0])


def _is_whole(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest

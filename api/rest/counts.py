"""The counts of the day on disk: `snapshots/<day>-<on>-<key>.json`, the first of a day kept until the next day.

What is recorded during the day cannot be worked out from how counts move: they do not move. The day is that of the
calendar on which somebody asks. Another day asked for (`on`), other weights or another law have counts of their own:
hidden rules have no part in any of them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from data.bundle import Records
from data.errors import AbbinaError
from data.intake.closed_file import write_closed
from data.intake.fresh_file import write_fresh
from data.lawbook import Law
from matching.snapshot import Snapshot, snapshot_of
from scoring.weights import Weights

FOLDER = "snapshots"


def of_the_day(folder: Path, today: date, records: Records, law: Law, weights: Weights) -> Snapshot:
    """The counts that were made first today; if there are none yet, they are made of the records now and kept.

    Parameters
    ----------
    folder : the cohort folder
    today : day of the calendar on which somebody asks

    Raises
    ------
    AbbinaError
        `folder_unwritable`.
    """
    key = hashlib.sha256("\n".join((records.programme.code, law.version, weights.digest)).encode()).hexdigest()
    path = folder / FOLDER / f"{today.isoformat()}-{law.on.isoformat()}-{key[:12]}.json"
    known = _read(path)
    if known is not None and known.fits(records, law, weights):
        return known
    made = snapshot_of(records, law, weights)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return _kept(path, made, records, law, weights)
    except OSError as error:
        raise AbbinaError("folder_unwritable", folder=folder.name) from error


def _kept(path: Path, made: Snapshot, records: Records, law: Law, weights: Weights) -> Snapshot:
    content = made.to_json().encode()
    try:
        write_fresh(path, content)
    except AbbinaError:
        # Somebody else was first, or the file is damaged.
        first = _read(path)
        if first is not None and first.fits(records, law, weights):
            return first
        write_closed(path, content)
    _forget_before(path)
    return made


def _forget_before(path: Path) -> None:
    """Those of earlier days serve nobody, and beside today's they would tell what changed overnight."""
    for file in path.parent.glob("????-??-??-*.json"):
        if file.name[:10] < path.name[:10]:
            file.unlink(missing_ok=True)


def _read(path: Path) -> Snapshot | None:
    try:
        return Snapshot.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None

"""A cohort folder that is read and changed while the server runs: one file at a time, each whole or not at all.

Every change touches one CSV file. The whole new folder is written as a draft inside `.abbina`, read back and compared;
only then the one changed file takes the place of the old one, by a rename. Whoever stops the machine at any moment
finds the old folder or the new one. Other files are never touched. A changed file is rewritten in our own form.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from data.bundle import TABLES, Records
from data.errors import AbbinaError
from data.intake.columns import FILES, PROGRAMME_FILE
from data.intake.faults import BadRecords
from data.intake.read import read_folder
from data.intake.write import fill_folder
from data.language import Language, spoken
from data.records import Row

HIDDEN = ".abbina"
_POLL_S = 0.02
# Somebody who saves a file by hand meanwhile makes us begin again; nobody does so many times in a row.
_TRIES = 5

R = TypeVar("R", bound=Row)
# File -> modification time in ns, size, inode; None where there is no file.
Stamps = dict[str, tuple[int, int, int] | None]


class CohortFolder:
    """The records of a folder, always as they are on disk.

    Parameters
    ----------
    path : Path
        A cohort folder.
    lock_wait_s : float
        How long a write waits for another one, in seconds.
    """

    def __init__(self, path: Path, lock_wait_s: float) -> None:
        self.path = path.resolve()
        self._lock_wait_s = lock_wait_s
        self._one_writer = threading.Lock()
        self._known: tuple[Stamps, Records | BadRecords, Language] | None = None

    def records(self) -> Records:
        """The records; read again when a file has changed.

        Raises
        ------
        BadRecords
            The folder holds faults now. Nothing is lost: it is read again as soon as somebody mends it.
        """
        return self._current()[1]

    def write(self, decide: Callable[[Records], R]) -> R:
        """Put one record into the folder; when this returns, it is on disk.

        Parameters
        ----------
        decide : callable
            From the present records to the record to add, or to put in the place of that with its id. It raises what
            it has against it, and may be called again if the folder changes meanwhile.

        Raises
        ------
        BadRecords
            The folder holds faults.
        AbbinaError
            `not_supported`: a file cannot hold the record; `folder_busy`; `folder_unwritable`.
        """
        self.records()
        try:
            with self._alone():
                for _ in range(_TRIES):
                    stamps, records = self._current()
                    record = decide(records)
                    after = records.replacing(record)
                    draft = self._draft(after)
                    if self._stamps() == stamps:
                        self._publish(draft, _file_of(record), stamps, after)
                        return record
                raise AbbinaError("folder_busy", folder=self.path.name)
        except OSError as error:
            raise AbbinaError("folder_unwritable", folder=self.path.name) from error

    def _current(self) -> tuple[Stamps, Records]:
        for _ in range(_TRIES):
            stamps, known = self._stamps(), self._known
            # Faults are sentences: they are read again for who reads another language.
            if known is not None and known[0] == stamps and (isinstance(known[1], Records) or known[2] == spoken()):
                outcome = known[1]
                break
            outcome = self._read()
            if self._stamps() == stamps:
                self._known = stamps, outcome, spoken()
                break
        if isinstance(outcome, BadRecords):
            raise BadRecords(outcome.faults)
        return stamps, outcome

    def _read(self) -> Records | BadRecords:
        try:
            return read_folder(self.path)
        except BadRecords as error:
            return error

    def _stamps(self) -> Stamps:
        return {file: _stamp(self.path / file) for file in (*FILES, PROGRAMME_FILE)}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep out the other threads of this process, and other processes that work on this folder."""
        until = time.monotonic() + self._lock_wait_s
        if not self._one_writer.acquire(timeout=self._lock_wait_s):
            raise AbbinaError("folder_busy", folder=self.path.name)
        try:
            (self.path / HIDDEN).mkdir(mode=0o700, exist_ok=True)
            # The lock goes with the process: one that is killed leaves no lock behind.
            with (self.path / HIDDEN / "lock").open("a") as lock:
                while not _locked(lock.fileno()):
                    if time.monotonic() > until:
                        raise AbbinaError("folder_busy", folder=self.path.name)
                    time.sleep(_POLL_S)
                yield
        finally:
            self._one_writer.release()

    def _draft(self, after: Records) -> Path:
        """The new folder as a draft that reads back as the same records; what a killed process left is cleared."""
        draft = self.path / HIDDEN / "draft"
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        fill_folder(after, draft, "it")
        try:
            back = read_folder(draft)
        except BadRecords as error:
            raise AbbinaError("not_supported", what=error.faults[0].line()) from None
        if back != after:
            raise RuntimeError("the draft does not read back as the records that were written")
        return draft

    def _publish(self, draft: Path, file: str, stamps: Stamps, after: Records) -> None:
        new, old = draft / file, self.path / file
        if old.exists():
            shutil.copymode(old, new)
        to_disk(new)
        # A rename keeps the stamp, so that an edit by hand right after it is still seen as one.
        known = ({**stamps, file: _stamp(new)}, after, spoken())
        new.replace(old)
        to_disk(self.path)
        self._known = known
        # The rest of the draft is personal data twice over.
        shutil.rmtree(draft, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, also after a crash."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    draft.write_bytes(content)
    to_disk(draft)
    draft.replace(path)
    to_disk(path.parent)


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _file_of(record: Row) -> str:
    table = next(name for name, kind in TABLES.items() if isinstance(record, kind))
    return next(file for file, tables in FILES.items() if table in tables)

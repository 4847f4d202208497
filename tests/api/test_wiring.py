from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from api.wiring import HIDDEN, CohortFolder
from data.bundle import Records
from data.errors import AbbinaError
from data.intake.read import read_folder
from data.records import Candidate, Company


def company(key: str, name: str = "Prova", staff: int | None = None) -> Company:
    return Company(id=key, name=name, sector="56", staff=staff)


def test_what_was_written_is_what_the_folder_reads(cohort: Path) -> None:
    folder = CohortFolder(cohort, 5)
    before = read_folder(cohort)
    folder.write(lambda records: company("A900", '=SOMMA(A1) «é»; "x"\nriga'))
    assert read_folder(cohort) == folder.records()
    assert read_folder(cohort) == before.replacing(company("A900", '=SOMMA(A1) «é»; "x"\nriga'))


def test_only_the_file_of_the_record_is_rewritten_and_other_files_stay(cohort: Path) -> None:
    (cohort / "note.txt").write_text("da richiamare")
    (cohort / "proposals").mkdir()
    (cohort / "companies.csv").chmod(0o640)
    before = {path.name: path.stat() for path in cohort.iterdir()}
    CohortFolder(cohort, 5).write(lambda records: company("A900"))
    after = {path.name: path.stat() for path in cohort.iterdir()}
    assert set(after) == {*before, HIDDEN}
    assert {name for name in before if before[name].st_mtime_ns != after[name].st_mtime_ns} == {"companies.csv"}
    assert after["companies.csv"].st_mode == before["companies.csv"].st_mode
    assert [path.name for path in (cohort / HIDDEN).iterdir()] == ["lock"]


def test_an_edit_by_hand_is_seen_and_survives_the_next_write(cohort: Path) -> None:
    folder = CohortFolder(cohort, 5)
    assert folder.records().companies[0].name == "Mensa Esempio"
    file = cohort / "companies.csv"
    file.write_bytes(file.read_bytes().replace(b"Mensa Esempio", b"Mensa Comunale"))
    assert folder.records().companies[0].name == "Mensa Comunale"
    folder.write(lambda records: company("A900"))
    assert [one.name for one in read_folder(cohort).companies] == ["Mensa Comunale", "Magazzino Esempio", "Prova"]


def test_an_edit_by_hand_during_a_write_is_not_lost(cohort: Path) -> None:
    folder, file = CohortFolder(cohort, 5), cohort / "companies.csv"
    asked = []

    def edited_meanwhile(records: Records) -> Company:
        if not asked:
            file.write_bytes(file.read_bytes().replace(b"Mensa Esempio", b"Mensa Comunale"))
        asked.append(records.companies[0].name)
        return company("A900")

    folder.write(edited_meanwhile)
    assert asked == ["Mensa Esempio", "Mensa Comunale"]
    assert [one.name for one in read_folder(cohort).companies] == ["Mensa Comunale", "Magazzino Esempio", "Prova"]


def test_nothing_is_read_again_while_nothing_has_changed(cohort: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CohortFolder(cohort, 5)
    first = folder.records()
    folder.write(lambda records: company("A900"))
    monkeypatch.setattr("api.wiring.read_folder", lambda path: pytest.fail("read again"))
    assert folder.records() == first.replacing(company("A900"))


def test_a_record_that_no_file_can_hold_is_refused_and_nothing_changes(cohort: Path) -> None:
    before = {path.name: path.read_bytes() for path in cohort.iterdir()}
    endless = ";".join(f"A{k:05}" for k in range(5000)).split(";")
    person = Candidate(id="C900", birth_date="1990-01-01", municipality="Prato", refused_companies=endless)
    with pytest.raises(AbbinaError, match="una cella di al massimo 20000 caratteri"):
        CohortFolder(cohort, 5).write(lambda records: person)
    assert {path.name: path.read_bytes() for path in cohort.iterdir() if path.is_file()} == before


def test_many_writers_in_two_servers_lose_nothing(cohort: Path) -> None:
    servers = [CohortFolder(cohort, 60), CohortFolder(cohort, 60)]

    def write(k: int) -> None:
        def one_more(records: Records) -> Company:
            return company("A001", staff=(records.companies[0].staff or 0) + 1)

        servers[k % 2].write(one_more)

    start = read_folder(cohort).companies[0].staff
    threads = [threading.Thread(target=write, args=(k,)) for k in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert start is not None
    assert read_folder(cohort).companies[0].staff == start + 12


def test_a_failure_to_write_is_told_and_leaves_the_old_folder(cohort: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (cohort / "companies.csv").read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    folder = CohortFolder(cohort, 5)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AbbinaError) as caught:
        folder.write(lambda records: company("A900"))
    assert caught.value.code == "folder_unwritable"
    assert (cohort / "companies.csv").read_bytes() == before
    monkeypatch.undo()
    folder.write(lambda records: company("A900"))
    assert read_folder(cohort).companies[-1].id == "A900"


def test_a_refusal_inside_a_write_frees_the_folder(cohort: Path) -> None:
    folder = CohortFolder(cohort, 0.2)

    def refuse(records: Records) -> Company:
        raise AbbinaError("already_exists", what="Azienda", key="A001")

    for _ in range(2):
        with pytest.raises(AbbinaError, match="already exists"):
            folder.write(refuse)
    assert folder.write(lambda records: company("A900")).id == "A900"

"""`abbina update` as a person types it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from data.intake.example import example_records
from data.intake.forms import write_records
from data.intake.read import read_folder
from data.intake.write import write_folder

KNOWN = example_records()


def abbina(*words: object, status: int = 0) -> str:
    command = [sys.executable, "-c", "from api.cli import main; main()", "update", *map(str, words)]
    wide = {**os.environ, "COLUMNS": "160"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=wide)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def known(tmp_path: Path) -> Path:
    return write_folder(KNOWN, tmp_path / "known")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    seats = KNOWN.openings[0].model_copy(update={"seats": 7})
    travel = KNOWN.candidates[0].model_copy(update={"max_travel_min": 25})
    return write_folder(KNOWN.replacing(seats, travel), tmp_path / "new")


def test_review_then_apply_changes_what_was_confirmed_and_nothing_else(known: Path, new: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in known.iterdir()}
    review = tmp_path / "out" / "revisione"
    told = abbina(known, "--with", new, "--review", review)
    assert "Tirocini: 0 forse già noti, 0 da aggiungere, 1 cambiano, 0 non ci sono più, 2 uguali." in told
    assert sorted(file.name for file in review.iterdir()) == ["revisione.csv", "revisione.html"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in review.iterdir())
    table = review / "revisione.csv"
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    rows[2] = rows[2].replace("2;;", "2;sì;", 1)
    table.write_text("\n".join(rows), encoding="utf-8")
    out = tmp_path / "updated"
    assert "Applicata 1 proposta su 2" in abbina(known, "--with", new, "--apply", table, "--out", out)
    assert read_folder(out) == KNOWN.replacing(KNOWN.openings[0].model_copy(update={"seats": 7}))
    assert {file.name: file.read_bytes() for file in known.iterdir()} == before


def test_the_new_month_may_be_one_workbook(known: Path, new: Path, tmp_path: Path) -> None:
    book = write_records(read_folder(new), tmp_path / "nuovo.xlsx")
    for source, name in ((new, "one"), (book, "two")):
        abbina(known, "--with", source, "--review", tmp_path / name)
    one, two = ((tmp_path / name / "revisione.csv").read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_refused_review_leaves_nothing_behind(known: Path, new: Path, tmp_path: Path) -> None:
    review = tmp_path / "revisione"
    abbina(known, "--with", new, "--review", review)
    table = review / "revisione.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("2;;", "2;boh;"), encoding="utf-8")
    told = abbina(known, "--with", new, "--apply", table, "--out", tmp_path / "updated", status=1)
    assert "revisione.csv, riga 3, colonna «conferma»: «boh»" in told
    assert "Nulla è stato cambiato" in told
    assert not (tmp_path / "updated").exists()


def test_answers_are_never_overwritten_by_a_second_review(known: Path, new: Path, tmp_path: Path) -> None:
    review = tmp_path / "revisione"
    abbina(known, "--with", new, "--review", review)
    (review / "revisione.csv").write_text("mie risposte", encoding="utf-8")
    assert "contiene già dei file" in abbina(known, "--with", new, "--review", review, status=1)
    assert (review / "revisione.csv").read_text(encoding="utf-8") == "mie risposte"
    table = review / "revisione.csv"
    assert "contiene già dei file" in abbina(known, "--with", new, "--apply", table, "--out", known, status=1)


def test_one_of_review_and_apply_is_asked_for(known: Path, new: Path, tmp_path: Path) -> None:
    assert "--review" in abbina(known, "--with", new, status=2)
    abbina(
        known, "--with", new, "--review", tmp_path / "a", "--apply", tmp_path / "b", "--out", tmp_path / "c", status=2
    )


def test_faults_of_the_new_files_are_told_before_anything_is_written(known: Path, new: Path, tmp_path: Path) -> None:
    openings = new / "openings.csv"
    openings.write_text(openings.read_text(encoding="utf-8-sig").replace("lun-ven", "lun-xyz"), encoding="utf-8")
    assert "openings.csv, riga" in abbina(known, "--with", new, "--review", tmp_path / "revisione", status=1)
    assert not (tmp_path / "revisione").exists()


def test_an_english_review_is_english_all_through(known: Path, new: Path, tmp_path: Path) -> None:
    review = tmp_path / "review"
    told = abbina(known, "--with", new, "--review", review, "--lang", "en")
    assert sorted(file.name for file in review.iterdir()) == ["review.csv", "review.html"]
    table = review / "review.csv"
    text = table.read_text(encoding="utf-8-sig")
    assert "confirm" in text.splitlines()[0].split(";")
    assert "confirm" in told
    table.write_text(text.replace("2;;", "2;yes;"), encoding="utf-8")
    abbina(known, "--with", new, "--apply", table, "--out", tmp_path / "updated")
    assert read_folder(tmp_path / "updated") == KNOWN.replacing(KNOWN.openings[0].model_copy(update={"seats": 7}))

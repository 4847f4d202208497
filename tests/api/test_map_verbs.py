"""`abbina map` and `abbina import` as a person types them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from api.verbs.bring import bring
from data.intake.read import read_folder
from tests.stories.office_books import cards, caseload, scouting

WIDE = {**os.environ, "COLUMNS": "180"}
MAPPINGS = Path(__file__).parents[1] / "stories" / "mappings"
ALL = [word for name in ("caseload", "cards", "scouting") for word in ("--mapping", MAPPINGS / f"{name}.yaml")]


def abbina(*words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=WIDE)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    return [make(tmp_path) for make in (caseload, cards, scouting)]


def test_map_says_what_it_understood_and_what_stays_out_and_why(books: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "mappa.yaml"
    told = abbina("map", *books, "--out", out).stdout
    for words in (
        "7 trovati",
        "data di nascita",
        "7 valori da leggere: righe 6, 7, 8, 9, 11, 12, 13",
        "1 valore da tradurre: «mattina»",
        "dice chi è la persona: non entra mai",
        "figlio 2: data di nascita",
        "[liste]: foglio nascosto",
    ):
        assert words in told
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Come leggere i fogli")
    assert "Rossi M." not in text + told
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_map_never_writes_over_a_mapping_that_somebody_corrected(books: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "mappa.yaml"
    out.write_text("mia", encoding="utf-8")
    assert "esiste già" in abbina("map", books[0], "--out", out, status=1).stderr
    assert out.read_text(encoding="utf-8") == "mia"


def test_a_proposed_mapping_that_nobody_completed_is_told_line_by_line(books: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "mappa.yaml"
    abbina("map", books[0], "--out", out)
    told = abbina(
        "import", books[0], "--mapping", out, "--out", tmp_path / "c", "--programme", "prisma-2019", status=1
    ).stderr
    assert "Errori da correggere: 1." in told
    assert "che cosa vuol dire «mattina»" in told
    assert not (tmp_path / "c").exists()


def test_map_of_what_is_no_spreadsheet_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("ciao", encoding="utf-8")
    assert "un foglio di calcolo intero" in abbina("map", tmp_path / "a.xlsx", status=1).stderr


def test_import_makes_a_folder_that_reads_back_and_reports_what_it_skipped(books: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "coorti" / "novembre"
    told = abbina("import", *books, *ALL, "--out", out, "--programme", "prisma-2019").stdout
    assert "Utenti in carico novembre.xlsx [Elenco utenti]: 7 righe lette." in told
    assert "riga 15: totale" in told
    assert "TOTALE UTENTI" not in told
    assert "10 persone, 3 figli, 4 aziende, 5 tirocini" in told
    assert len(read_folder(out).candidates) == 10
    keys = out.parent / "codici.csv"
    assert "candidates;P001;" in keys.read_text(encoding="utf-8-sig")
    assert "Amina" not in keys.read_text(encoding="utf-8-sig")
    assert {stat.S_IMODE((out.parent / name).stat().st_mode) for name in (keys.name, "codici.chiave")} == {0o600}
    before = keys.read_bytes()
    abbina("import", *books, *ALL, "--out", out.parent / "dicembre", "--programme", out / "programme.yaml")
    assert keys.read_bytes() == before
    for file in out.iterdir():
        assert (out.parent / "dicembre" / file.name).read_bytes() == file.read_bytes()


def test_import_with_faults_writes_nothing_and_names_file_sheet_row_and_column(tmp_path: Path) -> None:
    books = [make(tmp_path, wrong=True) for make in (caseload, cards, scouting)]
    told = abbina("import", *books, *ALL, "--out", tmp_path / "x" / "c", "--programme", "prisma-2019", status=1).stderr
    assert "Errori da correggere: 9. Nulla è stato cambiato." in told
    assert "Utenti in carico novembre.xlsx [Elenco utenti], riga 7, colonna «Nato/a il»: «30/02/75»" in told
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "con --programme"),
        (["--programme", "prisma-2018"], "prisma-2019"),
        (["--programme", "manca.yaml"], "un file che si può leggere"),
    ],
)
def test_import_needs_a_programme(books: list[Path], tmp_path: Path, words: list[str], said: str) -> None:
    assert said in abbina("import", *books, *ALL, "--out", tmp_path / "c", *words, status=1).stderr


def test_import_leaves_a_full_folder_and_a_damaged_key_file_alone(books: list[Path], tmp_path: Path) -> None:
    asked = ["import", *books, *ALL, "--programme", "prisma-2019", "--out"]
    assert "contiene già dei file" in abbina(*asked, tmp_path, status=1).stderr
    (tmp_path / "codici.chiave").write_text("0" * 64, encoding="utf-8")
    (tmp_path / "codici.csv").write_text("tabella;codice;impronta\ncandidates;P001\n", encoding="utf-8")
    assert "codici.csv, riga 2" in abbina(*asked, tmp_path / "c", status=1).stderr
    assert not (tmp_path / "c").exists()


def test_codes_are_kept_only_of_a_cohort_that_was_written(
    books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "disco pieno")

    monkeypatch.setattr("api.verbs.bring.write_folder", full)
    with pytest.raises(OSError, match="disco pieno"):
        bring(
            books,
            [MAPPINGS / f"{name}.yaml" for name in ("caseload", "cards", "scouting")],
            tmp_path / "c",
            "prisma-2019",
        )
    assert not list(tmp_path.glob("codici*"))

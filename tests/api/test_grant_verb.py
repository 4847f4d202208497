"""`abbina grant` as a person types it: what one seat in a children's service changes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data.bundle import Records
from data.intake.example import example_records
from data.intake.forms import read_records
from data.intake.write import write_folder
from data.records import Child, Opening, Service

EXAMPLE = example_records()
AFTERNOON = "lun-ven 14:00-18:00"


def afternoons() -> Records:
    """The example with a mother of one child at school until two, afternoon shifts, and a club until half past six."""
    mother = EXAMPLE.candidates[0].model_copy(
        update={"other_carers": None, "refused_companies": (), "max_travel_min": 60}
    )
    mother = type(mother).model_validate(
        mother.model_dump() | {"availability": "lun-ven 8:00-20:00", "modes": "car", "lat": 43.88, "lon": 11.1}
    )
    child = Child.model_validate({"id": "F1", "candidate": "C001", "birth_date": "2014-03-20", "care": "SECONDARIA_1"})
    first = EXAMPLE.openings[0].model_dump() | {"required_certificates": (), "demands": None, "seats": 2}
    openings = tuple(
        Opening.model_validate(first | {"id": f"T{k}", "shifts": shifts})
        for k, shifts in enumerate(
            [AFTERNOON, "lun-ven 14:00-17:30", "lun-ven 15:00-18:00", "lun-ven 9:00-13:00", "lun-ven 15:00-20:00"]
        )
    )
    club = {"id": "D1", "kind": "DOPOSCUOLA", "name": "Doposcuola Esempio", "municipality": "Prato"}
    services = (
        Service.model_validate(club | {"hours": "lun-ven 13:30-18:30", "seats": 3, "age_from": 6, "age_to": 14}),
        Service.model_validate(club | {"id": "D2", "seats": 0}),
        Service.model_validate(club | {"id": "D3", "age_to": 8}),
        Service.model_validate(club | {"id": "D4", "kind": "COURSE"}),
        Service.model_validate(club | {"id": "D5", "hours": "lun-ven 14:00-14:30"}),
    )
    return replace(
        EXAMPLE,
        candidates=(mother,),
        children=(child,),
        openings=openings,
        services=services,
        commitments=(),
        acts=(),
        prescriptions=(),
        accommodations=(),
        protections=(),
        documents=(),
    )


def abbina(*words: object, status: int = 0) -> str:
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    wide = {**os.environ, "COLUMNS": "300"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=wide)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(afternoons(), tmp_path_factory.mktemp("grant") / "cohort")


def test_a_mother_who_could_not_work_in_the_afternoon_can_after_the_club(cohort: Path) -> None:
    before = {file.name: file.read_bytes() for file in cohort.iterdir()}
    told = abbina("grant", cohort, "F1", "D1")
    assert "Un posto in «Doposcuola Esempio» (posti liberi: 3) per il figlio F1 di C001." in told
    assert "Orari usabili oggi: lun-ven 8:15-13:45." in told
    assert "Con il posto: lun-ven 8:15-18:15." in told
    assert "Diventano possibili 3 tirocini:" in told
    assert [line.split(":")[0].strip() for line in told.splitlines() if line.startswith("  T")] == ["T0", "T1", "T2"]
    assert "Mensa Esempio" in told
    assert "Nulla è stato scritto" in told
    assert {file.name: file.read_bytes() for file in cohort.iterdir()} == before


def test_she_is_refused_before_and_allowed_after_what_was_written(cohort: Path, tmp_path: Path) -> None:
    refused = abbina("explain", "C001", "T0", "--cohort", cohort)
    assert "figli non affidati" in refused
    out = tmp_path / "granted"
    assert "Scritta la coorte" in abbina("grant", cohort, "F1", "D1", "--write", out)
    child = afternoons().children[0].model_copy(update={"services": ("D1",)})
    club = afternoons().services[0].model_copy(update={"seats": 2})
    assert read_records(out) == afternoons().replacing(child, club)
    assert "figli non affidati" not in abbina("explain", "C001", "T0", "--cohort", out)
    assert "ha già un posto" in abbina("grant", out, "F1", "D1", status=2)


def test_a_seat_that_changes_nothing_says_so(cohort: Path) -> None:
    assert "Nessun tirocinio in più diventa possibile." in abbina("grant", cohort, "F1", "D5")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("F2", "D1"), 1, "Figlio «F2» non esiste. Forse: F1"),
        (("F1", "D9"), 1, "Servizio «D9» non esiste. Forse: D"),
        (("F1", "D2"), 2, "non ci sono posti liberi"),
        (("F1", "D3"), 2, "non è tra quelle di «Doposcuola Esempio»: da 0 a 8 anni"),
        (("F1", "D4"), 2, "non è un servizio in cui i figli sono affidati"),
    ],
)
def test_what_cannot_be_granted_is_said(cohort: Path, words: tuple[str, str], status: int, said: str) -> None:
    assert said in " ".join(abbina("grant", cohort, *words, status=status).split())


def test_nothing_is_written_over_a_folder_that_is_taken(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert "contiene già dei file" in abbina("grant", cohort, "F1", "D1", "--write", tmp_path, status=1)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]

"""Whatever file people hand in, and however it was damaged: a sound result or a clear list of errors, no traceback."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from data.bundle import Records
from data.errors import AbbinaError
from data.esco.model import Esco
from data.esco.read import read_esco
from data.esco.tables import find_tables
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.forms import Form, read_records, write_records
from data.intake.office.bring import bring_books
from data.intake.office.codes_made import MadeCodes
from data.intake.programme import read_programme
from data.intake.update.answers import answers_csv, read_answers
from data.intake.update.apply import applied
from data.intake.update.compare import compare
from data.intake.vinil.bring import import_vinil
from data.language import LANGUAGES, Language, speaking
from data.programmes import programme
from tests.data.esco_files import FILES as ESCO_FILES
from tests.data.esco_files import filled, zipped
from tests.stories.office_books import cards, caseload, scouting
from tests.tools.file_mutations import damage_bytes, damage_cells, replaced_inside
from tests.tools.italian import italian_in

FILES, A_BATCH = 5_000, 100
_ENGLISH = {"the", "of", "an", "expected", "must", "be", "does", "not", "exist", "value", "with"}
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|Perhaps: .*")
MAPPINGS = Path(__file__).parent / "mappings"
OFFICES = {"caseload": caseload, "cards": cards, "scouting": scouting}
ASSESSMENT = [
    ["persona", "voce", "operatore", "autovalutazione", "evidenza", "note", "data"],
    ["C001", "H_AC1", "2", "3", "observation", "", "10/09/2026"],
    ["C001", "W_MEET_COMMITMENTS", "4", "", "", "riservato", "10/09/2026"],
    ["C002", "P_ITALIAN_LISTENING", "A2", "B1", "", "", "11/09/2026"],
    ["C002", "G_RHYTHM", "sì", "", "", "", "11/09/2026"],
    ["C003", "T_TUTORING", "molto alta", "", "", "", "2026-09-12"],
    ["C003", "S_HOUSING", "4", "1", "", "", "12/09/2026"],
]
KNOWN = example_records()
REVIEW = compare(
    KNOWN,
    KNOWN.replacing(
        KNOWN.candidates[0].model_copy(update={"competences": {"prepare_food": 4}, "max_travel_min": 30}),
        KNOWN.openings[0].model_copy(update={"seats": 3, "months": 9}),
        KNOWN.companies[0].model_copy(update={"name": "Mensa nuova"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Handed:
    """One kind of file that people hand in.

    Parameters
    ----------
    batches : int
        Of `A_BATCH` files.
    make : callable
        Fills a folder with sound files; returns the names of those that get damaged.
    read : callable
        Reads the folder as the engine does.
    """

    batches: int
    make: Callable[[Path], list[str]]
    read: Callable[[Path], Any]


def make_cohort(form: Form) -> Callable[[Path], list[str]]:
    return lambda folder: [file.name for file in write_records(KNOWN, folder, form=form).iterdir()]


def make_office(folder: Path, office: str, damaged: str) -> list[str]:
    folder.mkdir()
    OFFICES[office](folder)
    (folder / "mappa.yaml").write_bytes((MAPPINGS / f"{office}.yaml").read_bytes())
    return [file.name for file in folder.glob(f"*{damaged}")]


def read_office(folder: Path) -> Records:
    brought = bring_books(folder.glob("*.xlsx"), [folder / "mappa.yaml"], programme("prisma-2019"), MadeCodes())
    return brought.records


def make_assessment_csv(folder: Path) -> list[str]:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(ASSESSMENT)
    folder.mkdir()
    (folder / "valutazione.csv").write_text(text.getvalue(), encoding="utf-8")
    return ["valutazione.csv"]


def make_assessment_book(folder: Path) -> list[str]:
    folder.mkdir()
    with Workbook(str(folder / "valutazione.xlsx")) as book:
        sheet = book.add_worksheet("Valutazioni")
        for number, row in enumerate(ASSESSMENT):
            sheet.write_row(number, 0, [int(cell) if cell.isdecimal() else cell for cell in row])
    return ["valutazione.xlsx"]


def read_assessment(folder: Path) -> Records:
    (file,) = folder.iterdir()
    return import_vinil(KNOWN, file).records


def make_esco(folder: Path) -> list[str]:
    filled(folder)
    return sorted(ESCO_FILES)


def make_esco_zip(folder: Path) -> list[str]:
    folder.mkdir()
    return [zipped(folder / "esco.zip", *ESCO_FILES).name]


def read_classification(folder: Path) -> Esco:
    return read_esco(find_tables(folder), "it")


def make_answers(folder: Path) -> list[str]:
    rows = list(csv.reader(io.StringIO(answers_csv(REVIEW).decode("utf-8-sig"), newline=""), delimiter=";"))
    for row, answer in zip(rows[1:], ["sì", "no", "", "x", "sì", "SI"], strict=True):
        row[rows[0].index("conferma")] = answer
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    folder.mkdir()
    (folder / "revisione.csv").write_text(text.getvalue(), encoding="utf-8-sig")
    return ["revisione.csv"]


def read_review(folder: Path) -> Records:
    return applied(REVIEW, read_answers(folder / "revisione.csv", REVIEW))


def make_programme(folder: Path) -> list[str]:
    write_records(KNOWN, folder, form=Form.CSV)
    return ["programme.yaml"]


def read_call(folder: Path) -> Records:
    faults: list[RowFault] = []
    found = read_programme(folder / "programme.yaml", faults)
    if found is None:
        raise BadRecords(faults)
    assert not faults
    return Records(programme=found)


HANDED = {
    "folder": Handed(7, make_cohort(Form.CSV), read_records),
    "book": Handed(6, make_cohort(Form.XLSX), read_records),
    "json": Handed(7, make_cohort(Form.JSON), read_records),
    **{
        f"{office} {damaged}": Handed(batches, partial(make_office, office=office, damaged=damaged), read_office)
        for office, batches in {"caseload": 2, "cards": 2, "scouting": 1}.items()
        for damaged in (".xlsx", ".yaml")
    },
    "assessment_csv": Handed(4, make_assessment_csv, read_assessment),
    "assessment_book": Handed(4, make_assessment_book, read_assessment),
    "esco": Handed(3, make_esco, read_classification),
    "esco_zip": Handed(2, make_esco_zip, read_classification),
    "answers": Handed(4, make_answers, read_review),
    "programme": Handed(3, make_programme, read_call),
}
BATCHES = [(kind, batch) for kind, handed in HANDED.items() for batch in range(handed.batches)]


def held(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what it holds."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def outcome(handed: Handed, folder: Path, language: Language, damaged: str) -> Any:
    """What is read, or the error that is told; whatever else is raised says what was damaged."""
    try:
        with speaking(language):
            return handed.read(folder)
    except AbbinaError as error:
        return error
    except BaseException as error:
        error.add_note(damaged)
        raise


def check_sound(found: Any) -> None:
    if isinstance(found, Esco):
        assert found.skills.ids
        assert len(found.names) == len(found.name_skill)
    else:
        assert isinstance(found, Records)
        assert found.faults() == []
        # Of letters that are none there is no digest.
        assert found.digest()


def check_told(error: AbbinaError, folder: Path, language: Language) -> None:
    assert error.text("it") != error.text("en")
    names = tuple(file.name for file in folder.iterdir())
    if not isinstance(error, BadRecords):
        told = error.text(language)
        assert any(name in told for name in (*names, folder.name)), told
        return
    assert error.lines()
    with speaking(language):
        for line, fault in zip(error.lines(), error.faults, strict=True):
            assert line.startswith(names), line
            assert line.isprintable(), line
            assert not _other_language(fault.expected, folder, language), line


def _other_language(sentence: str, folder: Path, language: Language) -> set[str]:
    """Words of the language that is not spoken; in quotation marks stand words of the file."""
    said = _QUOTED.sub(" ", sentence)
    for file in folder.iterdir():
        said = re.sub(re.escape(file.name) + r"( \[.*?\])?", " ", said)
    return italian_in(said) if language == "en" else set(said.lower().split()) & _ENGLISH


@pytest.mark.parametrize(("kind", "batch"), BATCHES)
def test_a_damaged_file_gives_a_sound_result_or_a_clear_list_of_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, batch: int
) -> None:
    monkeypatch.chdir(tmp_path)
    handed, folder = HANDED[kind], tmp_path / "handed"
    names = sorted(handed.make(folder))
    check_sound(handed.read(folder))
    dice = random.Random(f"{kind} {batch}")
    sound = refused = 0
    for k in range(A_BATCH):
        file = folder / dice.choice(names)
        good = file.read_bytes()
        # Half of them in their bytes and half in their cells, and half of each in either language.
        damage, language = (damage_bytes, damage_cells)[k % 2], LANGUAGES[k // 2 % 2]
        file.write_bytes(damage(file.name, good, dice))
        before = held(tmp_path)
        found = outcome(handed, folder, language, f"{kind}, batch {batch}, file {k}: {file.name}")
        assert held(tmp_path) == before
        if isinstance(found, AbbinaError):
            refused += 1
            check_told(found, folder, language)
        else:
            sound += 1
            check_sound(found)
        file.write_bytes(good)
    assert sound >= 3
    assert refused >= 20


def test_so_many_files_are_damaged() -> None:
    assert len(BATCHES) * A_BATCH == FILES


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        # Each ended the program once.
        ("answers", rb"(?s).*", b";;;\n"),
        ("json", rb'"role": "dishwasher"', rb'"role": "\\ud800"'),
        ("json", rb'"refused_companies": \[\s*"A002"', b'"refused_companies": [""'),
        ("book", rb'uniqueCount="\d+"', b'uniqueCount="4294967295"'),
        ("scouting .xlsx", rb">1/12/26<", ">²<".encode()),
        ("caseload .xlsx", rb'<mergeCell ref="A10:P10"/>', b'<mergeCell ref="A10:P10"/><mergeCell ref="ZA7:ZC9"/>'),
    ],
)
def test_damages_that_once_ended_the_program_are_told_or_harmless(
    tmp_path: Path, kind: str, old: bytes, new: bytes
) -> None:
    handed, folder = HANDED[kind], tmp_path / "handed"
    (name,) = handed.make(folder)
    raw = (folder / name).read_bytes()
    changed = replaced_inside(raw, old, new)
    assert changed != raw
    (folder / name).write_bytes(changed)
    found = outcome(handed, folder, "it", kind)
    if isinstance(found, AbbinaError):
        check_told(found, folder, "it")
    else:
        assert kind == "caseload .xlsx"
        check_sound(found)

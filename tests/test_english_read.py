"""What people read in English holds no Italian: faults, the guide, the command line, the page, the server."""

from __future__ import annotations

import contextlib
import csv
import html
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import VERBS, main
from api.settings import Settings
from api.wiring import CohortFolder
from data.bundle import Records
from data.errors import AbbinaError, NotFound
from data.intake.columns import all_columns, model
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.guide import guide, guide_name
from data.intake.read import read_folder
from data.intake.template import write_template
from data.intake.write import write_folder
from data.language import marked, say, say_n, speaking
from data.week import parse_week
from tests.tools.italian import italian_in

DAMAGES = [
    ("candidates.csv", "id", "code with blanks"),
    ("candidates.csv", "birth_date", "31/02/1990"),
    ("candidates.csv", "birth_date", "01/01/0019"),
    ("candidates.csv", "birth_date", ""),
    ("candidates.csv", "in_charge", "maybe"),
    ("candidates.csv", "employment", "unemploid"),
    ("candidates.csv", "categories", "nonsense"),
    ("candidates.csv", "municipality", "Nowhere Town"),
    ("candidates.csv", "lat", "99"),
    ("candidates.csv", "lat", "43.9"),
    ("candidates.csv", "max_travel_min", "long"),
    ("candidates.csv", "max_travel_min", "3"),
    ("candidates.csv", "availability", "whenever"),
    ("candidates.csv", "availability", "mon-fri 9-25"),
    ("candidates.csv", "availability", "mon-fri 9-9"),
    ("candidates.csv", "availability", "8:00-14:00"),
    ("candidates.csv", "interests", "barista=9"),
    ("candidates.csv", "interests", "barista"),
    ("candidates.csv", "interests", "astronaut=1"),
    ("candidates.csv", "functional_profile", "ZZ9=1"),
    ("candidates.csv", "prescriptions", "AC1=1"),
    ("candidates.csv", "prescriptions", "AC1<=1; AC1<=2"),
    ("candidates.csv", "italian", "listening=A2; reading"),
    ("candidates.csv", "refused_companies", "A999"),
    ("candidates.csv", "access_needs", "helipad"),
    ("companies.csv", "name", ""),
    ("companies.csv", "name", "a\x07b"),
    ("companies.csv", "sector", "04"),
    ("companies.csv", "past_completed", "9"),
    ("companies.csv", "site_access", "elevator=perhaps"),
    ("companies.csv", "site", ""),
    ("openings.csv", "site", "A002-1"),
    ("openings.csv", "shifts", "never"),
    ("openings.csv", "start_to", "2020-01-01"),
    ("openings.csv", "nice", "food_hygiene=2"),
    ("openings.csv", "demands", "AC1=7"),
    ("openings.csv", "demands", "AC1=1; AC1=2"),
    ("services.csv", "kind", "circus"),
    ("children.csv", "candidate", "C999"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with speaking("en"):
        return write_folder(example_records(), tmp_path / "cohort", "en")


def put(file: Path, header: str, value: str) -> None:
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), delimiter=";"))
    rows[1][rows[0].index(header)] = value
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    file.write_bytes(text.getvalue().encode())


def faults_told(folder: Path) -> list[str]:
    with speaking("en"):
        with pytest.raises(BadRecords) as refused:
            read_folder(folder)
        return [refused.value.text(), *refused.value.lines()]


@pytest.mark.parametrize(("file", "header", "value"), DAMAGES)
def test_a_wrong_cell_is_told_in_english(folder: Path, file: str, header: str, value: str) -> None:
    put(folder / file, header, value)
    told = faults_told(folder)
    assert len(told) > 1
    for sentence in told:
        assert italian_in(sentence) == set(), sentence
        assert "«" not in sentence


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("candidates.csv", b""),
        ("candidates.csv", b"id;shoe size\nC001;39\n"),
        ("candidates.csv", b"id;id\nC001\n"),
        ("candidates.csv", b'id\n"C001\n'),
        ("candidates.csv", b"\xff\xfeid\n"),
        ("candidates.csv", b"id;x\nC001;2;3\n"),
        ("companies.csv", b"\n\n"),
        ("programme.yaml", b"- a\n"),
        ("programme.yaml", b"code: &a X\n"),
        ("programme.yaml", b"code: X\ncode: Y\n"),
        ("programme.yaml", b"code: X\nregime: [\n"),
        ("programme.yaml", b"code: X\ntitle: T\nregime: TIS\ncategories: 3\non: never\ncolour: red\n"),
    ],
)
def test_a_wrong_file_is_told_in_english(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    for sentence in faults_told(folder):
        assert italian_in(sentence) == set(), sentence


def test_the_guide_of_the_columns_is_english() -> None:
    with speaking("en"):
        text = guide()
        assert guide_name() == "COLUMNS.md"
    # The Italian headers have a column of their own, and the codes of the vocabularies are what they are.
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    prose = [line for line in text.splitlines() if not line.startswith("| ")]
    for line in [*prose, *(" ".join((row[0], *row[2:])) for row in rows if len(row) > 2)]:
        assert italian_in(line) == set(), line
    for column in all_columns():
        assert f"| {column.en} |" in text
        assert column.meaning_en in text


def test_every_column_says_in_english_what_it_says_in_italian() -> None:
    for column in all_columns():
        assert column.meaning_en
        assert bool(column.missing_en) == bool(column.missing), column
        assert italian_in(f"{column.meaning_en} {column.missing_en}") == set(), column


def test_an_english_example_is_the_italian_one() -> None:
    for column in all_columns():
        if column.example_en and column.kind != "text":
            field = model(column.record).model_fields[column.field]
            read = TypeAdapter(field.rebuild_annotation()).validate_python
            assert read(column.example_en) == read(column.example), column


def test_errors_speak_the_language_spoken() -> None:
    error = NotFound(marked("Comune"), "Nowhere", near=["Somewhere (XX)"])
    assert error.text() == "Comune «Nowhere» non esiste. Forse: Somewhere (XX)."
    with speaking("en"):
        assert error.text() == "Municipality “Nowhere” does not exist. Perhaps: Somewhere (XX)."
        assert error.text("it").startswith("Comune")
    assert str(error) == error.text("en")
    assert AbbinaError("folder_busy", folder="x").text() != AbbinaError("folder_busy", folder="x").text("en")


def test_hours_are_explained_with_english_days() -> None:
    with speaking("en"), pytest.raises(ValueError, match="mon, tue, wed"):
        parse_week("someday 8-9")
    with pytest.raises(ValueError, match="lun, mar, mer"):
        parse_week("someday 8-9")


def test_a_plural_whose_forms_stand_apart_is_found_too() -> None:
    one, many = "{n} relazione nomina", "{n} relazioni nominano"
    assert say_n(one, many, 1) == "1 relazione nomina"
    with speaking("en"):
        assert say_n(marked("persona"), marked("persone"), 2) == "people"
        assert say("persone") == "people"


TABLES = ("matches.csv", "without_a_seat.csv")
PAGES = ("proposal.html", "plan.html")
# The sources of the law are quoted as they are written.
QUOTED = r'<(small|td|p|span) lang="it">.*?</\1>'


# A cohort whose names are of no language: what is Italian on its page was put there by the engine.
@pytest.fixture
def nameless(tmp_path: Path) -> Records:
    with speaking("en"):
        found = example_records()
    programme = found.programme.model_copy(update={"invented": True, "provinces": ("PO",)})
    companies = tuple(company.model_copy(update={"name": f"Xyz {company.id}"}) for company in found.companies)
    return replace(found, programme=programme, companies=companies)


@pytest.fixture
def small_cohort(tmp_path: Path, nameless: Records) -> Path:
    return write_folder(nameless, tmp_path / "small", "en")


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> str:
    monkeypatch.setattr("sys.argv", ["abbina", *map(str, words), "--lang", "en"])
    monkeypatch.setenv("COLUMNS", "200")
    with contextlib.suppress(SystemExit):
        main()
    said = capsys.readouterr()
    return said.out + said.err


def test_the_command_line_speaks_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, small_cohort: Path
) -> None:
    out = tmp_path / "out"
    (tmp_path / "none").mkdir()
    for words in (
        ["check", small_cohort],
        ["check", tmp_path / "none"],
        ["match", "--cohort", small_cohort, "--out", out],
        ["explain", "C001", "O001", "--cohort", small_cohort],
        ["explain", "C002", "O003", "--cohort", small_cohort],
        ["explain", "C999", "O003", "--cohort", small_cohort],
        ["template", small_cohort],
        ["template", tmp_path / "new"],
    ):
        told = run(monkeypatch, capsys, *words).replace(str(tmp_path), "")
        assert told.strip(), words
        assert italian_in(told) == set(), (words, told)


def test_every_help_is_english() -> None:
    # In a process of its own: the texts of options are chosen when a verb is first imported.
    calls = "\n".join(f"call({verb.name!r})" for verb in entry_points(group=VERBS))
    code = f"""
import contextlib, sys
from api.cli import main
def call(*words):
    sys.argv = ["abbina", *words, "--help", "--lang", "en"]
    with contextlib.suppress(SystemExit):
        main()
call()
{calls}
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}, check=True
    )
    assert done.stdout.count("Usage: abbina") == len(entry_points(group=VERBS)) + 1
    assert italian_in(done.stdout) == set()


def shown(page: Path) -> str:
    """What people read on a page in English."""
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en"' in text
    return html.unescape(re.sub(rf"<style>.*?</style>|{QUOTED}|<[^>]*>", " ", text, flags=re.DOTALL))


def test_the_page_and_the_tables_of_a_proposal_are_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, small_cohort: Path
) -> None:
    out = tmp_path / "out"
    run(monkeypatch, capsys, "match", "--cohort", small_cohort, "--out", out)
    assert sorted(file.name for file in out.iterdir()) == [
        "matches.csv", "plan.html", "proposal.html", "proposal.json", "without_a_seat.csv",
    ]  # fmt: skip
    for text in (*(shown(out / name) for name in PAGES), *((out / name).read_text("utf-8-sig") for name in TABLES)):
        for line in text.splitlines():
            assert italian_in(line) == set(), line


def test_problems_of_the_server_are_english(small_cohort: Path) -> None:
    app = create_app(CohortFolder(small_cohort, 5), Settings())
    with TestClient(app, base_url="http://localhost", headers={"Accept-Language": "en"}) as client:
        for method, path, body in (
            ("GET", "nowhere", None),
            ("GET", "candidates/C999", None),
            ("DELETE", "proposals", None),
            ("POST", "candidates", {"id": "é", "colour": 1, "birth_date": "ever", "modes": 3, "interests": ["a"]}),
            ("POST", "companies", {"id": "A001", "name": "", "sector": "zz"}),
            ("POST", "proposals", {"seed": -1, "objective": "best"}),
            ("GET", "pairs/C001/O999", None),
        ):
            answer = client.request(method, f"/api/v1/{path}", json=body)
            problem = answer.json()
            assert answer.headers["content-language"] == "en"
            told = [
                problem["title"],
                problem.get("detail", ""),
                *(wrong["expected"] for wrong in problem.get("errors", [])),
            ]
            for sentence in told:
                assert italian_in(sentence) == set(), (path, sentence)
                assert "«" not in sentence


def test_the_template_for_an_english_office_is_english(tmp_path: Path) -> None:
    write_template(tmp_path / "new", "en")
    assert (tmp_path / "new" / "COLUMNS.md").is_file()
    programme = (tmp_path / "new" / "programme.yaml").read_text(encoding="utf-8")
    assert italian_in(programme) == set()

"""Folders and files that are no tables at all: each is told, and nothing but BadRecords ever comes out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.read import read_folder
from data.intake.write import write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(example_records(), tmp_path / "coorte")


def faults(folder: Path) -> list[RowFault]:
    with pytest.raises(BadRecords) as caught:
        read_folder(folder)
    assert all(caught.value.lines())
    return list(caught.value.faults)


def only(folder: Path) -> RowFault:
    (fault,) = faults(folder)
    return fault


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def store(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_bytes(text.getvalue().encode())


def test_a_folder_that_is_not_there_or_is_a_file_is_told(tmp_path: Path, folder: Path) -> None:
    assert "una cartella" in only(tmp_path / "nulla").expected
    assert "una cartella" in only(folder / "candidates.csv").expected


def test_an_empty_folder_lacks_the_required_files_only(tmp_path: Path) -> None:
    assert [(fault.file, fault.row) for fault in faults(tmp_path)] == [
        ("candidates.csv", 0),
        ("companies.csv", 0),
        ("openings.csv", 0),
        ("programme.yaml", 0),
    ]


def test_a_missing_table_does_not_accuse_those_who_name_its_records(folder: Path) -> None:
    (folder / "companies.csv").unlink()
    assert only(folder).file == "companies.csv"


def test_a_misnamed_optional_file_is_not_taken_for_a_missing_one(folder: Path) -> None:
    (folder / "children.csv").rename(folder / "children (1).csv")
    fault = only(folder)
    assert (fault.file, fault.row, fault.nearest) == ("children.csv", 0, "children (1).csv")


def test_a_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "services.csv").unlink()
    (folder / "services.csv").mkdir()
    assert only(folder) == RowFault("services.csv", 0, "", "", "un file, non una cartella")


@pytest.mark.parametrize("content", [b"", b"  \r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf;;;\r\n"])
def test_an_empty_file_is_told(folder: Path, content: bytes) -> None:
    (folder / "children.csv").write_bytes(content)
    fault = only(folder)
    assert (fault.file, fault.row) == ("children.csv", 0)
    assert "vuoto" in fault.expected


def test_a_table_with_only_its_header_is_none(folder: Path) -> None:
    header = (folder / "children.csv").read_bytes().split(b"\r\n")[0]
    (folder / "children.csv").write_bytes(header)
    assert read_folder(folder).children == ()


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (lambda raw: raw.replace(b"Doposcuola", b"Dopo\x00scuola"), "byte 0x00"),
        (lambda raw: raw.replace(b"Doposcuola", b"Dopo\x81scuola").removeprefix(b"\xef\xbb\xbf"), "byte 0x81"),
        (lambda raw: raw.replace(b"Doposcuola", b"Dopo\xe8scuola"), "byte 0xe8"),
        (
            lambda raw: raw.replace(b"Doposcuola", b"Dopo\xe8scuola \xc3\xa0").removeprefix(b"\xef\xbb\xbf"),
            "byte 0xe8",
        ),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_row(folder: Path, change: object, value: str) -> None:
    path = folder / "services.csv"
    assert callable(change)
    path.write_bytes(change(path.read_bytes()))
    fault = only_of(folder, "services.csv")
    assert (fault.row, fault.column, fault.value) == (2, "", value)
    assert "CSV UTF-8" in fault.expected


def only_of(folder: Path, file: str) -> RowFault:
    (fault,) = [fault for fault in faults(folder) if fault.file == file]
    return fault


def test_utf_16_is_told_as_such(folder: Path) -> None:
    path = folder / "services.csv"
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("utf-16"))
    assert "CSV UTF-8" in only(folder).expected


@pytest.mark.parametrize(
    ("header", "nearest"), [("comunee", "comune"), ("hourz", "hours"), ("Orarioo", "orario"), ("zzz", "")]
)
def test_an_unknown_column_is_told_with_the_nearest(folder: Path, header: str, nearest: str) -> None:
    path = folder / "services.csv"
    rows = rows_of(path)
    store(path, [[*rows[0], header], [*rows[1], "x"]])
    fault = only(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("services.csv", 1, header, header)
    assert fault.nearest == nearest


def test_a_missing_column_is_told_once_however_many_rows_there_are(folder: Path) -> None:
    path = folder / "candidates.csv"
    store(path, [row[:2] + row[3:] for row in rows_of(path)])
    assert only(folder) == RowFault(
        "candidates.csv",
        1,
        "data di nascita",
        "",
        "un'intestazione obbligatoria: questa colonna manca",
        "data di nascita",
    )


def test_a_column_that_may_be_missing_may_be_missing(folder: Path) -> None:
    path = folder / "candidates.csv"
    store(path, [row[:1] + row[2:] for row in rows_of(path)])
    assert [candidate.caseload for candidate in read_folder(folder).candidates] == [None, None, None]


def test_the_same_column_twice_is_told_also_in_two_languages(folder: Path) -> None:
    path = folder / "services.csv"
    rows = rows_of(path)
    store(path, [[*rows[0], "municipality"], [*rows[1], "Prato"]])
    fault = only(folder)
    assert (fault.row, fault.column) == (1, "municipality")
    assert "«comune»" in fault.expected


def test_ragged_rows_are_told(folder: Path) -> None:
    path = folder / "services.csv"
    rows = rows_of(path)
    store(path, [rows[0], rows[1][:5], [*rows[1], "", ""], [*rows[1], "di più"]])
    told = {(fault.row, fault.column): fault for fault in faults(folder)}
    assert "una riga di 10 celle" in told[2, ""].expected
    assert "qui sono 5" in told[2, ""].expected
    assert told[4, ""].value == "di più"
    assert set(told) == {(2, ""), (3, "codice"), (4, ""), (4, "codice")}


@pytest.mark.parametrize(("broken", "row"), [(b'"Doposcuola Esempio', 2), (b'"Dopo"scuola Esempio', 2)])
def test_quotes_that_do_not_close_are_told(folder: Path, broken: bytes, row: int) -> None:
    path = folder / "services.csv"
    path.write_bytes(path.read_bytes().replace(b"Doposcuola Esempio", broken))
    fault = only(folder)
    assert (fault.file, fault.row) == ("services.csv", row)
    assert "virgolette" in fault.expected


@pytest.mark.parametrize("column", ["nome", "orario", "comune", "tipo", "posti", "codice"])
@pytest.mark.parametrize("letter", ["x", " x", "8", "lun ", "-", "=", ";", "«"])
def test_a_cell_of_100000_characters_is_told_and_cut(folder: Path, column: str, letter: str) -> None:
    path = folder / "services.csv"
    rows = rows_of(path)
    rows[1][rows[0].index(column)] = (letter * 100_000)[:100_000]
    store(path, rows)
    fault = only_of(folder, "services.csv")
    assert (fault.row, fault.column) == (2, column)
    assert "al massimo 20000 caratteri" in fault.expected
    assert len(fault.value) <= 200
    rows[1][rows[0].index(column)] = (letter * 20_000)[:20_000]
    store(path, rows)
    assert all(len(line) < 1000 for line in BadRecords(faults(folder)).lines())


def test_a_cell_beyond_the_limit_of_the_csv_reader_is_told(folder: Path) -> None:
    path = folder / "services.csv"
    rows = rows_of(path)
    rows[1][2] = "x" * 200_000
    store(path, rows)
    assert "20000" in only(folder).expected


def test_a_file_of_mistakes_stops_after_a_thousand(folder: Path) -> None:
    path = folder / "services.csv"
    rows = rows_of(path)
    store(path, [rows[0], *([f"S{k}", "?", "", "", "x", "x", "x", "x", "x", "x"] for k in range(400))])
    told = faults(folder)
    assert 1000 < len(told) < 1010
    assert "si ferma qui" in told[-1].expected


YAML = [
    ("code: X\ncode: Y", 2, "code", "un nome diverso: questo c'è già", ""),
    ("title: [a", 1, "", "un testo YAML", ""),
    ("\ttitle: a", 1, "", "un testo YAML", ""),
    ("- a\n- b", 1, "", "un elenco di righe", ""),
    ("solo testo", 1, "", "un elenco di righe", ""),
    ("# niente", 1, "", "un elenco di righe", ""),
    ("code: &a X\ntitle: *a", 1, "", "senza àncore", ""),
    ("code: !!python/object:os.system X", 1, "", "senza àncore", ""),
    ("code: !x X", 1, "", "senza àncore", ""),
    ('code: "\\UFFFFFFFF"', 0, "", "un testo YAML", ""),
    ('code: "\\ud800"', 1, "code", "un testo", ""),
    ('"\\ud800": 1', 1, "", "caratteri validi", ""),
    ("code: " + "[" * 9 + "]" * 9, 1, "", "al massimo 8 livelli", ""),
    ("[" * 100_001, 0, "", "al massimo 100000 caratteri", ""),
    ("[" * 50_000, 1, "", "al massimo 8 livelli", ""),
    ("? [a]\n: b", 1, "", "un testo come nome", ""),
    ("--- \na: 1\n--- \nb: 2", 3, "", "un testo YAML", ""),
    ("titel: x", 1, "titel", "un nome conosciuto", "title"),
    ("regime: TIS_TUSCAN", 1, "regime", "valori ammessi", "TIS_TUSCANY"),
    ("on: domani", 1, "on", "una data come 31/12/2026", ""),
    ("invented: boh", 1, "invented", "sì oppure no", ""),
    ("categories:\n- code: LONE_PARENT\n- code: LONE", 3, "categories[2].code", "valori ammessi", ""),
    ("categories:\n- LONE_PARENT", 2, "categories[1]", "un elenco di nomi", ""),
    ("targets:\n  posti: tanti", 2, "targets.posti", "un numero intero", ""),
    ("provinces: [PO, XX]", 1, "provinces", "«XX» non esiste", ""),
]


@pytest.mark.parametrize(("text", "row", "column", "expected", "nearest"), YAML, ids=range(len(YAML)))
def test_a_wrong_programme_is_told_with_its_line(
    folder: Path, text: str, row: int, column: str, expected: str, nearest: str
) -> None:
    (folder / "programme.yaml").write_text(text, encoding="utf-8")
    told = [fault for fault in faults(folder) if fault.row == row and fault.column == column]
    assert [expected in fault.expected for fault in told] == [True]
    assert nearest in told[0].nearest
    assert all(fault.file == "programme.yaml" for fault in faults(folder))


def test_yaml_that_says_on_and_dates_and_nulls_is_read_as_text(folder: Path) -> None:
    (folder / "programme.yaml").write_text(
        "code: 0x10\ntitle: 'null'\nregime: TIS_TUSCANY\non: 2026-09-01\nnote: null\nsource: ~\ninvented: si\n"
        "categories: []\ntargets: {posti: 20}\n",
        encoding="utf-8",
    )
    programme = read_folder(folder).programme
    assert (programme.code, programme.title, programme.note, programme.source) == ("0x10", "null", None, None)
    assert str(programme.on) == "2026-09-01"
    assert programme.invented is True
    assert programme.targets == {"posti": 20}

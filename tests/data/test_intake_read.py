"""A cohort folder reads the same in every dress, and each kind of error says where it is and what is expected."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pydantic import ValidationError

from data.bundle import Records
from data.intake.columns import FILES, columns_of, find_column
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.read import faults_of, read_folder
from data.intake.write import write_folder
from data.records import Candidate, Child

Table = list[list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(example_records(), tmp_path / "coorte")


def table(path: Path) -> Table:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def store(path: Path, rows: Table, separator: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def put(path: Path, row: int, header: str, value: str) -> None:
    """Write one cell; row 1 is the header."""
    rows = table(path)
    rows[row - 1][rows[0].index(header)] = value
    store(path, rows)


def faults(folder: Path) -> list[RowFault]:
    before = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
    with pytest.raises(BadRecords) as caught:
        read_folder(folder)
    assert {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()} == before
    assert caught.value.code == "bad_records"
    assert caught.value.facts["count"] == len(caught.value.faults) == len(caught.value.lines()) > 0
    return list(caught.value.faults)


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
@pytest.mark.parametrize("language", ["it", "en", "mixed"])
def test_separator_encoding_and_language_of_headers_do_not_matter(
    folder: Path, separator: str, encoding: str, language: str
) -> None:
    put(folder / "services.csv", 2, "nome", 'Città; là, «più» "è"')
    expected = read_folder(folder)
    assert expected.services[0].name == 'Città; là, «più» "è"'
    for number, file in enumerate(FILES):
        rows = table(folder / file)
        for k, header in enumerate(rows[0]):
            column = find_column(file, header)
            assert column is not None
            english = language == "en" or (language == "mixed" and k % 2)
            name = column.en.upper().replace("_", "  ") if english else column.it.replace(" ", "_").replace("à", "a")
            rows[0][k] = f" {name}"
        for row in rows:
            row += ["", ""]
        rows[1:1] = [[], ["", "  ", ""]]
        store(folder / file, rows, separator, encoding, "\n" if number % 2 else "\r\n")
    programme = folder / "programme.yaml"
    programme.write_bytes(programme.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(folder) == expected


def test_labels_and_spreadsheet_habits_read_like_codes(folder: Path) -> None:
    candidates = folder / "candidates.csv"
    put(candidates, 2, "mezzi", "In autobus, a piedi")
    put(candidates, 2, "interessi", "Barista=1, assistente di cucina = 3")
    put(candidates, 2, "comune", "PRATO")
    put(candidates, 2, "data di nascita", "12.4.1988")
    put(candidates, 2, "categorie", "persona sola con figli a carico")
    put(folder / "companies.csv", 4, "settore", "52.10")
    assert read_folder(folder) == example_records()


def test_none_and_not_asked_differ(folder: Path) -> None:
    put(folder / "candidates.csv", 2, "competenze", "Nessuna")
    put(folder / "candidates.csv", 3, "disponibilità", "mai")
    put(folder / "candidates.csv", 4, "competenze", "")
    first, second, third = read_folder(folder).candidates
    assert first.competences == {}
    assert second.availability is not None
    assert second.availability.bits == 0
    assert third.competences is None


def test_children_and_services_may_be_missing(folder: Path) -> None:
    (folder / "children.csv").unlink()
    (folder / "services.csv").unlink()
    records = read_folder(folder)
    assert records.children == records.services == ()


def test_a_company_without_a_site_is_a_row_without_a_site_code(folder: Path) -> None:
    rows = table(folder / "companies.csv")
    store(folder / "companies.csv", [*rows, ["A003", "Senza sede", "81", *[""] * (len(rows[0]) - 3)]])
    records = read_folder(folder)
    assert [company.id for company in records.companies] == ["A001", "A002", "A003"]
    assert len(records.sites) == 3


CELLS = [
    ("candidates.csv", 2, "codice", "C 01", "un codice di 1-40 lettere", ""),
    ("candidates.csv", 2, "codice", "", "un valore: qui è obbligatorio", ""),
    ("candidates.csv", 3, "data di nascita", "31/02/1990", "una data come 31/12/2026", ""),
    ("candidates.csv", 3, "sesso", "donne", "donna, uomo", "donna"),
    ("candidates.csv", 2, "in carico", "forse", "sì oppure no", ""),
    ("candidates.csv", 2, "comune", "Pratto", "non esiste", "Prato (PO)"),
    ("candidates.csv", 2, "comune", "Castro", "Castro (BG), Castro (LE)", ""),
    ("candidates.csv", 3, "latitudine", "cento", "un numero, per esempio 43,88", ""),
    ("candidates.csv", 3, "latitudine", "4388", "un numero non più grande di 47,5", ""),
    ("candidates.csv", 3, "latitudine", "nan", "un numero", ""),
    ("candidates.csv", 3, "longitudine", "", "latitudine e longitudine insieme", ""),
    ("candidates.csv", 2, "viaggio massimo in minuti", "4", "un numero non più piccolo di 5", ""),
    ("candidates.csv", 2, "viaggio massimo in minuti", "9" * 30, "un numero non più grande di 180", ""),
    ("candidates.csv", 2, "viaggio massimo in minuti", "45 min", "un numero intero", ""),
    ("candidates.csv", 2, "viaggio massimo in minuti", "45,5", "un numero intero", ""),
    ("candidates.csv", 2, "disponibilità", "lun-ven", "non è un orario", ""),
    ("candidates.csv", 2, "disponibilità", "lux 8-9", "non è un giorno", ""),
    ("candidates.csv", 2, "disponibilità", "lun 8:00-25:00", "non è un'ora", ""),
    ("candidates.csv", 2, "mezzi", "autobuss", "valori ammessi", "bus"),
    ("candidates.csv", 2, "interessi", "lavapiati=3", "non esiste", "lavapiatti"),
    ("candidates.csv", 2, "interessi", "barista=4", "da 0 a 3", ""),
    ("candidates.csv", 2, "interessi", "barista", "voce=livello", ""),
    ("candidates.csv", 3, "prescrizioni", "AC9<=1", "non esiste", "AC"),
    ("candidates.csv", 3, "prescrizioni", "AC1=1", "voce<=livello", ""),
    ("candidates.csv", 2, "settori rifiutati", "00", "Divisione ATECO", "0"),
    ("candidates.csv", 2, "aziende rifiutate", "A003", "un codice che esiste", "A00"),
    ("children.csv", 3, "persona", "C009", "un codice che esiste", "C00"),
    ("children.csv", 2, "servizi concessi", "S002", "un codice che esiste", "S001"),
    ("children.csv", 3, "codice", "B001", "un codice diverso per ogni riga", ""),
    ("companies.csv", 2, "nome", "", "un valore: qui è obbligatorio", ""),
    ("companies.csv", 2, "nome", "x" * 121, "un testo di al massimo 120 caratteri", ""),
    ("companies.csv", 2, "nome", "a\x07b", "un testo senza caratteri di controllo", ""),
    ("companies.csv", 3, "nome", "Altro nome", "lo stesso valore della riga 2", "Mensa Esempio"),
    ("companies.csv", 3, "addetti", "", "lo stesso valore della riga 2", "14"),
    ("companies.csv", 4, "tirocini conclusi", "3", "anche il numero dei tirocini passati", ""),
    ("companies.csv", 4, "sede", "", "un codice: altre colonne della sede sono riempite", ""),
    ("companies.csv", 4, "comune della sede", "", "un valore: qui è obbligatorio", ""),
    ("companies.csv", 4, "sede", "A001-1", "un codice diverso per ogni riga (qui compare 2 volte)", ""),
    ("companies.csv", 2, "accessibilità", "elevator=sì; ascensore=no", "due risposte diverse", ""),
    ("openings.csv", 4, "azienda", "A001", "una sede dell'azienda A001", ""),
    ("openings.csv", 4, "sede", "A001-1", "una sede dell'azienda A002", ""),
    ("openings.csv", 4, "sede", "A002-2", "un codice che esiste", "A00"),
    ("openings.csv", 2, "turni", "mai", "almeno un turno di lavoro", ""),
    ("openings.csv", 2, "inizio entro", "31/08/2026", "un giorno dal 01/09/2026 in poi", ""),
    ("openings.csv", 2, "competenze gradite", "food_hygiene=3", "essenziali oppure gradite", ""),
    ("openings.csv", 2, "richieste del lavoro", "AC1=2; AC1=3", "due volte", ""),
    ("openings.csv", 2, "posti", "-1", "un numero non più piccolo di 0", ""),
    ("services.csv", 2, "tipo", "doposcuolla", "valori ammessi", "DOPOSCUOLA"),
]


@pytest.mark.parametrize(("file", "row", "column", "value", "expected", "nearest"), CELLS)
def test_a_wrong_cell_is_told_with_its_place_and_what_is_expected(
    folder: Path, file: str, row: int, column: str, value: str, expected: str, nearest: str
) -> None:
    put(folder / file, row, column, value)
    told = [fault for fault in faults(folder) if fault.file == file and fault.row == row]
    assert len(told) >= 1
    fault = told[0]
    # The company of an opening is judged with its site.
    place = "sede" if (file, column) == ("openings.csv", "azienda") else column
    assert fault.column == place
    assert fault.value == (value if place == column else "A002-1")
    assert expected in fault.expected
    assert (nearest in fault.nearest) if nearest else fault.nearest == ""
    assert f"{file}, riga {row}, colonna «{place}»: " in fault.line()


def test_one_cell_gives_one_fault_unless_others_name_it(folder: Path) -> None:
    for file, row, column, value, _, _ in CELLS:
        if column in ("codice", "sede"):
            continue
        good = (folder / file).read_bytes()
        put(folder / file, row, column, value)
        assert len(faults(folder)) == 1, (file, column, value)
        (folder / file).write_bytes(good)


def test_the_sentence_is_readable() -> None:
    fault = RowFault("candidates.csv", 14, "data di nascita", "31/02/1990", "una data come 31/12/2026")
    assert fault.line() == (
        "candidates.csv, riga 14, colonna «data di nascita»: «31/02/1990» — serve una data come 31/12/2026"
    )
    assert RowFault("a.csv", 0, "", "", "un file").line() == "a.csv: serve un file"
    assert RowFault("a.csv", 2, "x", "Prat", "Comune «Prat» non esiste.", "Prato").line() == (
        "a.csv, riga 2, colonna «x»: Comune «Prat» non esiste (forse: Prato)"
    )


def test_all_errors_of_all_files_come_at_once_in_order(folder: Path) -> None:
    put(folder / "candidates.csv", 3, "data di nascita", "ieri")
    put(folder / "candidates.csv", 3, "aziende rifiutate", "A009")
    put(folder / "candidates.csv", 2, "sesso", "?")
    put(folder / "openings.csv", 2, "posti", "molti")
    put(folder / "openings.csv", 3, "sede", "Z")
    (folder / "programme.yaml").write_text("code: X\ntitle: T\nregime: boh\ncategories: []\n", encoding="utf-8")
    places = [(fault.file, fault.row, fault.column) for fault in faults(folder)]
    assert places == [
        ("candidates.csv", 2, "sesso"),
        ("candidates.csv", 3, "data di nascita"),
        ("candidates.csv", 3, "aziende rifiutate"),
        ("openings.csv", 2, "posti"),
        ("openings.csv", 3, "sede"),
        ("programme.yaml", 3, "regime"),
    ]


def test_a_row_with_an_error_still_counts_as_there(folder: Path) -> None:
    put(folder / "candidates.csv", 2, "data di nascita", "ieri")
    put(folder / "companies.csv", 4, "settore", "00")
    assert [(fault.file, fault.column) for fault in faults(folder)] == [
        ("candidates.csv", "data di nascita"),
        ("companies.csv", "settore"),
    ]


def test_the_value_of_an_error_names_the_header_as_written(folder: Path) -> None:
    rows = table(folder / "candidates.csv")
    rows[0][2] = "Birth Date"
    rows[1][2] = "x"
    store(folder / "candidates.csv", rows)
    assert [(fault.row, fault.column, fault.value) for fault in faults(folder)] == [(2, "Birth Date", "x")]


def test_rows_count_as_a_spreadsheet_counts_them(folder: Path) -> None:
    rows = table(folder / "openings.csv")
    rows[1][4] = "due\nrighe"
    rows[3][5] = "x"
    store(folder / "openings.csv", [rows[0], [], *rows[1:]])
    assert [(fault.row, fault.column) for fault in faults(folder)] == [(5, "posti")]


def test_faults_of_speaks_italian_about_every_field() -> None:
    with pytest.raises(ValidationError) as caught:
        Child.model_validate({"id": 7, "candidate": "C", "nope": 1, "birth_date": 12, "services": 3})
    told = {fault.path: fault for fault in faults_of(caught.value, Child)}
    assert told["id",].expected == "un testo"
    assert told["birth_date",].value == "12"
    assert told["nope",][1:] == ("1", "un nome conosciuto: questo non esiste", "")
    assert set(told) == {("id",), ("birth_date",), ("nope",), ("services",)}
    with pytest.raises(ValidationError) as caught:
        Candidate.model_validate({"id": "C", "birth_date": "2000-01-01", "municipality": "Prato", "intrests": {}})
    assert [fault.nearest for fault in faults_of(caught.value, Candidate)] == ["interests"]


def test_every_column_can_be_found_by_both_headers() -> None:
    for file in FILES:
        names = [name for column in columns_of(file) for name in {column.it, column.en}]
        assert len(names) == len(set(names))
        assert all(find_column(file, name) is not None for name in names)


def test_reading_twice_gives_the_same(folder: Path) -> None:
    first: Records = read_folder(folder)
    assert first == read_folder(folder)
    assert first.digest() == example_records().digest()


def test_faults_between_files_come_in_the_order_of_rows_too(folder: Path) -> None:
    put(folder / "openings.csv", 2, "sede", "Z")
    put(folder / "openings.csv", 3, "posti", "molti")
    assert [(fault.row, fault.column) for fault in faults(folder)] == [(2, "sede"), (3, "posti")]


@pytest.mark.parametrize(("column", "value"), [("azienda", ""), ("azienda", "A 1"), ("sede", "")])
def test_a_code_that_cannot_be_read_is_told_once(folder: Path, column: str, value: str) -> None:
    put(folder / "openings.csv", 2, column, value)
    assert [(fault.row, fault.column, fault.value) for fault in faults(folder)] == [(2, column, value)]


def test_the_same_row_twice_is_told_once_for_each_fault(folder: Path) -> None:
    put(folder / "openings.csv", 4, "sede", "Z")
    rows = table(folder / "openings.csv")
    store(folder / "openings.csv", [*rows, rows[3]])
    told = [(fault.row, fault.column) for fault in faults(folder)]
    assert told == [(4, "sede"), (5, "codice"), (5, "sede")]


def test_windows_quotes_are_read_and_bytes_of_no_letter_are_told(folder: Path) -> None:
    path = folder / "services.csv"
    put(path, 2, "nome", "L’età € è")
    expected = read_folder(folder)
    raw = path.read_bytes().decode("utf-8").encode("cp1252")
    path.write_bytes(raw)
    assert read_folder(folder) == expected
    path.write_bytes(raw.replace(b"L\x92", b"L\x81"))
    assert [(fault.row, fault.value) for fault in faults(folder)] == [(2, "byte 0x81")]


def test_what_a_spreadsheet_program_did_to_a_csv_is_mended_or_told(folder: Path) -> None:
    put(folder / "candidates.csv", 2, "settori rifiutati", "1")
    assert read_folder(folder).candidates[0].refused_sectors == ("01",)
    rows = table(folder / "candidates.csv")
    store(folder / "candidates.csv", [[name.title() for name in rows[0]], *rows[1:], ["", " "], []])
    assert read_folder(folder).candidates[0].refused_sectors == ("01",)
    store(folder / "candidates.csv", rows)
    put(folder / "candidates.csv", 2, "data di nascita", "32245")
    put(folder / "candidates.csv", 3, "codice", "2")
    put(folder / "openings.csv", 2, "azienda", "1")
    told = {(fault.file, fault.row, fault.column): fault.expected for fault in faults(folder)}
    assert "31/12/2026" in told["candidates.csv", 2, "data di nascita"]
    assert "esiste" in told["openings.csv", 2, "azienda"]

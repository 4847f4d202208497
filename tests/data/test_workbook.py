"""Workbooks become plain cells; whatever is no workbook is told, and never stops the program."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data.intake.faults import RowFault
from data.intake.office.workbook import Cell, Grid, as_text, place, read_workbook

_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Foglio">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
_ODS_CELL = '<table:table-cell office:value-type="string"{times}><text:p>{text}</text:p></table:table-cell>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Persone.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        hour = made.add_format({"num_format": "hh:mm"})
        sheet = made.add_worksheet("Foglio1")
        sheet.merge_range("B1:D2", "Titolo")
        sheet.write_datetime("B3", datetime.fromisoformat("1985-03-12"), day)
        sheet.write_datetime("C3", datetime.fromisoformat("2026-01-01T08:30"), hour)
        sheet.write_number("D3", 3335551234)
        sheet.write_number("B4", 0.5)
        sheet.write_boolean("C4", True)
        sheet.write_string("D4", "  due righe\ndi testo ")
        sheet.write_formula("B5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C5", "=6*7", None, 42)
        sheet.write_blank("H9", None, day)
        made.add_worksheet("Vuoto")
        made.add_chartsheet("Grafico")
        hidden = made.add_worksheet("liste")
        hidden.write("A1", "x")
        hidden.hide()
    return path


def refused(path: Path) -> RowFault:
    faults: list[RowFault] = []
    assert read_workbook(path, faults) == []
    assert len(faults) == 1
    assert faults[0].file == path.name
    return faults[0]


def changed(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path) as packed:
        content = {part.filename: packed.read(part) for part in packed.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in content.items():
            packed.writestr(name, parts.get(Path(name).stem, raw))
    return path


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr("content.xml", _CONTENT.format(rows=rows))
    return path


def test_rows_stand_where_a_person_sees_them_with_their_kinds(book: Path) -> None:
    faults: list[RowFault] = []
    first, empty, hidden = read_workbook(book, faults)
    assert not faults
    assert (first.name, first.hidden, hidden.hidden, empty.rows) == ("Foglio1", False, True, [])
    assert first.merged == ((0, 1, 1, 3),)
    assert first.rows[0] == [None, "Titolo", None, None]
    assert first.rows[2][1:] == [date(1985, 3, 12), datetime.fromisoformat("2026-01-01T08:30"), 3335551234.0]
    assert [as_text(cell) for cell in first.rows[3]] == ["", "0.5", "sì", "due righe\ndi testo"]
    assert [as_text(cell) for cell in first.rows[4]] == ["", "", "42", ""]
    assert place("Persone.xlsx", first.name) == "Persone.xlsx [Foglio1]"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (3335551234.0, "3335551234"),
        (0.1 + 0.2, "0.3"),
        (-2.5, "-2.5"),
        (1e20, "100000000000000000000"),
        (False, "no"),
        (date(2026, 12, 31), "2026-12-31"),
        (datetime.fromisoformat("2026-12-31"), "2026-12-31"),
        (datetime.fromisoformat("2026-12-31T08:05"), "2026-12-31 08:05"),
        (time(8, 5), "8:05"),
        (timedelta(hours=30), "30"),
        (timedelta(minutes=30), "0.5"),
    ],
)
def test_a_cell_is_said_as_a_person_would_type_it(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


def test_a_libre_office_file_is_read_and_its_empty_tail_does_not_count(tmp_path: Path) -> None:
    cell = _ODS_CELL.format(times="", text="a")
    tail = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = f"<table:table-row>{cell}{tail}</table:table-row>"
    rows += f'<table:table-row table:number-rows-repeated="1048000">{tail}</table:table-row>'
    faults: list[RowFault] = []
    assert read_workbook(ods(tmp_path / "a.ods", rows), faults) == [Grid("Foglio", [["a"]])]
    assert not faults


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("vuoto.xlsx", b"", "aprilo e salvalo di nuovo"),
        ("testo.xlsx", b"ciao", "aprilo e salvalo di nuovo"),
        ("pagina.xls", b"<html><table><tr><td>a</td></tr></table>", "salvalo come .xlsx"),
        ("vecchio.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "salvalo come .xlsx"),
        (
            "cifrato.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "senza password",
        ),
        ("appunti.docx", b"PK", "un foglio di calcolo (.xlsx"),
    ],
)
def test_what_is_no_workbook_is_told(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(raw)
    assert said in refused(tmp_path / name).expected


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "cartella.xlsx").mkdir()
    assert "che si può leggere" in refused(tmp_path / "manca.xlsx").expected
    assert "che si può leggere" in refused(tmp_path / "cartella.xlsx").expected


def test_a_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(book: Path) -> None:
    with zipfile.ZipFile(book) as packed:
        page = packed.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert "1000000 celle" in refused(changed(book, sheet1=page.replace(b"</sheetData>", far))).expected


@pytest.mark.parametrize(
    "count",
    [
        b'uniqueCount="99999999999"',
        b"uniqueCount" + b" " * 70_000 + b'="99999999999"',
        b'uniqueCount="&#57;999999999"',
        b"uniqueCount=' +00001000001'",
        b'count="99999999999"',
    ],
)
def test_a_file_that_says_to_have_too_many_texts_is_refused_however_it_says_so(book: Path, count: bytes) -> None:
    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' + count + b"><si><t>a</t></si></sst>"
    )
    assert "1000000 celle" in refused(changed(book, sharedStrings=texts)).expected


@pytest.mark.parametrize(
    "part",
    [
        b"<a>a & b</a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe8</a>',
        b"x<a/>",
    ],
)
def test_a_part_that_two_readers_might_read_in_two_ways_is_refused(book: Path, part: bytes) -> None:
    faults: list[RowFault] = []
    assert read_workbook(changed(book, app=b"<a>a &amp; b</a>"), faults)
    assert "aprilo e salvalo di nuovo" in refused(changed(book, app=part)).expected


def test_a_page_hidden_in_what_is_no_xml_is_refused_and_a_picture_is_not(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as packed:
        packed.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + random.Random(3).randbytes(200_000))
        packed.writestr("xl/drawings/vmlDrawing1.vml", b"<xml><div>a<br></div></xml>")
    faults: list[RowFault] = []
    assert read_workbook(book, faults)
    assert not faults
    with zipfile.ZipFile(book, "a") as packed:
        packed.writestr("xl/media/image2.png", b"\x89<" + b" " * 65_525 + b"<x:sheetData><x:row/>")
    assert "aprilo e salvalo di nuovo" in refused(book).expected


def test_merged_cells_that_overlap_without_end_are_refused(book: Path) -> None:
    with zipfile.ZipFile(book) as packed:
        page = packed.read("xl/worksheets/sheet1.xml")
    tall = page.replace(b"</sheetData>", b'<row r="9000"><c r="A9000"><v>1</v></c></row></sheetData>')
    many = tall.replace(b"</mergeCells>", b'<mergeCell ref="A1:A9000"/>' * 300 + b"</mergeCells>")
    assert "1000000 celle" in refused(changed(book, sheet1=many)).expected


def test_an_ods_cell_repeated_a_thousand_million_times_is_refused(tmp_path: Path) -> None:
    cell = _ODS_CELL.format(times=' table:number-columns-repeated="16000"', text="a")
    rows = f'<table:table-row table:number-rows-repeated="60000">{cell}</table:table-row>'
    assert "1000000 celle" in refused(ods(tmp_path / "a.ods", rows)).expected


def test_a_file_that_unpacks_to_more_than_it_should_is_refused(book: Path) -> None:
    assert "20 MB" in refused(changed(book, sheet2=b" " * 201_000_000)).expected


def test_coloured_cells_far_away_are_no_reason_to_refuse(book: Path) -> None:
    with zipfile.ZipFile(book) as packed:
        page = packed.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    faults: list[RowFault] = []
    assert len(read_workbook(changed(book, sheet1=page.replace(b"</sheetData>", far)), faults)[0].rows) == 5


def test_a_damaged_workbook_gives_sheets_or_one_fault(book: Path) -> None:
    good = book.read_bytes()
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        parts: dict[str, Any] = {part.filename: packed.read(part) for part in packed.infolist()}
    dice = random.Random(7)
    told = 0
    for _ in range(150):
        name = dice.choice([part for part in parts if "sheet" in part or "styles" in part or "workbook" in part])
        raw = bytearray(parts[name])
        at = dice.randrange(len(raw))
        raw[at : at + dice.randrange(6)] = bytes(dice.choices(b'09AZ<>"/= rst-', k=dice.randrange(6)))
        with zipfile.ZipFile(book, "w") as packed:
            for part, content in parts.items():
                packed.writestr(part, bytes(raw) if part == name else content)
        faults: list[RowFault] = []
        grids = read_workbook(book, faults)
        assert len(faults) <= 1
        assert not (grids and faults)
        told += len(faults)
    assert 20 < told < 150

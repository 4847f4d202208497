"""Whether a spreadsheet file may be opened: what it unpacks to, and how far its filled cells reach.

A reader of spreadsheets sets room aside for every cell up to the last filled one; a few bytes that name the last cell
of the last row would exhaust the memory and end the program. So the pages are looked through first, piece by piece.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

LARGEST_FILE_MB = 20
LARGEST_UNPACKED_MB = 200
MOST_CELLS = 1_000_000
MOST_PARTS = 2_000
_MB = 1_000_000
_PIECE = 1 << 16
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CONTENT = ("v", "is", "f", "p")
# The reader sets room aside for as many texts and the like as a file says that it has; of too many it ends the program.
_COUNTS = ("count", "uniqueCount")
_COUNT = re.compile(r"\s*\+?([0-9]+)\s*")
# These parts the reader takes for XML whatever is in them; pictures and the drawings of notes need not be XML.
_XML = (".xml", ".rels")
# What it looks for in a sheet, which may bear any name.
_PAGE_TAG = re.compile(rb"<(?:[^<>\s/:]{1,60}:)?(?:worksheet|sheetData|dimension|mergeCells?)[\s/>]")
_LONGEST_TAG = 80
# A workbook of binary parts states such counts too, and no office keeps one under our suffixes.
_BINARY = "workbook.bin"


class TooLarge(ValueError):
    """The file would not fit; which of the limits is in `str(error)`: `bytes` or `cells`."""


def check_size(path: Path) -> None:
    """Look through a file before it is opened.

    Raises
    ------
    TooLarge
        It is longer than 20 MB, unpacks to more than 200 MB, or one of its sheets spans more than a million cells.
    OSError
        It cannot be read.
    Exception
        It is damaged: what the readers of packed files and of XML raise has no common kind.
    """
    if path.stat().st_size > LARGEST_FILE_MB * _MB:
        raise TooLarge("bytes")
    if not zipfile.is_zipfile(path):
        # The old binary form: 65,536 rows of 256 cells at most.
        return
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        # Python unpacks no more than the list of parts states, and refuses a part that is not what it states.
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED_MB * _MB:
            raise TooLarge("bytes")
        if any(part.filename.lower().endswith(_BINARY) for part in parts):
            raise ValueError(_BINARY)
        for part in parts:
            with packed.open(part) as content:
                _look_through(content, is_xml=part.filename.lower().endswith(_XML))


def _look_through(content: IO[bytes], *, is_xml: bool) -> None:
    """Look through one part; every part, because a sheet may bear any name."""
    extent: _Extent | None = _Extent()
    last = b""
    while piece := content.read(_PIECE):
        if extent is not None:
            try:
                extent.parser.Parse(piece, False)
            except expat.ExpatError:
                if is_xml or extent.is_page:
                    # A more lenient reader would go on where nobody has looked.
                    raise
                # A picture.
                extent = None
        if extent is None and _PAGE_TAG.search(last + piece):
            raise ValueError("page")
        last = piece[-_LONGEST_TAG:]


class _Extent:
    """The rows and columns that the filled cells of a page span, in either of the two formats."""

    def __init__(self) -> None:
        # The reader takes every part for UTF-8, whatever the part says of itself.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartDoctypeDeclHandler = _refuse_entities
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.is_page = False
        self._fresh()

    def _fresh(self) -> None:
        self.rows = self.columns = 0
        self.row = self.column = 0
        self.row_times = self.cell_times = 1
        self.row_width = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        for key, value in attributes.items():
            if key.rpartition(":")[2] in _COUNTS:
                _check_count(value)
        if name in ("table", "worksheet"):
            self.is_page = True
            self._fresh()
        elif name == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self.row, self.column = (int(found[2]), _letters(found[1])) if found else (self.row, self.column + 1)
        elif name == "table-row":
            self.row_times = _number(_local(attributes, "number-rows-repeated"), 1)
            self.column = self.row_width = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell_times = _number(_local(attributes, "number-columns-repeated"), 1)
            self.column += self.cell_times
            if _local(attributes, "value-type") is not None:
                self.row_width = self.column
        elif name in _CONTENT:
            self._fill()

    def _fill(self) -> None:
        self.row_width = max(self.row_width, self.column)
        self._reach(self.row, self.column)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "table-row":
            self.row += self.row_times
            if self.row_width:
                self._reach(self.row, self.row_width)

    def _reach(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > MOST_CELLS:
            raise TooLarge("cells")


def _check_count(text: str) -> None:
    found = _COUNT.fullmatch(text)
    digits = found[1].lstrip("0") if found else ""
    if len(digits) > len(str(MOST_CELLS)) or int(digits or 0) > MOST_CELLS:
        raise TooLarge("cells")


def _refuse_entities(_name: str, _system: str | None, _public: str | None, _internal: int) -> None:
    # No office's program writes one, and the two readers might not take its entities for the same.
    raise ValueError("doctype")


def _local(attributes: dict[str, str], name: str) -> str | None:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _letters(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

"""Ways in which any file that people hand in gets damaged: its bytes, the parts of a zip, its cells, its values."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import yaml

from tests.tools.book_mutations import damage_book
from tests.tools.mutations import delete_bytes, flip_bytes, insert_piece, truncate
from tests.tools.table_mutations import damage_rows
from tests.tools.tree_mutations import damage_tree, json_text, yaml_text

Mutation = Callable[[bytes, random.Random], bytes]

# Parts of a workbook that say what its cells are.
_TELLING = re.compile(r"(?i)sharedStrings|worksheets/|workbook\.xml|\.rels$|styles|Content_Types")
_ATTRIBUTE = re.compile(rb'(?<==")[^"]*(?=")')
_TEXT = re.compile(rb"(?<=>)[^<]+(?=<)")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^>]*)?(?:/>|>[^<]*</\1>)")
_TAG = re.compile(rb"(?<=<)[\w:]+")
_WRONG = [
    *(b"", b"-1", b"0", b"1", b"7", b"4294967295", b"99999999999", b"18446744073709551616", b"1e999", b"NaN", b"0x1"),
    *(b"A0", b"A1:XFD1048576", b"XFD1048576", b"ZZZ9999999", b"B2:A1", b"A1:", b"rId1", b"rId99", b"../../x", b"/"),
    *(b"s", b"b", b"e", b"d", b"n", b"str", b"inlineStr", b"true", b"hidden", b"&bogus;", b"&#0;", b"&#xD800;", b"<"),
    *(b"_x0000_", b"\xff", b"9" * 400, b"A" * 40_000, b"1904", b"yyyy", b"<a>" * 3_000, b"\xe2\x80\xae", b"]]>"),
]
_LATER = f"skills_it_v{'9' * 5_000}.1.csv"
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 99 + b'"><!ENTITY c "' + b"&b;" * 99 + b'">]>'


def damage_bytes(name: str, raw: bytes, dice: random.Random) -> bytes:
    """Damage a file without regard to what it says.

    Parameters
    ----------
    name : str
        Its name says what it is.
    raw : bytes
        What it holds; not empty.
    dice : random.Random
    """
    is_packed = PurePath(name).suffix in (".xlsx", ".zip")
    ways = [*_BYTES, *_PARTS, *_PARTS] if is_packed else _BYTES
    # What a first way left of a zip need not be one.
    times = 1 if is_packed else dice.choice([1, 1, 2])
    for way in dice.choices(ways, k=times):
        raw = way(raw, dice) or raw
    return raw


def damage_cells(name: str, raw: bytes, dice: random.Random) -> bytes:
    """Damage what a file says; its form stays that of its kind: CSV, workbook, zip of CSV files, JSON or YAML."""
    suffix = PurePath(name).suffix
    if suffix == ".xlsx":
        return damage_book(raw, dice)
    if suffix == ".json":
        return json_text(damage_tree(json.loads(raw), dice))
    if suffix == ".yaml":
        return yaml_text(damage_tree(yaml.load(raw, yaml.BaseLoader), dice))
    if suffix == ".zip":
        parts = _unpacked(raw)
        one = dice.randrange(len(parts))
        parts[one] = parts[one][0], damage_cells(parts[one][0], parts[one][1], dice)
        return _packed(parts, dice)
    return _damage_csv(raw, dice)


def replaced_inside(raw: bytes, old: bytes, new: bytes) -> bytes:
    """A file with what matches a pattern replaced once in it, or once in each part if it is packed."""
    if not raw.startswith(b"PK"):
        return re.sub(old, new, raw, count=1)
    return _packed([(name, re.sub(old, new, content, count=1)) for name, content in _unpacked(raw)], random.Random(1))


def _damage_csv(raw: bytes, dice: random.Random) -> bytes:
    text = raw.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(";,", key=first.count)
    rows: list[list[Any]] = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    for _ in range(dice.choice([1, 1, 2])):
        damage_rows(rows, dice)
    told = io.StringIO(newline="")
    csv.writer(told, delimiter=separator).writerows(rows)
    return told.getvalue().encode("utf-8", "surrogatepass")


def _unpacked(raw: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def _packed(parts: list[tuple[str, bytes]], dice: random.Random) -> bytes:
    raw = io.BytesIO()
    # Two parts of the same name are one of the ways.
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(raw, "w", _method(dice)) as packed:
        for name, content in parts:
            packed.writestr(zipfile.ZipInfo(name), content, _method(dice))
    return raw.getvalue()


def _method(dice: random.Random) -> int:
    # Most are only stored, which is quick; hardly any reader knows the last two.
    return dice.choices([zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], [400, 1, 1])[0]


def _part(raw: bytes, dice: random.Random) -> bytes:
    """The bytes of one part."""
    parts = _unpacked(raw)
    one = dice.randrange(len(parts))
    name, content = parts[one]
    parts[one] = name, dice.choice(_BYTES)(content, dice) if content else b"x"
    return _packed(parts, dice)


def _parts(raw: bytes, dice: random.Random) -> bytes:
    """Which parts there are, and what they are called."""
    parts = _unpacked(raw)
    one, two = dice.randrange(len(parts)), dice.randrange(len(parts))
    (name, content), (other_name, other) = parts[one], parts[two]
    way = dice.randrange(6)
    if way == 0:
        del parts[one]
    elif way == 1:
        parts.append((name, other))
    elif way == 2:
        parts[one], parts[two] = (name, other), (other_name, content)
    elif way == 3:
        names = ["", "../x", "/", name.upper(), name[1:], "x" * 300, "é.xml", "skills_en.csv", _LATER]
        parts[one] = dice.choice(names), content
    elif way == 4:
        parts[one] = name, dice.choice([b"", b"\0" * 99_000, b" ", b"\xff\xfe<\0a\0/\0>\0"])
    else:
        parts += [(f"x{k}", b"") for k in range(dice.choice([1, 3_000]))]
    return _packed(parts, dice)


def _xml(raw: bytes, dice: random.Random) -> bytes:
    """An attribute, a text, an element or the name of one, in the XML of a part."""
    parts = _unpacked(raw)
    telling = [k for k, (name, _) in enumerate(parts) if _TELLING.search(name)]
    if not telling:
        return _part(raw, dice)
    one = dice.choice(telling)
    name, content = parts[one]
    for _ in range(dice.choice([1, 1, 3])):
        content = dice.choice([_one_of(_ATTRIBUTE), _one_of(_ATTRIBUTE), _one_of(_TEXT), _element, _tag])(content, dice)
    parts[one] = name, content
    return _packed(parts, dice)


def _one_of(pattern: re.Pattern[bytes]) -> Mutation:
    def changed(raw: bytes, dice: random.Random) -> bytes:
        return _replaced(raw, pattern, dice.choice(_WRONG), dice)

    return changed


def _element(raw: bytes, dice: random.Random) -> bytes:
    found = list(_ELEMENT.finditer(raw))
    if not found:
        return raw
    one, two = dice.choice(found), dice.choice(found)
    new = dice.choice([b"", one[0] * 2, two[0], one[0] * 5_000, b"<!--" + one[0] + b"-->", _LAUGHS, b"<v>&c;</v>"])
    return raw[: one.start()] + new + raw[one.end() :]


def _tag(raw: bytes, dice: random.Random) -> bytes:
    names = [b"x", b"v", b"f", b"is", b"row", b"c", b"sheet", b"mergeCell", b"x:c"]
    return _replaced(raw, _TAG, dice.choice(names), dice)


def _replaced(raw: bytes, pattern: re.Pattern[bytes], new: bytes, dice: random.Random) -> bytes:
    found = list(pattern.finditer(raw))
    if not found:
        return raw
    one = dice.choice(found)
    return raw[: one.start()] + new + raw[one.end() :]


_BYTES: list[Mutation] = [flip_bytes, delete_bytes, insert_piece, truncate]
_PARTS: list[Mutation] = [_part, _parts, _xml, _xml, _xml]

"""JSON is canonical when written and strict when read: every fault at its pointer, and nothing but BadRecords."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.json_file import json_bytes, read_json

Content = dict[str, Any]


@pytest.fixture
def content() -> Content:
    loaded: Content = json.loads(json_bytes(example_records()))
    return loaded


def faults_of_text(text: str | bytes, folder: Path) -> list[RowFault]:
    path = folder / "coorte.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadRecords) as caught:
        read_json(path)
    assert all(line.startswith("coorte.json") for line in caught.value.lines())
    return list(caught.value.faults)


def pointers(content: Content, folder: Path) -> list[str]:
    return [fault.column for fault in faults_of_text(json.dumps(content), folder)]


def test_the_same_records_give_the_same_text_in_order() -> None:
    text = json_bytes(example_records())
    assert text == json_bytes(example_records())
    loaded = json.loads(text)
    assert text.decode() == json.dumps(loaded, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert loaded["abbina"] == 1
    assert [entry["id"] for entry in loaded["candidates"]] == ["C001", "C002", "C003"]
    assert "sex" not in loaded["candidates"][1]
    assert loaded["candidates"][2]["competences"] == {}


@pytest.mark.parametrize(
    ("spoil", "pointer"),
    [
        (lambda c: c["candidates"][0].update(sex="donne"), "/candidates/0/sex"),
        (lambda c: c["candidates"][0].update(sexx="F"), "/candidates/0/sexx"),
        (lambda c: c["candidates"][1].pop("birth_date"), "/candidates/1/birth_date"),
        (lambda c: c["candidates"].append(3), "/candidates/3"),
        (lambda c: c["openings"][0].update(seats="2"), "/openings/0/seats"),
        (lambda c: c["openings"][0].update(seats=True), "/openings/0/seats"),
        (lambda c: c["openings"][0].update(tutor_h_week="10"), "/openings/0/tutor_h_week"),
        (lambda c: c["openings"][1].update(site="Z"), "/openings/1/site"),
        (lambda c: c["openings"][1].update(start_to="2020-01-01"), "/openings/1/start_to"),
        (lambda c: c["children"].append(c["children"][0]), "/children/2/id"),
        (lambda c: c["programme"]["categories"].append({"code": "X"}), "/programme/categories/2/code"),
        (lambda c: c["programme"].update(months_min=9, months_max=3), "/programme/months_max"),
        (lambda c: c.pop("programme"), "/programme/code"),
        (lambda c: c.pop("children"), "/children"),
        (lambda c: c.update(services={}), "/services"),
        (lambda c: c.update(abbina=2), "/abbina"),
        (lambda c: c.update(abbina=True), "/abbina"),
        (lambda c: c.update({"a/~b": 1}), "/a~1~0b"),
    ],
)
def test_a_wrong_value_is_told_at_its_pointer(
    content: Content, tmp_path: Path, spoil: Callable[[Content], object], pointer: str
) -> None:
    spoil(content)
    assert pointers(content, tmp_path)[0] == pointer


def test_all_faults_come_at_once_and_nobody_is_blamed_for_naming_a_wrong_record(
    content: Content, tmp_path: Path
) -> None:
    content["companies"][0]["sector"] = "00"
    content["candidates"][0]["sex"] = "?"
    content["candidates"][0]["refused_companies"] = ["A009"]
    content["services"] = 3
    assert pointers(content, tmp_path) == [
        "/candidates/0/sex",
        "/companies/0/sector",
        "/services",
        "/candidates/0/refused_companies",
    ]


@pytest.mark.parametrize(
    ("text", "row", "pointer"),
    [
        (b"", 1, ""),
        (b'{\n"a": }', 2, ""),
        (b"[1]", 0, ""),
        (b"3", 0, ""),
        (b'{"abbina": NaN}', 0, ""),
        (b"[" * 100_000, 0, ""),
        (b'{"abbina": ' + b"9" * 5000 + b"}", 0, ""),
        (b'{"a": "\xe8"}', 0, ""),
        (b'{"abbina": 1, "abbina": 1}', 0, "/abbina"),
        (b'{"candidates": [{"id": "a", "id": "b"}]}', 0, "/candidates/0/id"),
    ],
)
def test_text_that_is_not_plain_json_is_told(tmp_path: Path, text: bytes, row: int, pointer: str) -> None:
    (fault,) = faults_of_text(text, tmp_path)
    assert (fault.row, fault.column) == (row, pointer)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nulla.json", tmp_path):
        with pytest.raises(BadRecords):
            read_json(path)


def test_a_file_of_mistakes_stops_after_a_thousand(content: Content, tmp_path: Path) -> None:
    content["services"] = [{"kind": "?"}] * 1000
    assert 1000 < len(faults_of_text(json.dumps(content), tmp_path)) < 1010


def test_a_mark_at_the_start_of_the_text_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "coorte.json"
    path.write_bytes(b"\xef\xbb\xbf" + json_bytes(example_records()))
    assert read_json(path) == example_records()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=150)
@given(st.data(), VALUES)
def test_any_value_anywhere_is_read_or_told(data: st.DataObject, value: Any) -> None:
    content = json.loads(json_bytes(example_records()))
    table = data.draw(st.sampled_from(sorted(content)))
    held = content[table]
    if isinstance(held, list):
        held = held[0]
    if isinstance(held, dict):
        held[data.draw(st.sampled_from(sorted(held)))] = value
    else:
        content[table] = value
    with TemporaryDirectory() as folder:
        path = Path(folder) / "coorte.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        with suppress(BadRecords):
            assert json_bytes(read_json(path))

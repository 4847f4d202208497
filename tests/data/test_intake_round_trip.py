"""Records of every shape survive being written as a folder, a workbook or JSON, and read back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.intake.forms import Form, read_records, write_records
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.week import DAYS_EN, Week, format_week, parse_week
from tests.data.cohort_rows import all_records
from tests.data.paper_rows import WEEKS


@settings(max_examples=30)
@given(all_records(), st.sampled_from(["it", "en"]))
def test_what_is_written_reads_back_the_same(records: Records, language: Literal["it", "en"]) -> None:
    with TemporaryDirectory() as folder:
        assert read_folder(write_folder(records, Path(folder) / "coorte", language)) == records


@settings(max_examples=30)
@given(all_records(), st.sampled_from(["it", "en"]))
def test_csv_xlsx_and_json_hold_the_same(records: Records, language: Literal["it", "en"]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        book = read_records(write_records(records, folder / "a.xlsx", language))
        assert book == records
        assert book.digest() == records.digest()
        text = read_records(write_records(book, folder / "b.json", language))
        assert text == records
        assert read_records(write_records(text, folder / "c", language, Form.CSV)) == records
        write_records(read_records(folder / "c"), folder / "d.json")
        assert (folder / "d.json").read_bytes() == (folder / "b.json").read_bytes()


@settings(max_examples=100)
@given(WEEKS)
def test_a_week_reads_back_the_same_in_both_languages(week: Week) -> None:
    assert parse_week(format_week(week)) == week
    assert parse_week(format_week(week, DAYS_EN)) == week

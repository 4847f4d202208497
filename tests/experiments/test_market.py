"""`abbina market`: the table, the map and the arrays of an invented market."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from typer.testing import CliRunner

from api.cli import build
from data.synthetic_market import invent_market
from experiments.market.cli import areas, arrays

SIZES = ["--candidates", "2000", "--openings", "600", "--seed", "5"]


def test_the_verb_writes_a_table_that_adds_up_a_map_and_the_arrays(tmp_path: Path) -> None:
    told = CliRunner().invoke(build("market"), ["market", *SIZES, "--out", str(tmp_path), "--save"])
    assert told.exit_code == 0, told.output
    assert "2000 persone, 600 tirocini" in " ".join(told.output.split())
    with (tmp_path / "aree.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert sum(int(row["Persone"]) for row in rows) == 2_000
    assert sum(int(row["Tirocini"]) for row in rows) == 600
    root = ElementTree.fromstring((tmp_path / "mercato.svg").read_text(encoding="utf-8"))
    dots = [node for node in root.iter() if node.tag.endswith("circle")]
    assert 100 < len(dots) < 2_000
    with np.load(tmp_path / "mercato.npz") as saved:
        made = invent_market(5, 2_000, 600)
        assert set(saved.files) == set(arrays(made))
        assert np.array_equal(saved["openings.seats"], made.cohort.openings.seats)


def test_areas_stand_in_order_and_name_their_main_town() -> None:
    rows = areas(invent_market(5, 2_000, 600))
    assert [row.candidates for row in rows] == sorted((row.candidates for row in rows), reverse=True)
    assert {rows[0].main_town, rows[1].main_town} <= {"Milano (MI)", "Roma (RM)", "Napoli (NA)"}


def test_a_size_out_of_range_is_a_usage_error(tmp_path: Path) -> None:
    told = CliRunner().invoke(build("market"), ["market", "--candidates", "0", "--out", str(tmp_path / "x")])
    assert told.exit_code == 2
    assert not (tmp_path / "x").exists()

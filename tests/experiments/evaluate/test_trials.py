from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from data.errors import AbbinaError
from data.intake.faults import BadRecords
from experiments.evaluate.overlap import Level
from experiments.evaluate.trials import Training, job_corps, training
from experiments.evaluate.trials_read import NSW, PSID, read_trial

HEADER = "rownames,trt,age,educ,black,hisp,marr,nodeg,re74,re75,re78"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    (folder / "nsw74demo.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return folder


def test_a_trial_is_read_by_its_columns(tmp_path: Path) -> None:
    found = read_trial(write(tmp_path, "1,0,23,10,1,0,0,1,0,0,5.5", "2,1,30,9,0,1,0,1,10,20,7", ""), NSW)
    assert found.treated.tolist() == [0, 1]
    assert found.column("age").tolist() == [23, 30]
    assert found.outcomes["re78"].tolist() == [5.5, 7]


def test_no_file_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError) as error:
        read_trial(tmp_path, PSID)
    assert "nsw74psid1.csv" in error.value.text()


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRecords) as error:
        read_trial(write(tmp_path, "1,0", header="rownames,trt"), NSW)
    assert [fault.column for fault in error.value.faults][:2] == ["age", "educ"]
    assert error.value.faults[0].row == 1


def test_every_cell_that_is_no_number_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, "1,0,23,ten,1,0,0,1,0,0,1", "2,1,30,9,0,1,0,1,10,20", "3,1,30,9,0,1,0,1,10,20,inf")
    with pytest.raises(BadRecords) as error:
        read_trial(folder, NSW)
    assert [(fault.row, fault.column, fault.value) for fault in error.value.faults] == [
        (2, "educ", "ten"),
        (3, "re78", ""),
        (4, "re78", "inf"),
    ]


@pytest.mark.parametrize("rows", [(), ("1,0,23,10,1,0,0,1,0,0,1",), ("1,2,23,10,1,0,0,1,0,0,1",)])
def test_a_trial_of_one_side_only_is_refused(tmp_path: Path, rows: tuple[str, ...]) -> None:
    with pytest.raises(AbbinaError) as error:
        read_trial(write(tmp_path, *rows), NSW)
    assert error.value.code == "bad_study"


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nsw74demo.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(AbbinaError) as error:
        read_trial(tmp_path, NSW)
    assert error.value.code == "bad_study"


def test_an_empty_file_lacks_every_column(tmp_path: Path) -> None:
    (tmp_path / "nsw74demo.csv").write_text("", encoding="utf-8")
    with pytest.raises(BadRecords):
        read_trial(tmp_path, NSW)


@pytest.fixture(scope="module")
def found(test_data: Path) -> Training:
    with threadpool_limits(limits=1):
        return training(test_data / "outcomes")


def test_the_training_trial_has_its_known_effect_and_the_naive_one_is_far_off(found: Training) -> None:
    assert round(found.by_lot.value, 2) == 1794.34
    assert found.by_lot.error == pytest.approx(670, abs=2)
    assert round(found.naive.value, 2) == -15204.78
    assert not found.naive.interval.low <= 1794.34 <= found.naive.interval.high


def test_without_a_lot_the_overlap_warning_fires_and_weighting_comes_far_nearer(found: Training) -> None:
    for one in (*found.att.values(), *found.ate.values()):
        assert one.overlap.level is Level.BAD
        assert one.overlap.sentences()
    assert found.att["aipw"].ess < 30
    for one in found.att.values():
        assert abs(one.value - 1794.34) < 3000


def test_the_other_trial_is_reproduced_and_covariates_tighten_it(test_data: Path) -> None:
    with threadpool_limits(limits=1):
        found = job_corps(test_data / "outcomes")
    means = [round(mean, 2) for arms in found.values() for mean in (arms.without, arms.with_it)]
    assert means == [58.33, 61.61, 197.93, 213.98]
    for arms in found.values():
        assert arms.adjusted.error <= arms.by_lot.error
        assert arms.by_lot.value in arms.adjusted.interval
        assert arms.adjusted.overlap.level is Level.GOOD
        assert np.isclose(arms.by_lot.value, arms.with_it - arms.without)

"""What a study reads: whole, or every fault of every file at once; rows of every array are those of the records."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import AbbinaError
from data.intake.faults import BadRecords, RowFault
from experiments.lists import Lists
from experiments.material import Material, lists_of, read_material
from experiments.office.invent import TRUTH_FILE
from matching.decision import Decision
from matching.decision_file import DECISIONS_FILE, FOLLOWUPS_FILE, MOST_FAULTS
from scoring.weights import GRID

Rows = list[dict[str, Any]]


@pytest.fixture
def folder(offices: Path, tmp_path: Path) -> Path:
    """The two rounds of the first day alone, to be changed."""
    names = sorted(entry.name for entry in (offices / "rounds").iterdir())[:2]
    for name in names:
        shutil.copytree(offices / "rounds" / name, tmp_path / "offices" / "rounds" / name)
    decisions = [row for row in rows(offices / DECISIONS_FILE) if row["round"] in names]
    mine = {row["id"] for row in decisions}
    write(tmp_path / "offices" / DECISIONS_FILE, decisions)
    write(tmp_path / "offices" / FOLLOWUPS_FILE, [row for row in rows(offices / FOLLOWUPS_FILE) if row["id"] in mine])
    shutil.copy(offices / TRUTH_FILE, tmp_path / "offices")
    return tmp_path / "offices"


def rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path: Path, content: Rows) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in content))


def changed(folder: Path, change: Callable[[Rows], None], file: str = DECISIONS_FILE) -> None:
    content = rows(folder / file)
    change(content)
    write(folder / file, content)


def faults(folder: Path) -> tuple[RowFault, ...]:
    with pytest.raises(BadRecords) as error:
        read_material(folder)
    return error.value.faults


@pytest.mark.parametrize("name", ["", "nowhere", "empty"])
def test_a_folder_without_rounds_says_what_is_expected(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty" / "rounds").mkdir(parents=True)
    (fault,) = faults(tmp_path / name)
    assert fault.file == str(tmp_path / name)
    assert "«rounds»" in fault.expected


@pytest.mark.parametrize("file", [DECISIONS_FILE, FOLLOWUPS_FILE])
def test_a_file_that_lacks_or_is_no_text_is_told(file: str, folder: Path) -> None:
    (folder / file).unlink()
    (fault,) = faults(folder)
    assert (fault.file, fault.row) == (file, 0)
    (folder / file).write_bytes(b"\xff\xfe\x00{")
    (fault,) = faults(folder)
    assert (fault.file, fault.row) == (file, 0)
    assert "UTF-8" in fault.expected


def test_every_decision_of_an_unknown_round_person_or_opening_is_named_at_once(folder: Path) -> None:
    def estrange(decisions: Rows) -> None:
        decisions[0]["round"] = "R-OTHER"
        decisions[1]["candidate"] = "P-OTHER"
        decisions[2]["shown"][-1]["opening"] = "T-OTHER"

    before = rows(folder / DECISIONS_FILE)
    last = len(before[2]["shown"]) - 1
    # Nobody chose it, nor was it put forward: the record is whole, only strange.
    assert before[2]["shown"][last]["opening"] not in (before[2].get("chosen"), before[2].get("put_forward"))
    changed(folder, estrange)
    assert {(fault.file, fault.column, fault.value) for fault in faults(folder)} == {
        (DECISIONS_FILE, f"{before[0]['id']}/round", "R-OTHER"),
        (DECISIONS_FILE, f"{before[1]['id']}/candidate", "P-OTHER"),
        (DECISIONS_FILE, f"{before[2]['id']}/shown/{last}/opening", "T-OTHER"),
    }


def test_faults_of_decisions_outcomes_and_rounds_come_together(folder: Path) -> None:
    lines = (folder / DECISIONS_FILE).read_text().splitlines()
    lines[3], lines[5] = "{not json", '["a list"]'
    (folder / DECISIONS_FILE).write_text("\n".join(lines))
    outcomes = (folder / FOLLOWUPS_FILE).read_text().splitlines()
    outcomes[1] = "null"
    (folder / FOLLOWUPS_FILE).write_text("\n".join(outcomes))
    first, second = sorted(entry.name for entry in (folder / "rounds").iterdir())[:2]
    for name in (first, second):
        (folder / "rounds" / name / "candidates.csv").unlink()
    told = {(fault.file, fault.row) for fault in faults(folder)}
    assert told == {
        (DECISIONS_FILE, 4),
        (DECISIONS_FILE, 6),
        (FOLLOWUPS_FILE, 2),
        (f"rounds/{first}/candidates.csv", 0),
        (f"rounds/{second}/candidates.csv", 0),
    }


def test_an_outcome_of_no_decision_or_of_another_opening_is_named(folder: Path) -> None:
    def estrange(outcomes: Rows) -> None:
        outcomes[0]["id"] = "D-OTHER"
        outcomes[1]["opening"] = "T-OTHER"

    other = rows(folder / FOLLOWUPS_FILE)[1]["id"]
    changed(folder, estrange, FOLLOWUPS_FILE)
    assert {(fault.column, fault.value) for fault in faults(folder)} == {
        ("id", "D-OTHER"),
        (f"{other}/opening", "T-OTHER"),
    }


def test_a_round_that_cannot_be_read_makes_no_strangers_of_its_people(folder: Path) -> None:
    name = rows(folder / DECISIONS_FILE)[0]["round"]
    (folder / "rounds" / name / "candidates.csv").unlink()
    assert {fault.file for fault in faults(folder)} == {f"rounds/{name}/candidates.csv"}


def test_a_flood_of_faults_is_cut(folder: Path) -> None:
    def estrange(decisions: Rows) -> None:
        for decision in decisions:
            decision["shown"] = [option | {"opening": f"{option['opening']}-X"} for option in decision["shown"]]
            for name in {"chosen", "put_forward"} & decision.keys():
                decision[name] += "-X"
        decisions += [one | {"id": f"{one['id']}-{k}"} for one in list(decisions) for k in range(4)]

    changed(folder, estrange)
    (folder / FOLLOWUPS_FILE).write_text("")
    assert len(faults(folder)) == MOST_FAULTS


def test_rounds_under_several_weight_versions_are_refused_and_named(folder: Path) -> None:
    path = min((folder / "rounds").iterdir()) / "programme.yaml"
    content = yaml.safe_load(path.read_text())
    now, other = content["weights"], "2026-1" if content["weights"] != "2026-1" else "2026-2"
    path.write_text(yaml.safe_dump(content | {"weights": other}))
    with pytest.raises(AbbinaError) as error:
        read_material(folder)
    assert error.value.code == "bad_study"
    assert now in error.value.text()
    assert other in error.value.text()


def test_decisions_under_other_criteria_are_named_with_the_ones_expected(folder: Path) -> None:
    def rename(decisions: Rows) -> None:
        for option in decisions[4]["shown"]:
            option["grades_micro"] = {"luck": 1}
            option.pop("not_known", None)

    which = rows(folder / DECISIONS_FILE)[4]["id"]
    changed(folder, rename)
    (fault,) = faults(folder)
    assert fault.column == f"{which}/shown"
    assert "travel_ease" in fault.expected


NOISE = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"{}", b"[]", b"NaN", b'{"id": 1}', b'{"id": "D1", "shown": {}}', b"[" * 3000, b"\x00", b'"\\ud800"']
    ),
)


@settings(max_examples=60)
@given(noise=NOISE, file=st.sampled_from([DECISIONS_FILE, FOLLOWUPS_FILE]), at=st.integers(0, 9))
def test_a_damaged_line_is_a_sentence_and_never_a_traceback(
    noise: bytes, file: str, at: int, offices: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "rounds" / "without-files").mkdir(parents=True)
    for name in (DECISIONS_FILE, FOLLOWUPS_FILE):
        lines = (offices / name).read_bytes().splitlines()[:10]
        if name == file:
            lines[at:at] = [noise]
        (folder / name).write_bytes(b"\n".join(lines))
    told = faults(folder)
    assert all(fault.file and fault.expected and fault.line() for fault in told)
    assert any(fault.file == "rounds/without-files/candidates.csv" for fault in told)
    blank = not noise.decode(errors="replace").strip()
    assert blank == (not [fault for fault in told if fault.file == file and (fault.row or not fault.column)])


def test_rows_of_decisions_lists_and_rounds_are_the_same(material: Material) -> None:
    lists = material.lists
    assert [one.id for one in material.decisions] == [
        one.id for one in sorted(material.decisions, key=lambda one: (one.on, one.round, one.id))
    ]
    assert [(one.on, one.name) for one in material.rounds] == sorted((one.on, one.name) for one in material.rounds)
    seen = np.concatenate([one.decided for one in material.rounds])
    assert sorted(seen.tolist()) == list(range(len(material.decisions)))
    for d, decision in enumerate(material.decisions):
        options = slice(int(lists.start[d]), int(lists.start[d + 1]))
        assert lists.rounds[lists.round_[d]] == decision.round
        assert lists.offices[lists.office[d]] == decision.office
        grades = np.array([[o.grades_micro[code] for code in lists.criteria] for o in decision.shown]) / GRID
        assert np.array_equal(lists.grades[options], grades)
        named = None if lists.chosen[d] < 0 else decision.shown[lists.chosen[d]].opening
        assert named == decision.chosen


def test_history_says_where_each_person_was_sent(material: Material) -> None:
    sent = 0
    for one in material.rounds:
        people, openings = one.card.cohort.candidates.ids, one.card.cohort.openings.ids
        told = {people[i]: openings[j] for i, j in enumerate(one.history.tolist()) if j >= 0}
        assert told == {
            material.decisions[k].candidate: material.decisions[k].chosen
            for k in one.decided.tolist()
            if material.decisions[k].chosen is not None
        }
        assert len(one.grades) == len(one.known) == len(one.card.total)
        assert np.isfinite(one.grades).all()
        sent += len(told)
    assert sent == (material.lists.chosen >= 0).sum() > 50


def test_no_decision_at_all_is_told(folder: Path) -> None:
    for file in (DECISIONS_FILE, FOLLOWUPS_FILE):
        (folder / file).write_text("")
    (fault,) = faults(folder)
    assert (fault.file, fault.row) == (DECISIONS_FILE, 0)
    assert "decisione" in fault.expected


def test_lists_of_some_rows_are_those_of_some_decisions(material: Material) -> None:
    some = [7, 2, 2, 11]
    mine, theirs = material.lists.of(np.array(some)), lists_of([material.decisions[k] for k in some], material.criteria)
    for name in ("start", "grades", "known", "rank", "drawn", "chosen", "put_forward", "day", "reason"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name), equal_nan=name == "drawn"), name


def test_the_digest_sees_one_byte_of_any_file(folder: Path) -> None:
    digests = [read_material(folder).digest]
    assert read_material(folder).digest == digests[0]
    for file in (DECISIONS_FILE, FOLLOWUPS_FILE, TRUTH_FILE):
        (folder / file).write_bytes((folder / file).read_bytes() + b"\n")
        digests.append(read_material(folder).digest)
    path = min((folder / "rounds").iterdir()) / "programme.yaml"
    content = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump(content | {"title": f"{content['title']}!"}))
    digests.append(read_material(folder).digest)
    assert len(set(digests)) == 5


def test_progress_counts_the_rounds(folder: Path) -> None:
    counted: list[tuple[int, int]] = []
    read_material(folder, lambda *done: counted.append(done))
    assert counted == [(1, 2), (2, 2)]


def test_todays_weights_are_shares_of_one(material: Material) -> None:
    assert material.shares.shape == (len(material.criteria),)
    assert np.isclose(material.shares.sum(), 1)
    assert isinstance(material.lists, Lists)
    assert all(isinstance(one, Decision) for one in material.decisions)

"""A whole study of invented offices: what it writes, in which order it is read, and that nothing is there by half."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from data.errors import AbbinaError
from data.intake.faults import BadRecords
from experiments.manifest import MANIFEST_FILE, read_manifest
from experiments.material import Material, read_material
from experiments.office.invent import TRUTH_FILE
from experiments.parallel import Workers
from experiments.report.cells import typeset
from experiments.report.parts import Section
from experiments.report.write import Report
from experiments.study import run as room
from experiments.study.options import StudyOptions
from experiments.study.past import Past
from experiments.study.place import OFFICES, placed
from experiments.study.run import draft_yaml, run_study
from scoring import weights as weight_sets
from scoring.adopted import study_of
from scoring.register import PROPOSED
from scoring.weights import parse_weights, weight_versions

OPTIONS = StudyOptions(draws=20, seed=3)
FINDING = re.compile(r"-?\d+,\d punti .*su cento \(da -?\d+,\d a -?\d+,\d\)")


def shipped() -> dict[str, str]:
    folder = Path(weight_sets.__file__).parent
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.yaml")
    }


BEFORE = shipped()


class Headings(HTMLParser):
    """First words of a page and the order of its sections."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sections: list[str] = []
        self.findings: list[str] = []
        self._in_finding = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self.sections.append(str(given["id"]))
        self._in_finding = given.get("class") == "finding"

    def handle_data(self, data: str) -> None:
        if self._in_finding:
            self.findings.append(data)
            self._in_finding = False


def quick(folder: Path | None, out: Path) -> str:
    told = StringIO()
    run_study(folder, out, OPTIONS, Workers(), Console(file=told, width=200))
    return told.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch, material: Material) -> None:
    """A study whose work takes no time: what is tested is where it is written."""

    def report(*_: object) -> Report:
        return Report(title="T", finding="una frase", facts={}, sections=())

    monkeypatch.setattr(room, "read_material", lambda *_: material)
    monkeypatch.setattr(room, "_report", report)


def test_page_tables_plots_json_manifest_proposal_and_offices_are_there(studied: Path) -> None:
    names = {path.name for path in studied.iterdir()}
    (proposal,) = draft_yaml(studied)
    assert names == {
        "studio.html", "study.json", MANIFEST_FILE, PROPOSED, "tabelle", "grafici", OFFICES, proposal.name,
    }  # fmt: skip
    report = json.loads((studied / "study.json").read_text())
    tables = [table["key"] for section in report["sections"] for table in section["tables"]]
    plots = [plot["key"] for section in report["sections"] for plot in section["plots"]]
    assert len(tables) == len(set(tables))
    assert {path.stem for path in (studied / "tabelle").iterdir()} == set(tables)
    assert {path.stem for path in (studied / "grafici").iterdir()} == set(plots)
    assert len({section["key"] for section in report["sections"]}) == len(report["sections"])
    assert all(plot["told"] for section in report["sections"] for plot in section["plots"])
    # Closed to whoever else uses this computer.
    assert all(path.stat().st_mode & 0o077 == 0 for path in studied.rglob("*") if path.is_file())
    # Nothing else is left beside it.
    assert [path.name for path in studied.parent.iterdir()] == [studied.name]


def test_the_placebo_world_is_read_first_and_who_changes_seat_last(studied: Path) -> None:
    sections = [section["key"] for section in json.loads((studied / "study.json").read_text())["sections"]]
    assert sections[0] == "placebo"
    # The page ends with what the run was frozen to.
    assert Headings((studied / "studio.html").read_text()).sections[: len(sections)] == sections
    at = {key: place for place, key in enumerate(sections)}
    assert at["placebo"] < at["material"] < at["choice-weights"] < at["value-time"] < at["value-office"]
    assert at["value-office"] < at["proposal"] < at["seats-changed" if "seats-changed" in at else sections[-1]]
    wanted = {
        "choice-held-out", "override-weights", "inverse", "outcomes", "groups", "flip", "pareto", "rolling", "leximin",
        "envy", "robustness",
    }  # fmt: skip
    assert wanted < set(sections)


def test_the_page_opens_with_one_sentence_that_holds_an_interval(studied: Path) -> None:
    report = json.loads((studied / "study.json").read_text())
    assert FINDING.search(report["finding"]), report["finding"]
    assert Headings((studied / "studio.html").read_text()).findings[0].strip() == typeset(report["finding"])
    assert all(section["finding"] for section in report["sections"])


def test_no_estimate_of_a_rule_is_written_without_its_interval(studied: Path) -> None:
    for how in ("time", "office"):
        head, *rows = (studied / "tabelle" / f"values-{how}.csv").read_text(encoding="utf-8-sig").splitlines()
        names = head.split(";")
        value = next(name for name in names if f"{name}_low" in names)
        assert len(rows) >= 10
        for row in rows:
            cells = dict(zip(names, row.split(";"), strict=True))
            assert float(cells[f"{value}_low"]) <= float(cells[value]) <= float(cells[f"{value}_high"]), row


def test_nobody_is_named_and_no_trait_stands_beside_a_code(studied: Path) -> None:
    people = {one.id for round_ in read_material(studied / OFFICES).rounds for one in round_.records.candidates}
    assert people
    for path in (studied / "tabelle").iterdir():
        words = set(re.split(r"[^\w-]+", path.read_text(encoding="utf-8-sig")))
        if words & people:
            assert path.stem in {"second_looks", "robust_contested", "robust_to_ask", "robust_badges"}, path.name


def test_the_manifest_is_of_this_study(studied: Path) -> None:
    manifest = read_manifest(studied)
    assert (manifest.command, manifest.seed) == ("run", 3)
    assert dict(manifest.options) == {
        "draws": "20",
        "outcome": "completed",
        "experts_sha256": "",
        "outcome_share": "0.0",
    }
    assert manifest.data_sha256 == read_material(studied / OFFICES).digest
    assert manifest.law
    facts = json.loads((studied / "study.json").read_text())["facts"]
    assert manifest.run_id in facts.values()
    assert manifest.data_sha256 in facts.values()


def test_the_proposal_reads_as_a_weight_set_and_nobody_has_adopted_it(studied: Path) -> None:
    (path,) = draft_yaml(studied)
    proposed = parse_weights(path.read_bytes(), path.name)
    assert proposed.version == path.stem
    assert sum(proposed.shares.values()) == weight_sets.GRID
    assert proposed.version not in weight_versions()
    content = yaml.safe_load(path.read_text())
    assert "nessuno l'ha adottata" in content["provenance"]
    assert read_manifest(studied).run_id in content["provenance"]
    # What adoption will ask for is there: the sum of the file, and the study that vouches for it.
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    listed = json.loads((studied / PROPOSED).read_text())
    assert listed["files"] == {path.name: sha256}
    found = study_of(path, sha256)
    assert found is not None
    assert found.run == listed["run"]


def test_shipped_weight_sets_are_as_they_were(studied: Path) -> None:
    assert studied.is_dir()
    assert len(BEFORE) > 0
    assert shipped() == BEFORE


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize(
    "content",
    [
        {"diary.txt": "mine"},
        {MANIFEST_FILE: '{"name": "another program"}'},
        {MANIFEST_FILE: "prove"},
        {MANIFEST_FILE: "run", "notes.txt": "what the study made me think"},
    ],
)
def test_a_folder_with_files_of_somebody_else_is_refused_and_left_alone(
    content: dict[str, str], studied: Path, offices: Path, tmp_path: Path
) -> None:
    manifest = (studied / MANIFEST_FILE).read_text()
    out = tmp_path / "out"
    out.mkdir()
    for name, text in content.items():
        text = {"run": manifest, "prove": manifest.replace('"run"', '"prove"')}.get(text, text)
        (out / name).write_text(text)
    before = files(out)
    with pytest.raises(AbbinaError) as error:
        quick(offices, out)
    assert error.value.code == "folder_not_empty"
    assert files(tmp_path) == {f"out/{name}": raw for name, raw in before.items()}


@pytest.mark.usefixtures("no_work")
def test_a_file_in_the_place_of_the_folder_is_refused(offices: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(AbbinaError) as error:
        quick(offices, tmp_path / "out")
    assert error.value.code == "already_exists"
    assert files(tmp_path) == {"out": b"mine"}


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize("there", [False, True])
def test_a_new_or_an_empty_folder_is_filled(there: bool, offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    if there:
        out.mkdir(parents=True)
    told = quick(offices, out)
    assert "una frase" in told
    assert str(out / "studio.html") in told
    assert set(files(out)) == {"studio.html", "study.json", MANIFEST_FILE}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("no_work")
def test_an_earlier_study_goes_when_the_new_one_is_done_and_leaves_nothing_behind(
    offices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    quick(offices, out)
    (out / "tabelle").mkdir()
    (out / "tabelle" / "stale.csv").write_text("old")
    (out / "2026-9-proposta-00000000.yaml").write_text("old")
    before = files(out)

    def broken(*_: object) -> None:
        assert files(out) == before
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr(room, "write_report", broken)
        with pytest.raises(RuntimeError, match="in the middle"):
            quick(offices, out)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    quick(offices, out)
    assert set(files(out)) == {"studio.html", "study.json", MANIFEST_FILE}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("no_work")
def test_where_the_new_study_cannot_be_put_in_place_the_earlier_one_comes_back(
    offices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    quick(offices, out)
    before = files(out)
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name == "study":
            raise OSError(28, "No space left on device", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        quick(offices, out)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_fails_in_the_middle_leaves_nothing(
    offices: Path, material: Material, past: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AbbinaError("bad_study", why="in the middle")

    monkeypatch.setattr(room, "read_material", lambda *_: material)
    monkeypatch.setattr(room, "past_of", lambda *_: past)
    monkeypatch.setattr(room, "placebo_section", fails)
    with pytest.raises(AbbinaError, match="in the middle"):
        quick(offices, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadRecords):
        quick(tmp_path / "nowhere", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_decisions_inside_the_folder_that_would_be_replaced_are_never_lost(studied: Path) -> None:
    before = files(studied)
    for folder in (studied / OFFICES, studied):
        with pytest.raises(AbbinaError) as error:
            quick(folder, studied)
        assert error.value.code == "bad_study"
        assert str(folder) in error.value.text()
    assert files(studied) == before


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"first_day": 3}', '{"first_day": "2024-01-08", "luck": 1}'])
def test_a_truth_that_is_none_is_told(
    text: str, material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "offices").mkdir()
    (tmp_path / "offices" / TRUTH_FILE).write_text(text)
    monkeypatch.setattr(room, "read_material", lambda *_: material)
    with pytest.raises(AbbinaError) as error:
        quick(tmp_path / "offices", tmp_path / "out")
    assert TRUTH_FILE in error.value.text()


def test_two_commands_never_write_over_one_another(tmp_path: Path, studied: Path) -> None:
    out = tmp_path / "out"
    manifest = (studied / MANIFEST_FILE).read_text()
    with placed(out, "run") as draft:
        draft.mkdir()
        (draft / MANIFEST_FILE).write_text(manifest)
    with pytest.raises(AbbinaError), placed(out, "prove"):
        pytest.fail("nothing is begun")
    with placed(out, "run") as draft:
        draft.mkdir()
        (draft / MANIFEST_FILE).write_text(manifest)
        (draft / "study.json").write_text("{}")
    assert set(files(tmp_path)) == {f"out/{MANIFEST_FILE}", "out/study.json"}


@pytest.mark.parametrize("outcome", ["", "happy", "Completed"])
def test_an_outcome_that_is_none_is_told_with_those_that_are(outcome: str) -> None:
    with pytest.raises(AbbinaError) as error:
        StudyOptions(outcome=outcome)
    assert "completed, hired_exit, hired_6m, hired_12m" in error.value.text()


def test_comparisons_that_are_not_there_are_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError) as error:
        StudyOptions(experts=tmp_path / "none.csv")
    assert error.value.code == "bad_study"
    assert "none.csv" in error.value.text()


def test_the_placebo_number_is_told_before_anything_is_learned(
    offices: Path, material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise AbbinaError("bad_study", why="fermo")

    monkeypatch.setattr(room, "read_material", lambda *_: material)
    monkeypatch.setattr(
        room, "placebo_section", lambda *_: Section(key="placebo", title="t", finding="il numero della prova a vuoto")
    )
    monkeypatch.setattr(room, "learn", stop)
    told = StringIO()
    with pytest.raises(AbbinaError, match="fermo"):
        run_study(offices, tmp_path / "out", OPTIONS, Workers(), Console(file=told, width=200))
    assert "il numero della prova a vuoto" in told.getvalue()

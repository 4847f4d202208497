"""`abbina demo` for every programme, at its real size, from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.page.facts import figures_of
from api.verbs.demo import demo
from data.bundle import Records
from data.errors import AbbinaError, NotFound
from data.intake.read import read_folder
from data.programmes import programme, programme_codes
from data.synthetic import invent
from matching.proposal import Proposal

# Least and most people with a proposal on the first seed: near the public figures, or the targets.
PLACED = {
    "prisma-2019": (85, 115),
    "progressive-2": (18, 28),
    "perla": (15, 29),
    "pon-sia-massa": (25, 42),
    "lavoro-in-corso-2": (62, 90),
}


@pytest.fixture(scope="module")
def outs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {code: tmp_path_factory.mktemp(code) / "out" for code in programme_codes()}


def made(out: Path) -> tuple[Records, Proposal]:
    return read_folder(out / "cohort"), Proposal.model_validate_json((out / "proposal.json").read_text("utf-8"))


@pytest.mark.parametrize("code", programme_codes())
def test_every_programme_has_its_demonstration(
    code: str, outs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    demo(outs[code], code)
    said = " ".join(capsys.readouterr().out.split())
    call = programme(code)
    records, proposal = made(outs[code])
    assert records == invent(code)
    low, high = PLACED[code]
    assert low <= proposal.summary.placed <= high
    assert call.title in said
    assert call.regime.label in said
    assert f"dal {call.period_from:%d/%m/%Y} al {call.period_to:%d/%m/%Y}" in said
    assert (outs[code] / "proposta.html").read_text("utf-8").startswith("<!doctype html>")
    assert all(course.code.label in said for course in call.training)
    assert all(service.label in said for service in call.services)


def test_targets_stand_beside_what_is_proposed(outs: dict[str, Path]) -> None:
    _, proposal = made(outs["progressive-2"])
    figures = {name: figures for name, *figures in figures_of(programme("progressive-2"), proposal)}
    placed = proposal.summary.placed
    months = sum(pair.opening.months for pair in proposal.placed) / placed
    assert figures["inserimenti"] == ["18", "–", str(placed)]
    assert figures["mesi in media"] == ["10", "–", f"{months:.1f}".replace(".", ",")]
    assert figures["ore settimanali in media"][0] == "25"
    _, prisma = made(outs["prisma-2019"])
    told = {name: figures for name, *figures in figures_of(programme("prisma-2019"), prisma)}
    assert told["persone in carico"] == ["194", "197", "197"]
    assert told["assunzioni"] == ["–", "24", "–"]


def test_the_demonstration_tells_each_group_of_the_call_once_and_never_how_many(
    outs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    demo(outs["lavoro-in-corso-2"], "lavoro-in-corso-2")
    said = " ".join(capsys.readouterr().out.split())
    _, proposal = made(outs["lavoro-in-corso-2"])
    disability, other = (group.categories[0].label for group in programme("lavoro-in-corso-2").groups_needed)
    assert [(group.label, group.present) for group in proposal.groups] == [(disability, True), (other, True)]
    line = f"Gruppi che devono esserci tutti: {disability}: presente; {other}: presente."
    assert said.count(line) == 1
    assert line in (outs["lavoro-in-corso-2"] / "proposta.html").read_text("utf-8")


def test_without_a_folder_each_programme_goes_to_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    demo(None, "perla")
    assert (tmp_path / "out" / "demo-perla" / "proposal.json").exists()
    assert "out/demo-perla/proposal.json" in capsys.readouterr().out


def test_another_seed_shows_other_people(tmp_path: Path) -> None:
    for seed in (1, 2):
        demo(tmp_path / str(seed), "perla", seed)
    one, two = (json.loads((tmp_path / seed / "proposal.json").read_text("utf-8")) for seed in ("1", "2"))
    assert one["made"]["inputs_sha256"] != two["made"]["inputs_sha256"]


def test_an_unknown_programme_is_told_with_the_nearest_name_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refusal:
        demo(tmp_path / "out", "progresive-2")
    assert "progressive-2" in refusal.value.text("it")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_invented_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "cohort" / "programme.yaml"
    kept.parent.mkdir()
    kept.write_text("code: perla\ninvented: false\n", encoding="utf-8")
    with pytest.raises(AbbinaError, match=str(tmp_path)):
        demo(tmp_path, "perla")
    assert [file.name for file in kept.parent.iterdir()] == ["programme.yaml"]

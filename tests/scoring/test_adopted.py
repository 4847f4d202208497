"""A service's own weights: they count only by a person's act, and a register that was touched is not believed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import AbbinaError, NotFound
from scoring import adopted
from scoring.adopted import Signed, adopt, faults_of, withdraw
from scoring.register import NOTHING_BEFORE, REGISTER, Act, ActKind, read_register
from scoring.weights import FOLDER, load_weights, shipped_versions, use_weights_folder, weight_versions

BY = Signed(
    name="Anna Neri",
    role="responsabile dell'inserimento lavorativo",
    reason="provati sei mesi con gli operatori",
    when=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
)
V = "2026-9-prova"


@pytest.fixture(autouse=True)
def own(tmp_path: Path) -> Iterator[Path]:
    """The service's folder, in use until the test ends."""
    folder = tmp_path / "own"
    use_weights_folder(folder)
    yield folder
    use_weights_folder(None)


def proposal(folder: Path, version: str = V, floor: str = "0.30") -> Path:
    """A proposal of a study, with what vouches for it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (FOLDER / "2026-3.yaml").read_text(encoding="utf-8")
    text = text.replace("version: 2026-3", f"version: {version}").replace("floor: 0.30", f"floor: {floor}")
    path = folder / f"{version}.yaml"
    path.write_text(text, encoding="utf-8")
    manifest = b'{"seed": 0}\n'
    (folder / "manifest.json").write_bytes(manifest)
    listed = {"run": run_of(manifest), "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}}
    (folder / "proposed.json").write_text(json.dumps(listed))
    return path


def run_of(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()[:12]


def told(call: Callable[[], object]) -> str:
    with pytest.raises(AbbinaError) as caught:
        call()
    return caught.value.text()


def several(own: Path, tmp_path: Path, count: int = 4) -> list[bytes]:
    """A register of some adoptions and one withdrawal; its lines."""
    for k in range(count - 1):
        adopt(proposal(tmp_path / f"s{k}", f"2026-9-p{k}"), own, BY)
    withdraw("2026-9-p0", own, BY)
    return (own / REGISTER).read_bytes().splitlines(keepends=True)


def test_a_set_counts_from_the_moment_in_which_a_person_adopts_it(own: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="2026-1, 2026-2, 2026-3"):
        load_weights(V)
    path = proposal(tmp_path / "study")
    act = adopt(path, own, BY)
    loaded = load_weights(V)
    assert loaded.version == V
    assert loaded.digest == act.weights_sha256 == act.proposed_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded.shares == load_weights("2026-3").shares
    assert weight_versions() == (*shipped_versions(), V)
    assert (act.sequence, act.act, act.name, act.role, act.reason) == (1, ActKind.ADOPT, BY.name, BY.role, BY.reason)
    assert act.study == run_of(b'{"seed": 0}\n')
    assert act.previous_sha256 == NOTHING_BEFORE
    assert faults_of(own) == ()
    use_weights_folder(None)
    assert weight_versions() == shipped_versions()
    with pytest.raises(NotFound):
        load_weights(V)


def test_another_folder_holds_other_sets_of_the_same_name(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    adopt(proposal(tmp_path / "a", floor="0.30"), own, BY)
    adopt(proposal(tmp_path / "b", floor="0.40"), other, BY)
    assert load_weights(V).floor == 0.30
    use_weights_folder(other)
    assert load_weights(V).floor == 0.40


def test_a_withdrawn_set_is_read_but_not_offered(own: Path, tmp_path: Path) -> None:
    adopt(proposal(tmp_path / "study"), own, BY)
    act = withdraw(V, own, BY)
    assert (act.sequence, act.act) == (2, ActKind.WITHDRAW)
    assert load_weights(V).version == V
    assert weight_versions() == shipped_versions()
    assert "Adottate e in uso: nessuna" in told(lambda: withdraw(V, own, BY))
    assert "esiste già" in told(lambda: adopt(tmp_path / "study" / f"{V}.yaml", own, BY))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": " "}, "serve il nome"),
        ({"name": "."}, "serve il nome"),
        ({"role": ""}, "serve il ruolo"),
        ({"reason": ""}, "serve un motivo"),
        ({"reason": "ok va bene"}, "almeno 10 lettere"),
        ({"reason": "xxxxxxxxxxxxxxxx"}, "serve un motivo"),
        ({"reason": "1234567890123 ---"}, "serve un motivo"),
    ],
)
def test_nobody_adopts_without_name_role_and_reason(
    change: dict[str, str], why: str, own: Path, tmp_path: Path
) -> None:
    signed = Signed(**{"name": BY.name, "role": BY.role, "reason": BY.reason, **change}, when=BY.when)
    path = proposal(tmp_path / "study")
    assert why in told(lambda: adopt(path, own, signed))
    assert not own.exists()
    adopt(path, own, BY)
    assert why in told(lambda: withdraw(V, own, signed))
    assert len(read_register(own).acts) == 1


def test_what_a_terminal_cannot_decode_does_not_stop_the_register(own: Path, tmp_path: Path) -> None:
    signed = Signed(name="Anna\udce0 Neri", role="ruolo\nsu due righe", reason=BY.reason, when=BY.when)
    act = adopt(proposal(tmp_path / "study"), own, signed)
    assert (act.name, act.role) == ("Anna? Neri", "ruolo su due righe")
    assert read_register(own).faults == ()


@pytest.mark.parametrize("version", ["2026-3", V])
def test_a_version_that_exists_is_never_adopted_again(version: str, own: Path, tmp_path: Path) -> None:
    adopt(proposal(tmp_path / "study"), own, BY)
    assert f"«{version}» esiste già" in told(lambda: adopt(proposal(tmp_path / "again", version), own, BY))
    assert len(read_register(own).acts) == 1


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xff\xfe\x00", ""),
        (b"", "servono esattamente"),
        (b"version: [", ""),
        (b"- 1\n", "servono esattamente"),
        (b"title: 2026-13-45\n", "month"),
        (b"[" * 20_000, ""),
    ],
    ids=["no text", "empty", "broken", "a list", "no such day", "too deep"],
)
def test_a_file_that_does_not_read_is_refused(raw: bytes, why: str, own: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(raw)
    said = told(lambda: adopt(path, own, BY, without_study=True))
    assert said.startswith("File di riferimento p.yaml: ")
    assert why in said
    assert "non si può leggere" in told(lambda: adopt(tmp_path / "gone.yaml", own, BY))
    assert not own.exists()


@pytest.mark.parametrize("version", ["../fuori", ".nascosta", "a b", "a/b"])
def test_a_version_that_leads_out_of_the_folder_is_refused(version: str, own: Path, tmp_path: Path) -> None:
    path = proposal(tmp_path / "study")
    path.write_text(path.read_text(encoding="utf-8").replace(V, version), encoding="utf-8")
    (tmp_path / "study" / "manifest.json").unlink()
    assert "servono lettere" in told(lambda: adopt(path, own, BY, without_study=True))
    assert not own.exists()


def test_a_proposal_that_was_changed_after_the_study_is_refused(own: Path, tmp_path: Path) -> None:
    path = proposal(tmp_path / "study")
    path.write_text(path.read_text(encoding="utf-8").replace("floor: 0.30", "floor: 0.20"), encoding="utf-8")
    for without in (False, True):
        assert "cambiato dopo lo studio" in told(lambda w=without: adopt(path, own, BY, without_study=w))
    manifest = proposal(tmp_path / "other").with_name("manifest.json")
    manifest.write_bytes(b"{}")
    assert "non è quello dello studio" in told(lambda: adopt(tmp_path / "other" / f"{V}.yaml", own, BY))
    assert not own.exists()


@pytest.mark.parametrize("gone", ["manifest.json", "proposed.json", "unnamed"])
def test_without_a_study_it_is_said_and_has_to_be_asked_for(gone: str, own: Path, tmp_path: Path) -> None:
    path = proposal(tmp_path / "study")
    if gone == "unnamed":
        path = path.rename(path.with_name("copia.yaml"))
    else:
        path.with_name(gone).unlink()
    assert "non si può controllare" in told(lambda: adopt(path, own, BY))
    act = adopt(path, own, BY, without_study=True)
    assert act.study is None
    assert act.proposed_sha256 is None
    assert load_weights(V).digest == act.weights_sha256


@pytest.mark.parametrize("listed", ["{", "[]", '{"run": 1, "files": {}}', '{"run": "abc"}', '{"run": "", "files": {}}'])
def test_a_list_of_the_study_that_does_not_read_vouches_for_nothing(listed: str, own: Path, tmp_path: Path) -> None:
    path = proposal(tmp_path / "study")
    path.with_name("proposed.json").write_text(listed)
    assert "proposed.json" in told(lambda: adopt(path, own, BY))


def test_an_adopted_file_that_was_changed_or_is_gone_is_not_believed(own: Path, tmp_path: Path) -> None:
    adopt(proposal(tmp_path / "study"), own, BY)
    path = own / f"{V}.yaml"
    raw = path.read_bytes()
    path.write_bytes(raw + b"\n")
    assert "la riga 1 di registro.jsonl ha un altro sha256" in told(lambda: load_weights(V))
    assert faults_of(own) == (f"riga 1: {V}.yaml è stato cambiato dopo",)
    path.unlink()
    assert "non si può leggere" in told(lambda: load_weights(V))
    assert len(faults_of(own)) == 1
    path.write_bytes(raw)
    assert load_weights(V).version == V


def test_a_file_that_no_line_names_is_not_believed(own: Path, tmp_path: Path) -> None:
    own.mkdir()
    (own / f"{V}.yaml").write_bytes(proposal(tmp_path / "study").read_bytes())
    assert "non dice che qualcuno lo ha adottato" in told(lambda: load_weights(V))
    assert weight_versions() == shipped_versions()
    assert "nessuna riga lo nomina" in faults_of(own)[0]


def edited(lines: list[bytes], k: int) -> list[bytes]:
    return [*lines[:k], lines[k].replace(b"Anna Neri", b"Ugo Bianchi"), *lines[k + 1 :]]


def resealed(lines: list[bytes], k: int) -> list[bytes]:
    """Edited by somebody who knows how the sum of a line is made."""
    act = Act.model_validate_json(lines[k]).model_copy(update={"name": "Ugo Bianchi"}).sealed()
    return [*lines[:k], act.line(), *lines[k + 1 :]]


TAMPERED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int]] = {
    "the first line edited": (lambda lines: edited(lines, 0), 1),
    "a line in the middle edited": (lambda lines: edited(lines, 1), 2),
    "the last line edited": (lambda lines: edited(lines, 3), 4),
    "a line edited and summed again": (lambda lines: resealed(lines, 1), 3),
    "the first line taken out": (lambda lines: lines[1:], 1),
    "a line in the middle taken out": (lambda lines: [lines[0], *lines[2:]], 2),
    "two lines in the other order": (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
    "a line written twice": (lambda lines: [lines[0], lines[0], *lines[1:]], 2),
    "half a last line": (lambda lines: [*lines[:3], lines[3][:40]], 4),
    "no end of the last line": (lambda lines: [*lines[:3], lines[3][:-1]], 4),
    "a blank line": (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3),
    "a field more": (lambda lines: [lines[0].replace(b"{", b'{"x":1,', 1), *lines[1:]], 1),
    "a field twice": (lambda lines: [lines[0].replace(b"{", b'{"sequence":9,', 1), *lines[1:]], 1),
    "not JSON": (lambda lines: [*lines[:3], b"adottata da Ugo\n"], 4),
    "no UTF-8": (lambda lines: [*lines[:3], b"\xff\xfe\n"], 4),
    "nothing": (lambda lines: [], 1),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_register_that_was_touched_is_told_with_its_line_and_nothing_of_it_counts(
    name: str, own: Path, tmp_path: Path
) -> None:
    lines = several(own, tmp_path)
    assert load_weights("2026-9-p1").version == "2026-9-p1"
    touch, line = TAMPERED[name]
    (own / REGISTER).write_bytes(b"".join(touch(lines)))
    first = read_register(own).faults[0]
    assert first.startswith(f"riga {line}: ")
    before = (own / REGISTER).read_bytes()
    for refused in (
        lambda: load_weights("2026-9-p1"),
        weight_versions,
        lambda: adopt(proposal(tmp_path / "new"), own, BY),
        lambda: withdraw("2026-9-p1", own, BY),
    ):
        assert f"registro.jsonl: {first}" in told(refused)
    assert (own / REGISTER).read_bytes() == before
    assert not (own / f"{V}.yaml").exists()
    # What the program brings does not hang on it.
    assert load_weights("2026-3").version == "2026-3"


def forged(acts: list[Act], **last: object) -> bytes:
    """A register by somebody who knows how sums are made, its last line changed and summed again."""
    return b"".join([*(act.line() for act in acts[:-1]), acts[-1].model_copy(update=last).sealed().line()])


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ({"sequence": 7}, "riga 4: ha il numero 7, ma qui serve il 4"),
        ({"previous_sha256": "a" * 64}, "riga 4: non segue la riga 3"),
        ({"act": ActKind.ADOPT, "version": "2026-9-p0"}, "riga 4: adotta di nuovo la versione 2026-9-p0"),
        ({"version": "2026-9-p9"}, "riga 4: ritira la versione 2026-9-p9, che non era in uso"),
        ({"weights_sha256": "a" * 64}, "riga 4: ritira un file diverso"),
    ],
)
def test_lines_that_hold_together_and_make_no_sense_are_told(
    last: dict[str, object], why: str, own: Path, tmp_path: Path
) -> None:
    several(own, tmp_path)
    acts = list(read_register(own).acts)
    assert forged(acts) == (own / REGISTER).read_bytes()
    (own / REGISTER).write_bytes(forged(acts, **last))
    assert read_register(own).faults[0].startswith(why)


def test_a_cut_end_is_no_fault_of_the_chain_but_its_file_and_the_kept_sum_show_it(own: Path, tmp_path: Path) -> None:
    for k in range(2):
        adopt(proposal(tmp_path / f"s{k}", f"2026-9-p{k}"), own, BY)
    kept = read_register(own).last_sha256
    lines = (own / REGISTER).read_bytes().splitlines(keepends=True)
    (own / REGISTER).write_bytes(lines[0])
    register = read_register(own)
    assert register.faults == ()
    assert kept not in {act.sha256 for act in register.acts}
    assert "2026-9-p1.yaml: nessuna riga lo nomina" in faults_of(own)[0]
    assert "non dice che qualcuno lo ha adottato" in told(lambda: load_weights("2026-9-p1"))


def test_the_sum_of_a_line_is_that_of_its_text_without_it(own: Path, tmp_path: Path) -> None:
    """Whoever wants to check a register needs no program of ours."""
    before = NOTHING_BEFORE
    for line in several(own, tmp_path):
        text, _, digest = line.rstrip(b"\n}").rpartition(b',"sha256":')
        assert hashlib.sha256(text + b"}").hexdigest() == json.loads(digest)
        assert json.loads(line)["previous_sha256"] == before
        before = json.loads(digest)


def test_a_register_that_cannot_be_read_is_told(own: Path) -> None:
    (own / REGISTER).mkdir(parents=True)
    assert "non si può leggere" in told(weight_versions)


CODE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from data.intake import closed_file
from scoring import adopted
by = adopted.Signed(name="Anna Neri", role="responsabile", reason="provati sei mesi con gli operatori",
                    when=datetime(2026, 11, 22, tzinfo=UTC))
"""


def started(code: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CODE + code, *words])


def test_adoptions_at_the_same_moment_come_one_after_the_other(own: Path, tmp_path: Path) -> None:
    names = [[f"2026-9-{who}{k}" for k in range(12)] for who in "ab"]
    paths = [[str(proposal(tmp_path / version, version)) for version in mine] for mine in names]
    # Both want this one: it is adopted once.
    shared = str(proposal(tmp_path / "shared", "2026-9-c"))
    code = """
own = Path(sys.argv[1])
for path in sys.argv[2:]:
    try:
        adopted.adopt(Path(path), own, by)
    except adopted.AbbinaError as error:
        assert error.code == "already_exists", error
"""
    both = [started(code, str(own), *mine[:6], shared, *mine[6:]) for mine in paths]
    assert [one.wait(60) for one in both] == [0, 0]
    register = read_register(own)
    assert register.faults == ()
    assert sorted(act.version for act in register.acts) == sorted([*names[0], *names[1], "2026-9-c"])
    assert faults_of(own) == ()


KILLS = {
    "before anything is written": "adopted._place = lambda *a: die()",
    "while the YAML is written": "adopted.write_fresh = lambda p, raw: (p.with_name('.x').write_bytes(raw[:9]), die())",
    "after the YAML": "adopted._append = lambda *a: die()",
    "while the register is written": "closed_file.Path.replace = lambda *a: die()",
}


@pytest.mark.parametrize("when", KILLS)
@pytest.mark.parametrize("first", [True, False], ids=["first act", "later act"])
def test_who_is_killed_in_the_middle_has_adopted_nothing_and_can_do_it_again(
    when: str, first: bool, own: Path, tmp_path: Path
) -> None:
    if not first:
        adopt(proposal(tmp_path / "before", "2026-9-before"), own, BY)
    path = proposal(tmp_path / "study")
    die = "def die(): os.kill(os.getpid(), signal.SIGKILL)\n"
    killed = started(
        f"{die}{KILLS[when]}\nadopted.adopt(Path(sys.argv[1]), Path(sys.argv[2]), by)", str(path), str(own)
    )
    assert killed.wait(60) == -9
    register = read_register(own)
    assert register.faults == ()
    assert register.offered == (() if first else ("2026-9-before",))
    with pytest.raises(AbbinaError):
        load_weights(V)
    assert weight_versions() == (*shipped_versions(), *register.offered)
    # The lock went with the process, and what is left is good as it is.
    adopt(path, own, BY, wait_s=0)
    assert load_weights(V).version == V
    assert faults_of(own) == ()


def test_a_file_of_the_same_name_with_other_content_is_never_written_over(own: Path, tmp_path: Path) -> None:
    own.mkdir()
    (own / f"{V}.yaml").write_text("di qualcun altro")
    assert "con un altro contenuto" in told(lambda: adopt(proposal(tmp_path / "study"), own, BY))
    assert (own / f"{V}.yaml").read_text() == "di qualcun altro"
    assert not (own / REGISTER).exists()


def test_a_folder_in_use_is_told(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adopted, "_locked", lambda handle: False)
    with pytest.raises(AbbinaError) as caught:
        adopt(proposal(tmp_path / "study"), own, BY, wait_s=0)
    assert caught.value.code == "folder_busy"
    assert not (own / REGISTER).exists()


def test_what_is_written_is_closed_to_others_and_the_same_act_gives_the_same_bytes(own: Path, tmp_path: Path) -> None:
    path = proposal(tmp_path / "study")
    adopt(path, own, BY)
    adopt(path, tmp_path / "twin", BY)
    for name in (REGISTER, f"{V}.yaml"):
        assert (own / name).read_bytes() == (tmp_path / "twin" / name).read_bytes()
        assert (own / name).stat().st_mode & 0o077 == 0

"""`abbina seal`: the seal and nothing else; no name on the screen, in an error or in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from api.cli import build
from api.settings import seal_key_file
from data.sealed import read_key, seal

NAME = "Zebedeo Quattrocchi"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "sigillo.chiave"
    read_key(path)
    return path


def run(*args: str, **given: Any) -> Any:
    return CliRunner().invoke(build("seal"), ["seal", *args], **given)


def test_names_that_are_piped_become_seals_a_line_each(key: Path) -> None:
    told = run("--key", str(key), input=f"{NAME}\n\n  QUATTROCCHI  zebedeo\nAnna Rossi\n")
    assert told.exit_code == 0
    secret, _ = read_key(key)
    assert told.stdout.splitlines() == [seal(NAME, secret), seal(NAME, secret), seal("Anna Rossi", secret)]
    assert told.stderr == ""


def test_a_new_key_is_told_beside_the_seal(tmp_path: Path) -> None:
    file = tmp_path / "new.chiave"
    told = run("--key", str(file), input=f"{NAME}\n")
    assert told.exit_code == 0
    assert "Nuova chiave" in told.stderr
    assert told.stdout == seal(NAME, read_key(file)[0]) + "\n"
    assert run("--key", str(file), input=f"{NAME}\n").stdout == told.stdout


def test_the_environment_says_where_the_key_is(key: Path) -> None:
    told = run(input=f"{NAME}\n", env={"ABBINA_SEAL_KEY": str(key)})
    assert told.stdout == seal(NAME, read_key(key)[0]) + "\n"


@pytest.mark.parametrize("typed", ["", "\n\n", "12 34\n", f"{NAME}\n???\n"])
def test_what_is_no_name_is_refused_without_a_word_of_it(key: Path, typed: str) -> None:
    told = run("--key", str(key), input=typed)
    assert told.exit_code != 0
    assert told.stdout == ""
    assert "Zebedeo" not in told.output
    assert "???" not in told.output
    assert "serve un nome" in told.output


@pytest.mark.parametrize("words", [[NAME], NAME.split(), [f"--name={NAME}"], ["--name", NAME]])
def test_a_name_in_the_command_is_refused_and_never_written_again(key: Path, words: list[str]) -> None:
    told = run("--key", str(key), *words, input=f"{NAME}\n")
    assert told.exit_code != 0
    assert told.stdout == ""
    assert "Zebedeo" not in told.output
    assert "Quattrocchi" not in told.output
    assert "[]" not in told.output


def test_letters_in_another_encoding_are_refused(key: Path) -> None:
    told = run("--key", str(key), input=b"Nicol\xf2 Rossi\n")
    assert told.exit_code != 0
    assert told.stdout == ""
    assert "Rossi" not in told.output


@pytest.mark.parametrize(("again", "is_right"), [("quattrocchi zebedeo", True), ("Zebedeo Quatrocchi", False)])
def test_at_a_terminal_the_name_is_asked_twice_and_never_shown(
    key: Path, monkeypatch: pytest.MonkeyPatch, again: str, is_right: bool
) -> None:
    answers, asked = [NAME, again], []

    def prompt(text: str, **how: Any) -> str:
        asked.append(how["hide_input"])
        return answers.pop(0)

    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    monkeypatch.setattr(typer, "prompt", prompt)
    verb = sys.modules[build("seal").registered_commands[0].callback.__module__]
    monkeypatch.setattr(verb.sys, "stdin", Terminal())
    if is_right:
        verb.seal(key)
    else:
        with pytest.raises(typer.BadParameter) as told:
            verb.seal(key)
        assert "non sono uguali" in told.value.message
        assert "Quat" not in told.value.message
    assert asked == [True, True]


def test_the_key_is_looked_for_where_the_user_keeps_settings(tmp_path: Path) -> None:
    assert seal_key_file({"ABBINA_SEAL_KEY": "/k"}) == Path("/k")
    assert seal_key_file({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "abbina" / "sigillo.chiave"
    found = seal_key_file({})
    assert found is None or found.name == "sigillo.chiave"

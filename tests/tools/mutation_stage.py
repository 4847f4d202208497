"""The copy of the tree in which mutants are made: the same behaviour, in a form that mutmut changes where it should."""

from __future__ import annotations

import ast
import io
import shutil
import tokenize
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = Path(__file__).with_name("mutation.cfg")
# Functions whose literal arguments are words for people: `tests/tools/messages.py` and the catalogues look after them.
TEXTS = {"say", "say_n", "marked"}
PROPERTIES = {"property", "cached_property"}
Place = tuple[int, int]


def settings(only: tuple[str, ...] = ()) -> ConfigParser:
    """What is mutated and tested, as `mutation.cfg` says or only the files named."""
    read = ConfigParser()
    read.read(SETTINGS, encoding="utf-8")
    if only:
        read["mutmut"]["only_mutate"] = "\n" + "\n".join(only)
    return read


def lines_of(config: ConfigParser, name: str) -> list[str]:
    return config["mutmut"][name].split()


def stage(folder: Path, config: ConfigParser) -> None:
    """Copy what the tests need into an empty folder and put the files to be mutated in the form mutmut needs."""
    folder.mkdir(parents=True)
    for name in (*lines_of(config, "source_paths"), "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", *lines_of(config, "also_copy")):
        shutil.copyfile(ROOT / name, folder / name)
    with (folder / "setup.cfg").open("w", encoding="utf-8") as written:
        config.write(written)
    for pattern in lines_of(config, "only_mutate"):
        for file in sorted(folder.glob(pattern)):
            file.write_text(plain_properties(quoted_texts(file.read_text(encoding="utf-8"))), encoding="utf-8")


def quoted_texts(source: str) -> str:
    """Words for people in three quotes: mutmut leaves such strings as they are."""
    stretches = [
        ((text.lineno, text.col_offset), (text.end_lineno or 0, text.end_col_offset or 0))
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TEXTS
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    lines = source.splitlines(keepends=True)
    for token in reversed(list(_strings(source))):
        (line, start), (_, end) = token.start, token.end
        # The tree counts bytes, the tokens count characters.
        place = (line, len(lines[line - 1][:start].encode()))
        if any(first <= place < last for first, last in stretches):
            written = lines[line - 1]
            lines[line - 1] = written[:start] + token.string[0] * 2 + token.string + token.string[0] * 2 + written[end:]
    return "".join(lines)


def _strings(source: str) -> Iterator[tokenize.TokenInfo]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING and token.string[0] in "\"'" and token.string[:3] not in ('"""', "'''"):
            yield token


def plain_properties(source: str) -> str:
    """Properties as `name = property(_of_name)` below a plain method: mutmut passes over decorated functions."""
    lines = source.splitlines(keepends=True)
    methods = [
        method
        for owner in ast.walk(ast.parse(source))
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and len(method.decorator_list) == 1
    ]
    for method in sorted(methods, key=lambda method: method.lineno, reverse=True):
        kind = method.decorator_list[0]
        if isinstance(kind, ast.Name) and kind.id in PROPERTIES:
            indent = " " * method.col_offset
            lines.insert(method.end_lineno or 0, f"{indent}{method.name} = {kind.id}(_of_{method.name})\n")
            head = method.lineno - 1
            lines[head] = lines[head].replace(f"def {method.name}(", f"def _of_{method.name}(", 1)
            del lines[kind.lineno - 1]
    return "".join(lines)

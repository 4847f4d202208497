"""The copy in which mutants are made behaves as the code does: otherwise the figure would be of other code."""

from __future__ import annotations

import ast
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.tools.mutation_stage import ROOT, lines_of, plain_properties, quoted_texts, settings

MUTATED = sorted(file for pattern in lines_of(settings(), "only_mutate") for file in ROOT.glob(pattern))


@pytest.mark.parametrize("file", MUTATED, ids=lambda file: file.name)
def test_words_in_three_quotes_are_the_same_words(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert ast.dump(ast.parse(quoted_texts(source))) == ast.dump(ast.parse(source))


def test_only_words_for_people_are_put_in_three_quotes() -> None:
    source = (
        'a = say("Perché è «così» {n}.", n=f("x")), marked(\n    "uno "\n    \'due\'\n), g("y")[say_n("a", \'b\', 1)]\n'
    )
    assert quoted_texts(source) == (
        'a = say("""Perché è «così» {n}.""", n=f("x")), marked(\n    """uno """\n    \'\'\'due\'\'\'\n), '
        'g("y")[say_n("""a""", \'\'\'b\'\'\', 1)]\n'
    )


def test_a_property_is_a_plain_method_and_still_a_property() -> None:
    source = '''
class Box:
    """A box."""

    @property
    def size(self) -> int:
        """Its size."""
        return 3

    @cached_property
    def parts(self) -> list[int]:
        return [self.size]

    @classmethod
    def small(cls) -> "Box":
        return cls()
'''
    staged = plain_properties(source)
    assert "def _of_size(self)" in staged
    assert "size = property(_of_size)" in staged
    made: dict[str, Any] = {"cached_property": cached_property}
    exec(compile(staged, "staged", "exec"), made)
    box = made["Box"].small()
    assert (box.size, box.parts) == (3, [3])
    assert box.parts is box.parts


def test_every_rule_and_the_law_book_are_mutated() -> None:
    names = {file.relative_to(ROOT).as_posix() for file in MUTATED}
    assert "data/lawbook.py" in names
    assert {f"scoring/rules/{file.name}" for file in (ROOT / "scoring/rules").glob("*.py")} <= names

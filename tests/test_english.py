"""Every sentence for people has its English, and no Italian stands where nobody says it."""

from __future__ import annotations

import ast
import gettext
import io
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from data.errors import SENTENCES
from tests.tools.italian import looks_italian
from tests.tools.messages import (
    ENGLISH,
    KEYWORDS,
    ROOT,
    Sentence,
    as_text,
    english,
    python_sentences,
    renewed,
    sentences,
    unsaid,
)

HOW = "run `make messages`, then fill in the empty msgstr of data/locale/en/LC_MESSAGES/abbina.po"
# Rooms in which Italian stands outside sentences: labels beside their English, and words that people may write.
NO_SENTENCES = {
    "data/codes.py": "labels of vocabularies stand beside their English",
    "data/host_codes.py": "labels of vocabularies stand beside their English",
    "data/paper_codes.py": "labels of vocabularies stand beside their English",
    "data/quota.py": "labels of states stand beside their English",
    "data/ramp.py": "words that people may write for steps of hours",
    "data/sealed.py": "titles and particles of names",
    "data/school_calendar.py": "labels of seasons stand beside their English",
    "data/week_text.py": "words that people may write for days",
    "matching/decision_reason.py": "labels of reasons stand beside their English",
    "matching/bands.py": "labels of bands stand beside their English",
    "data/intake/book/form.py": "names of sheets and columns stand beside their English",
    "data/intake/cells.py": "words for `none` in a cell",
    "data/intake/office/propose_mapping_values.py": "words in hours of other people's files",
    "data/intake/office/skipped_rows.py": "words in rows of other people's files",
    "data/intake/office/spoken_cells.py": "words in cells of other people's files",
    "data/intake/office/spoken_week.py": "words in hours of other people's files",
    "data/intake/update/labels.py": "headers of the review, names of its files and answers stand beside their English",
    "data/intake/update/hosts.py": "words that names of companies share",
    "data/intake/vinil/rows.py": "headers of the tables of an assessment",
    "data/suggest/denials.py": "words by which people say no",
    "data/suggest/told.py": "words that part what a person tells",
    "data/synthetic_kinds.py": "invented names of companies",
    "api/rest/proposals.py": "labels of objectives stand beside their English",
    "data/week.py": "days and words in hours",
    "matching/pair_said.py": "labels of states stand beside their English",
}
# Texts that only look Italian, with the reason.
LOOK_ALIKES = {
    "step_free=sì; elevator=no": "a cell of the example, which either language reads",
    "UNDERGROUND_AND_ORE": "a code of the law",
}
# In the rooms above a longer text without a pattern's marks is a sentence all the same.
FEW_WORDS = 9


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return english()


@pytest.fixture(scope="module")
def extracted() -> dict[Sentence, list[str]]:
    return sentences()


def forms_of(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def places_in(sentence: str) -> set[str]:
    """Facts in a sentence, in the braces of code and in the brackets of templates."""
    braces = {f"{name}:{form}!{how}" for _, name, form, how in string.Formatter().parse(sentence) if name is not None}
    return braces | set(re.findall(r"%\(\w+\)[a-z]", sentence))


def test_every_sentence_has_its_english(catalogue: Catalog, extracted: dict[Sentence, list[str]]) -> None:
    known = {tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id for message in catalogue}
    missing = {str(sentence): where for sentence, where in extracted.items() if sentence not in known}
    assert missing == {}, HOW
    assert unsaid(catalogue) == [], HOW


def test_the_file_holds_nothing_else(catalogue: Catalog) -> None:
    assert not catalogue.obsolete, HOW
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert ENGLISH.read_text(encoding="utf-8") == as_text(renewed(catalogue)), HOW


def test_english_names_the_same_facts(catalogue: Catalog) -> None:
    for message in catalogue:
        italian, said = forms_of(message.id), forms_of(message.string)
        assert len(italian) == len(said)
        if not all(said):
            continue
        if len(said) == 1:
            assert places_in(said[0]) == places_in(italian[0]), message.id
        else:
            # The singular may leave the number out.
            number = {"n:!None", "%(count)s"}
            assert places_in(said[1]) | number == places_in(italian[1]) | number, message.id
            assert places_in(said[0]) | number == places_in(italian[0]) | number, message.id


def test_english_is_laid_out_as_the_italian_is(catalogue: Catalog) -> None:
    """Blanks at the ends join pieces; a faults' phrase in lower case stays one, a sentence stays one."""
    for message in catalogue:
        for italian, said in zip(forms_of(message.id), forms_of(message.string), strict=True):
            if not italian or not said:
                continue
            for strip in (str.lstrip, str.rstrip):
                assert len(italian) - len(strip(italian)) == len(said) - len(strip(said)), message.id
            name = said.startswith(("ATECO", "CEFR", "ESCO", "Italian", "JSON", "UTF-8", "YAML"))
            assert name or said[0] == "{" or italian[0].islower() == said[0].islower(), message.id
            assert italian.count("`") == said.count("`"), message.id
            assert "«" not in said, message.id
            assert said.count("“") == said.count("”"), message.id


def test_the_file_compiles(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    told = gettext.GNUTranslations(compiled)
    assert told.gettext(SENTENCES["already_exists"]) == "{what} “{key}” already exists."


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """Texts in the code that are no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    prose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node.lineno, node.value


def test_no_italian_stands_outside_the_sentences(extracted: dict[Sentence, list[str]]) -> None:
    said = {form for sentence in extracted for form in forms_of(sentence)}
    unspoken = []
    for floor in ("data", "scoring", "matching", "api", "experiments"):
        for file in sorted((ROOT / floor).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            for line, text in literals(file):
                words = name in NO_SENTENCES and (len(text.split()) < FEW_WORDS or "\\" in text)
                if looks_italian(text) and text not in said and text not in LOOK_ALIKES and not words:
                    unspoken.append(f"{name}:{line}: {text[:80]!r}")
    assert unspoken == [], "say(...), say_n(...) or marked(...) them"


def test_sentences_are_found_inside_other_texts_and_names_of_facts_are_not() -> None:
    code = b"""f'{first} {say("Altre.", n=n)}'; say(SENTENCES[facts["say"]]); say_n("una", "molte", n); x("y")"""
    found = {(name, said) for _, name, said, _ in python_sentences(io.BytesIO(code), KEYWORDS, (), {})}
    assert found == {("say", ("Altre.",)), ("say", (None,)), ("say_n", ("una", "molte", None))}

"""The sentences for people, taken out of the code, and the English file kept in step with them: `make messages`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from data.language import LOCALE
from data.lawbook import LawBook
from data.programmes import programme, programme_codes
from data.synthetic_profile import profile

ROOT = Path(__file__).parents[2]
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "abbina.po"
# Function -> which of its arguments are sentences; the last three are those of templates.
KEYWORDS = {"say": (1,), "say_n": (1, 2), "marked": (1,), "_": None, "gettext": None, "ngettext": (1, 2)}
# Babel's own header names the day and the version of Babel: both would change from machine to machine.
HEADER = """\
# English sentences of Abbina; the Italian ones stand in the code, and in data/law and data/programmes.
# `make messages` adds what is new, with an empty msgstr to fill in, and drops what is gone.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Sentence = str | tuple[str, str]


def sentences() -> dict[Sentence, list[str]]:
    """Every sentence in the code and in the law, singular and plural together, with where it stands."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[Sentence, list[str]] = {}
    for file, line, message, _, _ in extract_from_dir(ROOT, methods, options, KEYWORDS):
        sentence: Sentence = (message[0], message[1]) if isinstance(message, tuple) else message
        found.setdefault(sentence, []).append(f"{file}:{line}")
    for code in programme_codes():
        call = programme(code)
        texts = (call.title, call.note, profile(code).why, *(category.evidence for category in call.categories))
        for text in filter(None, texts):
            found.setdefault(text, []).append(f"data/programmes: {code}")
    for parameter in LawBook.load().parameters.values():
        found.setdefault(parameter.title, []).append(f"data/law: {parameter.key}")
    return found


def python_sentences(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Calls in a Python file whose arguments are sentences, for Babel.

    Babel's own reader sees calls inside f-strings under some versions of Python only.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            literals = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            said = tuple(value if isinstance(value, str) else None for value in literals)
            yield node.lineno, node.func.id, said, []


def english() -> Catalog:
    """The English file."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def renewed(known: Catalog) -> Catalog:
    """The catalogue of exactly the sentences that there are, with the English that is known; nothing is guessed."""
    catalogue = Catalog(locale="en")
    for sentence in sentences():
        before = known.get(sentence if isinstance(sentence, str) else sentence[0])
        same = before is not None and before.pluralizable == isinstance(sentence, tuple) and not before.fuzzy
        empty = "" if isinstance(sentence, str) else ("", "")
        catalogue.add(sentence, before.string if same and before is not None else empty)
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """A catalogue as the file holds it: sorted, without places, dates or line breaks that depend on a machine."""
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER + body.getvalue().decode()


def unsaid(catalogue: Catalog) -> list[str]:
    """Sentences without English, the singular of those with a plural."""
    missing = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(forms):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


if __name__ == "__main__":
    after = renewed(english())
    ENGLISH.write_text(as_text(after), encoding="utf-8")
    sys.stdout.write(f"{len(after)} sentences, {len(unsaid(after))} without English: {ENGLISH.relative_to(ROOT)}\n")

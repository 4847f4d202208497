"""What people write for the entries of a catalogue, and what is nearest to a name that does not exist."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from data.entries import Competence, Role
from data.errors import AbbinaError
from data.language import marked

# How like a known name a word must be to be offered: below it a suggestion only puzzles.
LIKE = 0.5
LIKE_WORD = 0.7
SUGGESTED = 3
# The first names, which are the shipped ones, are all compared; of the others, so many that share the most words.
FEW_NAMES = 1000
COMPARED = 300

# Why a skill of ESCO may be asked of nobody: reasons in `reference/esco_denied.csv`.
DENIED = {
    "health": marked("«{name}» non è una competenza da chiedere a una persona: riguarda la sua salute."),
    "body": marked("«{name}» non è una competenza da chiedere a una persona: è uno sforzo, scrivilo fra le richieste."),
    "judgement": marked("«{name}» non è una competenza da chiedere a una persona: è un giudizio su di lei."),
    "religion": marked("«{name}» non è una competenza da chiedere a una persona: può dire la sua religione."),
    "politics": marked("«{name}» non è una competenza da chiedere a una persona: può dire le sue idee politiche."),
}

_URI = re.compile(r"^https?://\S+/(?=[^/]+$)")
# Of any alphabet: ESCO has labels in Greek and Cyrillic too.
_APART = re.compile(r"[\W_]+")
_ID = re.compile(r"[0-9a-f]{8}( [0-9a-f]{4}){3} [0-9a-f]{12}")
_PAIRED = re.compile(r"(?:(?<=\w)tore/trice|[oe]/a)\b")
_FEMININE = {"tore/trice": "trice", "o/a": "a", "e/a": "a"}


def plain_name(text: str) -> str:
    """A name without case, accents and punctuation; of the address of a concept, its id."""
    text = _URI.sub("", text.strip())
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_APART.split(text.lower())).strip()


def own_names(file: str, entries: Iterable[Role | Competence]) -> Mapping[str, str]:
    """Every name of the shipped entries -> key; `bad_reference` if two have one name."""
    names: dict[str, str] = {}
    for entry in entries:
        for label in (entry.key, *said_for(entry.label_it), entry.label_en, entry.esco):
            name = plain_name(label)
            if names.setdefault(name, entry.key) != entry.key:
                why = f"«{name}» names {names[name]} and {entry.key}"
                raise AbbinaError("bad_reference", file=file, why=why)
    return MappingProxyType(names)


def said_for(label: str) -> tuple[str, str, str]:
    """A neutral label and what people say for it: `addetto/a`, `addetto`, `addetta`."""
    masculine = _PAIRED.sub(lambda found: found[0].split("/")[0], label)
    feminine = _PAIRED.sub(lambda found: _FEMININE[found[0]], label)
    return label, masculine, feminine


def near_keys(key: str, keys: Iterable[str]) -> list[str]:
    """Up to three keys like one that does not exist."""
    return difflib.get_close_matches(key, list(keys), SUGGESTED, cutoff=LIKE)


def near_names(name: str, names: Mapping[str, str]) -> list[str]:
    """The keys of up to three entries whose names are like a name that does not exist, the nearest first."""
    pool = list(dict.fromkeys((*islice(names, FEW_NAMES), *_sharing(name, names))))
    like = difflib.get_close_matches(name, [known for known in pool if not _ID.fullmatch(known)], 6, cutoff=LIKE)
    if not like:
        # `igene` is like no whole label, but like a word of «applicare norme igieniche».
        words = sorted({word for label in pool for word in label.split()})
        close = difflib.get_close_matches(name, words, 3, cutoff=LIKE_WORD)
        like = [label for label in pool if not set(close).isdisjoint(label.split())]
    return list(dict.fromkeys(names[label] for label in like))[:SUGGESTED]


def _sharing(name: str, names: Mapping[str, str]) -> list[str]:
    if len(names) <= FEW_NAMES:
        return []
    by_word = _words(_Names(names))
    shared: Counter[str] = Counter()
    for word in dict.fromkeys(name.split()):
        shared.update(by_word.get(word, ()))
    return [label for label, _ in shared.most_common(COMPARED)]


class _Names:
    """A table of names as a key of a cache: the same object is the same table."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def __hash__(self) -> int:
        return id(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Names) and other.names is self.names


@lru_cache(maxsize=1)
def _words(table: _Names) -> Mapping[str, tuple[str, ...]]:
    """Word -> the names that hold it."""
    holding: dict[str, list[str]] = {}
    for name in table.names:
        for word in set(name.split()):
            holding.setdefault(word, []).append(name)
    return {word: tuple(found) for word, found in holding.items()}

"""How a cell becomes a value of a vocabulary, and how a refusal is said: one sentence, and the nearest valid value."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from data.codes import (
    AccommodationStatus,
    AuthorRole,
    Code,
    CommitmentKind,
    ConventionKind,
    DocumentKind,
    ProtectionKind,
    RelationKind,
)
from data.errors import AbbinaError
from data.language import say
from data.notation import split_list

C = TypeVar("C", bound=Code)
T = TypeVar("T")


def refuse(why: str, nearest: str | None = None, field: str = "") -> PydanticCustomError:
    """The error of a field: a sentence, without half characters, and the nearest valid value when there is one.

    `field` names the field where the error is that of a whole record.
    """
    facts = {"why": why.encode("utf-8", "replace").decode(), "nearest": nearest or "", "field": field}
    return PydanticCustomError("field", "{why}", facts)


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes or doubled blanks: how names are compared."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", flat.lower()).split())


# Up to so many values a sentence names them all; the guide of the columns lists the longer ones.
FEW = 8
# How alike a word must be to be suggested; of papers only a slip of the pen: the next word may change what protects.
LIKELY, SURE = 0.5, 0.85
EXACT: tuple[type[Code], ...] = (
    AuthorRole,
    AccommodationStatus,
    CommitmentKind,
    ConventionKind,
    DocumentKind,
    ProtectionKind,
    RelationKind,
)


def read_code(vocabulary: type[C], value: Any) -> C:
    """A member of a vocabulary from its code or one of its labels."""
    if isinstance(value, vocabulary):
        return value
    names: dict[str, C] = _names(vocabulary)
    found = names.get(plain(str(value)))
    if found is not None:
        return found
    # `disoccupata` is in «disoccupato/a», `autobus` in «in autobus»: taken where one label alone holds it.
    spoken = plain(str(value)).split()
    meant = {member for name, member in names.items() if spoken and _holds(name.split(), spoken)}
    # Only among few: part of a name is too little to choose from a long list; never where the choice decides safety.
    if len(meant) == 1 and len(vocabulary) <= FEW and vocabulary not in EXACT:
        return meant.pop()
    cutoff = SURE if vocabulary in EXACT else LIKELY
    close = difflib.get_close_matches(plain(str(value)), list(names), n=1, cutoff=cutoff)
    near = names[close[0]] if close else None
    # In the words of who wrote: a code for a code, a label for a label.
    nearest = near and (near.value if close[0] == plain(near.value) else near.label)
    told = len(vocabulary) <= FEW or vocabulary in EXACT
    few = ": " + ", ".join(member.label for member in vocabulary) if told else ""
    raise refuse(say("uno dei valori ammessi") + few, nearest)


@cache
def _names(vocabulary: type[C]) -> dict[str, C]:
    return {plain(name): member for member in vocabulary for name in (member.value, member.it, member.en)}


def _holds(label: list[str], spoken: list[str]) -> bool:
    """Whether a label holds all the words spoken, in either gender where it names both: `disoccupato a`."""
    both = [*label, *(word[:-1] + "a" for word, after in pairwise(label) if after == "a")]
    return all(len(word) > 1 and word in both for word in spoken)


def one_of(vocabulary: type[C]) -> BeforeValidator:
    """Validator of a field that holds one code."""
    return BeforeValidator(lambda value: read_code(vocabulary, value))


def several(vocabulary: type[C]) -> BeforeValidator:
    """Validator of a field that holds several codes, in the order of the vocabulary."""

    def read(value: Any) -> tuple[C, ...]:
        entries = split_list(value) if isinstance(value, str) else list(value)
        chosen = {read_code(vocabulary, entry) for entry in entries}
        return tuple(member for member in vocabulary if member in chosen)

    return BeforeValidator(sentence(read))


def sentence(read: Callable[[Any], T]) -> Callable[[Any], T]:
    """Turn a parser's ValueError or a catalogue's AbbinaError into the error of a field."""

    def safe(value: Any) -> T:
        try:
            return read(value)
        except AbbinaError as error:
            near = error.facts.get("near") or (None,)
            raise refuse(error.text(), near[0]) from None
        except PydanticCustomError:
            raise
        except ValueError as error:
            raise refuse(str(error)) from None
        except (TypeError, AttributeError):
            raise refuse(say("«{value}» non è nella forma attesa", value=value)) from None

    return safe

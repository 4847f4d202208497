"""What the official ESCO files say, once read: skills, occupations, groups, what links them, and what was amiss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.language import marked, say_n

# Kind of wart -> its sentence for one and for many.
_WARTS = {
    "labels_from_other_language": (
        marked("{n} etichetta non c'è nella lingua chiesta ({language}): vale quella in un'altra ({other})."),
        marked("{n} etichette non ci sono nella lingua chiesta ({language}): valgono quelle in un'altra ({other})."),
    ),
    "labels_from_other_version": (
        marked("{n} etichetta viene da un'altra versione ({other})."),
        marked("{n} etichette vengono da un'altra versione ({other})."),
    ),
    "dangling_relations": (
        marked("{n} relazione nomina un'occupazione o una competenza che non c'è: è lasciata fuori."),
        marked("{n} relazioni nominano un'occupazione o una competenza che non c'è: sono lasciate fuori."),
    ),
    "dangling_broader": (
        marked("{n} legame con un gruppo che non c'è: è lasciato fuori."),
        marked("{n} legami con un gruppo che non c'è: sono lasciati fuori."),
    ),
    "untyped_skills": (
        marked("{n} competenza non dice se è un sapere o un saper fare: resta senza tipo."),
        marked("{n} competenze non dicono se sono un sapere o un saper fare: restano senza tipo."),
    ),
    "repeated_rows": (
        marked("{n} riga ripete una voce già letta: vale la prima."),
        marked("{n} righe ripetono una voce già letta: vale la prima."),
    ),
    "broken_rows": (
        marked("{n} riga senza codice o senza etichetta: è lasciata fuori."),
        marked("{n} righe senza codice o senza etichetta: sono lasciate fuori."),
    ),
    "shared_names": (
        marked("{n} nome indica più competenze: da solo non basta a sceglierne una."),
        marked("{n} nomi indicano più competenze: da soli non bastano a sceglierne una."),
    ),
    "missing_tables": (
        marked("{n} tabella non c'è ({other}): senza, qualcosa resta vuoto."),
        marked("{n} tabelle non ci sono ({other}): senza, qualcosa resta vuoto."),
    ),
}


@dataclass(frozen=True, slots=True)
class Wart:
    """Something amiss in the files that was survived.

    Parameters
    ----------
    kind : str
        What it is.
    n : int
        How many times.
    language, other : str
        What its sentence names besides: the language asked for; another language, version, or files.
    """

    kind: str
    n: int
    language: str = ""
    other: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _WARTS:
            raise KeyError(self.kind)

    @property
    def told(self) -> str:
        """The sentence in the language spoken now."""
        one, many = _WARTS[self.kind]
        return say_n(one, many, n=self.n, language=self.language, other=self.other)


@dataclass(frozen=True, slots=True)
class Named:
    """Entries of one kind, in order of their id.

    Parameters
    ----------
    ids : tuple of str
        Last part of the concept URI; for ISCO groups the code.
    labels : tuple of str
        In the language asked for, or the nearest there is.
    labels_en : tuple of str
        In English, or as `labels` where English is not there.
    kinds : tuple of str
        Of skills the type (`knowledge`, `skill/competence` or empty), of occupations the ISCO group.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    labels_en: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Esco:
    """One version of ESCO in one language.

    Parameters
    ----------
    version, language : str
        `1.1.1` (empty if no file says it) and the language asked for, `it`.
    skills, occupations, isco : Named
    names : tuple of str
        Names of skills without case and accents: labels and other labels, in the language and in English.
    name_skill : NDArray, shape (names,)
        The skill of each, an index in `skills`.
    shared : dict
        Names that several skills have -> their indices.
    relations : NDArray, shape (relations, 3)
        Index of the occupation, index of the skill, 1 if essential and 0 if optional.
    broader : NDArray, shape (links, 2)
        Index of a skill, and of the broader concept right above it: below `len(skills)` a skill, from there on a group.
    warts : tuple of Wart
    """

    version: str
    language: str
    skills: Named
    occupations: Named
    isco: Named
    names: tuple[str, ...]
    name_skill: NDArray[np.int32]
    shared: dict[str, tuple[int, ...]]
    relations: NDArray[np.int32]
    broader: NDArray[np.int32]
    warts: tuple[Wart, ...]

    def wart(self, kind: str) -> int:
        """How many times a kind of wart was met."""
        return sum(wart.n for wart in self.warts if wart.kind == kind)


def index_table(rows: list[tuple[int, ...]], width: int) -> NDArray[Any]:
    """Rows of indices as an array, sorted, each once."""
    return np.array(sorted(set(rows)), dtype=np.int32).reshape(-1, width)

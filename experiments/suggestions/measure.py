"""Hits of each way of comparing, on Italian phrases with the competences that a person would accept for them.

The phrases were written from the labels of the catalogue alone, by somebody who saw neither the words that people use
(`competence_words.csv`) nor the program, so that nothing could be fitted to them.
"""

from __future__ import annotations

import csv
import importlib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from data.catalogues import catalogue
from data.errors import AbbinaError
from data.fields import plain
from data.suggest.suggest import METHODS, Suggester
from data.suggest.words import Comparer, Likeness

PHRASES = Path(__file__).parent / "phrases.csv"
# Suggestions that are looked at.
MOST = 5
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase, and the competences that are right for it."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hits:
    """What one way of comparing reached.

    Parameters
    ----------
    method : str
    hit_1, hit_5 : float
        Share of the phrases with a right competence first, or among the first five.
    low_1, high_1, low_5, high_5 : float
        95 % intervals, by resampling the phrases.
    ms : float
        Milliseconds a phrase.
    """

    method: str
    hit_1: float
    low_1: float
    high_1: float
    hit_5: float
    low_5: float
    high_5: float
    ms: float


@cache
def asked() -> tuple[Asked, ...]:
    """The phrases; an unknown competence is `bad_reference`."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], frozenset(row["right"].split("|"))) for row in csv.DictReader(file, delimiter=";")]
    unknown = sorted({key for _, right in rows for key in right} - set(catalogue().competences))
    if unknown:
        raise AbbinaError("bad_reference", file=PHRASES.name, why=f"unknown competences: {', '.join(unknown)}")
    return tuple(Asked(text, right) for text, right in rows)


def methods() -> dict[str, Callable[[str], Sequence[str]]]:
    """Every way that can run here: name -> (text -> competences, best first)."""
    ways: dict[str, Callable[[str], Sequence[str]]] = {}
    with suppress(AbbinaError):
        ways["rapidfuzz, whole text"] = _whole_texts()
    comparers: dict[str, type[Comparer]] = {"rapidfuzz, same clauses": Fuzzy, **METHODS}
    for name, comparer in comparers.items():
        # What is not installed is said by its absence from the table.
        with suppress(AbbinaError):
            ways[name] = _suggesting(Suggester(comparer(), "it"))
    return ways


def measure(method: str, suggest: Callable[[str], Sequence[str]]) -> Hits:
    """Ask every phrase."""
    start = time.perf_counter()
    found = [list(suggest(phrase.text))[:MOST] for phrase in asked()]
    ms = (time.perf_counter() - start) * 1000 / len(found)
    pairs = list(zip(found, asked(), strict=True))
    first = np.array([bool(keys) and keys[0] in phrase.right for keys, phrase in pairs], dtype=np.float64)
    among = np.array([not phrase.right.isdisjoint(keys) for keys, phrase in pairs], dtype=np.float64)
    return Hits(method, float(first.mean()), *_interval(first), float(among.mean()), *_interval(among), ms)


def _interval(hits: np.ndarray) -> tuple[float, float]:
    draw = np.random.default_rng(0).integers(0, len(hits), (RESAMPLES, len(hits)))
    low, high = np.quantile(hits[draw].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def _suggesting(suggester: Suggester) -> Callable[[str], Sequence[str]]:
    return lambda text: [entry.competence for entry in suggester.suggest(text, MOST)]


class Fuzzy:
    """The usual fuzzy matching, over the same clauses and the same texts: what it adds is only the comparison.

    Raises
    ------
    AbbinaError
        `not_supported` where `rapidfuzz` is not installed: it is a peer to measure against, not a part of the engine.
    """

    def __init__(self) -> None:
        self._process, self._fuzz = (_peer(part) for part in ("process", "fuzz"))

    def fit(self, texts: Sequence[str]) -> None:
        """Remember the texts."""
        self._known = [plain(text) for text in texts]

    def likeness(self, asked: Sequence[str]) -> Likeness:
        """Its token-set ratio, in [0, 1]."""
        scores = self._process.cdist(list(asked), self._known, scorer=self._fuzz.token_set_ratio)
        return np.asarray(scores, dtype=np.float64) / 100


def _peer(part: str) -> Any:
    """A room of rapidfuzz, which only machines that measure have."""
    try:
        return importlib.import_module(f"rapidfuzz.{part}")
    except ImportError:
        raise AbbinaError("not_supported", what="rapidfuzz") from None


def _whole_texts() -> Callable[[str], Sequence[str]]:
    """As most people would use it: the whole text against the labels, by its own best-of-all scorer."""
    texts = [(plain(entry.label_it), entry.key) for entry in catalogue().competences.values()]
    choices = [text for text, _ in texts]
    process, fuzz = (_peer(part) for part in ("process", "fuzz"))

    def suggest(text: str) -> Sequence[str]:
        ranked = process.extract(plain(text), choices, scorer=fuzz.WRatio, limit=MOST)
        return [texts[place][1] for _, _, place in ranked]

    return suggest

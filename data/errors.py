"""The few errors that reach a person, each with a code, its facts, and one sentence in Italian and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# code -> (Italian, English). Placeholders are facts given when the error is raised.
SENTENCES: dict[str, tuple[str, str]] = {
    "bad_records": (
        "Errori da correggere: {count}. Nulla è stato cambiato.",
        "Errors to correct: {count}. Nothing was changed.",
    ),
    "not_found": (
        "{what} «{key}» non esiste. {hint}",
        "{what} “{key}” does not exist. {hint}",
    ),
    "ambiguous": ("{what} «{key}» può essere: {choices}.", "{what} “{key}” may be: {choices}."),
    "not_in_force": (
        "Il parametro {key} non ha un valore in vigore il giorno {on}. Le sue date: {dates}.",
        "The parameter {key} has no value in force on {on}. Its dates: {dates}.",
    ),
    "bad_problem": ("Problema di assegnazione non valido: {why}", "Invalid assignment problem: {why}"),
    "not_proved": (
        "La soluzione non supera il controllo indipendente: {why}",
        "The solution fails the independent check: {why}",
    ),
    "not_supported": ("Non ancora disponibile: {what}", "Not available yet: {what}"),
    "bad_reference": ("File di riferimento {file}: {why}", "Reference file {file}: {why}"),
    "already_exists": ("{what} «{key}» esiste già.", "{what} “{key}” already exists."),
    "folder_not_empty": (
        "La cartella {folder} contiene già dei file: scegline una vuota.",
        "The folder {folder} already holds files: choose an empty one.",
    ),
    "folder_busy": (
        "La cartella {folder} è in uso da un altro programma: riprova fra poco.",
        "The folder {folder} is in use by another program: try again shortly.",
    ),
    "folder_unwritable": (
        "Nella cartella {folder} non si riesce a scrivere: controlla spazio e permessi.",
        "The folder {folder} cannot be written to: check space and permissions.",
    ),
    "port_taken": (
        "La porta {port} è già in uso: scegline un'altra con --port.",
        "The port {port} is already in use: choose another one with --port.",
    ),
}


class AbbinaError(Exception):
    """An error that a person can act on.

    Parameters
    ----------
    code : str
        Stable name, a key of `SENTENCES`.
    **facts
        What the sentence needs. Never a name or a need of a person: only codes and file positions.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        if code not in SENTENCES:
            raise KeyError(f"unknown error code {code!r}; known: {sorted(SENTENCES)}")
        self.code = code
        self.facts: Mapping[str, Any] = facts
        super().__init__(self.text("en"))

    def text(self, language: str = "it") -> str:
        """The sentence, in `it` or `en`."""
        italian, english = SENTENCES[self.code]
        return (italian if language == "it" else english).format(**self.facts).strip()


class NotFound(AbbinaError):
    """Something named does not exist; says what does."""

    def __init__(self, what: str, key: str, hint: str = "") -> None:
        super().__init__("not_found", what=what, key=key, hint=hint)


class BadProblem(AbbinaError, ValueError):
    """An assignment problem whose numbers break the contract of `matching.Problem`."""

    def __init__(self, why: str) -> None:
        super().__init__("bad_problem", why=why)


class NotProved(AbbinaError):
    """An answer that the independent checker refused: a defect of a solver, never of the data."""

    def __init__(self, why: str) -> None:
        super().__init__("not_proved", why=why)

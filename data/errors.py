"""The few errors that reach a person, each with a code, its facts, and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from data.language import Language, marked, say, speaking, spoken

# Code -> sentence. Placeholders are facts given when the error is raised.
SENTENCES: dict[str, str] = {
    "bad_records": marked("Errori da correggere: {count}. Nulla è stato cambiato."),
    "not_found": marked("{what} «{key}» non esiste. {hint}"),
    "ambiguous": marked("{what} «{key}» può essere: {choices}."),
    "not_in_force": marked("Il parametro {key} non ha un valore in vigore il giorno {on}. Le sue date: {dates}."),
    "bad_problem": marked("Problema di assegnazione non valido: {why}"),
    "not_proved": marked("La soluzione non supera il controllo indipendente: {why}"),
    "contradiction": marked("I limiti non possono valere tutti insieme: {why}."),
    "not_supported": marked("Non ancora disponibile: {what}"),
    "bad_reference": marked("File di riferimento {file}: {why}"),
    "bad_study": marked("Lo studio non si può fare: {why}"),
    "bad_step": marked("Accomodamento {key}: {why}"),
    "already_exists": marked("{what} «{key}» esiste già."),
    "folder_not_empty": marked("La cartella {folder} contiene già dei file: scegline una vuota."),
    "folder_busy": marked("La cartella {folder} è in uso da un altro programma: riprova fra poco."),
    "folder_unwritable": marked("Nella cartella {folder} non si riesce a scrivere: controlla spazio e permessi."),
    "port_taken": marked("La porta {port} è già in uso: scegline un'altra con --port."),
}
# Facts that may be sentences or names in the catalogue themselves: said with the sentence around them.
_SAID = ("what", "why", "hint")


class AbbinaError(Exception):
    """An error that a person can act on.

    Parameters
    ----------
    code : str
        Stable name, a key of `SENTENCES`.
    **facts
        What the sentence needs; `what` and `why` may be `marked` Italian. Never a name or a need of a person: only
        codes and file positions.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        if code not in SENTENCES:
            raise KeyError(f"unknown error code {code!r}; known: {sorted(SENTENCES)}")
        self.code = code
        self.facts: Mapping[str, Any] = facts
        super().__init__(code)

    def __str__(self) -> str:
        # For programmers, whatever language is spoken.
        return self.text("en")

    def text(self, language: Language | None = None) -> str:
        """The sentence, by default in the language spoken now."""
        with speaking(language or spoken()):
            said = {name: say(fact) if name in _SAID else fact for name, fact in self.facts.items()}
            if near := self.facts.get("near"):
                said["hint"] = say("Forse: {near}.", near=", ".join(near))
            return say(SENTENCES[self.code], **said).strip()


class NotFound(AbbinaError):
    """Something named does not exist; says what does.

    Parameters
    ----------
    what : str
        Kind of thing, Italian: `marked("Comune")`.
    key : str
        What was looked for.
    hint : str
        One more sentence, `marked` or already said.
    near : iterable of str
        Names that do exist and are like it, best first; they make the hint.
    """

    def __init__(self, what: str, key: str, hint: str = "", near: Iterable[str] = ()) -> None:
        super().__init__("not_found", what=what, key=key, hint=hint, near=tuple(near))


class BadProblem(AbbinaError, ValueError):
    """An assignment problem whose numbers break the contract of `matching.Problem`."""

    def __init__(self, why: str) -> None:
        super().__init__("bad_problem", why=why)


class NotProved(AbbinaError):
    """An answer that the independent checker refused: a defect of a solver, never of the data."""

    def __init__(self, why: str) -> None:
        super().__init__("not_proved", why=why)


class Contradiction(AbbinaError):
    """Limits that no assignment keeps together.

    Parameters
    ----------
    why : str
        Limits and keys that stand in one another's way, for programmers; people read the sentences of the limits.
    relaxations : tuple
        The smallest change that would help: `matching.relax.Relaxation`, one a limit.
    """

    def __init__(self, why: str, relaxations: tuple[Any, ...]) -> None:
        self.relaxations = relaxations
        super().__init__("contradiction", why=why)

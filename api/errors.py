"""Every refusal of the server as RFC 9457 problem details, with all that is wrong at once and never a raw message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from data.codes import Viewer
from data.errors import AbbinaError
from data.intake.faults import BadRecords
from data.language import marked, say

MEDIA_TYPE = "application/problem+json"

# Code -> status, title in the language of the code. The code ends the problem's `type`.
PROBLEMS: dict[str, tuple[int, str]] = {
    "not_yours": (403, marked("Questo ruolo non legge e non scrive questi dati: chiedi al case manager.")),
    "no_such_address": (404, marked("Questo indirizzo non esiste.")),
    "not_found": (404, marked("Non esiste.")),
    "method_not_allowed": (405, marked("Questo indirizzo non accetta questo metodo.")),
    "already_exists": (409, marked("Esiste già: nulla è stato cambiato.")),
    "programme_unready": (409, marked("Il programma della cartella non permette di calcolare.")),
    "contradiction": (409, marked("I limiti del programma non possono valere tutti insieme: nulla è stato proposto.")),
    "body_too_large": (413, marked("Il corpo della richiesta è troppo grande.")),
    "not_json": (415, marked("Il corpo della richiesta deve essere application/json.")),
    "wrong_host": (421, marked("Il server risponde solo a questo computer: usare localhost o 127.0.0.1.")),
    "bad_json": (422, marked("Il corpo della richiesta non è un testo JSON valido.")),
    "bad_values": (422, marked("I dati inviati non vanno bene: nulla è stato cambiato.")),
    "not_in_force": (422, marked("In quel giorno manca un parametro di legge.")),
    "not_supported": (422, marked("Non ancora disponibile.")),
    "internal": (500, marked("Errore del server: nulla è stato cambiato dopo l'ultima risposta positiva.")),
    "bad_records": (503, marked("I file della cartella contengono errori: correggerli, poi riprovare.")),
    "folder_busy": (503, marked("La cartella è in uso da un altro programma: riprovare fra poco.")),
    "folder_unwritable": (503, marked("La cartella non si lascia scrivere.")),
    "proposal_damaged": (503, marked("Il file della proposta è stato cambiato dopo il calcolo.")),
}


class Wrong(BaseModel):
    """One thing to correct: where it is, what is written there, what is expected, and the nearest valid value."""

    pointer: str | None = Field(None, description="In the body: JSON pointer", examples=["/birth_date"])
    parameter: str | None = Field(None, description="In the address: name of the parameter")
    file: str | None = Field(None, description="In the cohort folder: name of the file")
    row: int | None = Field(None, description="Row as a spreadsheet numbers it; 0 for the whole file")
    column: str | None = None
    value: str = ""
    expected: str = Field(
        description="In the language of the answer, for people", examples=["una data come 31/12/2026"]
    )
    nearest: str = ""


class ProblemDetails(BaseModel):
    """A refusal (RFC 9457)."""

    type: str = Field(examples=["urn:abbina:problem:bad_values"])
    title: str
    status: int
    detail: str | None = None
    errors: list[Wrong] = []


class Problem(Exception):
    """A request that is refused.

    Parameters
    ----------
    code : str
        A key of `PROBLEMS`.
    errors : iterable of Wrong
        Everything wrong, at once.
    detail : str, optional
        Sentence about this one case, in the language spoken.
    headers : Mapping[str, str], optional
        Of the answer.
    """

    def __init__(
        self,
        code: str,
        errors: Iterable[Wrong] = (),
        detail: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.errors, self.detail, self.headers = code, list(errors), detail, headers

    def response(self) -> JSONResponse:
        """The answer."""
        status, title = PROBLEMS[self.code]
        said = ProblemDetails(
            type=f"urn:abbina:problem:{self.code}",
            title=say(title),
            status=status,
            detail=self.detail,
            errors=self.errors,
        )
        content = said.model_dump(mode="json", exclude_none=True)
        return JSONResponse(content, status, headers=dict(self.headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: AbbinaError, viewer: Viewer = Viewer.CASE_MANAGER) -> Problem:
    """The problem of an error of the engine; one that nobody outside can mend is told without details.

    Faults of files tell what is written of persons, and that acts and protections are there at all: only the case
    manager reads them, and the others read the same words whichever file is wrong.
    """
    if isinstance(error, BadRecords) and viewer is not Viewer.CASE_MANAGER:
        return Problem("bad_records", detail=say("Li vede e li corregge il case manager."))
    if isinstance(error, BadRecords):
        errors = [
            Wrong(file=f.file, row=f.row, column=f.column, value=f.value, expected=f.expected, nearest=f.nearest)
            for f in error.faults
        ]
        return Problem("bad_records", errors)
    return Problem(error.code, detail=error.text()) if error.code in PROBLEMS else Problem("internal")


def pointer(path: Iterable[Any]) -> str:
    """A JSON pointer (RFC 6901); the empty path is the whole body."""
    steps = (str(step).encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)

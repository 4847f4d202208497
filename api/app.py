"""The application: routes, refusals and OpenAPI over one cohort folder."""

from __future__ import annotations

import difflib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from threading import Thread
from typing import Any, ClassVar

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.errors import Problem, ProblemDetails, Wrong, problem_of
from api.rest import compliance, office, pairs, proposals
from api.rest.answers import only_known_parameters
from api.rest.by_role import viewer_of
from api.rest.collection import COLLECTIONS
from api.rest.guard import Guard
from api.rest.languages import chosen
from api.rest.written import REFS, definitions, schema
from api.settings import API, Settings
from api.wiring import CohortFolder
from data.errors import AbbinaError
from data.intake.faults import shown
from data.language import Language, say, speaking, spoken
from data.lawbook import LawBook
from matching.sparse.warm import warm

_ABOUT = """Abbina proposes which person could go to which company internship, says why, and lets a person decide.

The server works on one cohort folder and answers only to this computer. There is **no sign-in yet**: whoever can use
this computer can read everything, and `viewer` only chooses what an answer tells and what a body may change. Sign-in
with a role for each person comes later; then scouts will not reach `/candidates`.

Bodies take the JSON shapes below as well as the text that people write in a cell (`"lun-ven 8:00-14:00"`, `"igiene=3;
lavorare in gruppo=4"`, `"31/12/2026"`, `"sì"`). Fields left out, `null` or blank are missing. Names of places, roles
and competences are checked against the catalogues. Every refusal is `application/problem+json` (RFC 9457) with all
that is wrong at once. Sentences for people are Italian or English: `Accept-Language`, or `lang` in the address; a
proposal keeps the language that it was made in. A changed CSV file is rewritten in Abbina's own form: Italian headers,
semicolons, rows sorted by code; other files in the folder are left alone."""


class _App(FastAPI):
    """An application whose OpenAPI document is made when somebody first asks for it, once for all folders.

    Its examples are in the language in which the application was made.
    """

    _documents: ClassVar[dict[Language, dict[str, Any]]] = {}

    def openapi(self) -> dict[str, Any]:
        """The document, complete."""
        language: Language = self.state.language
        if language not in self._documents:
            with speaking(language):
                document = super().openapi()
                _complete(document)
            self._documents[language] = document
        return self._documents[language]


@asynccontextmanager
async def _warmed(_: FastAPI) -> AsyncIterator[None]:
    """The compiled core is made ready beside the first requests: small proposals never need it."""
    Thread(target=warm, daemon=True).start()
    yield


def create_app(folder: CohortFolder, settings: Settings) -> FastAPI:
    """The application over a folder, which is read at the first request.

    Requests that ask for no language are answered in the one spoken now.
    """
    # No interactive pages: they would load programs from elsewhere into an office that answers only to itself.
    app = _App(
        title="Abbina",
        version=version("abbina"),
        description=_ABOUT,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_warmed,
        dependencies=[Depends(only_known_parameters), Depends(chosen)],
    )
    app.state.folder, app.state.settings, app.state.book = folder, settings, LawBook.load()
    app.state.language = spoken()
    app.include_router(office.router, prefix=API)
    for collection, about in COLLECTIONS.items():
        # On the application itself: what a router holds is made a second time, at the first request.
        collection.mount(app.router, about)
    for room in (compliance, proposals, pairs):
        app.include_router(room.router, prefix=API)
    app.add_exception_handler(Problem, _answer)
    app.add_exception_handler(AbbinaError, _answer)
    app.add_exception_handler(HTTPException, _answer)
    app.add_exception_handler(RequestValidationError, _answer)
    app.add_middleware(Guard, hosts=settings.hosts, language=spoken())
    return app


def _complete(document: dict[str, Any]) -> None:
    """Add the schemas of problems and of bodies, which are read by hand, and take away refusals that we never give."""
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            if "application/json" in operation["responses"].get("422", {}).get("content", {}):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    details = ProblemDetails.model_json_schema(ref_template=REFS)
    schemas |= details.pop("$defs") | {"ProblemDetails": details}
    schemas |= definitions(proposals.Question) | {"Question": schema(proposals.Question)}
    for collection in COLLECTIONS:
        schemas |= definitions(collection.kind) | collection.bodies()


async def _answer(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, AbbinaError):
        error = problem_of(error, viewer_of(request))
    elif isinstance(error, RequestValidationError):
        error = Problem("bad_values", [_wrong_parameter(entry) for entry in error.errors()])
    elif isinstance(error, HTTPException):
        error = _no_route(request, error)
    return error.response() if isinstance(error, Problem) else Problem("internal").response()


def _wrong_parameter(entry: Any) -> Wrong:
    where, name = entry["loc"][0], str(entry["loc"][-1])
    known = entry.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", ", ").split(", ")
    written = shown(entry["input"])
    near = difflib.get_close_matches(written[:60], known, n=1, cutoff=0.4)
    expected = say("una data come 2026-12-31")
    if any(known):
        expected = say("uno di questi valori: {values}", values=", ".join(known))
    return Wrong(parameter=name if where != "body" else None, value=written, expected=expected, nearest="".join(near))


def _no_route(request: Request, error: HTTPException) -> Problem:
    if error.status_code != 405:
        return Problem("no_such_address" if error.status_code == 404 else "internal")
    # Each operation is a route of its own: together they say what the address accepts.
    methods = {
        method.upper()
        for template, operations in request.app.openapi()["paths"].items()
        if compile_path(template)[0].match(request.url.path)
        for method in operations
    }
    accepted = sorted(methods | ({"HEAD"} if "GET" in methods else set())) or ["GET", "HEAD"]
    return Problem("method_not_allowed", headers={"Allow": ", ".join(accepted)})

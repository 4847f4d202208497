"""What the routes share: who is asked, and how refusals are told in OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from api.errors import MEDIA_TYPE, PROBLEMS, Problem, Wrong
from api.rest.body import read_json
from api.settings import API
from api.wiring import CohortFolder
from data.language import say

_PROBLEM = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
_ALWAYS = (421, 422, 500, 503)
WRITING = (413, 415, 422)


def _folder(request: Request) -> CohortFolder:
    folder: CohortFolder = request.app.state.folder
    return folder


Folder = Annotated[CohortFolder, Depends(_folder)]
Body = Annotated[Any, Depends(read_json)]


def only_known_parameters(request: Request) -> None:
    """Refuse what the operation does not know in the address: `viewr=scout` must not tell everything."""
    if not request.query_params:
        # The document takes the most of a second to make.
        return
    # The router that serves them knows its routes without the prefix that the document has.
    path = API + request.scope["route"].path.removeprefix(API)
    operation = request.app.openapi()["paths"][path][request.method.lower()]
    known = [given["name"] for given in operation.get("parameters", ()) if given["in"] == "query"]
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        expected = say("un parametro conosciuto: {names}", names=", ".join(known))
        raise Problem("bad_values", [Wrong(parameter=name[:60], expected=expected) for name in unknown])


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of an operation, with those that every operation may give."""
    return {
        status: {
            "description": " / ".join(title for number, title in PROBLEMS.values() if number == status),
            "content": {MEDIA_TYPE: _PROBLEM},
        }
        for status in sorted({*statuses, *_ALWAYS})
    }


def created(what: str) -> dict[int | str, dict[str, Any]]:
    """The answer to a POST: the new thing, and its address."""
    header = {"description": "Address of the new resource", "schema": {"type": "string"}, "required": True}
    return {201: {"description": what, "headers": {"Location": header}}}


def body_of(name: str, example: Any) -> dict[str, Any]:
    """The request body of an operation; its schema is among the components."""
    content = {"schema": {"$ref": f"#/components/schemas/{name}"}, "examples": {"esempio": {"value": example}}}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def path_parameter(name: str, example: str) -> dict[str, Any]:
    """A code in the address."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}

"""What a role may write: the tables that it reads, and in their records no field that only the case manager changes."""

from __future__ import annotations

import inspect

from fastapi import Request

from api.errors import Problem, Wrong, pointer
from data.codes import Viewer
from data.language import say
from data.records import Row
from data.views import READS, reserved


def viewer_of(request: Request) -> Viewer:
    """Who asks: the `viewer` of the address, else that of the operation; whoever knows least where it has none."""
    asked = request.query_params.get("viewer", "")
    known = next((viewer for viewer in Viewer if viewer.value == asked), None)
    if known is not None:
        return known
    route = request.scope.get("route")
    given = inspect.signature(route.endpoint).parameters.get("viewer") if route is not None else None
    return given.default if given is not None and isinstance(given.default, Viewer) else Viewer.SCOUT


def may_write(viewer: Viewer, table: str) -> None:
    """Refuse a table of which a role reads nothing: `not_yours`, whatever its rows are."""
    if table not in READS[viewer]:
        raise Problem("not_yours")


def written_by(viewer: Viewer, record: Row, known: Row, seen: Row) -> tuple[Row, list[Wrong]]:
    """A changed record with what a role cannot change as it is on disk, and what is wrong with it.

    Parameters
    ----------
    viewer : Viewer
    record : Row
        As it was sent.
    known : Row
        As it is on disk.
    seen : Row
        As the role reads it; a field that was sent as it is read there, or left out, stays as it is on disk.
    """
    if viewer is Viewer.CASE_MANAGER:
        return record, []
    kept = {name: getattr(known, name) for name in reserved(known, seen)}
    # Compared with what the role reads, never with what is on disk: a refusal must not tell what is there.
    changed = [name for name in kept.keys() & record.model_fields_set if getattr(record, name) != getattr(seen, name)]
    expected = say("il valore che leggi, o niente: questo campo lo cambia il case manager")
    wrong = [Wrong(pointer=pointer([name]), expected=expected) for name in sorted(changed)]
    return record.model_copy(update=kept), wrong

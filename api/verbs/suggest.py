"""`abbina suggest`."""

from __future__ import annotations

from data.errors import AbbinaError


def suggest() -> None:
    """Suggerisce competenze da un testo libero; una persona conferma."""
    raise AbbinaError("not_supported", what="suggest")

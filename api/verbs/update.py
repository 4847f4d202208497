"""`abbina update`."""

from __future__ import annotations

from data.errors import AbbinaError


def update() -> None:
    """Confronta la cartella con i file del mese nuovo."""
    raise AbbinaError("not_supported", what="update")

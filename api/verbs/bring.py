"""`abbina bring`."""

from __future__ import annotations

from data.errors import AbbinaError


def bring() -> None:
    """Importa un foglio di calcolo con il suo file di corrispondenze."""
    raise AbbinaError("not_supported", what="bring")

"""`abbina map`."""

from __future__ import annotations

from data.errors import AbbinaError


def map_file() -> None:
    """Propone un file di corrispondenze per un foglio di calcolo dell'ufficio."""
    raise AbbinaError("not_supported", what="map")

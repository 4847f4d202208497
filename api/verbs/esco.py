"""`abbina esco`."""

from __future__ import annotations

from data.errors import AbbinaError


def esco() -> None:
    """Legge una cartella ufficiale ESCO e la tiene pronta."""
    raise AbbinaError("not_supported", what="esco")

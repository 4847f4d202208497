"""`abbina vinil`."""

from __future__ import annotations

from data.errors import AbbinaError


def vinil() -> None:
    """Importa una valutazione di tipo VINIL."""
    raise AbbinaError("not_supported", what="vinil")

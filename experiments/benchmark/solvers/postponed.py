"""HiGHS is loaded only where it is used: OR-Tools brings another HiGHS under the same name of a shared library.

A process that holds highspy cannot load OR-Tools any more. All solvers are forked from one process, which has loaded
`matching`, and `matching` loads highspy for markets with limits, which no peer solves.
"""

from __future__ import annotations

import math
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

NAME = "highspy"


class _Postponed(ModuleType):
    """Stands where highspy will stand, from the first question that it cannot answer itself."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # Read while `matching` is loaded.
        if name == "kHighsInf":
            return math.inf
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
        return getattr(import_module(NAME), name)


def postpone_highs() -> None:
    """Leave highspy unloaded until somebody uses it; to be called before `matching` is imported."""
    sys.modules.setdefault(NAME, _Postponed(NAME))

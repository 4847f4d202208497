"""Plugin of pytest for the trial of mutants: tests that name the changed rule go first, since one failure is enough."""

from __future__ import annotations

import gc
import os

import pytest


def pytest_configure() -> None:
    """Each mutant has a short-lived process of its own: there is no memory worth looking for."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the rule whose mutant is under test go first, of them those on one pair; the fastest first as before."""
    module, _, _ = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")
    # `test_...[TIME_FIT: La scuola...]`, `test_...[TIME_FIT]`
    named = f"[{module.rpartition('.')[2].upper()}"
    items.sort(key=lambda item: (named not in item.nodeid, "world" in getattr(item, "fixturenames", ())))

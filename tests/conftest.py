"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of reference data that the project may read but does not own."""
    folder = os.environ.get("ABBINA_TEST_DATA")
    if not folder:
        pytest.skip("ABBINA_TEST_DATA is not set: the reference data folder is needed")
    return Path(folder)

"""Invented requests from the OpenAPI document, right and wrong ones; every answer must be one that it promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.settings import Settings
from api.wiring import CohortFolder

# The document does not depend on the folder, which is read at the first request.
document = create_app(CohortFolder(Path("nowhere"), 0), Settings()).openapi()
schema = schemathesis.openapi.from_dict(document)


@schema.parametrize()
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_promised(case: Any, served: Any) -> None:
    # Names of places, roles and competences come from catalogues that a schema cannot hold: a refusal is no fault.
    case.call_and_validate(base_url=served.url.removesuffix("/api/v1"), excluded_checks=[positive_data_acceptance])

"""Compliance of companies over REST: the same for every role, leads first, nothing about people."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import CohortFolder
from data.intake.forms import write_records
from data.synthetic import invent

RECORDS = invent()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("compliance") / "prisma"
    write_records(RECORDS, folder, "it")
    settings = Settings(lock_wait_s=0.1)
    app = create_app(CohortFolder(folder, settings.lock_wait_s), settings)
    return TestClient(app, base_url="http://localhost/api/v1", raise_server_exceptions=False)


def test_leads_come_first_and_every_company_is_there(client: TestClient) -> None:
    rows = client.get("/compliance").json()
    assert {row["company"] for row in rows} == {company.id for company in RECORDS.companies}
    leads = [row["lead"] for row in rows]
    assert leads == sorted(leads, reverse=True)
    assert any(leads)


def test_one_company_reads_as_in_the_list(client: TestClient) -> None:
    listed = client.get("/compliance").json()[0]
    assert client.get(f"/companies/{listed['company']}/compliance").json() == listed
    english = client.get(f"/companies/{listed['company']}/compliance", params={"lang": "en"}).json()
    assert english["step"] != listed["step"]
    assert english["uncovered"] == listed["uncovered"]


def test_a_company_that_does_not_exist_and_a_day_before_the_law_are_refused(client: TestClient) -> None:
    assert client.get("/companies/NOBODY/compliance").status_code == 404
    early = client.get("/compliance", params={"on": "1999-01-01"})
    assert early.status_code in (409, 422)
    assert early.headers["content-type"] == "application/problem+json"

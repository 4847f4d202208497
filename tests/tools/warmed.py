"""Importing this makes what every server needs ready, compiled code too, for processes that are forked from here."""

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.testclient import TestClient

from api.app import create_app
from api.settings import API, Settings
from api.wiring import CohortFolder
from data.intake.example import example_records
from data.intake.write import write_folder
from matching.sparse.warm import warm

warm()
with TemporaryDirectory() as place:
    folder = CohortFolder(write_folder(example_records(), Path(place) / "cohort"), 1.0)
    client = TestClient(create_app(folder, Settings()), base_url=f"http://localhost{API}")
    person = {"id": "first", "birth_date": "1990-01-01", "municipality": "Prato"}
    client.post("/candidates", json=person).raise_for_status()

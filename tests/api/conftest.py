"""A real server over a folder of its own, on a free port of this computer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import CohortFolder
from data.intake.example import example_records
from data.intake.write import write_folder

_COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "serve"]


class Served:
    """`abbina serve` in a process of its own, and a client that asks it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        command = [*_COMMAND, "--cohort", str(self.folder), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        if "http://" not in said:
            pytest.fail(f"the server did not start: {said}{self.process.stderr.read()}")
        self.url = next(word for word in said.split() if word.startswith("http://"))
        # Shorter than the server keeps idle connections: else a request may go into one that is just being closed.
        limits = httpx2.Limits(keepalive_expiry=2)
        self.client = httpx2.Client(base_url=self.url, timeout=30, limits=limits)

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process.stderr.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    def post(self, path: str, body: Any) -> httpx2.Response:
        return self.client.post(path, json=body)


def example_folder(folder: Path) -> Path:
    return write_folder(example_records(), folder)


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A small cohort folder."""
    return example_folder(tmp_path / "cohort")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that tests share: each adds records under codes of its own."""
    server = Served(example_folder(tmp_path_factory.mktemp("served") / "cohort"))
    yield server
    server.stop()


@pytest.fixture
def serve_folder() -> Iterator[Callable[[Path], Served]]:
    """Serves a given folder until the test ends."""
    servers: list[Served] = []

    def serve(folder: Path) -> Served:
        servers.append(Served(folder))
        return servers[-1]

    yield serve
    for server in servers:
        server.stop()


@pytest.fixture
def own_server(cohort: Path) -> Iterator[Served]:
    """A server for one test alone."""
    server = Served(cohort)
    yield server
    server.stop()


def inside(folder: Path) -> TestClient:
    """A client of an application in this process, for what needs no real server."""
    settings = Settings(lock_wait_s=0.1)
    app = create_app(CohortFolder(folder, settings.lock_wait_s), settings)
    return TestClient(app, base_url="http://localhost/api/v1", raise_server_exceptions=False)


@pytest.fixture
def client(cohort: Path) -> TestClient:
    """A client over a folder of this test alone."""
    return inside(cohort)


@pytest.fixture
def reopened(cohort: Path) -> Callable[[], TestClient]:
    """A client of another application over the same folder, as after a restart."""
    return lambda: inside(cohort)

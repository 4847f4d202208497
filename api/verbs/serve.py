"""`abbina serve`: the REST interface over a cohort folder, for programs of this computer."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from api.app import create_app
from api.settings import API, LOOPBACK, Settings
from api.wiring import CohortFolder
from data.errors import AbbinaError
from data.language import marked, say

HELP = {"serve": marked("Apre l'interfaccia REST su una cartella, solo per questo computer (127.0.0.1).")}


def serve(
    cohort: Annotated[Path, typer.Option(help=say("Cartella della coorte: si legge e si aggiorna."))],
    port: Annotated[int, typer.Option(help=say("Porta; 0 ne sceglie una libera."), min=0, max=65_535)] = 8000,
) -> None:
    """Open the REST interface over a folder, for this computer alone."""
    settings = Settings()
    folder = CohortFolder(cohort, settings.lock_wait_s)
    # A folder with faults is told here, where somebody reads it.
    folder.records()
    with _listening(port) as listener:
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}{API}"
        told = say("Abbina risponde su {address} (Ctrl+C per chiudere)", address=address)
        Console(soft_wrap=True, highlight=False).print(told)
        config = uvicorn.Config(create_app(folder, settings), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    # With the protocol named, asyncio sends small answers at once instead of waiting for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise AbbinaError("port_taken", port=port) from None
    # Requests wait from here on, so that whoever reads the address can ask at once.
    listener.listen(128)
    return listener

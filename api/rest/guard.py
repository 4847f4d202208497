"""The door: who may ask, in which language, what every answer carries, and what happens when something breaks."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Problem
from api.rest.languages import language_of
from data.language import Language, speaking

_LOG = logging.getLogger("abbina")
# Answers speak of people: nothing on the way keeps them, and no browser guesses at their type.
_CARRIED = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


class Guard:
    """Refuses other hosts, answers HEAD as GET, and turns an unexpected error into a problem without details.

    Parameters
    ----------
    app : ASGI application
    hosts : names under which a request may ask, without port
    language : in which requests are answered that ask for none
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], language: Language) -> None:
        self.app, self.hosts, self.language = app, hosts, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language = language_of(scope, self.language)
        # Threads that work on this request take the language along; other requests have their own.
        with speaking(language):
            await self._let_in(scope, receive, send, language)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, language: Language) -> None:
        begun = False

        async def carry(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update(_CARRIED)
                headers.setdefault("content-language", language)
            await send(message)

        if not self._is_known(scope):
            await Problem("wrong_host").response()(scope, receive, carry)
            return
        try:
            await self.app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, carry)
        except Exception as error:
            _tell(error)
            if not begun:
                await Problem("internal").response()(scope, receive, carry)

    def _is_known(self, scope: Scope) -> bool:
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1:
            return False
        name, colon, port = hosts[0].rpartition(":")
        if not colon or not port.isdigit():
            name = hosts[0]
        return name.lower() in self.hosts


def _tell(error: BaseException) -> None:
    """Log where it broke; never the error's own words, which may quote a person's data."""
    steps: list[Any] = [(step.filename, step.lineno, step.name) for step in traceback.extract_tb(error.__traceback__)]
    _LOG.error("%s at %s", type(error).__name__, " > ".join(f"{file}:{line} {name}" for file, line, name in steps[-6:]))

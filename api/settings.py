"""The sizes and names that the server is run with; nothing else in the house reads a setting."""

from __future__ import annotations

from dataclasses import dataclass

# Only programs of this machine may ask: there is no sign-in yet, so there is no option to listen elsewhere.
LOOPBACK = "127.0.0.1"
API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of the server.

    Parameters
    ----------
    hosts : tuple of str
        Names under which a request may ask; a web page that resolves its own name to this machine is refused.
    largest_body_bytes : int
        Beyond it a request is refused without being read.
    lock_wait_s : float
        How long a write waits for another one on the same folder, in seconds.
    """

    hosts: tuple[str, ...] = ("localhost", LOOPBACK, "[::1]")
    largest_body_bytes: int = 1_000_000
    lock_wait_s: float = 15.0

"""The sizes, names and folders that programs are run with; nothing else in the house reads a setting."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogues import use_catalogue
from data.esco.cache import load
from data.esco.extend import extend_catalogue
from scoring.weights import use_weights_folder

# Only programs of this machine may ask: there is no sign-in yet, so there is no option to listen elsewhere.
LOOPBACK = "127.0.0.1"
API = "/api/v1"
# Folder of the official ESCO files that cells may name skills from, and the language of their labels.
ESCO, ESCO_LANGUAGE = "ABBINA_ESCO", "ABBINA_ESCO_LANGUAGE"
# Where things read once are kept ready; by default the cache folder of the user.
CACHE = "ABBINA_CACHE"
ITALIAN = "it"
# Folder of the weight sets that the service adopted, with their register.
WEIGHTS = "ABBINA_WEIGHTS"
# File with the key that seals names, and its usual name.
SEAL_KEY, SEAL_KEY_FILE = "ABBINA_SEAL_KEY", "sigillo.chiave"


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


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where things read once are kept ready for this user; None if there is no such place."""
    if CACHE in environment:
        return Path(environment[CACHE]) if environment[CACHE] else None
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if environment.get(name):
            return Path(environment[name], "abbina")
    try:
        return Path.home() / ".cache" / "abbina"
    except RuntimeError:
        return None


def seal_key_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where this user keeps the key that seals names; None if there is no such place."""
    if environment.get(SEAL_KEY):
        return Path(environment[SEAL_KEY])
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        if environment.get(name):
            return Path(environment[name], "abbina", SEAL_KEY_FILE)
    try:
        return Path.home() / ".config" / "abbina" / SEAL_KEY_FILE
    except RuntimeError:
        return None


def use_settings(environment: Mapping[str, str] = os.environ) -> None:
    """Put the settings of the environment in use in this process.

    With `ABBINA_ESCO=FOLDER`, every skill of ESCO; with `ABBINA_WEIGHTS=FOLDER`, the weight sets that the service
    adopted, whose register is read when a set is asked for.

    Raises
    ------
    AbbinaError
        The folder of ESCO is not there, or holds no files of it that can be read.
    """
    own = environment.get(WEIGHTS)
    use_weights_folder(Path(own) if own else None)
    folder = environment.get(ESCO)
    if not folder:
        use_catalogue(None)
        return
    language = environment.get(ESCO_LANGUAGE) or ITALIAN
    extend_catalogue(load(Path(folder), language, cache=cache_folder(environment)).esco)

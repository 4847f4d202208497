"""The funded programmes that ship with the engine, one YAML file each, named after the programme's code."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from data.call import Programme
from data.errors import AbbinaError, NotFound
from data.language import marked
from data.lawfile import StrictLoader

FOLDER = Path(__file__).parent


def programme_codes() -> tuple[str, ...]:
    """The codes of the shipped programmes, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def programme(code: str) -> Programme:
    """The programme of a code, read once.

    Raises
    ------
    NotFound
        No such programme; the hint names the nearest, or all of them.
    AbbinaError
        `bad_reference`: the file breaks its form, repeats a key, or bears another programme's code.
    """
    known = programme_codes()
    if code not in known:
        near = difflib.get_close_matches(code, known, 3, cutoff=0.5) or known
        raise NotFound(marked("Programma"), code, near=near)
    file = FOLDER / f"{code}.yaml"
    try:
        found = Programme.model_validate(yaml.load(file.read_text(encoding="utf-8"), StrictLoader))
    except (ValidationError, yaml.YAMLError) as error:
        raise AbbinaError("bad_reference", file=file.name, why=" ".join(str(error).split())) from error
    if found.code != code:
        raise AbbinaError("bad_reference", file=file.name, why=f"code must be {code}, as the file is named")
    return found

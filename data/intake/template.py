"""The empty folder that a service fills in, with a filled example and the description of every column."""

from __future__ import annotations

from pathlib import Path

from data.intake.columns import FILES, PROGRAMME_FILE, Language, columns_of
from data.intake.example import example_records
from data.intake.fresh import fresh_folder
from data.intake.guide import guide
from data.intake.write import csv_bytes, fill_folder

EXAMPLE = "esempio"
GUIDE = "COLONNE.md"


def write_template(path: Path, language: Language = "it") -> Path:
    """Write empty tables with their headers, an empty programme, `esempio/` and `COLONNE.md`; whole or not at all.

    Parameters
    ----------
    path : Path
        A folder that does not exist or is empty.
    language : {"it", "en"}
        Of the headers.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    AbbinaError
        `folder_not_empty` or `already_exists`.
    """
    with fresh_folder(path) as draft:
        for file in FILES:
            (draft / file).write_bytes(csv_bytes(file, iter(()), language))
        (draft / PROGRAMME_FILE).write_text(_empty_programme(), encoding="utf-8")
        (draft / GUIDE).write_text(guide(), encoding="utf-8")
        (draft / EXAMPLE).mkdir()
        fill_folder(example_records(), draft / EXAMPLE, language)
    return path


def _empty_programme() -> str:
    lines = ["# Scrivere il valore dopo i due punti; le righe che non servono si possono togliere."]
    for column in columns_of(PROGRAMME_FILE):
        must = " (obbligatorio)" if column.required else ""
        lines.append(f"{column.en}:  # {column.meaning}{must}; per esempio {column.example}")
    return "\n".join([*lines, ""])

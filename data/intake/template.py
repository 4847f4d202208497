"""The empty cohort that a service fills in, with a filled example and the description of every column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.bundle import TABLES
from data.intake.book.write import book_bytes
from data.intake.columns import FILES, PROGRAMME_FILE, Language, columns_of
from data.intake.example import example_records
from data.intake.forms import Form, file_name, form_bytes
from data.intake.fresh import fresh_folder
from data.intake.guide import guide, guide_name
from data.intake.json_file import VERSION, VERSION_KEY, json_text
from data.intake.write import csv_bytes, fill_folder
from data.language import marked, say, speaking

EXAMPLE = marked("esempio")
_TITLE = marked("Scrivere il valore dopo i due punti; le righe che non servono si possono togliere.")
_LINE = marked("{meaning}; per esempio {example}")
_MUST_LINE = marked("{meaning} (obbligatorio); per esempio {example}")


def write_template(path: Path, language: Language = "it", form: Form = Form.CSV) -> Path:
    """Write a cohort without records to fill in, with an example and the guide of the columns; whole or not at all.

    Parameters
    ----------
    path : Path
        A folder that does not exist or is empty.
    language : {"it", "en"}
        Of headings, words and explanations.
    form : Form
        Tables with their headings and a programme; one workbook; one JSON file.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    AbbinaError
        `folder_not_empty` or `already_exists`.
    """
    with fresh_folder(path) as draft, speaking(language):
        example = draft / say(EXAMPLE)
        (draft / guide_name()).write_text(guide(), encoding="utf-8")
        example.mkdir()
        if form is Form.CSV:
            for file in FILES:
                (draft / file).write_bytes(csv_bytes(file, iter(()), language))
            (draft / PROGRAMME_FILE).write_text(_empty_programme(), encoding="utf-8")
            fill_folder(example_records(), example, language)
        else:
            (draft / file_name(form)).write_bytes(_empty_json() if form is Form.JSON else book_bytes(None, language))
            (example / file_name(form)).write_bytes(form_bytes(example_records(), form, language))
    return path


def _empty_programme() -> str:
    lines = [f"# {say(_TITLE)}"]
    for column in columns_of(PROGRAMME_FILE):
        sentence = _MUST_LINE if column.required else _LINE
        told = say(sentence, meaning=column.meaning_told, example=column.example_told)
        lines.append(f"{column.en}:  # {told}")
    return "\n".join([*lines, ""])


def _empty_json() -> bytes:
    content: dict[str, Any] = {VERSION_KEY: VERSION}
    # A missing value is left out, but these must be given.
    content["programme"] = {column.field: "" for column in columns_of(PROGRAMME_FILE) if column.required}
    content["programme"]["categories"] = []
    return json_text(content | {table: [] for table in TABLES})

"""What a workbook lets a person type under each heading, and what it says while they type."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data.fields import FIRST_YEAR, LAST_YEAR
from data.intake.book.form import TABS, columns_in, limits
from data.intake.book.lists import Words, list_of
from data.intake.columns import FILES, Column, Language
from data.intake.sheet import LONGEST_CELL
from data.language import marked, say
from data.references import REFERENCES

# Rows that are ready to be filled in, and more below the last filled one.
READY_ROWS = 1000
SPARE_ROWS = 500
LONGEST_ID = 40
# Most characters of a message in the file format.
_LONGEST_MESSAGE = 255
_LONGEST_TITLE = 32
_UNLIMITED = 1_000_000_000
_SEVERAL = marked("Più valori si separano con «;».")
_CHOICES = marked("Le parole da usare sono nel {place}.")
_EXAMPLE = marked("Per esempio: {example}")
_REQUIRED = marked("Obbligatorio.")
_EMPTY = marked("Cella vuota: {missing}.")
_FROM_LIST = marked("Scegli un valore dell'elenco.")
_NOT_LISTED = marked("Questo valore non è nell'elenco. Va bene soltanto se esiste davvero.")
_WHOLE = marked("Un numero intero da {least} a {most}.")
_NUMBER = marked("Un numero da {least} a {most}.")
_DAY = marked("Una data dal {least} al {most}, per esempio 31/12/2026.")
_LENGTH = marked("Un testo di al massimo {most} caratteri.")


def comment(column: Column, lists: dict[str, Words], language: Language) -> str:
    """What stands behind a heading: what it says, what an empty cell means, which words it takes, an example."""
    parts = [column.meaning_told]
    if column.required:
        parts.append(say(_REQUIRED))
    elif column.missing_told:
        parts.append(say(_EMPTY, missing=column.missing_told))
    parts.append(_hint(column, lists, language))
    return "\n".join(part for part in parts if part)


def guard(
    sheet: Worksheet,
    first: tuple[int, int],
    last: tuple[int, int],
    column: Column,
    lists: dict[str, Words],
    language: Language,
) -> None:
    """Let only what a column takes be typed into a block of cells; a list of words shows where one is chosen.

    Parameters
    ----------
    sheet : Worksheet
    first, last : (row, column)
        From 0.
    column : Column
    lists : dict
        The words to choose from, as `word_lists` gives them.
    language : {"it", "en"}
    """
    rule = _rule(column, lists, language)
    rule["input_title"] = column.header(language)[:_LONGEST_TITLE]
    rule["input_message"] = _cut("\n".join(filter(None, (rule.get("error_message"), _hint(column, lists, language)))))
    sheet.data_validation(*first, *last, rule)


def _rule(column: Column, lists: dict[str, Words], language: Language) -> dict[str, Any]:
    least, most, longest = limits(column)
    named = REFERENCES.get((column.record, column.field))
    # Of a cell with several codes no list can be shown.
    if named is not None and column.kind == "id":
        source = _codes_there(named, language)
        return {"validate": "list", "source": source, "error_type": "warning", "error_message": say(_NOT_LISTED)}
    if column.kind in ("yes_no", "role", "division", "municipality", "province") or column.kind.startswith("code:"):
        source = lists[list_of(column) or ""].range(language)
        # Other regions have municipalities and provinces too.
        if column.kind in ("municipality", "province"):
            return {"validate": "list", "source": source, "error_type": "warning", "error_message": say(_NOT_LISTED)}
        return {"validate": "list", "source": source, "error_message": say(_FROM_LIST)}
    if column.kind in ("whole", "decimal"):
        low, high = (least if least is not None else -_UNLIMITED), (most if most is not None else _UNLIMITED)
        whole = column.kind == "whole"
        told = say(_WHOLE if whole else _NUMBER, least=_told(low, language), most=_told(high, language))
        kind = "integer" if whole else "decimal"
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_message": told}
    if column.kind == "day":
        low_day, high_day = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        told = say(_DAY, least=f"{low_day:%d/%m/%Y}", most=f"{high_day:%d/%m/%Y}")
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": low_day,
            "maximum": high_day,
            "error_message": told,
        }
    if column.kind in ("text", "id"):
        size = LONGEST_ID if column.kind == "id" else longest or LONGEST_CELL
        told = say(_LENGTH, most=size)
        return {"validate": "length", "criteria": "<=", "value": size, "error_message": told}
    return {"validate": "any"}


def _codes_there(table: str, language: Language) -> str:
    """The codes of a table that are in its sheet now, without the blank rows below them."""
    file = next(file for file, tables in FILES.items() if table in tables)
    columns = columns_in(file)
    letter = xl_col_to_name(
        next(k for k, column in enumerate(columns) if (column.record, column.field) == (table, "id"))
    )
    tab = TABS[file][language]
    return f"=OFFSET('{tab}'!${letter}$2,0,0,MAX(1,COUNTA('{tab}'!${letter}$2:${letter}$10000)),1)"


def _hint(column: Column, lists: dict[str, Words], language: Language) -> str:
    """Of a cell that holds several things: how to write them, and where the words are."""
    kind = column.kind.partition(":")[0]
    name = list_of(column)
    parts = []
    if column.kind == "list" or (column.is_collection and kind != "week"):
        parts.append(say(_SEVERAL))
    if name is not None and parts:
        parts.append(say(_CHOICES, place=lists[name].place(language)))
    if column.kind in ("week", "cefr", "features", "demands", "limits", "ramp", "area") or kind == "levels":
        parts.append(say(_EXAMPLE, example=column.example_told))
    return " ".join(parts)


def _told(value: float, language: Language) -> str:
    text = f"{value:.10g}"
    return text.replace(".", ",") if language == "it" else text


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"

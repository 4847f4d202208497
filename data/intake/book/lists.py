"""The words to choose from in a workbook: one column of its last sheet for each vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data import codes
from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Code
from data.intake.book.form import LISTS_TAB, TABS, columns_in
from data.intake.cells import YES_NO, name_of
from data.intake.columns import Column, Language
from data.language import marked, say
from data.places import Place, places

# Where services use this; the municipalities of other regions can be typed.
HOME_REGION = "Toscana"
_TITLES = {
    "yes_no": marked("Sì o no"),
    "municipality": marked("Comuni"),
    "province": marked("Province"),
    "role": marked("Mansioni"),
    "division": marked("Divisioni ATECO 2007"),
    "levels:competences": marked("Competenze"),
    "levels:items": marked("Voci del profilo funzionale"),
    "cefr": marked("Livelli di italiano (QCER)"),
    "skill": marked("Abilità linguistiche"),
}
# Kind of column -> the list that it takes its words from.
_LIST_OF = {
    "roles": "role",
    "levels:roles": "role",
    "divisions": "division",
    "municipalities": "municipality",
    "limits": "levels:items",
    "demands": "levels:items",
    "features": "code:Access",
}
_PROGRAMME_LISTS = {"services": "code:ServiceKind", "municipalities": "municipality"}


@dataclass(frozen=True, slots=True)
class Words:
    """One list: its name above it, its words, and where it stands.

    Parameters
    ----------
    title : str
    words : tuple of str
    column : int
        Of the sheet of lists, from 0.
    """

    title: str
    words: tuple[str, ...]
    column: int

    def range(self, language: Language) -> str:
        """The cells with the words, as a formula names them."""
        letter = xl_col_to_name(self.column)
        return f"='{LISTS_TAB[language]}'!${letter}$2:${letter}${len(self.words) + 1}"

    def place(self, language: Language) -> str:
        """Sheet and column, as a person looks for them."""
        return say("foglio «{sheet}», colonna {letter}", sheet=LISTS_TAB[language], letter=xl_col_to_name(self.column))


def list_of(column: Column) -> str | None:
    """The name of the list that a column takes its words from, if any."""
    if column.kind == "list":
        return _PROGRAMME_LISTS.get(column.field)
    if column.kind.startswith("codes:"):
        return column.kind.replace("codes:", "code:", 1)
    name = _LIST_OF.get(column.kind, column.kind)
    return name if name in _TITLES or name.startswith("code:") else None


def word_lists(language: Language, records: Records | None) -> dict[str, Words]:
    """Every list of a workbook by name, in the order of the tabs and columns that use it.

    Parameters
    ----------
    language : {"it", "en"}
        Of the words.
    records : Records or None
        What the workbook will hold: the municipalities of its programme are listed too.
    """
    titles: dict[str, str] = {}
    for column in [column for held in TABS for column in columns_in(held)]:
        name = list_of(column)
        if name is not None:
            titles.setdefault(name, say(_TITLES[name]) if name in _TITLES else column.header(language))
    titles["skill"] = say(_TITLES["skill"])
    return {
        name: Words(title, tuple(_words(name, language, records)), k) for k, (name, title) in enumerate(titles.items())
    }


def write_lists(sheet: Worksheet, lists: dict[str, Words], bold: Any) -> None:
    """Fill the sheet of lists."""
    for words in lists.values():
        sheet.write_string(0, words.column, words.title, bold)
        for row, word in enumerate(words.words, start=1):
            sheet.write_string(row, words.column, word)
        sheet.set_column(
            words.column, words.column, min(50, max(len(word) for word in (*words.words, words.title)) + 2)
        )
    sheet.freeze_panes(1, 0)


def _vocabulary(name: str) -> type[Code]:
    vocabulary: type[Code] = getattr(codes, name.partition(":")[2])
    return vocabulary


def _words(name: str, language: Language, records: Records | None) -> list[str]:
    known = catalogue()
    if name == "yes_no":
        return list(reversed(YES_NO[language]))
    if name == "municipality":
        return [place.label for place in _near(records)]
    if name == "province":
        return _provinces(records)
    if name == "role":
        return [name_of("role", key, language) for key in known.roles]
    if name == "division":
        return [name_of("division", code, language) for code in known.divisions]
    if name == "levels:competences":
        return [name_of(name, key, language) for key in known.competences]
    if name == "levels:items":
        return [
            f"{item.code} = {item.label_it if language == 'it' else item.label_en}" for item in known.items.values()
        ]
    if name == "cefr":
        return [level.value for level in codes.Cefr]
    vocabulary = codes.LanguageSkill if name == "skill" else _vocabulary(name)
    return [name_of("code", member, language) for member in vocabulary]


def _provinces(records: Records | None) -> list[str]:
    """The provinces of the home region, of the programme and of the quotas."""
    home = {place.province for place in places() if place.region == HOME_REGION}
    if records is not None:
        home.update(records.programme.provinces)
        home.update(quota.province for quota in records.quotas if quota.province is not None)
    return sorted(home)


def _near(records: Records | None) -> list[Place]:
    """The municipalities of the home region and of the programme, and those that the records name, by name."""
    provinces: set[str] = set()
    named: set[str] = set()
    if records is not None:
        provinces.update(records.programme.provinces)
        named.update(records.programme.municipalities)
        for table in ("candidates", "sites", "services", "protections"):
            named.update(record.municipality for record in records.table(table))
        named.update(place for act in records.acts for place in act.municipalities)
    chosen = [
        place
        for place in places()
        if place.region == HOME_REGION or place.province in provinces or place.istat in named
    ]
    return sorted(chosen, key=lambda place: place.label)

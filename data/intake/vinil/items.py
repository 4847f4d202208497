"""The items of a VINIL-like assessment: area, ICF codes, scale, and the field of a person that each feeds.

The content of the VINIL form is not public: the areas P, S, H, W, G, T and their items are those of the domain
reference 6.2 (`reference/vinil_items.csv`). Items without a field are told and left alone.

An ICF qualifier says how large a problem is, a capacity how much can be done. Of the five steps only «no problem» is
full capacity and only «complete problem» is none; between them, a mild or moderate problem (up to 49 %) leaves more
than half, a severe one (50-95 %) less than half:

    qualifier  0 none   1 mild   2 moderate   3 severe   4 complete   8 not specified, 9 not applicable
    capacity   3        2        2            1          0            not written
"""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic_core import PydanticCustomError

from data.catalogues import REFERENCE
from data.codes import Cefr, Tutoring
from data.errors import AbbinaError
from data.fields import plain, read_code
from data.language import marked, say, spoken

VINIL_ITEMS = REFERENCE / "vinil_items.csv"
CAPACITY = {0: 3, 1: 2, 2: 2, 3: 1, 4: 0}
NOT_WRITTEN = ("8", "9")

# Scale -> what is expected under it.
_EXPECTED = {
    "icf": marked("un qualificatore ICF: 0, 1, 2, 3, 4, oppure 8 o 9"),
    "equal": marked("un livello da 1 a 5, oppure 8 o 9"),
    "need": marked("un livello da 1 a 5, oppure 0, 8 o 9"),
    "cefr": marked("un livello QCER: A0, A1, A2, B1, B2, C1 o C2"),
    "tutoring": marked("uno di questi valori: bassa, media, alta, molto alta"),
    "yes_no": marked("sì oppure no"),
}
_LEVELS = {"icf": range(5), "equal": range(1, 6), "need": range(6)}
_YES_NO = {"si": True, "yes": True, "x": True, "1": True, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class VinilItem:
    """One item.

    Parameters
    ----------
    code, area : str
        `H_AC1`, `H`.
    label_it, label_en : str
    icf : tuple of str
        ICF codes under which it may be written too.
    field, key : str
        Field of a person, and the entry of it if it has many; empty if the item feeds nothing.
    scale : str
        A key of the expectations above.
    """

    code: str
    area: str
    label_it: str
    label_en: str
    icf: tuple[str, ...]
    field: str
    key: str
    scale: str

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en

    @property
    def expected(self) -> str:
        """What a value of this item looks like, for people."""
        return say(_EXPECTED[self.scale])


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on its scale.

    Parameters
    ----------
    value : Any
        What the field holds: a capacity 0-3, a level 0-5, a code, or whether a goal is chosen.
    step : int
        Place on the scale as written, to tell how far two marks are apart.
    written : str
        As it stands in the file.
    """

    value: Any
    step: int
    written: str = field(compare=False)


@cache
def vinil_items() -> dict[str, VinilItem]:
    """The items by code, in the order of the file."""
    with VINIL_ITEMS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    try:
        items = [
            VinilItem(
                code=row["code"],
                area=row["area"],
                label_it=row["label_it"],
                label_en=row["label_en"],
                icf=tuple(part.strip() for part in row["icf"].split(";") if part.strip()),
                field=row["field"],
                key=row["key"],
                scale=row["scale"],
            )
            for row in rows
        ]
    except KeyError as error:
        raise AbbinaError("bad_reference", file=VINIL_ITEMS.name, why=str(error)) from None
    return {item.code: item for item in items}


def find_items(text: str) -> list[VinilItem]:
    """The items that a code means: ours, the one of the functional profile (`AC1`), or an ICF code (`d430`)."""
    name = text.strip().upper().replace(" ", "_").replace("-", "_")
    items = vinil_items()
    if name in items:
        return [items[name]]
    return [
        item
        for item in items.values()
        if item.field == "functional_profile" and (item.key == name or name.lower() in item.icf)
    ]


def nearest_item(text: str) -> str:
    """The code of an item that looks most like another; empty if none does."""
    close = difflib.get_close_matches(text.strip().upper()[:60], list(vinil_items()), n=1, cutoff=0.6)
    return close[0] if close else ""


def read_mark(item: VinilItem, text: str) -> Mark | None:
    """The value that a cell gives to an item; None where it is not assessed (empty, 8, 9).

    Raises
    ------
    ValueError
        It is none of the scale; `item.expected` says what is.
    """
    text = text.strip()
    if not text or text in NOT_WRITTEN:
        return None
    if item.scale in _LEVELS:
        if not text.isdecimal() or int(text) not in _LEVELS[item.scale]:
            raise ValueError(text)
        step = int(text)
        # In the scale of needs, 0 is «not assessed».
        return (
            None
            if item.scale == "need" and not step
            else Mark(CAPACITY[step] if item.scale == "icf" else step, step, text)
        )
    if item.scale == "yes_no":
        if plain(text) not in _YES_NO:
            raise ValueError(text)
        return Mark(_YES_NO[plain(text)], int(_YES_NO[plain(text)]), text)
    vocabulary: type[Cefr] | type[Tutoring] = Cefr if item.scale == "cefr" else Tutoring
    try:
        member = read_code(vocabulary, text)
    except PydanticCustomError:
        raise ValueError(text) from None
    return Mark(member, list(vocabulary).index(member), text)

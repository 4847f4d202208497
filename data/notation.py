"""The short notations that services write in one cell: levels, demands, restrictions, accessibility.

competences     igiene=3; lavorare in gruppo=4          key or label, then a level
demands         AC1=2; PO2=3!; FA3=1~                   0-3, `!` essential, `~` the host can adapt it
prescriptions   AC1<=1                                  the most that a health professional allows
access          ascensore=sì; bagno accessibile=no      what is not named is not known
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.language import marked, say

_LEVEL = re.compile(r"^(?P<key>[^=]*[^=\s])\s*=\s*(?P<level>-?\d{1,3})$")
_DEMAND = re.compile(r"^(?P<item>[A-Za-z]{2}\d)\s*=\s*(?P<level>-?\d{1,3})\s*(?P<marks>[!~]*)$")
_MOST = re.compile(r"^(?P<item>[A-Za-z]{2}\d)\s*(?:<=|≤)\s*(?P<most>-?\d{1,3})$")
_YES = {"sì", "si", "yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0"}


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """What a task asks in one item of the functional profile (D.P.C.M. 13/01/2000).

    Parameters
    ----------
    item : str
        Item code, for instance `AC1` (lifting and carrying).
    level : int
        0 none, 1 occasional, 2 frequent, 3 continuous.
    essential : bool
        The task cannot be done without it.
    adaptable : bool
        The host says that it can be adapted.
    """

    item: str
    level: int
    essential: bool = False
    adaptable: bool = False

    def __str__(self) -> str:
        return f"{self.item}={self.level}{'!' if self.essential else ''}{'~' if self.adaptable else ''}"


def split_list(text: str) -> list[str]:
    """The entries of a cell, separated by `;` (or by `,` when there is no `;`), without blanks."""
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def parse_levels(text: str, lowest: int, highest: int) -> dict[str, int]:
    """Read `key=level; key=level`; keys are returned as written."""
    levels: dict[str, int] = {}
    for part in split_list(text):
        found = _LEVEL.match(part)
        if found is None:
            sentence = marked("«{part}»: scrivi voce=livello, con un livello da {lowest} a {highest}")
            raise ValueError(say(sentence, part=part, lowest=lowest, highest=highest))
        level = _within(int(found["level"]), lowest, highest, part)
        key = found["key"].strip()
        if levels.setdefault(key, level) != level:
            raise ValueError(say("«{key}» ha due livelli diversi", key=key))
    return levels


def parse_demands(text: str) -> tuple[Demand, ...]:
    """Read `AC1=2; PO2=3!; FA3=1~`."""
    demands: dict[str, Demand] = {}
    for part in split_list(text):
        found = _DEMAND.match(part)
        if found is None:
            sentence = marked("«{part}»: scrivi voce=livello da 0 a 3, con ! se essenziale e ~ se adattabile (AC1=2!)")
            raise ValueError(say(sentence, part=part))
        item, marks = found["item"].upper(), found["marks"]
        demand = Demand(item, _within(int(found["level"]), 0, 3, part), "!" in marks, "~" in marks)
        if demands.setdefault(item, demand) != demand:
            raise ValueError(say("«{item}» è scritto due volte in modo diverso", item=item))
    return tuple(sorted(demands.values()))


def parse_restrictions(text: str) -> dict[str, int]:
    """Read `AC1<=1; SL2<=0`: item -> highest demand allowed."""
    most: dict[str, int] = {}
    for part in split_list(text):
        found = _MOST.match(part)
        if found is None:
            raise ValueError(say("«{part}»: scrivi voce<=livello massimo da 0 a 3, per esempio AC1<=1", part=part))
        item = found["item"].upper()
        if most.setdefault(item, _within(int(found["most"]), 0, 3, part)) != int(found["most"]):
            raise ValueError(say("«{item}» ha due limiti diversi", item=item))
    return most


def parse_flags(text: str) -> dict[str, bool]:
    """Read `ascensore=sì; bagno accessibile=no`; a bare name means yes."""
    flags: dict[str, bool] = {}
    for part in split_list(text):
        key, _, answer = (piece.strip() for piece in part.partition("="))
        if answer and answer.lower() not in _YES | _NO:
            raise ValueError(say("«{part}»: scrivi sì oppure no", part=part))
        yes = answer.lower() not in _NO if answer else True
        if flags.setdefault(key, yes) != yes:
            raise ValueError(say("«{key}» ha due risposte diverse", key=key))
    return flags


def _within(level: int, lowest: int, highest: int, part: str) -> int:
    if not lowest <= level <= highest:
        raise ValueError(
            say("«{part}»: il livello va da {lowest} a {highest}", part=part, lowest=lowest, highest=highest)
        )
    return level

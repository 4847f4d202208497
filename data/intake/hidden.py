"""What no message may repeat: who writes a name in clear in the wrong place must not find it again, nor in a log.

Acts and protections say what has to stay between the person and the case manager. Of their rows a message tells the
place and what is expected there, never what is written: not in any column, for nobody can know in which one a name
ends up. Of the other tables only the fields for sealed names are hidden.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from data.fields import plain
from data.intake.columns import FILES, find_column
from data.intake.faults import HIDDEN_TABLES
from data.language import say

HIDDEN_FILES = frozenset(file for file, tables in FILES.items() if HIDDEN_TABLES.intersection(tables))
# Quotations of our own sentences: forms, commands and examples, in both languages.
_OURS = frozenset(
    {
        *("abbina seal", "latitudine longitudine", "latitude longitude"),
        *("A: mai", "B: mai", "A: never", "B: never", "lun-ven", "mon-fri", "lun-ven 8:00-14:00", "mon-fri 8:00-14:00"),
        *("lun-ven 8:00-14:00; sab 9:00-13:00", "mon-fri 8:00-14:00; sat 9:00-13:00"),
        "A: lun-ven 8:00-14:00 | B: lun-ven 14:00-20:00",
    }
)
_QUOTED = (re.compile("«([^«»]*)»"), re.compile("“([^“”]*)”"))
# Likeness from which a name is a known one misspelt: `Nome Inventato` is like `nome sigillato`, but nobody's slip.
_SLIP = 0.85
_WHOLE = (re.compile("«.*»", re.DOTALL), re.compile("“.*”", re.DOTALL))


def hidden() -> str:
    """What stands for a value that is not told."""
    return say("(nascosto)")


def sentence_told(expected: str, value: object = "") -> str:
    """What is expected in a hidden place: the same sentence without what it quotes of the value."""
    if any(mark in str(value) for mark in "«»“”"):
        # Where a quotation ends cannot be seen: nothing from the first mark to the last one is kept.
        for whole in _WHOLE:
            expected = whole.sub(lambda _: f"«{hidden()}»", expected)
        return expected
    for quoted in _QUOTED:
        expected = quoted.sub(_quotation_told, expected)
    return expected


def name_told(name: str, nearest: str) -> str:
    """The name of an unknown field or column of a hidden table: only one that is nearly a known name is repeated."""
    is_slip = nearest and SequenceMatcher(a=plain(name[:60]), b=plain(nearest)).ratio() >= _SLIP
    return name if is_slip else hidden()


def _quotation_told(found: re.Match[str]) -> str:
    quoted = found[1]
    is_ours = quoted in _OURS or any(find_column(file, quoted) is not None for file in HIDDEN_FILES)
    return found[0] if is_ours else f"{found[0][0]}{hidden()}{found[0][-1]}"

"""How to see that a text is Italian."""

from __future__ import annotations

import re

# Words of Italian sentences that are no words of English ones, nor commands.
_WORDS = frozenset(
    [
        "alla",
        "alle",
        "allo",
        "anche",
        "ancora",
        "avviso",
        "azienda",
        "aziende",
        "che",
        "chi",
        "colonna",
        "con",
        "cosa",
        "da",
        "dal",
        "dalla",
        "dati",
        "degli",
        "dei",
        "del",
        "della",
        "delle",
        "dello",
        "dopo",
        "essere",
        "fino",
        "giorni",
        "giorno",
        "gli",
        "ha",
        "hanno",
        "il",
        "la",
        "le",
        "lo",
        "ma",
        "mancano",
        "meno",
        "nel",
        "nella",
        "nessun",
        "nessuna",
        "nessuno",
        "non",
        "ogni",
        "oppure",
        "orario",
        "ore",
        "persona",
        "persone",
        "più",
        "posti",
        "posto",
        "possono",
        "può",
        "prima",
        "quando",
        "quello",
        "questa",
        "questo",
        "riga",
        "scegli",
        "scrivi",
        "se",
        "senza",
        "si",
        "sì",
        "solo",
        "sono",
        "sua",
        "sulla",
        "tirocini",
        "tirocinio",
        "tra",
        "un",
        "una",
        "uno",
        "viaggio",
        "voce",
        "è",
    ]
)
# Those that in code stand for other things too.
_SHORT = frozenset({"con", "da", "la", "le", "lo", "ma", "se", "si", "un", "chi", "ha", "che", "il"})
# `non-curricular` is one word, and English.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ACCENTED = re.compile(r"[àèéìòù]")


def italian_in(text: str) -> set[str]:
    """Italian words in a text, outside `code`, which may show a cell of either language."""
    words = {word.lower() for word in _WORD.findall(re.sub(r"`[^`]*`", " ", text))}
    return words & _WORDS | {word for word in words if _ACCENTED.search(word)}


def looks_italian(literal: str) -> bool:
    """Whether a text in the code looks like an Italian sentence, or a piece of one."""
    literal = re.sub(r"`[^`]*`", " ", literal)
    words = {word.lower() for word in _WORD.findall(literal)}
    return bool(words & (_WORDS - _SHORT)) or (" " in literal and bool(_ACCENTED.search(literal)))

"""Hours of the week as offices write them: `dal lunedì al venerdì dalle 8.30 alle 13`, `L-V 8-13`, `mar gio 9-12`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.fields import plain
from data.week import DAYS_IT

_DAY = (
    r"(?:luned[iì]'?|marted[iì]'?|mercoled[iì]'?|gioved[iì]'?|venerd[iì]'?|sabat[oi]|domenic(?:a|he)|"
    r"lun|mar|mer|gio|ven|sab|dom|lu|ma|me|gi|ve|sa|do)(?![a-zìà])\.?"
)
_ANY_DAY = re.compile(rf"(?<![a-zìà]){_DAY}")
_FROM_TO_DAYS = re.compile(r"\bdal?\s+(lun|mar|mer|gio|ven|sab|dom)\s+(?:al?|alla)\s+(lun|mar|mer|gio|ven|sab|dom)\b")
_FROM_TO_HOURS = re.compile(r"\b(?:dalle|dall'|da)\s*(?:ore\s*)?(\d[\d:.]*)\s*(?:alle|all'|a)\s*(?:ore\s*)?(\d[\d:.]*)")
_BETWEEN_HOURS = re.compile(r"(?<=\d)\s*(?:/|\balle\b|>)\s*(?=\d)")
_NOISE = re.compile(
    r"\b(?:ore|h)\b\.?\s*|\b(?:il|la|di|nei giorni(?: di)?|tutti i|ogni)\s+(?=(?:lun|mar|mer|gio|ven|sab|dom)\b)"
)
_DAYS_SIDE_BY_SIDE = re.compile(r"\b(lun|mar|mer|gio|ven|sab|dom)\s+(?=(?:lun|mar|mer|gio|ven|sab|dom)\b)")
_NEXT_GROUP = re.compile(r"(?<=\d)\s*(?:,|\be\b)?\s*(?=(?:lun|mar|mer|gio|ven|sab|dom)\b)")
# M alone would be Tuesday or Wednesday.
_INITIALS = re.compile(r"(?<![a-z])l\s*-\s*(v|s|d)(?![a-z])")
_INITIAL = {"v": "ven", "s": "sab", "d": "dom"}
_TIMES_ONLY = re.compile(r"\d.*$")


def spoken_week(text: str, values: Mapping[str, str]) -> str:
    """Hours in the form that `parse_week` reads; what is not understood stays as written.

    Parameters
    ----------
    text : str
    values : Mapping
        What the mapping says of words such as `mattina`: in a cell that names the days, only its hours count.
    """
    flat = text.lower().replace("–", "-").replace("—", "-").replace("’", "'").replace("\n", "; ")
    flat = _INITIALS.sub(lambda found: f"lun-{_INITIAL[found[1]]}", flat)
    flat = _ANY_DAY.sub(lambda found: _short(found[0]), flat)
    for word, meaning in values.items():
        hours = _TIMES_ONLY.search(meaning)
        if hours and word.isalpha() and _ANY_DAY.search(flat):
            flat = re.sub(rf"\b{re.escape(word)}\b", hours[0].split(";")[0], flat)
    flat = _FROM_TO_DAYS.sub(r"\1-\2", flat)
    flat = _NOISE.sub("", flat)
    flat = _FROM_TO_HOURS.sub(r"\1-\2", flat)
    flat = _BETWEEN_HOURS.sub("-", flat)
    flat = _DAYS_SIDE_BY_SIDE.sub(r"\1, ", flat)
    flat = _NEXT_GROUP.sub("; ", flat)
    return " ".join(flat.split())


def _short(day: str) -> str:
    return next(name for name in DAYS_IT if plain(day)[:2] == name[:2])

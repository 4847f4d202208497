"""Values of the law in words: a number with its unit, a table as short sentences."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from api.page.law_words import COLUMNS, EMPTY, FLAGS, TABLES, VOCABULARIES, WORDS
from data.catalogues import shipped_catalogue
from data.language import marked, number, say, say_n
from data.week_text import DAYS_IT, days_told
from scoring.rule import as_day

# After a number: one, many.
UNITS = {
    "years": (marked("anno"), marked("anni")),
    "months": (marked("mese"), marked("mesi")),
    "days": (marked("giorno"), marked("giorni")),
    "h": (marked("ora"), marked("ore")),
    "h/day": (marked("ora al giorno"), marked("ore al giorno")),
    "h/week": (marked("ora a settimana"), marked("ore a settimana")),
    "h/month": (marked("ora al mese"), marked("ore al mese")),
    "min": (marked("minuto"), marked("minuti")),
    "km": ("km", "km"),
    "km/h": ("km/h", "km/h"),
    "points": (marked("punto"), marked("punti")),
    "times": (marked("volta"), marked("volte")),
    "percent": ("%", "%"),
    "permille": ("‰", "‰"),
    "EUR": ("€", "€"),
    "EUR/h": (marked("€ l'ora"), marked("€ l'ora")),
    "EUR/day": (marked("€ al giorno"), marked("€ al giorno")),
    "EUR/month": (marked("€ al mese"), marked("€ al mese")),
}
_LEAP_YEAR = 2000
_YEAR_DAY = re.compile(r"(\d\d)-(\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def told_value(key: str, value: Any, unit: str) -> tuple[str, ...]:
    """A value as lines to read, at least one, in the language spoken now.

    Parameters
    ----------
    key : of the parameter: it says whose codes a table holds
    value : as the law gives it
    unit : of the parameter
    """
    if unit == "bands_trainees":
        return tuple(_trainees(least, most, due) for least, most, due in _bands(value))
    if unit == "bands_quota":
        return tuple(_quota(least, most, due) for least, most, due in _bands(value))
    if unit == "checklist":
        return tuple(_task(key, entry) for entry in value)
    if unit == "clock":
        return (" – ".join(value),)
    if isinstance(value, dict):
        return tuple(_capital(line) for line in _lines(key, value))
    if isinstance(value, list):
        return tuple(_capital(_scalar(key, part, unit)) for part in value) or (say("nessuno"),)
    return (_scalar(key, value, unit),)


def with_unit(value: float, unit: str) -> str:
    """A number with its unit: `1 mese`, `70 %`, `39,21 € al giorno`."""
    if unit == "share":
        return f"{number(value * 100)} %"
    if unit in UNITS:
        return f"{number(value)} {say(UNITS[unit][value != 1])}"
    return number(value)


def word(key: str, code: str) -> str:
    """What a name or a code in a table means, in the language spoken now; the code itself where nobody said."""
    for vocabulary in VOCABULARIES.get(key, ()):
        # Keys of the older tables are in lower case.
        for member in vocabulary:
            if member.value in (code, code.upper()):
                return member.label
    # The same name may mean two things in two tables.
    known = WORDS.get(f"{key}.{code}", WORDS.get(code))
    if known is not None:
        return say(known)
    catalogue = shipped_catalogue()
    if code in catalogue.roles:
        return catalogue.roles[code].label
    if code in catalogue.divisions:
        return f"{code} {catalogue.divisions[code].label}"
    return _time(code)


def _lines(key: str, value: dict[str, Any]) -> list[str]:
    """One line for each part of a table; a table of tables gets a heading and its lines under it."""
    lines = []
    for name, part in value.items():
        if not isinstance(part, dict):
            lines.append(_cell(key, name, part))
        elif any(isinstance(inner, dict) for inner in part.values()):
            lines += [f"{word(key, name)}:", *(f"– {line}" for line in _lines(key, part))]
        else:
            told = (_cell(key, *inner) for inner in part.items() if inner[1] is not None or inner[0] in EMPTY)
            lines.append(f"{word(key, name)}: {'; '.join(told)}")
    return lines


def _cell(key: str, name: str, value: Any) -> str:
    label = word(key, name)
    if isinstance(value, bool) and name in FLAGS:
        return say(FLAGS[name][not value])
    if name == "steps":
        told = "; ".join(_step(share, more) for share, more in value) or say("nessuno")
    elif name == "weekdays":
        told = ", ".join(days_told()[day - 1] for day in value)
    elif value is None:
        told = say(EMPTY[name])
    else:
        told = _scalar(key, value, COLUMNS.get(name) or TABLES.get(key, ""))
    return f"{label}: {told}" if label else told


def _scalar(key: str, value: Any, unit: str) -> str:
    if isinstance(value, list):
        return ", ".join(_scalar(key, part, unit) for part in value) or say("nessuno")
    if isinstance(value, bool):
        return say("sì") if value else say("no")
    if isinstance(value, str):
        return word(key, value)
    return with_unit(value, unit)


def _time(text: str) -> str:
    """A day, a day of the year or a week as people write it; any other text as it is."""
    if _DAY.fullmatch(text):
        return as_day(dt.date.fromisoformat(text).toordinal())
    if found := _YEAR_DAY.fullmatch(text):
        month, day = map(int, found.groups())
        whole = as_day(dt.date(_LEAP_YEAR, month, day).toordinal())
        return whole.removesuffix(str(_LEAP_YEAR)).rstrip("/ ")
    # Not as a week: on its grid of quarters 8:10 would become 8:15.
    return re.sub("|".join(DAYS_IT), lambda found: days_told()[DAYS_IT.index(found[0])], text) if " " in text else text


def _bands(value: list[list[Any]]) -> list[tuple[int, int | None, float]]:
    """Bands with the staff at which each begins and ends; the last has no end."""
    starts = [0, *(most + 1 for most, _ in value[:-1])]
    return [(start, most, due) for start, (most, due) in zip(starts, value, strict=True)]


def _staff(least: int, most: int | None) -> str:
    if most is None:
        return say("più di {n} dipendenti", n=least - 1)
    return say("da {least} a {most} dipendenti", least=least, most=most)


def _trainees(least: int, most: int | None, due: float) -> str:
    if isinstance(due, float):
        told = say("il {share} dei dipendenti, arrotondato per eccesso", share=with_unit(due, "share"))
    else:
        told = say_n("{n} tirocinante", "{n} tirocinanti", due)
    return _capital(f"{_staff(least, most)}: {told}")


def _quota(least: int, most: int | None, due: float) -> str:
    if isinstance(due, float):
        told = say("il {share} dei dipendenti", share=with_unit(due, "share"))
    else:
        told = say_n("{n} persona", "{n} persone", due) if due else say("nessuna persona")
    return _capital(f"{_staff(least, most)}: {told}")


def _step(share: float, more: int) -> str:
    return say("{more} se è stato assunto almeno il {share}", more=more, share=with_unit(share, "share"))


def _task(key: str, entry: dict[str, Any]) -> str:
    before = say_n("{n} giorno prima", "{n} giorni prima", entry["days_before_start"])
    return _capital(f"{word(key, entry['code'])}: {before}, {word(key, entry['who'])}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

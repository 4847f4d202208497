"""Parameters of the law that a rule names, told with value, source and what is still to be verified."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from api.page.law_values import told_value
from data.errors import AbbinaError
from data.language import marked, say
from data.lawbook import Law
from data.lawfile import Source
from scoring.rule import Rule, as_day

KEY = re.compile(r"\b[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\b")
# How well a source was read, by the letters that its mark begins with.
READ = {
    "S": marked("testo letto"),
    "GK": marked("conoscenza generale"),
    "DERIVED": marked("ricavato da altri valori"),
    "PROPOSAL": marked("scelta di questo progetto"),
}


@dataclass(frozen=True, slots=True)
class ParameterSaid:
    """One parameter in the language in which it was made.

    Parameters
    ----------
    key, title : of the parameter
    value : with its unit, or that it is a table and where it is to be read, or that none is in force
    since : day of the value; empty where none is in force
    sources : references as they are written, in Italian, each with how well it was read
    verify : a jurist has still to confirm it
    """

    key: str
    title: str
    value: str
    since: str
    sources: tuple[tuple[str, str], ...]
    verify: bool


def keys_of(rule: Rule) -> tuple[str, ...]:
    """Keys of the parameters that a rule and its kinds name, each once, in their order."""
    texts = [rule.law, *(text for kind in rule.kinds for text in (kind.asks, kind.why, kind.since, kind.who))]
    return tuple(dict.fromkeys(key for text in texts for key in KEY.findall(text)))


def parameters_of(rule: Rule, law: Law) -> tuple[ParameterSaid, ...]:
    """The parameters that a rule names, on the day of a law."""
    return tuple(_said(key, law) for key in keys_of(rule))


def with_titles(text: str, law: Law) -> str:
    """A sentence with the names of parameters in place of their keys."""
    return KEY.sub(lambda found: f"«{law.title(found[0])}»", text)


def with_links(text: str, law: Law, rule: str) -> Markup:
    """The same for a page: each name leads to the row of the parameter in the card of the rule."""
    return Markup(
        KEY.sub(
            lambda found: f'<a href="#{rule}-{found[0]}">{escape(law.title(found[0]))}</a>',
            str(escape(text)),
        )
    )


def _said(key: str, law: Law) -> ParameterSaid:
    parameter = law.parameters[key]
    sources = tuple((source.ref, how_read(source)) for source in parameter.source)
    try:
        value = _value(law.get(key), law.unit(key), key)
    except AbbinaError:
        return ParameterSaid(key, law.title(key), say("non in vigore in quel giorno"), "", sources, parameter.verify)
    since = law.since(key)
    return ParameterSaid(key, law.title(key), value, as_day(since.toordinal()), sources, parameter.verify)


def _value(value: Any, unit: str, key: str) -> str:
    if isinstance(value, bool | dict):
        return say("una tabella: si legge in {file}", file=f"data/law/{key.replace('.', '/')}.yaml")
    return "; ".join(told_value(key, value, unit))


def how_read(source: Source) -> str:
    """How well a source was read; empty where its reference says so by itself."""
    letters = re.match(r"[A-Z]+", source.mark)
    key = letters[0] if letters else ""
    read = READ["S" if key == "SEED" else key]
    return "" if source.ref.casefold().startswith(read) else say(read)

"""The municipality that offices name, alone, with its province or in an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from data.intake.office.private import LONGEST_CELL
from data.places import normal, places

_POSTCODE = re.compile(r"\b\d{5}\b")
_PROVINCE = re.compile(r"^(?P<name>.+?)[\s,\-(]+(?P<province>[A-Za-z]{2})\)?$")
_BETWEEN = re.compile(r"[,;\n()]|\s-\s|\d+")


def spoken_place(text: str) -> str:
    """The municipality that a text names; the text itself if none, or more than one, is.

    Addresses give theirs up: `via Roma 3, 59100 Prato (PO)` is `Prato (PO)`.
    """
    if len(text) > LONGEST_CELL:
        return text
    if label := _label(text):
        return label
    parts = [part.strip() for part in _BETWEEN.split(_POSTCODE.sub("", text))]
    named = list(dict.fromkeys(label for part in parts if (label := _label(part))))
    return named[0] if len(named) == 1 else text


def _label(text: str) -> str:
    asked = _POSTCODE.sub("", text).strip(" ,-")
    labels = _labels().get(normal(asked), ())
    if not labels and (found := _PROVINCE.match(asked)):
        mark = f"({found['province'].upper()})"
        labels = tuple(label for label in _labels().get(normal(found["name"]), ()) if label.endswith(mark))
    return labels[0] if len(labels) == 1 else ""


@cache
def _labels() -> Mapping[str, tuple[str, ...]]:
    """Name of a municipality -> the labels that it may mean; nothing here looks for what is nearly a name."""
    labels: dict[str, tuple[str, ...]] = {}
    for place in places():
        for name in {normal(part) for part in (place.name, *place.name.split("/"))}:
            labels[name] = (*labels.get(name, ()), place.label)
    return MappingProxyType(labels)

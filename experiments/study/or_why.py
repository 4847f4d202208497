"""A part of a study that cannot be done says why, and the study goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.errors import AbbinaError
from experiments.report.parts import Section


def or_why(key: str, title: str, make: Callable[[], Section]) -> Section:
    """The section, or one that says why these data do not allow it.

    Parameters
    ----------
    key, title : of the section that says why; the title is already said
    """
    return several_or_why(key, title, lambda: (make(),))[0]


def several_or_why(key: str, title: str, make: Callable[[], Sequence[Section]]) -> tuple[Section, ...]:
    """The same for sections that are made together; one that says why stands for all of them."""
    try:
        return tuple(make())
    except AbbinaError as error:
        if error.code != "bad_study":
            raise
        return (Section(key=key, title=title, finding=error.text()),)

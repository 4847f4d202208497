"""How sheets are named to people and taken by a mapping: names of sheets may be those of people, one card a sheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from data.intake.office.workbook import Grid
from data.language import say

EVERY_SHEET = "*"


def is_pattern(asked: str) -> bool:
    """Whether a mapping names sheets without their names, as `*` does."""
    return any(mark in asked for mark in "*?[")


def sheet_label(grids: Sequence[Grid], grid: Grid, asked: str) -> str:
    """What people read in the place of a sheet's name: `foglio 3` where the mapping does not name it itself.

    Parameters
    ----------
    grids : sequence of Grid
        All sheets of the file, in its order; hidden ones are numbered apart, so that the others are as on the screen.
    grid : Grid
        One of them.
    asked : str
        `sheet` of the mapping.
    """
    if asked.lower() == grid.name.lower():
        return grid.name
    alike = [other.name for other in grids if other.hidden == grid.hidden]
    number = alike.index(grid.name) + 1
    return say("foglio nascosto {n}", n=number) if grid.hidden else say("foglio {n}", n=number)


def sheets_asked(asked: str, grids: Sequence[Grid], named: Collection[str]) -> list[Grid]:
    """The sheets that a mapping asks for; with `*` none that is hidden, and none that another entry names in full.

    Parameters
    ----------
    asked : str
        `sheet` of one entry of the mapping.
    grids : sequence of Grid
    named : collection of str
        `sheet` of all entries for this file.
    """
    exact = [grid for grid in grids if grid.name == asked]
    if exact or not is_pattern(asked):
        return exact or [grid for grid in grids if grid.name.lower() == asked.lower()]
    others = {name.lower() for name in named}
    return [
        grid
        for grid in grids
        if not grid.hidden and grid.name.lower() not in others and fnmatchcase(grid.name.lower(), asked.lower())
    ]

"""A mapping proposed for whole workbooks: sheets of one kind, as one card a sheet, are proposed once, without names."""

from __future__ import annotations

from collections.abc import Mapping

from data.fields import plain
from data.intake.office.layout import Spot
from data.intake.office.private import is_private
from data.intake.office.propose_mapping import Guess, Proposal, propose_for
from data.intake.office.propose_mapping_values import not_understood
from data.intake.office.sheet_names import EVERY_SHEET, sheet_label
from data.intake.office.workbook import Grid

# Cards of one form may lack some of its labels.
_ALIKE = 0.5


def propose_map(books: Mapping[str, list[Grid]]) -> list[Proposal]:
    """What the sheets of some workbooks seem to hold, in their order; sheets that a person hides are left alone.

    Sheets of one workbook with the same labels, as one card a sheet, are proposed together under `*`; `*` does not
    stand for the sheets that another proposal names.
    """
    proposals: list[Proposal] = []
    for file, grids in books.items():
        shown = [grid for grid in grids if not grid.hidden]
        drafts = [proposal for grid in shown for proposal in propose_for(file, grid)]
        proposals += _named(_together(drafts, [grid.name for grid in shown]))
    return proposals


def sheet_told(proposal: Proposal, grids: list[Grid]) -> str:
    """The sheet of a proposal, for people; its name only where the mapping has it."""
    if proposal.alike or proposal.sheet != EVERY_SHEET:
        return proposal.sheet
    return next(sheet_label(grids, grid, EVERY_SHEET) for grid in grids if not grid.hidden)


def _together(drafts: list[Proposal], names: list[str]) -> list[Proposal]:
    groups: list[list[Proposal]] = []
    for draft in drafts:
        group = next((group for group in groups if _is_same(group[0], draft)), None)
        if group is None:
            groups.append([draft])
        else:
            group.append(draft)
    # `*` can stand for one kind only: the one with most sheets.
    most = max(groups, key=len, default=[])
    for group in groups:
        if group is most and len({draft.sheet for draft in group}) > 1:
            _join(group, names)
            del group[1:]
    return [draft for group in groups for draft in group]


def _is_same(one: Proposal, other: Proposal) -> bool:
    if (one.table, one.found.layout) != (other.table, other.found.layout) or one.sheet == other.sheet:
        return False
    mine, theirs = ({*map(plain, proposal.found.block.names)} for proposal in (one, other))
    if one.found.layout == "rows" or one.found.card_starts or other.found.card_starts:
        return mine == theirs
    return len(mine & theirs) >= _ALIKE * min(len(mine), len(theirs))


def _join(alike: list[Proposal], names: list[str]) -> None:
    """Make the first of some proposals stand for all of them."""
    first = alike[0]
    first.alike = list(dict.fromkeys(proposal.sheet for proposal in alike))
    first.n_found = sum(proposal.n_found for proposal in alike)
    for other in alike[1:]:
        first.left_out = other.left_out | first.left_out
        first.fields += _more(first.fields, other.fields)
        for number, child in other.children.items():
            mine = first.children.setdefault(number, [])
            mine += _more(mine, child)
    taken = {name for guess in _guesses(first) for name in guess.flags or guess.headers}
    first.left_out = {name: reason for name, reason in first.left_out.items() if name not in taken}
    for guess in _guesses(first):
        if not guess.flags:
            # Of several sheets, people are told the sheet and not the row.
            spots = [
                Spot(names.index(proposal.sheet) + 1, entry.cells[guess.headers[0]].cell)
                for proposal in alike
                for entry in proposal.found.block.entries
                if guess.headers[0] in entry.cells
            ]
            guess.odd = not_understood(guess.column, spots)
    first.sheet = EVERY_SHEET


def _more(mine: list[Guess], theirs: list[Guess]) -> list[Guess]:
    known = {guess.column for guess in mine}
    return [guess for guess in theirs if guess.column not in known]


def _guesses(proposal: Proposal) -> list[Guess]:
    return [*proposal.fields, *(guess for child in proposal.children.values() for guess in child)]


def _named(proposals: list[Proposal]) -> list[Proposal]:
    """The proposals that can name their sheets; `*` for a single one whose name may be a person's."""
    every = any(proposal.alike for proposal in proposals)
    kept = []
    for proposal in proposals:
        if proposal.alike or not is_private(proposal.sheet):
            kept.append(proposal)
        elif not every and len({other.sheet for other in proposals}) == 1:
            proposal.sheet = EVERY_SHEET
            kept.append(proposal)
    return kept

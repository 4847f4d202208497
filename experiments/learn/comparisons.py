"""Pairwise comparisons of experts: a CSV file `expert;criterion;against;ratio`, or tables, with all faults at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from data.intake.faults import BadRecords, RowFault, shown
from data.intake.text import read_text
from data.language import number, say
from experiments.learn.pairwise import Floats, groups

# English header -> Italian one; either may be written.
HEADERS = {"expert": "esperto", "criterion": "criterio", "against": "contro", "ratio": "rapporto"}
LARGEST = 9.0
# 0,33 stands for 1/3, and 0,11 for 1/9.
ROUNDING = 0.02
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:\s*/\s*\d+(?:[.,]\d+)?)?")


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """What experts compared; E experts, K criteria.

    Parameters
    ----------
    experts, criteria : codes, in the order of the file or as asked
    tables : float64 (E, K, K): `tables[e, k, l]` is how many times as important k is as l for e; 1 on the diagonal, NaN
        where e did not compare the two
    """

    experts: tuple[str, ...]
    criteria: tuple[str, ...]
    tables: Floats


@dataclass(frozen=True, slots=True)
class _Said:
    row: int
    expert: str
    criterion: str
    against: str
    ratio: float


def read_comparisons(path: Path, criteria: Sequence[str] | None = None, largest: float = LARGEST) -> Comparisons:
    """Read the comparisons of all experts.

    Parameters
    ----------
    path : CSV with semicolons; a row a comparison: `E1;interest;travel_ease;3`, or `1/3`, or `0,333`
    criteria : codes that may stand there, all to be compared; None: those that stand there
    largest : ratios lie between 1 / largest and largest; 9 on Saaty's scale

    Raises
    ------
    BadRecords
        Every fault: cells, comparisons made twice that disagree, criteria that an expert links to no other.
    """
    faults: list[RowFault] = []
    text = read_text(path, faults)
    said = [] if text is None else _rows(path.name, text, criteria, largest, faults)
    codes = tuple(criteria) if criteria else tuple(dict.fromkeys(c for s in said for c in (s.criterion, s.against)))
    experts = tuple(dict.fromkeys(s.expert for s in said))
    if not said and not faults:
        faults.append(RowFault(path.name, 0, "", "", say("almeno un confronto: il file non ne ha")))
    tables = np.full((len(experts), len(codes), len(codes)), np.nan)
    tables[:, np.arange(len(codes)), np.arange(len(codes))] = 1.0
    first: dict[tuple[str, frozenset[str]], _Said] = {}
    for one in said:
        pair = one.expert, frozenset((one.criterion, one.against))
        if pair in first:
            _twice(path.name, first[pair], one, faults)
            continue
        first[pair] = one
        e, k, other = experts.index(one.expert), codes.index(one.criterion), codes.index(one.against)
        tables[e, k, other], tables[e, other, k] = one.ratio, 1.0 / one.ratio
    if not faults:
        for expert, table in zip(experts, tables, strict=True):
            row = next(one.row for one in said if one.expert == expert)
            faults += _unlinked(path.name, row, expert, codes, table)
    if faults:
        raise BadRecords(faults)
    return Comparisons(experts, codes, tables)


def check_tables(tables: Floats, experts: Sequence[str], criteria: Sequence[str]) -> Floats:
    """Tables that were not read from a file, once nothing is wrong with them; shape (E, K, K).

    The two halves may differ by rounding (0.33 against 3): their geometric middle is taken.

    Raises
    ------
    BadRecords
        Every fault, with the expert in place of the file, the row from 1, and the criterion of the column.
    """
    faults: list[RowFault] = []
    for expert, table in zip(experts, tables, strict=True):
        before = len(faults)
        for k, other in np.argwhere(~np.isnan(table) | ~np.isnan(table.T)).tolist():
            expected = _expected(table, k, other)
            if expected:
                faults.append(RowFault(expert, k + 1, criteria[other], shown(table[k, other]), expected))
        if len(faults) == before:
            faults += _unlinked(expert, 0, expert, criteria, table)
    if faults:
        raise BadRecords(faults)
    middle: Floats = np.sqrt(tables / np.swapaxes(tables, 1, 2))
    return middle


def _expected(table: Floats, k: int, other: int) -> str:
    """What should stand in a cell; empty where it is right. A pair that disagrees is told once."""
    ratio, back = table[k, other], table[other, k]
    if k == other:
        return "" if ratio == 1.0 else say("1: un criterio confrontato con sé stesso")
    if np.isnan(ratio):
        return say("il reciproco di {back}, come nella cella opposta", back=number(back))
    if not np.isfinite(ratio) or ratio <= 0.0:
        return say("un numero maggiore di zero")
    if k < other and np.isfinite(back) and back > 0.0 and abs(ratio * back - 1.0) > ROUNDING:
        return say("il reciproco della cella opposta, {back}: circa {value}", back=number(back), value=number(1 / back))
    return ""


def _rows(file: str, text: str, criteria: Sequence[str] | None, largest: float, faults: list[RowFault]) -> list[_Said]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    said: list[_Said] = []
    columns: dict[str, int] | None = None
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(file, row, cells, faults)
                if len(columns) < len(HEADERS):
                    return said
            elif one := _comparison(file, row, cells, columns, criteria, largest, faults):
                said.append(one)
    except csv.Error:
        faults.append(RowFault(file, row + 1, "", "", say("virgolette aperte e chiuse: da qui il file non si legge")))
    return said


def _columns(file: str, row: int, cells: Sequence[str], faults: list[RowFault]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in cells]
    columns = {}
    for name, italian in HEADERS.items():
        at = [place for place, written in enumerate(names) if written in (name, italian)]
        if len(at) == 1:
            columns[name] = at[0]
        else:
            found = "; ".join(cells) if not at else cells[at[1]]
            expected = say("una colonna «{name}» (o «{italian}»)", name=name, italian=italian)
            faults.append(RowFault(file, row, name, shown(found), expected))
    return columns


def _comparison(
    file: str,
    row: int,
    cells: Sequence[str],
    columns: dict[str, int],
    criteria: Sequence[str] | None,
    largest: float,
    faults: list[RowFault],
) -> _Said | None:
    before = len(faults)
    cell = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
    for name in ("expert", "criterion", "against"):
        if not cell[name]:
            faults.append(RowFault(file, row, name, "", say("un codice: qui è obbligatorio")))
        elif name == "expert" and not _CODE.fullmatch(cell[name]):
            # As everywhere: people are codes, and a name has blanks.
            faults.append(RowFault(file, row, name, "", say("un codice senza spazi, non un nome: per esempio E1")))
        elif name != "expert" and criteria and cell[name] not in criteria:
            near = get_close_matches(cell[name], criteria, 1)
            expected = say("uno di {codes}", codes=", ".join(criteria))
            faults.append(RowFault(file, row, name, shown(cell[name]), expected, near[0] if near else ""))
    ratio = _ratio(cell["ratio"])
    if ratio is None or not (1.0 - ROUNDING) / largest <= ratio <= largest * (1.0 + ROUNDING):
        expected = say("un rapporto da 1/{most} a {most}, per esempio 3, 1/3 oppure 0,33", most=number(largest))
        faults.append(RowFault(file, row, "ratio", shown(cell["ratio"]), expected))
        return None
    if cell["criterion"] and cell["criterion"] == cell["against"]:
        expected = say("un criterio diverso da quello della colonna «criterion»")
        faults.append(RowFault(file, row, "against", shown(cell["against"]), expected))
    return _Said(row, cell["expert"], cell["criterion"], cell["against"], ratio) if len(faults) == before else None


def _ratio(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    over, _, under = text.replace(",", ".").partition("/")
    below = float(under) if under else 1.0
    return float(over) / below if below > 0.0 else None


def _twice(file: str, first: _Said, again: _Said, faults: list[RowFault]) -> None:
    """A pair may be written from both sides, if the two agree."""
    same = first.criterion == again.criterion
    expected = first.ratio if same else 1.0 / first.ratio
    if same or abs(again.ratio / expected - 1.0) > ROUNDING:
        wanted = say(
            "un confronto solo per coppia: la riga {row} dice già {value}", row=first.row, value=number(expected)
        )
        faults.append(RowFault(file, again.row, "ratio", number(again.ratio), wanted, number(expected)))


def _unlinked(file: str, row: int, expert: str, criteria: Sequence[str], table: Floats) -> list[RowFault]:
    parts = groups(table)
    if len(parts) == 1:
        return []
    some, rest = (", ".join(criteria[k] for k in part) for part in (parts[0], [k for part in parts[1:] for k in part]))
    wanted = say(
        "almeno un confronto fra un criterio di ({some}) e ognuno dei gruppi fra ({rest})", some=some, rest=rest
    )
    return [RowFault(file, row, "expert" if row else "", expert, wanted)]

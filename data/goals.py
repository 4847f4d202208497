"""What helps a goal of the personal plan: the traits of a place of work, from a small table (`reference/GOALS.md`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.codes import Goal, Trait
from data.errors import AbbinaError
from data.language import say

TABLE = Path(__file__).parent / "reference" / "goals.csv"


@cache
def helping_traits() -> Mapping[Goal, tuple[Trait, ...]]:
    """The traits that help each goal, in the order of the table.

    Raises
    ------
    AbbinaError
        `bad_reference`: a goal lacks, is written twice or has nothing that helps, or a trait is not known.
    """
    helps: dict[Goal, tuple[Trait, ...]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        for row in reader:
            goal, traits = row.get("goal") or "", [part.strip() for part in (row.get("traits") or "").split(";")]
            if goal not in Goal.__members__ or not Trait.__members__.keys() >= set(traits) or Goal[goal] in helps:
                why = say("riga {line} non valida o scritta due volte", line=reader.line_num)
                raise AbbinaError("bad_reference", file=TABLE.name, why=why)
            helps[Goal[goal]] = tuple(Trait[trait] for trait in traits)
    lacking = [goal.value for goal in Goal if goal not in helps]
    if lacking:
        why = say("manca che cosa aiuta: {goals}", goals=", ".join(lacking))
        raise AbbinaError("bad_reference", file=TABLE.name, why=why)
    return MappingProxyType(helps)

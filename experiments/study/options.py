"""What a study is asked, beside its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from data.errors import AbbinaError
from data.language import marked, say

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "completed": marked("tirocinio portato a termine"),
        "hired_exit": marked("assunzione alla fine"),
        "hired_6m": marked("al lavoro dopo 6 mesi"),
        "hired_12m": marked("al lavoro dopo 12 mesi"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOptions:
    """What a study is asked.

    Parameters
    ----------
    draws : bootstraps, moved weights, futures: how many wherever something is drawn
    outcome : the one outcome that rules are valued by, named before anything is looked at: a key of `OUTCOMES`
    experts : file of pairwise comparisons, or None
    seed : of everything that is drawn

    Raises
    ------
    AbbinaError
        `bad_study`: an outcome that is none, comparisons that are not there.
    """

    draws: int = 200
    outcome: str = "completed"
    experts: Path | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            told = say("outcome è «{outcome}»: uno di questi: {known}", outcome=self.outcome, known=", ".join(OUTCOMES))
            raise AbbinaError("bad_study", why=told)
        if self.experts is not None and not self.experts.is_file():
            raise AbbinaError("bad_study", why=say("il file {file} non c'è", file=self.experts))

    def frozen(self, experts_sha256: str = "") -> dict[str, str]:
        """The options as a manifest keeps them."""
        return {"draws": str(self.draws), "outcome": self.outcome, "experts_sha256": experts_sha256}

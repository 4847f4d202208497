"""What a study is asked, beside its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.outcomes.part import LARGEST_SHARE

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
    outcome_share : in [0, 0.2]; above 0 one more rule is valued, today's weights with so large a part given to a model
        of the outcome. Off by default, and only a study: no score changes

    Raises
    ------
    AbbinaError
        `bad_study`: an outcome that is none, comparisons that are not there, a share out of its range.
    """

    draws: int = 200
    outcome: str = "completed"
    experts: Path | None = None
    seed: int = 0
    outcome_share: float = 0.0

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            told = say("outcome è «{outcome}»: uno di questi: {known}", outcome=self.outcome, known=", ".join(OUTCOMES))
            raise AbbinaError("bad_study", why=told)
        if self.experts is not None and not self.experts.is_file():
            raise AbbinaError("bad_study", why=say("il file {file} non c'è", file=self.experts))

        if not 0 <= self.outcome_share <= LARGEST_SHARE:
            told = say("la parte data al modello degli esiti è un numero da 0 a {most}", most=number(LARGEST_SHARE))
            raise AbbinaError("bad_study", why=told)

    def frozen(self, experts_sha256: str = "") -> dict[str, str]:
        """The options as a manifest keeps them."""
        return {
            "draws": str(self.draws),
            "outcome": self.outcome,
            "experts_sha256": experts_sha256,
            "outcome_share": str(self.outcome_share),
        }

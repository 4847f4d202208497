"""What a company scout reads of a person: titles and needs of the workplace, never hours, family, journey or age.

A scout talks with companies. Sentences about the work itself stay; those about the person's life become neutral, and
parts, scores and facts from which they could be worked out are left out. So is all that the whole score decides (floor,
state, near ties, gains, the price of a seat): a scout writes the openings, and could read a person's plan off how it
changes with them.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from data.language import marked, say
from matching.proposal import (
    EmptySeats,
    Made,
    PairExplanation,
    PairWarning,
    Part,
    Proof,
    Proposal,
    ProposedPair,
    RefusalSaid,
    RuleCount,
    SeatPrice,
    Summary,
    Unplaced,
)
from matching.sentences import banded_empty_reason, later_empty_reason
from scoring.rule import NEUTRAL_CODE, NEUTRAL_SENTENCE, NEUTRAL_TITLE

M = TypeVar("M", bound=BaseModel)

# What may be read whole: it says what the workplace or the company's conditions ask, and is what a scout can act on.
_OPEN_RULES = {"ACCESS", "FUNCTION", "CERT", "REST", "HOST_OK", "DURATION", "HOURS"}
_OPEN_CRITERIA = {"skills_and_learning", "functional_fit", "host_quality", "continuity"}
# What may be known to stand in the way, because a company can move it; every other rule stays unnamed.
_SHORTENED = {
    "TIME_FIT": marked("Orario non compatibile."),
    "SPLIT": marked("Orario spezzato non compatibile."),
    "TRAVEL": marked("Viaggio non compatibile."),
    "START": marked("Data di inizio non compatibile."),
    "LANG_SAFETY": marked("Corso di sicurezza da prevedere."),
}


def for_scout(said: M) -> M:
    """The same thing as a scout may read it, down to its last part; people without a proposal are left out.

    To be called in the language in which `said` was made.

    Parameters
    ----------
    said : a model of `matching.proposal`
    """
    changed: dict[str, Any] = {name: _told(getattr(said, name)) for name in type(said).model_fields}
    if isinstance(said, Part):
        changed["facts"] = {}
    elif isinstance(said, RefusalSaid):
        changed |= _refusal(said.rule)
    elif isinstance(said, ProposedPair | PairExplanation):
        # A sum would give away what the missing parts add.
        changed["score_micro"] = sum(part.micro for part in changed["parts"])
    elif isinstance(said, EmptySeats):
        band = said.allowed_band
        changed["reason"] = later_empty_reason() if band is None else banded_empty_reason(band, changed["refusals"])
    elif isinstance(said, Made):
        changed["floor_micro"] = None
    elif isinstance(said, Summary):
        changed |= {"solid": None, "open": None, "needs_opinion": None}
    elif isinstance(said, Proof):
        # How hard the best proposal was to find, and how good it is, follow from the whole score.
        changed = Proof(kind="checked", gap=None, checked_by="matching.certificate").model_dump()
    elif isinstance(said, SeatPrice):
        changed |= {"placements": None, "score_micro": None}
    elif isinstance(said, Proposal):
        shown = sum(pair.score_micro for pair in changed["placed"])
        changed |= {"summary": changed["summary"].model_copy(update={"score_micro": shown}), "groups": ()}
    if isinstance(said, ProposedPair):
        changed |= {"caseload": None, "state": None, "alternatives": (), "gain_placements": 0, "gain_score_micro": 0}
    elif isinstance(said, PairExplanation):
        changed |= {"below_floor": None, "floor_micro": None}
    return said.model_copy(update=changed)


def _refusal(rule: str) -> dict[str, Any]:
    if rule in _OPEN_RULES:
        # The other ways are those of the person and of who follows the person.
        return {"facts": {}, "other": ()}
    named = {} if rule in _SHORTENED else {"rule": NEUTRAL_CODE, "title": say(NEUTRAL_TITLE)}
    sentence = say(_SHORTENED.get(rule, NEUTRAL_SENTENCE))
    return {"sentence": sentence, "facts": {}, "change": None, "who": None, "other": (), **named}


def _told(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return for_scout(value)
    if isinstance(value, tuple):
        told = [_told(entry) for entry in value if not _is_private(entry)]
        # Two rules that stay unnamed are told once.
        return tuple(entry for k, entry in enumerate(told) if entry not in told[:k])
    return value


def _is_private(entry: Any) -> bool:
    match entry:
        case Part():
            return entry.criterion not in _OPEN_CRITERIA
        case PairWarning():
            # What to ask about tasks names the limits of a person.
            return entry.code not in _OPEN_RULES or entry.code == "FUNCTION"
        case RuleCount():
            return entry.rule not in _OPEN_RULES and entry.rule not in _SHORTENED
        case _:
            return isinstance(entry, Unplaced)

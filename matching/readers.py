"""Who reads the sentence of a rule's refusal, and what the others read in its place."""

from __future__ import annotations

from dataclasses import dataclass

from data.codes import Viewer
from data.language import marked, say
from matching.proposal import RefusalSaid
from matching.scout import for_scout
from scoring.rule import NEUTRAL_SENTENCE, Rule

WHOLE = marked("la frase intera, con chi può cambiare le cose")
INSTEAD = marked("«{sentence}»")
NOTHING = marked("niente: la coppia si legge come se questa regola non ci fosse")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one viewer reads of a rule, in the language in which it was made."""

    viewer: Viewer
    told: str
    whole: bool


def readings(rule: Rule) -> tuple[Reading, ...]:
    """What each viewer reads of a refusal of a rule, in the language spoken now."""
    return tuple(_reading(rule, viewer) for viewer in Viewer)


def _reading(rule: Rule, viewer: Viewer) -> Reading:
    hidden = viewer not in rule.shown_to
    if hidden and viewer is Viewer.SCOUT:
        return Reading(viewer, say(NOTHING), whole=False)
    if hidden:
        return Reading(viewer, say(INSTEAD, sentence=say(NEUTRAL_SENTENCE)), whole=False)
    if viewer is Viewer.SCOUT:
        title = say(rule.title)
        whole = RefusalSaid(rule=rule.code, title=title, sentence=say(WHOLE), facts={}, change=None, who=None)
        left = for_scout(whole).sentence
        if left != whole.sentence:
            return Reading(viewer, say(INSTEAD, sentence=left), whole=False)
    return Reading(viewer, say(WHOLE), whole=True)

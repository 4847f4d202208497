"""The shape of a rule: one reason why a pair may not be proposed, whatever its score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from babel.dates import get_month_names
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Viewer
from data.eligibility import FullPairs
from data.language import marked, say, spoken
from data.lawbook import Law
from data.records import Candidate, Opening, Row

Mask = NDArray[np.bool_]
Facts = Mapping[str, Any]

# What a reader who may not know the reason reads instead: the same words for a person's choice and for a protection.
NEUTRAL_CODE = "UNAVAILABLE"
NEUTRAL_TITLE = marked("Non disponibile")
NEUTRAL_SENTENCE = marked("Non disponibile per scelte o vincoli concordati.")

EVERYBODY = frozenset(Viewer)


class Unknown(Enum):
    """What a missing value means to a rule."""

    ALLOWS = "allows"
    REFUSES = "refuses"
    # A usual value is read in its place, and the question that the rule asks names it.
    STANDS_IN = "stands_in"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the records that lifts one refusal.

    Parameters
    ----------
    sentence : what would have to change, in the language spoken when it was made
    who : who can change it, likewise
    records : the changed records, to be put in the place of those with the same id, or added
    other : other ways to lift the same refusal, each enough on its own
    held : what only the case manager reads besides, because it names a paper that others must not know of
    """

    sentence: str
    who: str
    records: tuple[Row, ...]
    other: tuple[Change, ...] = ()
    held: str = ""

    def told_to(self, viewer: Viewer) -> str:
        """The sentence as a viewer may read it."""
        return f"{self.sentence} {self.held}".strip() if viewer is Viewer.CASE_MANAGER else self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing that a rule looks at, as the public page of the rules tells it; texts are marked.

    Parameters
    ----------
    code : stable name, unique among all rules
    title : two or three words
    asks : what is looked at, as a plain question
    why : the reason, with the provision or the choice behind it
    since : since when it holds
    who : who can lift a refusal of this kind
    """

    code: str
    title: str
    asks: str
    why: str
    since: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A reason why a pair may not be proposed, whatever its score.

    Parameters
    ----------
    code : stable name, stored with every refusal, never reused
    title : two or three words; this and the other texts are marked, in Italian, and said when they are told
    law : the provision, or the person's own choice, that forbids the pair
    allows : (pairs, law) -> bool array of shape (len(pairs),)
    missing : (pairs, law) -> bool array: pairs whose answer rests on a value that nobody wrote
    facts : (pairs, law, k) -> what the sentences need for pair k; words among them in the language spoken
    refusal : sentence with {placeholders} named in `facts`
    ask : sentence for a pair that lacks a value; same placeholders
    lift : (records, pairs, law, k) -> the change that lifts it for a refused pair k of a cohort built from the records,
        or None where nothing may lift it
    shown_to : who may read the sentence; others read the neutral one
    unknown : what a missing value means; no default on purpose
    kinds : what the rule looks at, for the public page; at least one
    at : (pairs, law, k) -> codes of the kinds that stop a refused pair k; not needed where there is one kind
    """

    code: str
    title: str
    law: str
    allows: Callable[[FullPairs, Law], Mask]
    missing: Callable[[FullPairs, Law], Mask]
    facts: Callable[[FullPairs, Law, int], Facts]
    refusal: str
    ask: str
    lift: Callable[[Records, FullPairs, Law, int], Change | None]
    unknown: Unknown
    shown_to: frozenset[Viewer] = EVERYBODY
    kinds: tuple[Kind, ...] = ()
    at: Callable[[FullPairs, Law, int], tuple[str, ...]] | None = None

    def kinds_at(self, pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
        """Codes of the kinds that stop a refused pair k."""
        return self.at(pairs, law, k) if self.at is not None else tuple(kind.code for kind in self.kinds[:1])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule's no to one pair: code, facts, and the sentence in the form its reader may see."""

    rule: str
    title: str
    sentence: str
    facts: Facts


def nothing_missing(pairs: FullPairs, law: Law) -> Mask:
    """For rules whose values are always written."""
    return np.zeros(len(pairs), dtype=np.bool_)


def person_and_opening(records: Records, pairs: FullPairs, k: int) -> tuple[Candidate, Opening]:
    """The two records of pair k; tables and cohort share the order of ids."""
    return records.candidates[pairs.i[k]], records.openings[pairs.j[k]]


def as_day(ordinal: int) -> str:
    """A day as people of the language spoken now write it: 4/11/2019, or 4 Nov 2019."""
    day = np.datetime64("0001-01-01") + np.timedelta64(int(ordinal) - 1, "D")
    year, month, number = map(int, str(day).split("-"))
    if spoken() == "it":
        return f"{number}/{month}/{year}"
    # Readers of English disagree on which number is the month.
    return f"{number} {get_month_names('abbreviated', locale=spoken())[month]} {year}"


def together(names: Sequence[str]) -> str:
    """Names in one breath: `a`, `a e b`, `a, b e c`; empty for none."""
    if len(names) < 2:
        return "".join(names)
    return say("{some} e {last}", some=", ".join(names[:-1]), last=names[-1])


def refuse(rule: Rule, pairs: FullPairs, law: Law, k: int, viewer: Viewer) -> Refusal:
    """The refusal of pair k as a viewer may read it, in the language spoken now."""
    if viewer not in rule.shown_to:
        return Refusal(NEUTRAL_CODE, say(NEUTRAL_TITLE), say(NEUTRAL_SENTENCE), {})
    facts = rule.facts(pairs, law, k)
    return Refusal(rule.code, say(rule.title), say(rule.refusal, **facts), facts)

"""The worked examples of the public page: a refused pair for each kind of constraint, what lifts it, and the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.codes import Viewer
from data.language import marked, say
from matching.example_facts import facts_told
from matching.examples_found import Found, find
from matching.invented import Invented, invented
from matching.proposal import OpeningCard, PairExplanation, RefusalSaid
from scoring.rule import NEUTRAL_CODE, Change
from scoring.rules import RULES

POSSIBLE = marked("dopo il cambiamento: possibile")
STILL = marked("dopo il cambiamento questa regola non ferma più; restano: {titles}")
NOT_LIFTED = marked("dopo il cambiamento la coppia resta ferma per: {titles}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A change that was applied to the records, and what came of it when the pair was judged again.

    Parameters
    ----------
    sentence, who : what changes, and who can change it
    after : what the second judgement says
    lifted : this rule does not refuse any more
    allowed : no rule refuses any more
    """

    sentence: str
    who: str
    after: str
    lifted: bool
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A refused pair of an invented cohort that shows one kind, in the language in which it was made.

    Parameters
    ----------
    programme, title : code and title of the programme whose invented cohort it is from
    candidate, opening : the pair
    facts : what of the person matters, in two or three lines
    case_manager, orientator : what each reads
    scout : likewise; empty where nothing is read
    ways : each enough on its own to lift the refusal; none where nothing may lift it
    """

    rule: str
    kind: str
    programme: str
    title: str
    candidate: str
    opening: OpeningCard
    facts: tuple[str, ...]
    case_manager: str
    orientator: str
    scout: str
    ways: tuple[Way, ...]


def worked_examples(programmes: Iterable[str], seed: int = 0) -> tuple[Example, ...]:
    """One example for each kind of constraint that the invented cohorts know, in the order of the rules.

    Parameters
    ----------
    programmes : codes of shipped programmes; the examples are shared out among them
    seed : of the cohorts; same programmes and seed, same examples
    """
    return told_examples(invented(programmes, seed))


def told_examples(worlds: Sequence[Invented]) -> tuple[Example, ...]:
    """The examples from cohorts that are there already, in the language spoken now."""
    return tuple(told(found) for found in find(worlds).values())


def without_example(examples: Iterable[Example]) -> tuple[str, ...]:
    """Codes of the kinds that no cohort shows, in the order of the rules."""
    there = {example.kind for example in examples}
    return tuple(kind.code for rule in RULES for kind in rule.kinds if kind.code not in there)


def told(found: Found) -> Example:
    """One example in the language spoken now."""
    world, change = found.world, found.change()
    candidate, _ = world.ids(found.k)
    readings = [_sentence(found, found.read_by(viewer)) for viewer in Viewer]
    by_viewer = dict(zip(Viewer, readings, strict=True))
    return Example(
        rule=found.rule.code,
        kind=found.kind.code,
        programme=world.code,
        title=say(world.records.programme.title),
        candidate=candidate,
        opening=world.reader.openings[world.pairs.j[found.k]],
        facts=facts_told(found),
        case_manager=by_viewer[Viewer.CASE_MANAGER],
        orientator=by_viewer[Viewer.ORIENTATOR],
        scout=by_viewer[Viewer.SCOUT],
        ways=tuple(_way(found, one) for one in (change, *change.other)) if change else (),
    )


def _sentence(found: Found, said: PairExplanation) -> str:
    """What is read of the rule's refusal; empty for nothing."""
    own: list[RefusalSaid] = [refusal for refusal in said.refusals if refusal.rule == found.rule.code]
    neutral = [refusal for refusal in said.refusals if refusal.rule == NEUTRAL_CODE]
    return next((refusal.sentence for refusal in (*own, *neutral)), "")


def _way(found: Found, change: Change) -> Way:
    said = found.after(change)
    lifted = all(refusal.rule != found.rule.code for refusal in said.refusals)
    titles = ", ".join(refusal.title for refusal in said.refusals)
    after = say(POSSIBLE) if said.allowed else say(STILL if lifted else NOT_LIFTED, titles=titles)
    return Way(
        sentence=change.told_to(Viewer.CASE_MANAGER), who=change.who, after=after, lifted=lifted, allowed=said.allowed
    )

"""The public page of the rules: what each asks, why, since when, who can lift it, and a worked example of each kind."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from api.page.law import ParameterSaid, parameters_of, with_links
from api.page.render import day
from api.page.template import style, template
from data.codes import Viewer
from data.language import marked, say, spoken
from data.lawbook import Law
from matching.examples import Example, told_examples, without_example
from matching.invented import Invented
from matching.only_asked import questions
from matching.only_said import NOTES, Note, Shown, shown_notes
from matching.readers import Reading, readings
from scoring.rule import EVERYBODY, Kind, Rule, Unknown, nothing_missing
from scoring.rules import RULES

# What a missing value means, by what the rule does with it.
MISSING = {
    Unknown.ALLOWS: marked("La coppia resta possibile, e si legge che cosa chiedere."),
    Unknown.REFUSES: marked("La coppia resta ferma finché qualcuno lo verifica e lo scrive."),
    Unknown.STANDS_IN: marked("Vale un dato di solito vero, e si legge che cosa chiedere."),
}
# Of a rule that only the case manager reads: even a question would tell that there is something.
HIDDEN_MISSING = {
    Unknown.ALLOWS: marked("La coppia resta possibile; solo il case manager legge che cosa chiedere."),
    Unknown.REFUSES: marked("La coppia resta ferma; solo il case manager legge che cosa verificare."),
    Unknown.STANDS_IN: marked("Vale un dato di solito vero; solo il case manager legge che cosa chiedere."),
}
NEVER_MISSING = {
    Unknown.ALLOWS: marked("Ciò che nessuno ha scritto non ferma."),
    Unknown.REFUSES: marked("I dati che servono ci sono sempre; un elenco lasciato vuoto vuol dire «nessuno»."),
    Unknown.STANDS_IN: marked("Vale un dato di solito vero."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the page shows beside the rules themselves, in the language spoken when it was made.

    Parameters
    ----------
    examples : by code of the kind
    questions : by code of the rule, what is asked where a value is missing
    notes : by code of the note
    """

    examples: dict[str, Example]
    questions: dict[str, str]
    notes: dict[str, Shown]


NOTHING = Given(examples={}, questions={}, notes={})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCard:
    """One kind with its example; `why` may hold links."""

    kind: Kind
    asks: Markup
    why: Markup
    example: Example | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """What the page tells of a rule."""

    rule: Rule
    law: Markup
    kinds: tuple[KindCard, ...]
    readings: tuple[Reading, ...]
    missing: str
    question: str
    parameters: tuple[ParameterSaid, ...]


def given(worlds: tuple[Invented, ...]) -> Given:
    """The examples of all that the page tells, from invented cohorts."""
    return Given(
        examples={example.kind: example for example in told_examples(worlds)},
        questions=questions(worlds),
        notes={note.code: note for note in shown_notes(worlds)},
    )


def what_missing_means(rule: Rule) -> str:
    """What a value that nobody wrote means to a rule, in the language spoken now."""
    if rule.missing is nothing_missing:
        return say(NEVER_MISSING[rule.unknown])
    return say((MISSING if rule.shown_to == EVERYBODY else HIDDEN_MISSING)[rule.unknown])


def card(rule: Rule, law: Law, shown: Given) -> RuleCard:
    """The card of a rule."""
    return RuleCard(
        rule=rule,
        law=with_links(say(rule.law), law, rule.code),
        kinds=tuple(
            KindCard(
                kind=kind,
                asks=with_links(say(kind.asks), law, rule.code),
                why=with_links(say(kind.why), law, rule.code),
                example=shown.examples.get(kind.code),
            )
            for kind in rule.kinds
        ),
        readings=readings(rule),
        missing=what_missing_means(rule),
        question=shown.questions.get(rule.code, ""),
        parameters=parameters_of(rule, law),
    )


def render_rules(law: Law, worlds: tuple[Invented, ...] = ()) -> str:
    """The page in the language spoken now; same law and cohorts, same bytes.

    Parameters
    ----------
    law : the day whose numbers are told
    worlds : cohorts for the examples; none for a page without them
    """
    shown = given(worlds) if worlds else NOTHING
    notes: list[tuple[Note, Shown | None]] = [(note, shown.notes.get(note.code)) for note in NOTES]
    return template("rules.html", day=day, dot=full_stop).render(
        language=spoken(),
        law=law,
        cards=[card(rule, law, shown) for rule in RULES],
        notes=notes,
        viewers=Viewer,
        with_examples=bool(worlds),
        lacking=len(without_example(shown.examples.values())) if worlds else 0,
        programmes=[say(world.records.programme.title) for world in worlds],
        style=style("proposal.css") + style("rules.css"),
    )


def full_stop(text: str) -> str:
    """A sentence that begins and ends like one, whoever wrote it."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", ":")) else ".")

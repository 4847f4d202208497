"""What the report says of the flip audit: what changed when only one trait of a person did, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.errors import NotFound
from data.language import say
from experiments.fairness.flip import Flipped
from experiments.report.parts import Column, Section, Table
from matching.limits import BY_CODE
from scoring.rules import rule


def told_flip(found: Sequence[Flipped]) -> Section:
    """The section of the flip audit."""
    tried, totals = sum(one.people for one in found), sum(one.totals_changed for one in found)
    clean = all(one.clean for one in found)
    sentence = say(
        "{tried} prove: ogni volta cambia un solo dato di una persona. Punteggi cambiati: {totals}. Il conto è"
        " completo.",
        tried=tried,
        totals=totals,
    )
    verdict = (
        say("Nessun dato protetto conta dove la legge non lo dice.") if clean else say("C'è un errore da correggere.")
    )
    return Section(
        key="flip",
        title=say("Cambia qualcosa se cambia solo il sesso, la cittadinanza, la categoria o l'età di una persona?"),
        finding=f"{sentence} {verdict}",
        paragraphs=(
            say(
                "Un dato protetto non cambia mai il punteggio. Può decidere se una coppia è ammessa, quando lo dicono"
                " la legge o l'avviso: questi casi sono contati a parte, con la regola e la sua fonte."
            ),
        ),
        warnings=tuple(
            say("«{trait}» conta dove non deve: {codes}.", trait=say(one.trait.title), codes=", ".join(one.unexpected))
            for one in found
            if not one.clean
        ),
        tables=(_people(found), _rules(found)),
    )


def _people(found: Sequence[Flipped]) -> Table:
    return Table(
        key="flip",
        title=say("Che cosa cambia quando cambia un solo dato"),
        columns=(
            Column("trait", say("Dato cambiato")),
            Column("people", say("Persone")),
            Column("pairs", say("Coppie giudicate")),
            Column("totals_changed", say("Punteggi cambiati")),
            Column("allowed_changed", say("Coppie con un'altra risposta")),
            Column("again", say("Proposte rifatte")),
            Column("moved", say("Proposte diverse")),
        ),
        rows=tuple(
            (
                say(one.trait.title),
                one.people,
                one.pairs,
                one.totals_changed,
                one.allowed_changed,
                one.again,
                one.moved,
            )
            for one in found
        ),
        note=say(
            "La proposta si rifà per alcune delle persone con un'altra risposta o un altro limite. Per tutte le altre i"
            " numeri sono gli stessi fino all'ultimo, e quindi anche la proposta."
        ),
    )


def _rules(found: Sequence[Flipped]) -> Table:
    return Table(
        key="flip_rules",
        title=say("Dove il dato decide se una coppia è ammessa"),
        columns=(
            Column("trait", say("Dato cambiato")),
            Column("code", say("Regola o limite")),
            Column("count", say("Coppie della regola, o persone del limite")),
            Column("why", say("Perché")),
            Column("source", say("Fonte")),
        ),
        rows=tuple(row for one in found for row in _reasons(one)),
        note=say("Una coppia fermata da più regole conta sotto ognuna."),
    )


def _reasons(one: Flipped) -> Iterator[tuple[str, str, int, str, str]]:
    for code, count in (*one.by_rule.items(), *one.limits_changed.items()):
        title, law = _source(code)
        why = one.trait.legal.get(code)
        yield say(one.trait.title), title, count, say(why) if why else say("nessuna norma: da correggere"), law


def _source(code: str) -> tuple[str, str]:
    if code in BY_CODE:
        return say(BY_CODE[code].title), say(BY_CODE[code].law)
    try:
        known = rule(code)
    except NotFound:
        return code, ""
    return say(known.title), say(known.law)

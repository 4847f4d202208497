"""What is only told about a pair and refuses nothing: questions, cautions, steps to agree on, each with an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.eligibility import FullPairs
from data.language import marked, say, speaking
from matching.invented import Invented
from matching.proposal import OpeningCard, PairWarning
from scoring.limits_met import met, some_limit, unsigned

# Allowed pairs of a cohort that are looked at.
LOOKED_AT = 400

Holds = Callable[[FullPairs], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A kind of warning; texts are marked.

    Parameters
    ----------
    code : stable name
    warning : code of the warnings that it is among
    title, told : what it is about, and why it refuses nothing
    holds : of one pair with such a warning, whether it is this kind; not needed where there is one kind
    """

    code: str
    warning: str
    title: str
    told: str
    holds: Holds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A warning with the allowed pair that it is about, in the language in which it was made."""

    code: str
    programme: str
    title: str
    candidate: str
    opening: OpeningCard
    sentence: str


def _adaptable(pairs: FullPairs) -> bool:
    return len(met(pairs).adapting) > 0 and not len(unsigned(pairs)[0])


def _unsigned(pairs: FullPairs) -> bool:
    return len(unsigned(pairs)[0]) > 0 and not len(met(pairs).adapting)


def _undescribed(pairs: FullPairs) -> bool:
    return bool((some_limit(pairs) & ~pairs.openings.demand_known[pairs.j])[0])


NOTES: tuple[Note, ...] = (
    Note(
        code="RAMP",
        warning="RAMP",
        title=marked("Orario per gradi"),
        told=marked(
            "Il progetto della persona può chiedere di iniziare con poche ore e di crescere. Non ferma: si concorda "
            "con l'azienda prima dell'inizio."
        ),
    ),
    Note(
        code="COVER",
        warning="COVER",
        title=marked("Figli da affidare d'estate o nelle vacanze"),
        told=marked(
            "Quando la scuola è chiusa i figli possono restare scoperti. Se i giorni sono pochi la coppia resta "
            "possibile, e si dice quali giorni vanno previsti."
        ),
    ),
    Note(
        code="ABSENCE",
        warning="ABSENCE",
        title=marked("Assenze da concordare"),
        told=marked(
            "Un'udienza o una cura di pochi giorni non costa il tirocinio: si dice in quali giorni la persona sarà "
            "assente, e si concorda con l'azienda."
        ),
    ),
    Note(
        code="CAUTION",
        warning="FUNCTION",
        title=marked("Limite scritto da chi non è un sanitario"),
        told=marked(
            "Solo un professionista sanitario può scrivere un limite che ferma. Ciò che scrivono altri è una cautela: "
            "si chiede conferma, e intanto la coppia resta possibile."
        ),
        holds=_unsigned,
    ),
    Note(
        code="ADAPTABLE",
        warning="FUNCTION",
        title=marked("Compito che l'azienda può adattare"),
        told=marked(
            "Se l'azienda ha scritto che il compito si può adattare, un limite non ferma: si dice quale accomodamento "
            "chiedere."
        ),
        holds=_adaptable,
    ),
    Note(
        code="UNDESCRIBED",
        warning="FUNCTION",
        title=marked("Compiti non descritti"),
        told=marked("Se la persona ha dei limiti e nessuno ha descritto i compiti, prima di proporre si chiede."),
        holds=_undescribed,
    ),
    Note(
        code="USUAL_HOURS",
        warning="HOURS",
        title=marked("Ore diverse dal solito"),
        told=marked("Se il programma non dice le ore a settimana, quelle lontane dal solito si dicono e non fermano."),
    ),
    Note(
        code="CHILDREN",
        warning="CHILDREN",
        title=marked("Orari di un figlio da chiedere"),
        told=marked("Se gli orari di un figlio non sono scritti non si indovinano e non fermano: si chiedono."),
    ),
    Note(
        code="STALE",
        warning="STALE",
        title=marked("Dati vecchi"),
        told=marked(
            "Una valutazione, o un'offerta, di molti mesi fa può non valere più. Si dice da quanti giorni, e si "
            "aggiorna."
        ),
    ),
    Note(
        code="NOT_ASSESSED",
        warning="NOT_ASSESSED",
        title=marked("Valutazione incompleta"),
        told=marked(
            "Di alcune voci che contano nel punteggio nessuno ha ancora scritto niente: si dice quali, e intanto vale "
            "un valore neutro."
        ),
    ),
    Note(
        code="BENEFIT",
        warning="BENEFIT",
        title=marked("Sostegno al reddito"),
        told=marked(
            "Chi riceve un sostegno al reddito deve sapere prima se è compatibile con il tirocinio. Abbina non calcola "
            "sostegni: ricorda di verificare, e lo legge solo il case manager."
        ),
    ),
)


def shown_notes(worlds: Sequence[Invented], seed: int = 0) -> tuple[Shown, ...]:
    """An example for each note that some cohort has, in the order of the notes and in the language spoken now."""
    found: dict[str, tuple[Invented, int]] = {}
    load = dict.fromkeys((world.code for world in worlds), 0)
    with speaking("it"):
        options = {world.code: _in(world, seed) for world in worlds}
    for note in NOTES:
        having = [world for world in worlds if note.code in options[world.code]]
        if having:
            world = min(having, key=lambda one: (load[one.code], one.code))
            found[note.code] = world, options[world.code][note.code]
            load[world.code] += 1
    return tuple(_shown(note, *found[note.code]) for note in NOTES if note.code in found)


def _in(world: Invented, seed: int) -> dict[str, int]:
    """The pair of a cohort that shows each note in the fewest words."""
    best: dict[str, tuple[int, int]] = {}
    allowed = np.flatnonzero(~world.no.any(axis=0))
    chosen = world.spread(allowed, seed)[:LOOKED_AT]
    pairs = world.card.pairs(world.pairs.i[chosen], world.pairs.j[chosen])
    for k, warnings in zip(chosen, world.reader.warnings_of(pairs), strict=True):
        one = world.card.pairs(world.pairs.i[k : k + 1], world.pairs.j[k : k + 1])
        for note in NOTES:
            warning = _of(note, warnings)
            if warning is not None and (note.holds is None or note.holds(one)):
                size = (len(warning.sentence), k)
                best[note.code] = min(best.get(note.code, size), size)
    return {code: k for code, (_, k) in best.items()}


def _of(note: Note, warnings: Sequence[PairWarning]) -> PairWarning | None:
    return next((warning for warning in warnings if warning.code == note.warning), None)


def _shown(note: Note, world: Invented, k: int) -> Shown:
    one = world.card.pairs(world.pairs.i[k : k + 1], world.pairs.j[k : k + 1])
    warning = _of(note, world.reader.warnings_of(one)[0])
    candidate, _ = world.ids(k)
    return Shown(
        code=note.code,
        programme=world.code,
        title=say(world.records.programme.title),
        candidate=candidate,
        opening=world.reader.openings[world.pairs.j[k]],
        sentence=warning.sentence if warning else "",
    )

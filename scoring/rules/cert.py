"""CERT: the title without which the task may not be done is held (domain reference H17)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Certificate
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, nothing_missing, person_and_opening


def _lacking(pairs: FullPairs) -> NDArray[np.uint32]:
    return pairs.openings.required_certificates[pairs.j] & ~pairs.candidates.certificates[pairs.i]


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether no mandatory title lacks, shape (n,)."""
    complete: Mask = _lacking(pairs) == 0
    return complete


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The titles that lack."""
    lacking = int(_lacking(pairs)[k])
    return {"titles": ", ".join(title.label for title in Certificate if lacking & title.bit)}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The person obtains the titles, or shows them."""
    person, offer = person_and_opening(records, pairs, k)
    held = tuple(t for t in Certificate if t in person.certificates or t in offer.required_certificates)
    new = [title.label for title in held if title not in person.certificates]
    if not new:
        return None
    changed = person.model_copy(update={"certificates": held})
    return Change(
        say("Titolo da conseguire o da documentare: {titles}.", titles=", ".join(new)),
        say("persona, con l'orientatore"),
        (changed,),
    )


KINDS = (
    Kind(
        code="CERT_TITLE",
        title=marked("Titolo necessario"),
        asks=marked("La persona ha il titolo che il compito richiede, come la patente o la qualifica di OSS?"),
        why=marked(
            "Alcuni compiti si possono fare solo con un titolo: lo chiede una norma (per l'OSS l'Accordo "
            "Stato-Regioni 22/02/2001) o lo indica l'azienda. I corsi che il programma offre prima dell'inizio non "
            "fermano nessuno qui."
        ),
        since=marked("Dalla norma di ogni titolo; per l'OSS dal 22 febbraio 2001"),
        who=marked(
            "La persona, se consegue il titolo o mostra che lo ha; lo scouter può chiedere all'azienda se serve davvero"
        ),
    ),
)
RULE = Rule(
    code="CERT",
    title=marked("Titolo necessario"),
    law=marked("Titolo obbligatorio per il compito (per l'OSS: Accordo Stato-Regioni 22/02/2001)"),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("Titolo necessario mancante: {titles}."),
    ask=marked("Chiedere se la persona ha: {titles}."),
    lift=lift,
    unknown=Unknown.REFUSES,
    kinds=KINDS,
)

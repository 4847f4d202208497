"""The limits of the whole assignment and the proof, as sentences for a page and for the terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.language import marked, number, say, say_n
from matching.choice import WHY
from matching.proposal import LimitSaid, Proof

# What "one more" is, by the code of the limit.
ONE_MORE: Mapping[str, str] = {
    "CAP": marked("Con un posto in più"),
    "TUTOR": marked("Con un tirocinante in più per questo tutor"),
    "POINTS": marked("Con un punto in più per questo tutor"),
    "PROMOTER": marked("Con un tirocinante in più per questo tutor"),
    "FUNDED": marked("Con un posto finanziato in più"),
    "BUDGET": marked("Con l'indennità di un mese in più"),
    "GROUPS": marked("Se per questo gruppo si chiede una persona in meno"),
}
ONE_UNIT = marked("Con un'unità in più")
# The parameters of the law book at the end of a provision.
KEYS = re.compile(r"[a-z0-9_., ]+\.[a-z0-9_., ]+")
# Of the whole programme: read whether or not they stop anything.
OF_THE_PROGRAMME = frozenset({"FUNDED", "BUDGET", "GROUPS"})


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit in words, and what one more unit of it would change."""

    title: str
    sentence: str
    gain: str
    law: str


@dataclass(frozen=True, slots=True)
class LimitsTold:
    """The limits of a proposal: those to read first, what is missing, and the others, which stop nothing."""

    first: tuple[LimitRow, ...]
    missing: tuple[str, ...]
    others: tuple[LimitRow, ...]


def limits_told(limits: Sequence[LimitSaid]) -> LimitsTold:
    """The limits in the order in which a person reads them, in the language spoken now."""
    missing = [said for said in limits if said.key.startswith("unknown-")]
    rows = [said for said in limits if not said.key.startswith("unknown-")]
    first = sorted((said for said in rows if said.binds or said.limit in OF_THE_PROGRAMME), key=_weight)
    return LimitsTold(
        first=tuple(_row(said) for said in first),
        missing=tuple(said.sentence for said in missing),
        others=tuple(_row(said) for said in rows if said not in first),
    )


def gain_told(said: LimitSaid) -> str:
    """What one more unit of a limit would change; empty where it stops nothing or the reader may not know."""
    if not said.binds or said.gain_placements is None:
        return ""
    one = say(ONE_MORE.get(said.limit, ONE_UNIT))
    if said.gain_placements and said.exact:
        return say_n(
            "{one}: {n} persona in più trova posto.",
            "{one}: {n} persone in più trovano posto.",
            said.gain_placements,
            one=one,
        )
    if said.gain_placements:
        return say_n(
            "{one}: al massimo {n} persona in più trova posto.",
            "{one}: al massimo {n} persone in più trovano posto.",
            said.gain_placements,
            one=one,
        )
    if said.exact:
        return say("{one}: nessuna persona in più, ma proposte più adatte.", one=one)
    return say("{one}: nessuna persona in più, al massimo proposte più adatte.", one=one)


def proof_told(proof: Proof) -> str:
    """How sure it is that no proposal is better, in one sentence without a full stop."""
    if proof.kind == "proved" and not proof.limits_active:
        return say("dimostrato: con questi dati nessuna proposta è migliore")
    if proof.kind == "proved" or _by_duality(proof):
        return say("dimostrato: con questi dati e questi limiti nessuna proposta è migliore")
    if proof.kind != "bounded":
        return say("regole, posti e limiti ricontrollati da un programma indipendente")
    if proof.gap == 0:
        return say(
            "calcolato: con questi dati e questi limiti nessuna proposta è migliore; i limiti sono ricontrollati"
        )
    return say("i limiti sono ricontrollati; una proposta migliore supererebbe questa al massimo dello scarto")


def proof_line(proof: Proof) -> str:
    """The same for the terminal, as a sentence of its own."""
    if proof.kind == "proved" and not proof.limits_active:
        return say("Nessuna proposta migliore esiste con questi dati: è dimostrato, e ricontrollato.")
    if proof.kind == "proved" or _by_duality(proof):
        return say("Nessuna proposta migliore esiste con questi dati e questi limiti: è dimostrato, e ricontrollato.")
    if proof.kind != "bounded":
        return say("Regole, posti e limiti sono ricontrollati da un programma indipendente.")
    if proof.gap == 0:
        return say("Nessuna proposta migliore esiste con questi dati e questi limiti: è calcolato, e ricontrollato.")
    return say(
        "Una proposta migliore potrebbe esserci: supererebbe questa al massimo di {gap}. Il resto è ricontrollato.",
        gap=number(proof.gap or 0),
    )


def core_told(proof: Proof) -> str:
    """Which core found the proposal, and why that one; empty for those who are not told."""
    return f"{proof.core}: {say(WHY[proof.why])}" if proof.core else ""


def _by_duality(proof: Proof) -> bool:
    """Whether duality in whole numbers alone leaves nothing better, so that branch and bound was not needed."""
    return proof.kind == "bounded" and proof.gap == 0 and proof.lp_bound is not None and proof.lp_bound == proof.bound


def _weight(said: LimitSaid) -> tuple[bool, int]:
    """Those of the whole programme first, then those that stop most."""
    return said.limit not in OF_THE_PROGRAMME, -(said.gain_placements or 0)


def binding_first(limits: Sequence[LimitSaid]) -> list[LimitSaid]:
    """The limits that stop a better proposal, in the order in which a person reads them."""
    return sorted((said for said in limits if said.binds), key=_weight)


def _row(said: LimitSaid) -> LimitRow:
    gain = "–" if said.binds is None else gain_told(said) or say("niente: oggi non ferma nulla")
    # The parameters behind it are for who reads the JSON or the law book.
    law = "; ".join(part for part in said.law.split("; ") if not KEYS.fullmatch(part))
    return LimitRow(title=said.title, sentence=said.sentence, gain=gain, law=law)

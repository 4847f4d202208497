"""E9: people who arrive in batches; seats with a price against the optimum of hindsight."""

from __future__ import annotations

from data.language import marked, number, say
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.rolling.shares import Shares, in_worlds
from experiments.rolling.told import assumed, meanings, plot, table
from experiments.rolling.world import Law

WORLDS = 30
LEAST_PLENTY, LEAST_SCARCE = 0.97, 0.95


def measure(asked: Asked) -> Proved:
    """Mean share of hindsight with seats for 110 % and for 80 % of the people, and with openings that arrive too."""
    worlds = WORLDS if asked.worlds is None else asked.worlds
    # Key, seats in all as a share of the people, the least that is asked of bid prices.
    bounds = (("seats_110", 1.1, LEAST_PLENTY), ("seats_80", 0.8, LEAST_SCARCE))
    settings: list[Shares] = []
    gates: list[Gate] = []

    def done(now: int, _: int) -> None:
        if asked.progress is not None:
            asked.progress(len(settings) * worlds + now, (len(bounds) + 1) * worlds)

    for key, share, least in bounds:
        label = say("Posti pari al {share} % delle persone", share=number(100 * share))
        law = Law(seats_share=share)
        settings.append(in_worlds(key, label, law, asked.seed, worlds, workers=asked.workers, progress=done))
        gates.extend(_gates(settings[-1], least))
    label = say("Posti pari al {share} % delle persone, annunciati poco alla volta", share=number(110))
    law = Law(announced_late=0.6, patience=3)
    settings.append(in_worlds("arriving", label, law, asked.seed, worlds, workers=asked.workers, progress=done))
    gates.extend(_gates(settings[-1], None))
    return Proved(
        gates=tuple(gates),
        paragraphs=(
            say(
                "In ogni mondo inventato arrivano 200 persone, dieci alla volta, per 15 aziende; il prezzo di un posto "
                "è la media, su 5 futuri sorteggiati e risolti esattamente, di quanto si perderebbe senza quel posto."
            ),
            say(
                "Nella terza situazione sei aziende su dieci si annunciano più tardi e chi non trova posto aspetta "
                "altre tre volte; per questa non è chiesto un minimo."
            ),
            meanings(),
            assumed(),
        ),
        tables=(table(settings),),
        plots=(plot(settings),),
    )


def _gates(found: Shares, least: float | None) -> list[Gate]:
    said = (
        ("bid_prices", marked("{label}: pensando a chi verrà, media")),
        ("batch", marked("{label}: il meglio per chi c'è oggi, media")),
        ("greedy", marked("{label}: una persona alla volta, media")),
        ("random", marked("{label}: a caso, media")),
    )
    gates = [
        Gate(
            what=say(sentence, label=found.label),
            value=float(found.of(code).mean()),
            least=least if code == "bid_prices" else None,
        )
        for code, sentence in said
    ]
    priced = found.mean("bid_prices")
    gates.append(
        Gate(
            what=say("{label}: pensando a chi verrà, estremo basso dell'intervallo della media", label=found.label),
            value=priced.low,
        )
    )
    gates.append(
        Gate(
            what=say("{label}: pensando a chi verrà, il mondo peggiore", label=found.label),
            value=float(found.of("bid_prices").min()),
        )
    )
    return gates


PROOF = Proof(
    code="E9",
    title=marked("Persone che arrivano poco alla volta"),
    question=marked("Quanto si perde se non si sa chi verrà, e quanto ne restituisce un prezzo sui posti?"),
    source="Ahani, Gölz, Procaccia, Teytelboym, Trapp 2024 (Operations Research): over 98 % of hindsight against under "
    "90 %; here an open simulation",
    worlds=WORLDS,
    measure=measure,
)

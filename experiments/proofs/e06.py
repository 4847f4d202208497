"""E6: probabilities of outcomes mean what they say, within what chance allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from data.language import marked, number, say
from experiments.lists import Floats
from experiments.outcomes.calibration import calibration_error, null_band
from experiments.outcomes.examined import Measured, measured
from experiments.outcomes.followups import Followups, Outcome
from experiments.outcomes.invented import UNKNOWN_SHARE, invent_followups
from experiments.outcomes.told_plot import bins_plot
from experiments.parallel import seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Table

HELD_OUT = (200, 500, 2_000, 20_000)
LARGEST = HELD_OUT[-1]
# A third of the placements is held out, as a split by time does.
LEARNED_A_HELD_OUT = 2
# Perfect models a world, so that a 95th centile rests on hundreds of them.
PERFECT = 10
# Log-odds multiplied by so much: a model that is far too sure.
TOO_SURE = 2.0
# With fewer answers the band is so wide that it lets some of them pass: shown, without a bound.
SEEN_FROM = 2_000
USELESS_HELD_OUT = 2_000
# A model that had to learn is never perfect: beside it stands one of the right form that learned from the same
# placements, and ours may lie in the band less often by no more than chance explains in 100 worlds.
ROOM = 0.1
SLOPE, INTERCEPT = (0.9, 1.1), (-0.1, 0.1)


@dataclass(frozen=True, slots=True)
class World:
    """One simulated world: its seed, placements held out, and the factor of all effects."""

    seed: int
    held_out: int
    effect: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a world shows: our model, one of the right form, a model far too sure, perfect models."""

    measured: Measured | None
    right_inside: bool
    too_sure_outside: bool
    perfect: Floats


def measure(asked: Asked) -> Proved:
    """Run the worlds of every size, and those in which no model can help."""
    count = PROOF.worlds if asked.worlds is None else asked.worlds
    tasks = [World(seed, held_out) for held_out in HELD_OUT for seed in seeds(asked.seed + held_out, count)]
    useless = [World(seed, USELESS_HELD_OUT, effect=0.0) for seed in seeds(asked.seed + 1, count)]
    found = spread(run, [*tasks, *useless], workers=asked.workers, progress=asked.progress)
    by_size = {held_out: found[k * count : (k + 1) * count] for k, held_out in enumerate(HELD_OUT)}
    gates: list[Gate] = []
    for held_out, worlds in by_size.items():
        gates += _gates(held_out, worlds)
    gates += _largest(_some(by_size[LARGEST]))
    gates.append(_rejected(found[len(tasks) :]))
    first = _some(by_size[LARGEST])
    return Proved(
        gates=tuple(gates),
        paragraphs=(
            say(
                "In ogni mondo simulato il modello impara da due terzi dei tirocini e il resto è tenuto da parte. La "
                "banda del caso è l'errore che mostra un modello perfetto con le stesse probabilità (95° percentile "
                "di {draws} estrazioni): con pochi esiti è larga, perciò una soglia fissa non servirebbe.",
                draws=1_000,
            ),
            say(
                "Il nostro modello sta nella banda in media, non in 95 mondi su 100: chi impara da esempi non è "
                "perfetto. Per questo accanto c'è un modello della forma giusta, che impara dagli stessi tirocini."
            ),
            say(
                "Mondi per misura: {worlds}. I voti seguono la legge Beta(2, 2), il {unknown} % non è noto, la quota "
                "di assunzioni cambia con il programma, che il modello non vede.",
                worlds=count,
                unknown=number(100 * UNKNOWN_SHARE),
            ),
        ),
        tables=(_table(by_size),),
        plots=(bins_plot("e06_reliability", first[0].bins),) if first else (),
    )


def run(world: World) -> Found:
    """One world, from its seed alone."""
    learn = LEARNED_A_HELD_OUT * world.held_out
    followups = invent_followups(world.seed, learn + world.held_out, effect=world.effect)
    rows = np.arange(len(followups), dtype=np.int64)
    fold = (rows[:learn], rows[learn:])
    rng = np.random.default_rng([world.seed, 1])
    p, y = _drawn(rng, world.held_out)
    too_sure = expit(TOO_SURE * logit(p))
    perfect = [calibration_error(*_drawn(rng, world.held_out)) for _ in range(PERFECT)]
    return Found(
        measured=measured(followups, Outcome.HIRE_EXIT, [fold], world.seed),
        right_inside=_right_inside(followups, learn, world.seed),
        too_sure_outside=calibration_error(too_sure, y) > null_band(too_sure, world.seed).p95,
        perfect=np.array(perfect),
    )


def _right_inside(followups: Followups, learn: int, seed: int) -> bool:
    """Whether a logistic regression lies in its band that knows the form of the law, programme and all, unbent."""
    # The constant stands for the first programme.
    programme = np.eye(int(followups.programme.max()) + 1)[followups.programme, 1:]
    columns = np.hstack([followups.features, programme])
    y = followups.answers[Outcome.HIRE_EXIT]
    fitted = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(columns[:learn], y[:learn])
    p = fitted.predict_proba(columns[learn:])[:, 1]
    return calibration_error(p, y[learn:]) <= null_band(p, seed).p95


def _drawn(rng: np.random.Generator, n: int) -> tuple[Floats, Floats]:
    """Probabilities of law Beta(2, 3), and answers drawn from them."""
    p = rng.beta(2, 3, n)
    return p, (rng.random(n) < p).astype(np.float64)


def _some(worlds: list[Found]) -> list[Measured]:
    return [world.measured for world in worlds if world.measured is not None]


def _gates(held_out: int, worlds: list[Found]) -> list[Gate]:
    """Of one size: our error against the band, our skill, and the error of perfect models beside."""
    some, n = _some(worlds), number(held_out)
    inside = [one.error <= one.band.p95 for one in some]
    perfect = np.concatenate([world.perfect for world in worlds])
    right = _mean([world.right_inside for world in worlds])
    return [
        Gate(
            what=say("{n} esiti: errore di calibrazione del modello, entro la banda del caso", n=n),
            value=_mean([one.error for one in some]),
            most=_mean([one.band.p95 for one in some]),
        ),
        Gate(
            what=say("{n} esiti: quota di mondi entro la banda (modello perfetto: 0,95)", n=n),
            value=_mean(inside),
            least=right - ROOM,
        ),
        Gate(
            what=say("{n} esiti: lo stesso di un modello della forma giusta che impara dagli stessi", n=n), value=right
        ),
        Gate(
            what=say("{n} esiti: parte dell'errore della quota del programma che il modello toglie", n=n),
            value=_mean([one.skill.value for one in some]),
            least=0.0,
        ),
        Gate(
            what=say("{n} esiti: quota di mondi in cui un modello troppo netto esce dalla banda", n=n),
            value=_mean([world.too_sure_outside for world in worlds]),
            least=0.95 if held_out >= SEEN_FROM else None,
        ),
        Gate(what=say("{n} esiti: errore medio di un modello perfetto", n=n), value=float(perfect.mean())),
        Gate(
            what=say("{n} esiti: 95° percentile dell'errore di un modello perfetto", n=n),
            value=float(np.quantile(perfect, 0.95)),
        ),
    ]


def _largest(some: list[Measured]) -> list[Gate]:
    """Slope and intercepts where placements are many, at both ends of the worlds."""
    n, gates = number(LARGEST), []
    named = (
        (say("pendenza"), [one.recalibration.slope.value for one in some], SLOPE),
        (say("intercetta"), [one.recalibration.intercept.value for one in some], INTERCEPT),
        (say("scarto medio"), [one.recalibration.in_the_large.value for one in some], INTERCEPT),
    )
    for what, values, (least, most) in named:
        for told, quantile in ((say("media"), None), (say("5° percentile"), 0.05), (say("95° percentile"), 0.95)):
            value = _mean(values) if quantile is None else _quantile(values, quantile)
            said = say("{n} esiti: {what}, {told} dei mondi", n=n, what=what, told=told)
            gates.append(Gate(what=said, value=value, least=least, most=most))
    return gates


def _rejected(worlds: list[Found]) -> Gate:
    kept_out = [one.measured is None or one.measured.skill.low <= 0 for one in worlds]
    return Gate(
        what=say("Dove nessun modello può servire: quota di mondi in cui il modello è respinto"),
        value=_mean(kept_out),
        least=0.95,
    )


def _table(by_size: dict[int, list[Found]]) -> Table:
    rows = []
    for held_out, worlds in by_size.items():
        some, perfect = _some(worlds), np.concatenate([world.perfect for world in worlds])
        ours = [one.error for one in some]
        rows.append(
            (
                held_out,
                len(some),
                _mean(ours),
                _quantile(ours, 0.95),
                _mean([one.band.p95 for one in some]),
                float(perfect.mean()),
                float(np.quantile(perfect, 0.95)),
                _mean([one.skill.value for one in some]),
                _mean([one.skill.low > 0 for one in some]),
            )
        )
    return Table(
        key="e06_calibration",
        title=say("Errore di calibrazione: il nostro modello, e quello che farebbe un modello perfetto"),
        columns=(
            Column("held_out", say("Esiti tenuti da parte"), 0),
            Column("worlds", say("Mondi misurati"), 0),
            Column("error_mean", say("Errore medio"), 4),
            Column("error_p95", say("Errore, 95° percentile"), 4),
            Column("band_p95", say("Banda del caso, fino a"), 4),
            Column("perfect_mean", say("Modello perfetto, media"), 4),
            Column("perfect_p95", say("Modello perfetto, 95° percentile"), 4),
            Column("skill_mean", say("Errore tolto alla quota"), 1, percent=True),
            Column("accepted", say("Mondi in cui il modello è accettato"), 1, percent=True),
        ),
        rows=tuple(rows),
        note=say("Il modello perfetto segue la legge Beta(2, 3), come nelle cifre di partenza del progetto."),
    )


def _mean(values: list[float] | list[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


def _quantile(values: list[float], at: float) -> float:
    return float(np.quantile(values, at)) if values else float("nan")


PROOF = Proof(
    code="E6",
    title=marked("Probabilità calibrate degli esiti"),
    question=marked("Quando il modello dice 30 %, succede nel 30 % dei casi?"),
    source="simulation: Beta(2, 2) grades, logistic law; bands after Naeini et al., AAAI 2015; Cox, Biometrika 1958",
    worlds=100,
    measure=measure,
)

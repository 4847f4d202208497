"""What the evaluation promises where no rule can help: a study runs it first and prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.stats import binomtest

from data.language import marked, number, say
from experiments.evaluate.estimate import aipw, history
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.nuisance import folds_of
from experiments.evaluate.placebo_seats import seated
from experiments.evaluate.placebo_world import COMPANIES, PAST, World, expected, ridges, world
from experiments.evaluate.power import SIZE, quantile
from experiments.evaluate.value import Estimate, difference
from experiments.lists import Ints
from experiments.parallel import Progress, Workers, seeds, spread
from experiments.report.parts import Interval

WORLDS, SHUFFLES = 100, 20
Pipeline = Callable[[Logged], Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One world: what was promised, what is true, and what the honest way says. Gains are shares of the past's mean.

    Parameters
    ----------
    naive : gain that the model which chose promises on new people; `naive_covers` if its own interval holds the truth
    naive_truth : what the same choice truly gains
    honest : gain of the cross-fitted rules by AIPW
    truth : what those rules truly gain, for these people
    least_gain : the smallest gain these data would find
    """

    naive: float
    naive_truth: float
    naive_covers: bool
    honest: Interval
    truth: float
    least_gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebo:
    """Many worlds where the true gain is known.

    Parameters
    ----------
    effect : 0 where no rule can help
    worlds : how many
    naive, honest, truth : mean gains, as shares of the past's mean, with the interval of the mean over worlds
    covered : share of worlds where the honest interval holds the truth, with its exact interval
    naive_covered : likewise of the naive interval
    seen : share of worlds where the honest interval lies wholly above 0: how often a gain would be claimed
    least_gain : mean of the smallest gain that the data would find
    """

    effect: float
    worlds: int
    naive: Interval
    honest: Interval
    truth: Interval
    covered: Interval
    naive_covered: Interval
    seen: Interval
    least_gain: float

    def told(self) -> str:
        """The placebo number in one sentence."""
        sentence = marked(
            "Prova a vuoto: in {worlds} mondi inventati dove nessuna regola può aiutare, il modello da solo promette "
            "{naive} %, la valutazione onesta {honest} % (intervallo della media: da {low} a {high}); il suo "
            "intervallo contiene lo zero in {covered} mondi su 100."
        )
        return say(
            sentence,
            worlds=self.worlds,
            naive=_signed(self.naive.value),
            honest=_signed(self.honest.value),
            low=_signed(self.honest.low),
            high=_signed(self.honest.high),
            covered=number(100 * self.covered.value, 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shuffled:
    """The same evaluation on given decisions whose outcomes were shuffled, so that no rule can help.

    Parameters
    ----------
    gains : estimates of the gain, one a shuffle
    covered : share of their intervals that hold 0, with its exact interval
    mean : mean gain over shuffles and its interval
    """

    gains: tuple[Estimate, ...]
    covered: Interval
    mean: Interval

    def told(self) -> str:
        """The placebo of these data in one sentence."""
        sentence = marked(
            "Prova a vuoto su questi dati: con gli esiti mescolati {count} volte, così che nessuna regola possa "
            "aiutare, il guadagno stimato è in media {mean} (da {low} a {high}) e l'intervallo contiene lo zero "
            "{covered} volte su 100."
        )
        return say(
            sentence,
            count=len(self.gains),
            mean=number(self.mean.value, 3),
            low=number(self.mean.low, 3),
            high=number(self.mean.high, 3),
            covered=number(100 * self.covered.value, 0),
        )


def placebo_number(
    seed: int,
    workers: Workers | None = None,
    progress: Progress | None = None,
    *,
    worlds: int = WORLDS,
    effect: float = 0.0,
) -> Placebo:
    """What is promised, by the model alone and by this evaluation, in worlds whose true gain is known.

    Parameters
    ----------
    effect : 0: no rule can help, and any promise is false
    """
    tasks = [(each, effect) for each in seeds(seed, worlds)]
    return gathered(effect, spread(one_world, tasks, workers=workers, progress=progress))


def placebo_of(
    logged: Logged,
    pipeline: Pipeline,
    seed: int,
    *,
    shuffles: int = SHUFFLES,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Shuffled:
    """The same evaluation with outcomes shuffled within rounds: whoever was placed where, the outcome is the same.

    Decisions that are alone in their round are shuffled among one another. Estimated gains must lie around 0: what they
    promise beyond it, the evaluation invents. What a rule has seen of its own test shows; wrong probabilities do not,
    since no weight speaks of an outcome that was drawn anew. Shuffles share the decisions, and are not independent.

    Parameters
    ----------
    pipeline : everything that was done to the real decisions, cross-fitting too, ending in the estimate of a gain;
        importable by name if several workers run it
    """
    tasks = [(replace(logged, reward=logged.reward[shuffle(logged.round_, each)]),) for each in seeds(seed, shuffles)]
    gains = spread(partial(_run, pipeline), tasks, workers=workers, progress=progress)
    covered = sum(0.0 in gain.interval for gain in gains)
    return Shuffled(gains=tuple(gains), covered=share_of(covered, len(gains)), mean=mean_of([g.value for g in gains]))


def shuffle(round_: Ints, seed: int) -> Ints:
    """Rows in another order, each taken from its own round; those alone in theirs, from one another. Shape (n,)."""
    _, at, sizes = np.unique(round_, return_inverse=True, return_counts=True)
    group = np.where(sizes[at] > 1, at, -1)
    draw = np.random.default_rng(seed).random(len(round_))
    rows = np.empty(len(round_), dtype=np.int64)
    rows[np.argsort(group, kind="stable")] = np.lexsort((draw, group))
    return rows


def one_world(task: tuple[int, float]) -> Tried:
    """One world from its seed and effect: the naive way and the honest one."""
    seed, effect = task
    drawn = world(seed, effect)
    honest, truth = _honest(drawn, seed)
    naive, error, naive_truth = _naive(drawn)
    half = quantile(1 - SIZE / 2, PAST - 1) * error
    return Tried(
        naive=naive,
        naive_truth=naive_truth,
        naive_covers=abs(naive - naive_truth) <= half,
        honest=honest.interval,
        truth=truth,
        least_gain=honest.least_gain,
    )


def logged_of(drawn: World, seed: int) -> Logged:
    """The past of a world with the rule and the model of each half learned on the other half."""
    n = len(drawn.outcome)
    folds = folds_of(np.arange(n), 2, seed)
    model, target = np.zeros((n, COMPANIES)), np.zeros((n, COMPANIES))
    for fold in (0, 1):
        here = np.flatnonzero(folds == fold)
        there = np.flatnonzero(folds != fold)
        fitted = ridges(drawn.past[there], drawn.company[there], drawn.outcome[there])
        model[here] = expected(fitted, drawn.past[here])
        target[here, seated(model[here])] = 1.0
    return Logged(
        reward=drawn.outcome,
        action=drawn.company,
        propensity=np.full(n, 1 / COMPANIES),
        target=target,
        allowed=np.ones((n, COMPANIES), dtype=np.bool_),
        round_=np.arange(n),
        logging=np.full((n, COMPANIES), 1 / COMPANIES),
        model=model,
        span=(0.0, 1.0),
    )


def gathered(effect: float, tried: Sequence[Tried]) -> Placebo:
    """Many worlds in one."""
    count = len(tried)
    return Placebo(
        effect=effect,
        worlds=count,
        naive=mean_of([one.naive for one in tried]),
        honest=mean_of([one.honest.value for one in tried]),
        truth=mean_of([one.truth for one in tried]),
        covered=share_of(sum(one.truth in one.honest for one in tried), count),
        naive_covered=share_of(sum(one.naive_covers for one in tried), count),
        seen=share_of(sum(one.honest.low > 0 for one in tried), count),
        least_gain=float(np.mean([one.least_gain for one in tried])),
    )


def mean_of(values: Sequence[float]) -> Interval:
    """A mean over worlds and its interval."""
    mean = float(np.mean(values))
    spread_ = float(np.std(values, ddof=1)) if len(values) > 1 else float("inf")
    half = quantile(1 - SIZE / 2, max(len(values) - 1, 1)) * spread_ / float(np.sqrt(len(values)))
    return Interval(mean, mean - half, mean + half)


def share_of(count: int, of: int) -> Interval:
    """A share and its exact interval (Clopper & Pearson, Biometrika 1934)."""
    bounds = binomtest(count, of).proportion_ci(0.95)
    return Interval(count / of, min(float(bounds.low), count / of), max(float(bounds.high), count / of))


def _honest(drawn: World, seed: int) -> tuple[Estimate, float]:
    """The gain by AIPW of the cross-fitted rules, and their true gain for these people."""
    logged = logged_of(drawn, seed)
    gain = difference(aipw(logged), history(logged), what=say("Guadagno"), relative=True)
    return gain, float((logged.target * drawn.past_chance).sum(axis=1).mean() / drawn.past_chance.mean()) - 1


def _naive(drawn: World) -> tuple[float, float, float]:
    """The gain that the model promises on new people, its own standard error, and the true gain."""
    value = expected(ridges(drawn.past, drawn.company, drawn.outcome), drawn.future)
    people = np.arange(len(value))
    taken = seated(value)
    promised, base = value[people, taken], drawn.outcome.mean()
    ratio = promised.mean() / base
    error = np.hypot(promised.std() / np.sqrt(len(value)), ratio * drawn.outcome.std() / np.sqrt(PAST)) / base
    truth = drawn.future_chance[people, taken].mean() / drawn.future_chance.mean()
    return float(ratio) - 1, float(error), float(truth) - 1


def _run(pipeline: Pipeline, task: tuple[Logged]) -> Estimate:
    return pipeline(task[0])


def _signed(share: float) -> str:
    return ("+" if share > 0 else "") + number(100 * share, 1)

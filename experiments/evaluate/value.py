"""A value that is never shown without its interval, its effective sample and its overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import t as student

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.evaluate.overlap import Overlap, worse
from experiments.evaluate.power import SIZE, least_detectable, quantile
from experiments.lists import Floats, Ints
from experiments.report.parts import Interval

METHODS = {
    "history": marked("come è andata"),
    "ipw": marked("pesi inversi (IPW)"),
    "snips": marked("pesi inversi normalizzati (SNIPS)"),
    "direct": marked("solo modello, ottimista"),
    "aipw": marked("doppia protezione (AIPW)"),
}
_BARE = marked(
    "una stima senza intervallo, senza campione efficace o senza giudizio di sovrapposizione non si può dare"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Estimate:
    """What a rule would have been worth. Made only whole, shown only whole: numbers of it do not format alone.

    Parameters
    ----------
    what : what was valued, already said
    method : key of `METHODS`
    interval : the value and its interval
    ess : effective sample size, in decisions, > 0
    overlap : verdict on how far the past speaks of it
    least_gain : the smallest gain over history that these data would find 8 times out of 10, two-sided 5 %
    n : decisions
    clusters : rounds, which vary as one
    assumed : what must hold for the value to be right, one sentence each, already said
    gain : gain over history, in the unit of the value; None for history itself
    loss : probability that the gain is negative, from Student's t around the estimate with no earlier opinion;
        None for history itself
    extremes : where the rule chooses what the past never chose, the interval if all of that went as badly and as well
        as can be; None where nothing of the sort happens or where the range of outcomes is not known
    influence : shape (n,), how far each decision moves the value; for paired differences
    cluster : shape (n,), round of each decision

    Raises
    ------
    AbbinaError
        `bad_study`: the interval, the effective sample or the overlap is missing or not a number.
    """

    what: str
    method: str
    interval: Interval
    ess: float
    overlap: Overlap
    least_gain: float
    n: int
    clusters: int
    assumed: tuple[str, ...]
    gain: Interval | None
    loss: float | None
    influence: Floats
    cluster: Ints
    extremes: tuple[float, float] | None = field(default=None)

    def __post_init__(self) -> None:
        whole = isinstance(self.interval, Interval) and isinstance(self.overlap, Overlap)
        if not whole or not isinstance(self.ess, float) or not math.isfinite(self.ess) or self.ess <= 0:
            raise AbbinaError("bad_study", why=_BARE)
        numbers = (self.interval.value, self.interval.low, self.interval.high, self.least_gain)
        if not all(map(math.isfinite, numbers)) or self.method not in METHODS:
            raise AbbinaError("bad_study", why=_BARE)

    @property
    def value(self) -> float:
        """The point estimate, for calculation; to people it goes only with the rest."""
        return self.interval.value

    @property
    def error(self) -> float:
        """Standard error, clustered by round."""
        return clustered_error(self.influence, self.cluster)

    def __str__(self) -> str:
        return self.told()

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError(f"an Estimate is shown whole: no format {spec!r} of it exists")
        return self.told()

    def told(self, digits: int = 3) -> str:
        """Everything in one sentence, in the language spoken now."""
        sentence = marked(
            "{what}: {value} (intervallo al {level} %: da {low} a {high}; {method}; ne contano {ess} su {n} casi "
            "in {clusters} giornate; sovrapposizione {overlap}; guadagno più piccolo che si vedrebbe: {least})"
        )
        return say(
            sentence,
            what=self.what,
            value=number(self.interval.value, digits),
            low=number(self.interval.low, digits),
            high=number(self.interval.high, digits),
            level=number(100 * self.interval.level),
            method=say(METHODS[self.method]),
            ess=number(self.ess, 0),
            n=self.n,
            clusters=self.clusters,
            overlap=self.overlap.level.label,
            least=number(self.least_gain, digits),
        )


def clustered_error(influence: Floats, cluster: Ints) -> float:
    """Standard error of a mean whose terms vary together within a cluster (Liang & Zeger, Biometrika 1986).

    Parameters
    ----------
    influence : shape (n,), centred
    cluster : shape (n,), any whole numbers
    """
    _, at = np.unique(cluster, return_inverse=True)
    sums = np.bincount(at, weights=influence)
    if len(sums) < 2:
        raise AbbinaError("bad_study", why=marked("con una giornata sola non si può dare un intervallo"))
    return float(np.sqrt(len(sums) / (len(sums) - 1) * (sums @ sums))) / len(influence)


def interval_of(value: float, influence: Floats, cluster: Ints) -> Interval:
    """The interval of 95 % around a mean, with Student's t of as many rounds as there are, minus one."""
    half = quantile(1 - SIZE / 2, _freedom(cluster)) * clustered_error(influence, cluster)
    return Interval(value, value - half, value + half)


def estimate_of(
    *,
    what: str,
    method: str,
    value: float,
    influence: Floats,
    cluster: Ints,
    overlap: Overlap,
    assumed: tuple[str, ...],
    over: tuple[float, Floats] | None,
    extremes: tuple[float, float] | None = None,
) -> Estimate:
    """An estimate from its influence function.

    Parameters
    ----------
    over : gain over history and its influence, shape (n,), paired decision by decision; None for history itself
    extremes : see `Estimate`
    """
    df = _freedom(cluster)
    gained = over if over is not None else (0.0, np.zeros_like(influence))
    error = clustered_error(gained[1], cluster)
    return Estimate(
        what=what,
        method=method,
        interval=interval_of(value, influence, cluster),
        ess=overlap.ess,
        overlap=overlap,
        least_gain=least_detectable(error, df),
        n=len(influence),
        clusters=int(df) + 1,
        assumed=assumed,
        gain=None if over is None else interval_of(over[0], over[1], cluster),
        loss=None if over is None else loss_of(over[0], error, df),
        influence=influence,
        cluster=cluster,
        extremes=extremes,
    )


def loss_of(gain: float, error: float, df: float) -> float:
    """The probability that a gain is negative; where nothing varies, whether it is."""
    return float(student.cdf(-gain / error, df)) if error > 0 else float(gain < 0)


def difference(policy: Estimate, other: Estimate, *, what: str, relative: bool = False) -> Estimate:
    """The gain of a rule over another, paired: both valued on the same decisions.

    Its overlap is the worse of the two: a gain over a rule of which the past says nothing is as doubtful as one of it.

    Parameters
    ----------
    policy, other : of the same decisions, in the same order
    what : already said
    relative : gain as a share of the other's value, by the delta method

    Raises
    ------
    AbbinaError
        `bad_study`: not of the same decisions, or a share of nothing was asked.
    """
    if policy.n != other.n or not np.array_equal(policy.cluster, other.cluster):
        raise AbbinaError("bad_study", why=marked("due regole si confrontano solo sulle stesse decisioni"))
    gain, influence = policy.value - other.value, policy.influence - other.influence
    if relative:
        if other.value == 0:
            raise AbbinaError("bad_study", why=marked("il valore di partenza è 0: un guadagno in percento non esiste"))
        ratio = policy.value / other.value
        gain, influence = ratio - 1, (policy.influence - ratio * other.influence) / other.value
    return estimate_of(
        what=what,
        method=policy.method,
        value=gain,
        influence=influence,
        cluster=policy.cluster,
        overlap=worse(policy.overlap, other.overlap),
        assumed=tuple(dict.fromkeys((*policy.assumed, *other.assumed))),
        over=(gain, influence),
    )


def _freedom(cluster: Ints) -> float:
    return float(max(len(np.unique(cluster)) - 1, 1))

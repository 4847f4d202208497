"""Past decisions as arrays: what was chosen, how probably, what came of it, and what a rule would do instead."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.evaluate.overlap import NEVER, Overlap, overlap_of
from experiments.lists import Floats, Ints, Mask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Logged:
    """n past decisions among J options each; a decision with fewer options is filled up with ones not `allowed`.

    Parameters
    ----------
    reward : shape (n,), what came of it: finite
    action : int64 (n,), column of the option that was chosen
    propensity : shape (n,), probability with which it was chosen, in (0, 1]
    target : shape (n, J), probabilities with which the rule would choose; every row sums to 1
    allowed : bool (n, J), False where there is no such option
    round_ : int64 (n,), the call of an office in which it was decided; decisions of one round vary together
    logging : shape (n, J), probabilities of all options; None if only that of the chosen one is known
    model : shape (n, J), expected outcome of each option from a model that did not see this decision; None if none
    features : shape (n, K) of the decision or (n, J, K) of its options, for models; None if none
    span : least and most that an outcome can be, for the worst and the best case; None if not known
    estimated : probabilities were estimated, not drawn by lot
    cut_at : weights above this are cut to it; None cuts none

    Raises
    ------
    AbbinaError
        `bad_study`: shapes, probabilities or values break what is written here; says which and where.
    """

    reward: Floats
    action: Ints
    propensity: Floats
    target: Floats
    allowed: Mask
    round_: Ints
    logging: Floats | None = None
    model: Floats | None = None
    features: Floats | None = None
    span: tuple[float, float] | None = None
    estimated: bool = False
    cut_at: float | None = None

    def __post_init__(self) -> None:
        n, width = self.target.shape
        rows = np.arange(n)
        lengths = (self.reward, self.action, self.propensity, self.round_)
        _refuse(
            n < 2 or any(part.shape != (n,) for part in lengths),
            say("servono almeno due decisioni, tutte lunghe uguali"),
        )
        _refuse(
            self.allowed.shape != (n, width)
            or any(p is not None and p.shape != (n, width) for p in (self.logging, self.model)),
            say("le tabelle delle opzioni non hanno tutte la stessa forma"),
        )
        _refuse(
            self.features is not None and self.features.shape[:-1] not in ((n,), (n, width)),
            say("le caratteristiche non hanno una riga per decisione o per opzione"),
        )
        _refuse_rows(~np.isfinite(self.reward), say("manca l'esito"))
        _refuse_rows((self.action < 0) | (self.action >= width), say("l'opzione scelta non esiste"))
        _refuse_rows(~self.allowed[rows, self.action], say("l'opzione scelta non era possibile"))
        _refuse_rows(
            ~((self.propensity > 0) & (self.propensity <= 1)), say("la probabilità della scelta non è fra 0 e 1")
        )
        _refuse_rows(~_distribution(self.target, self.allowed), say("le probabilità della regola non sommano a 1"))
        if self.logging is not None:
            _refuse_rows(~_distribution(self.logging, self.allowed), say("le probabilità del passato non sommano a 1"))
            differ = np.abs(self.logging[rows, self.action] - self.propensity) > 1e-9
            _refuse_rows(differ, say("la probabilità della scelta compare con due valori"))
        if self.model is not None:
            expected = np.isfinite(self.model) | ~self.allowed
            _refuse_rows(np.asarray(~expected.all(axis=1)), say("il modello non prevede un esito"))
        if self.span is not None:
            least, most = self.span
            _refuse_rows(
                np.not_equal(np.clip(self.reward, least, most), self.reward),
                say("l'esito è fuori dai limiti dichiarati"),
            )
        _refuse(self.cut_at is not None and not self.cut_at > 0, say("i pesi si tagliano a un numero positivo"))

    def __len__(self) -> int:
        return len(self.reward)

    @property
    def weight(self) -> Floats:
        """Probability of what was chosen under the rule, by that of the past; cut if asked. Shape (n,)."""
        weight: Floats = self.target[np.arange(len(self)), self.action] / self.propensity
        return weight if self.cut_at is None else np.minimum(weight, self.cut_at)

    @property
    def unseen(self) -> Floats | None:
        """Share of the rule's choices that the past never took, shape (n,); None if not known."""
        if self.logging is None:
            return None
        return np.asarray(np.where(self.logging < NEVER, self.target, 0.0).sum(axis=1))

    @property
    def overlap(self) -> Overlap:
        """How far these decisions speak of the rule."""
        return overlap_of(self.weight, unseen=self.unseen, cut_at=self.cut_at)

    def under(self, target: Floats) -> Logged:
        """The same decisions, for another rule."""
        return replace(self, target=target)

    def of(self, rows: Ints | Mask) -> Logged:
        """Some of the decisions."""
        which = np.arange(len(self))[rows]
        return replace(
            self,
            reward=self.reward[which],
            action=self.action[which],
            propensity=self.propensity[which],
            target=self.target[which],
            allowed=self.allowed[which],
            round_=self.round_[which],
            logging=None if self.logging is None else self.logging[which],
            model=None if self.model is None else self.model[which],
            features=None if self.features is None else self.features[which],
        )


def padded(start: Ints, values: Floats, fill: float = 0.0) -> tuple[Floats, Mask]:
    """Ragged rows as a full table, and where its cells are real.

    Parameters
    ----------
    start : int64 (n + 1,), rows of decision i are `start[i]` to `start[i + 1]`, as in `Lists`
    values : shape (r,) or (r, K)

    Returns
    -------
    table, allowed
        shape (n, J) or (n, J, K), and bool (n, J); J is the longest decision
    """
    sizes = np.diff(start)
    allowed: Mask = np.arange(int(sizes.max(initial=0))) < sizes[:, None]
    table = np.full((*allowed.shape, *values.shape[1:]), fill)
    table[allowed] = values
    return table, allowed


def trimmed(logged: Logged, most: float) -> Logged:
    """The same decisions with weights cut at `most`: less noise, some bias, and every estimate says so."""
    return replace(logged, cut_at=most)


def _distribution(table: Floats, allowed: Mask) -> Mask:
    """Whether each row is a distribution over what is allowed."""
    whole = (np.abs(table.sum(axis=1) - 1) <= 1e-9) & (table >= 0).all(axis=1)
    return np.asarray(whole & (np.where(allowed, 0.0, table) == 0).all(axis=1))


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise AbbinaError("bad_study", why=why)


def _refuse_rows(wrong: Mask, why: str) -> None:
    if wrong.any():
        rows = np.flatnonzero(wrong)
        sentence = say("{why} (decisione {row}, in tutto {count})", why=why, row=int(rows[0]) + 1, count=len(rows))
        raise AbbinaError("bad_study", why=sentence)

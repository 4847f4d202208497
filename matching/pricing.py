"""The linear relaxation of a large problem, over a few of its columns at a time.

Of 200,000 pairs a best assignment uses 3,000, and their prices rule out nearly all others. So the programme starts with
the pairs that look best, and those that its prices show to be worth more than they cost are added until there are
none. Then rows that follow from the weights of others join where the fractional answer breaks them (`rounding`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from matching.entries import Floats, Ints
from matching.mip_bound import Bound, Prices, bound_of, rounded
from matching.mip_highs import INFINITE, Growing
from matching.mip_model import NO_LEAST, NO_MOST, Market
from matching.rounding import NO_CUTS, Cuts, broken_cuts

EACH = 3  # pairs added for one candidate in one round
ROUNDS_OF_CUTS = 12
PENALTIES = (1e2, 1e5)  # of lacking one unit of a `least`, in the largest worth of a pair


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Answer of the linear relaxation.

    Attributes
    ----------
    market : Market
        With the rounded rows that were added, last.
    cuts : Cuts
        Where those rows come from.
    prices, bound : Prices, Bound
        Over `market`.
    x : array of float64, shape (n_columns,)
    lacking : float
        What rows with `least` still lack: above 0 there is most likely no assignment at all.
    """

    market: Market
    cuts: Cuts
    prices: Prices
    bound: Bound
    x: Floats
    lacking: float


def relaxed(market: Market, weight: Ints, first: Ints, cuts: Cuts = NO_CUTS) -> Relaxed:
    """Solve the relaxation and round its rows.

    Parameters
    ----------
    market : Market
    weight : array of int64, shape (n_columns,)
        What each column adds to what is maximised.
    first : array of int64
        Columns to begin with: any will do, good ones make it fast.
    cuts : Cuts
        Rounded rows known to be useful, already the last rows of `market`.
    """
    return Pricing(market, weight, first, cuts).rounded()


class Pricing:
    """The relaxation of one market, kept: it can be asked again with other sides of its rows."""

    def __init__(self, market: Market, weight: Ints, first: Ints, cuts: Cuts) -> None:
        self.market, self.weight, self.cuts = market, weight, cuts
        self.unit = 2.0 ** np.ceil(np.log2(max(1, int(weight.max(initial=0)))) - 10)
        self.full = market.all_rows()
        self.columns = np.unique(first)
        n, m = market.n_candidates, len(market.seats)
        self.short = np.flatnonzero(market.least > NO_LEAST)
        # One unit of what is lacking counts as much as the heaviest pair of the row.
        heaviest = np.array([self.full[n + m + r, :].max() for r in self.short.tolist()], dtype=np.float64)
        entries = (np.maximum(heaviest, 1.0), (n + m + self.short, np.arange(len(self.short))))
        lacking = csc_array(entries, shape=(self.full.shape[0], len(self.short)))
        self.low, self.high = sides_of(market)
        self.penalty = PENALTIES[0]
        table = csc_array(hstack((lacking, self.full[:, self.columns]), format="csc"))
        self.lp = Growing(self._cost(), self.low, self.high, table)

    def _cost(self) -> Floats:
        lacking = np.full(len(self.short), self.penalty * float(self.weight.max(initial=1)) / self.unit)
        return np.concatenate((lacking, -self.weight[self.columns] / self.unit))

    def solved(self) -> Relaxed:
        """The relaxation as it stands."""
        answer = self._priced()
        if answer.lacking > 0 and self.penalty < PENALTIES[1]:
            self.penalty = PENALTIES[1]
            self.lp.set_cost(self._cost())
            answer = self._priced()
        return answer

    def again(self, market: Market) -> Relaxed:
        """The same columns and rows with other sides, from where the last answer was.

        A row that had no `least` cannot get one.
        """
        self.market = market
        low, high = sides_of(market)
        changed = np.flatnonzero((low != self.low) | (high != self.high))
        self.lp.set_sides(changed, low[changed], high[changed])
        self.low, self.high = low, high
        return self.solved()

    def rounded(self) -> Relaxed:
        """With the rounded rows that its answers break."""
        answer = self.solved()
        for _ in range(ROUNDS_OF_CUTS):
            more, table = broken_cuts(self.market, answer.x)
            if not len(more.most):
                break
            self._add(more, table)
            answer = self._priced()
        return answer

    def _priced(self) -> Relaxed:
        market = self.market
        n, m, k = market.n_candidates, len(market.seats), len(self.short)
        while True:
            x, price, _ = self.lp.run()
            prices = rounded(market, self.weight, price[n : n + m] * self.unit, price[n + m :] * self.unit)
            bound = bound_of(market, self.weight, prices)
            over = bound.gain[market.candidate] - bound.slack
            paid = np.rint(np.maximum(price[:n], 0.0) * self.unit * prices.scale).astype(np.int64)
            tolerance = max(1, int(1e-6 * self.unit * prices.scale))
            gain = over - paid[market.candidate]
            gain[self.columns] = 0
            new = np.flatnonzero(gain > tolerance)
            if not len(new):
                values = np.zeros(len(market.pair))
                values[self.columns] = x[k:]
                lacking = float(x[:k].sum())
                return Relaxed(market, self.cuts, prices, bound, values, lacking if lacking > 1e-6 else 0.0)
            order = new[np.lexsort((-gain[new], market.candidate[new]))]
            starts = np.flatnonzero(np.diff(market.candidate[order], prepend=-1))
            rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
            new = np.sort(order[rank < EACH])
            self.lp.add_columns(-self.weight[new] / self.unit, csc_array(self.full[:, new]))
            self.columns = np.concatenate((self.columns, new))

    def _add(self, cuts: Cuts, table: csr_array) -> None:
        self.market = self.market.with_rows(table, cuts.most, np.full(len(cuts.most), NO_LEAST))
        self.cuts = self.cuts.plus(cuts)
        self.full = csc_array(vstack((self.full, table), format="csc"))
        pad = csr_array(np.zeros((len(cuts.most), len(self.short))))
        shown = csr_array(hstack((pad, csr_array(table[:, self.columns])), format="csr"))
        low, high = np.full(len(cuts.most), -INFINITE), cuts.most.astype(np.float64)
        self.lp.add_rows(low, high, shown)
        self.low, self.high = np.concatenate((self.low, low)), np.concatenate((self.high, high))


def sides_of(market: Market) -> tuple[Floats, Floats]:
    """Sides of `Market.all_rows` for HiGHS."""
    least, most = side_of(market.least, NO_LEAST, -INFINITE), side_of(market.most, NO_MOST, INFINITE)
    low = np.concatenate((np.full(market.n_candidates + len(market.seats), -INFINITE), least))
    high = np.concatenate((market.people, market.seats, most)).astype(np.float64)
    return low, high


def side_of(side: Ints, none: int, infinite: float) -> Floats:
    """One side of rows for HiGHS: `infinite` where there is none."""
    floats: Floats = np.where(side == none, infinite, side.astype(np.float64)).astype(np.float64)
    return floats

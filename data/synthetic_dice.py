"""Seeded draws for invented cohorts.

Everything comes from uniform numbers by comparison, multiplication and division only, so that a seed gives the same
cohort on every platform: no logarithms, no sines, no draw whose algorithm a new numpy may change.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from data.places import Place

T = TypeVar("T")
K = TypeVar("K")

_BLOCK = 4096


class Dice:
    """A stream of draws of its own, so that more openings do not change the people.

    Parameters
    ----------
    seed, stream : int
        The cohort's seed (not negative) and the number of the table that is being invented.
    """

    def __init__(self, seed: int, stream: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, stream))))
        self._block: list[float] = []

    def share(self) -> float:
        """A uniform number in [0, 1)."""
        if not self._block:
            self._block = self._generator.random(_BLOCK).tolist()
        return self._block.pop()

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.share() < probability

    def known(self, missing: float, value: T) -> T | None:
        """The value, or None with the probability that a service did not write it."""
        return None if self.share() < missing else value

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.share() * (high - low + 1))

    def off_centre(self, radius: float) -> float:
        """A number in [-radius, radius], denser near 0 (triangular)."""
        return (self.share() - self.share()) * radius

    def one(self, options: Sequence[T]) -> T:
        """One of the options, all alike."""
        return options[int(self.share() * len(options))]

    def weighted(self, weights: Mapping[K, float]) -> K:
        """One of the keys, as often as its weight says."""
        left = self.share() * math.fsum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return next(reversed(list(weights)))

    def some(self, options: Iterable[T], count: int) -> list[T]:
        """`count` different options (all of them if there are fewer), in drawn order."""
        pool = list(options)
        return [pool.pop(int(self.share() * len(pool))) for _ in range(min(count, len(pool)))]

    def shuffled(self, options: Iterable[T]) -> list[T]:
        """All the options in a drawn order."""
        pool = [(self.share(), place, option) for place, option in enumerate(options)]
        return [option for _, _, option in sorted(pool, key=lambda entry: entry[:2])]

    def apportioned(self, total: int, shares: Mapping[K, float]) -> list[K]:
        """`total` keys in exactly the shares asked (largest remainders), in a drawn order."""
        whole = math.fsum(shares.values())
        exact = {key: total * share / whole for key, share in shares.items()}
        counts = {key: int(number) for key, number in exact.items()}
        by_remainder = sorted(exact, key=lambda key: counts[key] - exact[key])
        for key in by_remainder[: total - sum(counts.values())]:
            counts[key] += 1
        return self.shuffled(key for key, count in counts.items() for _ in range(count))


def scaled(total: int, share: float) -> int:
    """How many of `total` a share makes, halves up: Python's own rounding would go to the even number."""
    return int(total * share + 0.5)


def around(dice: Dice, lat: float, lon: float, radius_deg: float) -> dict[str, float]:
    """`lat` and `lon` of a point near another, to 3 decimals (about 100 m); the radius is in degrees of latitude."""
    # At 44 degrees north a degree of longitude is 0.72 of one of latitude.
    return {
        "lat": round(lat + dice.off_centre(radius_deg), 3),
        "lon": round(lon + dice.off_centre(radius_deg) / 0.72, 3),
    }


def town_radius(town: Place) -> float:
    """How far from its point a municipality's people live, in degrees of latitude: the larger, the farther."""
    return 0.012 + 0.016 * min(1.0, town.population / 150_000)


def keyed(letter: str, number: int, total: int, digits: int) -> str:
    """A code such as `C-0001`, with digits enough for the whole table so that text order is number order."""
    return f"{letter}-{number:0{max(digits, len(str(total)))}d}"

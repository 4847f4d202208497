"""Which markets each `--size` is made of. Every market has its own stream, so that one more changes no other."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from enum import StrEnum

import numpy as np

from experiments.benchmark.solvers.instance import Instance
from experiments.benchmark.solvers.laws import Dense, Zoned, dense, zoned

Law = Zoned | Dense


class Scale(StrEnum):
    """What `--size` takes."""

    REAL = "real"
    TEN_K = "10k"
    HUNDRED_K = "100k"
    MILLION = "1m"
    DENSE = "dense"
    GROWTH = "growth"
    FILES = "files"
    ALL = "all"


GROWTH = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
GROWTH_FAMILY = "growth x1"
# A town of the markets that grow has as many people at every size.
PEOPLE_A_ZONE = 200

_A = Zoned(n=194, m=97, seats=(1, 5), degree=(20, 70), zones=8, cross=0.05, hard=False, spread=0.05)
_REAL: dict[str, tuple[str, Law]] = {
    "A0": ("A", replace(_A, seat_shares=(0.4, 0.3, 0.15, 0.1, 0.05))),
    "A1": ("A", replace(_A, seats=(1, 3), degree=(20, 97), seat_shares=(0.7, 0.2, 0.1))),
}


def _sparse(size: str, n: int, zones: int) -> dict[str, tuple[str, Law]]:
    usual = Zoned(n=n, m=n // 2, seats=(1, 3), zones=zones)
    return {
        f"C{size}_x0": ("C x0", replace(usual, cross=0.0)),
        f"C{size}_x1": ("C x1", usual),
        f"C{size}_x5": ("C x5", replace(usual, cross=0.05)),
        f"C{size}_g": ("C g", replace(usual, cross=0.0, hard=False)),
        f"D{size}_scarce": ("D scarce", replace(usual, m=3 * n // 10, seats=(1, 1))),
        f"D{size}_ties3": ("D ties3", replace(usual, levels=3)),
        f"D{size}_equal": ("D equal", replace(usual, equal=True)),
        f"D{size}_empty": ("D empty", replace(usual, empty=0.1)),
    }


_MILLION: dict[str, tuple[str, Law]] = {
    "C1M_x0": ("C x0", Zoned(n=1_000_000, m=300_000, seats=(1, 5), cross=0.0)),
    "C1M_x2": ("C x2", Zoned(n=1_000_000, m=300_000, seats=(1, 5), cross=0.02)),
}
_DENSE: dict[str, tuple[str, Law]] = {
    **{f"B{n}": ("B", Dense(n=n)) for n in (500, 1_000, 2_000, 5_000, 10_000)},
    **{f"B{n}_ties3": ("B ties3", Dense(n=n, levels=3)) for n in (2_000, 5_000)},
    **{f"B{n}_equal": ("B equal", Dense(n=n, equal=True)) for n in (2_000, 5_000)},
}
_GROWTH: dict[str, tuple[str, Law]] = {
    f"G{n}": (GROWTH_FAMILY, Zoned(n=n, m=n // 2, seats=(1, 3), zones=n // PEOPLE_A_ZONE)) for n in GROWTH
}
LAWS: dict[Scale, dict[str, tuple[str, Law]]] = {
    Scale.REAL: _REAL,
    Scale.TEN_K: _sparse("10k", 10_000, 40),
    Scale.HUNDRED_K: _sparse("100k", 100_000, 600),
    Scale.MILLION: _MILLION,
    Scale.DENSE: _DENSE,
    Scale.GROWTH: _GROWTH,
}


def names(scale: Scale) -> tuple[str, ...]:
    """The markets of a size, smaller ones first within a family; those of `files` are not drawn."""
    if scale is Scale.ALL:
        return tuple(name for one in LAWS for name in LAWS[one])
    return tuple(LAWS.get(scale, {}))


def scale_of(name: str) -> Scale:
    """The size that a market belongs to."""
    return next((scale for scale, laws in LAWS.items() if name in laws), Scale.FILES)


def draw(name: str, seed: int) -> Instance:
    """The market of this name and seed; the same wherever and with whatever others it is drawn."""
    family, law = LAWS[scale_of(name)][name]
    rng = np.random.default_rng([seed, int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])])
    if isinstance(law, Dense):
        return dense(name, family, law, rng)
    return zoned(name, family, law, rng)

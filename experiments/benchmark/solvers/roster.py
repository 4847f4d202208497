"""Who takes part, and where: each solver with the markets it can bear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from experiments.benchmark.solvers.adapters.base import Solver
from experiments.benchmark.solvers.adapters.flows import Lemon, Ortools, PotDense, PotSparse
from experiments.benchmark.solvers.adapters.matrices import Matrix, RowMatrix, doubles, extended, src_d
from experiments.benchmark.solvers.adapters.others import Highs, Kwok, ScipySparse
from experiments.benchmark.solvers.adapters.ours import Dense, Prices, Sparse, Whole
from experiments.benchmark.solvers.adapters.split import Split
from experiments.benchmark.solvers.instance import Instance

# Cells of the matrix that a sparse market may become: larger ones made every dense solver run into its time limit.
CELLS = 1_000_000
MANY_PAIRS = 4_000_000
FEW_PAIRS = 600_000
POT = "ot.lp.emd_wrap"
DEFAULT, EVERYBODY = "default", "all"
OURS = "abbina"


@dataclass(frozen=True, slots=True)
class Entry:
    """One solver.

    Parameters
    ----------
    name : in tables and for `--peers`
    make : makes it, in the process that will run it
    bears : whether a market is one for it; a solver asked for by name is tried on every market
    packages : distributions whose versions are told
    ours : part of the project
    usual : takes part where nobody is named
    folder : its library stands apart from the others, since it shares its import name with another
    early : a module that takes long to load and clashes with none: loaded once, before any fork
    """

    name: str
    make: Callable[[], Solver]
    bears: Callable[[Instance], bool]
    packages: tuple[str, ...] = ()
    ours: bool = False
    usual: bool = False
    folder: str | None = None
    early: str | None = None


def _sparse(instance: Instance) -> bool:
    return instance.square is None or instance.pairs <= MANY_PAIRS


def _whole(instance: Instance) -> bool:
    return instance.pairs <= 2 * MANY_PAIRS


def _square(instance: Instance) -> bool:
    return instance.square is not None


def _small_square(instance: Instance) -> bool:
    return instance.square is not None and instance.pairs <= MANY_PAIRS


def _matrix(instance: Instance) -> bool:
    return _square(instance) or instance.n * instance.all_seats <= CELLS


def _slow(instance: Instance) -> bool:
    return instance.square is None and instance.pairs <= FEW_PAIRS


def _in_parts(instance: Instance) -> bool:
    return instance.square is None


def _lapx(function: str) -> Entry:
    usual = function in ("lapjvx", "lapjvr")
    make = partial(Matrix, "lap", extended(function))
    return Entry(f"lapx {function}", make, _matrix, ("lapx",), usual=usual, folder="lapx")


ROSTER: tuple[Entry, ...] = (
    Entry("abbina sparse", Sparse, _sparse, ("numba",), ours=True, usual=True),
    Entry("abbina prices", Prices, _sparse, ("numba",), ours=True, usual=True),
    Entry("abbina dense", Dense, _square, ("numba",), ours=True, usual=True),
    Entry("abbina solve", Whole, _whole, ("numba",), ours=True, usual=True),
    Entry("ortools", Ortools, _sparse, ("ortools",), usual=True),
    Entry("LEMON", Lemon, _sparse, ("pylmcf",), usual=True),
    Entry("POT sparse", PotSparse, _in_parts, ("POT",), usual=True, early=POT),
    Entry("decomp+ortools", partial(Split, Ortools), _in_parts, ("ortools", "scipy"), usual=True),
    Entry("decomp+LEMON", partial(Split, Lemon), _in_parts, ("pylmcf", "scipy"), usual=True),
    Entry("decomp+POT", partial(Split, PotSparse), _in_parts, ("POT", "scipy"), usual=True, early=POT),
    Entry("POT dense", PotDense, _small_square, ("POT",), early=POT),
    Entry("kwok", Kwok, _slow, ("kwok",)),
    Entry("scipy sparse", ScipySparse, _slow, ("scipy",)),
    Entry("HiGHS", Highs, _slow, ("highspy",)),
    Entry("scipy LSA", partial(Matrix, "scipy.optimize", lambda lib: lib.linear_sum_assignment), _matrix, ("scipy",)),
    _lapx("lapjvx"),
    _lapx("lapjvr"),
    _lapx("lapjvh"),
    Entry("lapx lapjvs", partial(Matrix, "lap", doubles), _matrix, ("lapx",), folder="lapx"),
    Entry("lapx lapjvc", partial(Matrix, "lap", lambda lib: lib.lapjvc), _matrix, ("lapx",), folder="lapx"),
    Entry("lap lapjv", partial(RowMatrix, "lap", extended("lapjv")), _matrix, ("lap",)),
    Entry("lapjv src-d", partial(RowMatrix, "lapjv", src_d, square=True), _matrix, ("lapjv",), usual=True),
    Entry("lapcpp", partial(Matrix, "lapcpp", extended("lapjv")), _matrix, ("lapcpp",), usual=True),
    Entry("laprust", partial(Matrix, "laprust", extended("lapjv")), _matrix, ("laprust",), usual=True),
    Entry("minilsap", partial(Matrix, "minilsap", lambda lib: lib.linear_sum_assignment), _matrix, ("minilsap",)),
    Entry("nanolsap", partial(Matrix, "nanolsap", lambda lib: lib.linear_sum_assignment), _matrix, ("nanolsap",)),
)


def chosen(names: Sequence[str]) -> tuple[Entry, ...]:
    """Our own solvers and the peers asked for: some names, `default` or `all`; ours only, if nobody is named.

    Raises
    ------
    KeyError
        A name that nobody bears.
    """
    named = set(names) - {DEFAULT, EVERYBODY, OURS}
    unknown = named - {entry.name for entry in ROSTER}
    if unknown:
        raise KeyError(min(unknown))
    wanted = []
    for entry in ROSTER:
        if entry.name in named:
            wanted.append(replace(entry, bears=_any))
        elif entry.ours or EVERYBODY in names or (DEFAULT in names and entry.usual):
            wanted.append(entry)
    return tuple(wanted)


def _any(instance: Instance) -> bool:
    return True

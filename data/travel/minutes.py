"""Minutes from door to door by the person's own modes, without a timetable.

Distance is great-circle times a detour factor; each mode has a speed, a fixed time and perhaps a longest way
(`practice.travel` in the law book). The bus runs only inside the hours stated for the site, else inside
`practice.bus_window`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.codes import Mode

EARTH_KM = 6371.0
# Minutes of a journey that cannot be made; larger than any ceiling.
NO_WAY = np.int16(9_999)
NO_MODE = np.int8(-1)
# A whole number of minutes may come out a hair above itself.
ROUNDING = 1e-9


def unit_vectors(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3), from degrees."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def arc_km(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle kilometres between unit vectors, shape (n,); exact to a metre within Italy."""
    # Written out, in one fixed order, so that a pair alone gets the bits it gets inside a chunk.
    dx, dy, dz = a[:, 0] - b[:, 0], a[:, 1] - b[:, 1], a[:, 2] - b[:, 2]
    square = dx * dx + dy * dy + dz * dz
    # Series of 2*asin(c/2): the chord is below 0.25 within Italy, the next term below a millimetre.
    return np.sqrt(square) * (1.0 + square * (1 / 24 + square * (3 / 640))) * EARTH_KM


def mode_minutes(km: NDArray[np.float64], mode: Mode, table: Mapping[str, Any]) -> NDArray[np.int16]:
    """Whole minutes by one mode (`NO_WAY` beyond its longest way), shape (n,)."""
    about = table["modes"][mode.value]
    road_km = km * table["road_factor"]
    exact = about["fixed_min"] + road_km * (60.0 / about["kmh"])
    minutes: NDArray[np.float64] = np.minimum(np.ceil(exact - ROUNDING), float(NO_WAY))
    longest = about.get("max_km")
    if longest is not None:
        minutes = np.where(road_km <= longest, minutes, float(NO_WAY))
    return minutes.astype(np.int16)


def longest_km(mode: Mode, ceiling_min: NDArray[np.int16], table: Mapping[str, Any]) -> NDArray[np.float64]:
    """Great-circle kilometres beyond which the mode surely needs more than the ceiling, shape of `ceiling_min`."""
    about = table["modes"][mode.value]
    road_km = np.maximum(ceiling_min - about["fixed_min"], 0.0) * (about["kmh"] / 60.0)
    if about.get("max_km") is not None:
        road_km = np.minimum(road_km, about["max_km"])
    return np.asarray(road_km / table["road_factor"], dtype=np.float64)


def door_to_door(
    km: NDArray[np.float64], modes: NDArray[np.uint8], bus_slack_q: NDArray[np.uint8], table: Mapping[str, Any]
) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """The fastest usable mode of each pair.

    Parameters
    ----------
    km : great-circle kilometres, shape (n,)
    modes : mask of the person's modes (`Mode.bit`), shape (n,)
    bus_slack_q : quarters of bus service before the start and after the end of every shift, shape (n,)
    table : `practice.travel`

    Returns
    -------
    minutes, mode
        `NO_WAY` and `NO_MODE` where no mode is usable; ties go to the mode that stands first in `Mode`.
    """
    best = np.full(len(km), NO_WAY, dtype=np.int16)
    chosen = np.full(len(km), NO_MODE, dtype=np.int8)
    for k, mode in enumerate(Mode):
        minutes = mode_minutes(km, mode, table)
        usable = (modes & mode.bit) != 0
        if mode is Mode.BUS:
            usable &= -(-minutes // 15) <= bus_slack_q
        better = usable & (minutes < best)
        best[better] = minutes[better]
        chosen[better] = k
    return best, chosen

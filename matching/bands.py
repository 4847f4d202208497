"""Counts as bands, for who may not read them exactly: numbers that cannot be subtracted from one another.

The difference of two exact counts can be one person's protection; the difference of two bands is none. Whoever holds
the file of the protections reads exact counts (domain reference 4.1: counts below 5 are never shown).
"""

from __future__ import annotations

from data.code import Code
from data.language import marked, number, say

# Of what came after the counts of the day were made.
TOMORROW = marked("conteggi da domani")


class Band(Code):
    """How many, about; in order, the fewest first."""

    NONE = "none", "nessuno", "none"
    UNDER_5 = "under_5", "meno di 5", "fewer than 5"
    FROM_5 = "5_9", "5-9", "5-9"
    FROM_10 = "10_19", "10-19", "10-19"
    FROM_20 = "20_49", "20-49", "20-49"
    FROM_50 = "50_99", "50-99", "50-99"
    FROM_100 = "from_100", "100 o più", "100 or more"

    @property
    def place(self) -> int:
        """Place in the order of the bands, 0 for none."""
        return list(Band).index(self)

    @classmethod
    def _missing_(cls, value: object) -> Band | None:
        # Proposals stored before there were bands hold the number itself.
        return band_of(value) if isinstance(value, int) and value >= 0 else None


_FROM = ((100, Band.FROM_100), (50, Band.FROM_50), (20, Band.FROM_20), (10, Band.FROM_10), (5, Band.FROM_5))


def band_of(count: int) -> Band:
    """The band of a count, 0 or more."""
    if not count:
        return Band.NONE
    return next((band for least, band in _FROM if count >= least), Band.UNDER_5)


def told(count: int | None, band: Band | None = None) -> str:
    """A count as its reader may see it: the number, else its band, else when there will be one."""
    if count is not None:
        return number(count)
    return band.label if band is not None else say(TOMORROW)

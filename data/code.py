"""A code that can say itself: the base of all closed vocabularies."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from data.language import spoken


class Code(StrEnum):
    """A code that can say itself: `Code.X.it` and `Code.X.en`."""

    it: str
    en: str
    bit: int  # the member's own bit in a mask of its vocabulary

    def __new__(cls, value: str, it: str, en: str) -> Self:
        """Make a member from its code and its two labels."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.it = it
        member.en = en
        member.bit = 1 << len(cls.__members__)
        return member

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.it if spoken() == "it" else self.en

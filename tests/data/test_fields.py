"""Codes are read from what offices write: a code, a label, one gender of it, or a part that can only mean it."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from data.codes import Category, Code, Employment, Mode
from data.fields import read_code


@pytest.mark.parametrize(
    ("vocabulary", "written", "meant"),
    [
        (Employment, "UNEMPLOYED", Employment.UNEMPLOYED),
        (Employment, "disoccupato/a", Employment.UNEMPLOYED),
        (Employment, "Disoccupata", Employment.UNEMPLOYED),
        (Employment, "occupato", Employment.EMPLOYED),
        (Mode, "autobus", Mode.BUS),
        (Mode, "auto", Mode.CAR),
        (Mode, "A piedi", Mode.WALK),
        (Category, "emergenza abitativa", None),
        (Category, "LONE", None),
        (Mode, "in", None),
        (Mode, "", None),
    ],
)
def test_a_code_is_read_from_what_can_only_mean_it(vocabulary: type[Code], written: str, meant: Code | None) -> None:
    if meant is None:
        with pytest.raises(PydanticCustomError, match="valori ammessi"):
            read_code(vocabulary, written)
    else:
        assert read_code(vocabulary, written) is meant

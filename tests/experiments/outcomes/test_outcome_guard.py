"""What may never enter a model of outcomes is refused by name, with the law."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.outcomes.guard import UNKNOWN, as_features, only_grades, refuse_protected
from scoring.criteria import CRITERIA

PROTECTED = [
    *("sex", "Sesso", "gender", "tutor_sex", "age", "age_band", "età", "birth_date", "dataNascita", "birthYear"),
    *("citizenship", "cittadinanza", "nationality", "ethnic_origin", "mother_tongue", "languages", "permit_kind"),
    *("religion", "political_opinion", "union_member", "sexual_orientation", "marital_status", "pregnancy"),
    *("n_children", "figli", "family_size", "categories", "CATEGORY_2", "disability", "disability_percentage"),
    *("invalidità", "diagnosis", "health", "criminal_record", "victim_status", "shelter", "name", "photo"),
    *("benefits", "isee", "income_support", "disputes", "months_in_charge", "presa_in_carico", "in_charge"),
]


@pytest.mark.parametrize("name", PROTECTED)
def test_a_protected_column_is_refused_with_its_law(name: str) -> None:
    with pytest.raises(AbbinaError) as refused:
        refuse_protected(["interest", name])
    assert refused.value.code == "bad_study"
    told = refused.value.text("it")
    assert f"{name} (" in told
    assert any(act in told for act in ("D.Lgs.", "L. "))
    assert "interest (" not in told


def test_all_protected_columns_are_named_at_once() -> None:
    with pytest.raises(AbbinaError) as refused:
        refuse_protected(["sex", "interest", "isee", "age"])
    assert all(f"{name} (" in refused.value.text("it") for name in ("sex", "isee", "age"))


def test_every_criterion_may_enter_and_nothing_else() -> None:
    codes = [criterion.code for criterion in CRITERIA]
    refuse_protected(codes)
    only_grades([*codes, *(code + UNKNOWN for code in codes)])
    for name in ("school_years", "interest:known", "INTEREST", "x1", ""):
        with pytest.raises(AbbinaError) as refused:
            only_grades(["interest", name])
        assert refused.value.code == "bad_study"


def test_a_protected_column_is_told_by_its_law_before_it_is_told_to_be_no_criterion() -> None:
    with pytest.raises(AbbinaError) as refused:
        only_grades(["isee", "x1"])
    assert "isee (sostegni al reddito e ISEE: L. 132/2025 art. 11)" in refused.value.text("it")


def test_features_are_grades_and_marks_of_what_is_not_known() -> None:
    names, features = as_features(("interest", "time_fit"), np.array([[0.2, 0.5]]), np.array([[True, False]]))
    assert names == ("interest", "time_fit", "interest:unknown", "time_fit:unknown")
    assert features.tolist() == [[0.2, 0.5, 0.0, 1.0]]
    with pytest.raises(AbbinaError):
        as_features(("interest", "sex"), np.zeros((1, 2)), np.ones((1, 2), dtype=bool))

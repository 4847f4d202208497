"""host_quality: what is known of the company is named, in the singular and the plural."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.pairs import Pairs
from scoring.criteria.host_quality import CRITERION
from scoring.weights import load_weights

NUMBERS = load_weights("2026-2").settings["host_quality"]


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ({"past_internships": 4, "past_completed": 1}, "1 tirocinio portato a termine su 4"),
        ({"past_internships": 4, "past_completed": 3}, "3 tirocini portati a termine su 4"),
        (
            {"past_internships": 1, "past_completed": 0, "trained_tutor": "sì", "social_pact": "sì"},
            "0 tirocini portati a termine su 1, tutor formato, firmataria del Patto sociale",
        ),
        (
            {"trained_tutor": "no", "social_pact": "no", "quality_label": "no"},
            "tutor da formare, nessun impegno pubblico",
        ),
        ({"quality_label": "sì"}, "marchio tirocini di qualità"),
        ({"past_internships": 0}, "prima esperienza di tirocinio, azienda ancora da conoscere"),
        ({}, "azienda ancora da conoscere"),
    ],
)
def test_the_sentence_says_what_is_known(host: dict[str, object], sentence: str, alone: Callable[..., Pairs]) -> None:
    assert CRITERION.sentence(CRITERION.facts(alone({}, {}, host), NUMBERS, 0)) == sentence

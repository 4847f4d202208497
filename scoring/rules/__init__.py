"""All rules, in the order in which a jurist reads them."""

from __future__ import annotations

from data.errors import NotFound
from data.language import marked, say
from scoring.rule import Rule
from scoring.rules import (
    access,
    age,
    authority,
    ban,
    cert,
    duration,
    elig,
    function,
    host_ok,
    hours,
    lang_safety,
    longest,
    minor,
    permit,
    prior_rel,
    protect,
    refusal,
    rest,
    split,
    start,
    time_fit,
    travel,
)

RULES: tuple[Rule, ...] = (
    elig.RULE,
    permit.RULE,
    age.RULE,
    minor.RULE,
    start.RULE,
    host_ok.RULE,
    duration.RULE,
    longest.RULE,
    hours.RULE,
    rest.RULE,
    lang_safety.RULE,
    cert.RULE,
    time_fit.RULE,
    split.RULE,
    travel.RULE,
    function.RULE,
    access.RULE,
    authority.RULE,
    prior_rel.RULE,
    refusal.RULE,
    ban.RULE,
    protect.RULE,
)


def rule(code: str) -> Rule:
    """The rule with a code; an unknown one is named with those that exist."""
    for known in RULES:
        if known.code == code:
            return known
    raise NotFound(marked("Regola"), code, say("Esistono: {codes}.", codes=", ".join(known.code for known in RULES)))

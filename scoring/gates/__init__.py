"""All start gates, in the order in which they are read. They are independent of one another."""

from __future__ import annotations

from scoring.gate import Gate
from scoring.gates import (
    clearance,
    committee,
    convention,
    guardian,
    haccp,
    host_check,
    insurance,
    minor_medical,
    minor_risk,
    permit,
    plan,
    prior_decl,
    safety,
    signatures,
    tutor,
    unilav,
)

GATES: tuple[Gate, ...] = (
    host_check.GATE,
    convention.GATE,
    committee.GATE,
    clearance.GATE,
    permit.GATE,
    prior_decl.GATE,
    tutor.GATE,
    plan.GATE,
    guardian.GATE,
    signatures.GATE,
    minor_risk.GATE,
    minor_medical.GATE,
    safety.GATE,
    haccp.GATE,
    insurance.GATE,
    unilav.GATE,
)

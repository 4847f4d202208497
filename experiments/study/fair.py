"""Groups, envy, the worst-off, and the price of each quota: over all rounds, and exactly on the latest one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.language import say
from experiments.fairness.envy import envy
from experiments.fairness.flip import flip_audit
from experiments.fairness.funnel import Funnel, in_top
from experiments.fairness.groups import Grouping, groupings
from experiments.fairness.price import price_of_leximin, price_of_parity, price_of_rates
from experiments.fairness.rates import rates
from experiments.fairness.told_flip import told_flip
from experiments.fairness.told_groups import told_groups
from experiments.fairness.told_price import told_envy, told_leximin, told_price
from experiments.lists import Mask
from experiments.material import Material, Round
from experiments.parallel import Progress
from experiments.report.parts import Section
from experiments.study.latest import of_round
from matching.limits import rows_of
from matching.propose import problem_of
from matching.solver import solve

YES, NO, UNKNOWN = 1, 0, -1
# Levels of a quota whose price is told.
GAPS = (0.3, 0.2, 0.15, 0.1, 0.05, 0.02, 0.0)
LEAST = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)


def groups_section(material: Material, outcome: str) -> Section:
    """Exposure, proposal, start and hire by group, all rounds together; groups of few people hidden."""
    parts = [_happened(material, one, outcome) for one in material.rounds]
    funnel = Funnel(
        exposed=np.concatenate([part.exposed for part in parts if part.exposed is not None]),
        proposed=np.concatenate([part.proposed for part in parts if part.proposed is not None]),
        started=np.concatenate([part.started for part in parts if part.started is not None]),
        hired=np.concatenate([part.hired for part in parts if part.hired is not None]),
    )
    told = [groupings(one.records, one.on, crossed=False) for one in material.rounds]
    return told_groups(rates(funnel, together(told)))


def together(told: Sequence[tuple[Grouping, ...]]) -> tuple[Grouping, ...]:
    """The groupings of several rounds as one: the people of all of them, one after the other.

    A grouping that some round does not have, since no paper says it there, is left out.
    """
    keys = [one.key for one in told[0] if all(one.key in {other.key for other in rest} for rest in told)]
    made = []
    for key in keys:
        parts = [next(one for one in some if one.key == key) for some in told]
        labels = dict(pair for part in parts for pair in zip(part.codes, part.labels, strict=True))
        codes = sorted(labels)
        member = np.array([np.concatenate([_members(part, code) for part in parts]) for code in codes])
        made.append(
            Grouping(
                key=key,
                title=parts[0].title,
                codes=tuple(codes),
                labels=tuple(labels[code] for code in codes),
                member=member,
            )
        )
    return tuple(made)


def _members(part: Grouping, code: str) -> Mask:
    if code in part.codes:
        return np.asarray(part.member[part.codes.index(code)])
    return np.zeros(part.member.shape[1], dtype=np.bool_)


def price_sections(one: Round, seed: int) -> tuple[Section, ...]:
    """What a quota costs on a round, exactly; what doing best for the worst-off costs; and who envies whom."""
    problem = problem_of(one.card, seed, rows_of(one.records, one.card))
    now = solve(problem)
    known = {grouping.key: grouping for grouping in groupings(one.records, one.on, crossed=False)}
    sex = known["sex"]
    some = [row for row in range(len(sex)) if sex.member[row].sum() >= 5]
    sections = []
    if some:
        group = sex.member[some[0]]
        sections.append(
            told_price(
                price_of_parity(problem, group, GAPS),
                key="parity",
                quota=say("differenza tra «{label}» e gli altri", label=sex.labels[some[0]]),
            )
        )
    member = sex.member[some]
    if len(member):
        sections.append(
            told_price(
                price_of_rates(problem, member, LEAST),
                key="least-rate",
                quota=say("quota minima di persone con una proposta, in ogni gruppo di sesso registrato"),
            )
        )
    sections += [told_leximin(price_of_leximin(problem)), told_envy(envy(problem, now.opening_of))]
    return tuple(of_round(section, one) for section in sections)


def flip_section(one: Round, seed: int, progress: Progress | None = None) -> Section:
    """What moves when only a trait changes that must not count."""
    return told_flip(flip_audit(one.records, one.card.law, one.card.weights, seed=seed, progress=progress))


def _happened(material: Material, one: Round, outcome: str) -> Funnel:
    card = one.card
    n = card.cohort.n_candidates
    people = {name: k for k, name in enumerate(card.cohort.candidates.ids)}
    proposed = np.zeros(n, dtype=np.int8)
    started, hired = np.full(n, UNKNOWN, dtype=np.int8), np.full(n, UNKNOWN, dtype=np.int8)
    field = outcome if outcome.startswith("hired") else "hired_exit"
    for k in one.decided.tolist():
        decision = material.decisions[k]
        followup = material.followups.get(decision.id)
        i = people[decision.candidate]
        proposed[i] = decision.put_forward is not None
        if decision.chosen is None:
            started[i] = NO
        if followup is not None:
            started[i], hired[i] = _tri(followup.started), _tri(getattr(followup, field))
    exposed = in_top(card.candidate, card.opening.astype(np.int64), card.total, n)
    return Funnel(exposed=exposed, proposed=proposed, started=started, hired=hired)


def _tri(answer: bool | None) -> int:
    return UNKNOWN if answer is None else int(answer)

"""Grades in plain Python, one pair at a time, straight from the records: what the vectorised criteria are held against.

Only time_fit and travel_ease are elsewhere, with the hours and journeys that the rules need too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.catalogues import catalogue
from data.records import Candidate, Company, Opening

About = Mapping[str, float]
# The table of goals once more, written by hand.
HELPS = {
    "RHYTHM": "REGULAR_TASKS",
    "RELATIONS": "SMALL_TEAM SIDE_BY_SIDE",
    "AUTONOMY": "GROWING_TASKS",
    "CONFIDENCE": "VISIBLE_RESULT GROWING_TASKS",
    "ITALIAN": "MUCH_TALK",
    "TRADE": "CRAFT GROWING_TASKS",
    "CALM": "UNHURRIED QUIET",
    "STABLE_JOB": "CRAFT",
}


def interest(person: Candidate, offer: Opening, _: Company, about: About) -> float | None:
    if not person.interests:
        return None if person.interests is None else about["no_preference"]
    if offer.role in person.interests:
        return person.interests[offer.role] / 3
    roles = catalogue().roles
    group = roles[offer.role].isco[:2]
    near = max((level for key, level in person.interests.items() if roles[key].isco[:2] == group), default=0)
    return near / 3 * about["related"] if near else about["unrelated"]


def skills_and_learning(person: Candidate, offer: Opening, _: Company, about: About) -> float | None:
    hours = offer.tutor_h_week or 0.0
    learns = (hours >= about["one_level_tutor_h"]) + (hours >= about["two_levels_tutor_h"])
    held, none_at_all = person.competences or {}, person.competences == {}
    asked = [(key, level, about["essential_weight"]) for key, level in offer.essential.items()]
    asked += [(key, level, 1.0) for key, level in offer.nice.items()]
    up = weight = 0.0
    known = False
    for key, need, share in asked:
        grade = about["not_assessed"]
        if key in held or none_at_all:
            grade = _reached(held.get(key, 0), need, learns, about)
        neighbours = catalogue().neighbours.get(key, {})
        near = [closeness * (min(held.get(name, 0), need) / need) for name, closeness in neighbours.items()]
        credit = max(near, default=0.0) * about["neighbour_credit"]
        up += share * (grade + (1 - grade) * credit)
        weight += share
        known |= key in held or none_at_all or credit > 0
    needed = {skill: need.level for skill, need in offer.italian.items() if need.level}
    if needed and about["italian_weight"]:
        spoken, more = person.italian or {}, min(learns, about["italian_levels"])
        grades = [
            _reached(spoken[skill].level, need, more, about) if skill in spoken else about["not_assessed"]
            for skill, need in needed.items()
        ]
        up += about["italian_weight"] * sum(grades) / len(grades)
        weight += about["italian_weight"]
        known |= any(skill in spoken for skill in needed)
    return up / weight if known else None


def _reached(level: int, need: int, learns: float, about: About) -> float:
    own = min(level, need)
    return (own + min(learns, need - own) * about["learning_credit"]) / need


def functional_fit(person: Candidate, offer: Opening, _: Company, about: About) -> float | None:
    profile, order = person.functional_profile or {}, list(catalogue().items)
    potential, credit = person.potential_profile or {}, about["potential_credit"]
    demands = sorted((d for d in offer.demands or () if d.level), key=lambda d: order.index(d.item))
    up = weight = 0.0
    for demand in demands:
        share = (about["essential_weight"] if demand.essential else 1.0) * demand.level
        left = max(demand.level - offer.accommodations.get(demand.item, 0), 0)
        able = profile.get(demand.item, 0)
        able += max(potential.get(demand.item, 0) - able, 0) * credit
        met = 1 - max(left - able, 0) / demand.level
        up += share * (met if demand.item in profile else about["not_assessed"])
        weight += share
    return up / weight if any(d.item in profile for d in demands) else None


def tutor_fit(person: Candidate, offer: Opening, _: Company, about: About) -> float | None:
    if person.tutor_need is None or offer.tutor_h_week is None:
        return None
    return min(offer.tutor_h_week / about[f"{person.tutor_need.value}_h"], 1.0)


def goal_fit(person: Candidate, offer: Opening, _: Company, about: About) -> float | None:
    if not person.goals:
        return None if person.goals is None else about["no_goals"]
    if offer.environment is None:
        return None
    there = {trait.value for trait in offer.environment}
    helped = [goal for goal in person.goals if there & set(HELPS[goal.value].split())]
    return len(helped) / len(person.goals)


def continuity(_: Candidate, offer: Opening, company: Company, about: About) -> float | None:
    plan = None if offer.hire_plan is None else about[f"plan_{offer.hire_plan.value}"]
    history = None
    if company.past_internships and company.past_hired is not None:
        prior = about["prior_internships"]
        share = (company.past_hired + prior * about["usual_share"]) / (company.past_internships + prior)
        history = min(share / about["full_share"], 1.0)
    if plan is None and history is None:
        return None
    return ((about["not_told"] if plan is None else plan) + (about["not_told"] if history is None else history)) / 2


def host_quality(_: Candidate, __: Opening, company: Company, about: About) -> float | None:
    known: list[float] = []
    if company.past_internships and company.past_completed is not None:
        prior = about["prior_internships"]
        known.append((company.past_completed + prior / 2) / (company.past_internships + prior))
    if company.trained_tutor is not None:
        known.append(float(company.trained_tutor))
    pledges = {company.social_pact, company.quality_label}
    if True in pledges or None not in pledges:
        known.append(float(True in pledges))
    return sum(known) / len(known) if known else None


SLOW: dict[str, Callable[[Candidate, Opening, Company, About], float | None]] = {
    "interest": interest,
    "skills_and_learning": skills_and_learning,
    "functional_fit": functional_fit,
    "tutor_fit": tutor_fit,
    "goal_fit": goal_fit,
    "continuity": continuity,
    "host_quality": host_quality,
}

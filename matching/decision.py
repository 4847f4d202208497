"""The record of a decision: the whole list that was shown, in its order, what was drawn, what was chosen, and why.

Studies of weights can only be honest if the list is kept whole: an option that was not chosen says as much as the one
that was, its place in the list draws choices to itself, and where equally good options were drawn by lot only the
probabilities of the draw tell what another rule would have done. The record holds no protected trait and no free text:
a person is a code, a reason is one of a closed list, and who decided stays in the service.
"""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import Field, StrictFloat, StrictInt, model_validator

from data.fields import Day, Id, refuse
from data.language import say
from data.records import Record, Row
from matching.decision_reason import CRITERION_OF as CRITERION_OF
from matching.decision_reason import Reason as Reason
from scoring.weights import GRID

Micro = Annotated[StrictInt, Field(ge=0, le=GRID)]
Chance = Annotated[StrictFloat, Field(gt=0, le=1)]
Codes = tuple[Annotated[str, Field(min_length=1, max_length=60)], ...]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# Probabilities of one draw sum to 1 up to so much.
ROUNDING = 1e-9


class Option(Record):
    """One opening of a list, as it was shown.

    Parameters
    ----------
    opening : its code
    grades_micro : criterion -> grade on the 1e-6 grid as it counted, 0 to 1,000,000
    not_known : criteria of which nothing was known, so that the neutral grade of the weight set stood in
    score_micro : the score that was shown, on the 1e-6 grid
    drawn : probability with which this option was put forward; every option of a list with a draw that could have been
        put forward has one
    """

    opening: Id
    grades_micro: dict[str, Micro]
    not_known: Codes = ()
    score_micro: Micro
    drawn: Chance | None = None

    @model_validator(mode="after")
    def _names_its_criteria(self) -> Self:
        if not self.grades_micro:
            raise refuse(say("il voto di almeno un criterio"), field="grades_micro")
        if strange := sorted(set(self.not_known) - set(self.grades_micro)):
            raise refuse(say("solo criteri di grades_micro; qui: {names}", names=", ".join(strange)), field="not_known")
        return self


class Decision(Row):
    """What was decided for one person in front of one list.

    Parameters
    ----------
    id : code of the decision
    programme, round : the call, and which day of matching of it
    office : code of the office, never of who decided: offices are compared, people are not
    on : the day
    candidate : code of the person
    weights, weights_sha256, law : under which the list was made
    seed : of the proposal
    shown : the whole list in the order in which it stood, the first at the top
    put_forward : the opening that was proposed; None where the list was shown without one
    chosen : the opening that was decided; None where none of the list was
    reason : why what was put forward was not taken
    """

    programme: Id
    round: Id
    office: Id
    on: Day
    candidate: Id
    weights: Id
    weights_sha256: Digest
    law: str
    seed: Annotated[StrictInt, Field(ge=0)] = 0
    shown: Annotated[tuple[Option, ...], Field(min_length=1, max_length=10_000)]
    put_forward: Id | None = None
    chosen: Id | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        openings = [option.opening for option in self.shown]
        if len(set(openings)) < len(openings):
            raise refuse(say("ogni tirocinio una volta sola"), field="shown")
        if any(option.grades_micro.keys() != self.shown[0].grades_micro.keys() for option in self.shown):
            raise refuse(say("gli stessi criteri in ogni riga dell'elenco"), field="shown")
        for name in ("put_forward", "chosen"):
            opening = getattr(self, name)
            if opening is not None and opening not in openings:
                raise refuse(say("un tirocinio dell'elenco mostrato"), field=name)
        self._draw_adds_up()
        passed_over = self.put_forward is not None and self.chosen != self.put_forward
        if passed_over and self.reason is None:
            raise refuse(say("il motivo, se ciò che era proposto non è stato preso"), field="reason")
        if self.reason is not None and not passed_over:
            raise refuse(say("niente, se ciò che era proposto è stato preso"), field="reason")
        return self

    def _draw_adds_up(self) -> None:
        chances = {option.opening: option.drawn for option in self.shown if option.drawn is not None}
        if not chances:
            return
        if not math.isclose(math.fsum(chances.values()), 1, abs_tol=ROUNDING):
            raise refuse(say("probabilità del sorteggio che insieme fanno 1"), field="shown")
        if self.put_forward not in chances:
            raise refuse(say("uno dei tirocini sorteggiati"), field="put_forward")

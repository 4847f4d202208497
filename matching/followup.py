"""What became of a placement: completed, hired at exit and after six and twelve months, with which contract.

A field that nobody has asked yet is missing: it is neither a yes nor a no (`domain.md` 6.3, follow-up at 6 and 12
months).
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from data.fields import Id, YesNo, refuse
from data.language import say
from data.records import Row

LONGEST_CONTRACT_MONTHS = 600


class Followup(Row):
    """The outcome of one placement.

    Parameters
    ----------
    id : code of the decision that the placement came from
    opening : where the person went
    started : whether the internship began
    completed : whether it was carried to its end
    hired_exit, hired_6m, hired_12m : at work under a contract at the end, after 6 and after 12 months
    contract_months : length of the first contract; nothing where there is none, or where it has no end
    no_end : whether the contract has no end (permanent)
    """

    opening: Id
    started: YesNo | None = None
    completed: YesNo | None = None
    hired_exit: YesNo | None = None
    hired_6m: YesNo | None = None
    hired_12m: YesNo | None = None
    contract_months: Annotated[float, Field(gt=0, le=LONGEST_CONTRACT_MONTHS, allow_inf_nan=False)] | None = None
    no_end: YesNo | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.completed and self.started is False:
            raise refuse(say("no, se il tirocinio non è iniziato"), field="completed")
        if self.contract_months is not None and self.no_end:
            raise refuse(say("niente, se il contratto è senza scadenza"), field="contract_months")
        return self

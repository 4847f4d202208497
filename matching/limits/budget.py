"""BUDGET: what the programme can pay: a month's allowance at the opening's hours, for each of its months, in cents.

Hours are counted as if everybody came to work from the first day to the last: what is paid in the end is never more.
What internships under way cost is not known here: the budget written is what is left for new ones.
"""

from __future__ import annotations

import numpy as np

from data.allowance import by_host, month_cents
from data.language import marked, say
from matching.entries import Ints
from matching.limit import SERVICE, Chosen, Facts, Held, Limit
from matching.rows import Row

CODE = "BUDGET"
CENTS = 100
NEEDS = ("allowance.who_pays", "allowance.logic")
PAID_BY_HOST = marked("L'indennità la paga l'azienda: il bilancio del programma non la conta.")
COST_UNKNOWN = marked("Non si sa quanto costa un mese di indennità: il bilancio del programma non è stato controllato.")


def costs(facts: Facts) -> tuple[Ints, Ints]:
    """Cents a month, and in all, of an internship at each opening, shape (n_openings,) each; 0 where none is known."""
    programme, law = facts.records.programme, facts.law
    known = [month_cents(programme, opening.shifts.hours, law) or 0 for opening in facts.records.openings]
    a_month = np.array(known, dtype=np.int64)
    return a_month, a_month * np.array([opening.months for opening in facts.records.openings], dtype=np.int64)


def _unknown(facts: Facts, chosen: Chosen) -> tuple[str, ...]:
    programme, law = facts.records.programme, facts.law
    if programme.budget_eur is None or not chosen.any() or costs_known(facts):
        return ()
    if facts.knows(*NEEDS) and by_host(programme, law):
        return (say(PAID_BY_HOST),)
    return (say(COST_UNKNOWN),)


def costs_known(facts: Facts) -> bool:
    """Whether a month at some opening is known to cost the programme something."""
    return facts.knows(*NEEDS) and bool(costs(facts)[0].any())


def _rows(facts: Facts) -> tuple[Held, ...]:
    budget = facts.records.programme.budget_eur
    if budget is None or not costs_known(facts):
        return ()
    a_month, in_all = costs(facts)
    pair = np.flatnonzero(in_all[facts.opening] > 0)
    if not len(pair):
        return ()
    paid = np.sort(a_month[np.unique(facts.opening[pair])])
    whole = round(budget * CENTS)
    row = Row(
        limit=CODE, key="programme", pair=pair, weight=in_all[facts.opening[pair]], most=whole,
        unit=int(paid[len(paid) // 2]),
    )  # fmt: skip
    return (Held(row=row, whole=whole),)


BUDGET = Limit(
    code=CODE,
    title=marked("Bilancio del programma"),
    law=marked("decisione del programma; allowance.who_pays, allowance.logic"),
    fixed=False,
    rows=_rows,
    told=marked(
        "Indennità a ore piene, per tutti i mesi dei tirocini proposti: {used} euro su {whole}. I tirocini già in corso"
        " non sono contati."
    ),
    stops=marked("Il bilancio del programma non basta per un altro tirocinio."),
    relax=marked("Mancano {more} euro: il bilancio dovrebbe essere di {wanted} euro invece di {whole}."),
    exact_for=SERVICE,
    unknown=_unknown,
    scale=CENTS,
    digits=2,
)

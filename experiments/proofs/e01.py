"""E1: the estimator gives the figures of a published table, of how people travelled from Sydney to Melbourne."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from data.errors import AbbinaError
from data.language import marked, number, say
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_intervals import covariance_of
from experiments.lists import Floats, Ints
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Table, as_rows

# Greene, Econometric Analysis, conditional logit of the mode of travel: name, estimate, its last printed decimal.
PUBLISHED = (
    ("air", 5.2074, 4),
    ("train", 3.8690, 4),
    ("bus", 3.1632, 4),
    ("gc", -0.01550, 5),
    ("ttme", -0.09612, 5),
    ("hinc_air", 0.01329, 5),
)
# What the columns of the published model are called by people.
LABELS = {
    "air": marked("aereo"),
    "train": marked("treno"),
    "bus": marked("autobus"),
    "gc": marked("costo del viaggio, tempo compreso"),
    "ttme": marked("attesa alla stazione"),
    "hinc_air": marked("reddito, per chi va in aereo"),
}
LOG_LIKELIHOOD = -199.1284
# What the issue allows; coefficients of a few hundredths must agree to their last printed decimal.
ALLOWED = 1e-3
SMALL_ALLOWED = 1e-5
AIR, TRAIN, BUS = 1, 2, 3
LEVEL = 0.95


def measure(asked: Asked) -> Proved:
    """Fit the published model with every coefficient free, no ridge, nothing simulated.

    Raises
    ------
    AbbinaError
        `not_supported`: statsmodels, which brings the data, is not installed.
    """
    x, chosen, person = travel()
    model = ConditionalLogit(grades=0, ridge=0.0).fit(x, chosen, person)
    errors = np.sqrt(np.diag(covariance_of(model.design_, model.coef_, 0.0, None, LEVEL)))
    gates = [
        Gate(
            what=say(
                "coefficiente «{name}»; nella tabella pubblicata {figure}",
                name=say(LABELS[name]),
                figure=number(figure, digits),
            ),
            value=float(own),
            least=figure - (ALLOWED if abs(figure) >= 1 else SMALL_ALLOWED),
            most=figure + (ALLOWED if abs(figure) >= 1 else SMALL_ALLOWED),
            digits=digits,
        )
        for (name, figure, digits), own in zip(PUBLISHED, model.coef_, strict=True)
    ]
    gates.append(
        Gate(
            what=say("verosimiglianza logaritmica; nella tabella {figure}", figure=number(LOG_LIKELIHOOD, 4)),
            value=model.log_likelihood_,
            least=LOG_LIKELIHOOD - ALLOWED,
            most=LOG_LIKELIHOOD + ALLOWED,
        )
    )
    return Proved(
        gates=tuple(gates),
        paragraphs=(
            say(
                "{n} persone scelgono tra aereo, treno, autobus e auto. Lo stesso stimatore che impara i pesi, con "
                "tutti i coefficienti liberi, deve dare le cifre pubblicate.",
                n=model.n_decisions_,
            ),
        ),
        tables=(_table(model, errors),),
    )


def travel() -> tuple[Floats, Ints, Ints]:
    """The public data: columns of the published model, what was chosen, and who chose; one row a person and mode."""
    try:
        # An extra: only this proof needs it.
        source: Any = import_module("statsmodels.datasets.modechoice")
    except ImportError:
        raise AbbinaError(
            "not_supported", what=say("statsmodels non è installato: pip install abbina[proof]")
        ) from None
    data = source.load_pandas().data
    mode = data["mode"].to_numpy()
    own = [(mode == one).astype(np.float64) for one in (AIR, TRAIN, BUS)]
    x = np.column_stack([*own, data["gc"], data["ttme"], data["hinc"].to_numpy() * own[0]])
    return x, data["choice"].to_numpy().astype(np.int64), data["individual"].to_numpy().astype(np.int64)


def _table(model: ConditionalLogit, errors: Floats) -> Table:
    return Table(
        key="e1_coefficients",
        title=say("Coefficienti stimati e pubblicati"),
        columns=(
            Column("column", ""),
            Column("coefficient", say("Coefficiente")),
            Column("estimate", say("Stima"), digits=5),
            Column("standard_error", say("Errore standard"), digits=5),
            Column("published", say("Pubblicato"), digits=5),
        ),
        rows=as_rows(
            [
                (name, say(LABELS[name]), own, error, figure)
                for (name, figure, _), own, error in zip(PUBLISHED, model.coef_.tolist(), errors.tolist(), strict=True)
            ]
        ),
    )


PROOF = Proof(
    code="E1",
    title=marked("I coefficienti di una tabella pubblicata"),
    question=marked("Lo stimatore dei pesi dà le cifre di un lavoro pubblicato da altri, sugli stessi dati?"),
    source="Greene, Econometric Analysis; statsmodels.datasets.modechoice (public domain)",
    worlds=0,
    measure=measure,
)

"""What a study proposes: a weight set in the form of the shipped ones, that counts only if a person adopts it.

How it is adopted, and by whom, stands in the register of the service (`scoring.adopted`).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from data.errors import AbbinaError
from data.intake.fresh_file import write_fresh
from data.language import number, say, speaking
from experiments.report.parts import Interval
from scoring.register import PROPOSED
from scoring.rule import as_day
from scoring.weights import GRID, LEAST_SHARE, Weights, parse_weights

# Shares learned by floating point sum to 1 up to so much.
ROUNDING = 1e-6
# Decimals of the shares: 0.001 is as fine as people can tell, 0.000001 as fine as the grid.
LEAST_DIGITS, MOST_DIGITS = 3, 6
RUN = re.compile(r"[0-9a-f]{8,64}")
_NUMBERED = re.compile(r"(\d{4})-(\d+)(?:-.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a proposal comes from.

    Parameters
    ----------
    run : id of the run, the first digits of the sha256 of its `manifest.json`, at least 8
    data_sha256 : of the data that were frozen
    decisions : how many decisions were learned from
    method : in Italian, already said
    law_day : day of the law under which pairs were judged
    code_version : of Abbina
    seed : of the study
    verdict : whether the study found that it does better, in Italian, already said
    """

    run: str
    data_sha256: str
    decisions: int
    method: str
    law_day: date
    code_version: str
    seed: int
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSet:
    """A proposal, not yet on disk.

    Parameters
    ----------
    run : of the study
    weights : as they read back from `content`
    content : the YAML
    left_out : codes of the criteria that do not count any more
    """

    run: str
    weights: Weights
    content: bytes
    left_out: tuple[str, ...]

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.weights.version}.yaml"

    @property
    def sha256(self) -> str:
        """Sum of the file."""
        return hashlib.sha256(self.content).hexdigest()


def propose_weights(
    shares: Mapping[str, Interval], base: Weights, facts: Provenance, *, digits: int = LEAST_DIGITS
) -> ProposedSet:
    """The weight set that a study proposes.

    Neutral grades, settings and floor are those of the base: a study of weights says nothing of them.

    Parameters
    ----------
    shares : criterion -> learned share, 0 to 1, summing to 1, with its interval; exactly the criteria of `base`
    base : the set in use now
    facts : where the shares come from
    digits : decimals of the shares, 3 to 6

    Raises
    ------
    AbbinaError
        `bad_study`: shares of other criteria than the base's, not finite, below 0, or that do not sum to 1; a run
        without a name.
    """
    codes = [criterion.code for criterion in base.criteria]
    _demand(set(shares) == set(codes), say("pesi: servono esattamente {names}", names=", ".join(codes)))
    values = {code: shares[code].value for code in codes}
    fit = all(math.isfinite(value) and value >= 0 for value in values.values())
    fit = fit and abs(math.fsum(values.values()) - 1) <= ROUNDING
    _demand(fit, say("pesi: servono numeri da 0 a 1 la cui somma sia 1"))
    _demand(
        RUN.fullmatch(facts.run) is not None,
        say("il nome dello studio deve essere l'inizio dell'sha256 del suo manifesto: almeno 8 cifre"),
    )
    units = rounded_shares(values, digits)
    kept = [code for code in codes if code in units]
    left_out = tuple(code for code in codes if code not in units)
    content = {
        "version": f"{_next_number(base.version)}-proposta-{facts.run[:8]}",
        "title": _title(facts),
        "provenance": _told(shares, base, facts, left_out),
        "floor": base.floor,
        "shares": {code: units[code] / 10**digits for code in kept},
        "neutral": {code: base.neutral[code] for code in kept},
        "settings": {code: dict(base.settings[code]) for code in kept},
    }
    raw = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=116).encode()
    made = parse_weights(raw, f"{content['version']}.yaml")
    wanted = {code: count * (GRID // 10**digits) for code, count in units.items()}
    if dict(made.shares) != wanted:
        raise RuntimeError("the proposal does not read back as the shares that were written")
    return ProposedSet(run=facts.run, weights=made, content=raw, left_out=left_out)


def write_proposed(made: ProposedSet, folder: Path) -> tuple[Path, Path]:
    """Write a proposal into the folder of its study, beside `manifest.json`, and the list that vouches for it.

    Returns
    -------
    tuple of Path
        The YAML, and `proposed.json` with its sum.

    Raises
    ------
    AbbinaError
        `already_exists`: a proposal is never written over.
    """
    listed = json.dumps({"run": made.run, "files": {made.file: made.sha256}}, indent=1) + "\n"
    return write_fresh(folder / made.file, made.content), write_fresh(folder / PROPOSED, listed.encode())


def rounded_shares(values: Mapping[str, float], digits: int = LEAST_DIGITS) -> dict[str, int]:
    """Shares as whole units that sum to exactly 10**digits, by largest remainders.

    Parameters
    ----------
    values : criterion -> share, 0 or more, of any sum above 0
    digits : 3 to 6

    Returns
    -------
    dict
        Criterion -> units, in the order given, each at least the least share of a weight set. Those below it are left
        out, and the others take their part in proportion.
    """
    if not LEAST_DIGITS <= digits <= MOST_DIGITS:
        raise ValueError(f"digits is {digits}: {LEAST_DIGITS} to {MOST_DIGITS} is expected")
    units = 10**digits
    least = round(LEAST_SHARE * units)
    whole = math.fsum(values.values())
    kept = {code: value for code, value in values.items() if value / whole >= LEAST_SHARE}
    whole = math.fsum(kept.values())
    exact = {code: value / whole * units for code, value in kept.items()}
    # A share of exactly the least one can fall short of it by the last bit.
    counts = {code: max(least, math.floor(value)) for code, value in exact.items()}
    places = {code: place for place, code in enumerate(kept)}
    by_remainder = sorted(kept, key=lambda code: (counts[code] - exact[code], places[code]))
    for code in by_remainder[: units - sum(counts.values())]:
        counts[code] += 1
    return counts


def _next_number(version: str) -> str:
    """`2026-4` after `2026-3`, and after a proposal that is called `2026-3-...`; other names stay."""
    numbered = _NUMBERED.fullmatch(version)
    return f"{numbered[1]}-{int(numbered[2]) + 1}" if numbered else version


def _title(facts: Provenance) -> str:
    # Shipped sets say in Italian where they come from; the page translates what it can.
    with speaking("it"):
        return say("Pesi proposti dallo studio {run}", run=facts.run[:8])


def _told(shares: Mapping[str, Interval], base: Weights, facts: Provenance, left_out: tuple[str, ...]) -> str:
    with speaking("it"):
        told = [
            say(
                "Proposta dello studio {run}: nessuno l'ha adottata finché il registro del servizio non dice chi, "
                "quando e perché.",
                run=facts.run,
            ),
            say(
                "Pesi ricavati da {n} decisioni con il metodo «{method}», partendo dalla versione {base}, che dà anche "
                "la soglia e tutti gli altri numeri.",
                n=facts.decisions,
                method=facts.method,
                base=base.version,
            ),
            say("Intervalli: {intervals}.", intervals="; ".join(_interval(code, shares[code]) for code in shares)),
        ]
        if left_out:
            least = number(LEAST_SHARE)
            told.append(say("Non contano più, perché sotto {least}: {names}.", least=least, names=", ".join(left_out)))
        if facts.verdict:
            told.append(facts.verdict)
        told.append(
            say(
                "Dati: sha256 {sha256}. Norme del {day}. Abbina {version}, seme {seed}.",
                sha256=facts.data_sha256,
                day=as_day(facts.law_day.toordinal()),
                version=facts.code_version,
                seed=facts.seed,
            )
        )
        return " ".join(told)


def _interval(code: str, share: Interval) -> str:
    return say(
        "{criterion} {value} (da {low} a {high}, livello {level} %)",
        criterion=code,
        value=number(share.value, LEAST_DIGITS),
        low=number(share.low, LEAST_DIGITS),
        high=number(share.high, LEAST_DIGITS),
        level=number(share.level * 100),
    )


def _demand(fits: bool, why: str) -> None:
    if not fits:
        raise AbbinaError("bad_study", why=why)

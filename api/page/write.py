"""Write a proposal where people find it: JSON, two CSV files and one printable page, each whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from api.page.render import render
from data.codes import Viewer
from data.intake.cells import shielded
from data.intake.closed_file import write_closed
from data.language import marked, number, say, speaking
from matching.bands import told
from matching.proposal import Proposal, ProposedPair, Unplaced

SCORE = marked("punteggio")
# A scout reads the sum of some parts only.
SHOWN_SUM = marked("somma_parti_mostrate")
# Who reads bands reads what the shown rules leave: hidden ones have no part in a count.
POSSIBLE, BY_RULES = marked("tirocini_possibili"), marked("tirocini_secondo_le_regole")
PLACED_HEADER = (
    marked("persona"), marked("operatore"), marked("tirocinio"), marked("mansione"), marked("azienda"),
    marked("comune"), marked("orario"), marked("ore_settimana"), marked("stato"), SCORE,
    marked("perche"), marked("da_verificare"),
)  # fmt: skip
UNPLACED_HEADER = (
    marked("persona"), marked("operatore"), marked("motivo"), POSSIBLE, marked("ostacoli"),
    marked("piu_vicino"), marked("cosa_cambiare"),
)  # fmt: skip


def write_proposal(proposal: Proposal, out: Path) -> list[Path]:
    """Write a page, two CSV files, all named in the language of the proposal, and `proposal.json`.

    In Italian `proposta.html`, `abbinamenti.csv` and `senza_posto.csv`. The folder is made if needed.
    """
    out.mkdir(parents=True, exist_ok=True)
    with speaking(proposal.made.language):
        files = {
            say("proposta.html"): render(proposal),
            say("abbinamenti.csv"): _csv(_placed_header(proposal), map(_placed_row, proposal.placed)),
            say("senza_posto.csv"): _csv(_unplaced_header(proposal), map(_unplaced_row, proposal.unplaced)),
            "proposal.json": proposal.to_json(),
        }
    for name, text in files.items():
        write_closed(out / name, text.encode())
    return [out / name for name in files]


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([say(name) for name in header])
    writer.writerows([shielded(cell) for cell in row] for row in rows)
    # The mark makes spreadsheets read the file as UTF-8.
    return "\ufeff" + text.getvalue()


def _placed_header(proposal: Proposal) -> tuple[str, ...]:
    scout = proposal.made.viewer == Viewer.SCOUT.value
    return tuple(SHOWN_SUM if scout and name == SCORE else name for name in PLACED_HEADER)


def _unplaced_header(proposal: Proposal) -> tuple[str, ...]:
    exactly = proposal.made.viewer == Viewer.CASE_MANAGER.value
    return tuple(BY_RULES if not exactly and name == POSSIBLE else name for name in UNPLACED_HEADER)


def _placed_row(pair: ProposedPair) -> tuple[str, ...]:
    opening = pair.opening
    return (
        pair.candidate,
        pair.caseload or "",
        opening.id,
        opening.role,
        opening.company,
        opening.place,
        opening.shifts,
        number(opening.hours_week),
        pair.state.label if pair.state else "",
        number(pair.score_micro / 1_000_000, 6),
        " · ".join(f"{part.label}: {part.sentence}" for part in pair.parts if part.known),
        " · ".join(
            [warning.sentence for warning in pair.warnings]
            + [f"{part.label}: {part.sentence}" for part in pair.parts if not part.known]
        ),
    )


def _unplaced_row(person: Unplaced) -> tuple[str, ...]:
    near = person.nearest[0] if person.nearest else None
    return (
        person.candidate,
        person.caseload or "",
        person.reason,
        told(_possible(person), person.allowed_band),
        " · ".join(f"{row.title}: {told(row.count, row.band)}" for row in person.refusals),
        f"{near.opening.id} {near.opening.role}, {near.opening.company}" if near else "",
        " · ".join(refusal.change or refusal.sentence for refusal in near.refusals) if near else "",
    )


def _possible(person: Unplaced) -> int | None:
    """Openings truly possible and worth proposing, for who reads exact counts."""
    if person.allowed is None or person.below_floor is None:
        return None
    return person.allowed - person.below_floor

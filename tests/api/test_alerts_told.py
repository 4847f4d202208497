"""Alerts on top of a proposal, for who may read them, and the check of the documents on the command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.page.render import render
from api.verbs.folder import check
from data.bundle import Records
from data.codes import Viewer
from data.intake.write import write_folder
from data.lawbook import LawBook
from data.papers import Accommodation, Prescription
from data.synthetic import invent
from matching.propose import propose
from scoring.weights import load_weights

BOOK = LawBook.load()


@pytest.fixture(scope="module")
def cohort() -> Records:
    bare = replace(invent("perla", candidates=6, openings=6), accommodations=(), prescriptions=(), documents=())
    person, offer = bare.candidates[0].id, bare.openings[0].id
    whose = {"candidate": person, "opening": offer, "items": "AC1=1"}
    return replace(
        bare,
        accommodations=tuple(
            Accommodation.model_validate({"id": key, "status": "REFUSED", **whose}) for key in ("M1", "M2")
        ),
        prescriptions=(
            Prescription.model_validate(
                {
                    "id": "R1",
                    "candidate": person,
                    "items": "AC1<=1",
                    "author": "SPECIALIST",
                    "valid_to": bare.programme.on,
                }
            ),
        ),
    )


@pytest.mark.parametrize(
    ("viewer", "codes"),
    [
        (Viewer.CASE_MANAGER, {"REFUSED_WITHOUT_REASON", "HOST_REFUSES", "PRESCRIPTION_EXPIRES"}),
        (Viewer.ORIENTATOR, {"REFUSED_WITHOUT_REASON", "HOST_REFUSES", "PRESCRIPTION_EXPIRES"}),
        (Viewer.SCOUT, {"REFUSED_WITHOUT_REASON"}),
    ],
)
def test_each_viewer_reads_own_alerts_on_top_of_the_page(cohort: Records, viewer: Viewer, codes: set[str]) -> None:
    on = cohort.programme.on or date(2026, 1, 1)
    proposal = propose(cohort, BOOK, load_weights(cohort.programme.weights), on=on, viewer=viewer)
    assert {alert.code for alert in proposal.alerts} == codes
    page = render(proposal)
    top = page[: page.index('id="proposte"')]
    assert "Da seguire" in top
    for alert in proposal.alerts:
        assert alert.record in top
    bare = propose(
        replace(cohort, accommodations=(), prescriptions=()),
        BOOK,
        load_weights(cohort.programme.weights),
        on=on,
        viewer=viewer,
    )
    assert bare.alerts == ()
    assert "Da seguire" not in render(bare)


def test_the_documents_are_checked_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(replace(invent("prisma-2019", candidates=20), documents=()), tmp_path / "cohort")
    check(folder)
    plain = capsys.readouterr().out
    check(folder, documents=True)
    asked = capsys.readouterr().out
    assert asked.startswith(plain)
    assert "Documenti dei requisiti" not in plain
    assert "manca stato di famiglia (persona sola con figli a carico)" in asked
    assert "cose da chiedere" in asked

"""One person and two openings of one company, to hang papers on."""

from __future__ import annotations

from typing import Any

from data.bundle import Records
from data.call import Programme
from data.papers import Accommodation, Document, Prescription
from data.records import Candidate, Company, Opening, Site

PERSON = {"id": "P", "birth_date": "1990-05-10", "municipality": "Prato", "available_from": "2020-09-14"}
OFFER = {"company": "A", "site": "S", "role": "waiter", "seats": "2", "months": "6", "shifts": "lun-ven 9:00-13:00"}
OFFER |= {"start_from": "2020-10-01", "start_to": "2020-12-31"}
CALL = {"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": []}


def records(
    person: dict[str, Any] | None = None,
    offer: dict[str, Any] | None = None,
    site: dict[str, Any] | None = None,
    call: dict[str, Any] | None = None,
    **papers: list[dict[str, Any]],
) -> Records:
    """Person P with opening T (and a second opening U), and papers: lists of plain rows by table."""
    kinds = {"prescriptions": Prescription, "accommodations": Accommodation, "documents": Document}
    own = {"accommodations": {"candidate": "P", "opening": "T"}}
    made = Records(
        programme=Programme.model_validate({**CALL, **(call or {})}),
        candidates=(Candidate.model_validate({**PERSON, **(person or {})}),),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=(Site.model_validate({"id": "S", "company": "A", "municipality": "Prato", **(site or {})}),),
        openings=tuple(Opening.model_validate({**OFFER, **(offer or {}), "id": key}) for key in ("T", "U")),
        **{
            table: tuple(
                kinds[table].model_validate({"id": f"{table[0]}{k}", **own.get(table, {"candidate": "P"}), **row})
                for k, row in enumerate(rows)
            )
            for table, rows in papers.items()
        },
    )
    assert made.faults() == []
    return made

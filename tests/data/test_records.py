"""Records read cells and JSON alike, refuse with one sentence, and say what does not hold between them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from data.bundle import TABLES, Fault, Records
from data.call import Programme
from data.codes import Access, Category, Mode
from data.fields import plain
from data.intake.example import example_records
from data.notation import Demand
from data.records import Candidate, Company, Opening, Record, Service, Site
from data.week import Week, parse_week

PERSON: dict[str, Any] = {"id": "C1", "birth_date": "1990-05-01", "municipality": "Prato"}
OPENING: dict[str, Any] = {
    "id": "O1",
    "company": "A1",
    "site": "P1",
    "role": "barista",
    "seats": 1,
    "shifts": "lun 8-12",
    "start_from": "2026-09-01",
    "start_to": "2026-09-30",
    "months": 6,
}


def refusal(kind: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(values)
    (error,) = caught.value.errors()
    return dict(error)


@pytest.mark.parametrize(
    ("field", "cell", "json", "value"),
    [
        ("birth_date", "1/5/1990", "1990-05-01", date(1990, 5, 1)),
        ("birth_date", "01.05.1990", date(1990, 5, 1), date(1990, 5, 1)),
        ("categories", "housing_emergency; persona sola con figli a carico", ["LONE_PARENT", "HOUSING_EMERGENCY"],
         (Category.LONE_PARENT, Category.HOUSING_EMERGENCY)),
        ("modes", "bus, a piedi", ["walk", "bus"], (Mode.WALK, Mode.BUS)),
        ("in_charge", "Sì", True, True),
        ("in_charge", "no", False, False),
        ("municipality", "prato", "100005", "100005"),
        ("municipality", "1001", "001001", "001001"),
        ("max_travel_min", "45", 45, 45),
        ("availability", "lun 8-9", "lun 8:00-9:00", parse_week("lun 8-9")),
        ("availability", "mai", "mai", Week()),
        ("interests", "lavapiatti=3", {"dishwasher": 3}, {"dishwasher": 3}),
        ("competences", "lavorare in gruppo=4", {"work_in_teams": 4}, {"work_in_teams": 4}),
        ("functional_profile", "ac1=2", {"AC1": 2}, {"AC1": 2}),
        ("prescriptions", "AC1<=1", {"AC1": 1}, {"AC1": 1}),
        ("access_needs", "ascensore", ["elevator"], (Access.ELEVATOR,)),
        ("refused_sectors", "56; 1", ["01", "56"], ("01", "56")),
        ("refused_companies", "B;A;B", ["A", "B"], ("A", "B")),
    ],
)  # fmt: skip
def test_a_cell_and_json_say_the_same(field: str, cell: str, json: Any, value: Any) -> None:
    assert getattr(Candidate.model_validate(PERSON | {field: cell}), field) == value
    assert getattr(Candidate.model_validate(PERSON | {field: json}), field) == value


def test_every_record_of_the_example_survives_json() -> None:
    records = example_records()
    for table, kind in TABLES.items():
        for record in records.table(table):
            assert kind.model_validate_json(record.model_dump_json()) == record


def test_blank_is_missing_and_an_empty_collection_is_not() -> None:
    person = Candidate.model_validate(PERSON | {"sex": "  ", "caseload": None, "competences": {}, "modes": []})
    assert (person.sex, person.caseload, person.competences, person.modes) == (None, None, {}, ())
    assert person.interests is None


def test_a_person_has_no_field_for_names_or_diagnoses() -> None:
    for field in ("name", "surname", "diagnosis", "percentage", "offence", "citizenship", "reason"):
        assert refusal(Candidate, PERSON | {field: "x"})["type"] == "extra_forbidden"


def test_records_are_frozen() -> None:
    person = Candidate.model_validate(PERSON)
    field = "id"
    with pytest.raises(ValidationError):
        setattr(person, field, "C2")


@pytest.mark.parametrize(
    ("kind", "values", "place", "why"),
    [
        (Candidate, PERSON | {"lat": 43.9}, "lon", "insieme"),
        (Candidate, PERSON | {"birth_date": "31/02/1990"}, "birth_date", "una data come 31/12/2026"),
        (Candidate, PERSON | {"municipality": "Castro"}, "municipality", "Castro (BG), Castro (LE)"),
        (Candidate, PERSON | {"interests": {"barista": True}}, "interests", "numero intero da 0 a 3"),
        (Candidate, PERSON | {"interests": {"barista": 1, "Barista": 2}}, "interests", "due livelli diversi"),
        (Candidate, PERSON | {"interests": 3}, "interests", "non è nella forma attesa"),
        (Candidate, PERSON | {"modes": 3}, "modes", "non è nella forma attesa"),
        (Candidate, PERSON | {"refused_roles": [3]}, "refused_roles", "deve essere un testo"),
        (Candidate, PERSON | {"availability": 3}, "availability", "deve essere un testo"),
        (Site, {"id": "P", "company": "A", "municipality": "Prato", "lon": 11}, "lat", "insieme"),
        (Site, {"id": "P", "company": "A", "municipality": "Prato", "access": "elevator=sì; ascensore=no"}, "access",
         "due risposte diverse"),
        (Company, {"id": "A", "name": "x", "sector": "56", "past_internships": 1, "past_hired": 2}, "past_hired",
         "non più grande dei tirocini passati (1)"),
        (Company, {"id": "A", "name": "a\x00b", "sector": "56"}, "name", "caratteri di controllo"),
        (Opening, OPENING | {"shifts": "mai"}, "shifts", "almeno un turno"),
        (Opening, OPENING | {"start_to": "2026-08-31"}, "start_to", "01/09/2026"),
        (Opening, OPENING | {"essential": "knead_dough=1", "nice": "knead_dough=2"}, "nice", "non tutte e due"),
        (Opening, OPENING | {"demands": ["AC1=1; AC2=1"]}, "demands", "una sola voce"),
    ],
)  # fmt: skip
def test_a_refusal_names_its_field_and_says_why(
    kind: type[Record], values: dict[str, Any], place: str, why: str
) -> None:
    error = refusal(kind, values)
    assert error["type"] == "field"
    assert why in error["ctx"]["why"]
    assert (error["loc"][0] if error["loc"] else error["ctx"]["field"]) == place


@pytest.mark.parametrize(
    ("field", "value", "nearest"),
    [("sex", "donne", "donna"), ("municipality", "Pratto", "Prato (PO)"), ("refused_roles", "lavapiati", "lavapiatti")],
)
def test_the_nearest_valid_value_is_offered(field: str, value: str, nearest: str) -> None:
    assert refusal(Candidate, PERSON | {field: value})["ctx"]["nearest"] == nearest


def test_limits_of_fields_are_in_the_schema() -> None:
    schema = Company.model_json_schema()["properties"]
    assert schema["name"]["maxLength"] == 120
    assert "pattern" in schema["id"]
    latitude = Site.model_json_schema()["properties"]["lat"]["anyOf"][0]
    assert (latitude["minimum"], latitude["maximum"]) == (35, 47.5)


def test_names_are_compared_without_case_accents_and_apostrophes() -> None:
    assert plain("  Sant’Agata_d'È ") == plain("sant agata d e") == "sant agata d e"


def test_records_are_sorted_and_their_digest_does_not_depend_on_the_order() -> None:
    records = example_records()
    turned = Records(programme=records.programme, **{table: records.table(table)[::-1] for table in TABLES})
    assert turned == records
    assert turned.digest() == records.digest()
    changed = records.replacing(records.candidates[0].model_copy(update={"caseload": "OP9"}))
    assert len(changed.candidates) == 3
    assert changed.digest() != records.digest()


def test_what_does_not_hold_between_records_is_told() -> None:
    records = example_records()
    opening = records.openings[0]
    faulty = records.replacing(
        opening.model_copy(update={"site": "A002-1"}),
        records.openings[1].model_copy(update={"site": "A001-9"}),
        records.children[0].model_copy(update={"candidate": "C009", "services": ("S001", "S9")}),
        records.candidates[0].model_copy(update={"banned_companies": ("Z",)}),
    )
    told = {(fault.table, fault.record, fault.field): fault for fault in faulty.faults()}
    assert set(told) == {
        ("openings", "O001", "site"),
        ("openings", "O002", "site"),
        ("children", "B001", "candidate"),
        ("children", "B001", "services"),
        ("candidates", "C001", "banned_companies"),
    }
    assert told["openings", "O001", "site"].expected == "una sede dell'azienda A001"
    assert told["openings", "O002", "site"].nearest.startswith("A001-")
    twice = Records(programme=records.programme, services=records.services * 2)
    assert twice.faults() == [
        Fault("services", "S001", "id", "S001", "un codice diverso per ogni riga (qui compare 2 volte)")
    ]
    assert records.faults() == []


def test_a_demand_is_json_text() -> None:
    opening = Opening.model_validate(OPENING | {"demands": ["PO2=3!", "AC1=1"]})
    assert opening.demands == (Demand("AC1", 1), Demand("PO2", 3, essential=True))
    assert opening.model_dump(mode="json")["demands"] == ["AC1=1", "PO2=3!"]
    assert Service.model_fields["hours"].default is None


@pytest.mark.parametrize("written", ["10.000", "1.234.567", " 10.000 "])
def test_thousands_with_dots_are_refused_where_they_would_be_read_as_ten(written: str) -> None:
    with pytest.raises(ValidationError, match="senza punti: 1"):
        Company.model_validate({"id": "A", "name": "A", "sector": "10", "staff": written})
    with pytest.raises(ValidationError, match="senza punti"):
        Programme.model_validate(
            {"code": "T", "title": "T", "regime": "TIS_TUSCANY", "categories": [], "budget_eur": written}
        )


def test_decimals_of_a_point_on_the_map_are_no_thousands() -> None:
    site = {"id": "S", "company": "A", "municipality": "Prato", "lat": "43.880", "lon": "11.100"}
    assert Site.model_validate(site).lat == 43.88

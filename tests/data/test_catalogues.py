"""The shipped catalogues agree with one another and with ESCO."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from data import catalogue_files, catalogues
from data.catalogues import catalogue, shipped_catalogue
from data.errors import AbbinaError, NotFound
from data.language import speaking

CATALOGUE = catalogue()
ROLES = tuple(CATALOGUE.roles.values())
COMPETENCES = tuple(CATALOGUE.competences.values())
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COLUMNS = "key,kind,label_it,label_en,esco"
DAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
RISKS = ("LOW", "MEDIUM", "HIGH")
ITEM_OF_CONDITION = {
    "PUBLIC_CONTACT": "SL4",
    "NIGHT": "SL2",
    "ISOLATED_WORK": "SL3",
    "MACHINERY": "SL5",
    "HEIGHTS": "AC5",
}
every_role = pytest.mark.parametrize("role", ROLES, ids=lambda role: role.key)


def levels(text: str) -> dict[str, int]:
    found = [re.fullmatch(r"([a-z_]+)=([1-5])", part) for part in text.split("; ")]
    assert all(found), text
    pairs = [(match[1], int(match[2])) for match in found if match]
    assert len(dict(pairs)) == len(pairs), text
    return dict(pairs)


def demands(text: str) -> dict[str, int]:
    found = [re.fullmatch(r"([A-Z]{2}\d)=([0-3])!?~?", part) for part in text.split("; ")]
    assert all(found), text
    return {match[1]: int(match[2]) for match in found if match}


def hours(week: str) -> float:
    found = re.fullmatch(r"(\w{3})-(\w{3}) (\d+):(\d\d)-(\d+):(\d\d)", week)
    assert found, week
    days = DAYS.index(found[2]) - DAYS.index(found[1]) + 1
    start, end = int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])
    return days * (end - start) / 60


def concepts(test_data: Path, file: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(test_data / "esco" / "esco-v1.1.1-classification-en-csv.zip") as archive:
        yield from csv.DictReader(io.StringIO(archive.read(file).decode("utf-8"), newline=""))


def test_the_catalogues_keep_the_order_of_their_files() -> None:
    with (catalogues.REFERENCE / "roles.csv").open(encoding="utf-8", newline="") as lines:
        assert list(CATALOGUE.roles) == [row["key"] for row in csv.DictReader(lines)]


def test_there_are_16_transversal_competences_50_items_and_88_divisions() -> None:
    assert sum(competence.kind == "transversal" for competence in COMPETENCES) == 16
    assert {competence.kind for competence in COMPETENCES} == {"transversal", "technical"}
    assert (len(CATALOGUE.items), len(CATALOGUE.divisions)) == (50, 88)


@every_role
def test_a_role_names_only_things_that_exist(role: catalogues.Role) -> None:
    for key in chain(levels(role.essential), levels(role.nice)):
        assert CATALOGUE.competence(key).key == key
    for code in demands(role.demands):
        assert CATALOGUE.item(code).code == code
    assert CATALOGUE.division(role.ateco2007).code == role.ateco2007
    assert re.fullmatch(r"\d{4}", role.isco)
    assert re.fullmatch(r"\d(\.\d){2,3}", role.cp2021)


@every_role
def test_a_role_asks_at_least_three_competences_and_none_twice(role: catalogues.Role) -> None:
    essential, nice = levels(role.essential), levels(role.nice)
    assert len(essential) >= 2
    assert len(essential) + len(nice) >= 3
    assert not essential.keys() & nice.keys()


@every_role
def test_a_typical_week_has_18_to_30_hours(role: catalogues.Role) -> None:
    assert role.shifts
    assert all(18 <= hours(week) <= 30 for week in role.shifts)


@every_role
def test_demands_follow_the_order_of_the_functional_profile(role: catalogues.Role) -> None:
    order = list(CATALOGUE.items)
    codes = [order.index(code) for code in demands(role.demands)]
    assert codes == sorted(codes)


@every_role
def test_a_condition_is_written_exactly_where_its_item_is_frequent(role: catalogues.Role) -> None:
    asked = demands(role.demands)
    expected = {condition for condition, item in ITEM_OF_CONDITION.items() if asked.get(item, 0) >= 2}
    assert {condition.value for condition in role.conditions} - {"ALCOHOL", "MEDICINES"} == expected


@every_role
def test_a_role_is_never_less_risky_than_its_division(role: catalogues.Role) -> None:
    assert RISKS.index(role.risk) >= RISKS.index(CATALOGUE.division(role.ateco2007).risk)


@pytest.mark.parametrize(
    ("division", "risk"),
    [("01", "MEDIUM"), ("08", "HIGH"), ("23", "HIGH"), ("35", "HIGH"), ("43", "HIGH"), ("47", "LOW"), ("52", "MEDIUM"),
     ("56", "LOW"), ("68", "LOW"), ("81", "LOW"), ("84", "MEDIUM"), ("86", "HIGH"), ("87", "HIGH"), ("88", "MEDIUM")],
)  # fmt: skip
def test_the_risk_class_of_a_division_is_that_of_the_agreement(division: str, risk: str) -> None:
    assert CATALOGUE.division(division).risk == risk


def test_every_technical_competence_is_needed_by_a_role() -> None:
    needed = set(chain.from_iterable(CATALOGUE.relations.values()))
    assert {competence.key for competence in COMPETENCES if competence.kind == "technical"} <= needed


def test_about_150_technical_competences_are_shipped() -> None:
    assert 145 <= sum(competence.kind == "technical" for competence in COMPETENCES) <= 160


@pytest.mark.parametrize("proxy", ["well-being", "chronic", "trustworth", "health condition"])
def test_no_competence_stands_for_health_or_for_a_judgement_of_the_person(proxy: str) -> None:
    assert not [competence.label_en for competence in COMPETENCES if proxy in competence.label_en]


@every_role
def test_what_a_role_asks_is_among_what_it_needs(role: catalogues.Role) -> None:
    needed = CATALOGUE.relations[role.key]
    assert {*levels(role.essential), *levels(role.nice)} <= set(needed)
    assert set(needed.values()) <= {"essential", "optional"}


def test_neighbours_are_the_same_both_ways_nearest_first_and_never_the_thing_itself() -> None:
    assert list(CATALOGUE.neighbours) == list(CATALOGUE.competences)
    assert sum(map(len, CATALOGUE.neighbours.values())) > 300
    for key, near in CATALOGUE.neighbours.items():
        assert key not in near
        assert list(near.values()) == sorted(near.values(), reverse=True)
        for other, closeness in near.items():
            assert 0 < closeness < 1
            assert CATALOGUE.neighbours[other][key] == closeness


def test_what_is_alike_is_near_and_what_only_happens_in_the_same_jobs_is_not() -> None:
    assert CATALOGUE.neighbours["shape_dough"]["bake_goods"] > CATALOGUE.neighbours["shape_dough"]["knead_dough"]
    assert "tidy_shop" not in CATALOGUE.neighbours["operate_cash_register"]


def test_every_role_has_its_isco_group_in_both_languages() -> None:
    assert set(CATALOGUE.isco) == {role.isco for role in ROLES}
    assert CATALOGUE.isco_group("9412").label == "aiuto in cucina"
    with speaking("en"):
        assert CATALOGUE.isco_group("9412").label == "Kitchen helpers"


@pytest.mark.parametrize("entries", [ROLES, COMPETENCES], ids=["roles", "competences"])
def test_ids_and_labels_are_well_formed_and_used_once(
    entries: tuple[catalogues.Role | catalogues.Competence, ...],
) -> None:
    for field in ("esco", "label_it", "label_en"):
        values = [getattr(entry, field) for entry in entries]
        assert len(set(values)) == len(values)
    for entry in entries:
        assert UUID.fullmatch(entry.esco)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", entry.key)
        assert not set(entry.label_it) & set(",;=|")


def test_the_labels_of_items_and_divisions_are_used_once() -> None:
    for entries in (CATALOGUE.items.values(), CATALOGUE.divisions.values()):
        assert len({entry.label_it for entry in entries}) == len(entries)


def test_every_item_belongs_to_the_group_of_its_code_and_links_to_icf_codes() -> None:
    for item in CATALOGUE.items.values():
        assert item.code.startswith(item.group)
        assert all(re.fullmatch(r"[bde]\d{3,4}", code) for code in item.icf)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("building_cleaner", "building_cleaner"),
        ("addetto/a alle pulizie", "building_cleaner"),
        ("Addetta alle PULIZIE", "building_cleaner"),
        ("addetto alle pulizie", "building_cleaner"),
        ("Building  cleaner", "building_cleaner"),
        ("facchina d’albergo", "hotel_porter"),
        ("operatrice socio sanitaria (OSS)", "oss"),
        ("intagliatore di pietra", "stone_engraver"),
        ("cameriera", "waiter"),
    ],
)
def test_a_role_is_found_by_what_people_write(text: str, key: str) -> None:
    assert CATALOGUE.resolve_role(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("preparare CAFFE e bevande calde", "prepare_coffee"),
        ("preparare caffè e bevande calde", "prepare_coffee"),
        ("Disponibilita' ad apprendere", "willingness_to_learn"),
        ("make the beds", "make_beds"),
        ("make_beds", "make_beds"),
        ("e0c6fdd1-336a-4e2f-91d1-ab4a2f9c385d", "make_beds"),
        ("http://data.europa.eu/esco/skill/e0c6fdd1-336a-4e2f-91d1-ab4a2f9c385d", "make_beds"),
    ],
)
def test_a_competence_is_found_without_regard_to_case_and_accents(text: str, key: str) -> None:
    assert CATALOGUE.resolve_competence(text) == key


def test_every_key_and_label_resolves_to_its_own_key() -> None:
    for role in ROLES:
        assert {CATALOGUE.resolve_role(name) for name in (role.key, role.label_it, role.label_en)} == {role.key}
    for one in COMPETENCES:
        assert {CATALOGUE.resolve_competence(name) for name in (one.key, one.label_it, one.label_en)} == {one.key}


@pytest.mark.parametrize(
    ("ask", "wrong", "nearest"),
    [
        (CATALOGUE.role, "bulding_cleaner", "building_cleaner"),
        (CATALOGUE.competence, "clean_surface", "clean_surfaces"),
        (CATALOGUE.item, "AC9", "AC3"),
        (CATALOGUE.division, "04", "84"),
        (CATALOGUE.isco_group, "9413", "9412"),
        (CATALOGUE.resolve_role, "adetta alle pulize", "addetto/a alle pulizie"),
        (CATALOGUE.resolve_competence, "pulire superfici", "pulire le superfici"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_ones(ask: object, wrong: str, nearest: str) -> None:
    assert callable(ask)
    with pytest.raises(NotFound) as refused:
        ask(wrong)
    assert f"«{wrong}» non esiste. Forse: " in refused.value.text("it")
    assert nearest in refused.value.facts["near"]


def test_the_isco_group_of_a_role_is_given_by_its_key() -> None:
    assert CATALOGUE.role("oss").isco == "5321"


@pytest.mark.parametrize(
    ("file", "lines", "why"),
    [
        ("competences.csv", "key,kind\na,technical\n", "columns must be"),
        ("competences.csv", f"{COLUMNS}\na,technical,uno,one,x\na,technical,due,two,y\n", "a is written twice"),
        ("competences.csv", f"{COLUMNS}\na,technical,uno,one,x\nb,technical,Unò,two,y\n", "«uno» names a and b"),
        ("competences.csv", f"{COLUMNS}\na,technical,uno\n", "missing or extra cells"),
        ("relations.csv", "role,competence,relation,source\nbaker,fly,optional,ours\n", "baker, fly, optional: not a"),
        ("relations.csv", "role,competence,relation,source\nbaker,make_beds,maybe,ours\n", "make_beds, maybe: not a"),
        ("neighbours.csv", "a,b,closeness\nmake_beds,clean_rooms,1\n", "clean_rooms, 1: not two"),
        ("neighbours.csv", "a,b,closeness\nmake_beds,make_beds,0.5\n", "make_beds, 0.5: not two"),
        ("neighbours.csv", "a,b,closeness\nmake_beds,clean_rooms,near\n", "clean_rooms, near: not two"),
        (
            "neighbours.csv",
            "a,b,closeness\nmake_beds,clean_rooms,0.4\nclean_rooms,make_beds,0.5\n",
            "clean_rooms, make_beds is written twice",
        ),
    ],
)
def test_a_broken_reference_file_is_refused(
    file: str, lines: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for shipped in catalogues.REFERENCE.glob("*.csv"):
        (tmp_path / shipped.name).write_bytes(shipped.read_bytes())
    (tmp_path / file).write_text(lines, encoding="utf-8")
    monkeypatch.setattr(catalogue_files, "REFERENCE", tmp_path)
    with pytest.raises(AbbinaError, match=why) as refused:
        shipped_catalogue.__wrapped__()
    assert refused.value.code == "bad_reference"
    assert refused.value.facts["file"] == file


def test_every_competence_is_an_esco_skill_with_that_label(test_data: Path) -> None:
    labels = {
        row["conceptUri"].rpartition("/")[2]: row["preferredLabel"] for row in concepts(test_data, "skills_en.csv")
    }
    for competence in COMPETENCES:
        assert labels[competence.esco].strip() == competence.label_en, competence.key


def test_every_role_is_an_esco_occupation_with_that_label_and_isco_group(test_data: Path) -> None:
    rows = {row["conceptUri"].rpartition("/")[2]: row for row in concepts(test_data, "occupations_en.csv")}
    for role in ROLES:
        assert rows[role.esco]["preferredLabel"].strip() == role.label_en, role.key
        assert rows[role.esco]["iscoGroup"] == role.isco, role.key


def test_every_isco_group_has_its_official_english_label(test_data: Path) -> None:
    labels = {row["code"]: row["preferredLabel"].strip() for row in concepts(test_data, "ISCOGroups_en.csv")}
    assert {code: group.label_en for code, group in CATALOGUE.isco.items()} == {
        code: labels[code] for code in CATALOGUE.isco
    }

"""Next month's files: what is proposed, and that exactly what is confirmed is carried out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import PAPERS, TABLES, Records
from data.intake.faults import BadRecords
from data.intake.update.answers import answers_csv
from data.intake.update.apply import applied
from data.intake.update.compare import Change, Kind, Review, compare
from data.intake.update.evidence import births_near, near_birth
from data.intake.update.missing import KEPT
from data.intake.update.references import REFERENCES, translated
from data.intake.write import write_folder
from data.synthetic import invent

KNOWN = invent(candidates=14, openings=8, seed=3)
SEEDS = st.integers(0, 10**6)
NO_PAPERS: dict[str, Any] = dict.fromkeys(PAPERS, ())
Codes = Mapping[tuple[str, str], str]


def recoded(records: Records, codes: Codes) -> Records:
    """The same records under other codes, wherever they are named."""
    tables: dict[str, Any] = {}
    for table in TABLES:
        rows = []
        for record in records.table(table):
            changed: dict[str, Any] = {"id": codes.get((table, record.id), record.id)}
            for name in type(record).model_fields:
                target = REFERENCES.get((table, name))
                held = getattr(record, name)
                if target and isinstance(held, str):
                    changed[name] = codes.get((target, held), held)
                elif target and held is not None:
                    changed[name] = tuple(sorted(codes.get((target, code), code) for code in held))
            rows.append(record.model_copy(update=changed))
        tables[table] = tuple(rows)
    return replace(records, **tables)


def next_month(seed: int) -> Records:
    """The known records some weeks later: codes lost, fields changed or mistyped, people and openings come and gone."""
    dice = random.Random(seed)
    gone = set(dice.sample([row.id for row in KNOWN.candidates], dice.randint(0, 3)))
    ended = set(dice.sample([row.id for row in KNOWN.openings], dice.randint(0, 2)))
    people = []
    for person in KNOWN.candidates:
        birth = dice.choice(sorted(births_near(person.birth_date)))
        ban = (dice.choice(KNOWN.companies).id,)
        changed: dict[str, Any] = dice.choice(
            [
                {},
                {"max_travel_min": 17},
                {"availability": None, "interests": None, "employment": None},
                {"birth_date": birth, "max_travel_min": 18},
                {"banned_companies": ban},
            ]
        )
        people.append(person.model_copy(update=changed))
    for n in range(dice.randint(0, 2)):
        born = date.fromordinal(dice.randint(715_000, 730_000))
        people.append(people[n].model_copy(update={"id": f"P-{n}", "birth_date": born}))
    new = replace(
        KNOWN,
        candidates=tuple(person for person in people if person.id not in gone),
        children=tuple(child for child in KNOWN.children if child.candidate not in gone),
        openings=tuple(
            opening.model_copy(update={"seats": dice.choice([opening.seats, 9])})
            for opening in KNOWN.openings
            if opening.id not in ended
        ),
    )
    here = {person.id for person in new.candidates}
    open_still = {opening.id for opening in new.openings}
    papers: dict[str, Any] = {
        table: tuple(
            paper
            for paper in KNOWN.table(table)
            if paper.candidate in here
            and getattr(paper, "opening", None) in {*open_still, None}
            and dice.random() < 0.8
        )
        for table in PAPERS
    }
    new = replace(new, **papers)
    often = dice.choice([0, 0.1, 0.4])
    places = [(table, row.id) for table in TABLES for row in new.table(table)]
    return recoded(new, {place: f"X{place[1]}" for place in places if dice.random() < often})


def everything(review: Review) -> set[int]:
    """Every proposal that is not the alternative of another one."""
    return {number for number, change in enumerate(review.changes, 1) if change.unless is None}


def consistent(review: Review, chosen: set[int]) -> set[int]:
    """Those of the chosen proposals that do not contradict one another."""
    keys = {review.changes[number - 1].key for number in chosen}
    while True:
        changes = [change for change in review.changes if change.key in keys]
        kept = {c.key for c in changes if keys.issuperset(c.needs) and c.unless not in keys and not c.taken}
        if kept == keys:
            return {review.numbers[key] for key in keys}
        keys = kept


def remembered(new: Any, known: Any, field: str) -> Any:
    """A field's new value: what is missing stays as known, bans only grow."""
    value, before = getattr(new, field), getattr(known, field)
    if field == "banned_companies":
        return tuple(sorted({*value, *before}))
    return before if value is None else value


def by_hand(review: Review, chosen: set[int]) -> Records:
    """What the confirmed proposals mean, done on plain rows."""
    changes = [review.changes[number - 1] for number in chosen]
    codes = {(c.key.table, c.key.new): c.key.known for c in changes if c.key.kind is Kind.SAME}
    meant = {table: {row.id: row for row in recoded(review.new, codes).table(table)} for table in TABLES}
    rows = {table: {row.id: row for row in review.known.table(table)} for table in TABLES}
    for change in changes:
        table, kind, known, new, field = change.key
        if kind is Kind.VANISHED:
            rows[table].pop(known)
        elif kind is Kind.NEW:
            rows[table][new] = meant[table][new]
        elif kind is Kind.CHANGED:
            value = remembered(meant[table][codes.get((table, new), new)], rows[table][known], field)
            rows[table][known] = rows[table][known].model_copy(update={field: value})
    gone = {c.key.known for c in changes if c.key.table == "candidates" and c.key.kind is Kind.VANISHED}
    for table in PAPERS:
        before = {row.id for row in review.known.table(table) if row.candidate in gone}
        for code in before & rows[table].keys():
            if rows[table][code].candidate in gone:
                del rows[table][code]
    return replace(review.known, **{table: tuple(found.values()) for table, found in rows.items()})


@settings(max_examples=60)
@given(SEEDS)
def test_exactly_the_confirmed_changes_are_carried_out(seed: int) -> None:
    review, dice = compare(KNOWN, next_month(seed)), random.Random(seed)
    share = dice.choice([0.2, 0.5, 0.9])
    drawn = {number for number in range(1, len(review.changes) + 1) if dice.random() < share}
    chosen = consistent(review, drawn)
    expected = by_hand(review, chosen)
    if expected.faults():
        with pytest.raises(BadRecords):
            applied(review, {number: number + 1 for number in chosen})
    else:
        assert applied(review, {number: number + 1 for number in chosen}) == expected
    if chosen != drawn:
        with pytest.raises(BadRecords):
            applied(review, {number: number + 1 for number in drawn})


@settings(max_examples=40)
@given(SEEDS)
def test_confirming_everything_gives_the_new_records_under_the_kept_codes(seed: int) -> None:
    new = next_month(seed)
    review = compare(KNOWN, new)
    kept = {
        (change.key.table, change.key.new): change.key.known
        for change in review.changes
        if change.key.kind is Kind.SAME
    }
    assert applied(review, {number: number + 1 for number in everything(review)}) == with_known(recoded(new, kept))


def with_known(new: Records) -> Records:
    known = {(table, row.id): row for table in TABLES for row in KNOWN.table(table)}
    tables: dict[str, Any] = {}
    for table in TABLES:
        tables[table] = tuple(
            row.model_copy(
                update={name: remembered(row, known[table, row.id], name) for name in type(row).model_fields}
                if (table, row.id) in known
                else {}
            )
            for row in new.table(table)
        )
    people = {person.id for person in new.candidates}
    for table in KEPT:
        there = {row.id for row in new.table(table)}
        tables[table] += tuple(row for row in KNOWN.table(table) if row.id not in there and row.candidate in people)
    return replace(new, **tables)


@settings(max_examples=25)
@given(SEEDS)
def test_shuffled_rows_give_the_same_review(seed: int) -> None:
    new, dice = next_month(seed), random.Random(seed)

    def shuffled(records: Records) -> Records:
        tables = {table: list(records.table(table)) for table in TABLES}
        for rows in tables.values():
            dice.shuffle(rows)
        return replace(records, **{table: tuple(rows) for table, rows in tables.items()})

    assert answers_csv(compare(shuffled(KNOWN), shuffled(new))) == answers_csv(compare(KNOWN, new))


def test_confirming_nothing_writes_the_known_bytes(tmp_path: Any) -> None:
    new = replace(KNOWN, candidates=KNOWN.candidates[2:], children=(), openings=KNOWN.openings[1:])
    before = write_folder(KNOWN, tmp_path / "before")
    after = write_folder(applied(compare(KNOWN, new), {}), tmp_path / "after")
    for file in sorted(before.iterdir()):
        assert file.read_bytes() == (after / file.name).read_bytes()


def test_the_same_files_have_nothing_to_confirm() -> None:
    review = compare(KNOWN, KNOWN)
    assert review.changes == ()
    assert all(review.unchanged(table) == len(KNOWN.table(table)) for table in TABLES)


def test_all_codes_lost_are_all_found_again_and_only_asked() -> None:
    codes = {(table, row.id): f"Z{n}" for table in TABLES for n, row in enumerate(KNOWN.table(table))}
    review = compare(KNOWN, recoded(KNOWN, codes))
    asked = {(c.key.table, c.key.known): c.key.new for c in review.changes if c.key.kind is Kind.SAME}
    people = {place: code for place, code in codes.items() if place[0] in ("candidates", "children", "companies")}
    assert people.items() <= asked.items()
    assert applied(review, {}) == KNOWN
    assert applied(review, {number: number + 1 for number in everything(review)}) == KNOWN


def test_codes_that_went_to_the_next_person_are_traced_back_by_evidence() -> None:
    ids = [person.id for person in KNOWN.candidates]
    shifted = {("candidates", one): other for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)}
    review = compare(KNOWN, recoded(KNOWN, shifted))
    asked = {c.key.known: c.key.new for c in review.changes if c.key.kind is Kind.SAME}
    assert asked == {one: other for (_, one), other in shifted.items()}
    assert applied(review, {number: number + 1 for number in everything(review)}) == KNOWN


def changed_person(**changed: Any) -> tuple[Review, Any]:
    person = KNOWN.candidates[0]
    return compare(KNOWN, KNOWN.replacing(person.model_copy(update=changed))), person


def kinds(review: Review) -> list[tuple[str, str]]:
    return [(change.key.kind.value, change.key.field) for change in review.changes]


def test_a_known_code_with_another_birth_date_is_a_question_before_any_field_changes() -> None:
    review, person = changed_person(birth_date=date(1951, 1, 2), max_travel_min=19)
    assert kinds(review)[0] == ("same", "")
    assert set(kinds(review)[1:]) == {("changed", "birth_date"), ("changed", "max_travel_min")}
    with pytest.raises(BadRecords) as refused:
        applied(review, {3: 4})
    assert "proposta 1" in refused.value.lines()[0]
    assert applied(review, {1: 2, 3: 4}).candidates[0] == person.model_copy(
        update={
            review.changes[2].key.field: 19 if review.changes[2].key.field == "max_travel_min" else date(1951, 1, 2)
        }
    )


@pytest.mark.parametrize("same_birth", [False, True])
def test_sex_and_categories_never_raise_a_question(same_birth: bool) -> None:
    person = next(person for person in KNOWN.candidates if person.categories and person.sex)
    birth = person.birth_date if same_birth else date(1951, 1, 2)
    other = person.model_copy(
        update={
            "id": "P-1", "birth_date": birth, "municipality": "047014", "caseload": None, "lat": None, "lon": None,
            "availability": None, "interests": None, "competences": None,
        }
    )  # fmt: skip
    assert (other.sex, other.categories) == (person.sex, person.categories)
    others = tuple(row for row in KNOWN.candidates if row.id != person.id)
    new = replace(KNOWN, candidates=(other, *others), children=(), **NO_PAPERS)
    review = compare(replace(KNOWN, children=(), **NO_PAPERS), new)
    assert kinds(review) == [("new", ""), ("vanished", "")]


def test_a_new_person_under_a_code_that_another_keeps_cannot_be_confirmed() -> None:
    first, second = KNOWN.candidates[:2]
    stranger = second.model_copy(update={"id": first.id, "birth_date": date(1951, 1, 2)})
    moved = first.model_copy(update={"id": "P-1"})
    children = tuple(c for c in KNOWN.children if c.candidate not in (first.id, second.id))
    known = replace(KNOWN, children=children, **NO_PAPERS)
    review = compare(known, replace(known, candidates=(stranger, moved, *KNOWN.candidates[1:])))
    (taken,) = [number for number, change in enumerate(review.changes, 1) if change.taken]
    with pytest.raises(BadRecords) as refused:
        applied(review, {taken: 7})
    assert first.id in refused.value.lines()[0]


def test_a_company_that_goes_while_its_opening_stays_is_refused_naming_both() -> None:
    opening = KNOWN.openings[0]
    new = replace(
        KNOWN,
        companies=tuple(row for row in KNOWN.companies if row.id != opening.company),
        sites=tuple(row for row in KNOWN.sites if row.company != opening.company),
        openings=tuple(row for row in KNOWN.openings if row.company != opening.company),
    )
    banned = tuple(row.model_copy(update={"banned_companies": (), "refused_companies": ()}) for row in KNOWN.candidates)
    review = compare(replace(KNOWN, candidates=banned), replace(new, candidates=banned))
    gone = {c.key.table: n for n, c in enumerate(review.changes, 1) if c.key.kind is Kind.VANISHED}
    with pytest.raises(BadRecords) as refused:
        applied(review, {gone["companies"]: 5})
    assert any(opening.id in line and opening.company in line for line in refused.value.lines())
    assert all(line.startswith("revisione.csv, riga 5, colonna «conferma»") for line in refused.value.lines())


def test_half_of_a_change_that_only_holds_whole_is_refused() -> None:
    opening = KNOWN.openings[0]
    later = opening.model_copy(update={"start_from": date(2031, 1, 1), "start_to": date(2031, 2, 1)})
    review = compare(KNOWN, KNOWN.replacing(later))
    start = next(n for n, c in enumerate(review.changes, 1) if c.key.field == "start_from")
    with pytest.raises(BadRecords, match="1"):
        applied(review, {start: start + 1})
    assert applied(review, {1: 2, 2: 3}).openings == (later, *KNOWN.openings[1:])


def test_every_near_birth_date_is_found_and_no_other() -> None:
    birth = date(1985, 4, 7)
    near = set(births_near(birth))
    assert {date(1985, 4, 7), date(1985, 7, 4), date(1986, 4, 7), date(1985, 4, 17)} <= near
    days = [date.fromordinal(n) for n in range(date(1980, 1, 1).toordinal(), date(1990, 1, 1).toordinal())]
    assert {day for day in days if near_birth(birth, day)} == near & set(days)


def test_references_follow_a_person_who_is_confirmed_under_a_new_code() -> None:
    parent = next(c.candidate for c in KNOWN.children)
    new = recoded(KNOWN, {("candidates", parent): "P-9"})
    review = compare(KNOWN, new)
    (question,) = [n for n, c in enumerate(review.changes, 1) if c.key.kind is Kind.SAME]
    assert applied(review, {question: 2}) == KNOWN
    child = next(c for c in new.children if c.candidate == "P-9")
    assert translated("children", child, {"candidates": {"P-9": parent}}).candidate == parent


def numbered(review: Review, table: str, kind: Kind) -> list[int]:
    return [n for n, change in enumerate(review.changes, 1) if (change.key.table, change.key.kind) == (table, kind)]


def test_a_child_is_the_same_only_if_the_parent_is() -> None:
    child = KNOWN.children[0]
    review = compare(KNOWN, recoded(KNOWN, {("candidates", child.candidate): "P-9", ("children", child.id): "B-9"}))
    (parents,), (children,) = numbered(review, "candidates", Kind.SAME), numbered(review, "children", Kind.SAME)
    with pytest.raises(BadRecords) as refused:
        applied(review, {children: 9})
    assert f"proposta {parents} " in refused.value.lines()[0]
    assert applied(review, {parents: 8, children: 9}) == KNOWN


def test_a_new_child_never_goes_to_whoever_bears_the_parent_s_code_today() -> None:
    ids = [person.id for person in KNOWN.candidates]
    shifted = {("candidates", one): other for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)}
    born = KNOWN.children[0].model_copy(update={"id": "B-NEW", "candidate": ids[0], "birth_date": date(2018, 5, 6)})
    new = recoded(replace(KNOWN, children=(*KNOWN.children, born)), shifted)
    assert next(child for child in new.children if child.id == "B-NEW").candidate == ids[1]
    review = compare(KNOWN, new)
    (child,) = numbered(review, "children", Kind.NEW)
    with pytest.raises(BadRecords):
        applied(review, {child: 2})
    question = next(n for n, change in enumerate(review.changes, 1) if change.key.known == ids[0])
    assert born in applied(review, {question: 2, child: 3}).children


def test_the_fingerprint_is_of_both_files_not_only_of_what_differs() -> None:
    untouched = KNOWN.candidates[-1].model_copy(update={"max_travel_min": 11})
    one, other = (
        compare(known, replace(known, openings=known.openings[1:])) for known in (KNOWN, KNOWN.replacing(untouched))
    )
    assert one.changes == other.changes
    assert one.digest != other.digest


def alternatives(review: Review) -> list[Change]:
    return [change for change in review.changes if change.unless is not None]


def test_yes_to_the_question_and_to_its_alternative_is_a_contradiction() -> None:
    person = KNOWN.candidates[0]
    review = compare(KNOWN, recoded(KNOWN, {("candidates", person.id): "P-9"}))
    assert {change.key.kind for change in alternatives(review)} == {Kind.NEW, Kind.VANISHED}
    for change in alternatives(review):
        with pytest.raises(BadRecords):
            applied(review, {1: 2, review.numbers[change.key]: 3})

"""The plan as a page and as a table: whole, printable, in both forms the same tasks, and what the verb says."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from api.cli import build
from api.page.plan import calendar, notes_of, only, plan_csv, print_tasks, render_plan, summary, write_plan
from api.page.render import render
from data.bundle import Records
from data.codes import Viewer
from data.errors import AbbinaError
from data.intake.write import write_folder
from data.lawbook import Law, LawBook
from data.synthetic import invent
from matching.proposal import Proposal, TaskSaid
from matching.propose import propose
from scoring.weights import load_weights
from tests.api.test_page import Reader


@cache
def world() -> tuple[Records, Law]:
    records = invent("progressive-2", candidates=24, openings=14)
    assert records.programme.on is not None
    return records, LawBook.load().in_force(records.programme.on)


@cache
def made(viewer: Viewer = Viewer.CASE_MANAGER) -> Proposal:
    records, law = world()
    return propose(records, LawBook.load(), load_weights(records.programme.weights), on=law.on, viewer=viewer)


def page(viewer: Viewer = Viewer.CASE_MANAGER) -> tuple[str, Reader]:
    text = render_plan(made(viewer), world()[1])
    reader = Reader()
    reader.feed(text)
    reader.close()
    return text, reader


def words(reader: Reader) -> str:
    return " ".join(" ".join(reader.words).split())


def table(viewer: Viewer) -> list[dict[str, str]]:
    text = plan_csv(made(viewer)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("viewer", list(Viewer))
def test_the_page_is_whole_and_fetches_nothing(viewer: Viewer) -> None:
    text, reader = page(viewer)
    assert not reader.wrong
    assert not reader.open
    assert not reader.sources
    assert "http" not in text
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)


def test_there_is_a_sheet_for_every_pair_with_every_task_and_a_box_to_check() -> None:
    text, reader = page()
    proposal = made()
    assert text.count('class="sheet"') == len(proposal.placed)
    assert text.count('class="box"') == sum(len(pair.tasks) for pair in proposal.placed)
    said = words(reader)
    for pair in proposal.placed:
        for task in pair.tasks:
            assert " ".join(task.sentence.split()) in said


def test_the_calendar_holds_everything_that_is_left_to_do_once_and_nothing_that_is_done() -> None:
    proposal = made()
    held = [
        (line.who, line.title, due, person)
        for stretch in calendar(proposal.placed)
        for line in stretch.lines
        for due, people in line.days
        for person in people
    ]
    left = {
        (task.who, task.title, task.due, pair.candidate)
        for pair in proposal.placed
        for task in pair.tasks
        if not task.done
    }
    assert len(held) == len(set(held))
    assert set(held) == left


def test_weeks_come_in_order_and_hold_their_own_days() -> None:
    weekly = [stretch for stretch in calendar(made().placed) if stretch.weekly]
    assert len(weekly) > 1
    spans = [sorted(due for line in stretch.lines for due, _ in line.days if due is not None) for stretch in weekly]
    assert all(len({due.isocalendar()[:2] for due in days}) == 1 for days in spans)
    assert [days[0] for days in spans] == sorted(days[0] for days in spans)


def test_what_is_late_comes_first_and_what_has_no_day_last() -> None:
    pair = made().placed[0]
    first = pair.first_day or date.max
    todo = {"gate": "X", "sentence": "S", "who": "W"}
    tasks = (
        TaskSaid(title="ritardo", due=date(2000, 1, 1), late=True, **todo),
        TaskSaid(title="prima", due=date.fromordinal(first.toordinal() - 1), **todo),
        TaskSaid(title="dopo", due=first, **todo),
        TaskSaid(title="senza", due=None, **todo),
        TaskSaid(title="fatta", due=first, done=True, **todo),
    )
    found = calendar([pair.model_copy(update={"tasks": tasks})])
    assert [stretch.lines[0].title for stretch in found] == ["ritardo", "prima", "dopo", "senza"]
    assert [stretch.late for stretch in found] == [True, False, False, False]
    assert summary([pair.model_copy(update={"tasks": tasks})]) == (
        "4 cose da fare per 1 persona, 1 in ritardo; 1 è già fatta."
    )


def test_the_table_has_a_row_for_each_task_with_dates_as_people_write_them() -> None:
    rows = table(Viewer.CASE_MANAGER)
    tasks = [(pair, task) for pair in made().placed for task in pair.tasks]
    assert len(rows) == len(tasks)
    for row, (pair, task) in zip(rows, tasks, strict=True):
        assert (row["persona"], row["cosa"], row["descrizione"]) == (pair.candidate, task.title, task.sentence)
        assert row["entro"] == (f"{task.due:%d/%m/%Y}" if task.due else "")
        assert (row["fatto"], row["in_ritardo"]) == ("sì" if task.done else "", "sì" if task.late else "")


def test_a_scout_reads_no_task_about_a_person_in_any_form() -> None:
    company = {"HOST_CHECK", "CONVENTION", "TUTOR", "SAFETY", "HACCP", "INSURANCE", "UNILAV"}
    assert {task.gate for pair in made(Viewer.SCOUT).placed for task in pair.tasks} <= company
    # Where the numbers come from is the same for everybody, whatever the tasks are.
    sheets = words(page(Viewer.SCOUT)[1]).partition("Da dove vengono")[0]
    said = (sheets + plan_csv(made(Viewer.SCOUT))).casefold()
    for word in ("soggiorno", "autorità", "comitato", "minor", "tutore", "genitore", "medic", "italiano", "rapporti"):
        assert word not in said.replace("comitato tecnico l. 68", "")


def test_an_orientator_reads_nothing_of_permits_authorities_and_committees() -> None:
    said = (words(page(Viewer.ORIENTATOR)[1]) + plan_csv(made(Viewer.ORIENTATOR))).casefold()
    for word in ("titolo di soggiorno", "conversione", "dall'autorità", "comitato tecnico"):
        assert word not in said


def test_the_plan_of_some_people_holds_only_them_and_says_who_has_no_proposal() -> None:
    proposal = made()
    codes = [pair.candidate for pair in proposal.placed[:2]]
    assert [pair.candidate for pair in only(proposal, codes).placed] == codes
    assert only(proposal, ()) is proposal
    with pytest.raises(AbbinaError) as caught:
        only(proposal, ["NOBODY"])
    assert "NOBODY" in caught.value.text()


def test_offers_without_their_day_are_told_once() -> None:
    records, _ = world()
    placed = made().placed
    dated = records.replacing(
        *(opening.model_copy(update={"updated_on": date(2023, 9, 1)}) for opening in records.openings)
    )
    undated = records.replacing(*(opening.model_copy(update={"updated_on": None}) for opening in records.openings))
    assert notes_of(dated, placed) == ()
    (note,) = notes_of(undated, placed)
    assert str(len({pair.opening.id for pair in placed})) in note
    assert note in words(_read(render_plan(made(), world()[1], (note,))))


def _read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_the_same_proposal_gives_the_same_bytes(tmp_path: Path) -> None:
    _, law = world()
    names = ("one", "other")
    written = [write_plan(made(), law, tmp_path / name) for name in names]
    assert [file.name for file in written[0]] == ["piano.html", "piano.csv"]
    for one, other in zip(*written, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_page_of_the_proposal_names_at_most_five_things_and_counts_the_others() -> None:
    text = render(made())
    assert text.count("Prima di iniziare") == sum(any(not t.done for t in pair.tasks) for pair in made().placed)
    pair = made().placed[0]
    left = [task for task in pair.tasks if not task.done]
    card = text[text.index(f'<article class="pair" id="{pair.candidate}"') :]
    card = card[: card.index("</article>")]
    assert all(task.title.replace("'", "&#39;") in card for task in left[:5])
    assert f"E altre {len(left) - 5} cose: stanno nel piano." in card


def test_one_pair_is_told_in_the_terminal() -> None:
    console = Console(record=True, width=200, file=io.StringIO())
    pair = made().placed[0]
    print_tasks(pair.tasks, console)
    said = console.export_text()
    assert "Prima di iniziare" in said
    assert all(task.sentence in said for task in pair.tasks)
    print_tasks((), console)
    assert console.export_text() == ""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(build("plan"), ["plan", *words], env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_the_verb_writes_page_and_table_and_without_a_folder_tells_the_calendar(tmp_path: Path) -> None:
    cohort = tmp_path / "cohort"
    write_folder(world()[0], cohort)
    code, said = run(str(cohort), "--out", str(tmp_path / "out"), "--viewer", "case_manager")
    assert code == 0, said
    assert (tmp_path / "out" / "piano.html").read_text("utf-8") == render_plan(made(), world()[1])
    assert (tmp_path / "out" / "piano.csv").read_bytes() == plan_csv(made()).encode()
    person = made().placed[0].candidate
    code, said = run(str(cohort), "--candidate", person)
    assert code == 0, said
    assert "Settimana dal" in said
    assert person in said
    code, said = run(str(cohort), "--candidate", "NOBODY")
    assert code != 0
    code, said = run(str(cohort), "--out", str(cohort))
    assert code != 0

"""The printable page: whole, readable without a network, nothing that it may not say."""

from __future__ import annotations

import csv
import io
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from rich.console import Console

from api.page.render import render
from api.page.summary import print_explanation, print_summary
from api.page.write import write_proposal
from data.codes import Category, Viewer
from data.lawbook import LawBook
from data.synthetic import invent
from matching.explain import explain
from matching.proposal import GroupSaid, Proposal
from matching.propose import propose
from scoring.weights import load_weights

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """Follows the tags: what is open, which ids and links there are, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.words: list[str] = []
        self.sources: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(tag)
        self.sources += [str(given[key]) for key in ("src", "srcset") if key in given]
        if tag == "th" and "scope" not in given:
            self.wrong.append("th without scope")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@cache
def made() -> tuple[Proposal, str, Reader]:
    records = invent()
    assert records.programme.on is not None
    proposal = propose(records, LawBook.load(), load_weights("2026-1"), on=records.programme.on)
    page = render(proposal)
    reader = Reader()
    reader.feed(page)
    reader.close()
    return proposal, page, reader


def test_every_tag_is_closed_and_every_table_head_has_its_scope() -> None:
    _, _, reader = made()
    assert not reader.wrong
    assert not reader.open


def test_nothing_is_fetched_from_anywhere() -> None:
    _, page, reader = made()
    assert not reader.sources
    assert all(link.startswith("#") for link in reader.links)
    assert "<script" not in page
    assert "@import" not in page
    assert "url(" not in page


def test_every_link_leads_to_a_place_on_the_page_and_no_place_is_named_twice() -> None:
    _, _, reader = made()
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)


def test_the_answer_stands_on_top_and_everybody_is_there() -> None:
    proposal, page, reader = made()
    assert f"<h1>{proposal.summary.placed} persone su 197 hanno una proposta</h1>" in page
    assert reader.headings.count("h1") == 1
    people = [pair.candidate for pair in proposal.placed] + [row.candidate for row in proposal.unplaced]
    assert set(people) <= set(reader.ids)


def test_an_invented_cohort_says_so() -> None:
    proposal, page, _ = made()
    assert "Dati inventati" in page
    real = proposal.model_copy(update={"invented": False})
    assert "Dati inventati" not in render(real)


def test_no_percentage_is_put_on_a_person_and_no_category_is_printed() -> None:
    _, page, reader = made()
    words = " ".join(reader.words[reader.words.index("Proposte") :])
    body = words.split("Come è fatta questa proposta")[0]
    assert "%" not in body.split("}")[-1]
    for category in Category:
        assert category.value not in page
        assert category.it not in body


def test_text_of_a_service_is_shown_as_text_never_run() -> None:
    proposal, _, _ = made()
    pair = proposal.placed[0]
    opening = pair.opening.model_copy(update={"company": "<script>alert(1)</script> & figli"})
    changed = proposal.model_copy(update={"placed": (pair.model_copy(update={"opening": opening}),)})
    page = render(changed)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; figli" in page


def test_an_empty_proposal_is_a_page_too() -> None:
    proposal, _, _ = made()
    summary = proposal.summary.model_copy(update={"placed": 0, "candidates": 0})
    empty = proposal.model_copy(update={"placed": (), "unplaced": (), "empty": (), "wanted": (), "summary": summary})
    page = render(empty)
    assert "Tutte le persone hanno una proposta." not in page
    assert "Non ci sono persone in questa cartella." in page


@cache
def for_scouts() -> Proposal:
    records = invent("perla")
    assert records.programme.on is not None
    return propose(records, LawBook.load(), load_weights("2026-2"), on=records.programme.on, viewer=Viewer.SCOUT)


def printed(said: Proposal) -> str:
    console = Console(file=io.StringIO(), width=400)
    print_summary(said, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_scouts_page_and_summary_show_no_state_and_call_the_sum_one_of_the_parts_shown() -> None:
    proposal = for_scouts()
    assert proposal.placed
    assert proposal.wanted
    page, text = render(proposal), printed(proposal)
    body = page.partition("</style>")[2]
    for word in ("solid", "aperte,", "serve il tuo parere", "Come leggerla", "quasi pari", 'class="state', "None"):
        assert word not in body
        assert word not in text.replace("Proposte", "")
    assert body.count("Somma delle parti mostrate") == len(proposal.placed)
    assert body.count("Somma<") == 0
    assert " ha una proposta." in text or " hanno una proposta." in text
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert (reader.open, reader.wrong) == ([], [])


def test_a_scouts_table_names_its_sum_for_what_it_is(tmp_path: Path) -> None:
    for proposal, name, other in (
        (for_scouts(), "somma_parti_mostrate", "punteggio"),
        (made()[0], "punteggio", "somma_parti_mostrate"),
    ):
        write_proposal(proposal, tmp_path / name)
        with (tmp_path / name / "abbinamenti.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        assert name in rows[0]
        assert other not in rows[0]
        assert {bool(row["stato"]) for row in rows} == {proposal is made()[0]}


def test_a_pair_told_to_a_scout_has_no_floor_beside_its_sum() -> None:
    records = invent("perla")
    assert records.programme.on is not None
    law, weights = LawBook.load().in_force(records.programme.on), load_weights("2026-2")
    pair = for_scouts().placed[0]
    heads = {Viewer.SCOUT: ("Somma delle parti mostrate", False), Viewer.ORIENTATOR: ("Somma ", True)}
    for viewer, (total, floor) in heads.items():
        console = Console(file=io.StringIO(), width=400)
        print_explanation(explain(records, law, weights, pair.candidate, pair.opening.id, viewer), console)
        assert isinstance(console.file, io.StringIO)
        last = console.file.getvalue().rstrip().splitlines()[-1]
        assert last.strip().startswith(total)
        assert ("si propone da" in last) is floor


def test_groups_of_the_call_stand_near_the_summary_of_page_and_terminal() -> None:
    proposal, page, _ = made()
    told = (GroupSaid(label="primo gruppo", present=True), GroupSaid(label="altro gruppo", present=False))
    line = "Gruppi che devono esserci tutti: primo gruppo: presente; altro gruppo: manca."
    with_groups = proposal.model_copy(update={"groups": told})
    assert line in render(with_groups).partition('id="proposte"')[0]
    assert line in printed(with_groups)
    assert "Gruppi che devono" not in page + printed(proposal)

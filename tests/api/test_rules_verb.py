"""`abbina rules`: every rule and every kind, in the terminal and on a page that stands alone, in both languages."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import build
from api.page.law import keys_of, parameters_of, with_titles
from api.page.rules import NEVER_MISSING, render_rules, what_missing_means
from api.verbs import rules as verb
from data.language import LANGUAGES, Language, say, speaking
from data.lawbook import LawBook
from data.lawfile import Dated, Parameter, Source
from matching.invented import invented
from matching.only_said import NOTES
from scoring.rules import RULES, rule

BOOK = LawBook.load()
TODAY = date(2026, 1, 15)
VOID = {"meta", "br", "link", "img", "input", "hr"}
# One small programme: the page is the same however many there are.
SMALL = ("perla",)


class Reader(HTMLParser):
    """Follows the tags: ids, links, words, and what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        self.wrong += [f"{tag} fetches" for name in ("src", "srcset", "onclick") if name in given]
        self.wrong += ["script"] if tag in ("script", "link", "iframe") else []
        self.wrong += ["th without scope"] if tag == "th" and "scope" not in given else []

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@cache
def page(language: Language) -> str:
    with speaking(language):
        return render_rules(BOOK.in_force(TODAY), invented(SMALL, 0))


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def run(*args: str) -> str:
    told = CliRunner().invoke(build("rules"), ["rules", *args], env={"COLUMNS": "160"})
    assert told.exit_code == 0, told.output
    return " ".join(told.output.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_rule_every_kind_and_every_note(language: Language) -> None:
    reader = read(page(language))
    with speaking(language):
        for known in RULES:
            assert reader.ids.count(known.code) == 1
            assert say(known.title) in reader.text
            for kind in known.kinds:
                assert reader.ids.count(kind.code) == 1
                assert say(kind.title) in reader.text
        for note in NOTES:
            assert note.code in reader.ids
            assert say(note.told) in reader.text
        assert say("Tutti gli esempi sono inventati: nessuna persona e nessuna azienda è reale.") in reader.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_and_its_links_resolve(language: Language) -> None:
    reader = read(page(language))
    assert reader.wrong == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.links
    assert {link for link in reader.links if not link.startswith("#")} == set()
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert f'<html lang="{language}">' in page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_left(language: Language) -> None:
    words = read(page(language)).text
    assert re.findall(r"[{}]|%\(|\bNone\b|\bnan\b|Undefined", words) == []


def test_no_code_of_a_parameter_or_a_path_is_read_as_prose() -> None:
    text = re.sub(r"data/law/\S+", "", read(page("it")).text)
    assert [key for key in BOOK.parameters if key in text] == []


def test_a_page_is_the_same_twice_and_differs_between_languages() -> None:
    law = BOOK.in_force(TODAY)
    assert render_rules(law) == render_rules(law)
    assert page("it") != page("en")


def test_the_numbers_of_the_law_are_those_of_the_day_with_their_source() -> None:
    (age,) = [said for said in parameters_of(rule("AGE"), BOOK.in_force(TODAY)) if said.key == "ord_tuscany.min_age"]
    assert (age.value, age.since, age.verify) == ("18 anni", "1/2/2012", True)
    assert age.sources[0] == ("L.R. Toscana 32/2002 art. 17 quater, testo della L.R. 3/2012 art. 3", "testo letto")
    old = {said.key: said for said in parameters_of(rule("AGE"), BOOK.in_force(date(2006, 10, 2)))}
    assert old["ord_tuscany.min_age"].value == "15 anni"
    assert old["tis_tuscany.min_age"].value == "non in vigore in quel giorno"
    assert "Età minima per un tirocinio di inclusione sociale" in with_titles(
        "tis_tuscany.min_age", BOOK.in_force(TODAY)
    )


def test_a_value_is_told_with_its_unit() -> None:
    units = {
        "h/day": (1, "1 ora al giorno"),
        "share": (0.5, "50 %"),
        "km": (0.5, "0,5 km"),
        "clock": (["22:00"], "22:00"),
    }
    for unit, (value, told) in units.items():
        values = (Dated(date(2000, 1, 1), value),)
        parameter = Parameter("rest.x", "X", unit, (Source("R", "PROPOSAL"),), False, TODAY, values)
        law = LawBook([parameter]).in_force(TODAY)
        known = rule("AGE")
        named = type(known)(**{name: getattr(known, name) for name in known.__dataclass_fields__} | {"law": "rest.x"})
        said = next(
            said for said in parameters_of(named, LawBook([parameter, *BOOK.parameters.values()]).in_force(TODAY))
        )
        assert said.value == told
        assert law.title("rest.x") == "X"


def test_every_rule_names_parameters_that_exist_and_says_what_a_missing_value_means() -> None:
    for known in RULES:
        assert set(keys_of(known)) <= set(BOOK.parameters)
        assert what_missing_means(known).endswith(".")
    assert what_missing_means(rule("AGE")) in NEVER_MISSING.values()
    assert "solo il case manager" in what_missing_means(rule("PROTECT"))


def test_the_terminal_tells_every_kind_without_examples() -> None:
    told = run("--on", "2026-01-15")
    assert told.startswith("Regole con i numeri in vigore il 15/1/2026.")
    for known in RULES:
        assert known.title in told
        for kind in known.kinds:
            assert kind.title in told
            assert kind.asks.split(" ")[0] in told
    assert "Esempio inventato" not in told


def test_the_terminal_tells_examples_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "programme_codes", lambda: SMALL)
    told = run("--examples")
    assert "Esempio inventato" in told
    assert "dopo il cambiamento: possibile" in told
    assert "Tutti gli esempi sono inventati" in told


def test_the_page_is_written_where_it_is_asked_and_closed_to_others(tmp_path: Path) -> None:
    out = tmp_path / "new" / "rules.html"
    assert str(out) in run("--out", str(out), "--no-examples", "--on", "15/01/2026")
    assert out.read_text(encoding="utf-8") == render_rules(BOOK.in_force(TODAY))
    assert "Esempio inventato" not in out.read_text(encoding="utf-8")
    assert out.stat().st_mode & 0o077 == 0


def test_a_folder_in_the_place_of_the_page_is_named(tmp_path: Path) -> None:
    told = CliRunner().invoke(build("rules"), ["rules", "--out", str(tmp_path)])
    assert told.exit_code != 0
    assert list(tmp_path.iterdir()) == []

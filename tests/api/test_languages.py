"""Italian and English, side by side: the command line, the page, the interface."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import VERBS, language_of
from api.page.render import render
from api.rest.languages import accepted
from api.settings import Settings
from api.usage import worded
from api.wiring import CohortFolder
from data.intake.example import example_records
from data.intake.write import write_folder
from data.language import LANGUAGES, Language, say, speaking
from data.lawbook import LawBook
from data.synthetic import invent
from matching.proposal import Proposal
from matching.propose import propose
from scoring.weights import load_weights


def abbina(*words: object, status: int = 0, **environment: str) -> str:
    """What the command says, on both streams."""
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    known = {name: value for name, value in os.environ.items() if name not in ("ABBINA_LANG", "LANGUAGE")}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**known, "COLUMNS": "160", **environment}
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(example_records(), tmp_path / "cohort")


@pytest.mark.parametrize(
    ("words", "environment", "language", "rest"),
    [
        (["match", "--out", "x"], None, "it", ["match", "--out", "x"]),
        (["match"], "en", "en", ["match"]),
        (["--lang", "en", "match"], None, "en", ["match"]),
        (["match", "--lang=it", "x"], "en", "it", ["match", "x"]),
        (["match", "--lang", "it", "--lang", "en"], None, "en", ["match", "--lang", "it"]),
        (["check", "--", "--lang", "en"], None, "it", ["check", "--", "--lang", "en"]),
        (["match", "--lang"], None, "it", ["match", "--lang"]),
        ([], "", "it", []),
    ],
)
def test_the_language_is_asked_for_before_or_after_the_verb_or_in_the_environment(
    words: list[str], environment: str | None, language: str, rest: list[str]
) -> None:
    assert language_of(words, environment) == (language, rest)


@pytest.mark.parametrize("verb", entry_points(group=VERBS), ids=lambda verb: str(verb.name))
def test_every_verb_has_a_help_in_both_languages(verb: Any) -> None:
    verb.load()
    text = vars(sys.modules[verb.module])["HELP"][verb.name]
    with speaking("en"):
        assert say(text) not in ("", text)


def test_help_is_told_in_italian_or_english() -> None:
    italian, english = abbina("match", "--help"), abbina("match", "--help", "--lang", "en")
    for word in ("Uso: abbina match [OPZIONI]", "Opzioni", "[obbligatorio]", "Dove scrivere la proposta."):
        assert word in italian
        assert word not in english
    for word in ("Usage: abbina match [OPTIONS]", "Options", "[required]", "Where to write the proposal."):
        assert word in english
        assert word not in italian


def test_mistakes_of_the_command_line_are_told_in_the_language_asked_for() -> None:
    assert "L'opzione --zeed non esiste; forse: --seed." in abbina("match", "--zeed", "1", status=2)
    assert "No such option: --zeed" in abbina("match", "--zeed", "1", "--lang", "en", status=2)
    assert "una di queste: it, en" in abbina("--lang", "de", "match", status=2)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Missing option '--cohort'.", "Manca l'opzione '--cohort'."),
        ("Invalid value for '--seed': Input should be greater than or equal to 0", "'--seed': deve essere almeno 0"),
        ("Il comando 'matck' non esiste. Did you mean 'match'?", "Il comando 'matck' non esiste. Forse 'match'?"),
        (
            "Invalid value for '--x': Value error, 'b' is not one of 'a', 'c'.",
            "'--x': 'b' non è uno di questi: 'a', 'c'.",
        ),
        ("Something that nobody has said before", "Something that nobody has said before"),
    ],
)
def test_what_typer_says_is_worded_in_italian_and_left_alone_in_english(said: str, told: str) -> None:
    assert worded(said).endswith(told)
    with speaking("en"):
        assert worded(said) == said


def test_match_in_english_writes_files_with_english_names_and_words(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = abbina("match", "--lang", "en", "--cohort", folder, "--out", out)
    assert "A person decides" in told
    assert sorted(file.name for file in out.iterdir()) == [
        "matches.csv",
        "plan.html",
        "proposal.html",
        "proposal.json",
        "without_a_seat.csv",
    ]
    with (out / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert {row["status"] for row in rows} <= {"solid", "open", "needs your opinion"}
    assert all("." in row["score"] for row in rows)
    assert json.loads((out / "proposal.json").read_text())["made"]["language"] == "en"


def test_explain_speaks_the_language_asked_for(folder: Path) -> None:
    words = ("explain", "C002", "O002", "--cohort", folder)
    assert "Not compatible now." in abbina(*words, ABBINA_LANG="en")
    assert "Non compatibile ora." in abbina(*words, "--lang", "it", ABBINA_LANG="en")
    assert "does not exist" in abbina("explain", "C9", "O002", "--cohort", folder, "--lang", "en", status=1)


class Words(HTMLParser):
    """The words of a page, those of its attributes too."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.in_style = tag == "style"
        self.language = given.get("lang") or self.language
        self.said += [text for name in ("aria-label", "title", "alt") if (text := given.get(name))]

    def handle_data(self, data: str) -> None:
        if not self.in_style:
            self.said += data.split()


@cache
def proposed(language: Language) -> Proposal:
    records = invent()
    assert records.programme.on is not None
    proposal = propose(
        records, LawBook.load(), load_weights(records.programme.weights), on=records.programme.on, language=language
    )
    return proposal.model_copy(update={"title": "Cohort", "note": None})


# Common enough that an Italian sentence holds one of them, and found in no English one.
ITALIAN = {
    "il", "lo", "la", "gli", "di", "della", "del", "che", "non", "per", "con", "una", "è", "persona", "persone",
    "tirocinio", "tirocini", "posti", "ore", "mesi", "perché", "minuti", "chi", "su",
}  # fmt: skip


def words_of(proposal: Proposal) -> tuple[str, set[str]]:
    reader = Words()
    page = render(proposal)
    # Names and titles that a company gave are its own words.
    own = {pair.opening.company for pair in proposal.placed} | {row.opening.company for row in proposal.empty}
    own |= {other.opening.company for row in proposal.unplaced for other in (*row.contested, *row.nearest)}
    own |= {other.opening.company for pair in proposal.placed for other in pair.alternatives}
    own |= {row.opening.company for row in proposal.wanted}
    own |= {pair.opening.title or "" for pair in proposal.placed}
    own |= {service.name for service in invent().services}
    for name in sorted(own - {""}, key=len, reverse=True):
        page = page.replace(name, "").replace(name.capitalize(), "")
    reader.feed(page)
    return reader.language, {word.strip(".,:;()«»").lower() for word in reader.said}


def test_the_english_page_holds_no_italian_word_and_the_italian_one_no_english_sentence() -> None:
    language, words = words_of(proposed("en"))
    assert language == "en"
    assert sorted(words & ITALIAN) == []
    assert {"november", "proposals", "weight"} <= words
    language, words = words_of(proposed("it"))
    assert language == "it"
    assert len(words & ITALIAN) > 15
    assert not words & {"the", "of", "and", "is", "november", "with"}


def test_the_page_is_made_in_the_language_of_the_proposal_whatever_is_spoken() -> None:
    for language in LANGUAGES:
        page = render(proposed(language))
        with speaking("en" if language == "it" else "it"):
            assert render(proposed(language)) == page


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "it"),
        ("en", "en"),
        ("EN-gb,en;q=0.9", "en"),
        ("it-IT,it;q=0.9,en;q=0.8", "it"),
        ("de, en;q=0.3, it;q=0.2", "en"),
        ("en;q=0, it;q=0.1", "it"),
        ("en;q=0", "it"),
        ("de;q=1.0", "it"),
        ("*, en;q=0.5", "it"),
        ("en;q=0.5,it;q=0.5", "en"),
        ("en;q=nan, it", "it"),
        (";;,=,q=1,en;q=1;q=2, ٣", "it"),
        ("en;q=٣", "it"),
        ("english", "it"),
    ],
)
def test_the_language_that_a_browser_likes_best_is_spoken(header: str, language: str) -> None:
    assert accepted(header, "it") == language


def test_another_language_may_stand_for_none() -> None:
    assert accepted("", "en") == accepted("fr, *;q=0.1", "en") == "en"


ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


def test_problems_are_told_in_the_language_of_the_request(client: TestClient) -> None:
    body = {"id": "C900", "birth_date": "boh", "municipality": "Prato", "sex": "Q"}
    italian = client.post("/candidates", json=body)
    english = client.post("/candidates", json=body, headers=ENGLISH)
    assert (italian.headers["content-language"], english.headers["content-language"]) == ("it", "en")
    first, second = italian.json(), english.json()
    assert first["title"] == "I dati inviati non vanno bene: nulla è stato cambiato."
    assert second["title"] not in ("", first["title"])
    assert first["type"] == second["type"]
    assert len(first["errors"]) == len(second["errors"]) == 2
    for said, told in zip(first["errors"], second["errors"], strict=True):
        assert said["pointer"] == told["pointer"]
        assert said["expected"] != told["expected"]


def test_the_address_comes_before_the_header(client: TestClient) -> None:
    asked = client.get("/pairs/C002/O002", params={"lang": "it"}, headers=ENGLISH)
    assert asked.headers["content-language"] == "it"
    assert asked.json() == client.get("/pairs/C002/O002").json()
    english = client.get("/pairs/C002/O002", params={"lang": "en"}).json()
    assert english == client.get("/pairs/C002/O002", headers=ENGLISH).json()
    assert english["score_micro"] == asked.json()["score_micro"]
    assert english["refusals"][0]["sentence"] != asked.json()["refusals"][0]["sentence"]


def test_a_language_that_is_not_spoken_is_refused_with_those_that_are(client: TestClient) -> None:
    answer = client.get("/health", params={"lang": "enn"})
    fault = answer.json()["errors"][0]
    assert (answer.status_code, fault["parameter"], fault["nearest"]) == (422, "lang", "en")


def test_what_nobody_routed_is_told_in_english_too(client: TestClient) -> None:
    titles = {client.get("/boh", headers=headers).json()["title"] for headers in ({}, ENGLISH)}
    titles |= {client.get("/health", headers=ENGLISH | {"host": "evil"}).json()["title"]}
    assert len(titles) == 3
    assert "Questo indirizzo non esiste." in titles


def test_a_proposal_keeps_the_language_that_it_was_made_in(client: TestClient, cohort: Path) -> None:
    english = client.post("/proposals", json={}, headers=ENGLISH)
    italian = client.post("/proposals", json={})
    assert english.headers["location"] != italian.headers["location"]
    assert english.json()["summary"] == italian.json()["summary"]
    again = client.get(f"/proposals/{english.headers['location'].rpartition('/')[2]}")
    assert again.content == english.content
    assert again.headers["content-language"] == "en"
    assert sorted(line["made"]["language"] for line in client.get("/proposals").json()) == ["en", "it"]
    assert client.post("/proposals", json={}, headers=ENGLISH).content == english.content
    assert len(list((cohort / "proposals").iterdir())) == 2


def test_a_proposal_stored_before_there_were_two_languages_is_still_read(client: TestClient, cohort: Path) -> None:
    made = client.post("/proposals", json={}).json()
    del made["made"]["language"]
    for pair in made["placed"]:
        pair["state"] = {"solid": "solida", "open": "aperta", "needs_opinion": "serve il tuo parere"}[pair["state"]]
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    old = Proposal.model_validate_json(text)
    assert (old.made.language, old.to_json() == text) == ("it", False)
    assert {pair.state.label for pair in old.placed} == {pair["state"] for pair in made["placed"]}


def test_faults_of_the_folder_are_told_to_each_reader_in_their_language(client: TestClient, cohort: Path) -> None:
    file = cohort / "candidates.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("lun-ven", "lun-xyz", 1), encoding="utf-8")
    said = [client.get("/health", headers=headers).json() for headers in ({}, ENGLISH, {}, ENGLISH)]
    assert said[0] == said[2]
    assert said[1] == said[3]
    assert said[0]["errors"][0]["expected"] != said[1]["errors"][0]["expected"]


def test_two_languages_at_once_do_not_mix(served: Any) -> None:
    path = "/pairs/C002/O002"
    alone = {language: served.client.get(path, params={"lang": language}).content for language in LANGUAGES}
    assert alone["it"] != alone["en"]

    def ask(k: int) -> bool:
        language = LANGUAGES[k % 2]
        # Half ask by the address, half by the header.
        if k % 4 < 2:
            answer = served.client.get(path, params={"lang": language})
        else:
            answer = served.client.get(path, headers={"Accept-Language": language})
        return (answer.content, answer.headers["content-language"]) == (alone[language], language)

    with ThreadPoolExecutor(8) as many:
        assert all(many.map(ask, range(64)))


def test_the_document_of_an_application_has_examples_in_its_own_language() -> None:
    told = {}
    # Twice each: neither the first application nor the last decides for the other.
    for language in (*LANGUAGES, *LANGUAGES):
        with speaking(language):
            app = create_app(CohortFolder(Path("nowhere"), 0), Settings())
        told.setdefault(language, set()).add(json.dumps(app.openapi()["paths"]))
    assert all(len(texts) == 1 for texts in told.values())
    assert told["it"] != told["en"]

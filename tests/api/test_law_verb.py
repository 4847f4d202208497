"""`abbina law`: what is in force on a day, told in the terminal, on a page and in a sheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from api.page.law_book import acts_of, count_to_verify, law_csv, render_law
from api.page.law_values import told_value, with_unit, word
from api.page.law_words import ACTS, FLAGS, WORDS
from api.verbs import law as verb
from data.errors import AbbinaError, NotFound
from data.language import LANGUAGES, Language, speaking
from data.lawbook import LawBook

BOOK = LawBook.load()
TODAY = date(2026, 11, 21)
PERLA = date(2006, 10, 2)
VOID = {"meta", "br"}
APP = typer.Typer()
APP.command()(verb.law)


class Reader(HTMLParser):
    """Follows the tags: ids, links, words, and tags that close nothing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open += [] if tag in VOID else [tag]
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        self.wrong += [tag] if tag in ("script", "link", "img", "iframe") else []
        self.wrong += ["th without scope"] if tag == "th" and "scope" not in given else []

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def run(*args: str) -> str:
    told = CliRunner().invoke(APP, list(args), env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    return " ".join(re.sub("[│┃]", " ", told.output).split())


def page(on: date, prefix: str = "", only_to_verify: bool = False) -> Reader:
    law = BOOK.in_force(on)
    return Reader(render_law(law, acts_of(law, prefix, only_to_verify)))


def test_the_terminal_tells_value_day_source_and_what_is_to_verify() -> None:
    told = run("--on", "2026-11-21", "--key", "ord_tuscany.allowance_min")
    assert "Norme in vigore il 21/11/2026." in told
    assert "Tirocinio non curriculare in Toscana" in told
    assert "600 € al mese" in told
    assert "(dal 1/2/2012 al 29/2/2024: 500 € al mese)" in told
    assert "dal 1/3/2024" in told
    assert "D.P.G.R. Toscana 39/R 2015, scheda INAPP (testo letto)" in told
    assert "da verificare, ultimo controllo il 21/11/2026" in told
    assert "Norme in vigore: 1. Da verificare: 1." in told


def test_a_past_day_has_its_own_law() -> None:
    entry = acts_of(BOOK.in_force(date(2024, 2, 29)), "ord_tuscany.allowance_min")[0].entries[0]
    assert (entry.lines, entry.since, entry.until) == (("500 € al mese",), "1/2/2012", "29/2/2024")
    assert entry.others == ("dal 1/3/2024: 600 € al mese",)
    assert "dal 1/2/2012 al" in run("--on", "29/2/2024", "--key", "ord_tuscany.allowance_min")
    told = run("--on", "2006-10-02", "--key", "ord_tuscany.allowance_min")
    known, _, others = told.partition("Norme conosciute ma non in vigore in quel giorno")
    assert "€" not in known
    assert "dal 1/2/2012 al 29/2/2024: 500 € al mese" in others
    assert "Norme in vigore: 0. Da verificare: 0." in told


def test_everything_known_is_told_once_in_force_or_not() -> None:
    for day in (TODAY, PERLA, date(1960, 1, 1)):
        acts = acts_of(BOOK.in_force(day))
        told = [entry.key for act in acts for entry in act.entries]
        assert sorted(told) == sorted(BOOK.parameters)
        in_force = [entry.key for act in acts for entry in act.in_force]
        assert sorted(in_force) == list(BOOK.in_force(day).keys())
        waiting = [entry.key for act in acts for entry in act.to_verify]
        assert sorted(waiting) == list(BOOK.in_force(day).to_verify())
        assert count_to_verify(acts) == (len(waiting), len(in_force))


def test_every_act_has_a_title_and_the_regimes_come_first() -> None:
    acts = acts_of(BOOK.in_force(TODAY))
    assert [act.code for act in acts] == list(ACTS)
    assert acts[0].code == "ord_tuscany"


def test_only_what_waits_for_a_jurist() -> None:
    law = BOOK.in_force(TODAY)
    acts = acts_of(law, "practice", only_to_verify=True)
    assert [entry.key for entry in acts[0].entries] == [key for key in law.to_verify() if key.startswith("practice.")]
    told = run("--on", "2026-11-21", "--key", "practice", "--to-verify")
    assert "practice.corridor_km" in told
    assert "practice.near_tie" not in told


def test_an_unknown_prefix_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        acts_of(BOOK.in_force(TODAY), "cap.bands")
    assert "caps" in caught.value.text("it")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("on", [TODAY, PERLA])
def test_the_page_stands_alone_and_its_links_resolve(language: Language, on: date) -> None:
    with speaking(language):
        reader = page(on)
    assert reader.wrong == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert {link[:1] for link in reader.links} == {"#"}
    assert set(BOOK.in_force(on).keys()) <= set(reader.ids)
    assert re.findall(r"[{}]|%\(|\bNone\b|\bnan\b|Undefined|\bTrue\b|\bFalse\b", reader.text) == []


def test_a_page_of_nothing_in_force_says_so() -> None:
    reader = page(date(1960, 1, 1), "caps")
    assert "Le norme in vigore il 1 gennaio 1960" in reader.text
    assert "Norme in vigore: 0. Da verificare: 0." in reader.text
    assert "Nessuna." in reader.text
    assert "dal 25/5/2017: Da 0 a 5 dipendenti: 1 tirocinante" in reader.text


def test_same_law_same_bytes() -> None:
    law = BOOK.in_force(TODAY)
    assert render_law(law, acts_of(law)) == render_law(law, acts_of(law))
    assert law_csv(acts_of(law)) == law_csv(acts_of(LawBook.load().in_force(TODAY)))


def test_the_sheet_has_a_row_for_each_parameter() -> None:
    rows = list(csv.DictReader(io.StringIO(law_csv(acts_of(BOOK.in_force(PERLA))).lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == len(BOOK.parameters)
    by_key = {row["chiave"]: row for row in rows}
    age = by_key["ord_tuscany.min_age"]
    assert (age["in_vigore"], age["valore"], age["dal"], age["al"]) == ("sì", "15 anni", "1/7/2005", "31/8/2007")
    assert by_key["safety.general_h"]["in_vigore"] == "no"
    assert by_key["safety.general_h"]["valore"] == "dal 11/1/2012: 4 ore"


def test_files_are_written_whole_and_others_are_refused(tmp_path: Path) -> None:
    for name in ("norme.html", "norme.csv"):
        assert f"Scritte le norme in {tmp_path / name}" in run("--on", "2020-02-03", "--out", str(tmp_path / name))
    law = BOOK.in_force(date(2020, 2, 3))
    assert (tmp_path / "norme.html").read_bytes() == render_law(law, acts_of(law)).encode()
    assert (tmp_path / "norme.csv").read_bytes() == law_csv(acts_of(law)).encode()
    assert CliRunner().invoke(APP, ["--out", str(tmp_path / "norme.pdf")]).exit_code == 2
    (tmp_path / "folder.html").mkdir()
    refused = CliRunner().invoke(APP, ["--out", str(tmp_path / "folder.html")]).exception
    assert isinstance(refused, AbbinaError)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder.html", "norme.csv", "norme.html"]


def told(key: str, on: date = TODAY) -> tuple[str, ...]:
    law = BOOK.in_force(on)
    return told_value(key, law.get(key), law.unit(key))


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        (
            "caps.bands_it2017",
            (
                "Da 0 a 5 dipendenti: 1 tirocinante",
                "Da 6 a 20 dipendenti: 2 tirocinanti",
                "Più di 20 dipendenti: il 10 % dei dipendenti, arrotondato per eccesso",
            ),
        ),
        (
            "l68.art3_bands",
            (
                "Da 0 a 14 dipendenti: nessuna persona",
                "Da 15 a 35 dipendenti: 1 persona",
                "Da 36 a 50 dipendenti: 2 persone",
                "Più di 50 dipendenti: il 7 % dei dipendenti",
            ),
        ),
        ("minors.night", ("22:00 – 06:00",)),
        ("oversight.annex3_from", ("2/12/2027",)),
        ("caps.curricular_count", ("no",)),
        ("l68.exemption_eur_day", ("39,21 € al giorno",)),
        ("l68.prospectus", ("Giorno: 31/1", "Sanzione: 702,43 €", "E in più: 34,02 € al giorno")),
        ("safety.specific_h", ("Basso: 4 ore", "Medio: 8 ore", "Alto: 12 ore")),
        ("tutors.points", ("Bassa: 1 punto", "Media: 1,5 punti", "Alta: 2 punti", "Molto alta: 3 punti")),
        ("food.sectors", ("10 produzione di alimenti", "11 produzione di bevande", "56 ristoranti, bar e mense",
                          "87 assistenza residenziale")),
        ("practice.bus_window", ("Giorni: lun, mar, mer, gio, ven, sab", "Da: 06:30", "A: 21:00")),
    ],
)  # fmt: skip
def test_a_table_is_told_in_sentences(key: str, lines: tuple[str, ...]) -> None:
    assert told(key) == lines


def test_longer_tables_are_told_line_by_line() -> None:
    effects = told("categories.legal_effects")
    assert effects[:2] == (
        "Tirocinio non curriculare (Toscana):",
        "– persone con disabilità L. 68/1999: non contano nel limite dei tirocinanti; durata massima: 24 mesi; "
        "senza limiti di ripetizione",
    )
    assert effects[-1] == "– altre persone: contano nel limite dei tirocinanti; con i limiti di ripetizione"
    assert "Comunicazione obbligatoria (UNILAV): 1 giorno prima, azienda" in told("documents.checklist")
    assert "Primaria a tempo normale: lun-ven 8:10-13:30" in told("practice.childcare")
    travel = told("practice.travel")
    assert "– in autobus: velocità: 20 km/h; minuti fissi: 14 minuti; distanza massima: nessun limite" in travel
    assert told("caps.premium", PERLA)[-1] == "Tirocinanti in più: nessuno"
    assert told("caps.premium")[-1].startswith("Tirocinanti in più: 1 se è stato assunto almeno il 20 %; 2 se")


def test_days_and_weeks_are_told_in_the_language_spoken() -> None:
    with speaking("en"):
        assert told("oversight.annex3_from") == ("2 Dec 2027",)
        assert "mon-fri 7:30-16:30" in told("practice.childcare")[0].lower()
        assert word("l68.prospectus", "01-31") == "31 Jan"
        assert with_unit(39.21, "EUR").startswith("39.21")


def test_no_code_of_a_table_is_left_without_a_word() -> None:
    def codes(value: Any) -> set[str]:
        if isinstance(value, dict):
            names = set(value) - {"code", "days_before_start", "who"}
            return names | {code for part in value.values() for code in codes(part)}
        if isinstance(value, list):
            return {code for part in value for code in codes(part)}
        return {value} if isinstance(value, str) else set()

    for key, parameter in BOOK.parameters.items():
        for dated in parameter.values:
            silent = {code for code in codes(dated.value) if word(key, code) == code and code not in FLAGS}
            # Times, years, levels of a language and a few words stand for themselves.
            plain = {
                code
                for code in silent
                if re.fullmatch(r"[\d:/]+|[A-C][12]|\D{3}-\D{3} .*|barista|nido|doposcuola|ludoteca", code)
            }
            assert silent == plain, key


def test_every_word_is_of_some_table() -> None:
    text = "\n".join(repr(dated.value) for parameter in BOOK.parameters.values() for dated in parameter.values)
    unused = {name for name in {*WORDS, *FLAGS} if f"'{name.rpartition('.')[2]}'" not in text}
    # The other two choices of caps.bands_used, and a code that only some vocabularies have.
    assert unused <= {"it2017", "tuscany"}


def test_the_terminal_prints_the_whole_book() -> None:
    law = BOOK.in_force(TODAY)
    out = io.StringIO()
    verb.print_law(law, acts_of(law), Console(file=out, width=140))
    flat = " ".join(re.sub("[│┃]", " ", out.getvalue()).split())
    for title in ACTS.values():
        assert title in flat
    waiting, known = count_to_verify(acts_of(law))
    assert flat.rindex(f"Norme in vigore: {known}. Da verificare: {waiting}.") > flat.rindex("practice.vague_point_km")

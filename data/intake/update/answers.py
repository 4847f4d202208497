"""A review as a table that people fill with yes or no, and that table read back."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from data.fields import plain
from data.intake.faults import BadRecords, RowFault, shown
from data.intake.text import read_text
from data.intake.update.apply import ANSWER
from data.intake.update.compare import PROGRAMME, Change, Key, Kind, Review
from data.intake.update.told import TABLE_WORDS, Told, field_told, kind_told
from data.language import say

FILE = "revisione.csv"
_TOKEN = "impronta"
_HEADERS = (
    "proposta", ANSWER, "dato", "che cosa", "codice noto", "codice nuovo", "campo", "prima", "dopo", "indizi",
    "da sapere", _TOKEN,
)  # fmt: skip
_YES = {"si", "s", "yes", "y", "x", "1", "true", "vero"}
_NO = {"", "no", "n", "0", "false", "falso"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SEPARATORS = ";,\t"


def answers_csv(review: Review) -> bytes:
    """The table to fill: semicolons, UTF-8 with its mark, no cell that a spreadsheet would run."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(_HEADERS)
    told = Told(review.known, review.new)
    for change in review.changes:
        writer.writerow([_harmless(cell) for cell in _cells(review, change, told)])
    return lines.getvalue().encode("utf-8-sig")


def read_answers(path: Path, review: Review) -> dict[int, int]:
    """The changes that were confirmed.

    Parameters
    ----------
    path : Path
        The table, filled. Rows may be in another order or missing: what is not there is not confirmed.
    review : Review
        Made again of the same files.

    Returns
    -------
    dict
        Number of a change -> row of the table.

    Raises
    ------
    BadRecords
        The table is of other files, or has rows that are unknown or contradict each other.
    """
    faults: list[RowFault] = []
    rows = _rows(path, faults)
    numbers = {_token(review, change.key): number for number, change in enumerate(review.changes, 1)}
    if rows and not any(token.startswith(_mark(review)) for _, token, _ in rows):
        expected = say("una revisione fatta con questi due gruppi di file: rifai il confronto con --review")
        raise BadRecords([RowFault(path.name, 0, _TOKEN, "", expected)])
    answers: dict[int, tuple[bool, int]] = {}
    for row, token, answer in rows:
        said = plain(answer)
        number = numbers.get(token)
        if number is None:
            expected = say("una riga di questa revisione, come Abbina l'ha scritta")
            faults.append(RowFault(path.name, row, _TOKEN, shown(token), expected))
        elif said not in _YES | _NO:
            faults.append(RowFault(path.name, row, ANSWER, shown(answer), say("sì, no, oppure una cella vuota"), "sì"))
        elif number in answers and answers[number][0] != (said in _YES):
            expected = say("la stessa risposta della riga {row}: è la stessa proposta", row=answers[number][1])
            faults.append(RowFault(path.name, row, ANSWER, shown(answer), expected))
        else:
            answers.setdefault(number, (said in _YES, row))
    if faults:
        raise BadRecords(sorted(faults, key=lambda fault: fault.row))
    return {number: row for number, (yes, row) in sorted(answers.items()) if yes}


def advice(review: Review, change: Change) -> str:
    """What to know before a change is confirmed; empty if nothing."""
    said = [
        say("solo se è sì anche la proposta {number}", number=review.numbers[key])
        for key in change.needs
        if key in review.numbers
    ]
    if change.unless is not None:
        said.append(say("solo se la proposta {number} non è sì", number=review.numbers[change.unless]))
    if change.taken:
        said.append(say("il codice è già di un altro dato: dagli un altro codice nei file nuovi e ripeti il confronto"))
    link = review.links.get(change.key)
    if link is not None:
        if link.known == link.new:
            said.append(say("stesso codice, ma data di nascita diversa: forse è un'altra persona"))
        if link.rivals:
            rivals = say(
                "somigliano quasi altrettanto: {codes} (se è uno di questi, scrivi il codice noto nel file nuovo e "
                "ripeti il confronto)",
                codes=", ".join(link.rivals),
            )
            said.append(rivals)
    return "; ".join(said)


def _cells(review: Review, change: Change, told: Told) -> list[str]:
    key = change.key
    known = review.known_rows.get((key.table, key.known))
    new = review.new_rows.get((key.table, key.new))
    before = after = field = evidence = ""
    if key.kind is Kind.CHANGED:
        field = field_told(key.table, key.field)
        before, after = changed_values(review, key, told)
    elif key.table != PROGRAMME:
        before = told.record(key.table, known) if known is not None else ""
        after = told.record(key.table, new) if new is not None else ""
    link = review.links.get(key)
    if link is not None:
        words = "; ".join(say(entry.sentence) for entry in link.evidence)
        evidence = say(
            "{words} (indizi {points}, si chiede da {enough})", words=words, points=link.points, enough=link.enough
        )
    return [
        str(review.numbers[key]),
        "",
        say(TABLE_WORDS[key.table][1]),
        kind_told(key.table, key.kind),
        key.known,
        key.new,
        field,
        before,
        after,
        evidence,
        advice(review, change),
        _token(review, key),
    ]


def changed_values(review: Review, key: Key, told: Told) -> tuple[str, str]:
    """A changed field before and after, in words, under the known codes."""
    before = getattr(review.known_rows[key.table, key.known], key.field)
    after = getattr(review.meant(key.table, key.new), key.field)
    return told.before_and_after(key.table, key.field, before, after)


def _mark(review: Review) -> str:
    # A letter first, or a spreadsheet may take it for a number.
    return f"r{review.digest[:16]}-"


def _token(review: Review, key: Key) -> str:
    return _mark(review) + hashlib.sha256("\t".join(key).encode()).hexdigest()[:16]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _rows(path: Path, faults: list[RowFault]) -> list[tuple[int, str, str]]:
    """Row, token and answer of each line."""
    text = read_text(path, faults)
    if text is None:
        raise BadRecords(faults)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    found: list[tuple[int, list[str]]] = []
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            if any(cell.strip() for cell in cells):
                found.append((row, cells))
    except csv.Error:
        where = found[-1][0] + 1 if found else 1
        expected = say("celle con le virgolette aperte e chiuse: da qui il file non si legge")
        raise BadRecords([RowFault(path.name, where, "", "", expected)]) from None
    if not found:
        raise BadRecords([RowFault(path.name, 0, "", "", say("un file con un contenuto: questo è vuoto"))])
    header, names = found[0][0], [plain(name) for name in found[0][1]]
    for name in (ANSWER, _TOKEN):
        if names.count(name) != 1:
            expected = say("una sola colonna «{column}», come Abbina l'ha scritta", column=name)
            faults.append(RowFault(path.name, header, name, "", expected))
    if faults:
        raise BadRecords(faults)
    answer, token = names.index(ANSWER), names.index(_TOKEN)
    return [(row, _cell(cells, token), _cell(cells, answer)) for row, cells in found[1:]]


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""

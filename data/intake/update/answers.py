"""A review as a table that people fill with yes or no, and that table read back."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from data.fields import plain
from data.intake.cells import shielded
from data.intake.faults import BadRecords, RowFault, shown
from data.intake.text import read_text
from data.intake.update.compare import PROGRAMME, Change, Key, Kind, Review
from data.intake.update.labels import ANSWER, NO, TOKEN, YES, headers
from data.intake.update.told import TABLE_WORDS, Told, field_told, kind_told
from data.language import marked, say, say_n, spoken

_SEPARATORS = ";,\t"
_ONE_CODE = {
    "candidates": marked("stesso codice, ma data di nascita diversa: forse è un'altra persona"),
    "children": marked("stesso codice, ma data di nascita diversa: forse è un altro figlio o un'altra figlia"),
}
_ONE_CODE_OF_HOSTS = marked("stesso codice, ma ciò che lo distingue è diverso: forse è un altro dato")


def answers_csv(review: Review) -> bytes:
    """The table to fill: semicolons, UTF-8 with its mark, no cell that a spreadsheet would run."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(headers())
    told = Told(review.known, review.new)
    for change in review.changes:
        writer.writerow([shielded(cell) for cell in _cells(review, change, told)])
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
        raise BadRecords([RowFault(path.name, 0, TOKEN[spoken()], "", expected)])
    answers: dict[int, tuple[bool, int]] = {}
    for row, token, answer in rows:
        said = plain(answer)
        number = numbers.get(token)
        if number is None:
            expected = say("una riga di questa revisione, come Abbina l'ha scritta")
            faults.append(RowFault(path.name, row, TOKEN[spoken()], shown(token), expected))
        elif said not in YES | NO:
            faults.append(
                RowFault(
                    path.name, row, ANSWER[spoken()], shown(answer), say("sì, no, oppure una cella vuota"), say("sì")
                )
            )
        elif number in answers and answers[number][0] != (said in YES):
            expected = say("la stessa risposta della riga {row}: è la stessa proposta", row=answers[number][1])
            faults.append(RowFault(path.name, row, ANSWER[spoken()], shown(answer), expected))
        else:
            answers.setdefault(number, (said in YES, row))
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
    said += warnings(review, change)
    link = review.links.get(change.key)
    if link is not None:
        if link.known == link.new:
            said.append(say(_ONE_CODE.get(change.key.table, _ONE_CODE_OF_HOSTS)))
        if link.rivals:
            rivals = say(
                "somigliano quasi altrettanto: {codes} (se è uno di questi, scrivi il codice noto nel file nuovo e "
                "ripeti il confronto)",
                codes=", ".join(link.rivals),
            )
            said.append(rivals)
    return "; ".join(said)


def warnings(review: Review, change: Change) -> list[str]:
    """What a change would silently alter elsewhere."""
    key = change.key
    said = []
    if key.kind is Kind.CHANGED and key.field == "municipality" and _keeps_point(review, key):
        said.append(say("il punto noto (latitudine e longitudine) resta quello di prima: correggilo nei dati"))
    if key.table == "candidates" and key.kind is Kind.VANISHED and (n := review.papers_of(key.known)):
        papers = say_n(
            "con il sì si toglie anche {n} carta di questa persona: controlla che non ci sia con un altro codice",
            "con il sì si tolgono anche {n} carte di questa persona: controlla che non ci sia con un altro codice",
            n=n,
        )
        said.append(papers)
    named = key.table == "companies" and (key.kind is Kind.SAME or key.field == "name")
    if named and review.known_rows[key.table, key.known].name != review.new_rows[key.table, key.new].name:
        n = review.hosts_avoided(key.known)
        if n:
            avoided = say_n(
                "attenzione: {n} persona ha questa azienda tra quelle rifiutate o da escludere. Con il sì, varrà per "
                "l'azienda con il nome nuovo",
                "attenzione: {n} persone hanno questa azienda tra quelle rifiutate o da escludere. Con il sì, varrà "
                "per l'azienda con il nome nuovo",
                n=n,
            )
            said.append(avoided)
    return said


def _keeps_point(review: Review, key: Key) -> bool:
    known, new = review.known_rows[key.table, key.known], review.new_rows[key.table, key.new]
    return getattr(known, "lat", None) is not None and new.lat is None


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
        after = told.record(key.table, new, new=True) if new is not None else ""
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
    places = []
    for labels in (ANSWER, TOKEN):
        found_at = [place for place, name in enumerate(names) if name in labels.values()]
        if len(found_at) != 1:
            name = labels[spoken()]
            expected = say("una sola colonna «{column}», come Abbina l'ha scritta", column=name)
            faults.append(RowFault(path.name, header, name, "", expected))
        places += found_at
    if faults:
        raise BadRecords(faults)
    answer, token = places
    return [(row, _cell(cells, token), _cell(cells, answer)) for row, cells in found[1:]]


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""

"""Ways in which the files of a cohort folder get damaged: bytes, lines, separators, encodings, cells."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

from data.intake.columns import FILES, PROGRAMME_FILE

NAMES = (*FILES, PROGRAMME_FILE)
PIECES = [
    *("\x00", "\ufeff", "\u202e", "\u2028", "é", "🙂", "\ud800", '"', '""', ";", ",", "\t", "\n", "\r", "=", "'", "<="),
    *(
        "&a",
        "*a",
        "!!x",
        "{",
        "[",
        "- ",
        ": ",
        "#",
        "nessuna",
        "mai",
        "sempre",
        "-1",
        "1e999",
        "nan",
        "inf",
        "0x1",
        "٣",
    ),
    *("9" * 5000, "½", "A" * 300, "31/02/2020", "lun", "lun 8-9", "24:00-24:00", "AC1=9", "AC1<=-1", "=3", "Castro"),
    *("C001", "A001-1"),
]


def flip_bytes(raw: bytes, dice: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def delete_bytes(raw: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(raw))
    return raw[:start] + raw[start + dice.randint(1, 40) :]


def truncate(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw))]


def insert_piece(raw: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(raw) + 1)
    return raw[:start] + dice.choice(PIECES).encode("utf-8", "surrogatepass") + raw[start:]


def repeat_line(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
    return b"".join(lines)


def drop_line(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    del lines[dice.randrange(len(lines))]
    return b"".join(lines)


def swap_separators(raw: bytes, dice: random.Random) -> bytes:
    return raw.replace(b";", dice.choice([b",", b"\t", b"|", b";;"]))


def other_encoding(raw: bytes, dice: random.Random) -> bytes:
    return raw.decode("utf-8-sig").encode(dice.choice(["utf-16", "utf-32", "cp1252", "utf-8", "cp850"]), "replace")


def letters(raw: bytes, dice: random.Random) -> bytes:
    text = raw.decode("utf-8-sig")
    start = dice.randrange(len(text))
    random_text = "".join(chr(dice.choice([dice.randrange(0xD800), dice.randrange(256)])) for _ in range(9))
    return (text[:start] + random_text + text[start + dice.randint(0, 9) :]).encode()


def _cells(change: Callable[[list[list[str]], random.Random], None]) -> Callable[[bytes, random.Random], bytes]:
    def changed(raw: bytes, dice: random.Random) -> bytes:
        rows = [row for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";") if row]
        change(rows, dice)
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(rows)
        return text.getvalue().encode("utf-8", "surrogatepass")

    return changed


def _swap(rows: list[list[str]], dice: random.Random) -> None:
    for _ in range(dice.randint(1, 3)):
        one, two = dice.choice(rows), dice.choice(rows)
        i, j = dice.randrange(len(one)), dice.randrange(len(two))
        one[i], two[j] = two[j], one[i]


def _fill(rows: list[list[str]], dice: random.Random) -> None:
    for _ in range(dice.randint(1, 5)):
        row = dice.choice(rows)
        row[dice.randrange(len(row))] = "".join(dice.choices(PIECES, k=dice.randint(0, 3)))


def _drop(rows: list[list[str]], dice: random.Random) -> None:
    row = dice.choice(rows)
    del row[dice.randrange(len(row))]


MUTATIONS = [
    *(flip_bytes, delete_bytes, truncate, insert_piece, repeat_line, drop_line, swap_separators, other_encoding),
    *(letters, _cells(_swap), _cells(_fill), _cells(_drop)),
]


def mutate(folder: Path, dice: random.Random) -> tuple[str, bytes]:
    """Damage one file of a folder in one or two ways; returns its name and what it held before."""
    name = dice.choice(NAMES)
    good = raw = (folder / name).read_bytes()
    for mutation in dice.choices(MUTATIONS, k=dice.choice([1, 1, 2])):
        try:
            raw = mutation(raw, dice) if raw else raw
        except UnicodeDecodeError:
            # What an earlier mutation left is no text any more.
            continue
    (folder / name).write_bytes(raw)
    return name, good

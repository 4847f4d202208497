"""What the new files leave out, said once for each field."""

from __future__ import annotations

from collections import Counter

from data.intake.update.compare import PROGRAMME, Review
from data.intake.update.missing import KEPT, agreed, is_missing, only_grows
from data.intake.update.told import TABLE_WORDS, field_told
from data.language import marked, say, say_n

_PEOPLE = (
    marked("Persone: nel file nuovo manca «{field}» per {n} persona. Resta ciò che è noto."),
    marked("Persone: nel file nuovo manca «{field}» per {n} persone. Resta ciò che è noto."),
)
_OTHERS = (
    marked("{table}: nel file nuovo manca «{field}» in {n} riga. Resta ciò che è noto."),
    marked("{table}: nel file nuovo manca «{field}» in {n} righe. Resta ciò che è noto."),
)
_LESS = (
    marked(
        "Persone: nel file nuovo «{field}» protegge meno {n} persona. La tutela nota resta: per toglierla, cambia i "
        "dati noti."
    ),
    marked(
        "Persone: nel file nuovo «{field}» protegge meno {n} persone. La tutela nota resta: per toglierla, cambia i "
        "dati noti."
    ),
)
_SHORTER = (
    marked(
        "{table}: nel file nuovo «{field}» vale meno in {n} riga. Resta ciò che è noto: per cambiarlo, cambia i dati "
        "noti."
    ),
    marked(
        "{table}: nel file nuovo «{field}» vale meno in {n} righe. Resta ciò che è noto: per cambiarlo, cambia i dati "
        "noti."
    ),
)
_GONE = (
    marked("{table}: {n} riga nota manca nel file nuovo e resta. Per farla finire, scrivi «{field}» nei dati noti."),
    marked(
        "{table}: {n} righe note mancano nel file nuovo e restano. Per farle finire, scrivi «{field}» nei dati noti."
    ),
)


def notes(review: Review) -> list[str]:
    """What the new files leave out, in words: a sentence for each field, with how many records."""
    absent: Counter[tuple[str, str]] = Counter()
    less: Counter[tuple[str, str]] = Counter()
    for table, known, meant in review.pairs():
        for field in type(known).model_fields:
            before, after = getattr(known, field), getattr(meant, field)
            if before != after and is_missing(known, field, after):
                absent[table, field] += 1
            elif only_grows(table, field) and agreed(table, field, known, meant) != after:
                less[table, field] += 1
    return [
        *(
            _told(_PEOPLE if table == "candidates" else _OTHERS, table, field, n)
            for (table, field), n in absent.items()
        ),
        *(_told(_LESS if table == "candidates" else _SHORTER, table, field, n) for (table, field), n in less.items()),
        *(
            say_n(*_GONE, n=n, table=say(TABLE_WORDS[table][0]), field=field_told(table, "valid_to"))
            for table in KEPT
            if (n := review.kept_rows(table))
        ),
    ]


def _told(forms: tuple[str, str], table: str, field: str, n: int) -> str:
    if table == PROGRAMME:
        return say("Programma: nel file nuovo manca «{field}». Resta ciò che è noto.", field=field_told(table, field))
    return say_n(*forms, n=n, field=field_told(table, field), table=say(TABLE_WORDS[table][0]))

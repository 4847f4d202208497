"""`COLONNE.md`, `COLUMNS.md` in English: what every column of a cohort folder means, and the vocabularies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from data import codes
from data.catalogues import catalogue
from data.codes import Code
from data.intake.columns import FILES, PROGRAMME_FILE, Column, columns_of, model
from data.language import marked, number, say, spoken

_INTRO = marked("""# Le colonne della cartella

Una cartella contiene fino a diciassette tabelle CSV e un file `programme.yaml`. La cartella `esempio` è un esempio
completo.

- Separatore `;` oppure `,`; testo UTF-8 o Windows (cp1252); intestazioni italiane o inglesi, maiuscole e accenti non
  contano; le righe vuote si saltano. Sono obbligatori solo `candidates.csv`, `companies.csv` e `openings.csv`: un'altra
  tabella che manca vuol dire che non ce ne sono.
- Ogni persona ha un codice: nomi, diagnosi e storie personali non si scrivono da nessuna parte, e nemmeno il motivo di
  una tutela, di un divieto o di un atto. La percentuale di invalidità si scrive solo in `documents.csv`, se il bando la
  chiede: nessuna regola la legge.
- Dove si sceglie da un elenco si scrive il codice o la sua descrizione; più valori nella stessa cella si separano con
  `;` oppure con `,`.
- Una cella vuota vuol dire «non si sa» oppure quello che dice la colonna «se manca». Per dire «l'ho chiesto e non ce
  n'è nessuna» si scrive `nessuna` (in inglese `none`); per un orario `mai` (`never`).
- Un testo che inizia con `=`, `+`, `-` o `@` si scrive con un apostrofo davanti, così un foglio di calcolo non lo
  calcola.
- In `companies.csv` c'è una riga per ogni sede: le colonne dell'azienda si ripetono uguali.
- Se c'è un errore non viene cambiato nulla, e si leggono tutti gli errori insieme, con file, riga e colonna.
""")
_HOLDERS = marked("""## Chi tiene quali file

- `protections.csv` e `acts.csv` li apre e li scrive solo il case manager: chi non deve sapere non deve vedere nemmeno
  che esistono.
- `prescriptions.csv` e `documents.csv` li aprono il case manager e chi controlla i documenti del bando.
- `relations.csv` lo scrive chi segue la persona; l'azienda non lo vede mai.
- `host_checks.csv`, `quotas.csv`, `conventions.csv`, `tutors.csv` e `placements.csv` li scrivono gli scouter e
  l'amministrazione. Parlano solo delle aziende: nessuna riga dice chi è in tirocinio, né a quale categoria appartiene.
- `accommodations.csv` e `commitments.csv` li scrive chi segue la persona. All'azienda si dice soltanto quello che
  serve per il lavoro: orari e adattamenti, mai il perché.
- Nelle tutele la persona da evitare è un nome sigillato: «abbina seal» lo fa da un nome, e dal sigillo non si torna al
  nome. Se qualcuno scrive un nome in chiaro, la cartella viene rifiutata e il nome non compare nel messaggio.
- Una carta che finisce non si cancella: si scrive «valido fino al».
""")
_ACCEPTED = {
    "id": marked("1-40 lettere non accentate, cifre, `.` `_` `-`"),
    "ids": marked("codici separati da `;`"),
    "text": marked("testo"),
    "day": marked("data: `31/12/2026` o `2026-12-31`"),
    "yes_no": marked("`sì` o `no`"),
    "whole": marked("numero intero"),
    "decimal": marked("numero, con virgola o punto"),
    "province": marked("sigla di una provincia: `PO`"),
    "municipality": marked("nome del comune, anche con la provincia `Castro (LE)`, o codice ISTAT"),
    "role": marked("una mansione"),
    "roles": marked("mansioni separate da `;`"),
    "division": marked("divisione ATECO 2007, due cifre"),
    "divisions": marked("divisioni ATECO 2007 separate da `;`"),
    "week": marked(
        "giorni e ore: `lun-ven 8:00-14:00; sab 22:00-2:00` (fino al giorno dopo); `sempre`; `mai`; se le settimane si "
        "alternano, `A: lun-ven 8:00-14:00 / B: lun-ven 14:00-20:00` (A dispari, B pari)"
    ),
    "municipalities": marked("comuni separati da `;`, anche con la provincia, o codici ISTAT"),
    "ramp": marked(
        "passi separati da `;`: `2 sett. 4x3; poi 5x5` (settimane, giorni per ore al giorno; `poi` alla fine)"
    ),
    "seal": marked("nome sigillato con «abbina seal»: 64 cifre da 0 a f"),
    "seals": marked("nomi sigillati con «abbina seal», separati da `;`"),
    "area": marked("almeno tre punti separati da `;`: latitudine, uno spazio, longitudine"),
    "limits": marked("voce<=massimo: `AC1<=1; SL2<=0`"),
    "demands": marked("voce=livello: `AC1=2; PO2=3!; FA3=1~`"),
    "features": marked("caratteristica=sì o no: `elevator=no`; quello che non è scritto non si sa"),
    "levels:roles": marked("mansione=livello, separati da `;`"),
    "levels:competences": marked("competenza=livello, separati da `;`"),
    "levels:items": marked("voce=livello, separati da `;`"),
    "cefr": marked("abilità=livello QCER: `ascolto=A2; lettura=A1`; un livello solo vale per tutte e quattro"),
    "list": marked("elenco YAML"),
    "entries": marked("elenco YAML di «nome: valore»"),
}
_VOCABULARIES = {"features": "Access"}


def guide_name() -> str:
    """Name of the file in the language spoken now."""
    return say("COLONNE.md")


def guide() -> str:
    """The whole text, Markdown, in the language spoken now."""
    parts = [say(_INTRO), say(_HOLDERS), *(_table(file) for file in (*FILES, PROGRAMME_FILE)), *_vocabularies()]
    return "\n".join(parts)


def accepted(column: Column) -> str:
    """What the cells of a column may hold."""
    kind, _, vocabulary = column.kind.partition(":")
    if kind in ("code", "codes"):
        link = f"[{vocabulary}](#{vocabulary.lower()})"
        if kind == "code":
            return say("un codice di {vocabulary}", vocabulary=link)
        return say("un codice di {vocabulary}, anche più di uno separati da `;`", vocabulary=link)
    said = say(_ACCEPTED[column.kind])
    lowest, highest = _range(column)
    if lowest is not None and highest is not None:
        said += say(", da {lowest} a {highest}", lowest=number(lowest), highest=number(highest))
    return said


@cache
def _schema(record: str) -> dict[str, Any]:
    properties: dict[str, Any] = model(record).model_json_schema()["properties"]
    return properties


def _range(column: Column) -> tuple[float | None, float | None]:
    schema = _schema(column.record)[column.field]
    choices = [schema, *schema.get("anyOf", [])]
    least = ("minimum", "exclusiveMinimum")
    lowest = next((choice[name] for choice in choices for name in least if name in choice), None)
    return lowest, next((choice["maximum"] for choice in choices if "maximum" in choice), None)


def _table(file: str) -> str:
    lines = [
        f"## {file}",
        "",
        say("| colonna | in inglese | obbligatoria | che cosa dice | valori ammessi | esempio | se manca |"),
        "|---|---|---|---|---|---|---|",
    ]
    for column in columns_of(file):
        must = say("sì") if column.required else say("no")
        if column.record == "sites" and column.required:
            must = say("per ogni sede")
        cells = (
            column.name_told,
            column.en if spoken() == "it" else column.it,
            must,
            column.meaning_told,
            accepted(column),
            f"`{column.example_told}`",
            column.missing_told or "—",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _vocabularies() -> Iterator[str]:
    names = dict.fromkeys(
        column.kind.partition(":")[2] or _VOCABULARIES.get(column.kind, "")
        for file in (*FILES, PROGRAMME_FILE)
        for column in columns_of(file)
        if column.kind.startswith("code") or column.kind in _VOCABULARIES
    )
    yield say("# Gli elenchi") + "\n"
    for name in names:
        vocabulary: type[Code] = getattr(codes, name)
        yield _listing(name, ((member.value, member.label) for member in vocabulary))
    known = catalogue()
    yield _listing(say("Mansioni"), ((role.key, role.label) for role in known.roles.values()))
    yield _listing(
        say("Competenze"), ((skill.key, skill.label) for skill in known.competences.values() if skill.kind != "esco")
    )
    yield _listing(say("Voci del profilo funzionale"), ((item.code, item.label) for item in known.items.values()))
    yield _listing(say("Divisioni ATECO 2007"), ((entry.code, entry.label) for entry in known.divisions.values()))


def _listing(title: str, entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join([f"## {title}", "", *(f"- `{code}` {label}" for code, label in entries), ""])

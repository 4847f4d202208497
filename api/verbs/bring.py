"""`abbina import`: makes a cohort folder from an office's spreadsheets, as a mapping says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data.bundle import Records
from data.call import Programme
from data.errors import AbbinaError
from data.intake.columns import column_of
from data.intake.faults import BadRecords, RowFault
from data.intake.office.bring import bring_books
from data.intake.office.codes_made import KEY_FILE, SECRET_FILE, MadeCodes, read_codes, write_codes
from data.intake.office.drawn import SheetReport
from data.intake.office.skipped_rows import BLANK
from data.intake.programme import read_programme
from data.intake.write import write_folder
from data.language import marked, say, say_n
from data.programmes import programme as shipped
from data.programmes import programme_codes

HELP = {
    "import": marked(
        "Importa i fogli dell'ufficio in una cartella, o dice tutti gli errori insieme; non lascia nulla a metà."
    )
}

_MOST_SHOWN = 20
# What a call asks of everybody.
ADMITTING = ("categories", "in_charge", "employment")


def bring(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=say("Fogli di calcolo: .xlsx, .ods."))],
    mapping: Annotated[
        list[Path], typer.Option(help=say("La mappa scritta da abbina map e corretta; anche più di una."))
    ],
    out: Annotated[Path, typer.Option(help=say("Cartella nuova o vuota."))],
    programme: Annotated[
        str | None,
        typer.Option(help=say("File programme.yaml, o uno di questi: {codes}.", codes=", ".join(programme_codes()))),
    ] = None,
) -> None:
    """Import an office's sheets into a folder, or tell all faults at once; nothing is left half done."""
    console = Console()
    if programme is None:
        expected = say("il file programme.yaml o il codice di un programma, con --programme")
        raise BadRecords([RowFault("--programme", 0, "", "", expected, ", ".join(programme_codes()))])
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise AbbinaError("folder_not_empty", folder=out)
    call = _programme(programme)
    faults: list[RowFault] = []
    keys = out.resolve().parent / KEY_FILE
    codes = read_codes(keys, faults)
    if faults:
        raise BadRecords(faults)
    brought = bring_books(files, mapping, call, codes)
    write_folder(brought.records, out)
    _keep(codes, keys, console)
    for report in brought.reports:
        _tell(report, console)
    people, openings = len(brought.records.candidates), len(brought.records.openings)
    told = say(
        "Scritta la cartella {folder}: {people} persone, {children} figli, {companies} aziende, {openings} tirocini.",
        folder=out,
        people=people,
        children=len(brought.records.children),
        companies=len(brought.records.companies),
        openings=openings,
    )
    console.print(told, markup=False, highlight=False, soft_wrap=True)
    for sentence in _not_admitted(brought.records):
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _not_admitted(records: Records) -> Iterator[str]:
    """How many people lack what every call asks; offices seldom write it, and nobody is admitted without."""
    for field in ADMITTING:
        lacking = sum(getattr(person, field) in (None, ()) for person in records.candidates)
        if lacking:
            yield say_n(
                "{n} persona senza «{field}»: finché manca, l'avviso non la ammette (serve una colonna, o constants).",
                "{n} persone senza «{field}»: finché manca, l'avviso non le ammette (serve una colonna, o constants).",
                lacking,
                field=column_of("candidates", field).name_told,
            )


def _programme(asked: str) -> Programme:
    path = Path(asked)
    if path.suffix not in (".yaml", ".yml") and not path.exists():
        return shipped(asked)
    faults: list[RowFault] = []
    found = read_programme(path, faults)
    if found is None:
        raise BadRecords(faults)
    return found


def _keep(codes: MadeCodes, keys: Path, console: Console) -> None:
    """Write the files of codes where the mapping asks for it: after the folder, so that a failure leaves them alone."""
    if codes.is_kept:
        write_codes(codes, keys)
        told = say(
            "{codes} e {secret} ridanno gli stessi codici il mese prossimo: tienili chiusi, e nello stesso posto.",
            codes=keys,
            secret=SECRET_FILE,
        )
        console.print(told, markup=False, highlight=False, soft_wrap=True)


def _tell(report: SheetReport, console: Console) -> None:
    """Rows read, rows skipped and why, and columns that the mapping does not name."""
    lines = [say_n("{sheet}: {n} riga letta.", "{sheet}: {n} righe lette.", report.entries, sheet=report.sheet)]
    counts = Counter(skipped.why for skipped in report.skipped)
    if counts:
        listed = ", ".join(f"{say(why)} {times}" for why, times in counts.items())
        lines.append("  " + say("Righe saltate: {listed}.", listed=listed))
    spoken = [skipped for skipped in report.skipped if skipped.why != BLANK]
    lines += [
        # What stands there may be somebody's name.
        "  " + say("riga {row}: {why}", row=skipped.row, why=say(skipped.why))
        for skipped in spoken[:_MOST_SHOWN]
    ]
    if len(spoken) > _MOST_SHOWN:
        lines.append("  …")
    if report.unnamed:
        lines.append("  " + say("Colonne che la mappa non nomina: {names}.", names=", ".join(report.unnamed)))
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)

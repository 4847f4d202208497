"""`abbina demo`: the main job on the invented cohort of a programme, imported like any service's files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.page.facts import print_programme
from api.page.summary import print_summary
from api.page.write import write_proposal
from api.verbs.folder import told
from api.verbs.match import propose_with_progress
from data.errors import AbbinaError
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.language import marked, say
from data.programmes import programme as shipped
from data.programmes import programme_codes
from data.synthetic import invent
from data.synthetic_profile import profile

HELP = {
    "demo": marked("Inventa un gruppo di misura reale, lo legge come i file di un servizio, propone gli abbinamenti.")
}

FIRST = "prisma-2019"
# Only a folder that a demonstration made may be made anew: an invented cohort may hold somebody's work all the same.
MARK = ".abbina-demo"


def demo(
    out: Annotated[
        Path | None,
        typer.Option(
            help=say("Dove scrivere la dimostrazione, rifatta da capo; se manca, out/demo o out/demo-PROGRAMMA.")
        ),
    ] = None,
    programme: Annotated[
        str, typer.Option(help=say("Programma: {codes}.", codes=", ".join(programme_codes())))
    ] = FIRST,
    seed: Annotated[int, typer.Option(min=0, help=say("Sceglie un altro gruppo inventato."))] = 0,
) -> None:
    """Invent a programme's cohort at its size, read it like a service's files, and propose."""
    console = Console()
    invented = invent(programme, seed)
    folder = out or Path("out", "demo" if programme == FIRST else f"demo-{programme}")
    cohort = folder / "cohort"
    if folder.exists() and not folder.is_dir():
        raise AbbinaError("already_exists", what=marked("Il file"), key=str(folder))
    if folder.is_dir() and any(folder.iterdir()) and not (cohort / MARK).is_file():
        raise AbbinaError("folder_not_empty", folder=folder)
    if cohort.exists():
        shutil.rmtree(cohort)
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(invented, cohort)
    (cohort / MARK).touch(0o600)
    console.print(
        say("Gruppo inventato in {folder}: {what}", folder=cohort, what=told(cohort)),
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    records = read_folder(cohort)
    proposal = propose_with_progress(records, console)
    files = write_proposal(proposal, folder)
    print_programme(shipped(programme), profile(programme).why, proposal, console)
    print_summary(proposal, console)
    console.print("\n" + say("Da guardare:"), style="bold")
    for file in files:
        console.print(f"  {file}", highlight=False, markup=False, soft_wrap=True)
    if proposal.placed:
        pair = proposal.placed[0]
        command = f".venv/bin/abbina explain {pair.candidate} {pair.opening.id} --cohort {cohort}"
        console.print("\n" + say("Perché una coppia:"), highlight=False, markup=False)
        console.print(f"  {command}", highlight=False, markup=False, soft_wrap=True)

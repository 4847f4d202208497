"""`abbina demo`: the main job on an invented cohort, imported like any service's files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.page.summary import print_summary
from api.page.write import write_proposal
from api.verbs.folder import told
from api.verbs.match import propose_with_progress
from data.errors import AbbinaError
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.synthetic import invent


def demo(
    out: Annotated[Path, typer.Option(help="Dove scrivere la dimostrazione; viene rifatta da capo.")] = Path(
        "out/demo"
    ),
    programme: Annotated[str, typer.Option(help="Programma del gruppo inventato.")] = "prisma-2019",
) -> None:
    """Inventa un gruppo di misura reale, lo legge come i file di un servizio, e propone gli abbinamenti."""
    console = Console()
    cohort = out / "cohort"
    invented = invent(programme)
    if cohort.exists():
        if not _is_invented(cohort):
            raise AbbinaError("folder_not_empty", folder=cohort)
        shutil.rmtree(cohort)
    out.mkdir(parents=True, exist_ok=True)
    write_folder(invented, cohort)
    console.print(f"Gruppo inventato in {cohort}: {told(cohort)}", highlight=False, markup=False, soft_wrap=True)
    proposal = propose_with_progress(read_folder(cohort), console)
    files = write_proposal(proposal, out)
    print_summary(proposal, console)
    pair = proposal.placed[0] if proposal.placed else None
    console.print("\nDa guardare:", style="bold")
    for file in files:
        console.print(f"  {file}", highlight=False, markup=False, soft_wrap=True)
    if pair is not None:
        command = f".venv/bin/abbina explain {pair.candidate} {pair.opening.id} --cohort {cohort}"
        console.print(f"\nPerché una coppia:\n  {command}", highlight=False, markup=False, soft_wrap=True)


def _is_invented(cohort: Path) -> bool:
    """Whether a folder says of itself that it is invented: only then may it be made anew."""
    written = cohort / "programme.yaml"
    return written.is_file() and "\ninvented: true" in written.read_text(encoding="utf-8", errors="replace")

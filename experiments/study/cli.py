"""`abbina study [office | run | prove | rerun | elicit]`: offline studies of weights, and proofs of their methods."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data.errors import AbbinaError
from data.language import marked, say
from experiments.office.invent import OfficeSpec, write_offices
from experiments.parallel import Workers
from experiments.proofs.registry import PROOFS, find_proofs
from experiments.study.bars import bars
from experiments.study.options import StudyOptions
from experiments.study.prove import prove as run_proofs
from experiments.study.rerun import rerun as run_again
from experiments.study.run import run_study
from experiments.study.told_elicited import elicit as run_elicitation

HELP = {
    "study": marked("Studi sui pesi, fatti a parte: imparare dalle decisioni, valutare con onestà, provare i metodi.")
}
# Folder of the public trials that two proofs read; nothing of it belongs to the project.
TRIALS = "ABBINA_TEST_DATA"

study = typer.Typer()

Seed = Annotated[int, typer.Option(min=0, help=say("Stesso seme, stessi numeri, fino all'ultima cifra."))]
Jobs = Annotated[int, typer.Option(min=1, help=say("Quanti processi su questo computer."))]
Scheduler = Annotated[
    str | None, typer.Option(help=say("Indirizzo di uno scheduler di Dask: il lavoro si fa sui suoi computer."))
]
Out = Annotated[Path, typer.Option(help=say("Dove scrivere pagina, tabelle, grafici e JSON."))]


@study.command(help=say("Inventa uffici che decidono, con pesi veri che si conoscono: per provare uno studio."))
def office(
    out: Out = Path("out/offices"),
    offices: Annotated[int, typer.Option(min=1, max=50, help=say("Quanti uffici."))] = 3,
    rounds: Annotated[int, typer.Option(min=1, max=200, help=say("Quante giornate di ognuno."))] = 12,
    candidates: Annotated[int, typer.Option(min=1, max=5000, help=say("Persone di ogni giornata."))] = 60,
    openings: Annotated[int, typer.Option(min=1, max=5000, help=say("Tirocini di ogni giornata."))] = 50,
    programme: Annotated[str, typer.Option(help=say("Programma da cui si inventa."))] = OfficeSpec().programme,
    effect: Annotated[
        float, typer.Option(min=0, help=say("Quanto un buon abbinamento aiuta a finire il tirocinio; 0: per niente."))
    ] = OfficeSpec().effect,
    seed: Seed = 0,
) -> None:
    """Invent offices that decide, with true weights that are known."""
    console = Console()
    spec = OfficeSpec(
        programme=programme,
        offices=offices,
        rounds=rounds,
        candidates=candidates,
        openings=openings,
        effect=effect,
        seed=seed,
    )
    with bars(console) as shown, shown.step(say("Invento gli uffici")) as progress:
        write_offices(spec, out, progress)
    console.print(f"  {out}", markup=False, highlight=False, soft_wrap=True)


@study.command(
    help=say("Uno studio intero: dalla cartella delle decisioni a una pagina e a una versione proposta dei pesi.")
)
def run(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=say("Cartella con rounds/, decisions.jsonl e followups.jsonl; se manca, uffici inventati.")
        ),
    ] = None,
    out: Out = Path("out/study"),
    draws: Annotated[int, typer.Option(min=20, max=100_000, help=say("Quanti sorteggi dove si sorteggia."))] = 200,
    outcome: Annotated[
        str, typer.Option(help=say("Esito che conta: completed, hired_exit, hired_6m, hired_12m."))
    ] = "completed",
    experts: Annotated[
        Path | None, typer.Option(help=say("CSV dei confronti a coppie degli esperti, accanto alle decisioni."))
    ] = None,
    outcome_share: Annotated[
        float,
        typer.Option(help=say("Da 0 a 0,2: valuta anche i pesi di oggi con una parte data al modello degli esiti.")),
    ] = 0.0,
    seed: Seed = 0,
    jobs: Jobs = 1,
    scheduler: Scheduler = None,
) -> None:
    """Run a whole study."""
    console = Console()
    options = StudyOptions(draws=draws, outcome=outcome, experts=experts, seed=seed, outcome_share=outcome_share)
    run_study(folder, out, options, Workers(jobs=jobs, scheduler=scheduler), console)


@study.command(help=say("Misura i metodi degli studi sui numeri pubblicati e in mondi di cui si conosce la verità."))
def prove(
    codes: Annotated[
        list[str] | None,
        typer.Argument(help=say("Quali prove: {codes}; se manca, tutte.", codes=", ".join(p.code for p in PROOFS))),
    ] = None,
    out: Out = Path("out/proofs"),
    worlds: Annotated[
        int | None, typer.Option(min=1, help=say("Quanti mondi simulati; se manca, quanti ne chiede ogni prova."))
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(envvar=TRIALS, help=say("Cartella con le sperimentazioni pubbliche (outcomes/).")),
    ] = None,
    seed: Seed = 0,
    jobs: Jobs = 1,
    scheduler: Scheduler = None,
) -> int:
    """Measure the methods; status 1 if a figure falls outside its bounds."""
    trials = trials_of(data)
    workers = Workers(jobs=jobs, scheduler=scheduler)
    met = run_proofs(find_proofs(codes or ()), out, Console(), seed=seed, worlds=worlds, workers=workers, data=trials)
    return 0 if met else 1


@study.command(help=say("Rifà uno studio dal suo manifesto, e dice se i file sono uguali fino all'ultimo byte."))
def rerun(
    done: Annotated[Path, typer.Argument(help=say("Cartella scritta da «abbina study run»."))],
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=say("Cartella delle decisioni, se non è quella degli uffici inventati; o delle prove pubbliche.")
        ),
    ] = None,
    experts: Annotated[
        Path | None, typer.Option(help=say("CSV dei confronti a coppie, se lo studio ne aveva letto uno."))
    ] = None,
    jobs: Jobs = 1,
    scheduler: Scheduler = None,
) -> int:
    """Run a study again; status 1 if any byte differs."""
    same = run_again(done, trials_of(folder), Workers(jobs=jobs, scheduler=scheduler), Console(), experts)
    return 0 if same else 1


def trials_of(folder: Path | None) -> Path | None:
    """The folder of public trials inside a folder of reference data; the folder itself where there is none."""
    return folder / "outcomes" if folder is not None and (folder / "outcomes").is_dir() else folder


@study.command(help=say("Pesi dai confronti a coppie degli esperti, dove ancora non ci sono decisioni."))
def elicit(
    file: Annotated[Path, typer.Argument(help=say("CSV: expert;criterion;against;ratio."))],
    out: Out = Path("out/elicited"),
) -> None:
    """Weights from pairwise comparisons of experts."""
    if not file.is_file():
        raise AbbinaError("bad_study", why=say("il file {file} non c'è", file=file))
    run_elicitation(file, out, Console())

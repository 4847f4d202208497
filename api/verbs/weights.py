"""`abbina weights`: the weight sets on offer, what changes between two, and a person's act that adopts one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.page.weight_tables import acts_table, print_changes, print_set, print_side_by_side, versions_table
from api.settings import WEIGHTS, Settings
from api.verbs.options import Day, Seed, day_of
from data.errors import AbbinaError
from data.intake.forms import read_records
from data.language import marked, say
from data.lawbook import LawBook
from matching.weight_diff import changes_of
from scoring.adopted import Signed, adopt, faults_of, withdraw
from scoring.register import REGISTER, Act, Register, read_register
from scoring.weights import (
    Weights,
    load_weights,
    parse_weights,
    read_file,
    use_weights_folder,
    weights_folder,
)

HELP = {"weights": marked("Dice le versioni dei pesi, confronta due versioni, e registra chi ne adotta o ritira una.")}


class Action(StrEnum):
    """What can be done with weight sets."""

    LIST = "list"
    SHOW = "show"
    DIFF = "diff"
    ADOPT = "adopt"
    WITHDRAW = "withdraw"
    CHECK = "check"


# What follows an action on the command line.
WORDS = {
    Action.LIST: 0,
    Action.SHOW: 1,
    Action.DIFF: 2,
    Action.ADOPT: 1,
    Action.WITHDRAW: 1,
    Action.CHECK: 0,
}


def weights(
    action: Annotated[
        Action,
        typer.Argument(
            help=say(
                "list: le versioni; show A: una versione; diff A B: due a confronto; adopt FILE: adotta una proposta; "
                "withdraw A: ritira; check: controlla il registro."
            )
        ),
    ] = Action.LIST,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[A] [B]", help=say("Versioni, o file .yaml di una proposta."))
    ] = None,
    cohort: Annotated[
        Path | None, typer.Option("--cohort", help=say("Per diff: cartella o file della coorte su cui confrontare."))
    ] = None,
    on: Day = None,
    seed: Seed = 0,
    name: Annotated[str, typer.Option(help=say("Nome e cognome di chi adotta o ritira."))] = "",
    role: Annotated[str, typer.Option(help=say("Il suo ruolo nel servizio."))] = "",
    reason: Annotated[str, typer.Option(help=say("Perché, in parole che altri possano capire."))] = "",
    to: Annotated[
        Path | None, typer.Option("--to", help=say("Cartella dei pesi del servizio; se manca, {name}.", name=WEIGHTS))
    ] = None,
    without_study: Annotated[
        bool, typer.Option("--without-study", help=say("Adotta anche se nessuno studio garantisce il file."))
    ] = False,
    last: Annotated[
        str, typer.Option(help=say("Per check: l'ultimo sha256 che hai conservato, da ritrovare nel registro."))
    ] = "",
) -> None:
    """Tell of weight sets, compare two, adopt one, withdraw one, or check the register."""
    given = words or []
    if len(given) != WORDS[action]:
        raise typer.BadParameter(
            say("{action} vuole {n} parole dopo di sé", action=action.value, n=WORDS[action]), param_hint="A B"
        )
    console, before = Console(highlight=False), weights_folder()
    use_weights_folder(to or before)
    try:
        if action is Action.LIST:
            _list(console)
        elif action is Action.SHOW:
            _show(given[0], console)
        elif action is Action.DIFF:
            _diff(weights_of(given[0]), weights_of(given[1]), cohort, on, seed, console)
        elif action is Action.CHECK:
            _check(last.strip().lower(), console)
        else:
            signed = Signed(
                name=name, role=role, reason=reason, when=datetime.now().astimezone().replace(microsecond=0)
            )
            _act(action, given[0], signed, without_study, console)
    finally:
        use_weights_folder(before)


def weights_of(word: str) -> Weights:
    """The set of a version, or of a file that ends with .yaml."""
    if word.lower().endswith((".yaml", ".yml")):
        return parse_weights(read_file(Path(word)), Path(word).name)
    return load_weights(word)


def _list(console: Console) -> None:
    register = _register()
    console.print(versions_table(register))
    if weights_folder() is None:
        _say(console, say("Il servizio non ha pesi propri: si dicono con {name}=CARTELLA.", name=WEIGHTS))
    # What the program brings is told also where the register cannot be believed.
    register.demand_whole()


def _show(word: str, console: Console) -> None:
    print_set(weights_of(word), console)
    register = _register()
    if word in register.withdrawn:
        _say(console, say("Ritirata: si legge solo per rifare le proposte di allora."))


def _diff(one: Weights, other: Weights, cohort: Path | None, on: datetime | None, seed: int, console: Console) -> None:
    print_side_by_side(one, other, console)
    if cohort is None:
        _say(console, say("Per sapere chi cambierebbe posto: --cohort CARTELLA."))
        return
    records = read_records(cohort)
    law = LawBook.load().in_force(day_of(records, on))
    with console.status(say("Valuto le coppie")):
        changes = changes_of(records, law, one, other, seed=seed)
    print_changes(changes, one, other, console)


def _act(action: Action, word: str, signed: Signed, without_study: bool, console: Console) -> None:
    folder, wait_s = _folder(), Settings().lock_wait_s
    if action is Action.ADOPT:
        act = adopt(Path(word), folder, signed, without_study=without_study, wait_s=wait_s)
        _say(console, say("Adottata la versione {version} in {folder}.", version=act.version, folder=folder))
        # What the study found of it, and whether it recommends it.
        _say(console, load_weights(act.version).provenance)
        if act.study is None:
            _say(console, say("Nessuno studio la garantisce: il registro lo dice."))
        use = say(
            "Per usarla: «weights: {version}» nel programma, e {setting} prima dei comandi.",
            version=act.version,
            setting=f"{WEIGHTS}={folder.resolve()}",
        )
        _say(console, use)
    else:
        act = withdraw(word, folder, signed, wait_s=wait_s)
        withdrawn = say(
            "Ritirata la versione {version}: non è più tra quelle da scegliere, e si legge ancora per rifare le "
            "proposte di allora.",
            version=act.version,
        )
        _say(console, withdrawn)
    _keep(act.sequence, act, console)


def _check(last: str, console: Console) -> None:
    folder = _folder()
    register, faults = read_register(folder), faults_of(folder)
    if register.acts:
        console.print(acts_table(register))
    known = {act.sha256: act for act in register.acts}
    if last and last not in known:
        gone = say("sha256 {last}: non c'è in nessuna riga. Il registro è stato tagliato o riscritto", last=last)
        faults = (*faults, gone)
    if faults:
        raise AbbinaError("bad_reference", file=REGISTER, why="\n".join(faults))
    if not register.acts:
        _say(console, say("In {folder} nessuno ha ancora adottato una versione.", folder=folder))
        return
    _say(console, say("Il registro è intero, e ogni file è quello adottato."))
    if last:
        _say(console, say("L'sha256 che hai conservato è quello della riga {line}.", line=known[last].sequence))
    _keep(len(register.acts), register.acts[-1], console)


def _keep(line: int, act: Act, console: Console) -> None:
    told = say(
        "Riga {line} del registro, sha256 {sha256}. Conservalo altrove: se qualcuno taglia la fine del registro, solo "
        "così si vede (check --last).",
        line=line,
        sha256=act.sha256,
    )
    _say(console, told)


def _register() -> Register:
    folder = weights_folder()
    return read_register(folder) if folder is not None else Register()


def _folder() -> Path:
    folder = weights_folder()
    if folder is None:
        raise typer.BadParameter(
            say("indica la cartella dei pesi del servizio, qui o con {name}", name=WEIGHTS), param_hint="--to"
        )
    return folder


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, soft_wrap=True)

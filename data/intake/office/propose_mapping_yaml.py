"""A proposed mapping as a file that a person reads, corrects and keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby, takewhile

from data.fields import plain
from data.intake.office.mapping import VERSION
from data.intake.office.propose_mapping import NAMES, PREFIXES, Guess, Proposal, propose_for, reason_told
from data.intake.office.workbook import Grid
from data.language import marked, say

_BARE = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9_ ()/.°]*")
_ABOUT = marked(
    "Come leggere i fogli dell'ufficio: correggi questo file e poi usa abbina import.\n"
    "file e sheet: il nome del file e del foglio; * sta per qualunque testo, come in «Utenti *.xlsx».\n"
    "column: intestazione della colonna (o etichetta della scheda) come sta nel foglio.\n"
    "values: che cosa c'è scritto e che cosa vuol dire; «?» vuol dire che non si sa.\n"
    "constants: ciò che vale per tutte le righe. left_out: colonne che non entrano, e perché.\n"
    "Ciò che non è scritto in una cella resta non noto: non diventa mai un no."
)
_LEVEL = marked("level: quanto conta ciò che è scritto senza un numero")
_KEEP = marked("yes: i codici restano in codici.csv, chiuso agli altri, e il mese prossimo sono gli stessi")
_FILL = marked("scrivi che cosa vuol dire, o ? se non si sa")
_CONSTANT = marked("nessuna colonna trovata: scrivi il valore che vale per tutti, o una colonna in fields")


def propose_map(books: Mapping[str, list[Grid]]) -> list[Proposal]:
    """What the sheets of some workbooks seem to hold, in their order; sheets that a person hides are left alone.

    Sheets of one workbook with the same labels, as one card a sheet, are proposed together under a name with `*`.
    """
    proposals: list[Proposal] = []
    for file, grids in books.items():
        shown = [grid for grid in grids if not grid.hidden]
        drafts = [proposal for grid in shown for proposal in propose_for(file, grid)]
        for _, same in groupby(drafts, key=_shape):
            alike = list(same)
            sheets = {proposal.sheet for proposal in alike}
            prefix = _beginning(min(sheets), max(sheets))
            others = {grid.name for grid in shown} - sheets
            if len(sheets) > 1 and not any(name.startswith(prefix) for name in others):
                alike[0].sheet = f"{prefix}*"
                _join(alike)
                alike = alike[:1]
            proposals.extend(alike)
    return proposals


def _beginning(first: str, last: str) -> str:
    """What two names, and all between them in the alphabet, begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in same)


def _shape(proposal: Proposal) -> tuple[object, ...]:
    return proposal.table, proposal.found.layout, tuple(map(plain, proposal.found.block.names))


def _join(alike: list[Proposal]) -> None:
    for other in alike[1:]:
        for guess in other.fields:
            mine = next((own for own in alike[0].fields if own.column == guess.column), None)
            if mine is None:
                alike[0].fields.append(guess)
            else:
                mine.missing = list(dict.fromkeys([*mine.missing, *guess.missing]))


def mapping_text(proposals: list[Proposal]) -> str:
    """The YAML of a proposed mapping, with comments for who corrects it."""
    lines = [f"# {line}" for line in say(_ABOUT).split("\n")]
    lines += [f'version: "{VERSION}"', "sheets:"]
    for proposal in proposals:
        lines += _sheet(proposal)
    return "\n".join([*lines, ""])


def _sheet(proposal: Proposal) -> list[str]:
    found = proposal.found
    lines = [
        f"- sheet: {_quoted(proposal.sheet)}",
        f"  file: {_quoted(proposal.file)}",
        f"  table: {proposal.table}  # {say(NAMES[proposal.table])}",
        f"  layout: {found.layout}",
    ]
    if found.layout == "rows":
        last = f"-{found.start + found.depth}" if found.depth > 1 else ""
        lines.append(f'  header: "{found.start + 1}{last}"')
    elif found.card_starts:
        lines.append(f"  card_starts: {_quoted(found.card_starts)}")
    if proposal.code_from is not None:
        listed = ", ".join(_quoted(name) for name in proposal.code_from)
        lines += ["  make_code:", f"    prefix: {PREFIXES[proposal.table]}"]
        if proposal.code_from:
            lines += [f"    from: [{listed}]", f"    keep: no  # {say(_KEEP)}"]
    lines.append("  fields:")
    for guess in proposal.fields:
        lines += _field(guess, "    ")
    lacking = proposal.lacking()
    if lacking:
        lines += [f"  # {say(_CONSTANT)}", "  constants:"]
        lines += [f"    {_quoted(column.name_told)}:" for column in lacking]
    if proposal.children:
        lines.append("  children:")
        for number in sorted(proposal.children):
            child = [line for guess in proposal.children[number] for line in _field(guess, "    ")]
            lines += [f"  - {child[0].strip()}", *child[1:]] if child else []
    if proposal.left_out:
        lines.append("  left_out:")
        lines += [f"    {_quoted(name)}: {_quoted(reason_told(reason))}" for name, reason in proposal.left_out.items()]
    return lines


def _field(guess: Guess, indent: str) -> list[str]:
    name = _quoted(guess.column.name_told)
    if guess.flags:
        ticks = ", ".join(f"{_quoted(header)}: {code}" for header, code in guess.flags.items())
        return [f"{indent}{name}: {{flags: {{{ticks}}}}}"]
    head = f"column: {_quoted(guess.headers[0])}, read: {guess.read}"
    if guess.column.kind.startswith("levels"):
        head += ", level: 2"
    told = f"  # {say(_LEVEL)}" if "level:" in head else ""
    if not guess.missing:
        return [f"{indent}{name}: {{{head}}}{told}"]
    return [
        f"{indent}{name}:",
        *(f"{indent}  {part}" for part in head.split(", ")),
        f"{indent}  values:  # {say(_FILL)}",
        *(f"{indent}    {_quoted(value)}:" for value in guess.missing),
    ]


def _quoted(text: str) -> str:
    """A scalar of YAML; quoted wherever a mark in it could mean something else."""
    if _BARE.fullmatch(text) and text == text.strip() and text.lower() != "null":
        return text
    marked_up = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in marked_up) + '"'

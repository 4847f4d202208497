"""A proposed mapping as a file that a person reads, corrects and keeps."""

from __future__ import annotations

import re

from data.intake.office.mapping import VERSION
from data.intake.office.propose_mapping import NAMES, PREFIXES, Guess, Proposal, reason_told
from data.intake.office.propose_mapping_sheets import propose_map as propose_map
from data.language import marked, say, say_n

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
_FILL_SELF = marked("aggiungi una riga «ciò che sta scritto: che cosa vuol dire» per ognuno, o correggi il foglio")
_ADMIT = marked("senza questi dati nessuno è ammesso; se un valore vale per tutti, togli # e correggilo")
# So many rows or sheets are told one by one.
_MOST_PLACES = 20
_CONSTANT = marked("nessuna colonna trovata: scrivi il valore che vale per tutti, o una colonna in fields")


def to_read(guess: Guess, proposal: Proposal) -> str:
    """Where values stand that are not shown, for people; empty if there are none."""
    n = len(guess.odd.rows)
    where = ", ".join(map(str, guess.odd.rows[:_MOST_PLACES])) + (" …" if n > _MOST_PLACES else "")
    if not n:
        return ""
    if proposal.alike:
        return say_n("{n} valore da leggere: foglio {sheets}", "{n} valori da leggere: fogli {sheets}", n, sheets=where)
    return say_n("{n} valore da leggere: riga {rows}", "{n} valori da leggere: righe {rows}", n, rows=where)


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
        lines += _field(guess, "    ", proposal)
    lines += _constants(proposal)
    if proposal.children:
        lines.append("  children:")
        for number in sorted(proposal.children):
            child = [line for guess in proposal.children[number] for line in _field(guess, "    ", proposal)]
            lines += [f"  - {child[0].strip()}", *child[1:]] if child else []
    if proposal.left_out:
        lines.append("  left_out:")
        lines += [f"    {_quoted(name)}: {_quoted(reason_told(reason))}" for name, reason in proposal.left_out.items()]
    return lines


def _constants(proposal: Proposal) -> list[str]:
    """What a person may have to say for all rows; as a comment where nobody must."""
    lacking, unsaid = proposal.lacking(), proposal.unsaid()
    lines = [f"  # {say(_CONSTANT)}", "  constants:"] if lacking else []
    lines += [f"    {_quoted(column.name_told)}:" for column in lacking]
    if unsaid:
        lines.append(f"    # {say(_ADMIT)}" if lacking else f"  # constants:  # {say(_ADMIT)}")
        mark = "    # " if lacking else "  #   "
        lines += [f"{mark}{_quoted(column.name_told)}: {_quoted(column.example)}" for column in unsaid]
    return lines


def _field(guess: Guess, indent: str, proposal: Proposal) -> list[str]:
    name = _quoted(guess.column.name_told)
    if guess.flags:
        ticks = ", ".join(f"{_quoted(header)}: {code}" for header, code in guess.flags.items())
        return [f"{indent}{name}: {{flags: {{{ticks}}}}}"]
    head = f"column: {_quoted(guess.headers[0])}, read: {guess.read}"
    if guess.column.kind.startswith("levels"):
        head += ", level: 2"
    told = f"  # {say(_LEVEL)}" if "level:" in head else ""
    unread = to_read(guess, proposal)
    if not guess.missing and not unread:
        return [f"{indent}{name}: {{{head}}}{told}"]
    return [
        f"{indent}{name}:",
        *(f"{indent}  {part}" for part in head.split(", ")),
        f"{indent}  values:  # {say(_FILL)}",
        *(f"{indent}    {_quoted(value)}:" for value in guess.missing),
        *([f"{indent}    # {unread}; {say(_FILL_SELF)}"] if unread else []),
    ]


def _quoted(text: str) -> str:
    """A scalar of YAML; quoted wherever a mark in it could mean something else."""
    if _BARE.fullmatch(text) and text == text.strip() and text.lower() != "null":
        return text
    marked_up = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in marked_up) + '"'

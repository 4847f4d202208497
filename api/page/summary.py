"""What the terminal says: a summary that a social worker understands, and one pair explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from api.page.limits import binding_first, gain_told, proof_line
from data.codes import Viewer
from data.language import marked, say, say_n
from matching.bands import band_of, told
from matching.proposal import GroupSaid, PairExplanation, Proposal, Summary
from scoring.rule import as_day

BAR = 20
STOPPERS = 5
# Columns of the labels of parts, where none is longer.
NARROWEST = 11
# For who reads some of the parts only.
SHOWN_SUM = marked("Somma delle parti mostrate")


def headline(told: Summary) -> str:
    """The answer in one line."""
    return say_n(
        "{n} persona su {candidates} ha una proposta",
        "{n} persone su {candidates} hanno una proposta",
        told.placed,
        candidates=told.candidates,
    )


def how_many(told: Summary) -> str:
    """How many proposals there are of each state; empty for who reads none."""
    if told.solid is None:
        return ""
    return say(
        "{solid} solide, {open} aperte, {needs_opinion} per cui serve il tuo parere.",
        solid=told.solid,
        open=told.open,
        needs_opinion=told.needs_opinion,
    )


def print_summary(proposal: Proposal, console: Console) -> None:
    """The figures first, then what stops people, then what to do next."""
    told = proposal.summary
    when = say("proposta del {day}", day=as_day(proposal.made.on.toordinal()))
    console.print()
    console.print(f"{proposal.title} · {when}", style="bold", highlight=False, markup=False)
    if proposal.invented:
        console.print(say("Dati inventati: nessuna persona e nessuna azienda è reale."), style="italic", markup=False)
    states = how_many(told)
    console.print(f"\n{headline(told)}{': ' if states else '.'}{states}", highlight=False)
    left = say_n("{n} resta senza posto.", "{n} restano senza posto.", told.unplaced)
    seats = say(
        "Posti proposti: {filled} su {seats}, in {openings} tirocini.",
        filled=told.filled,
        seats=told.seats,
        openings=told.openings,
    )
    console.print(f"{left} {seats}", highlight=False)
    console.print(proof_line(proposal.proof), highlight=False)
    if proposal.groups:
        console.print(groups_told(proposal.groups), highlight=False, markup=False, soft_wrap=True)
    _print_limits(proposal, console)
    _print_stoppers(proposal, console)
    decides = say("Decide una persona: nulla è accettato finché qualcuno non lo decide.")
    console.print(f"\n{decides}\n", highlight=False)


def groups_told(groups: Sequence[GroupSaid]) -> str:
    """The target groups that must all be there, each with whether it is, in one line; empty where there are none."""
    told = "; ".join(f"{group.label}: {say('presente') if group.present else say('manca')}" for group in groups)
    return say("Gruppi che devono esserci tutti: {groups}.", groups=told) if told else ""


def _print_limits(proposal: Proposal, console: Console) -> None:
    """The limits that keep a better proposal from being made; nothing where none does."""
    binding = binding_first(proposal.limits)
    if not binding:
        return
    console.print("\n" + say("Limiti che fermano una proposta migliore"), style="italic")
    for said in binding[:STOPPERS]:
        console.print(f"  {said.sentence} {gain_told(said)}".rstrip(), highlight=False, markup=False, soft_wrap=True)
    more = len(binding) - STOPPERS
    if more > 0:
        console.print(f"  {say_n('e {n} altro', 'e {n} altri', more)}", highlight=False)


def _print_stoppers(proposal: Proposal, console: Console) -> None:
    people: Counter[str] = Counter()
    for person in proposal.unplaced:
        if person.stopped_by:
            people[person.stopped_by[0]] += 1
        elif person.contested:
            people[say("Posti proposti ad altre persone")] += 1
        else:
            people.update(row.title for row in person.refusals[:1])
    if not people:
        return
    heading = say("Che cosa ferma chi resta senza posto")
    table = Table(title=heading, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column(say("Ostacolo principale"))
    table.add_column(say("Persone"), justify="right")
    # Who reads bands could add up exact counts here.
    exactly = proposal.made.viewer == Viewer.CASE_MANAGER.value
    for title, count in people.most_common(STOPPERS):
        table.add_row(title, told(count) if exactly else told(None, band_of(count)))
    console.print()
    console.print(table)


def print_explanation(pair: PairExplanation, console: Console) -> None:
    """One pair: the answer first, then reasons, then what would have to change."""
    opening = pair.opening
    console.print(
        f"{pair.candidate} → {opening.id} {opening.role}, {opening.company} ({opening.place}), {opening.shifts}",
        style="bold",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    console.print(f"\n{verdict(pair)}\n", highlight=False, markup=False)
    for refusal in pair.refusals:
        console.print(f"  ✗ {refusal.sentence}", highlight=False, markup=False, soft_wrap=True)
        if refusal.change:
            change = say("{change} (chi: {who})", change=refusal.change, who=refusal.who)
            console.print(f"    → {change}", highlight=False, markup=False, soft_wrap=True)
        for way in refusal.other:
            other = say("oppure: {change} (chi: {who})", change=way.change, who=way.who)
            console.print(f"      {other}", highlight=False, markup=False, soft_wrap=True)
    for warning in pair.warnings:
        console.print(f"  ! {warning.sentence}", highlight=False, markup=False, soft_wrap=True)
    if pair.parts:
        _print_parts(pair, console)


def verdict(pair: PairExplanation) -> str:
    """The answer in one sentence."""
    if not pair.allowed:
        return say("Non compatibile ora. Ecco perché, e che cosa dovrebbe cambiare:")
    if pair.below_floor is None:
        # A scout reads some rules only: the answer of the others is not theirs to tell.
        return say(
            "Nulla di ciò che si può leggere qui lo esclude: prima di parlarne con l'azienda, chiedi al servizio."
        )
    if pair.below_floor:
        return say("Possibile, ma troppo lontano da ciò che la persona sa fare e desidera: non viene proposto.")
    return say("Possibile.")


def _print_parts(pair: PairExplanation, console: Console) -> None:
    console.print("\n" + say("Le parti del punteggio (peso × voto = parte)"), style="bold")
    wide = max(NARROWEST, *(len(part.label) for part in pair.parts))
    for part in pair.parts:
        full = round(part.grade * BAR)
        bar = "█" * full + "░" * (BAR - full) if part.known else "?" * BAR
        sum_of = f"{part.weight_micro / 1e6:.2f} × {part.grade:.3f} = {part.micro / 1e6:.6f}"
        console.print(f"  {part.label:<{wide}} {bar}  {sum_of}", highlight=False, markup=False)
        said = part.sentence
        if not part.known:
            said += " " + say("(dato mancante: conta un valore neutro)")
        console.print(Padding(said, (0, 0, 0, wide + 3)), style="dim", highlight=False, markup=False)
    total = f"{pair.score_micro / 1e6:.6f}"
    if pair.floor_micro is None:
        # Part of the score only: beside the floor it would read as a verdict.
        line = f"{say(SHOWN_SUM)} {total}"
    else:
        floor = say("(si propone da {floor} in su)", floor=f"{pair.floor_micro / 1e6:.2f}")
        line = f"{say('Somma'):<{wide}} {total} {floor}"
    console.print(f"  {line}", highlight=False, markup=False)

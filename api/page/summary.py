"""What the terminal says: a summary that a social worker understands, and one pair explained."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from matching.proposal import PairExplanation, Proposal, Summary

BAR = 20
STOPPERS = 5


def headline(told: Summary) -> str:
    """The answer in one line."""
    one = told.placed == 1
    return (
        f"{told.placed} {'persona' if one else 'persone'} su {told.candidates} {'ha' if one else 'hanno'} una proposta"
    )


def print_summary(proposal: Proposal, console: Console) -> None:
    """The figures first, then what stops people, then what to do next."""
    told, made = proposal.summary, proposal.made
    console.print()
    console.print(f"{proposal.title} · proposta del {made.on:%d/%m/%Y}", style="bold", highlight=False, markup=False)
    if proposal.invented:
        console.print("Dati inventati: nessuna persona e nessuna azienda è reale.", style="italic", markup=False)
    console.print(
        f"\n{headline(told)}: {told.solid} solide, {told.open} aperte, "
        f"{told.needs_opinion} per cui serve il tuo parere.",
        highlight=False,
    )
    left = "1 resta" if told.unplaced == 1 else f"{told.unplaced} restano"
    seats = f"Posti proposti: {told.filled} su {told.seats}, in {told.openings} tirocini."
    console.print(f"{left} senza posto. {seats}", highlight=False)
    console.print("Nessuna proposta migliore esiste con questi dati: è dimostrato, e ricontrollato.", highlight=False)
    _print_stoppers(proposal, console)
    console.print("\nDecide una persona: nulla è accettato finché qualcuno non lo decide.\n", highlight=False)


def _print_stoppers(proposal: Proposal, console: Console) -> None:
    people: Counter[str] = Counter()
    for person in proposal.unplaced:
        if person.allowed > person.below_floor:
            people["Posti proposti ad altre persone"] += 1
        else:
            people.update(row.title for row in person.refusals[:1])
    if not people:
        return
    table = Table(title="Che cosa ferma chi resta senza posto", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("Ostacolo principale")
    table.add_column("Persone", justify="right")
    for title, count in people.most_common(STOPPERS):
        table.add_row(title, str(count))
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
            console.print(f"    → {refusal.change} (chi: {refusal.who})", highlight=False, markup=False, soft_wrap=True)
    for warning in pair.warnings:
        console.print(f"  ! {warning.sentence}", highlight=False, markup=False, soft_wrap=True)
    if pair.parts:
        _print_parts(pair, console)


def verdict(pair: PairExplanation) -> str:
    """The answer in one sentence."""
    if not pair.allowed:
        return "Non compatibile ora. Ecco perché, e che cosa dovrebbe cambiare:"
    if pair.below_floor:
        return "Possibile, ma troppo lontano da ciò che la persona sa fare e desidera: non viene proposto."
    return "Possibile."


def _print_parts(pair: PairExplanation, console: Console) -> None:
    console.print("\nLe parti del punteggio (peso × voto = parte)", style="bold")
    for part in pair.parts:
        full = round(part.grade * BAR)
        bar = "█" * full + "░" * (BAR - full) if part.known else "?" * BAR
        sum_of = f"{part.weight_micro / 1e6:.2f} × {part.grade:.3f} = {part.micro / 1e6:.6f}"
        console.print(f"  {part.label:<11} {bar}  {sum_of}", highlight=False, markup=False)
        said = part.sentence + ("" if part.known else " (dato mancante: conta un valore neutro)")
        console.print(Padding(said, (0, 0, 0, 14)), style="dim", highlight=False, markup=False)
    total = f"  {'Somma':<11} {pair.score_micro / 1e6:.6f} (si propone da {pair.floor_micro / 1e6:.2f} in su)"
    console.print(total, highlight=False, markup=False)

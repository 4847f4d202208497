"""What `abbina weights` prints: sets on offer, one set, two side by side, and who changes seat between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.errors import AbbinaError
from data.language import number, say, say_n
from matching.weight_diff import Mask, SeatChanges
from scoring.register import Act, Register
from scoring.rule import as_day
from scoring.weights import GRID, Weights, load_weights, shipped_versions

SHARE_DIGITS = 3


def versions_table(register: Register) -> Table:
    """Every version, with who adopted or withdrew it."""
    table = _table(say("Versioni dei pesi"), say("versione"), say("titolo"), say("criteri"), say("stato"))
    for version in shipped_versions():
        weights = load_weights(version)
        table.add_row(version, escape(weights.title), str(len(weights.criteria)), say("fornita con il programma"))
    for version, act in register.adopted.items():
        state = _adopted(act)
        if version in register.withdrawn:
            state = _withdrawn(register.withdrawn[version])
        try:
            weights = load_weights(version)
            title, count = weights.title, str(len(weights.criteria))
        except AbbinaError as error:
            title, count, state = "", "", say("non si può usare: {why}", why=error.text())
        table.add_row(version, escape(title), count, escape(state))
    return table


def acts_table(register: Register) -> Table:
    """Every line of a register."""
    table = _table(say("Registro"), say("riga"), say("atto"), say("versione"), say("motivo"), "sha256")
    for act in register.acts:
        told = _withdrawn(act) if register.withdrawn.get(act.version) is act else _adopted(act)
        table.add_row(str(act.sequence), escape(told), act.version, escape(act.reason), act.sha256)
    return table


def print_set(weights: Weights, console: Console) -> None:
    """Print one set whole: where it comes from, shares, neutral grades, settings, floor."""
    console.print(say("{version}: {title}", version=weights.version, title=weights.title), style="bold", markup=False)
    console.print(weights.provenance, markup=False, soft_wrap=True)
    table = _table("", say("criterio"), say("peso"), say("dove manca il dato"), say("altri numeri"))
    for criterion in weights.criteria:
        code = criterion.code
        numbers = "; ".join(f"{name} {number(value)}" for name, value in weights.settings[code].items())
        share = number(weights.shares[code] / GRID, SHARE_DIGITS)
        table.add_row(_label(criterion.label, code), share, number(weights.neutral[code]), escape(numbers))
    console.print(table)
    console.print(say("Soglia sotto cui nessuna coppia è proposta: {floor}.", floor=number(weights.floor, 2)))
    console.print(f"sha256 {weights.digest}", soft_wrap=True)


def print_side_by_side(one: Weights, other: Weights, console: Console) -> None:
    """Print the shares of two sets, then every other number of what both count in which they differ."""
    table = _table(say("Pesi"), say("criterio"), one.version, other.version, say("differenza"))
    labels = {known.code: known.label for known in (*one.criteria, *other.criteria)}
    for code, label in labels.items():
        first, second = (weights.shares.get(code, 0) / GRID for weights in (one, other))
        table.add_row(
            _label(label, code),
            number(first, SHARE_DIGITS),
            number(second, SHARE_DIGITS),
            _signed(second - first, SHARE_DIGITS),
        )
    console.print(table)
    # The numbers of a criterion that only one of them counts are no difference worth reading.
    both = [code for code in one.shares if code in other.shares]
    numbers = [(name, value, _numbers(other, both)[name]) for name, value in _numbers(one, both).items()]
    differ = [(name, first, second) for name, first, second in numbers if first != second]
    if not differ:
        console.print(say("Tutti gli altri numeri sono uguali."))
        return
    table = _table(say("Altri numeri diversi"), say("numero"), one.version, other.version)
    for name, first, second in differ:
        table.add_row(escape(name), number(first), number(second))
    console.print(table)


def print_changes(changes: SeatChanges, one: Weights, other: Weights, console: Console) -> None:
    """Print who changes seat, and one by one for whom it is worse."""
    title = say("Con {other} al posto di {one}", other=other.version, one=one.version)
    table = _table(title, say("che cosa succede"), say("persone"))
    for told, who in (
        (say("stesso tirocinio"), changes.kept),
        (say("altro tirocinio"), changes.moved),
        (say("un posto che prima non c'era"), changes.gained),
        (say("perde il posto"), changes.lost),
        (say("senza posto con tutti e due"), changes.without),
    ):
        table.add_row(told, str(int(who.sum())))
    console.print(table)
    mean = changes.mean_change()
    if mean is not None:
        console.print(
            say(
                "Punteggio di chi ha un posto in tutti e due i casi, in media: {now} misurato con {one}, {then} "
                "misurato con {other}.",
                now=_signed(mean[0], 4),
                one=one.version,
                then=_signed(mean[1], 4),
                other=other.version,
            ),
            markup=False,
            soft_wrap=True,
        )
    if changes.limits_active:
        console.print(
            say(
                "Qui contano i limiti di tutto il programma: tra soluzioni ugualmente buone qualche cambio può non "
                "dipendere dai pesi."
            ),
            soft_wrap=True,
        )
    against = changes.lost | changes.worse
    if not against.any():
        console.print(say("Per nessuna persona il cambio è un peggioramento certo."), style="bold")
        return
    told_count = say_n(
        "Per {n} persona il cambio è un peggioramento: va riguardato prima di adottare.",
        "Per {n} persone il cambio è un peggioramento: vanno riguardate una per una prima di adottare.",
        int(against.sum()),
    )
    console.print(told_count, style="bold", soft_wrap=True)
    for line in against_lines(changes, against):
        console.print(f"  {line}", markup=False, soft_wrap=True)


def against_lines(changes: SeatChanges, against: Mask) -> Iterable[str]:
    """One line a person: the code, the opening of now, and what comes in its place."""
    for i in against.nonzero()[0].tolist():
        person, now = changes.candidate_ids[i], changes.opening_ids[changes.before[i]]
        if changes.after[i] < 0:
            yield say("{person}: da {opening} a nessun posto", person=person, opening=now)
        else:
            then = changes.opening_ids[changes.after[i]]
            yield say("{person}: da {opening} a {other}, meno adatto", person=person, opening=now, other=then)


def _adopted(act: Act) -> str:
    return say("adottata il {day} da {name}, {role}", day=_day(act), name=act.name, role=act.role)


def _withdrawn(act: Act) -> str:
    return say(
        "ritirata il {day} da {name}, {role}: si legge solo per rifare le proposte di allora",
        day=_day(act),
        name=act.name,
        role=act.role,
    )


def _day(act: Act) -> str:
    return as_day(date(act.when.year, act.when.month, act.when.day).toordinal())


def _numbers(weights: Weights, codes: Iterable[str]) -> dict[str, float]:
    """The floor, and every number but the share of some criteria, by name."""
    found = {say("soglia"): weights.floor}
    for code in codes:
        found[say("{code} (dato mancante)", code=code)] = weights.neutral[code]
        found |= {f"{code}.{name}": value for name, value in weights.settings[code].items()}
    return found


def _signed(value: float, digits: int) -> str:
    told = number(abs(value), digits)
    # No sign for what is told as zero.
    return told if not round(abs(value), digits) else f"{'+' if value > 0 else '−'}{told}"


def _label(label: str, code: str) -> str:
    return f"{escape(say(label))} [dim]{code}[/dim]"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=escape(title) or None, title_justify="left", title_style="bold")
    for name in columns:
        table.add_column(escape(name), overflow="fold")
    return table

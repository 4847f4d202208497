"""The law book as people read it: every parameter by act, on a day, with what a jurist has still to check."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from api.page.law import KEY, how_read
from api.page.law_values import told_value
from api.page.law_words import ACTS
from api.page.render import day
from api.page.template import style, template
from data.errors import NotFound
from data.intake.cells import shielded
from data.language import marked, say, spoken
from data.lawbook import Law
from data.lawfile import Dated, Parameter
from data.naming import near_keys
from scoring.rule import as_day

# A longer text is folded to a few words where another day's value is told.
SHORT = 200
HEADER = (
    marked("norma"), marked("chiave"), marked("atto"), marked("in_vigore"), marked("valore"), marked("dal"),
    marked("al"), marked("fonte"), marked("da_verificare"), marked("controllata_il"), marked("note"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One parameter in the language in which it was made.

    Parameters
    ----------
    key, title : of the parameter
    lines : its value on the day, empty where none is in force
    since, until : days of that value; `until` empty while no end is known
    others : its values on other days, each with its days
    sources : references as they are written, in Italian, each with how well it was read
    verify : a jurist has still to confirm it
    checked : day of the last check
    note : in Italian, with titles in the place of keys
    """

    key: str
    title: str
    lines: tuple[str, ...]
    since: str
    until: str
    others: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    verify: bool
    checked: str
    note: str

    @property
    def in_force(self) -> bool:
        """Whether it has a value on the day."""
        return bool(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The parameters of an act, those in force before the others."""

    code: str
    title: str
    entries: tuple[Entry, ...]

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """Those with a value on the day."""
        return tuple(entry for entry in self.entries if entry.in_force)

    @property
    def to_verify(self) -> tuple[Entry, ...]:
        """Those in force that a jurist has still to confirm."""
        return tuple(entry for entry in self.in_force if entry.verify)


def acts_of(law: Law, prefix: str = "", only_to_verify: bool = False) -> tuple[Act, ...]:
    """The acts with their parameters, in the language spoken now.

    Parameters
    ----------
    law : the day
    prefix : of the keys that are wanted, for instance `caps` or `caps.bands`
    only_to_verify : leave out what a jurist has confirmed

    Raises
    ------
    NotFound
        No key begins so.
    """
    keys = [key for key in law.parameters if key.startswith(prefix)]
    if not keys:
        known = {*law.parameters, *(key.partition(".")[0] for key in law.parameters)}
        raise NotFound(marked("Parametro"), prefix, near=near_keys(prefix, sorted(known)))
    entries = [entry(law, law.parameters[key]) for key in keys]
    codes = [*ACTS, *sorted({entry.key.partition(".")[0] for entry in entries} - set(ACTS))]
    acts = (
        Act(
            code=code,
            title=say(ACTS[code]) if code in ACTS else code,
            entries=tuple(
                entry
                for entry in entries
                if entry.key.partition(".")[0] == code and (entry.verify or not only_to_verify)
            ),
        )
        for code in codes
    )
    return tuple(act for act in acts if act.entries)


def entry(law: Law, parameter: Parameter) -> Entry:
    """What is told of a parameter."""
    now = parameter.on(law.on)
    return Entry(
        key=parameter.key,
        title=law.title(parameter.key),
        lines=told_value(parameter.key, now.value, parameter.unit) if now else (),
        since=_day(now.valid_from) if now else "",
        until=_day(now.valid_to) if now and now.valid_to else "",
        others=tuple(_other(parameter, dated) for dated in parameter.values if dated is not now),
        sources=tuple((source.ref, how_read(source)) for source in parameter.source),
        verify=parameter.verify,
        checked=_day(parameter.last_checked),
        note=KEY.sub(
            lambda found: f"«{law.title(found[0])}»" if found[0] in law.parameters else found[0], parameter.note
        ),
    )


def count_to_verify(acts: tuple[Act, ...]) -> tuple[int, int]:
    """How many parameters in force wait for a jurist, and how many are in force."""
    return sum(len(act.to_verify) for act in acts), sum(len(act.in_force) for act in acts)


def render_law(law: Law, acts: tuple[Act, ...]) -> str:
    """The page in the language spoken now; same law and acts, same bytes."""
    waiting, known = count_to_verify(acts)
    return template("law.html", day=day).render(
        language=spoken(),
        law=law,
        acts=acts,
        others=[(act, [entry for entry in act.entries if not entry.in_force]) for act in acts],
        waiting=waiting,
        known=known,
        style=style("proposal.css") + style("rules.css") + style("law.css"),
    )


def law_csv(acts: tuple[Act, ...]) -> str:
    """The same as a sheet for a spreadsheet, one row a parameter."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([say(name) for name in HEADER])
    for act in acts:
        for told in act.entries:
            cells = (
                told.title,
                told.key,
                act.title,
                say("sì") if told.in_force else say("no"),
                "\n".join(told.lines or told.others),
                told.since,
                told.until,
                sources_told(told),
                say("sì") if told.verify else say("no"),
                told.checked,
                told.note,
            )
            writer.writerow([shielded(cell) for cell in cells])
    # The mark makes spreadsheets read the file as UTF-8.
    return "\ufeff" + text.getvalue()


def sources_told(told: Entry) -> str:
    """Its sources in one line, each with how well it was read."""
    return "; ".join(f"{reference} ({how})" if how else reference for reference, how in told.sources)


def _other(parameter: Parameter, dated: Dated) -> str:
    told = "; ".join(told_value(parameter.key, dated.value, parameter.unit))
    told = told if len(told) <= SHORT else say("un'altra tabella")
    since = _day(dated.valid_from)
    if dated.valid_to is None:
        return say("dal {since}: {told}", since=since, told=told)
    return say("dal {since} al {until}: {told}", since=since, until=_day(dated.valid_to), told=told)


def _day(value: date) -> str:
    return as_day(value.toordinal())

"""Names in the place of codes: openings, refusals, bans and children find the companies and people that they name."""

from __future__ import annotations

import re
from difflib import get_close_matches

from data.errors import AbbinaError
from data.fields import plain
from data.intake.columns import Column, column_of
from data.intake.faults import RowFault, shown
from data.intake.office.codes_made import MadeCodes
from data.intake.office.drawn import Drawn, Gathered, Written
from data.language import say
from data.places import places

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def name_to_code(gathered: Gathered, codes: MadeCodes) -> list[RowFault]:
    """Put codes in the place of names, and one row for each place of work.

    Several companies may bear one name: an opening belongs to the one that has a place of work where the opening says;
    who refuses or must avoid the name avoids them all.

    Returns
    -------
    list of RowFault
        Names that no company has, and names that several have.
    """
    faults: list[RowFault] = []
    _places_of_work(gathered)
    by_name = _by_name(gathered)
    sites = _sites(gathered)
    for row in gathered.rows["openings.csv"]:
        _of_opening(row, by_name, sites, gathered, faults)
    parent = column_of("children", "candidate")
    for row in gathered.rows["children.csv"]:
        known = row.cells.get(parent, "")
        row.cells[parent] = codes.known("candidates", known) or known
    for name in ("refused_companies", "banned_companies"):
        column = column_of("candidates", name)
        for row in gathered.rows["candidates.csv"]:
            listed = [part.strip() for part in row.cells.get(column, "").split(";")]
            if any(listed):
                meant = [code for part in listed for code in sorted(by_name.get(plain(part), {part}))]
                row.cells[column] = "; ".join(dict.fromkeys(meant))
    return faults


def _of_opening(
    row: Drawn,
    by_name: dict[str, set[str]],
    sites: dict[str, dict[str, str]],
    gathered: Gathered,
    faults: list[RowFault],
) -> None:
    company, site = column_of("openings", "company"), column_of("openings", "site")
    known, wanted = row.cells.get(company, ""), row.cells.get(site, "")
    asked = [word for word in (plain(wanted), plain(_municipality(wanted))) if word]
    meant = by_name.get(plain(known), set())
    if len(meant) > 1:
        meant = {code for code in meant if any(word in sites.get(code, {}) for word in asked)} or meant
    if known and len(meant) != 1:
        where = row.written.get(company, Written(company.it, row.row, known))
        expected, near = say("il nome o il codice di un'azienda che c'è"), _nearest(known, gathered)
        if meant:
            several = ", ".join(sorted(meant))
            expected, near = (
                say(
                    "un'azienda sola; più aziende con questo nome: {codes}. Scrivi il codice, o il comune",
                    codes=several,
                ),
                "",
            )
        faults.append(RowFault(row.sheet, where.row, where.header, shown(known), expected, near))
        return
    row.cells[company] = next(iter(meant), known)
    here = sites.get(row.cells[company], {})
    if not wanted and len(set(here.values())) == 1:
        row.cells[site] = next(iter(here.values()))
    elif wanted:
        row.cells[site] = next((here[word] for word in asked if here.get(word)), wanted)


def _nearest(known: str, gathered: Gathered) -> str:
    named, code = column_of("companies", "name"), column_of("companies", "id")
    rows = gathered.rows["companies.csv"]
    names = {plain(row.cells.get(named, "")): row.cells.get(named, "") for row in rows}
    asked = {*names, *(plain(row.cells.get(code, "")) for row in rows)}
    return names.get("".join(get_close_matches(plain(known), asked, n=1, cutoff=0.6)), "")


def _by_name(gathered: Gathered) -> dict[str, set[str]]:
    """What a company may be called, its name or its code -> the codes of all that are called so."""
    found: dict[str, set[str]] = {}
    code = column_of("companies", "id")
    for row in gathered.rows["companies.csv"]:
        for column in (code, column_of("companies", "name")):
            if words := plain(row.cells.get(column, "")):
                found.setdefault(words, set()).add(row.cells.get(code, ""))
    return found


def _places_of_work(gathered: Gathered) -> None:
    """Number the places of work of each company where the office has no codes; say each once, each company in full."""
    code, site = column_of("companies", "id"), column_of("sites", "id")
    town = column_of("sites", "municipality")
    first: dict[str, Drawn] = {}
    known: dict[str, dict[tuple[str, str], str]] = {}
    kept: list[Drawn] = []
    for row in gathered.rows["companies.csv"]:
        key = row.cells.get(code, "")
        is_new = key not in first
        whole = first.setdefault(key, row)
        if not is_new:
            # An office writes the company's particulars on the first of its rows, and its name as it comes.
            for column, text in whole.cells.items():
                if column.record == "companies":
                    same = plain(row.cells.get(column, text)) == plain(text)
                    row.cells[column] = text if same else row.cells[column]
        here = known.setdefault(key, {})
        mark = (plain(row.cells.get(site, "")), plain(row.cells.get(town, "")))
        if any(mark) and mark not in here:
            written = row.cells.get(site, "")
            is_code = _CODE.fullmatch(written) is not None and any(letter.isdigit() for letter in written)
            here[mark] = row.cells[site] = written if is_code else f"{key}-{len(here) + 1}"
        elif not is_new:
            # The same company at the same place again, or no place at all: nothing new is said, or only of the company.
            row.cells = _of_company(row)
            if row.cells == _of_company(whole):
                continue
        kept.append(row)
    gathered.rows["companies.csv"] = kept


def _of_company(row: Drawn) -> dict[Column, str]:
    return {column: text for column, text in row.cells.items() if column.record == "companies"}


def _sites(gathered: Gathered) -> dict[str, dict[str, str]]:
    """Company -> what its places of work are called -> their codes; a town with two of them calls neither."""
    code, site = column_of("companies", "id"), column_of("sites", "id")
    found: dict[str, dict[str, str]] = {}
    for row in gathered.rows["companies.csv"]:
        key = row.cells.get(site, "")
        if not key:
            continue
        names = found.setdefault(row.cells.get(code, ""), {})
        names[plain(key)] = key
        written = row.written.get(site)
        if written is not None and written.text:
            names[plain(written.text)] = key
        towns = plain(_municipality(row.cells.get(column_of("sites", "municipality"), "")))
        names[towns] = key if names.get(towns, key) == key else ""
    return found


def _municipality(text: str) -> str:
    try:
        return places().find(text).label
    except AbbinaError:
        return text

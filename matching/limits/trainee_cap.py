"""CAP: how many trainees a site may host at once, by its permanent staff (domain reference 3.3, catalogue H06)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from data.child_cover import birthday
from data.codes import Category, Viewer
from data.host_papers import HostCheck, Placement
from data.language import marked, say, say_n
from data.lawbook import Law
from matching.entries import Ints
from matching.limit import Chosen, Facts, Held, Limit
from matching.overlaps import Resource, place_of, rows_over_time, running_by
from scoring.legal_days import NEVER, number_or
from scoring.legal_relations import WHILE_MINOR

CODE = "CAP"
NEEDS = (
    "caps.bands_it2017",
    "caps.bands_tuscany",
    "caps.bands_used",
    "caps.premium",
    "caps.zero_staff_hosts",
    "caps.curricular_count",
    "categories.legal_of",
    "categories.legal_effects",
)
NAMED = 5
STAFF_UNKNOWN = (
    marked("Non si sa quanti dipendenti a tempo indeterminato ha la sede {codes}: il limite non è stato controllato."),
    marked(
        "Non si sa quanti dipendenti a tempo indeterminato hanno {n} sedi ({codes}): il limite non è stato controllato."
    ),
)
EXEMPT_UNKNOWN = (
    marked("Di un tirocinio in corso non si sa se la legge lo lascia fuori dal limite: è contato."),
    marked("Di {n} tirocini in corso non si sa se la legge li lascia fuori dal limite: sono contati."),
)
BY_STAFF = marked(
    "Sede {site}: la legge limita i tirocinanti presenti insieme, secondo i dipendenti a tempo indeterminato."
)
KIND_UNKNOWN = marked(
    "Sede {site}: senza dipendenti a tempo indeterminato può ospitare solo se è un'azienda di un tipo che la legge"
    " nomina, e non si sa se lo è. Il limite contato è di un tirocinante."
)


def applies(facts: Facts) -> bool:
    """Whether the limit is imposed: by the programme, else by the law of its regime; never where numbers lack."""
    if not facts.knows(*NEEDS):
        return False
    programme = facts.records.programme
    if programme.trainee_cap is not None:
        return programme.trainee_cap
    return facts.knows("caps.applies") and bool(facts.law.table("caps.applies").get(programme.regime.value, False))


def cap_of(check: HostCheck, law: Law) -> int | None:
    """Trainees that a site may host at once; None where its staff is unknown.

    Without permanent staff only the kinds of host that the law names may host; where the kind is unknown the bands
    count, and it is asked.
    """
    staff = check.permanent_staff
    if staff is None:
        return None
    kinds = {str(kind) for kind in law.table("caps.zero_staff_hosts")}
    if staff == 0 and check.host_kind is not None and check.host_kind.value not in kinds:
        return 0
    by_table = {name: _by_bands(law.table(f"caps.bands_{name}"), staff) for name in ("it2017", "tuscany")}
    used = str(law.get("caps.bands_used"))
    return (min(by_table.values()) if used == "stricter" else by_table[used]) + premium(check, law)


def premium(check: HostCheck, law: Law) -> int:
    """Trainees more, where enough of the earlier ones were hired; none where nobody wrote how many."""
    table: dict[str, Any] = law.table("caps.premium")
    few = check.permanent_staff is None or check.permanent_staff < table["from_staff"]
    if few or not check.former_trainees or check.former_hired is None:
        return 0
    share = Fraction(check.former_hired, check.former_trainees)
    return max((int(more) for least, more in table["steps"] if share >= Fraction(str(least))), default=0)


def exempt_categories(facts: Facts) -> frozenset[Category]:
    """Categories of the calls whose legal category does not count in the limit."""
    legal_of, effects = facts.law.table("categories.legal_of"), facts.law.table("categories.legal_effects")
    regime: dict[str, Any] = effects.get(facts.records.programme.regime.value, {})
    free = {legal for legal, effect in regime.items() if effect["cap_exempt"]}
    return frozenset(category for category in Category if free & set(legal_of.get(category.value, ())))


def _counts_from(facts: Facts) -> Ints:
    """Ordinal of the first day from which a person who begins then counts, shape (n_candidates,).

    Who is left out as a minor only is left out while under age.
    """
    free, age = exempt_categories(facts), int(number_or(facts.law, "minors.adult_age", 0))
    found = []
    for person in facts.records.candidates:
        held = free & set(person.categories)
        never = held - WHILE_MINOR
        found.append(NEVER if never else birthday(person.birth_date, age).toordinal() if held else 0)
    return np.array(found, dtype=np.int64)


def _by_bands(bands: list[tuple[int | None, float]], staff: int) -> int:
    """The number of the first band that holds the staff; a number below 1 is a share, rounded up."""
    for most, number in bands:
        if most is None or staff <= most:
            share = Fraction(str(number))
            return ceil(staff * share) if share < 1 else int(share)
    return 0


def _sites(facts: Facts) -> tuple[Resource, ...]:
    if not applies(facts):
        return ()
    curricular = bool(facts.law.get("caps.curricular_count"))

    def takes(placement: Placement) -> int:
        return int(not placement.cap_exempt and (curricular or not placement.curricular))

    running = running_by(facts.records.placements, lambda placement: placement.site, takes)
    caps = ((check.site, cap_of(check, facts.law)) for check in facts.records.host_checks)
    return tuple(Resource(code=site, whole=cap, running=running.get(site, ())) for site, cap in caps if cap is not None)


def _rows(facts: Facts) -> tuple[Held, ...]:
    sites = _sites(facts)
    if not sites:
        return ()
    site = place_of(sites, [opening.site for opening in facts.records.openings])
    of_pair = np.where(facts.first_day >= _counts_from(facts)[facts.candidate], site[facts.opening], -1)
    return rows_over_time(CODE, facts, sites, of_pair, np.ones_like(of_pair), fixed=True)


def _plain(facts: Facts) -> tuple[tuple[str, str], ...]:
    # No number: beside the people proposed there it would tell that somebody is left out of it, and so a category.
    seats: dict[str, int] = {}
    for opening in facts.records.openings:
        seats[opening.site] = seats.get(opening.site, 0) + opening.seats
    full = [site.code for site in _sites(facts) if seats.get(site.code, 0) > site.whole]
    said = [(site, say(BY_STAFF, site=site)) for site in full]
    silent = _staff_unknown(facts, sorted(seats))
    return (*said, ("unknown-1", silent)) if silent else tuple(said)


def _staff_unknown(facts: Facts, sites: Sequence[str]) -> str:
    if not applies(facts):
        return ""
    known = {check.site for check in facts.records.host_checks if check.permanent_staff is not None}
    silent = [site for site in sites if site not in known]
    codes = ", ".join(silent[:NAMED]) + (", …" if len(silent) > NAMED else "")
    return say_n(*STAFF_UNKNOWN, len(silent), codes=codes) if silent else ""


def _unknown(facts: Facts, chosen: Chosen) -> tuple[str, ...]:
    if not applies(facts):
        return ()
    places = sorted({facts.records.openings[j].site for j in np.unique(facts.opening[chosen]).tolist()})
    checks = {check.site: check for check in facts.records.host_checks}
    silent = _staff_unknown(facts, places)
    said = [silent] if silent else []
    bare = [site for site in places if site in checks and checks[site].permanent_staff == 0]
    said += [say(KIND_UNKNOWN, site=site) for site in bare if checks[site].host_kind is None]
    open_answers = sum(p.cap_exempt is None and p.site in places and not p.curricular for p in facts.records.placements)
    if open_answers:
        said.append(say_n(*EXEMPT_UNKNOWN, open_answers))
    return tuple(said)


CAP = Limit(
    code=CODE,
    title=marked("Tirocinanti insieme in una sede"),
    law="Accordo 25/05/2017 rep. 86/CSR; reg. 47/R; caps.bands_it2017, caps.bands_tuscany, caps.bands_used,"
    " caps.premium, caps.zero_staff_hosts, caps.applies, categories.legal_of, categories.legal_effects",
    fixed=True,
    rows=_rows,
    told=marked(
        "Sede {subject}, dal {day}: posti usati {used} su {whole}, di cui {taken} per tirocini già in corso. Le persone"
        " che la legge lascia fuori dal limite non sono contate."
    ),
    stops=marked("Numero massimo di tirocinanti raggiunto nelle sedi possibili."),
    relax=marked(
        "Sede {subject}, dal {day}: posti mancanti {more}. Il limite di {whole} è della legge e non si può alzare:"
        " servirebbero tirocini in altre sedi o in altri mesi."
    ),
    exact_for=frozenset({Viewer.CASE_MANAGER}),
    plain=_plain,
    plain_for=frozenset({Viewer.ORIENTATOR, Viewer.SCOUT}),
    unknown=_unknown,
)

"""What speaks for two companies, sites, openings or services of two groups of files being the same."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import timedelta

from data.bundle import Records
from data.fields import plain
from data.intake.update.evidence import SAME_ROW_CODE, Evidence, shared_hours
from data.language import marked
from data.records import Company, Opening, Service, Site

# Legal forms say nothing of which company it is.
_FORMS = {
    "srl", "srls", "spa", "snc", "sas", "sapa", "scarl", "onlus", "coop", "cooperativa", "societa", "soc", "a", "r",
    "l", "s", "p", "n", "c", "di", "del", "della", "ditta",
}  # fmt: skip
_NAME_ALIKE = 0.8
# Share of the hours of two openings from which their shifts are near.
_SHIFTS_ALIKE = 0.5
# Days between the starts of two openings that may be one.
_START_NEAR_DAYS = 31


class Companies:
    """How two companies are compared: name without its legal form, municipality of a site, sector.

    Parameters
    ----------
    known, new : Records
    """

    enough = 75
    same_code = SAME_ROW_CODE

    def __init__(self, known: Records, new: Records) -> None:
        self._known, self._new = _towns(known), _towns(new)

    def known_keys(self, company: Company) -> Iterable[Hashable]:
        """Only companies that share a word of their names are compared."""
        return _words(company.name)

    new_keys = known_keys

    def doubtful(self, known: Company, new: Company) -> bool:
        """Whether one code may stand for two companies: another name, sector or town."""
        before, after = self._known.get(known.id, set()), self._new.get(new.id, set())
        moved = bool(before and after) and not before & after
        return _words(known.name) != _words(new.name) or known.sector != new.sector or moved

    def evidence(self, known: Company, new: Company) -> Iterator[Evidence]:
        """What two records agree on."""
        yield from _named(known.name, new.name, 50, 30)
        if known.sector == new.sector:
            yield Evidence(marked("il settore è uguale"), 25)
        if self._known.get(known.id, set()) & self._new.get(new.id, set()):
            yield Evidence(marked("il comune di una sede è uguale"), 25)


class Sites:
    """How two sites are compared: within one company, by municipality and point.

    Parameters
    ----------
    companies : Mapping
        Code of a company in the new files -> its known code.
    """

    enough = 80
    same_code = SAME_ROW_CODE

    def __init__(self, companies: Mapping[str, str]) -> None:
        self._companies = companies

    def known_keys(self, site: Site) -> Iterable[Hashable]:
        """Only sites of one company in one municipality are compared."""
        yield site.company, site.municipality

    def new_keys(self, site: Site) -> Iterable[Hashable]:
        """As `known_keys`, under the known code of the company."""
        yield self._companies.get(site.company), site.municipality

    def doubtful(self, known: Site, new: Site) -> bool:
        """Whether one code may stand for two sites: another company, municipality or point."""
        elsewhere = None not in (known.lat, new.lat) and (known.lat, known.lon) != (new.lat, new.lon)
        moved = known.municipality != new.municipality or elsewhere
        return known.company != self._companies.get(new.company) or moved

    def evidence(self, known: Site, new: Site) -> Iterator[Evidence]:
        """What two records agree on."""
        if known.company == self._companies.get(new.company):
            yield Evidence(marked("l'azienda è la stessa"), 50)
        if known.municipality == new.municipality:
            yield Evidence(marked("il comune è uguale"), 30)
        if known.lat is not None and (known.lat, known.lon) == (new.lat, new.lon):
            yield Evidence(marked("il punto della sede è uguale"), 20)


class Openings:
    """How two openings are compared: company, site and role, then shifts and period.

    Parameters
    ----------
    companies, sites : Mapping
        Code in the new files -> known code.
    """

    enough = 80
    same_code = SAME_ROW_CODE

    def __init__(self, companies: Mapping[str, str], sites: Mapping[str, str]) -> None:
        self._companies, self._sites = companies, sites

    def known_keys(self, opening: Opening) -> Iterable[Hashable]:
        """Only openings of one company are compared."""
        yield opening.company

    def new_keys(self, opening: Opening) -> Iterable[Hashable]:
        """As `known_keys`, under the known code of the company."""
        yield self._companies.get(opening.company)

    def doubtful(self, known: Opening, new: Opening) -> bool:
        """Whether one code may stand for two openings: another company, site or role, or both shifts and start."""
        hosts = known.company == self._companies.get(new.company) and known.site == self._sites.get(new.site)
        period = (known.start_from, known.start_to) == (new.start_from, new.start_to)
        return not hosts or known.role != new.role or not (period or known.shifts == new.shifts)

    def evidence(self, known: Opening, new: Opening) -> Iterator[Evidence]:
        """What two records agree on."""
        if known.company == self._companies.get(new.company):
            yield Evidence(marked("l'azienda è la stessa"), 25)
        if known.site == self._sites.get(new.site):
            yield Evidence(marked("la sede è la stessa"), 20)
        if known.role == new.role:
            yield Evidence(marked("la mansione è uguale"), 25)
        if known.title and new.title and plain(known.title) == plain(new.title):
            yield Evidence(marked("il titolo è uguale"), 10)
        if known.shifts == new.shifts:
            yield Evidence(marked("i turni sono uguali"), 15)
        elif shared_hours(known.shifts, new.shifts) >= _SHIFTS_ALIKE:
            yield Evidence(marked("i turni sono simili"), 10)
        if (known.start_from, known.start_to) == (new.start_from, new.start_to):
            yield Evidence(marked("il periodo di inizio è uguale"), 15)
        elif abs(known.start_from - new.start_from) <= timedelta(days=_START_NEAR_DAYS):
            yield Evidence(marked("il periodo di inizio è vicino"), 10)


class Services:
    """How two services are compared: name, kind, municipality."""

    enough = 80
    same_code = SAME_ROW_CODE

    def known_keys(self, service: Service) -> Iterable[Hashable]:
        """Only services of one kind in one municipality are compared."""
        yield service.kind, service.municipality

    new_keys = known_keys

    def doubtful(self, known: Service, new: Service) -> bool:
        """Whether one code may stand for two services: another name, kind or municipality."""
        alike = _words(known.name) == _words(new.name) and known.kind == new.kind
        return not alike or known.municipality != new.municipality

    def evidence(self, known: Service, new: Service) -> Iterator[Evidence]:
        """What two records agree on."""
        if known.kind == new.kind:
            yield Evidence(marked("il tipo di servizio è uguale"), 30)
        if known.municipality == new.municipality:
            yield Evidence(marked("il comune è uguale"), 25)
        yield from _named(known.name, new.name, 45, 25)


def _towns(records: Records) -> dict[str, set[str]]:
    towns: dict[str, set[str]] = {}
    for site in records.sites:
        towns.setdefault(site.company, set()).add(site.municipality)
    return towns


def _words(name: str) -> list[str]:
    words = plain(name).split()
    return [word for word in words if word not in _FORMS] or words


def _named(known: str, new: str, same: int, alike: int) -> Iterator[Evidence]:
    before, after = " ".join(_words(known)), " ".join(_words(new))
    if before and before == after:
        yield Evidence(marked("il nome è uguale"), same)
    elif difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() >= _NAME_ALIKE:
        yield Evidence(marked("il nome è simile"), alike)

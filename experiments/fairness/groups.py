"""Groups of candidates for monitoring, read from the records: the one room of the studies that loads protected traits.

A group is never a feature: nothing here reaches a rule, a criterion or a rank (domain reference 4.4, 4.5). What nobody
wrote is a group of its own, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from data.bundle import Records
from data.codes import Category, DocumentKind, Permit, Sex
from data.language import marked, say
from experiments.lists import Mask

NOT_WRITTEN = "NOT_WRITTEN"
# First year of each band and the year after the last (domain reference 4.5).
BANDS: tuple[tuple[str, int, int, str], ...] = (
    ("UNDER_16", 0, 16, marked("meno di 16 anni")),
    ("16_17", 16, 18, marked("16-17 anni")),
    ("18_29", 18, 30, marked("18-29 anni")),
    ("30_54", 30, 55, marked("30-54 anni")),
    ("55_PLUS", 55, 200, marked("55 anni e più")),
)
SEX, AGE, CATEGORY, DISABILITY, CITIZENSHIP = "sex", "age", "category", "disability", "citizenship"
TITLES: Mapping[str, str] = {
    SEX: marked("Sesso registrato"),
    AGE: marked("Età"),
    CATEGORY: marked("Categoria dell'avviso"),
    DISABILITY: marked("Disabilità certificata"),
    CITIZENSHIP: marked("Cittadinanza"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """One way to tell people apart, or the crossing of two.

    Parameters
    ----------
    key : `sex`, or `sex*age` for a crossing
    title : already said
    codes, labels : of the groups that occur; labels already said
    member : bool (groups, n_candidates); a person may hold several categories, and is then in several groups
    """

    key: str
    title: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    member: Mask

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def apart(self) -> bool:
        """Whether everybody is in exactly one group."""
        return bool((self.member.sum(axis=0) == 1).all())


def groupings(records: Records, on: date, *, crossed: bool = True) -> tuple[Grouping, ...]:
    """Every monitoring group of the candidates, rows in the order of their ids.

    Parameters
    ----------
    records : of a service; citizenship is a group only where some document says it
    on : the day on which ages are read
    crossed : also the intersections of two traits; category and disability are one vocabulary and are not crossed
    """
    single = [by_sex(records), by_age(records, on), by_category(records), by_disability(records)]
    citizenship = by_citizenship(records)
    single += [citizenship] if citizenship is not None else []
    pairs = [pair for pair in combinations(single, 2) if {pair[0].key, pair[1].key} != {CATEGORY, DISABILITY}]
    return (*single, *(cross(a, b) for a, b in pairs)) if crossed else tuple(single)


def by_sex(records: Records) -> Grouping:
    """Registered sex."""
    names = {code.value: code.label for code in Sex}
    return _one_each(SEX, names, [None if p.sex is None else p.sex.value for p in records.candidates])


def by_age(records: Records, on: date) -> Grouping:
    """Age bands on a day; who is born on 29 February completes a year on 1 March."""
    names = {code: say(label) for code, _, _, label in BANDS}
    return _one_each(AGE, names, [band_of(person.birth_date, on) for person in records.candidates])


def band_of(birth: date, on: date) -> str:
    """Code of the age band of a person on a day."""
    years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    return next(code for code, first, after, _ in BANDS if first <= max(years, 0) < after)


def by_category(records: Records) -> Grouping:
    """Categories of the call; who holds several is in several groups."""
    held = [{category.value for category in person.categories} for person in records.candidates]
    names = {code.value: code.label for code in Category}
    rows = {code: [code in own for own in held] for code in names}
    rows[NOT_WRITTEN] = [not own for own in held]
    return _of(CATEGORY, names, rows, len(held))


def by_disability(records: Records) -> Grouping:
    """Disability certified under L. 68/1999, or not; not written where no category is."""
    names = {"YES": say("sì"), "NO": say("no")}
    answers = [
        None if not person.categories else ("YES" if Category.DISABILITY_L68 in person.categories else "NO")
        for person in records.candidates
    ]
    return _one_each(DISABILITY, names, answers)


def by_citizenship(records: Records) -> Grouping | None:
    """Italian or EU citizenship, or another one, by the documents; None where no document of anybody says it."""
    found: dict[str, str] = {}
    for paper in records.documents:
        if paper.kind is DocumentKind.PERMIT and paper.permit is not None:
            own = "EU" if paper.permit is Permit.EU_CITIZEN else "OTHER"
            # Who became a citizen may still have the permit of before.
            found[paper.candidate] = "EU" if "EU" in (own, found.get(paper.candidate)) else own
    if not found:
        return None
    names = {"EU": Permit.EU_CITIZEN.label, "OTHER": say("altra cittadinanza")}
    return _one_each(CITIZENSHIP, names, [found.get(person.id) for person in records.candidates])


def cross(a: Grouping, b: Grouping) -> Grouping:
    """The intersections of two groupings that somebody is in."""
    title = say("{one} e {other}", one=a.title, other=b.title)
    both = a.member[:, None, :] & b.member[None, :, :]
    names = {
        f"{one}*{other}": f"{a.labels[k]}, {b.labels[h]}"
        for k, one in enumerate(a.codes)
        for h, other in enumerate(b.codes)
    }
    flat = both.reshape(len(a) * len(b), -1)
    some = np.atleast_1d(flat.any(axis=1))
    return Grouping(
        key=f"{a.key}*{b.key}",
        title=title,
        codes=tuple(code for code, there in zip(names, some, strict=True) if there),
        labels=tuple(label for label, there in zip(names.values(), some, strict=True) if there),
        member=flat[some],
    )


def _one_each(key: str, names: Mapping[str, str], answers: Sequence[str | None]) -> Grouping:
    given = [NOT_WRITTEN if answer is None else answer for answer in answers]
    return _of(key, names, {code: [one == code for one in given] for code in (*names, NOT_WRITTEN)}, len(given))


def _of(key: str, names: Mapping[str, str], rows: Mapping[str, Sequence[bool]], people: int) -> Grouping:
    """The groups that somebody is in, in the order of the vocabulary, what is not written last."""
    told = {**names, NOT_WRITTEN: say("non scritto")}
    codes = tuple(code for code, row in rows.items() if any(row))
    return Grouping(
        key=key,
        title=say(TITLES[key]),
        codes=codes,
        labels=tuple(told[code] for code in codes),
        member=np.array([rows[code] for code in codes], dtype=np.bool_).reshape(len(codes), people),
    )

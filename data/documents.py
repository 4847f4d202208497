"""Check of the papers that prove a person's categories: what is missing, what has expired, what does not fit.

The only reader of the documents and of the percentage. It answers the service that keeps the papers; no array, rule,
criterion or proposal knows of it (domain reference 2.6).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from data.bundle import Records
from data.catalogue_files import REFERENCE
from data.codes import Category, DocumentKind
from data.errors import AbbinaError
from data.language import marked, number, say
from data.lawbook import Law
from data.papers import Document
from data.records import Candidate

FILE = "category_documents.csv"
LEAST_KEY = "l68.least_percentage"


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """What is to be asked about one paper of one person.

    Parameters
    ----------
    code : `MISSING`, `NOT_YET`, `EXPIRED` or `BELOW_LEAST`
    candidate : whose paper
    sentence : what to ask, in the language spoken when it was made; never the percentage
    """

    code: str
    candidate: str
    sentence: str


@cache
def needed_documents() -> Mapping[Category, tuple[DocumentKind, ...]]:
    """Category -> papers that prove it, each enough on its own; a category that nothing proves is left out.

    Raises
    ------
    AbbinaError
        `bad_reference`: a category or a paper does not exist, or a category is written twice.
    """
    found: dict[Category, tuple[DocumentKind, ...]] = {}
    with (REFERENCE / FILE).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            try:
                category = Category[row["category"]]
                kinds = tuple(DocumentKind[code] for code in row["documents"].split(";"))
            except KeyError as error:
                raise AbbinaError("bad_reference", file=FILE, why=f"{error}: not a category or a document") from error
            if category in found:
                raise AbbinaError("bad_reference", file=FILE, why=f"{category}: written twice")
            found[category] = kinds
    return MappingProxyType(found)


def paper_check(records: Records, law: Law) -> tuple[PaperFinding, ...]:
    """Everything to ask about the papers of the categories that people hold, on the day of the law, in order of ids."""
    held: dict[str, list[Document]] = defaultdict(list)
    for document in records.documents:
        held[document.candidate].append(document)
    return tuple(
        finding
        for person in records.candidates
        for finding in (*_categories(person, held[person.id], law), *_percentages(held[person.id], law))
    )


def _categories(person: Candidate, papers: Sequence[Document], law: Law) -> Iterator[PaperFinding]:
    for category in person.categories:
        kinds = needed_documents().get(category, ())
        own = [paper for paper in papers if paper.kind in kinds]
        if not kinds or any(paper.holds_on(law.on) for paper in own):
            continue
        about = {"person": person.id, "category": category.label}
        # Of several that do not hold, the one that expired last is told.
        expired = [paper for paper in own if paper.valid_to is not None and paper.valid_to < law.on]
        if expired:
            last = max(expired, key=lambda paper: (paper.valid_to or law.on, paper.id))
            sentence = marked("{person}: {document} ({category}) è scaduto il {day}: va rinnovato.")
            told = say(sentence, document=last.kind.label, day=f"{last.valid_to:%d/%m/%Y}", **about)
            yield PaperFinding("EXPIRED", person.id, told)
        elif own:
            first = min(own, key=lambda paper: (paper.valid_from or law.on, paper.id))
            sentence = marked("{person}: {document} ({category}) vale solo dal {day}.")
            told = say(sentence, document=first.kind.label, day=f"{first.valid_from:%d/%m/%Y}", **about)
            yield PaperFinding("NOT_YET", person.id, told)
        else:
            names = [kind.label for kind in kinds]
            told = say(
                "{person}: manca {document} ({category}).",
                document=say("{some} oppure {last}", some=", ".join(names[:-1]), last=names[-1])
                if len(names) > 1
                else names[0],
                **about,
            )
            yield PaperFinding("MISSING", person.id, told)


def _percentages(papers: Sequence[Document], law: Law) -> Iterator[PaperFinding]:
    if LEAST_KEY not in set(law.keys()):
        return
    least = law.number(LEAST_KEY)
    sentence = marked(
        "{person}: nella {document} la percentuale è sotto il {least} % che serve per l'invalidità civile (L. 68/1999 "
        "art. 1): verificare il tipo di invalidità."
    )
    for paper in papers:
        known = paper.kind is DocumentKind.L68_CERTIFICATE and paper.percentage is not None
        if known and paper.holds_on(law.on) and (paper.percentage or 0) < least:
            told = say(sentence, person=paper.candidate, document=paper.kind.label, least=number(least))
            yield PaperFinding("BELOW_LEAST", paper.candidate, told)

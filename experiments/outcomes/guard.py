"""What may never enter a model of outcomes, and the law that says so (domain reference 4.4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import AbbinaError
from data.language import marked, say
from experiments.lists import Floats, Mask
from scoring.criteria import CRITERIA

# After the code of a criterion: the column that says that nothing was known.
UNKNOWN = ":unknown"

HIRING = "D.Lgs. 276/2003 art. 10"
WORKERS = "L. 300/1970 art. 8"
ORIGIN = "D.Lgs. 215/2003"
EQUAL = "D.Lgs. 216/2003"
SEXES = "D.Lgs. 198/2006"
DISABLED = "L. 67/2006"
MACHINES = "L. 132/2025 art. 11"


@dataclass(frozen=True, slots=True)
class Trait:
    """Something about a person that no model may use.

    Parameters
    ----------
    label : Italian, marked
    words : pattern over the words of a column's name, in lower case without accents
    source : acts that forbid it
    """

    label: str
    words: re.Pattern[str]
    source: tuple[str, ...]


def _trait(label: str, words: str, *source: str) -> Trait:
    return Trait(label, re.compile(rf"\b(?:{words})\b"), source)


TRAITS = (
    _trait(marked("sesso e genere"), r"sex\w*|gender|sess[oi]|genere|male|female|maschi\w*|femmin\w*", HIRING, SEXES),
    _trait(marked("età"), r"ages?|aged|eta|birth\w*|born|nascita|nat[oaie]|years? old", HIRING, EQUAL),
    _trait(
        marked("cittadinanza, origine e lingua madre"),
        r"nation\w*|nazion\w*|citizen\w*|cittadin\w*|ethnic\w*|etni\w*|origin\w*|race|razza|foreign\w*|stranier\w*"
        r"|migra\w*|immigra\w*|asylum\w*|refugee\w*|rifugiat\w*|permits?|permess\w*|mother tongue|tongues?|madrelingua"
        r"|lingua madre|languages?",
        HIRING,
        ORIGIN,
    ),
    _trait(
        marked("religione, opinioni, orientamento sessuale"),
        r"relig\w*|credo|faith|politic\w*|union\w*|sindac\w*|opinion\w*|sexual\w*|sessual\w*",
        HIRING,
        WORKERS,
    ),
    _trait(
        marked("famiglia, gravidanza, figli"),
        r"marital\w*|married|coniug\w*|civil status|stato civile|famil\w*|pregnan\w*|gravid\w*|child\w*|figl\w*"
        r"|kids?|lone parent\w*|minori a carico",
        HIRING,
        SEXES,
    ),
    _trait(
        marked("categoria di svantaggio"),
        r"categor\w*|disadvantag\w*|svantagg\w*|target groups?|target",
        MACHINES,
    ),
    _trait(
        marked("disabilità, diagnosi, salute"),
        r"disab\w*|invalid\w*|handicap\w*|percent\w*|diagnos\w*|health\w*|salute|malatt\w*|illness\w*|disease\w*"
        r"|addict\w*|dipendenz\w*|icf|icd\w*|therap\w*|terap\w*",
        HIRING,
        DISABLED,
    ),
    _trait(
        marked("reati, violenza subita, accoglienza"),
        r"crim\w*|convict\w*|offen[cs]\w*|prison\w*|detain\w*|detenut\w*|carcer\w*|penal\w*|reat[oi]|victim\w*|vittim\w*"
        r"|violen\w*|traffick\w*|tratta|shelter\w*|reception|accoglienz\w*|homeless\w*|dimora|housing",
        WORKERS,
        MACHINES,
    ),
    _trait(
        marked("nome e fotografia"),
        r"name|surname|first name|last name|nome|cognome|photo\w*|foto\w*|picture|tax code|codice fiscale",
        ORIGIN,
        MACHINES,
    ),
    _trait(
        marked("sostegni al reddito e ISEE"),
        r"benefit\w*|welfare|isee|income\w*|reddit\w*|sussid\w*|sostegn\w*|allowance\w*|adi|sfl|naspi|poverty|poverta",
        MACHINES,
    ),
    _trait(marked("controversie con datori di lavoro"), r"disput\w*|controvers\w*|lawsuit\w*|vertenz\w*", HIRING),
    _trait(
        marked("da quanto tempo la persona è seguita"),
        r"in charge|in carico|presa in carico|time in care|seniority|anzianita|waiting|attesa|caseload",
        MACHINES,
    ),
)


def refuse_protected(names: Iterable[str]) -> None:
    """Refuse columns that tell of a person what the law keeps out of a selection.

    Parameters
    ----------
    names : names of columns, Italian or English, in any style of writing

    Raises
    ------
    AbbinaError
        `bad_study`: names every such column, what it tells, and the acts that forbid it.
    """
    told = []
    for name in names:
        words = _words(name)
        told += [
            f"{name} ({say(trait.label)}: {', '.join(trait.source)})" for trait in TRAITS if trait.words.search(words)
        ]
    if told:
        raise AbbinaError(
            "bad_study",
            why=say("queste colonne non possono entrare in un modello degli esiti: {columns}", columns="; ".join(told)),
        )


def only_grades(names: Iterable[str]) -> None:
    """Refuse whatever is neither the grade of a criterion nor the mark that nothing was known.

    A list of what is forbidden never ends: what enters is a list of what is allowed.

    Raises
    ------
    AbbinaError
        `bad_study`: a protected column, as `refuse_protected`, or one that is no criterion's.
    """
    given = tuple(names)
    refuse_protected(given)
    codes = {criterion.code for criterion in CRITERIA}
    others = [name for name in given if name.removesuffix(UNKNOWN) not in codes]
    if others:
        raise AbbinaError(
            "bad_study",
            why=say(
                "in un modello degli esiti entrano solo i voti dei criteri ({criteria}): non {columns}",
                criteria=", ".join(sorted(codes)),
                columns=", ".join(others),
            ),
        )


def as_features(criteria: Sequence[str], grades: Floats, known: Mask) -> tuple[tuple[str, ...], Floats]:
    """The columns of a model: all grades, then all marks that nothing was known.

    Parameters
    ----------
    criteria : codes, in the order of the columns
    grades : float64 (n, K) in [0, 1], with the neutral grade where nothing is known
    known : bool (n, K)

    Returns
    -------
    names : 2 K names
    features : float64 (n, 2 K)
    """
    names = (*criteria, *(f"{code}{UNKNOWN}" for code in criteria))
    only_grades(names)
    return names, np.hstack([grades, (~known).astype(np.float64)])


def _words(name: str) -> str:
    """The words of a name, parted at capitals, digits and signs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return " ".join(re.findall(r"[a-z]+", parted.lower()))

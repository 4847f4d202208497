"""The entries of the reference catalogues: competences, roles, items of the functional profile, divisions, groups.

Levels, demands and weeks stay text here: `data.notation` and `data.week` read them.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.codes import Certificate, Condition
from data.language import spoken


@dataclass(frozen=True, slots=True)
class Competence:
    """Something a person can do, and a task may need; graded 1 to 5 elsewhere.

    Parameters
    ----------
    key : str
        Name in files and code, for instance `clean_surfaces`.
    kind : str
        `transversal` or `technical`; `esco` where it comes from the official files and was not chosen by us.
    label_it, label_en : str
        Plain Italian label, and the preferred English label of ESCO.
    esco : str
        Id of the ESCO skill (the last part of its concept URI).
    """

    key: str
    kind: str
    label_it: str
    label_en: str
    esco: str

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class Role:
    """A typical role of an internship: where a new opening starts from, before the company corrects it.

    Parameters
    ----------
    key, label_it, label_en, esco : str
        As for `Competence`; the id is of an ESCO occupation.
    isco : str
        ISCO-08 unit group, four digits.
    cp2021 : str
        ISTAT profession, as deep as it is known; to verify.
    ateco2007 : str
        ATECO 2007 division of the usual host, two digits.
    risk : str
        Safety training class of that division: `LOW`, `MEDIUM` or `HIGH`; a host may declare a higher one.
    certs : tuple of Certificate
        Titles without which the task may not be done.
    essential, nice : str
        Competences with the lowest level that is enough, 1 to 5: `clean_surfaces=2; make_beds=1`.
    demands : str
        Items of the functional profile, 0 to 3, `!` essential, `~` adaptable: `AC1=2~; PO2=3!`.
    conditions : tuple of Condition
        Circumstances that a service may have to exclude for a person.
    shifts : tuple of str
        Typical weeks, one of which would be worked: `lun-ven 9:00-14:00`; 18 to 30 hours each.
    area : tuple of str
        Where in Tuscany the role is typical; `ALL` is everywhere.
    """

    key: str
    label_it: str
    label_en: str
    esco: str
    isco: str
    cp2021: str
    ateco2007: str
    risk: str
    certs: tuple[Certificate, ...]
    essential: str
    nice: str
    demands: str
    conditions: tuple[Condition, ...]
    shifts: tuple[str, ...]
    area: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class FunctionalItem:
    """One line of the functional profile (D.P.C.M. 13/01/2000), with the ICF codes it stands for, if any."""

    code: str
    group: str
    label_it: str
    label_en: str
    icf: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class Division:
    """An ATECO division of one edition and its class of safety training.

    Parameters
    ----------
    edition : str
        `2007` (the 2022 update has the same divisions) or `2025`.
    code : str
        Two digits; the same digits may stand for something else in another edition.
    label_it, label_en : str
        What is done there, in everyday words.
    risk : str
        `LOW`, `MEDIUM` or `HIGH`; a host's own assessment may be higher.
    """

    edition: str
    code: str
    label_it: str
    label_en: str
    risk: str

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class IscoGroup:
    """A group of ISCO-08, one to four digits, that roles and occupations belong to."""

    code: str
    label_it: str
    label_en: str

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en

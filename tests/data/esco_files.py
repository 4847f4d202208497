"""A small ESCO of our own in the form of the official files, with every wart that they have."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from data.catalogues import shipped_catalogue
from data.esco.model import Esco

SKILL, OCCUPATION, GROUP = (f"http://data.europa.eu/esco/{kind}/" for kind in ("skill", "occupation", "group"))
CLEAN = shipped_catalogue().competence("clean_surfaces").esco
BAKER = shipped_catalogue().role("baker").esco
SKILLS = "conceptType,conceptUri,skillType,preferredLabel,altLabels"
RELATIONS = "occupationUri,relationType,skillType,skillUri"


def table(header: str, *rows: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    return text.getvalue()


def skill(short: str, label: str, *others: str, kind: str = "skill/competence") -> tuple[str, ...]:
    return ("KnowledgeSkillCompetence", SKILL + short, kind, label, "\n".join(others))


FILES = {
    "skills_en.csv": table(
        SKILLS,
        skill(CLEAN, "clean surfaces", "disinfect surface areas"),
        skill("aaaa-1", "play the violin", "play violin", "play strings"),
        skill("aaaa-2", "play the cello", "play strings", kind=""),
        skill("aaaa-3", "tune strings", "play the violin"),
        skill("aaaa-3", "tune strings again"),
        skill("", "without an id"),
    ),
    "skills_it.csv": table(
        SKILLS,
        skill(CLEAN, "pulire le superfici in ESCO"),
        skill("aaaa-1", "suonare il violino", "suonare gli archi"),
        skill("aaaa-2", "", ""),
    ),
    "occupations_en.csv": table(
        "conceptType,conceptUri,iscoGroup,preferredLabel",
        ("Occupation", OCCUPATION + BAKER, "7512", "baker"),
        ("Occupation", OCCUPATION + "bbbb-1", "2652", "musician"),
    ),
    "ISCOGroups_en.csv": table(
        "conceptType,conceptUri,code,preferredLabel", ("ISCOGroup", "x/C2652", "2652", "Musicians")
    ),
    "skillGroups_en.csv": table("conceptType,conceptUri,preferredLabel", ("SkillGroup", GROUP + "music", "music")),
    "occupationSkillRelations.csv": table(
        RELATIONS,
        (OCCUPATION + BAKER, "optional", "", SKILL + "aaaa-1"),
        (OCCUPATION + "bbbb-1", "essential", "", SKILL + "aaaa-1"),
        (OCCUPATION + "bbbb-1", "optional", "", SKILL + "aaaa-2"),
        (OCCUPATION + "nobody", "essential", "", SKILL + "aaaa-1"),
    ),
    "broaderRelationsSkillPillar.csv": table(
        "conceptType,conceptUri,broaderType,broaderUri",
        ("KnowledgeSkillCompetence", SKILL + "aaaa-1", "SkillGroup", GROUP + "music"),
        ("KnowledgeSkillCompetence", SKILL + "aaaa-2", "SkillGroup", GROUP + "music"),
        ("KnowledgeSkillCompetence", SKILL + "aaaa-3", "SkillGroup", GROUP + "nothing"),
        ("SkillGroup", GROUP + "music", "SkillGroup", GROUP + "all"),
    ),
}


def filled(folder: Path, **other_names: str) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / other_names.get(name.removesuffix(".csv"), name)).write_text(text, encoding="utf-8")
    return folder


def zipped(file: Path, *names: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(f"dataset/{name}", FILES[name])
    return file


def label(esco: Esco, short: str) -> str:
    return esco.skills.labels[esco.skills.ids.index(short)]

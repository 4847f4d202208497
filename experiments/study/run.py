"""A whole study, from a folder to a page and a proposed weight version; the placebo world runs first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from data.errors import AbbinaError
from data.language import say
from data.lawbook import LawBook
from experiments.manifest import MANIFEST_FILE, Manifest
from experiments.material import Material, read_material
from experiments.office.invent import TRUTH_FILE, OfficeSpec, read_truth, write_offices
from experiments.parallel import Workers
from experiments.report.parts import Section
from experiments.report.write import Report, write_report
from experiments.study.bars import Bars, bars
from experiments.study.facts import facts_of
from experiments.study.fair import flip_section, groups_section, price_sections
from experiments.study.latest import front_section, latest, of_round, robustness_section, rolling_section
from experiments.study.learned import learn
from experiments.study.options import OUTCOMES, StudyOptions
from experiments.study.or_why import or_why, several_or_why
from experiments.study.outcomes import outcomes_section
from experiments.study.past import past_of
from experiments.study.place import OFFICES, PROPOSALS, placed
from experiments.study.rules import baseline_rules
from experiments.study.signed import diff_section, proposal_of, proposal_section, write_proposal
from experiments.study.told_finding import told_finding, untrusted
from experiments.study.told_material import splits_section
from experiments.study.values import placebo_section, splits_of, value


def run_study(folder: Path | None, out: Path, options: StudyOptions, workers: Workers, console: Console) -> None:
    """Run a study and write its folder whole: page, tables, plots, JSON, manifest, proposed weights.

    Parameters
    ----------
    folder : with `rounds/`, `decisions.jsonl`, `followups.jsonl`; None invents offices, and keeps them in `out`
    out : a folder that does not exist, is empty, or holds an earlier study, which is replaced when the new one is done

    Raises
    ------
    BadRecords
        Every fault of a file.
    AbbinaError
        `folder_not_empty`; `bad_study`: the material does not allow a study at all, and why.
    """
    if folder is not None and out.resolve() in (folder.resolve(), *folder.resolve().parents):
        told = say("le decisioni di {folder} stanno nella cartella in cui si scrive: scegline un'altra", folder=folder)
        raise AbbinaError("bad_study", why=told)
    with placed(out, "run") as draft, bars(console) as shown:
        source = folder
        if source is None:
            with shown.step(say("Invento gli uffici")) as progress:
                source = write_offices(OfficeSpec(seed=options.seed), draft / OFFICES, progress)
        with shown.step(say("Leggo le giornate")) as progress:
            material = read_material(source, progress)
        manifest = manifest_of(material, options)
        report = _report(material, _truth(source, material), options, workers, shown, manifest, draft)
        files = write_report(report, draft, manifest.to_json())
    console.print(report.finding, markup=False, style="bold")
    for path in (files[0], *sorted(draft_yaml(out))):
        console.print(f"  {out / path.name}", markup=False, highlight=False, soft_wrap=True)


def frozen_manifest(folder: Path, options: StudyOptions) -> Manifest:
    """What a study of a folder would be frozen to now."""
    return manifest_of(read_material(folder), options)


def manifest_of(material: Material, options: StudyOptions) -> Manifest:
    """What a study is frozen to: the law of every day on which something was decided, among the rest."""
    book = LawBook.load()
    days = sorted({one.on for one in material.rounds})
    versions = dict.fromkeys(book.in_force(day).version for day in days)
    experts = "" if options.experts is None else hashlib.sha256(options.experts.read_bytes()).hexdigest()
    return Manifest(
        command="run",
        options=options.frozen(experts),
        data_sha256=material.digest,
        law=", ".join(versions),
        weights=material.weights.version,
        weights_sha256=material.weights.digest,
        seed=options.seed,
    )


def draft_yaml(folder: Path) -> list[Path]:
    """The proposed weight versions of a study."""
    return list(folder.glob(PROPOSALS))


def _truth(folder: Path, material: Material) -> OfficeSpec | None:
    """What is known of invented offices; None where today's criteria are not those by which the truth was invented."""
    try:
        truth = read_truth(folder)
        return truth if truth is not None and set(truth.shares) == set(material.criteria) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        told = say("{file} non è quello che accompagna gli uffici inventati", file=folder / TRUTH_FILE)
        raise AbbinaError("bad_study", why=told) from None


def _report(
    material: Material,
    truth: OfficeSpec | None,
    options: StudyOptions,
    workers: Workers,
    shown: Bars,
    manifest: Manifest,
    draft: Path,
) -> Report:
    seed, draws, outcome = options.seed, options.draws, say(OUTCOMES[options.outcome])
    past = past_of(material, options.outcome, seed)
    sections: list[Section] = []
    with shown.step(say("Prova a vuoto")) as progress:
        sections.append(placebo_section(past, seed, draws, workers, progress))
    # Before anything else is looked at.
    shown.tell(sections[0].finding)
    with shown.step(say("Imparo i pesi dalle decisioni")) as progress:
        learned = learn(material, draws, seed, workers, progress, options.experts)
    splits = splits_of(material, past)
    sections += [splits_section(material, past, splits), *learned.sections]
    with shown.step(say("Gioco le regole più semplici")) as progress:
        baselines = baseline_rules(material, seed, workers, progress)
    known = truth if options.outcome == "completed" else None
    share = options.outcome_share
    valued = [value(material, past, split, baselines, outcome, known, share) for split in splits]
    sections += [one.section for one in valued]
    one = latest(material)

    steps: list[tuple[str, str, Callable[[], Section]]] = [
        ("outcomes", say("Si può prevedere come va a finire un tirocinio?"), lambda: outcomes_section(material, seed)),
        ("groups", say("Ci sono gruppi che arrivano meno spesso?"), lambda: groups_section(material, options.outcome)),
        (
            "flip",
            say("Cambia qualcosa se cambia un dato che non deve contare?"),
            lambda: of_round(flip_section(one, seed), one),
        ),
        ("pareto", say("Che cosa si poteva scegliere di diverso?"), lambda: front_section(one, seed)),
        ("rolling", say("E se le persone arrivano poco alla volta?"), lambda: rolling_section(one, seed, workers)),
    ]
    for key, title, make in steps:
        with shown.step(title):
            sections.append(or_why(key, title, make))
    with shown.step(say("Quanto costa ogni quota?")):
        sections += several_or_why("price", say("Quanto costa ogni quota?"), lambda: price_sections(one, seed))
    with shown.step(say("Sposto i pesi")) as progress:
        bar = progress
        title = say("Quanto è solida la proposta?")
        sections.append(or_why("robustness", title, lambda: robustness_section(one, draws, seed, workers, bar)))
    proposed = proposal_of(material, learned, valued[0], manifest)
    sections.append(proposal_section(material, learned, valued[0], proposed, truth))
    write_report_manifest(draft, manifest)
    write_proposal(proposed, draft)
    with shown.step(say("Chi cambierebbe posto")) as progress:
        sections.append(diff_section(material, proposed, progress))
    return Report(
        title=say("Studio sui pesi"),
        finding=" ".join([told_finding(valued[0], past), *untrusted(sections[0])]),
        facts=facts_of(manifest) | {say("Versione proposta"): proposed.weights.version},
        sections=tuple(sections),
    )


def write_report_manifest(draft: Path, manifest: Manifest) -> None:
    """Write the manifest before the proposal, which is named after it."""
    draft.mkdir(parents=True, exist_ok=True)
    (draft / MANIFEST_FILE).write_text(manifest.to_json(), encoding="utf-8")

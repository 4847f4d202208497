"""The review of next month's files: a printable page, and the table that people fill with yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from data.bundle import TABLES
from data.intake.fresh import fresh_folder
from data.intake.update.answers import advice, answers_csv, changed_values, warnings
from data.intake.update.compare import ORDER, PROGRAMME, Change, Key, Kind, Review
from data.intake.update.labels import ANSWER, file_name
from data.intake.update.notes import notes
from data.intake.update.told import TABLE_WORDS, Told, field_told
from data.language import say, say_n, spoken

ROOMS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Line:
    """One proposed change in words: its number, whose it is, and what it says."""

    number: int
    code: str
    told: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    advice: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Two records that may be the same: what agrees, what differs, and what to do if they are not."""

    line: Line
    known: str
    new: str
    before: str
    after: str
    agrees: tuple[str, ...]
    points: int
    enough: int
    rivals: tuple[str, ...]
    differs: tuple[Line, ...]
    otherwise: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What is proposed for one table."""

    table: str
    title: str
    same: str
    questions: tuple[Question, ...]
    new: tuple[Line, ...]
    changed: tuple[tuple[str, str, tuple[Line, ...]], ...]
    vanished: tuple[Line, ...]
    unchanged: int | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is proposed."""
        return not (self.questions or self.new or self.changed or self.vanished)


def write_review(review: Review, out: Path) -> list[Path]:
    """Write `revisione.html` and `revisione.csv` (in English `review`) into a new or empty folder, closed to others.

    Raises
    ------
    AbbinaError
        `folder_not_empty`: answers that somebody gave are never overwritten.
    """
    page, table = render_review(review).encode(), answers_csv(review)
    names = file_name("html"), file_name("csv")
    with fresh_folder(out) as draft:
        for name, content in zip(names, (page, table), strict=True):
            (draft / name).write_bytes(content)
            (draft / name).chmod(0o600)
    return [out / name for name in names]


def render_review(review: Review) -> str:
    """The page; same files, same bytes."""
    return _template().render(
        sections=sections(review),
        changes=sum(change.unless is None for change in review.changes),
        title=review.known.programme.title,
        invented=review.known.programme.invented or review.new.programme.invented,
        digest=review.digest,
        file=file_name("csv"),
        answer=ANSWER[spoken()],
        notes=notes(review),
        language=spoken(),
        style="".join(
            (ROOMS / "static" / f"{name}.css").read_text(encoding="utf-8") for name in ("proposal", "review")
        ),
    )


def sections(review: Review) -> list[Section]:
    """What is proposed, table by table, in the order in which people read it."""
    words = _Words(review)
    return [words.section(table) for table in (*ORDER, PROGRAMME)]


class _Words:
    def __init__(self, review: Review) -> None:
        self.review, self.told = review, Told(review.known, review.new)
        self.by_table: dict[str, list[Change]] = {}
        for change in review.changes:
            self.by_table.setdefault(change.key.table, []).append(change)

    def section(self, table: str) -> Section:
        changes = self.by_table.get(table, [])
        asked = {change.key for change in changes if change.key.kind is Kind.SAME}
        # What hangs on a question of this table is read beside it.
        hanging: dict[Key, list[Change]] = {key: [] for key in asked}
        free: list[Change] = []
        for change in changes:
            owner = change.unless or next((key for key in change.needs if key in asked), None)
            if owner in hanging and owner is not None and change.key.kind is not Kind.SAME:
                hanging[owner].append(change)
            else:
                free.append(change)
        return Section(
            table,
            say(TABLE_WORDS[table][0]),
            say(TABLE_WORDS[table][2]),
            tuple(self._question(change, hanging[change.key]) for change in free if change.key in asked),
            tuple(self._line(change) for change in free if change.key.kind is Kind.NEW),
            tuple(self._changed(table, [change for change in free if change.key.kind is Kind.CHANGED])),
            tuple(self._line(change) for change in free if change.key.kind is Kind.VANISHED),
            self.review.unchanged(table) if table in TABLES else None,
        )

    def _question(self, change: Change, hanging: list[Change]) -> Question:
        key, link = change.key, self.review.links[change.key]
        return Question(
            self._line(change),
            key.known,
            key.new,
            self._short(key.table, key.known, known=True),
            self._short(key.table, key.new, known=False),
            tuple(say(entry.sentence) for entry in link.evidence),
            link.points,
            link.enough,
            link.rivals,
            tuple(self._line(other) for other in hanging if other.unless is None),
            tuple(self._line(other) for other in hanging if other.unless is not None),
        )

    def _changed(self, table: str, changes: list[Change]) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
        by_code: dict[str, list[Line]] = {}
        for change in changes:
            by_code.setdefault(change.key.known, []).append(self._line(change))
        for code, lines in by_code.items():
            yield code, "" if table == PROGRAMME else self._short(table, code, known=True), tuple(lines)

    def _line(self, change: Change) -> Line:
        key, number = change.key, self.review.numbers[change.key]
        said = advice(self.review, change)
        if key.kind is Kind.CHANGED:
            before, after = changed_values(self.review, key, self.told)
            warning = "; ".join(warnings(self.review, change))
            return Line(number, key.known, "", field_told(key.table, key.field), before, after, said, warning)
        told = self._short(key.table, key.known or key.new, known=bool(key.known))
        return Line(number, key.known or key.new, told, advice=said)

    def _short(self, table: str, code: str, *, known: bool) -> str:
        rows = self.review.known_rows if known else self.review.new_rows
        return self.told.record(table, rows[table, code], new=not known)


@cache
def _template() -> Template:
    env = Environment(
        loader=FileSystemLoader(ROOMS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.update(say=say, say_n=say_n)
    return env.get_template("review.html")

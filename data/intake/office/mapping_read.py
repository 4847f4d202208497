"""Read a mapping file strictly: every mistake at once, with its line and the nearest name that would be right."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from data.fields import plain
from data.intake.columns import Column, columns_of, find_column, nearest_header
from data.intake.expected import faults_of
from data.intake.faults import RowFault, shown
from data.intake.office.mapping import READ, VERSION, MakeCode, OfficeMap, Part, Plan, SheetMap, Source
from data.intake.office.words import spoken_headers
from data.intake.programme import PlainYaml
from data.intake.text import read_text
from data.language import say

P = TypeVar("P", bound=Part)
Path_ = tuple[str | int, ...]
# What says who somebody is: never a code that others will read.
_PRIVATE = ("name", "tax_code", "contact", "address")


def read_mapping(path: Path, faults: list[RowFault]) -> OfficeMap | None:
    """The mapping in a file; None, and at least one more fault, if it has mistakes."""
    text = read_text(path, faults)
    if text is None:
        return None
    found = _Mapping(path.name).read(text)
    faults.extend(sorted(found.faults, key=lambda fault: fault.row))
    return OfficeMap(path.name, found.plans, found.yaml.place) if not found.faults else None


class _Mapping:
    def __init__(self, file: str) -> None:
        self.file = file
        self.yaml = PlainYaml(file)
        self.faults = self.yaml.faults
        self.plans: list[Plan] = []

    def read(self, text: str) -> _Mapping:
        values = self.yaml.read(text)
        if self.faults:
            return self
        self._known(values, ("version", "sheets"), ())
        if values.get("version") != VERSION:
            self._fault(("version",), values.get("version"), say("la versione {version}", version=VERSION), VERSION)
        sheets = values.get("sheets")
        if not isinstance(sheets, list) or not sheets:
            self._fault(("sheets",), sheets, say("un elenco di fogli"))
            return self
        for k, sheet in enumerate(sheets):
            self._sheet(sheet, ("sheets", k))
        return self

    def _sheet(self, values: Any, path: Path_) -> None:
        if not isinstance(values, dict):
            self._fault(path, values, say("un elenco di righe «nome: valore»"))
            return
        before = len(self.faults)
        values = dict(values)
        fields = self._sources(values.pop("fields", None), (*path, "fields"))
        listed = values.pop("children", None) or []
        if not isinstance(listed, list):
            self._fault((*path, "children"), listed, say("un elenco"))
            listed = []
        children = [self._sources(child, (*path, "children", k)) for k, child in enumerate(listed)]
        code = values.pop("make_code", None)
        made = self._part(MakeCode, code, (*path, "make_code")) if code is not None else None
        for name in ("constants", "left_out"):
            values[name] = values.get(name) or {}
        about = self._part(SheetMap, values, path)
        if about is None:
            return
        about = about.model_copy(update={"make_code": made, "fields": fields, "children": children})
        file = f"{about.table}.csv"
        plan = Plan(
            about,
            self._columns(fields, file, (*path, "fields")),
            self._columns(about.constants, file, (*path, "constants")),
            [self._columns(child, "children.csv", (*path, "children", k)) for k, child in enumerate(about.children)],
            path,
        )
        if len(self.faults) == before:
            self._check(plan)
        self.plans.append(plan)

    def _sources(self, values: Any, path: Path_) -> dict[str, Source]:
        if not isinstance(values, dict):
            if values is not None:
                self._fault(path, values, say("un elenco di righe «nome: valore»"))
            return {}
        sources = {}
        for name, value in values.items():
            source = self._part(Source, {"column": value} if isinstance(value, str) else value, (*path, name))
            if source is not None:
                sources[name] = source
                self._source(source, (*path, name))
        return sources

    def _source(self, source: Source, path: Path_) -> None:
        ways = [bool(source.column), bool(source.pattern), bool(source.flags)]
        if sum(ways) != 1 or not all(source.columns):
            self._fault(path, "", say("una sola tra column, pattern e flags, con i nomi delle colonne del foglio"))
        for written, meant in source.values.items():
            if meant is None:
                self._fault(
                    (*path, "values", written), "", say("che cosa vuol dire «{value}», o ? se non si sa", value=written)
                )

    def _part(self, kind: type[P], values: Any, path: Path_) -> P | None:
        if not isinstance(values, dict):
            self._fault(path, values, say("un elenco di righe «nome: valore»"))
            return None
        names = [info.alias or name for name, info in kind.model_fields.items()]
        self._known(values, tuple(names), path)
        try:
            return kind.model_validate(
                {name: value for name, value in values.items() if name in names and value is not None}
            )
        except ValidationError as error:
            for fault in faults_of(error, kind):
                allowed = _allowed(kind, fault.path)
                near = get_close_matches(fault.value, allowed, n=1, cutoff=0.4)
                expected = (
                    say("uno di questi valori: {values}", values=", ".join(allowed)) if allowed else fault.expected
                )
                if fault.path == ("header",):
                    expected = say("una riga come 3, o un intervallo come 2-3")
                self._fault((*path, *fault.path), fault.value, expected, "".join(near) or fault.nearest)
            return None

    def _known(self, values: dict[str, Any], names: tuple[str, ...], path: Path_) -> None:
        for name in values:
            if name not in names:
                near = get_close_matches(name, names, n=1, cutoff=0.4)
                expected = say("uno di questi nomi: {names}", names=", ".join(names))
                self._fault((*path, name), name, expected, "".join(near))

    def _columns(self, named: dict[str, Any], file: str, path: Path_) -> dict[Column, Any]:
        columns: dict[Column, Any] = {}
        for name, value in named.items():
            column = find_column(file, name)
            if column is None:
                self._fault(
                    (*path, name), name, say("un campo conosciuto: questo non esiste"), nearest_header(file, name)
                )
            elif column in columns:
                self._fault((*path, name), name, say("un campo diverso: questo c'è già"))
            else:
                columns[column] = value
        return columns

    def _check(self, plan: Plan) -> None:
        about, path = plan.about, plan.path
        self._suit(about.fields, f"{about.table}.csv", (*path, "fields"))
        for k, child in enumerate(about.children):
            self._suit(child, "children.csv", (*path, "children", k))
        given = {*plan.fields, *plan.constants}
        for column in columns_of(f"{about.table}.csv"):
            is_code = column.field == "id"
            if (
                column not in given
                and column.required
                and column.record != "sites"
                and not (is_code and about.make_code)
            ):
                expected = say(
                    "il campo «{name}»: è obbligatorio, da una colonna o in constants", name=column.name_told
                )
                if is_code:
                    expected = say("il campo «codice» da una colonna, oppure make_code")
                elif (column.record, column.field) == ("openings", "site"):
                    # Where a company has one place of work, nobody writes it.
                    continue
                self._fault((*path, "fields"), "", expected)
        for column in sorted({*plan.fields} & {*plan.constants}, key=lambda column: column.name_told):
            self._fault((*path, "constants"), column.name_told, say("un campo che non viene già da una colonna"))
        if about.make_code is not None and about.make_code.keep and not about.make_code.known_by:
            self._fault(
                (*path, "make_code"),
                "",
                say("in from le colonne che dicono chi è: senza, un codice non si può conservare"),
            )
        if about.children and about.table != "candidates":
            self._fault((*path, "children"), "", say("figli soltanto in un foglio di persone (candidates)"))
        for k, columns in enumerate(plan.children):
            if not any(column.field == "birth_date" for column in columns):
                self._fault((*path, "children", k), "", say("il campo «data di nascita» di ogni figlio"))

    def _suit(self, named: dict[str, Source], file: str, path: Path_) -> None:
        for name, source in named.items():
            column = find_column(file, name)
            if column is None:
                continue
            how = READ.get(column.kind.partition(":")[0], "list")
            if source.read is not None and source.read != how:
                self._fault((*path, name, "read"), source.read, say("{how}, come chiede questo campo", how=how), how)
            if column.record in ("candidates", "children") and column.kind in ("id", "text"):
                for header in source.columns:
                    if private(header) in _PRIVATE:
                        expected = say("un codice: questa colonna dice chi è la persona; usa make_code con from")
                        self._fault((*path, name), header, expected)

    def _fault(self, path: Path_, value: object, expected: str, nearest: str = "") -> None:
        row, name = self.yaml.place(path)
        self.faults.append(RowFault(self.file, row, name, shown(value), expected, nearest))


def private(header: str) -> str:
    """Why a column with such a header is never imported (`name`, `tax_code`, `health` ...); empty if it may be."""
    asked = plain(header.rpartition(" / ")[2])
    return next((known.field for known in spoken_headers() if not known.file and known.words == asked), "")


def _allowed(kind: type[Part], path: Path_) -> list[str]:
    """The values of a field that takes few."""
    schema = kind.model_json_schema()["properties"].get(str(path[0]) if path else "", {})
    for choice in (schema, *schema.get("anyOf", ())):
        if "enum" in choice:
            return [str(value) for value in choice["enum"]]
    return []

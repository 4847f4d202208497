"""Types of the records' fields: each reads what people write in a cell as well as its JSON shape.

Every refusal is one sentence that says what is expected and, where there is a vocabulary, the nearest valid value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from data.ateco import read_sector
from data.catalogues import catalogue
from data.codes import Access, Category, Cefr, Certificate, Condition, Goal, LanguageSkill, Mode, Trait
from data.field_codes import one_of as one_of
from data.field_codes import plain as plain
from data.field_codes import read_code as read_code
from data.field_codes import refuse as refuse
from data.field_codes import sentence
from data.field_codes import several as several
from data.language import marked, say
from data.notation import Demand, parse_demands, parse_flags, parse_levels, parse_restrictions, split_list
from data.places import places
from data.week import Rounding, Week, format_week, parse_week

FIRST_YEAR, LAST_YEAR = 1900, 2199
_ITALIAN_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_NUMBER = re.compile(r"^-?\d+(?:,\d+)?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _week(rounding: Rounding) -> BeforeValidator:
    def read(value: Any) -> Week:
        return value if isinstance(value, Week) else parse_week(_text(value), rounding)

    return BeforeValidator(sentence(read))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(say("«{value}» deve essere un testo", value=value))
    return value


def _table(value: Any) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _levels(resolve: Callable[[str], str], lowest: int, highest: int) -> BeforeValidator:
    def read(value: Any) -> dict[str, int]:
        raw = parse_levels(value, lowest, highest) if isinstance(value, str) else _table(value)
        levels: dict[str, int] = {}
        for key, level in raw.items():
            if isinstance(level, bool) or not isinstance(level, int) or not lowest <= level <= highest:
                sentence = marked("«{part}»: il livello è un numero intero da {lowest} a {highest}")
                raise ValueError(say(sentence, part=f"{key}={level}", lowest=lowest, highest=highest))
            name = resolve(key)
            if levels.setdefault(name, level) != level:
                raise ValueError(say("«{key}» ha due livelli diversi", key=name))
        return dict(sorted(levels.items()))

    return BeforeValidator(sentence(read))


def _item(code: str) -> str:
    return catalogue().item(code.strip().upper()).code


def _restrictions(value: Any) -> dict[str, int]:
    most = parse_restrictions(value) if isinstance(value, str) else _table(value)
    for item, level in most.items():
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 3:
            raise ValueError(say("«{part}»: il massimo va da 0 a 3", part=f"{item}<={level}"))
    return dict(sorted((_item(item), level) for item, level in most.items()))


def _demands(value: Any) -> tuple[Demand, ...]:
    if isinstance(value, str):
        demands = parse_demands(value)
    else:
        demands = tuple(entry if isinstance(entry, Demand) else _demand(entry) for entry in value)
    return tuple(sorted(Demand(_item(d.item), d.level, d.essential, d.adaptable) for d in demands))


def _demand(entry: Any) -> Demand:
    parsed = parse_demands(_text(entry))
    if len(parsed) != 1:
        raise ValueError(say("«{part}»: scrivi una sola voce, per esempio AC1=2!", part=entry))
    return parsed[0]


def _flags(value: Any) -> dict[Access, bool]:
    raw = parse_flags(value) if isinstance(value, str) else _table(value)
    flags: dict[Access, bool] = {}
    for key, answer in raw.items():
        if flags.setdefault(read_code(Access, key), answer) != answer:
            raise ValueError(say("«{key}» ha due risposte diverse", key=key))
    if not all(isinstance(answer, bool) for answer in flags.values()):
        raise ValueError(say("sì oppure no"))
    return {feature: flags[feature] for feature in Access if feature in flags}


def _italian(value: Any) -> dict[LanguageSkill, Cefr]:
    """`ascolto=A2; lettura=A1`, or one level for all four skills."""
    if isinstance(value, str):
        parts = split_list(value)
        if len(parts) == 1 and "=" not in parts[0]:
            return dict.fromkeys(LanguageSkill, read_code(Cefr, parts[0]))
        raw = {part.partition("=")[0]: part.partition("=")[2] for part in parts}
        if len(raw) != len(parts) or not all(raw.values()):
            raise refuse(say("un livello per abilità, per esempio ascolto=A2; lettura=A1, o un livello solo"))
    else:
        raw = _table(value)
    levels = {read_code(LanguageSkill, skill): read_code(Cefr, level) for skill, level in raw.items()}
    return {skill: levels[skill] for skill in LanguageSkill if skill in levels}


def _names(resolve: Callable[[str], str]) -> BeforeValidator:
    def read(value: Any) -> tuple[str, ...]:
        entries = split_list(value) if isinstance(value, str) else list(value)
        return tuple(sorted({resolve(_text(entry)) for entry in entries}))

    return BeforeValidator(sentence(read))


def _division(text: str) -> str:
    # `81`, `81.21`, `95.31` of 2025, and `1` where a spreadsheet dropped the zero of `01`.
    return read_sector(text)


def _date(value: Any) -> Any:
    found = _ITALIAN_DAY.match(value.strip()) if isinstance(value, str) else None
    if found:
        value = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(say("una data come 31/12/2026")) from None
    if not isinstance(value, date):
        raise ValueError(say("«{value}» non è una data", value=value))
    # `0019` is a slip for `2019`, and beyond the calendar nothing can be reckoned.
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(say("un giorno di un anno dal {first} al {last}", first=FIRST_YEAR, last=LAST_YEAR))
    return value


def _yes_no(value: Any) -> bool:
    answers = {"si": True, "yes": True, "x": True, "1": True, "true": True, "no": False, "0": False, "false": False}
    answer = value if isinstance(value, bool) else answers.get(plain(str(value)))
    if answer is None:
        raise ValueError(say("«{part}»: scrivi sì oppure no", part=value))
    return answer


def _number(value: Any) -> Any:
    # Italian decimals: 43,88. Anything else goes on to pydantic as it is.
    return value.strip().replace(",", ".") if isinstance(value, str) and _NUMBER.match(value.strip()) else value


_WEEKS = ["lun-ven 8:00-14:00; sab 9:00-13:00", "A: lun-ven 8:00-14:00 | B: lun-ven 14:00-20:00"]


def _weekly(rounding: Rounding, description: str) -> Any:
    schema = {"type": "string", "description": description, "examples": _WEEKS}
    return Annotated[Week, _week(rounding), PlainSerializer(format_week, return_type=str), WithJsonSchema(schema)]


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise refuse(say("un testo senza caratteri di controllo"))
    return text


# After the constraints of a text, which the schema would lose behind it.
PRINTABLE = AfterValidator(_printable)
Id = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"),
    BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value),
]
Day = Annotated[date, BeforeValidator(sentence(_date))]
YesNo = Annotated[bool, BeforeValidator(sentence(_yes_no))]
Latitude = Annotated[float, Field(ge=35.0, le=47.5), BeforeValidator(_number)]
Longitude = Annotated[float, Field(ge=6.0, le=19.0), BeforeValidator(_number)]
Radius = Annotated[float, Field(gt=0, le=200), BeforeValidator(_number)]
Hours = Annotated[float, Field(ge=0, le=168), BeforeValidator(_number)]
Availability = _weekly("in", "Week text; minutes between quarters are rounded inwards")
Shifts = _weekly("out", "Week text; minutes between quarters are rounded outwards")
Municipality = Annotated[str, BeforeValidator(sentence(lambda value: places().find(_text(value)).istat))]
RoleKey = Annotated[str, BeforeValidator(sentence(lambda value: catalogue().resolve_role(_text(value))))]
Municipalities = Annotated[tuple[str, ...], _names(lambda text: places().find(text).istat)]
Province = Annotated[str, BeforeValidator(sentence(lambda value: places().in_province(_text(value))[0].province))]
Provinces = Annotated[tuple[str, ...], _names(lambda text: places().in_province(text)[0].province)]
Division = Annotated[str, BeforeValidator(sentence(lambda value: _division(_text(value))))]
Divisions = Annotated[tuple[str, ...], _names(_division)]
RoleKeys = Annotated[tuple[str, ...], _names(lambda text: catalogue().resolve_role(text))]
Ids = Annotated[tuple[str, ...], _names(lambda text: text.strip())]
Interests = Annotated[dict[str, int], _levels(lambda text: catalogue().resolve_role(text), 0, 3)]
Competences = Annotated[dict[str, int], _levels(lambda text: catalogue().resolve_competence(text), 0, 5)]
Required = Annotated[dict[str, int], _levels(lambda text: catalogue().resolve_competence(text), 1, 5)]
Capacities = Annotated[dict[str, int], _levels(_item, 0, 3)]
Accommodations = Annotated[dict[str, int], _levels(_item, 1, 3)]
Prescriptions = Annotated[dict[str, int], BeforeValidator(sentence(_restrictions))]
Demands = Annotated[
    tuple[Demand, ...],
    BeforeValidator(sentence(_demands)),
    PlainSerializer(lambda demands: [str(demand) for demand in demands], return_type=list[str]),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "examples": [["AC1=2!", "FA3=1~"]]}),
]
Features = Annotated[dict[Access, bool], BeforeValidator(sentence(_flags))]
Categories = Annotated[tuple[Category, ...], several(Category)]
Modes = Annotated[tuple[Mode, ...], several(Mode)]
Needs = Annotated[tuple[Access, ...], several(Access)]
Certificates = Annotated[tuple[Certificate, ...], several(Certificate)]
Conditions = Annotated[tuple[Condition, ...], several(Condition)]
ItalianLevels = Annotated[dict[LanguageSkill, Cefr], BeforeValidator(sentence(_italian))]
Goals = Annotated[tuple[Goal, ...], several(Goal)]
Traits = Annotated[tuple[Trait, ...], several(Trait)]

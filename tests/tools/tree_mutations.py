"""Ways in which the values of a JSON or YAML file get damaged; what no value can say is put in as text afterwards."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import yaml

from tests.tools.table_mutations import VALUES as CELLS

_RAW = [
    *("NaN", "Infinity", "-Infinity", "1e999", "-1E-999", "-0", "9" * 5_000, "[" * 3_000 + "]" * 3_000),
    *('{"a":' * 50_000 + "1" + "}" * 50_000, '{"id": 1, "id": 2}', '"\\ud800"', '"\\u0000"', '"\\UFFFFFFFF"', '"\\x"'),
    *("&a [1]", "*a", "!!python/name:x", "!!timestamp 2026-13-01", "? [1, 2]\n  : 3", "<<: {a: 1}", "|\n  x", "", ","),
]
_VALUES: list[Any] = [
    *(None, True, False, 0, -1, 7, 1.5, 1e308, 10**30, "", "x", "A" * 40_000, [], {}, [[]], [None], ["x", "x"]),
    *({"a": {}}, {"": ""}, {"x": [1, {"y": None}]}, [["a"] * 300], "2026-13-45", "\ud800", "=1+1"),
    *(cell for cell in CELLS if type(cell) in (str, int, float)),
]
_RAW_MARK = re.compile(r"""["']?RAW(\d+)x["']?""")
_TWICE_MARK = "TWICEx"


def damage_tree(tree: Any, dice: random.Random) -> Any:
    """The values, one to three of them damaged: another type, gone, renamed, twice, deep, swapped."""
    held = [deepcopy(tree)]
    for _ in range(dice.choice([1, 1, 1, 3])):
        spots = list(_spots(held))
        if not spots:
            break
        # The whole is only one of very many, yet should be hit now and then.
        place, key = dice.choice(spots) if dice.random() < 0.97 else spots[0]
        _damage(place, key, dice.choice(spots), dice)
    return held[0] if held else None


def _spots(place: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(place, (dict, list)):
        for key in list(place) if isinstance(place, dict) else range(len(place)):
            yield place, key
            yield from _spots(place[key])


def _damage(place: Any, key: Any, other: tuple[Any, Any], dice: random.Random) -> None:
    way = dice.randrange(11)
    there, name = other
    if way < 4:
        place[key] = deepcopy(dice.choice(_VALUES))
    elif way == 4:
        place[key] = f"RAW{dice.randrange(len(_RAW))}x"
    elif way == 5:
        del place[key]
    elif way == 6:
        place[key] = deepcopy(there[name])
    elif way == 7:
        place[key] = [place[key]] if dice.random() < 0.5 else {"x": place[key]}
    elif way == 8 and isinstance(place[key], list):
        dice.shuffle(place[key])
    elif isinstance(place, list):
        place.insert(dice.randrange(len(place) + 1), deepcopy(place[key]))
    elif way == 9:
        place[_TWICE_MARK + str(key)] = deepcopy(place[key])
    else:
        new = dice.choice([f"{key}x", str(key).upper(), "", "x" * 300, "\u202e", "a/b~c", "7", "{key}", "«»", "\ud800"])
        place[new] = place.pop(key)


def json_text(tree: Any) -> bytes:
    """The values as JSON."""
    text = json.dumps(tree, ensure_ascii=True, indent=1)
    return _marked(text).encode()


def yaml_text(tree: Any) -> bytes:
    """The values as YAML."""
    text = yaml.dump(tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=200)
    return _marked(text).encode("utf-8", "surrogatepass")


class _Plain(yaml.SafeDumper):
    """The same list twice is written twice."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _marked(text: str) -> str:
    return _RAW_MARK.sub(lambda found: _RAW[int(found[1])], text).replace(_TWICE_MARK, "")

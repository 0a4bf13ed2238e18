"""Taking out what differs for a reason that is not behaviour: a side's own paths, and learned noise."""
from __future__ import annotations

import re
from typing import Any, List, Optional, Tuple

from parity.side import Side

NOISE = "<noise>"
MEASURED = {"solve_time", "load_time"}  # seconds it took: noise even where two runs agree by chance
_TOKEN = re.compile(r"[A-Za-z0-9_.:+-]+|\s+|.", re.DOTALL)
_NAG = re.compile(r"Pip-based rez installation detected.*?\n", re.DOTALL)
# A traceback's frames inside a side's own code, or in the libraries it uses; those of packages and scripts stay.
_FRAMES = re.compile(r' *File "[^"\n]*(?:site-packages|<prefix>|<bin>)[^"\n]*", line \d+, in .*\n(?: {4,}.*\n)*')
_TIMES = re.compile(r"((?:solve|load) time: +|\((?:total )?solve time: +)[0-9.]+")


def own_paths(value: Any, side: Side) -> Any:
    """The value with the side's own places named by their role."""
    places = [(str(side.bin), "<bin>"), (str(side.python), "<python>"), (str(side.python.parent.parent), "<prefix>")]
    if side.path:
        places.append((side.path, "<path>"))
    places.sort(key=lambda place: -len(place[0]))

    def text(string: str) -> str:
        for place, role in places:
            string = string.replace(place, role)
        return _TIMES.sub(r"\1<seconds>", _FRAMES.sub("", _NAG.sub("", string)))

    return _strings(value, text)


def _strings(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): _strings(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_strings(item, change) for item in value]
    return value


def learn(first: Any, second: Any, other: Any, path: str = "") -> Tuple[Any, Any, List[str]]:
    """Mask what differs between two runs of the reference, in the first of them and in the other side's value.

    Returns:
        The reference's value and the other's, noise replaced, and the paths where there was noise.
    """
    if isinstance(first, dict) and isinstance(second, dict) and isinstance(other, dict):
        return _learn_dict(first, second, other, path)
    if isinstance(first, list) and isinstance(second, list) and isinstance(other, list) \
            and len(first) == len(second) == len(other):
        rows = [learn(*items, path="%s[%d]" % (path, i)) for i, items in enumerate(zip(first, second, other))]
        return [r[0] for r in rows], [r[1] for r in rows], [p for r in rows for p in r[2]]
    if first == second:
        return first, other, []
    if isinstance(first, str) and isinstance(second, str) and isinstance(other, str):
        pattern = _pattern(first, second)
        same = pattern is not None and pattern.fullmatch(other) is not None
        return (NOISE, NOISE if same else other, [path]) if same else (first, other, [path])
    if type(first) is type(second) and type(first) is type(other):
        return NOISE, NOISE, [path]
    return first, other, [path]


def _learn_dict(first: dict, second: dict, other: dict, path: str) -> Tuple[Any, Any, List[str]]:
    left, right, noise = {}, dict(other), []
    for key, value in first.items():
        left[key] = value
        if key in second and key in other:
            if key in MEASURED and isinstance(value, float) and isinstance(other[key], float):
                left[key] = right[key] = NOISE
                continue
            left[key], right[key], more = learn(value, second[key], other[key], "%s.%s" % (path, key))
            noise.extend(more)
    return left, right, noise


def _pattern(first: str, second: str) -> Optional["re.Pattern[str]"]:
    """What matches both texts: equal tokens as they are, any token where they differ; None when they don't line up."""
    tokens = _TOKEN.findall(first), _TOKEN.findall(second)
    if len(tokens[0]) != len(tokens[1]):
        return None
    parts = []
    for one, two in zip(*tokens):
        if one == two:
            parts.append(re.escape(one))
        elif one.isspace() != two.isspace():
            return None
        else:
            parts.append(r"\s+" if one.isspace() else r"[A-Za-z0-9_.:+-]+")
    return re.compile("".join(parts), re.DOTALL)

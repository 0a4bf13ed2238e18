"""Taking out what differs for a reason that is not behaviour: a side's own paths, and learned noise."""
from __future__ import annotations

import ast
import calendar
import platform
import pprint
import re
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from parity.side import Side

NOISE = "<noise>"
MEASURED = {"solve_time", "load_time"}  # seconds it took: noise even where two runs agree by chance
_TOKEN = re.compile(r"[A-Za-z0-9_.:+-]+|\s+|.", re.DOTALL)
_NAG = re.compile(r"Pip-based rez installation detected.*?\n", re.DOTALL)
# A traceback's frames inside a side's own code, or in the libraries it uses; those of packages and scripts stay.
_FRAMES = re.compile(r' *File "[^"\n]*(?:/lib/python3|<prefix>|<bin>|<frozen |/parity/inside/)[^"\n]*", line \d+, in .*\n(?: {4,}.*\n)*')
_DURATIONS = re.compile(r"((?:solve|load) time: +|\((?:total )?solve time: +)[0-9.]+")
_STATS = re.compile(r"(?<=SOLVE STATS:\n)\{.*?\}\}", re.DOTALL)
_CLOCK = re.compile(r"^\d\d:\d\d:\d\d(?= (?:DEBUG|INFO|WARNING|ERROR|CRITICAL) )", re.MULTILINE)
_EPOCH = re.compile(r"(?<![\w.])[12]\d{9}(?:\.\d+)?(?![\w.])")
_DATE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:UTC )?\d{4}")
_RECENT = 3600.0


def _places(side: Side, world: Optional[Path]) -> List[Tuple[str, str]]:
    """What is named by its role, and that name; the longest first."""
    prefix = side.python.parent.parent
    places = [(str(side.bin), "<bin>"), (str(side.python), "<python>"), (str(prefix), "<prefix>")]
    if prefix.resolve() != prefix:  # a side may be named by a link
        places.append((str(prefix.resolve()), "<prefix>"))
    if side.path:
        places.append((side.path, "<path>"))
    if world:
        places.append((str(world), "<world>"))
        places += [(form % platform.node(), form % "<host>")
                   for form in ("artist@%s", '"host": "%s"', "'host': '%s'", "host: %s\n")]
    # Windows' shells are given paths in the way of their system
    places += [(place.replace("/", "\\"), role) for place, role in places if place.startswith("/")]
    return sorted(places, key=lambda place: -len(place[0]))


def own_paths(value: Any, side: Side, world: Optional[Path] = None) -> Any:
    """The value with the side's own places, the world's folder, the machine's name and the present named by their role."""
    places = _places(side, world)
    now = time.time()

    def scalar(given: Any) -> Any:
        if isinstance(given, str):
            return text(given)
        if isinstance(given, (int, float)) and not isinstance(given, bool) and abs(given - now) < _RECENT:
            return "<now>"
        return given

    def epoch(match: "re.Match[str]") -> str:
        return "<now>" if abs(float(match.group()) - now) < _RECENT else match.group()

    def date(match: "re.Match[str]") -> str:
        moment = calendar.timegm(time.strptime(match.group().replace("UTC ", ""), "%a %b %d %H:%M:%S %Y"))
        return "<now>" if abs(moment - now) < _RECENT else match.group()

    def text(string: str) -> str:
        for place, role in places:
            string = string.replace(place, role)
        if world and string == platform.node():
            return "<host>"
        string = _STATS.sub(_statistics, string)
        string = _DATE.sub(date, _EPOCH.sub(epoch, _CLOCK.sub("<clock>", string)))
        return _DURATIONS.sub(r"\1<seconds>", _FRAMES.sub("", _NAG.sub("", string)))

    return _each(value, scalar)


def places_for_roles(value: Any, side: Side, world: Path) -> Any:
    """The reverse of `own_paths`: places and times again, where there are names of roles."""
    places = _places(side, world)

    def scalar(given: Any) -> Any:
        if given in ("<now>", "<host>"):
            return int(time.time()) if given == "<now>" else platform.node()
        if isinstance(given, str):
            for place, role in places:
                given = given.replace(role, place)
        return given

    return _each(value, scalar)


def _statistics(match: "re.Match[str]") -> str:
    """A solver's printed statistics laid out anew: where lines break depends on how many digits the seconds have."""
    try:
        found = ast.literal_eval(match.group())
    except (ValueError, SyntaxError):
        return match.group()
    return pprint.pformat(_each(found, lambda value: "<seconds>" if isinstance(value, float) else value))


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {change(key): _each(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    return change(value)


def learn(runs: Sequence[Any], other: Any, path: str = "") -> Tuple[Any, Any, List[str]]:
    """Mask what differs between runs of the reference, in the first of them and in the other side's value.

    Returns:
        The reference's value and the other's, noise replaced, and the paths where there was noise.
    """
    first = runs[0]
    if isinstance(other, dict) and all(isinstance(run, dict) for run in runs):
        return _learn_dict(runs, other, path)
    if isinstance(other, list) and all(isinstance(run, list) and len(run) == len(other) for run in runs):
        rows = [learn(items, mine, "%s[%d]" % (path, i)) for i, (items, mine) in enumerate(zip(zip(*runs), other))]
        return [r[0] for r in rows], [r[1] for r in rows], [p for r in rows for p in r[2]]
    if all(run == first for run in runs):
        return first, other, []
    if other in runs:
        return NOISE, NOISE, [path]
    if isinstance(other, str) and all(isinstance(run, str) for run in runs):
        pattern = _pattern(runs)
        same = pattern is not None and pattern.fullmatch(other) is not None
        return (NOISE, NOISE, [path]) if same else (first, other, [path])
    if all(type(run) is type(other) for run in runs):
        return NOISE, NOISE, [path]
    return first, other, [path]


def _learn_dict(runs: Sequence[Dict[str, Any]], other: Dict[str, Any], path: str) -> Tuple[Any, Any, List[str]]:
    left: Dict[str, Any] = {}
    right, noise = dict(other), []
    for key, value in runs[0].items():
        left[key] = value
        if key not in other or not all(key in run for run in runs):
            continue
        if key in MEASURED and isinstance(value, float) and isinstance(other[key], float):
            left[key] = right[key] = NOISE
            continue
        left[key], right[key], more = learn([run[key] for run in runs], other[key], "%s.%s" % (path, key))
        noise.extend(more)
    return left, right, noise


def _pattern(texts: Sequence[str]) -> Optional["re.Pattern[str]"]:
    """What matches all texts: equal tokens as they are, any token where they differ; None when they don't line up."""
    rows = [_TOKEN.findall(text) for text in texts]
    if len({len(row) for row in rows}) != 1:
        return None
    parts = []
    for column in zip(*rows):
        if len(set(column)) == 1:
            parts.append(re.escape(column[0]))
        elif len({token.isspace() for token in column}) != 1:
            return None
        else:
            parts.append(r"\s+" if column[0].isspace() else r"[A-Za-z0-9_.:+-]+")
    return re.compile("".join(parts), re.DOTALL)

"""What can be imported from `rez` and `rezplugins`: ours compared with real Rez's, or a recording of it."""
from __future__ import annotations

import gzip
import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional

from parity.side import Side, SideError

PROBE = Path(__file__).parent / "surface_probe.py"
RECORDING = Path(__file__).parent / "recordings" / "surface-3.4.0.json.gz"
Surface = Dict[str, Dict[str, Any]]


def probe(side: Side) -> Surface:
    """The surface of a side: module, then name, to what it is.

    Raises:
        SideError: The probe fails.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(("REZ_", "PKG_", "PYTHON"))}
    answer = subprocess.run([str(side.python), str(PROBE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True, env=env, stdin=subprocess.DEVNULL)
    try:
        return json.loads(answer.stdout)
    except ValueError:
        raise SideError("%s: the surface can't be read: %s" % (side.name, answer.stderr.strip()[-500:]))


def record(surface: Surface, path: Path = RECORDING) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = gzip.compress(json.dumps(surface, sort_keys=True, separators=(",", ":")).encode(), mtime=0)
    path.write_bytes(data)


def load(path: Path = RECORDING) -> Surface:
    """Read a recording.

    Raises:
        SideError: It is missing or damaged.
    """
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise SideError("%s: %s" % (path, error))


@dataclass
class SurfaceReport:
    """Counts of things that Rez has, of those that we have as well, and a line for each that differs."""

    wanted: Dict[str, int] = field(default_factory=dict)
    found: Dict[str, int] = field(default_factory=dict)
    missing: List[str] = field(default_factory=list)

    def count(self, what: str, good: bool, trouble: str) -> None:
        self.wanted[what] = self.wanted.get(what, 0) + 1
        self.found[what] = self.found.get(what, 0) + good
        if not good:
            self.missing.append(trouble)

    @property
    def percent(self) -> float:
        return 100.0 * sum(self.found.values()) / max(1, sum(self.wanted.values()))


def compare(reference: Surface, ours: Surface) -> SurfaceReport:
    """Whether each thing that the reference has is there and can be used in the same way."""
    report = SurfaceReport()
    for module, there in sorted(reference.items()):
        if "error" in there:
            continue
        here = ours.get(module, {"error": "no such module"})
        report.count("modules", "error" not in here, "%s: %s" % (module, here.get("error")))
        names = here.get("names", {})
        for name, thing in there["names"].items():
            what = "own names" if thing.get("own") else "re-exported names"
            report.count(what, name in names, "%s.%s is missing" % (module, name))
            if name in names and thing.get("own"):
                _compare_thing(report, "%s.%s" % (module, name), thing, names[name])
    return report


def _compare_thing(report: SurfaceReport, path: str, thing: Dict[str, Any], ours: Dict[str, Any]) -> None:
    if thing["kind"] in ("function", "callable"):
        trouble = call_trouble(thing.get("signature"), ours.get("signature"))
        report.count("signatures", not trouble, "%s: %s" % (path, trouble))
    elif thing["kind"] == "class":
        if ours["kind"] != "class":
            report.count("classes", False, "%s is no class but a %s" % (path, ours["kind"]))
            return
        lost = [base for base in thing["bases"] if base not in ours["bases"] and not base.startswith("_")]
        report.count("classes", not lost, "%s lacks the bases %s" % (path, ", ".join(lost)))
        for name, member in thing["members"].items():
            there = ours["members"].get(name)
            report.count("members", there is not None, "%s.%s is missing" % (path, name))
            if there and "signature" in member:
                trouble = call_trouble(member["signature"], there.get("signature"))
                report.count("signatures", not trouble, "%s.%s: %s" % (path, name, trouble))
            elif there and "value" in member and not name.startswith("_"):
                same = member["value"] == there.get("value")
                report.count("values", same, "%s.%s is %s, not %s" % (path, name, there.get("value"), member["value"]))
    elif thing["kind"] == "value":
        same = thing["value"] == ours.get("value") or path.endswith("__")
        report.count("values", same, "%s is %s, not %s" % (path, ours.get("value"), thing["value"]))


def call_trouble(wanted: Optional[List[List[Any]]], ours: Optional[List[List[Any]]]) -> str:
    """Why a call that fits the wanted signature may not fit ours; empty when each does."""
    if wanted is None:
        return ""
    if ours is None:
        return "can't be called"
    own = {name: (position, kind, default) for position, (name, kind, default) in enumerate(ours)}
    any_keyword = any(kind == "VAR_KEYWORD" for _, kind, _ in ours)
    any_position = any(kind == "VAR_POSITIONAL" for _, kind, _ in ours)
    for position, (name, kind, default) in enumerate(wanted):
        if kind in ("VAR_KEYWORD", "VAR_POSITIONAL"):
            if not (any_keyword if kind == "VAR_KEYWORD" else any_position):
                return "takes no %s%s" % ("**" if kind == "VAR_KEYWORD" else "*", name)
            continue
        if name not in own:
            if not (any_keyword and (any_position or kind == "KEYWORD_ONLY")):
                return "lacks the parameter %s" % name
            continue
        own_position, own_kind, own_default = own[name]
        if kind != "KEYWORD_ONLY" and own_position != position:
            return "has the parameter %s at another place" % name
        if kind == "POSITIONAL_OR_KEYWORD" and own_kind == "POSITIONAL_ONLY":
            return "takes %s by position only" % name
        if (default is None) != (own_default is None) or (default != own_default and not default.startswith("<")):
            return "has the default %s for %s, not %s" % (own_default, name, default)
    names = {name for name, _, _ in wanted}
    extra = [n for n, kind, default in ours if n not in names and default is None and not kind.startswith("VAR_")]
    return "also needs %s" % ", ".join(extra) if extra else ""


def markdown(report: SurfaceReport) -> str:
    """The page `docs/surface.md`."""
    rows = ["# Surface", "", "What can be imported from `rez` and `rezplugins`, compared with Rez 3.4.0.", "",
            "| | Rez | pkgrs | |", "|--|--:|--:|--:|"]
    for what, wanted in report.wanted.items():
        found = report.found[what]
        rows.append("| %s | %d | %d | %.1f %% |" % (what, wanted, found, 100.0 * found / wanted))
    if report.missing:
        rows += ["", "## What differs", ""] + ["- %s" % line for line in report.missing]
    return "\n".join(rows) + "\n"

"""Whether whatever can be used of real Rez's surface is there on ours, and can be used in the same way."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

Surface = Dict[str, Dict[str, Any]]
_VALUES = ("value", "pattern", "logger")


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
        """How much is there; a hundred only when nothing is missing."""
        return 100.0 * sum(self.found.values()) / max(1, sum(self.wanted.values()))


def compare(reference: Surface, ours: Surface) -> SurfaceReport:
    """Compare all parts of two answers of the probe."""
    report = SurfaceReport()
    _compare_modules(report, reference["modules"], ours["modules"])
    for path, thing in sorted(reference["private"].items()):
        here = ours["private"].get(path, {"error": "not asked"})
        report.count("private names", "error" not in here, "%s: %s" % (path, here.get("error")))
        if "error" not in here:
            _compare_thing(report, path, thing, here)
    _compare_instances(report, reference["instances"], ours["instances"])
    _compare_commands(report, reference["commands"], ours["commands"])
    _compare_texts(report, "settings", reference["settings"], ours["settings"])
    _compare_texts(report, "exceptions", reference["exceptions"], ours["exceptions"])
    _compare_texts(report, "loggers", reference["loggers"], ours["loggers"])
    for name in sorted(reference["scripts"]):
        report.count("scripts", name in ours["scripts"], "there is no %s" % name)
    return report


def _compare_modules(report: SurfaceReport, reference: Surface, ours: Surface) -> None:
    for module, there in sorted(reference.items()):
        if "error" in there:
            continue
        here = ours.get(module, {"error": "no such module"})
        report.count("modules", "error" not in here, "%s: %s" % (module, here.get("error")))
        names = here.get("names", {})
        for name, thing in there["names"].items():
            if thing["kind"] in ("typing", "environment"):
                continue
            what = "own names" if thing.get("own") else "re-exported names"
            what = "imported modules" if thing["kind"] == "module" else what
            report.count(what, name in names, "%s.%s is missing" % (module, name))
            if name in names and thing["kind"] != "module" and not thing.get("library"):
                _compare_thing(report, "%s.%s" % (module, name), thing, names[name])


def _compare_thing(report: SurfaceReport, path: str, thing: Dict[str, Any], ours: Dict[str, Any]) -> None:
    if thing["kind"] in ("function", "callable"):
        trouble = call_trouble(thing.get("signature"), ours.get("signature"))
        report.count("signatures", not trouble, "%s: %s" % (path, trouble))
    elif thing["kind"] == "class":
        if ours["kind"] != "class":
            if not thing["own"] and "signature" in ours:
                return  # called, not subclassed: something that makes instances serves
            report.count("classes", False, "%s is no class but a %s" % (path, ours["kind"]))
            return
        lost = [base for base in thing["bases"] if base not in ours["bases"] and not base.startswith("_")]
        report.count("classes", not lost, "%s lacks the bases %s" % (path, ", ".join(lost)))
        for name, member in thing["members"].items():
            if not member.get("foreign"):
                _compare_member(report, "%s.%s" % (path, name), member, ours["members"].get(name))
    elif thing["kind"] in _VALUES and not path.endswith("__"):
        same = thing["value"] == ours.get("value")
        report.count("values", same, "%s is %s, not %s" % (path, ours.get("value", ours["kind"]), thing["value"]))
    elif thing["kind"] == "object":
        same = thing["type"] == ours.get("type")
        report.count("values", same, "%s is %s, not %s" % (path, ours.get("type", ours["kind"]), thing["type"]))


def _compare_member(report: SurfaceReport, path: str, member: Dict[str, Any], ours: Optional[Dict[str, Any]]) -> None:
    report.count("members", ours is not None, "%s is missing" % path)
    if not ours:
        return
    if "signature" in member:
        trouble = call_trouble(member["signature"], ours.get("signature"))
        if not trouble and (member["kind"] == "method") != (ours["kind"] == "method"):
            trouble = "is a %s, not a %s" % (ours["kind"], member["kind"])
        report.count("signatures", not trouble, "%s: %s" % (path, trouble))
    elif "value" in member:
        same = member["value"] == ours.get("value")
        report.count("values", same, "%s is %s, not %s" % (path, ours.get("value"), member["value"]))


def _compare_instances(report: SurfaceReport, reference: Surface, ours: Surface) -> None:
    for name, attributes in sorted(reference.items()):
        here = ours.get(name, {})
        for attribute, kind in sorted(attributes.items()):
            found = here.get(attribute, "missing")
            report.count("attributes of instances", found == kind,
                         "on an instance, %s.%s is %s, not %s" % (name, attribute, found, kind))


def _compare_commands(report: SurfaceReport, reference: Surface, ours: Surface) -> None:
    for name, there in sorted(reference.items()):
        here = ours.get(name, {"error": "no such command"})
        report.count("commands", "error" not in here, "command %s: %s" % (name, here.get("error")))
        own = {_option_key(option): option for option in here.get("options", ())}
        for option in there.get("options", ()):
            key = _option_key(option)
            report.count("options", key in own, "command %s has no %s" % (name, key))
            differing = ["%s %r, not %r" % (part, own[key][part], value) for part, value in sorted(option.items())
                         if not _same(part, own[key][part], value)] if key in own else []
            report.count("options", not differing, "command %s, %s: %s" % (name, key, "; ".join(differing)))
        for part in ("exclusive", "usage"):
            if "error" not in here:
                report.count("options", here[part] == there[part],
                             "command %s has %s %s, not %s" % (name, part, here[part], there[part]))


def _same(part: str, ours: Any, wanted: Any) -> bool:
    """Whether a part of an option is the same; we may offer more choices, such as plugins that Rez lacks."""
    if part == "choices" and wanted and ours:
        return set(wanted) <= set(ours)
    return ours == wanted


def _option_key(option: Dict[str, Any]) -> str:
    return "/".join(option["names"]) or str(option["dest"])


def _compare_texts(report: SurfaceReport, what: str, reference: Dict[str, Any], ours: Dict[str, Any]) -> None:
    for name, value in sorted(reference.items()):
        report.count(what, ours.get(name) == value, "%s: %s is %s, not %s" % (what, name, ours.get(name), value))


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

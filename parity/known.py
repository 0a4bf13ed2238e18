"""The differences that are meant: `known.toml`."""
from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from parity.compare import Difference
from parity.model import ScenarioError, tomllib

FILE = Path(__file__).parent / "known.toml"
AREAS = {
    "*": "All commands", "config": "Configuration", "build_more": "Building", "build_cmake": "Building", "build_cmake_tools": "Building",
    "queries": "Searches, help, packages in development",
    "store": "Copying, moving, removing", "shells": "Shells", "rex": "Commands of packages", "build": "Building",
    "definitions": "Package definitions", "packages_api": "Packages", "errors": "What can't be read",
    "versions": "Versions and requirements", "base": "Helpers", "pkg_cache": "Package cache", "testing": "Testing",
    "release": "Releasing", "bind": "Binding", "bind_software": "Binding", "pip": "pip", "cli_core": "Commands",
    "resolve_studio": "Resolving", "suites": "Suites", "commands": "Commands", "contexts": "Contexts",
    "options": "Commands", "failures": "Resolving", "completion": "Completion", "plugins": "Plugins", "bundles": "Contexts",
}


@dataclass(frozen=True)
class Known:
    """A tolerated difference.

    It covers a difference of a scenario that matches one of `scenarios` (shell patterns), at a path that
    matches `path` (regular expression), whose values match `reference` and `ours` where given. If it `carries`, ours
    must hold the message that the reference's traceback ends with.
    """

    id: str
    what: str
    why: str
    since: str
    scenarios: Tuple[str, ...]
    path: str = ""
    reference: Optional[str] = None
    ours: Optional[str] = None
    issue: str = ""
    setting: str = ""
    carries: bool = False

    @property
    def area(self) -> str:
        """The file of scenarios that shows it first."""
        return self.scenarios[0].partition("/")[0]

    def covers(self, difference: Difference) -> bool:
        return (any(matches(pattern, difference.scenario) for pattern in self.scenarios)
                and re.search(self.path, difference.path) is not None
                and _matches(self.reference, difference.reference)
                and _matches(self.ours, difference.ours)
                and (not self.carries or _carried(str(difference.reference), str(difference.ours))))


def matches(pattern: str, scenario: str) -> bool:
    """Whether a pattern of an entry is for a scenario of this name."""
    return fnmatch.fnmatchcase(scenario, pattern)


def _matches(pattern: Optional[str], value: object) -> bool:
    return pattern is None or re.search(pattern, str(value), re.DOTALL) is not None


def _carried(reference: str, ours: str) -> bool:
    # Objects in messages may show where they are in memory.
    return re.sub("0x[0-9a-f]+", "0x", _last_message(reference)) in re.sub("0x[0-9a-f]+", "0x", ours)


def _last_message(text: str) -> str:
    """The first line of the message of the last error in a traceback: a line `package.Class: message`."""
    found = re.findall(r"^[\w.]+(?:Error|Exception|Exit|NotFound): (.+)$", text, re.MULTILINE)
    return found[-1] if found else text


def load_known(path: Path = FILE) -> List[Known]:
    """The entries of the file.

    Raises:
        ScenarioError: The file can't be read, or an entry lacks a field or has one that is not known.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScenarioError("%s: %s" % (path, error))
    entries = []
    for item in data.get("known", []):
        try:
            entries.append(Known(**dict(item, scenarios=tuple(item["scenarios"]))))
        except (TypeError, KeyError) as error:
            raise ScenarioError("%s: %s: %s" % (path, item.get("id", "an entry without id"), error))
    return entries


def sort_out(differences: Sequence[Difference], known: Sequence[Known]
             ) -> Tuple[List[Difference], List[Tuple[Difference, Known]], List[Known]]:
    """Differences nobody knows of, those covered with their entry, and the entries that covered none.

    An entry for all scenarios covers only what no other entry does.
    """
    new, covered, used = [], [], set()
    by_reach = sorted(known, key=lambda k: "*" in k.scenarios)
    for difference in differences:
        entry = next((k for k in by_reach if k.covers(difference)), None)
        if entry is None:
            new.append(difference)
        else:
            covered.append((difference, entry))
            used.add(entry.id)
    return new, covered, [k for k in known if k.id not in used]


_INTRODUCTION = """# Where pkgrs and Rez 3.4.0 differ

Printed from `parity/known.toml` by `parity known --write docs/compatibility.md`. Each entry is held by scenarios that
show Rez's behaviour and ours side by side; one that no longer occurs fails the run. All else that the scenarios compare
is the same.

A difference is meant where Rez crashes or the thing never worked, where safety or data are at stake, or where a text
says more. What would change a resolve, a saved context, installed files or a variant's hash is as in Rez, unless a
setting says otherwise.
"""


def markdown(entries: Sequence[Known]) -> str:
    """The page for users: the entries, by area."""
    areas: Dict[str, List[Known]] = {}
    for entry in entries:
        areas.setdefault(AREAS.get(entry.area, entry.area.capitalize()), []).append(entry)
    rows = [_INTRODUCTION]
    for area in sorted(areas):
        rows.append("## %s\n" % area)
        for entry in sorted(areas[area], key=lambda e: e.id):
            facts = ["since %s" % entry.since]
            if entry.issue:
                facts.append("[rez issue %s](https://github.com/AcademySoftwareFoundation/rez/issues/%s)"
                             % (entry.issue, entry.issue))
            if entry.setting:
                facts.append("Rez's behaviour: `%s`" % entry.setting)
            facts.append("shown by %s" % ", ".join("`%s`" % name for name in entry.scenarios))
            rows.append("### %s\n\n%s\n\n*Why:* %s\n\n*%s*\n" % (
                entry.id, entry.what, entry.why, "; ".join(facts).replace("*", "\\*")))
    return "\n".join(rows)

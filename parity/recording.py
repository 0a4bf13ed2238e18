"""What the reference gave, kept in a file, so that a run needs no reference."""
from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, List, Sequence

from parity import worlds
from parity.model import Scenario, ScenarioError
from parity.run import Results
from parity.side import PROBE, Side

SHIPPED = Path(__file__).parent / "recordings" / "run-3.4.0.json.gz"
# What a result may depend on besides the scenario.
_FACTS = """
import json, os, platform, sys
release = {}
if os.path.exists("/etc/os-release"):
    with open("/etc/os-release") as file:
        release = dict(line.rstrip().split("=", 1) for line in file if "=" in line)
print(json.dumps({"system": platform.system(), "machine": platform.machine(), "python": "%d.%d" % sys.version_info[:2],
                  "os": (release.get("ID", "") + "-" + release.get("VERSION_ID", "")).replace('"', "")}))
"""


class Recorded:
    """A recording in the place of the reference.

    Raises:
        ScenarioError: It can't be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            with gzip.open(str(path), "rt", encoding="utf-8") as file:
                self._data: Dict[str, Any] = json.load(file)
            self.version = str(self._data["rez"])
            self.facts: Dict[str, str] = self._data["facts"]
            self._scenarios: Dict[str, Dict[str, Any]] = self._data["scenarios"]
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ScenarioError("%s is no recording: %s: %s" % (path, type(error).__name__, error))
        self.path = path

    def check(self, scenarios: Sequence[Scenario], ours: Side) -> None:
        """See that the recording is of these scenarios, and of a machine like this.

        Raises:
            ScenarioError: It is not.
        """
        facts = facts_of(ours)
        if facts != self.facts:
            raise ScenarioError("%s was recorded on %s, and this is %s: record anew, or run live" % (
                self.path, _words(self.facts), _words(facts)))
        digests = digests_of(scenarios)
        stale = [s.name for s in scenarios if self._scenarios.get(s.name, {}).get("digest") != digests[s.name]]
        if stale:
            raise ScenarioError("%s: %d scenarios are new, or changed since, such as %s: record anew" % (
                self.path, len(stale), ", ".join(stale[:3])))

    def runs(self, group: List[Scenario], root: Path, number: int) -> List[Results]:
        rows = [self._scenarios[scenario.name]["runs"] for scenario in group]
        return [{s.name: _unfold(runs, turn) for s, runs in zip(group, rows)} for turn in range(len(rows[0]))]


def write(path: Path, side: Side, scenarios: Sequence[Scenario], runs: Dict[str, List[List[Any]]]) -> None:
    """Write what the runs of the reference gave. A run that gave the same as the first is kept as None."""
    digests = digests_of(scenarios)
    data = {"rez": side.version, "facts": facts_of(side), "scenarios": {
        s.name: {"digest": digests[s.name], "runs": [None if i and r == runs[s.name][0] else r
                                                     for i, r in enumerate(runs[s.name])]}
        for s in scenarios}}
    text = json.dumps(data, sort_keys=False, separators=(",", ":"))
    temporary = path.with_name(path.name + ".new")
    with open(str(temporary), "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode("utf-8"))
    os.replace(str(temporary), str(path))


def digests_of(scenarios: Sequence[Scenario]) -> Dict[str, str]:
    """One SHA-256 a scenario, over all that its result depends on: its world, its steps, the samples, the probe."""
    common = hashlib.sha256(PROBE.read_bytes())
    base = worlds.samples()
    for path in sorted(base.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            common.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes() + b"\0")
    found = {}
    for scenario in scenarios:
        own = common.copy()
        own.update(json.dumps([asdict(scenario.world), [asdict(step) for step in scenario.steps], scenario.fresh],
                              sort_keys=True).encode())
        found[scenario.name] = own.hexdigest()
    return found


def facts_of(side: Side) -> Dict[str, str]:
    """The kind of machine and Python that a side runs on."""
    answer = subprocess.run([str(side.python), "-c", _FACTS], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(answer.stdout))


def _unfold(runs: List[Any], turn: int) -> Any:
    return runs[0] if runs[turn] is None else runs[turn]


def _words(facts: Dict[str, str]) -> str:
    return "%s (%s) %s, Python %s" % (facts.get("system"), facts.get("os"), facts.get("machine"), facts.get("python"))

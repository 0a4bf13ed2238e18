"""What the reference gave, kept in a file, so that a run needs no reference."""
from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, List, Sequence, Set

from parity import worlds
from parity.model import Scenario, ScenarioError
from parity.side import PROBE, Side

SHIPPED = Path(__file__).parent / "recordings" / "run-3.4.0.json.gz"
# Results depend on how they are made, too.
_MAKERS = (PROBE,) + tuple(Path(__file__).parent / name for name in ("normalise.py", "side.py", "worlds.py"))
# What a result may depend on besides the scenario.
_FACTS = """
import json, os, platform, sys
release = {}
if os.path.exists("/etc/os-release"):
    with open("/etc/os-release") as file:
        release = dict(line.rstrip().split("=", 1) for line in file if "=" in line)
print(json.dumps({"system": platform.system(), "machine": platform.machine(), "python": "%d.%d" % sys.version_info[:2],
                  "os": (release.get("ID", "") + "-" + release.get("VERSION_ID", "")).replace('"', ""),
                  "user": "an ordinary user" if os.getuid() else "root"}))
"""


class Recording:
    """What is kept in a file: for each scenario the runs of the reference, and a digest of what they depend on.

    Args:
        version: That of Rez.
        facts: Those of the machine that it was made on.
    """

    def __init__(self, version: str, facts: Dict[str, str]) -> None:
        self.version, self.facts = version, facts
        self.scenarios: Dict[str, Dict[str, Any]] = {}

    @classmethod
    def read(cls, path: Path) -> "Recording":
        """The recording in the file.

        Raises:
            ScenarioError: It can't be read.
        """
        try:
            with gzip.open(str(path), "rt", encoding="utf-8") as file:
                data = json.load(file)
            found = cls(str(data["rez"]), dict(data["facts"]))
            found.scenarios = {str(name): {"digest": str(item["digest"]), "runs": list(item["runs"])}
                               for name, item in data["scenarios"].items()}
            return found
        except FileNotFoundError:
            raise ScenarioError("%s: there is no such recording; `parity run --record` makes one" % path)
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ScenarioError("%s is no recording: %s: %s" % (path, type(error).__name__, error))

    @classmethod
    def read_or_begin(cls, path: Path, version: str, facts: Dict[str, str]) -> "Recording":
        """The recording in the file; an empty one if there is none, or it is of another Rez or kind of machine.

        Raises:
            ScenarioError: It can't be read.
        """
        if path.exists():
            found = cls.read(path)
            if (found.version, found.facts) == (version, facts):
                return found
        return cls(version, facts)

    def reasons(self, scenarios: Sequence[Scenario], facts: Dict[str, str]) -> Dict[str, str]:
        """Why what is kept can't be used, for each scenario of which that is so."""
        if facts != self.facts:
            return dict.fromkeys((s.name for s in scenarios), "recorded on %s; this is %s" % (
                _words(self.facts), _words(facts)))
        digests = digests_of(scenarios)
        found = {}
        for scenario in scenarios:
            kept = self.scenarios.get(scenario.name)
            if kept is None:
                found[scenario.name] = "not recorded"
            elif kept["digest"] != digests[scenario.name]:
                found[scenario.name] = "changed since it was recorded"
        return found

    def run(self, name: str, turn: int) -> List[Any]:
        """What the run of this number gave for each step of the scenario."""
        runs = self.scenarios[name]["runs"]
        return runs[turn] if turn < len(runs) and runs[turn] is not None else runs[0]

    def keep(self, scenarios: Sequence[Scenario], runs: Dict[str, List[List[Any]]]) -> None:
        """Take in what new runs gave. One that gave the same as the first is kept as None."""
        digests = digests_of([s for s in scenarios if s.name in runs])
        for name, found in runs.items():
            self.scenarios[name] = {"digest": digests[name], "runs": [
                None if i and run == found[0] else run for i, run in enumerate(found)]}

    def keep_only(self, names: Set[str]) -> None:
        """Drop what is kept of other scenarios."""
        self.scenarios = {name: item for name, item in self.scenarios.items() if name in names}

    def write(self, path: Path) -> None:
        """Write it to the file, so that the same content gives the same bytes."""
        data = {"rez": self.version, "facts": self.facts, "scenarios": dict(sorted(self.scenarios.items()))}
        text = json.dumps(data, separators=(",", ":"))
        temporary = path.with_name(path.name + ".new")
        with open(str(temporary), "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            packed.write(text.encode("utf-8"))
        os.replace(str(temporary), str(path))


def digests_of(scenarios: Sequence[Scenario]) -> Dict[str, str]:
    """One SHA-256 a scenario, over all that its result depends on: its world with the samples in it, its steps, and
    how they are run."""
    common = hashlib.sha256()
    for path in _MAKERS:
        common.update(path.read_bytes())
    samples: Dict[str, bytes] = {}
    found = {}
    for scenario in scenarios:
        own = common.copy()
        for sample in sorted(set(scenario.world.copy.values())):
            if sample not in samples:
                samples[sample] = _digest_below(worlds.samples() / sample)
            own.update(samples[sample])
        own.update(json.dumps([asdict(scenario.world), [asdict(step) for step in scenario.steps], scenario.fresh],
                              sort_keys=True).encode())
        found[scenario.name] = own.hexdigest()
    return found


def _digest_below(folder: Path) -> bytes:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.digest()


def facts_of(side: Side) -> Dict[str, str]:
    """The kind of machine and Python that a side runs on."""
    answer = subprocess.run([str(side.python), "-c", _FACTS], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(answer.stdout))


def _words(facts: Dict[str, str]) -> str:
    return "%s (%s) %s, Python %s, %s" % tuple(
        facts.get(name, "?") for name in ("system", "os", "machine", "python", "user"))

"""What the reference gave, kept in a file, so that a run needs no reference."""
from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import threading
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from parity import worlds
from parity.model import Scenario, ScenarioError
from parity.side import PROBE, Side

SHIPPED = Path(__file__).parent / "recordings" / "run-3.4.0.json.gz"
# Results depend on how they are made, too.
_MAKERS = (PROBE, PROBE.with_name("values.py"), Path(__file__).with_name("normalise.py"))
# What a result may depend on besides the scenario.
_FACTS = """
import json, os, platform, sys
release = {}
if os.path.exists("/etc/os-release"):
    with open("/etc/os-release") as file:
        release = dict(line.rstrip().split("=", 1) for line in file if "=" in line)
print(json.dumps({"system": platform.system(), "machine": platform.machine(), "python": "%d.%d" % sys.version_info[:2],
                  "os": (release.get("ID", "") + "-" + release.get("VERSION_ID", "")).replace('"', ""),
                  "user": "an ordinary user" if os.getuid() else "root", "cores": CORES}))
"""
# Some results depend on how many processors there are.
_CORES = "from rez.utils.platform_ import platform_ as p; CORES = '%s of %s' % (p.physical_cores, p.logical_cores)\n"
_OF_CORES = re.compile(r"thread_count|THREAD_COUNT|(?<![\w-])-j ?\d|(?:physical|logical)_cores", re.IGNORECASE)


class Recording:
    """What is kept in a file: for each scenario the runs of the reference, and a digest of what they depend on.

    Args:
        version: That of Rez.
        facts: Those of the machine that it was made on.
    """

    def __init__(self, version: str, facts: Dict[str, str]) -> None:
        self.version, self.facts = version, _kind(facts)
        self._cores = facts.get("cores", "")
        self.scenarios: Dict[str, Dict[str, Any]] = {}
        self._journal: Optional[Path] = None  # where what is new is kept until all is written
        self._lock = threading.Lock()

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
            found.scenarios = {str(name): _item(item) for name, item in data["scenarios"].items()}
            return found
        except FileNotFoundError:
            raise ScenarioError("%s: there is no such recording; `parity run --record` makes one" % path)
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ScenarioError("%s is no recording: %s: %s" % (path, type(error).__name__, error))

    @classmethod
    def go_on(cls, path: Path, version: str, facts: Dict[str, str]) -> "Recording":
        """The recording in the file, to be added to; an empty one if there is none, or it is of another Rez or kind of
        machine. What an earlier recording that was stopped had done by then is in it.

        Raises:
            ScenarioError: It can't be read.
        """
        found = cls(version, facts)
        if path.exists():
            before = cls.read(path)
            if (before.version, before.facts) == (version, found.facts):
                found.scenarios = before.scenarios
        found._journal = path.with_name(path.name + ".part")
        if found._journal.exists():
            found._take(found._journal)
        return found

    def _take(self, journal: Path) -> None:
        """Take in what was done before a recording was stopped, up to a line that is not whole."""
        with open(str(journal), encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    entry = json.loads(line)
                    if (entry["rez"], entry["facts"]) == (self.version, self.facts):
                        self.scenarios[str(entry["name"])] = _item(entry)
                except (ValueError, KeyError, TypeError):
                    break

    def reasons(self, scenarios: Sequence[Scenario], facts: Dict[str, str]) -> Dict[str, str]:
        """Why what is kept can't be used, for each scenario of which that is so."""
        if _kind(facts) != self.facts:
            return dict.fromkeys((s.name for s in scenarios), "recorded on %s; this is %s" % (
                _words(self.facts), _words(facts)))
        digests = digests_of(scenarios)
        found = {}
        for scenario in scenarios:
            kept = self.scenarios.get(scenario.name)
            if scenario.live:
                found[scenario.name] = "can't be recorded: %s" % scenario.live
            elif kept is None:
                found[scenario.name] = "not recorded"
            elif kept["digest"] != digests[scenario.name]:
                found[scenario.name] = "changed since it was recorded"
            elif kept.get("cores", facts.get("cores")) != facts.get("cores"):
                found[scenario.name] = "recorded with another number of processors, on which it depends"
        return found

    def run(self, name: str, turn: int) -> List[Any]:
        """What the run of this number gave for each step of the scenario."""
        runs = self.scenarios[name]["runs"]
        return runs[turn] if turn < len(runs) and runs[turn] is not None else runs[0]

    def keep(self, scenario: Scenario, runs: List[List[Any]]) -> None:
        """Take in what new runs gave, at once also on disk. One that gave the same as the first is kept as None."""
        item: Dict[str, Any] = {"digest": digests_of([scenario])[scenario.name],
                "runs": [None if i and run == runs[0] else run for i, run in enumerate(runs)]}
        if _OF_CORES.search(json.dumps(runs)):
            item["cores"] = self._cores
        with self._lock:
            self.scenarios[scenario.name] = item
            if self._journal:
                with open(str(self._journal), "a", encoding="utf-8") as file:
                    file.write(json.dumps(dict(item, name=scenario.name, rez=self.version, facts=self.facts)) + "\n")

    def write(self, path: Path, names: Optional[Sequence[str]] = None) -> None:
        """Write it to the file, so that the same content gives the same bytes.

        Args:
            names: What scenarios there are, so that what is kept of others goes; None if that is not known.
        """
        if names is not None:
            self.scenarios = {name: self.scenarios[name] for name in names if name in self.scenarios}
        data = {"rez": self.version, "facts": self.facts, "scenarios": dict(sorted(self.scenarios.items()))}
        text = json.dumps(data, separators=(",", ":"))
        temporary = path.with_name(path.name + ".new")
        with open(str(temporary), "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            packed.write(text.encode("utf-8"))
        os.replace(str(temporary), str(path))
        if self._journal and self._journal.exists():
            self._journal.unlink()


def _item(given: Dict[str, Any]) -> Dict[str, Any]:
    """What is kept of a scenario, from a file."""
    item: Dict[str, Any] = {"digest": str(given["digest"]), "runs": list(given["runs"])}
    if "cores" in given:
        item["cores"] = str(given["cores"])
    return item


def _kind(facts: Dict[str, str]) -> Dict[str, str]:
    """Those facts that all results may depend on."""
    return {name: value for name, value in facts.items() if name != "cores"}


def digests_of(scenarios: Sequence[Scenario]) -> Dict[str, str]:
    """One SHA-256 a scenario, over all that its result depends on: its world with the samples in it, its steps, and
    how they are run."""
    common = hashlib.sha256()
    for path in _MAKERS:
        common.update(path.read_bytes())
    found = {}
    for scenario in scenarios:
        own = common.copy()
        for sample in sorted(set(scenario.world.copy.values())):
            own.update(_digest_of(str(worlds.samples()), sample))
        own.update(json.dumps([asdict(scenario.world), [asdict(step) for step in scenario.steps], scenario.fresh,
                               worlds.environment(scenario.world, Path("/"))], sort_keys=True).encode())
        found[scenario.name] = own.hexdigest()
    return found


@lru_cache(maxsize=None)
def _digest_of(folder: str, sample: str) -> bytes:
    total = hashlib.sha256()
    for place, entry in worlds.read_sample(folder, sample):
        total.update(repr((place, tuple(entry))).encode())
    return total.digest()


def facts_of(side: Side) -> Dict[str, str]:
    """The kind of machine and Python that a side runs on."""
    answer = subprocess.run([str(side.python), "-c", _CORES + _FACTS], cwd=os.sep, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(answer.stdout))


def _words(facts: Dict[str, str]) -> str:
    return "%s (%s) %s, Python %s, %s" % tuple(
        facts.get(name, "?") for name in ("system", "os", "machine", "python", "user"))

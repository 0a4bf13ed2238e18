"""The measurements: each takes a side and gives seconds, counts or MiB."""
from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import tarfile
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence

from parity import environments
from parity.side import Side, SideError
from parity.worlds import samples

PROBE = Path(__file__).parent / "probe.py"


@dataclass
class Measurement:
    """One row of the result: what was measured, its unit, and each side's values (all runs)."""

    name: str
    unit: str
    values: Dict[str, List[float]] = field(default_factory=dict)

    def median(self, side: str) -> Optional[float]:
        values = self.values.get(side)
        return statistics.median(values) if values else None

    def ratio(self, side: str, to: str = "rez") -> Optional[float]:
        """How many times less the side needs than the other; None where one was not measured."""
        own, other = self.median(side), self.median(to)
        return other / own if own and other else None


class Bench:
    """The data and the folders of a run.

    Args:
        reference: The side with real Rez; its wheel brings the repository and the requests.
        ours: The side with pkgrs.
        pyrer: An interpreter that has `pyrer` and a `rez`, or None.
        every: Only each so-manieth of the requests.
        repeat: How often short things are measured.
    """

    def __init__(self, reference: Side, ours: Side, pyrer: Optional[Path], every: int = 1, repeat: int = 5,
                 progress: Callable[[str], None] = lambda what: None) -> None:
        self.sides = {"rez": reference, "pkgrs": ours}
        self.pyrer = pyrer
        self.repeat = repeat
        self.progress = progress
        self.folder = Path(tempfile.mkdtemp(prefix="parity-bench-"))
        data = environments.site_packages(reference.python) / "rez" / "data" / "benchmarking"
        with tarfile.open(str(data / "packages.tar.gz")) as archive:
            archive.extractall(str(self.folder))
        self.packages = self.folder / "packages"
        requests = json.loads((data / "requests.json").read_text())[::every]
        self.requests = self.folder / "requests.json"
        self.requests.write_text(json.dumps(requests))
        self.count = len(requests)
        self.sample = requests[len(requests) // 2]

    def close(self) -> None:
        shutil.rmtree(str(self.folder), ignore_errors=True)

    def environment(self, side: Side, packages: Optional[Path] = None) -> Dict[str, str]:
        home = self.folder / ("home-" + side.name)
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        return {"HOME": str(home), "TMPDIR": str(home / "tmp"), "PATH": "%s:/usr/local/bin:/usr/bin:/bin" % side.bin,
                "LANG": "C.UTF-8", "REZ_PACKAGES_PATH": str(packages or samples() / "packages"),
                "REZ_IMPLICIT_PACKAGES": "", "SHELL": "/bin/bash"}

    def commands(self) -> List[Measurement]:
        """Wall time of starting commands and imports, the sides in turn."""
        python = "<python>"
        rows = [
            ("rez --version", ["rez", "--version"]),
            ("rez-env hello_world -- true", ["rez-env", "hello_world", "--", "true"]),
            ("import resolved_context, packages, config",
             [python, "-c", "import rez.resolved_context, rez.packages, rez.config"]),
            ("python itself", [python, "-c", "pass"]),
        ]
        return [self._in_turn(name, argv) for name, argv in rows]

    def cold(self) -> List[Measurement]:
        """A fresh process that resolves one request on the large repository: time, and system calls."""
        argv = ["rez-env", "--no-implicit", *self.sample, "--", "true"]
        rows = [self._in_turn("cold rez-env on the large repository", argv, self.packages, fresh_home=True),
                self._in_turn("second rez-env on the large repository", argv, self.packages)]
        if shutil.which("strace"):
            rows.append(self._system_calls(argv))
        return rows

    def load(self) -> List[Measurement]:
        """All definitions loaded and validated, in a fresh process with an empty home."""
        row = Measurement("load and validate all definitions", "s")
        for name, side in self.sides.items():
            self._empty_home(side)
            row.values[name] = [self._probe(side, "load")["seconds"]]
            self.progress("%s: %s" % (row.name, name))
        return [row]

    def solve(self) -> List[Measurement]:
        """All requests in one process, definitions loaded; sum, median, worst and memory.

        Raises:
            SideError: The outcomes are not the same.
        """
        rows = [Measurement("%d resolves, definitions loaded" % self.count, "s"), Measurement("median resolve", "s"),
                Measurement("worst resolve", "s"), Measurement("peak memory", "MiB")]
        outcomes: Dict[str, Any] = {}
        for name in list(self.sides) + (["pyrer"] if self.pyrer else []):
            if name == "pyrer":
                result = self._probe_pyrer()
            else:
                result = self._probe(self.sides[name], "solve")
                outcomes[name] = result["outcomes"]
            times = result["times"]
            for row, value in zip(rows, (sum(times), statistics.median(times), max(times), result["peak_mib"])):
                row.values[name] = [value]
            self.progress("%s: %s" % (rows[0].name, name))
        different = sum(a != b for a, b in zip(outcomes["rez"], outcomes["pkgrs"]))
        if different:
            raise SideError("%d of %d outcomes differ" % (different, self.count))
        return rows

    def _in_turn(self, name: str, argv: Sequence[str], packages: Optional[Path] = None,
                 fresh_home: bool = False) -> Measurement:
        row = Measurement(name, "s", {side: [] for side in self.sides})
        for _ in range(self.repeat):
            for label, side in self.sides.items():
                if fresh_home:
                    self._empty_home(side)
                env = self.environment(side, packages)
                start = time.perf_counter()
                self._call(side, argv, env)
                row.values[label].append(time.perf_counter() - start)
        self.progress(name)
        return row

    def _call(self, side: Side, argv: Sequence[str], env: Dict[str, str], prefix: Sequence[str] = ()) -> None:
        program = str(side.python) if argv[0] == "<python>" else str(side.bin / argv[0])
        answer = subprocess.run([*prefix, program, *argv[1:]], env=env, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        if answer.returncode != 0:
            raise SideError("%s: %s: exit %d: %s"
                            % (side.name, " ".join(argv), answer.returncode, answer.stderr[-300:]))

    def _system_calls(self, argv: Sequence[str]) -> Measurement:
        row = Measurement("system calls of that", "calls")
        for label, side in self.sides.items():
            self._empty_home(side)
            report = self.folder / "strace.txt"
            self._call(side, argv, self.environment(side, self.packages), ["strace", "-f", "-c", "-o", str(report)])
            total = re.findall(r"^100\.00\s+\S+\s+\S+\s+(\d+)", report.read_text(), re.MULTILINE)
            row.values[label] = [float(total[-1])]
        self.progress(row.name)
        return row

    def _empty_home(self, side: Side) -> None:
        shutil.rmtree(str(self.folder / ("home-" + side.name)), ignore_errors=True)

    def _probe(self, side: Side, what: str) -> Dict[str, Any]:
        return self._json([str(side.python), str(PROBE), what, str(self.packages), str(self.requests)],
                          self.environment(side, self.packages), side.name)

    def _probe_pyrer(self) -> Dict[str, Any]:
        env = dict(self.environment(self.sides["rez"], self.packages), PATH=os.environ["PATH"])
        return self._json([str(self.pyrer), str(PROBE), "pyrer", str(self.packages), str(self.requests)], env, "pyrer")

    def _json(self, argv: List[str], env: Dict[str, str], name: str) -> Dict[str, Any]:
        answer = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, universal_newlines=True)
        try:
            return json.loads(answer.stdout)
        except ValueError:
            raise SideError("%s: %s" % (name, answer.stderr.strip()[-500:]))

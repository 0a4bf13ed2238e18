"""The parts of the benchmark: starting, cold processes, loading, solving, growth, many at once."""
from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence

from parity import environments
from parity.bench import growth
from parity.bench.measure import Measurement, Spent, spend, spend_together
from parity.side import Side, SideError
from parity.worlds import samples

PROBE = Path(__file__).parent / "probe.py"
PARTS = ("commands", "cold", "solve", "growth", "together")
TOGETHER = 20
SAMPLES = 8
PYTHON = "<python>"

COMMANDS = [
    ("rez --version", ["rez", "--version"]),
    ("rez-env PKG -- true", ["rez-env", "hello_world", "--", "true"]),
    ("import rez.resolved_context, rez.packages, rez.config",
     [PYTHON, "-c", "import rez.resolved_context, rez.packages, rez.config"]),
    ("the same, and one name taken from each",
     [PYTHON, "-c", "from rez.resolved_context import ResolvedContext; from rez.packages import get_package; "
                    "from rez.config import config"]),
    ("from rez.config import config", [PYTHON, "-c", "from rez.config import config"]),
    ("Python itself", [PYTHON, "-c", "pass"]),
]


class Bench:
    """The data and the folders of a run.

    Args:
        reference: The side with real Rez; its wheel brings the repository and the requests.
        ours: The side with pkgrs.
        pyrer: An interpreter that has `pyrer` and a `rez`, or None.
        every: Only each so-manieth of the requests.
        repeat: How often short things are measured.
        sizes: The sizes of the growing repository, in families.
        progress: Called with what has been measured.

    `remarks` are lines for the reader of the results.
    """

    def __init__(self, reference: Side, ours: Side, pyrer: Optional[Path] = None, every: int = 1, repeat: int = 5,
                 sizes: Sequence[int] = (100, 1000, 10000), progress: Callable[[str], None] = lambda what: None) -> None:
        self.sides = {"rez": reference, "pkgrs": ours}
        self.pyrer = pyrer
        self.repeat = repeat
        self.sizes = sizes
        self.progress = progress
        self.remarks: List[str] = []
        self._homes: Dict[str, int] = {}
        self.folder = Path(tempfile.mkdtemp(prefix="parity-bench-"))
        self._data = environments.site_packages(reference.python) / "rez" / "data" / "benchmarking"
        requests = json.loads((self._data / "requests.json").read_text())[::every]
        self.requests = self.folder / "requests.json"
        self.requests.write_text(json.dumps(requests))
        self.count = len(requests)
        self.sample = requests[len(requests) // 2]
        self.samples = requests[::max(1, len(requests) // SAMPLES)][:SAMPLES]

    @property
    def packages(self) -> Path:
        """The large repository; unpacking it takes a while, so that is done when it is needed."""
        folder = self.folder / "packages"
        if not folder.is_dir():
            with tarfile.open(str(self._data / "packages.tar.gz")) as archive:
                archive.extractall(str(self.folder))
        return folder

    def close(self) -> None:
        """Remove the folders."""
        shutil.rmtree(str(self.folder), ignore_errors=True)

    def steps(self, part: str) -> int:
        """How often a part tells of its progress."""
        return {"commands": len(COMMANDS), "cold": 4, "solve": 3 + bool(self.pyrer), "growth": 2 * len(self.sizes),
                "together": 1}[part]

    # -- the parts

    def commands(self) -> List[Measurement]:
        """Starting commands, and imports."""
        return [self._in_turn(name, argv) for name, argv in COMMANDS]

    def cold(self) -> List[Measurement]:
        """A fresh process that resolves one request on the large repository and starts a shell with it: the first
        one of a user, whose home is empty, and a later one; the same for several requests; and system calls."""
        argv = ["rez-env", "--no-implicit", *self.sample, "--", "true"]
        rows = [self._in_turn("first rez-env on the large repository", argv, self.packages, fresh_home=True),
                self._in_turn("later rez-env on the large repository", argv, self.packages)]
        rows += self._over_samples()
        if shutil.which("strace"):
            rows += self._system_calls(argv)
        return rows

    def _over_samples(self) -> List[Measurement]:
        """The same for several requests, in each of which the second process is a later one; the sums."""
        rows = [Measurement("%s rez-env, %d of the requests" % (which, len(self.samples)), "s")
                for which in ("first", "later")]
        for label, side in self.sides.items():
            spent: List[List[Spent]] = [[], []]
            for request in self.samples:
                self._empty_home(side)
                for runs in spent:
                    runs.append(spend([_program(side, "rez-env"), "--no-implicit", *request, "--", "true"],
                                      self.environment(side, self.packages), "%s: rez-env" % side.name))
            for row, runs in zip(rows, spent):
                row.add(label, sum(run.cpu for run in runs), sum(run.wall for run in runs))
        self.progress(rows[0].name)
        return rows

    def solve(self) -> List[Measurement]:
        """All definitions loaded and validated, then all requests resolved, in one process of each side.

        Raises:
            SideError: The outcomes are not the same.
        """
        loading = Measurement("load and validate all definitions", "s")
        indexed = Measurement("the same, in a later process", "s")
        solver = Measurement("%d solves, definitions loaded" % self.count, "s")
        contexts = Measurement("%d ResolvedContext calls, definitions loaded" % self.count, "s")
        middle, worst = Measurement("median ResolvedContext", "s"), Measurement("worst ResolvedContext", "s")
        memory = Measurement("peak memory of that process", "MiB")
        outcomes: Dict[str, Any] = {}
        for name in ["rez"] + ["pyrer"] * bool(self.pyrer) + ["pkgrs"]:
            if name == "pyrer":
                result = self._probe_pyrer()
            else:
                self._empty_home(self.sides[name])
                result = self._probe(self.sides[name], "solve")
                loading.add(name, *result["load"])
                for times in result["times"]:
                    contexts.values.setdefault(name, [0.0])[0] += times[0]
                    contexts.wall.setdefault(name, [0.0])[0] += times[1]
                middle.add(name, *(statistics.median(column) for column in zip(*result["times"])))
                worst.add(name, *(max(column) for column in zip(*result["times"])))
            outcomes[name] = result["outcomes"]
            solver.add(name, *(sum(column) for column in zip(*result["solves"])))
            memory.add(name, result["peak_mib"])
            self.progress("%s: %s" % (solver.name, name))
        indexed.values["rez"], indexed.wall["rez"] = loading.values["rez"], loading.wall["rez"]  # it keeps nothing
        indexed.add("pkgrs", *self._probe(self.sides["pkgrs"], "load")["load"])
        self.progress(indexed.name)
        for name in outcomes:
            different = sum(a != b for a, b in zip(outcomes["rez"], outcomes[name]))
            if different and name == "pkgrs":
                raise SideError("%d of %d outcomes differ" % (different, self.count))
            if different:
                self.remarks.append("%s: %d of %d outcomes differ from Rez's" % (name, different, self.count))
        return [loading, indexed, solver, contexts, middle, worst, memory]

    def growth(self) -> List[Measurement]:
        """The same request, in a repository that grows: first and later process."""
        repository = self.folder / "growing"
        rows, size = [], 0
        argv = ["rez-env", "--no-implicit", *growth.REQUEST, "--", "true"]
        for wanted in self.sizes:
            growth.grow(repository, size, wanted)
            size = wanted
            rows.append(self._in_turn("first rez-env, %d families" % size, argv, repository, fresh_home=True))
            rows.append(self._in_turn("later rez-env, %d families" % size, argv, repository))
        return rows

    def together(self) -> List[Measurement]:
        """Many processes of a user at once, none of which finds anything in the home folder."""
        repository = self.folder / "together"
        growth.grow(repository, 0, growth.BLOCK)
        row = Measurement("%d rez-env at once" % TOGETHER, "s")
        for label, side in self.sides.items():
            self._empty_home(side)
            argv = [str(side.bin / "rez-env"), "--no-implicit", *growth.REQUEST, "--", "true"]
            spent = spend_together(argv, self.environment(side, repository), side.name, TOGETHER)
            row.add(label, spent.cpu, spent.wall)
        self.progress(row.name)
        return [row]

    # -- how

    def environment(self, side: Side, packages: Optional[Path] = None) -> Dict[str, str]:
        """The whole environment of a side's processes."""
        home = self.folder / ("home-%s-%d" % (side.name, self._homes.setdefault(side.name, 0)))
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        return {"HOME": str(home), "TMPDIR": str(home / "tmp"), "PATH": "%s:/usr/local/bin:/usr/bin:/bin" % side.bin,
                "LANG": "C.UTF-8", "REZ_PACKAGES_PATH": str(packages or samples() / "packages"),
                "REZ_IMPLICIT_PACKAGES": "", "SHELL": "/bin/bash"}

    def _in_turn(self, name: str, argv: Sequence[str], packages: Optional[Path] = None,
                 fresh_home: bool = False) -> Measurement:
        row = Measurement(name, "s")
        for turn in range(self.repeat + 1):
            for label, side in self.sides.items():
                if fresh_home:
                    self._empty_home(side)
                spent = spend([_program(side, argv[0]), *argv[1:]], self.environment(side, packages),
                              "%s: %s" % (side.name, argv[0]))
                if turn:  # the first only brings files into the system's memory
                    row.add(label, spent.cpu, spent.wall)
        self.progress(name)
        return row

    def _system_calls(self, argv: Sequence[str]) -> List[Measurement]:
        rows = [Measurement("system calls of the first", "calls"), Measurement("system calls of a later one", "calls")]
        for label, side in self.sides.items():
            self._empty_home(side)
            for row in rows:
                report = self.folder / "strace.txt"
                spend(["strace", "-f", "-c", "-o", str(report), _program(side, argv[0]), *argv[1:]],
                      self.environment(side, self.packages), "%s: strace" % side.name)
                total = re.findall(r"^100\.00\s+\S+\s+\S+\s+(\d+)", report.read_text(), re.MULTILINE)
                row.add(label, float(total[-1]))
        self.progress(rows[0].name)
        return rows

    def _empty_home(self, side: Side) -> None:
        # a new one: ext4 takes long to make files where many have just been removed
        self._homes[side.name] = self._homes.get(side.name, 0) + 1

    def _probe(self, side: Side, what: str) -> Dict[str, Any]:
        return self._json(side.python, what, self.environment(side, self.packages), side.name)

    def _probe_pyrer(self) -> Dict[str, Any]:
        return self._json(self.pyrer, "pyrer", self.environment(self.sides["rez"], self.packages), "pyrer")

    def _json(self, python: Optional[Path], what: str, env: Dict[str, str], label: str) -> Dict[str, Any]:
        answer = subprocess.run([str(python), str(PROBE), what, str(self.packages), str(self.requests)], env=env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                universal_newlines=True)
        try:
            return json.loads(answer.stdout)
        except ValueError:
            raise SideError("%s: %s" % (label, answer.stderr.strip()[-500:]))


def _program(side: Side, name: str) -> str:
    return str(side.python) if name == PYTHON else str(side.bin / name)

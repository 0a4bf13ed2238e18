"""Rez's own test suite, from the installed wheel, run against pkgrs, a process for each module."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Set

from parity import environments
from parity.model import ScenarioError, tomllib
from parity.worlds import make_removable

EXPECTED = Path(__file__).parent / "upstream.toml"
TIMEOUT = 900

# Those whose presence the suite makes sure of, where the machine has them.
SHELLS = ("sh", "bash", "csh", "tcsh", "zsh")


@dataclass
class ModuleResult:
    """What the tests of one module came to; `failed` maps a test's name to the first line of its failure."""

    name: str
    passed: List[str] = field(default_factory=list)
    failed: Dict[str, str] = field(default_factory=dict)
    skipped: Dict[str, str] = field(default_factory=dict)
    crash: str = ""
    output: str = ""


class Workshop:
    """A throwaway environment: ours installed as for production, Rez's tests and data laid over it.

    Raises:
        EnvironmentFailed: It can't be made.
    """

    def __init__(self, reference_python: Path) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="parity-upstream-"))
        self.prefix = self.root / "install"
        self.python = environments.make_venv(self.prefix)
        self.site = environments.install_checkout(self.prefix, environments.site_packages(Path(sys.executable)))
        wheel = environments.site_packages(reference_python)
        for part in ("tests", "data"):
            target = self.site / "rez" / part
            shutil.rmtree(str(target), ignore_errors=True)
            shutil.copytree(str(wheel / "rez" / part), str(target))
        schema_test = self.site / "rez" / "vendor" / "schema"
        if schema_test.is_dir():
            shutil.copy(str(wheel / "rez" / "vendor" / "schema" / "test_schema.py"), str(schema_test))
        environments.make_production(self.prefix, environments.scripts_table())
        self.python_repo = self.root / "python_repo"
        self._make_python_package()

    def _make_python_package(self) -> None:
        """The rez package `python` that the tests of shells and pip resolve."""
        version = ".".join(map(str, sys.version_info[:3]))
        folder = self.python_repo / "python" / version
        folder.mkdir(parents=True)
        (folder / "package.py").write_text(
            "name = 'python'\nversion = '%s'\ntools = ['python']\n\n\n"
            "def commands():\n    env.PATH.prepend('{this.root}/bin')\n" % version)
        environments.make_venv(folder)

    def modules(self) -> List[str]:
        return sorted(path.stem[len("test_"):] for path in (self.site / "rez" / "tests").glob("test_*.py"))

    def run(self, module: str) -> ModuleResult:
        """Run one module's tests in a process of its own."""
        scratch = self.root / ("run-" + module)
        (scratch / "tmp").mkdir(parents=True)
        report = scratch / "report.xml"
        env = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TERM") if name in os.environ}
        env.update(
            PATH="%s:/usr/local/bin:/usr/bin:/bin" % (self.prefix / "bin" / "rez"), HOME=str(scratch), USER="artist",
            SHELL="/bin/bash",
            TMPDIR=str(scratch / "tmp"), __REZ_SELFTEST_RUNNING="1",
            __REZ_SELFTEST_PYTHON_REPO=str(self.python_repo), PYTHONDONTWRITEBYTECODE="1",
            _REZ_ENSURE_TEST_SHELLS=",".join(shell for shell in SHELLS if shutil.which(shell)),
        )
        argv = [str(self.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junit-xml", str(report),
                str(self.site / "rez" / "tests" / ("test_%s.py" % module))]
        result = ModuleResult(module)
        try:
            answer = subprocess.run(argv, env=env, cwd=str(scratch), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, universal_newlines=True, errors="replace",
                                    timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            result.crash = "did not end within %d s" % TIMEOUT
            return result
        result.output = answer.stdout
        if report.exists():
            _read_report(report, result)
        else:
            result.crash = (answer.stdout.strip().splitlines() or ["no output"])[-1]
        return result

    def close(self) -> None:
        make_removable(self.root)
        shutil.rmtree(str(self.root), ignore_errors=True)


def _read_report(report: Path, result: ModuleResult) -> None:
    for case in ElementTree.parse(str(report)).iter("testcase"):
        owner = case.get("classname", "").rpartition(".")[2]
        name = "%s.%s" % (owner, case.get("name")) if owner else str(case.get("name"))
        trouble = case.find("failure")
        if trouble is None:
            trouble = case.find("error")
        skipped = case.find("skipped")
        if trouble is not None:
            result.failed[name] = (trouble.get("message") or "").split("\n")[0][:200]
        elif skipped is not None:
            result.skipped[name] = skipped.get("message") or ""
        else:
            result.passed.append(name)


def load_expected(path: Path = EXPECTED) -> Dict[str, str]:
    """Test (`module.Class.test`) to the reason why it is expected to fail.

    Raises:
        ScenarioError: The file can't be read, or an entry has no reason.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScenarioError("%s: %s" % (path, error))
    for test, reason in data.get("expected", {}).items():
        if not isinstance(reason, str) or not reason.strip():
            raise ScenarioError("%s: %s: each expected failure needs a reason" % (path, test))
    return data.get("expected", {})


def run_suite(reference_python: Path, modules: Sequence[str], jobs: int = 2,
              done: Optional[Callable[[ModuleResult], None]] = None) -> List[ModuleResult]:
    """Run the modules (all, when none is named) and return their results, in order of name.

    Raises:
        EnvironmentFailed: The environment can't be made.
        ScenarioError: A module of that name is not in the suite.
    """
    workshop = Workshop(reference_python)
    try:
        present = workshop.modules()
        unknown = sorted(set(modules) - set(present))
        if unknown:
            raise ScenarioError("not in Rez's suite: %s" % ", ".join(unknown))

        def work(module: str) -> ModuleResult:
            result = workshop.run(module)
            if done:
                done(result)
            return result

        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(work, sorted(modules) or present))
    finally:
        workshop.close()


@dataclass(frozen=True)
class Verdict:
    """How results stand to the expected failures."""

    unexpected: Dict[str, str]
    fixed: List[str]

    @property
    def ok(self) -> bool:
        return not self.unexpected and not self.fixed


def judge(results: Sequence[ModuleResult], expected: Dict[str, str]) -> Verdict:
    """Failures that are not expected, and expected ones that no longer fail and must leave the file."""
    failed: Dict[str, str] = {}
    ran: Set[str] = set()
    for result in results:
        if result.crash:
            failed[result.name] = result.crash
        for test, message in result.failed.items():
            failed["%s.%s" % (result.name, test)] = message
        ran.update("%s.%s" % (result.name, test) for test in result.passed)
    unexpected = {test: message for test, message in failed.items() if test not in expected}
    return Verdict(unexpected, sorted(set(expected) & ran))


def table(results: Sequence[ModuleResult]) -> str:
    """A row a module: passed, failed, skipped."""
    rows = ["%-22s %6s %6s %7s" % ("module", "passed", "failed", "skipped")]
    for result in results:
        rows.append("%-22s %6d %6d %7d%s" % (result.name, len(result.passed), len(result.failed),
                                             len(result.skipped), "  " + result.crash if result.crash else ""))
    rows.append("%-22s %6d %6d %7d" % ("all", sum(len(r.passed) for r in results),
                                       sum(len(r.failed) for r in results), sum(len(r.skipped) for r in results)))
    return "\n".join(rows)


def reasons(results: Sequence[ModuleResult]) -> str:
    """Why tests were skipped or are not run to the end: a row for each reason of each module."""
    rows = []
    for result in results:
        counts: Dict[str, int] = {}
        for reason in result.skipped.values():
            counts[reason or "no reason given"] = counts.get(reason or "no reason given", 0) + 1
        rows += ["%-22s %6d  %s" % (result.name, count, reason) for reason, count in sorted(counts.items())]
    return "\n".join(["skipped, and why:"] + rows) if rows else ""
